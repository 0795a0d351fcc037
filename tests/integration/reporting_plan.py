"""A plan of two people for the tests of the semester's form: what each answers for, and what was said before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from minga.results.calendar import ensure_periods
from minga.results.reporting import make_link
from minga.store import Store
from minga.tables import now

PLAN = "red"
FIRST, SECOND, LAST = "2018-S1", "2018-S2", "2019-S1"
ANALYST = {"actor": "ana", "role": "analyst"}


def make_plan(store: Store) -> None:
    """Ceiba (Colombia) answers for two actions and three indicators; Jaguar (Perú) shares one action."""
    with store.transaction("new_plan", plan_id=PLAN) as t:
        t.insert("plans", {"plan_id": PLAN, "title": "Plan de la Red Sauce", "method": "top", "created_at": now(),
                           "starts": date(2018, 1, 1), "ends": date(2019, 6, 30), "countries": "CO PE"})
        t.insert("directions", {"direction_id": "d1", "plan_id": PLAN, "position": 1, "title": "Formación"})
        t.insert_many("actions", [
            {"action_id": "escuela", "direction_id": "d1", "position": 1, "code": "1", "text": "Abrir una escuela",
             "schedule_text": "2018 - 2019"},
            {"action_id": "cartilla", "direction_id": "d1", "position": 2, "code": "2", "text": "Hacer una cartilla"},
            {"action_id": "feria", "direction_id": "d1", "position": 3, "code": "3", "text": "Hacer una feria"}])
        t.insert_many("assignments", [
            assigned("escuela", "Ceiba", "CO"), assigned("escuela", "Jaguar", "PE"),
            assigned("cartilla", "ceiba", ""), assigned("cartilla", "Nogal", "PE", "supports"),
            assigned("feria", "Nogal", "PE")])
        t.insert_many("indicators", [
            indicator("activistas", 1, method="cumulative", unit="activistas", responsible="Ceiba (Colombia)"),
            indicator("mujeres", 2, measure="percentage", method="period", responsible="Ceiba y Jaguar (Colombia)"),
            indicator("clima", 3, measure="qualitative", method="snapshot", aggregation="none",
                      responsible="Ceiba (Colombia)"),
            indicator("ajeno", 4, method="period", responsible="Jaguar (Perú)")])
        t.insert_many("targets", [
            {"indicator_id": "activistas", "period": LAST, "country": "CO", "value": 40.0},
            {"indicator_id": "activistas", "period": LAST, "country": "CO", "dim_name": "sexo", "dim_value": "mujeres",
             "value": 20.0}])
    ensure_periods(store, PLAN)
    with store.transaction("earlier", plan_id=PLAN) as t:
        t.insert("progress", {"action_id": "escuela", "period": SECOND, "status": "in_progress", "percent": 20.5,
                              "comment": "Ya hay salón.", "reported_by": "Ceiba"})
        t.insert("actuals", {"indicator_id": "activistas", "period": SECOND, "country": "CO", "value": 12.5,
                             "status": "approved", "reported_by": "Ceiba",
                             "reported_at": datetime(2019, 1, 9, tzinfo=UTC)})


def assigned(action: str, name: str, country: str, role: str = "responsible") -> dict[str, Any]:
    return {"action_id": action, "as_written": name, "name": name, "country": country, "role": role}


def indicator(key: str, position: int, **values: Any) -> dict[str, Any]:
    return {"indicator_id": key, "plan_id": PLAN, "position": position, "title": f"Indicador {key}", **values}


def link_of(store: Store, name: str = "Ceiba", country: str = "CO") -> str:
    """The id of somebody's personal link."""
    return make_link(store, PLAN, name, country, **ANALYST).reporter.link_id
