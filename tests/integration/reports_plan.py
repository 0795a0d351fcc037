"""A small plan to report on: two countries, three people, something of every kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from minga.results import ensure_periods, save_rows
from minga.store import Store
from minga.tables import now

WHO = {"actor": "eva", "role": "analyst"}
PERIOD = "2018-S1"


def make_plan(store: Store, plan_id: str = "red") -> str:
    """Write the plan.

    Actions: ``luna`` (Luna, Colombia), ``sol`` (Sol, Perú, and Nube who only supports), ``nobody`` (nobody), ``later``
    (begins in 2019). Indicators: ``people`` (cumulative, targets of CO and PE, Luna), ``share`` (percentage,
    nobody), ``story`` (qualitative, Sol).
    """
    with store.transaction("test", plan_id=plan_id) as tx:
        tx.insert("plans", {"plan_id": plan_id, "title": "Red de prueba", "method": "top", "created_at": now(),
                            "starts": date(2018, 1, 1), "ends": date(2019, 6, 30), "countries": "CO PE"})
        tx.insert("directions", {"direction_id": "d", "plan_id": plan_id, "position": 1, "code": "1", "title": "Voz"})
        tx.insert_many("actions", [
            {"action_id": name, "direction_id": "d", "position": at, "code": f"A.{at}", "text": f"Acción de {name}",
             "starts": starts, "ends": ends, "precision": "month"}
            for at, (name, starts, ends) in enumerate((
                ("luna", date(2018, 1, 1), date(2018, 6, 30)), ("sol", date(2018, 3, 1), date(2018, 12, 31)),
                ("nobody", None, None), ("later", date(2019, 1, 1), date(2019, 3, 31))), 1)])
        tx.insert_many("assignments", [
            {"assignment_id": f"p{at}", "action_id": action, "as_written": f"{name} ({country})", "name": name,
             "country": country, "role": role, "position": at}
            for at, (action, name, country, role) in enumerate((
                ("luna", "Luna", "CO", "responsible"), ("sol", "Sol", "PE", "coordinates"),
                ("sol", "Nube", "PE", "supports"), ("later", "Luna", "CO", "responsible")), 1)])
    ensure_periods(store, plan_id)
    save(store, "indicators", [
        {"indicator_id": "people", "title": "Activistas", "code": "1.1", "method": "cumulative", "unit": "personas",
         "responsible": "Luna"},
        {"indicator_id": "share", "title": "Informes a tiempo", "code": "1.10", "method": "period",
         "measure": "percentage"},
        {"indicator_id": "story", "title": "Qué cambió", "method": "period", "measure": "qualitative",
         "aggregation": "none", "responsible": "Sol (Perú)"}], plan_id, new=True)
    save(store, "targets", [{"indicator_id": "people", "period": PERIOD, "country": country, "value": value}
                            for country, value in (("CO", 40), ("PE", 20))], plan_id)
    return plan_id


def save(store: Store, table: str, rows: list[dict[str, Any]], plan_id: str = "red", *, actor: str = "Luna",
         new: bool = False) -> list[dict[str, Any]]:
    """Save rows of results; with ``new``, under the ids they bring."""
    if not new:
        return save_rows(store, plan_id, table, rows, actor=actor, role="analyst")
    with store.transaction("test", plan_id=plan_id) as tx:
        return tx.insert_many(table, [{"plan_id": plan_id, "position": at, **row} for at, row in enumerate(rows, 1)])


def report(store: Store, value: float | None = 30, *, country: str = "CO", who: str = "Luna",
           **more: Any) -> dict[str, Any]:
    """A value of the cumulative indicator that waits for approval."""
    [row] = save(store, "actuals", [{"indicator_id": "people", "period": PERIOD, "country": country, "value": value,
                                     "status": "pending", **more}], actor=who)
    return row


def progress(store: Store, action: str = "luna", status: str = "in_progress", *, who: str = "Luna",
             review: str = "pending", **more: Any) -> dict[str, Any]:
    """A report about an action that waits for approval."""
    [row] = save(store, "progress", [{"action_id": action, "period": PERIOD, "status": status, "review": review,
                                      **more}], actor=who)
    return row
