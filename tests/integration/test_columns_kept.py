"""The file of columns follows the store: what changed is read again, the rest is there, and a lost file is no loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from minga import paths
from minga.errors import InputError
from minga.results import columns_kept, delete_row, ensure_periods, read_results, save_row, save_rows
from minga.results.achievement import STATES, indicator_state
from minga.results.columns import fingerprint, read_many
from minga.store import Store
from minga.tables import now

WHO = {"actor": "ana", "role": "facilitator"}


def plan(store: Store, name: str) -> str:
    """A plan with one indicator of three values; the indicator's id."""
    with store.transaction("new_plan", plan_id=name) as t:
        t.insert("plans", {"plan_id": name, "title": name.title(), "method": "top", "created_at": now(),
                           "starts": date(2018, 1, 1), "ends": date(2018, 12, 31)})
    ensure_periods(store, name)
    made = str(save_row(store, name, "indicators", {"title": "Talleres", "method": "period"}, **WHO)["indicator_id"])
    save_row(store, name, "targets", {"indicator_id": made, "period": "2018-S2", "value": 9}, **WHO)
    save_rows(store, name, "actuals", [
        {"indicator_id": made, "period": "2018-S2", "country": country, "value": value, "status": "approved"}
        for country, value in (("BO", 4), ("MX", 3), ("PE", None))], **WHO)
    return made


def test_indicators_are_those_of_one_plan_in_the_same_order(store: Store) -> None:
    plan(store, "alfa")
    for code, position in (("2", 2), ("1", 1)):
        made = save_row(store, "alfa", "objectives", {
            "code": code, "text": f"Objetivo {code}", "level": "specific", "position": position}, **WHO)["objective_id"]
        for n, (number, ascending) in enumerate((("10", False), ("9", True))):
            save_row(store, "alfa", "indicators", {
                "title": f"Indicador {code}.{number}", "method": "snapshot", "code": f"{code}.{number}", "position": 7,
                "objective_id": made, "ascending": ascending, "baseline_year": 2017, "baseline_value": n / 3}, **WHO)
    for _again in range(2):
        [found] = read_many(store, "2018-S2").plans
        assert list(found.indicators) == [replace(one, targets=(), actuals=())
                                          for one in read_results(store, "alfa").indicators]


@pytest.fixture
def read_plans(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which plans were read from the database, one entry for each table."""
    read: list[str] = []
    real = columns_kept._read

    def noted(connection: object, table: str, plan_id: str, codes: object) -> object:
        read.append(plan_id)
        return real(connection, table, plan_id, codes)  # type: ignore[arg-type]

    monkeypatch.setattr(columns_kept, "_read", noted)
    return read


def actuals(store: Store) -> list[float]:
    return read_many(store, "2018-S2").actual[:, -1].tolist()


def test_it_reads_of_the_store_what_one_plan_reads(store: Store) -> None:
    plan(store, "alfa")
    found, one = read_many(store, "2018-S2"), read_results(store, "alfa")
    state = indicator_state(one.indicators[0], one.periods[-1], one.periods)
    assert (found.actual[0, -1], found.target[0, -1], STATES[found.state[0, -1]]) == (7, 9, state.state)
    assert found.plans[0].indicators[0].title == one.indicators[0].title


def test_only_the_plan_that_changed_is_read_again(store: Store, read_plans: list[str]) -> None:
    first, _second = plan(store, "alfa"), plan(store, "beta")
    assert actuals(store) == [7, 7]
    read_plans.clear()
    assert actuals(store) == [7, 7]
    assert read_plans == []
    save_row(store, "alfa", "actuals", {"indicator_id": first, "period": "2018-S2", "country": "EC", "value": 5,
                                        "status": "approved"}, **WHO)
    assert actuals(store) == [12, 7]
    assert set(read_plans) == {"alfa"}


def test_a_value_that_was_taken_away_is_gone(store: Store) -> None:
    made = plan(store, "alfa")
    assert actuals(store) == [7]
    [row] = [a for a in read_rows(store, made) if a["country"] == "MX"]
    delete_row(store, "alfa", "actuals", row["actual_id"], **WHO)
    assert actuals(store) == [4]


def read_rows(store: Store, indicator: str) -> list[dict[str, str]]:
    from minga.store import rows

    return rows(store, "actuals", indicator_id=indicator)


def kept_file() -> Path:
    [file] = (paths.outputs() / ".columns").iterdir()
    return file


@pytest.mark.parametrize("damage", [
    lambda whole: b"", lambda whole: b"not a file of numbers", lambda whole: whole[: len(whole) // 2],
    lambda whole: whole[:-1], lambda whole: whole + b"\0", lambda whole: whole.replace(b"columns 5", b"columns 4", 1),
    lambda whole: whole.partition(b"\n")[0] + b"\n", lambda whole: whole.replace(b'"ascending"', b'"descending"', 1),
    lambda whole: whole.replace(b'"actuals": 3', b'"actuals": 9', 1),
])
def test_a_damaged_file_is_made_again(sqlite_store: Store, read_plans: list[str],
                                      damage: Callable[[bytes], bytes]) -> None:
    plan(sqlite_store, "alfa")
    assert actuals(sqlite_store) == [7]
    whole = kept_file().read_bytes()
    damaged = damage(whole)
    assert damaged != whole
    kept_file().write_bytes(damaged)
    read_plans.clear()
    assert actuals(sqlite_store) == [7]
    assert "alfa" in read_plans
    assert kept_file().read_bytes() == whole


def test_a_folder_that_takes_no_file_makes_it_slower_and_not_wrong(sqlite_store: Store) -> None:
    plan(sqlite_store, "alfa")
    paths.outputs().mkdir(exist_ok=True)
    (paths.outputs() / ".columns").write_text("in the way")
    assert actuals(sqlite_store) == [7]


def test_some_plans_can_be_chosen_and_those_that_are_not_there_are_named(sqlite_store: Store) -> None:
    plan(sqlite_store, "alfa")
    plan(sqlite_store, "beta")
    assert [p.plan.plan_id for p in read_many(sqlite_store, "2018-S2", ["beta"]).plans] == ["beta"]
    with pytest.raises(InputError, match="No hay un plan «gama»"):
        read_many(sqlite_store, "2018-S2", ["alfa", "gama"])


def test_the_fingerprint_changes_with_the_plans_it_is_of(sqlite_store: Store) -> None:
    made = plan(sqlite_store, "alfa")
    plan(sqlite_store, "beta")
    of_all, of_beta = fingerprint(sqlite_store), fingerprint(sqlite_store, ["beta"])
    save_row(sqlite_store, "alfa", "targets", {"indicator_id": made, "period": "2018-S1", "value": 2}, **WHO)
    assert fingerprint(sqlite_store) != of_all
    assert fingerprint(sqlite_store, ["beta"]) == of_beta
