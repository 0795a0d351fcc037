"""What the report adds for those who analyse: loads, the way through the periods, parts, changes, quality, one country.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from minga.errors import InputError, UsageError
from minga.reports import Report, open_report
from minga.results import ensure_periods, save_row, save_rows
from minga.store import Store, open_store
from minga.tables import now

WHO = {"actor": "ana", "role": "facilitator"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A plan of 2018 and 2019 with three actions: Garza and Ceiba, nobody, and a committee."""
    opened = open_store(str(tmp_path / "plans.sqlite"))
    with opened.transaction("new_plan", plan_id="red") as t:
        t.insert("plans", {"plan_id": "red", "title": "Red de ejemplo", "method": "top", "created_at": now(),
                           "starts": date(2018, 1, 1), "ends": date(2019, 12, 31), "countries": "BO MX"})
        made = t.insert("directions", {"plan_id": "red", "position": 1, "code": "1", "title": "Incidencia"})
        for n in (1, 2, 3):
            t.insert("actions", {"action_id": f"act{n}", "direction_id": made["direction_id"], "position": n,
                                 "code": f"1.{n}", "text": f"Acción {n}", "schedule_text": "Marzo de 2018",
                                 "starts": date(2018, 3, 1), "ends": date(2018, 3, 31), "precision": "month"})
        for n, (name, country, kind) in enumerate((("Garza", "MX", "person"), ("Ceiba", "BO", "person"),
                                                   ("Comité de mensajería", "", "group"))):
            t.insert("assignments", {"assignment_id": f"as{n}", "action_id": "act1" if n < 2 else "act3",
                                     "as_written": name, "name": name, "country": country, "kind": kind})
        t.insert("indicators", {"indicator_id": "old1", "plan_id": "red", "position": 1, "code": "V",
                                "title": "Asambleas", "method": "period", "measure": "unit"})
        t.insert("targets", {"indicator_id": "old1", "period": "2018-S2", "value": 4.0})
    ensure_periods(opened, "red")
    yield opened
    opened.close()


def report(store: Store, tmp_path: Path, period: str = "2018-S2", **more: Any) -> Report:
    return open_report("red", period, store=str(store.engine.url.database), out=str(tmp_path / "out"), **more)


def rows(made: Report, name: str) -> list[dict[str, str]]:
    made.finish()
    with (made.out / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(store: Store, *many: tuple[str, str, str]) -> None:
    save_rows(store, "red", "progress", [{"action_id": a, "period": p, "status": s} for a, p, s in many], **WHO)


def indicator(store: Store, *values: dict[str, Any], **more: Any) -> str:
    made = save_row(store, "red", "indicators", {"title": "Activistas", "code": "A", "method": "period", **more}, **WHO)
    save_rows(store, "red", "actuals", [{"indicator_id": made["indicator_id"], "period": "2018-S2",
                                         "status": "approved", **value} for value in values], **WHO)
    return str(made["indicator_id"])


# ── loads ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_nobody_holds_comes_first_and_then_each_hand(store: Store, tmp_path: Path) -> None:
    made = report(store, tmp_path)
    assert made.workload().finding == (
        "Por 1 acción no responde nadie; la mayor carga: Ceiba (Bolivia), con 1 acción (1 fuera de plazo).")
    assert [(r["responsible"], r["country"], r["kind"], r["actions"], r["overdue"]) for r in rows(
        made, "workload.csv")] == [("", "", "none", "1", "1"), ("Ceiba", "BO", "person", "1", "1"),
                                   ("Comité de mensajería", "", "group", "1", "1"), ("Garza", "MX", "person", "1", "1")]


def test_a_public_load_joins_countries_whose_few_people_would_be_pointed_at(store: Store, tmp_path: Path) -> None:
    with store.transaction("assign", plan_id="red") as t:
        for n in range(11):
            t.insert("assignments", {"action_id": "act2", "as_written": f"Persona{n}", "name": f"Persona{n}",
                                     "country": "CO" if n < 5 else "PE"})
    made = report(store, tmp_path, audience="public")
    html = made.workload().html
    assert "Personas de otros países" in html
    assert "México" not in html
    found = rows(made, "workload.csv")
    assert {r["country"] for r in found} == {"", "PE"}  # with Colombia's five, the two others are seven and not two
    assert not [r for r in found if r["responsible"] not in ("", "*")]


# ── the way through the periods ────────────────────────────────────────────────────────────────────


def test_a_heat_map_tells_missing_late_done_and_not_yet_apart(store: Store, tmp_path: Path) -> None:
    with store.transaction("later", plan_id="red") as t:
        t.update("actions", "act3", starts=date(2019, 3, 1), ends=date(2019, 3, 31))
    told(store, ("act1", "2018-S1", "in_progress"), ("act1", "2018-S2", "done"))
    made = report(store, tmp_path)
    found = {(r["code"], r["period"]): (r["status"], r["basis"]) for r in rows(made, "action_by_period.csv")}
    assert found["1.1", "2018-S1"] == ("delayed", "report")
    assert found["1.1", "2018-S2"] == ("done", "report")
    assert found["1.2", "2018-S2"] == ("no_data", "none")
    assert found["1.3", "2018-S2"] == ("not_started", "schedule")
    assert found["1.1", "2019-S1"] == ("", "")
    html = made.heat_map().html
    assert html.count("aún no le toca") > 2
    assert made.heat_map().finding == "De 1 acción no se informa desde hace dos períodos o más."


def test_the_report_begins_with_what_moved_what_did_not_and_what_nobody_told(store: Store, tmp_path: Path) -> None:
    told(store, ("act1", "2018-S1", "in_progress"), ("act1", "2018-S2", "done"))
    indicator(store, {"value": 8}, {"value": 5, "period": "2018-S1"})
    made = report(store, tmp_path)
    assert made.digest().finding == (
        "Desde el 1.er semestre de 2018, 1 acción avanzó y 1 indicador mejoró.")
    assert "2 acciones están fuera de plazo." in made.digest().html
    assert "Nadie ha informado de 2 acciones y 1 indicador." in made.digest().html


# ── expected to date ───────────────────────────────────────────────────────────────────────────────


def test_in_an_open_period_the_farthest_from_what_was_expected_comes_first(store: Store, tmp_path: Path) -> None:
    for code, value in (("A", 45), ("B", 30)):
        key = indicator(store, {"value": value}, code=code, title=f"Talleres {code}")
        save_row(store, "red", "targets", {"indicator_id": key, "period": "2018-S2", "value": 100}, **WHO)
    made = report(store, tmp_path, as_of="2018-09-30")  # exactly half of the semester has passed
    assert made.action_status().finding == (
        "Al 30 de septiembre de 2018, con el período abierto, ninguna de las 3 acciones está cumplida.")
    finding = made.indicators().finding
    assert finding.startswith("Al 30 de septiembre de 2018, 0 de 3 indicadores con meta van como se esperaba")
    assert "«Talleres B»: 30, y se esperaban 50" in finding
    html = made.indicators().html
    assert html.index("B Talleres B") < html.index("A Talleres A")
    assert "se esperaban 50 a la fecha" in html


# ── parts, and small cells ─────────────────────────────────────────────────────────────────────────

PARTS = ({"value": 74}, {"value": 45, "dim_name": "sexo", "dim_value": "mujeres"},
         {"value": 27, "dim_name": "sexo", "dim_value": "hombres"},
         {"value": 2, "dim_name": "sexo", "dim_value": "otra respuesta"})


def test_values_are_told_part_by_part_and_their_sum_is_checked(store: Store, tmp_path: Path) -> None:
    indicator(store, *PARTS, aggregation="sum")
    made = report(store, tmp_path)
    assert made.breakdown().finding == "1 indicador viene separado en partes, y las partes coinciden con su total."
    assert sorted((r["dim_value"], r["value"], r["hidden"]) for r in rows(made, "indicator_parts.csv")) == [
        ("hombres", "27", "false"), ("mujeres", "45", "false"), ("otra respuesta", "2", "false")]


def test_a_public_report_hides_a_small_part_and_what_would_give_it_away(store: Store, tmp_path: Path) -> None:
    indicator(store, *PARTS, aggregation="sum")
    made = report(store, tmp_path, audience="public")
    assert "2 cifras no se muestran" in made.breakdown().html
    assert sorted((r["dim_value"], r["value"]) for r in rows(made, "indicator_parts.csv")) == [
        ("hombres", ""), ("mujeres", "45"), ("otra respuesta", "")]
    drawn = (made.out / "figures" / "breakdown.svg").read_text(encoding="utf-8")
    assert ">27<" not in drawn
    assert "hombres 27" not in drawn


# ── one country ────────────────────────────────────────────────────────────────────────────────────


def test_a_report_of_one_country_has_its_actions_its_values_and_its_targets_alone(store: Store, tmp_path: Path) -> None:
    key = indicator(store, {"value": 30}, {"value": 12, "country": "MX"}, {"value": 18, "country": "BO"},
                    baseline_value=5)
    save_row(store, "red", "targets", {"indicator_id": key, "period": "2018-S2", "value": 20, "country": "MX"}, **WHO)
    indicator(store, {"value": 9}, code="B", title="De todo el plan")
    made = report(store, tmp_path, country="mx")
    assert "Solo México" in made.header().html
    assert [r["responsible"] for r in rows(made, "workload.csv")] == ["Garza"]  # Ceiba, of Bolivia, answers as well
    assert [s.action.code for s in made.facts.actions] == ["1.1"]
    [state] = made.facts.indicators
    assert (state.actual, state.target, state.achievement.ratio) == (12, 20, 0.6)
    made.finish()
    assert json.loads((made.out / "summary.json").read_text(encoding="utf-8"))["country"] == "MX"


def test_a_public_report_of_one_country_leaves_out_what_counts_few_people(store: Store, tmp_path: Path) -> None:
    indicator(store, {"value": 3, "country": "MX"})
    indicator(store, {"value": 30, "country": "MX"}, code="B", title="Boletines")
    made = report(store, tmp_path, country="MX", audience="public")
    assert [s.indicator.code for s in made.facts.indicators] == ["B"]
    assert "1 indicador no aparece por eso." in made.header().html


def test_a_country_of_which_the_plan_knows_nothing_is_refused_and_those_it_knows_are_named(
        store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"«PE»") as wrong:
        report(store, tmp_path, country="PE")
    assert "BO (Bolivia), MX (México)" in str(wrong.value.faults[0].advice)


# ── what changed ───────────────────────────────────────────────────────────────────────────────────


def test_what_was_altered_in_the_plan_is_told_with_before_and_after(store: Store, tmp_path: Path) -> None:
    key = indicator(store, {"value": 8}, {"value": 5, "period": "2018-S1"})
    save_row(store, "red", "targets", {"indicator_id": key, "period": "2018-S2", "value": 90}, **WHO)
    save_row(store, "red", "targets", {"indicator_id": "old1", "period": "2018-S2", "value": 7}, **WHO)
    with store.transaction("edit", plan_id="red") as t:
        t.update("actions", "act2", schedule_text="Junio de 2018", starts=date(2018, 6, 1), ends=date(2018, 6, 30))
        t.update("assignments", "as0", name="Tángara", as_written="Tángara")
        t.update("actions", "act3", text="Otra redacción")
        t.update("actions", "act3", text="Acción 3")  # changed back: no change
    made = report(store, tmp_path)
    found = {(r["kind"], r["title"]): (r["before"], r["after"]) for r in rows(made, "changes.csv")
             if r["basis"] == "edit"}
    assert found["date", "1 / 1.2 Acción 2"] == ("2018-03-01/2018-03-31", "2018-06-01/2018-06-30")
    assert found["name", "1 / 1.1 Acción 1"] == ("Garza", "Tángara")
    assert found["target", "V Asambleas · 2018-S2"] == ("4", "7")
    assert ("added", "A Activistas") in found
    assert ("target", "A Activistas · 2018-S2") not in found  # it came with its indicator
    assert ("text", "1 / 1.3 Acción 3") not in found
    html = made.changes().html
    assert "Marzo de 2018" in html
    assert "Tángara (México)" in html
    assert [(r["kind"], r["before"], r["after"], r["way"]) for r in rows(made, "changes.csv")
            if r["basis"] == "report"] == [("value", "5", "8", "forward")]


def test_a_public_report_tells_that_names_changed_and_not_which(store: Store, tmp_path: Path) -> None:
    indicator(store, {"value": 8})
    with store.transaction("edit", plan_id="red") as t:
        t.update("assignments", "as0", name="Tángara", as_written="Tángara")
    made = report(store, tmp_path, audience="public")
    made.finish()
    files = "".join(p.read_text(encoding="utf-8") for p in made.out.rglob("*") if p.is_file() and p.suffix != ".png")
    for name in ("Garza", "Tángara"):
        assert name not in files + made.changes().html
    assert "no dice los nombres" in made.changes().html


def test_a_plan_that_was_only_just_imported_has_no_alterations(store: Store, tmp_path: Path) -> None:
    assert report(store, tmp_path).facts.edits == ()


# ── quality ────────────────────────────────────────────────────────────────────────────────────────


def test_late_reports_sums_that_differ_and_missing_evidence_are_counted(store: Store, tmp_path: Path) -> None:
    closed = date(2018, 12, 31)
    moment = now().replace(year=2019, month=1, day=1)
    indicator(store, {"value": 10, "evidence": "acta.pdf"}, {"value": 4, "country": "BO"},
              {"value": 3, "country": "MX"}, {"value": 1, "country": "CO", "status": "pending"}, aggregation="sum")
    with store.transaction("came", plan_id="red") as t:
        for row in t.rows("actuals"):
            day = {"": 10, "BO": 16, "MX": 15}.get(row["country"])
            t.update("actuals", row["actual_id"], reported_at=moment.replace(day=day) if day else None)
    made = report(store, tmp_path)
    found = {r["check"]: (r["passed"], r["total"]) for r in rows(made, "data_quality.csv")}
    assert moment.replace(day=16).date() == closed + timedelta(days=16)  # one day after the fifteen of grace
    assert found["on_time"] == ("2", "3")
    assert found["value_approved"] == ("3", "4")
    assert found["with_evidence"] == ("1", "3")
    assert found["parts_agree"] == ("0", "1")
    assert found["answered"] == ("2", "3")
    assert "lo más flojo: acciones con informe del período: 0 de 3" in made.quality().finding


# ── parts by name ──────────────────────────────────────────────────────────────────────────────────


def test_parts_are_shown_by_name_and_an_unknown_one_is_refused(store: Store, tmp_path: Path) -> None:
    made = report(store, tmp_path)
    assert made.show("overdue", "no_data").html == f"{made.overdue().html}\n{made.no_data().html}"
    with pytest.raises(UsageError, match="workload"):
        made.show("overdue", "atrasos")


def test_a_table_is_asked_for_as_a_great_table_by_the_name_of_its_part(
        store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "great_tables", None)
    with pytest.raises(UsageError, match=r"minga\[tables\]"):
        report(store, tmp_path).great_table("overdue")
    with pytest.raises(UsageError, match="heat_map"):
        report(store, tmp_path).great_table("digest")  # it has no table; those that have are named


def test_a_great_table_has_every_row_and_hostile_text_stays_text_in_it(store: Store, tmp_path: Path) -> None:
    with store.transaction("edit", plan_id="red") as t:
        t.update("actions", "act1", text="<script>alert(1)</script> **negrita**")
    page = report(store, tmp_path).great_table("overdue").as_raw_html()
    assert page.count("<tr") >= 4  # its head, and three actions
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "<strong>negrita" not in page
