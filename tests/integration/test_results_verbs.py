"""Saving and deleting results in a real store: all or nothing, and always explained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from minga.errors import InputError, NotFound, Refused, UsageError
from minga.results import (
    approve_actuals,
    delete_row,
    ensure_periods,
    lock_period,
    open_period,
    read_results,
    return_actual,
    save_row,
    save_rows,
)
from minga.store import Store, changes_since, open_store, rows
from minga.tables import now

WHO = {"actor": "ana", "role": "facilitator"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "plans.sqlite"))
    for plan in ("red", "otro"):
        with opened.transaction("new_plan", plan_id=plan) as t:
            t.insert("plans", {"plan_id": plan, "title": "Red", "method": "top", "created_at": now(),
                               "starts": date(2018, 1, 1), "ends": date(2019, 6, 30)})
            t.insert("directions", {"direction_id": f"d-{plan}", "plan_id": plan, "position": 1, "title": "Incidencia"})
            t.insert("actions", {"action_id": f"a-{plan}", "direction_id": f"d-{plan}", "position": 1, "text": "Abrir"})
        ensure_periods(opened, plan)
    yield opened
    opened.close()


def save(store: Store, table: str, /, **values: Any) -> dict[str, Any]:
    return save_row(store, "red", table, values, **WHO)


@pytest.fixture
def indicator(store: Store) -> str:
    return save(store, "indicators", title="Activistas", method="cumulative")["indicator_id"]


def faults(wrong: pytest.ExceptionInfo[InputError]) -> list[tuple[int | None, str]]:
    return [(f.row, f.column) for f in wrong.value.faults]


def test_periods_are_the_semesters_of_the_plan_and_are_made_once(store: Store) -> None:
    assert [p["period"] for p in ensure_periods(store, "red")] == ["2018-S1", "2018-S2", "2019-S1"]
    assert len(ensure_periods(store, "red")) == 3


def test_a_plan_without_dates_has_no_periods_and_one_of_a_century_is_refused(store: Store) -> None:
    with store.transaction("edit", plan_id="otro") as t:
        t.update("plans", "otro", starts=None)
        t.delete("periods", "otro|2018-S1")
    assert [p["period"] for p in ensure_periods(store, "otro")] == ["2018-S2", "2019-S1"]
    with store.transaction("edit", plan_id="otro") as t:
        t.update("plans", "otro", starts=date(1918, 1, 1))
    with pytest.raises(InputError, match="semestres"):
        ensure_periods(store, "otro")


def test_a_grid_is_saved_and_read_back(store: Store) -> None:
    saved = save_rows(store, "red", "objectives", [
        {"level": "general", "text": "Fortalecer la red", "code": "1"},
        {"level": "specific", "text": "Formar activistas", "code": "1.10"}], **WHO)
    save(store, "lines", objective_id=saved[1]["objective_id"], text="Escuela anual")
    read = read_results(store, "red")
    assert [(o.code, o.level, o.lines) for o in read.objectives] == [
        ("1", "general", ()), ("1.10", "specific", ("Escuela anual",))]
    assert {c.verb for c in changes_since(store, "red", 0) if c.table == "objectives"} == {"save_objectives"}


def test_every_fault_of_a_grid_is_told_by_row_and_column_and_nothing_is_saved(store: Store) -> None:
    with pytest.raises(InputError) as wrong:
        save_rows(store, "red", "indicators", [
            {"title": "Bien", "method": "period"},
            {"title": "Sin método"},
            {"title": "", "method": "period", "baseline_value": "doce"},
            {"title": "Mal", "method": "anual", "target_total": "1,5", "colour": "red"}], **WHO)
    assert sorted(faults(wrong), key=str) == sorted([
        (2, "method"), (3, "baseline_value"), (3, "title"), (4, "colour"), (4, "method"), (4, "target_total")], key=str)
    assert all(f.advice for f in wrong.value.faults)
    assert rows(store, "indicators") == []


@pytest.mark.parametrize(("values", "column"), [
    ({"period": "2030-S1", "value": 1}, "period"),
    ({"period": "ayer", "value": 1}, "period"),
    ({"period": "2018-S1", "value": "muchos"}, "value"),
    ({"period": "2018-S1", "value": float("inf")}, "value"),
    ({"period": "2018-S1", "numerator": 1}, "denominator"),
    ({"period": "2018-S1", "numerator": 1, "denominator": 0}, "denominator"),
    ({"period": "2018-S1", "value": 90, "numerator": 1, "denominator": 2}, "value"),
    ({"period": "2018-S1", "value": 1, "dim_name": "sexo"}, "dim_value"),
    ({"period": "2018-S1", "value": 1, "dim_name": "color", "dim_value": "rojo"}, "dim_name"),
    ({"period": "2018-S1", "value": 1, "dim_name": "sexo", "dim_value": "niñas"}, "dim_value"),
    ({"period": "2018-S1", "value": 0, "numerator": 0, "denominator": 0}, "value"),
    ({"period": "2018-S1", "value": 1, "status": "ok"}, "status"),
])
def test_a_wrong_value_is_explained(store: Store, indicator: str, values: dict[str, Any], column: str) -> None:
    with pytest.raises(InputError) as wrong:
        save(store, "actuals", indicator_id=indicator, **values)
    assert faults(wrong) == [(1, column)]


def test_percentages_stay_between_0_and_100(store: Store) -> None:
    share = save(store, "indicators", title="Parte", method="snapshot", measure="percentage")["indicator_id"]
    with pytest.raises(InputError):
        save(store, "targets", indicator_id=share, period="2018-S1", value=120)
    with pytest.raises(InputError):
        save(store, "progress", action_id="a-red", period="2018-S1", status="in_progress", percent=101)
    with pytest.raises(InputError):
        save(store, "progress", action_id="a-red", period="2018-S1", status="done", percent=40)
    assert save(store, "progress", action_id="a-red", period="2018-S1", status="done", percent="100")["percent"] == 100


def test_the_parts_of_a_percentage_are_not_upside_down_and_no_cases_can_be_told(store: Store) -> None:
    share = save(store, "indicators", title="Parte", method="snapshot", measure="percentage")["indicator_id"]
    with pytest.raises(InputError) as wrong:
        save(store, "actuals", indicator_id=share, period="2018-S1", numerator=9, denominator=3)
    assert faults(wrong) == [(1, "numerator")]
    assert save(store, "actuals", indicator_id=share, period="2018-S1", numerator=0, denominator=0)["denominator"] == 0


def test_the_semesters_of_a_plan_begin_with_its_own_year(store: Store) -> None:
    with store.transaction("edit", plan_id="otro") as t:
        for period in ("2018-S1", "2018-S2", "2019-S1"):
            t.delete("periods", f"otro|{period}")
        t.update("plans", "otro", fiscal_start=7)
    made = ensure_periods(store, "otro")
    assert [(p["period"], p["starts"]) for p in made][:2] == [
        ("2017-S2", date(2018, 1, 1)), ("2018-S1", date(2018, 7, 1))]
    saved = save_row(store, "otro", "periods", {"period": "2020"}, **WHO)
    assert (saved["starts"], saved["ends"]) == (date(2020, 7, 1), date(2021, 6, 30))


def test_a_number_is_not_a_code(store: Store) -> None:
    with pytest.raises(InputError) as wrong:
        save(store, "objectives", level="general", text="Algo", code=1.10)
    assert faults(wrong) == [(1, "code")]


def test_a_row_of_another_plan_can_be_neither_pointed_to_nor_changed(store: Store, indicator: str) -> None:
    with pytest.raises(InputError) as wrong:
        save(store, "progress", action_id="a-otro", period="2018-S1", status="done")
    assert faults(wrong) == [(1, "action_id")]
    with pytest.raises(InputError):
        save_row(store, "otro", "indicators", {"indicator_id": indicator, "title": "Robado"}, **WHO)
    with pytest.raises(NotFound):
        delete_row(store, "otro", "indicators", indicator, **WHO)
    assert rows(store, "indicators")[0]["title"] == "Activistas"


def test_participants_and_strangers_change_nothing(store: Store) -> None:
    for role in ("participant", "scribe", "observer", ""):
        with pytest.raises(Refused):
            save_row(store, "red", "objectives", {"level": "general", "text": "x"}, actor="p", role=role)
        with pytest.raises(Refused):
            delete_row(store, "red", "objectives", "x", actor="p", role=role)
    assert rows(store, "objectives") == []


def test_an_unknown_plan_names_those_that_there_are(store: Store) -> None:
    with pytest.raises(NotFound, match="otro, red"):
        save_row(store, "nada", "objectives", {"level": "general", "text": "x"}, **WHO)
    with pytest.raises(NotFound, match="otro, red"):
        read_results(store, "nada")
    with pytest.raises(UsageError):
        save(store, "cards", text="x")


def test_saving_again_the_same_place_changes_the_row_instead_of_adding_one(store: Store, indicator: str) -> None:
    first = save(store, "targets", indicator_id=indicator, period="2018-S1", value=10)
    second = save(store, "targets", indicator_id=indicator, period="2018-S1", value=12)
    assert first["target_id"] == second["target_id"]
    assert [t["value"] for t in rows(store, "targets")] == [12]


def test_two_rows_of_a_grid_about_the_same_thing_are_a_fault(store: Store, indicator: str) -> None:
    row = {"indicator_id": indicator, "period": "2018-S1", "value": 1}
    with pytest.raises(InputError, match="fila 1") as wrong:
        save_rows(store, "red", "targets", [row, row], **WHO)
    assert faults(wrong) == [(2, "period")]


def test_a_cumulative_value_may_only_fall_with_a_comment(store: Store, indicator: str) -> None:
    save(store, "actuals", indicator_id=indicator, period="2018-S1", value=40)
    with pytest.raises(Refused, match="bajaría de 40"):
        save(store, "actuals", indicator_id=indicator, period="2018-S2", value=35)
    assert len(rows(store, "actuals")) == 1
    save(store, "actuals", indicator_id=indicator, period="2018-S2", value=35, comment="Se depuró el registro.")
    with pytest.raises(Refused):
        save(store, "actuals", indicator_id=indicator, period="2019-S1", value=34)
    assert [a["value"] for a in rows(store, "actuals", order="period")] == [40, 35]


def test_a_value_of_the_period_may_fall(store: Store) -> None:
    talks = save(store, "indicators", title="Charlas", method="period")["indicator_id"]
    save_rows(store, "red", "actuals", [{"indicator_id": talks, "period": p, "value": v}
                                        for p, v in (("2018-S1", 9), ("2018-S2", 4))], **WHO)
    assert len(rows(store, "actuals")) == 2


def test_a_locked_period_takes_no_change_until_it_is_opened(store: Store, indicator: str) -> None:
    made = save(store, "actuals", indicator_id=indicator, period="2018-S1", value=3)
    lock_period(store, "red", "2018-S1", **WHO)
    for change in (lambda: save(store, "actuals", indicator_id=indicator, period="2018-S1", value=4),
                   lambda: save(store, "progress", action_id="a-red", period="2018-S1", status="done"),
                   lambda: save(store, "actuals", actual_id=made["actual_id"], period="2018-S2"),
                   lambda: delete_row(store, "red", "actuals", made["actual_id"], **WHO)):
        with pytest.raises(Refused, match="cerrado"):
            change()
    open_period(store, "red", "2018-S1", **WHO)
    assert save(store, "actuals", indicator_id=indicator, period="2018-S1", value=4)["value"] == 4


def test_a_changed_value_must_be_approved_again(store: Store, indicator: str) -> None:
    made = save(store, "actuals", indicator_id=indicator, period="2018-S1", value=3)
    assert (made["status"], made["reported_by"]) == ("pending", "ana")
    approved = approve_actuals(store, "red", [made["actual_id"]], actor="eva", role="analyst")[0]
    assert (approved["status"], approved["approved_by"]) == ("approved", "eva")
    changed = save(store, "actuals", indicator_id=indicator, period="2018-S1", value=5)
    assert (changed["status"], changed["approved_by"], changed["approved_at"]) == ("pending", "", None)


def test_a_returned_value_says_what_to_look_at(store: Store, indicator: str) -> None:
    made = save(store, "actuals", indicator_id=indicator, period="2018-S1", value=3)
    with pytest.raises(InputError):
        return_actual(store, "red", made["actual_id"], "  ", **WHO)
    assert return_actual(store, "red", made["actual_id"], "¿Incluye a México?", **WHO)["status"] == "returned"


def test_deleting_takes_what_has_no_meaning_alone_and_leaves_the_rest(store: Store, indicator: str) -> None:
    goal = save(store, "objectives", level="general", text="Crecer")["objective_id"]
    save(store, "lines", objective_id=goal, text="Escuela")
    save(store, "indicators", indicator_id=indicator, objective_id=goal)
    save(store, "targets", indicator_id=indicator, period="2018-S1", value=3)
    with store.transaction("link", plan_id="red") as t:
        t.insert("links", {"plan_id": "red", "from_id": "a-red", "to_id": indicator, "kind": "delivers"})
    delete_row(store, "red", "objectives", goal, **WHO)
    assert (rows(store, "lines"), rows(store, "indicators")[0]["objective_id"]) == ([], None)
    delete_row(store, "red", "indicators", indicator, **WHO)
    assert (rows(store, "indicators"), rows(store, "targets"), rows(store, "links")) == ([], [], [])
    deleted = [c.table for c in changes_since(store, "red", 0) if c.op == "delete"]
    assert sorted(deleted) == ["indicators", "lines", "links", "objectives", "targets"]


def test_an_indicator_or_period_with_values_is_not_deleted(store: Store, indicator: str) -> None:
    save(store, "actuals", indicator_id=indicator, period="2018-S1", value=3)
    with pytest.raises(Refused):
        delete_row(store, "red", "indicators", indicator, **WHO)
    with pytest.raises(Refused):
        delete_row(store, "red", "periods", "2018-S1", **WHO)
    delete_row(store, "red", "periods", "2019-S1", **WHO)
    assert len(rows(store, "periods", plan_id="red")) == 2


def test_an_objective_cannot_contain_itself(store: Store) -> None:
    a = save(store, "objectives", level="general", text="A")["objective_id"]
    b = save(store, "objectives", level="specific", text="B", parent_id=a)["objective_id"]
    with pytest.raises(InputError) as wrong:
        save(store, "objectives", objective_id=a, parent_id=b)
    assert faults(wrong) == [(1, "parent_id")]


def test_a_period_is_understood_from_its_name(store: Store) -> None:
    made = save(store, "periods", period="2019-S2")
    assert (made["starts"], made["ends"]) == (date(2019, 7, 1), date(2019, 12, 31))


def test_reports_of_actions_are_read_in_time_order(store: Store) -> None:
    for period, status in (("2018-S2", "done"), ("2018-S1", "in_progress")):
        save(store, "progress", action_id="a-red", period=period, status=status)
    progress = read_results(store, "red").actions[0].progress
    assert [(p.period.period, p.status) for p in progress] == [("2018-S1", "in_progress"), ("2018-S2", "done")]
