"""The example plans enter both stores, come out byte for byte, and respect every rule of results."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import frictionless
import pytest

from minga.cli.room import load_examples
from minga.exchange import export_package, load_plan, read_package
from minga.periods import parse_period
from minga.results import action_state, indicator_state, period_named, read_results
from minga.results.checks import TABLES, Plan, row_faults
from minga.results.combine import Mismatch
from minga.store import Store
from minga.workshop.inspect import inspect_plan
from minga.workshop.plans import plan_in_room
from tools import examples

NETWORK, MOBILISATION = "red-ejemplo-2018-2019", "movilizacion-ejemplo-2024-2030"
PLANS = [NETWORK, MOBILISATION]


def _contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def _load(store: Store, name: str) -> dict[str, Any]:
    return load_plan(store, read_package(examples.FOLDER / name)[0]).as_dict()


@pytest.mark.parametrize("name", PLANS)
def test_the_frictionless_validator_accepts_the_examples(name: str) -> None:
    report = frictionless.validate(str(examples.FOLDER / name / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_the_examples_come_out_of_the_store_byte_for_byte(store: Store, tmp_path: Path) -> None:
    for name in PLANS:
        _load(store, name)
    for name in PLANS:
        export_package(store, name, tmp_path / name)
        assert _contents(tmp_path / name) == _contents(examples.FOLDER / name)


def test_loading_an_example_again_changes_nothing(store: Store) -> None:
    _load(store, NETWORK)
    again = load_plan(store, read_package(examples.FOLDER / NETWORK)[0], update=True)
    assert (again.inserted, again.updated) == ({}, {})


def test_an_example_can_stand_twice_in_a_store(store: Store) -> None:
    _load(store, NETWORK)
    copy = load_plan(store, read_package(examples.FOLDER / NETWORK)[0], plan_id="copia")
    assert copy.inserted["actions"] == 32


def test_an_example_travels_as_a_zip(sqlite_store: Store, tmp_path: Path) -> None:
    made = shutil.make_archive(str(tmp_path / "ejemplo"), "zip", examples.FOLDER / MOBILISATION)
    rows, warnings = read_package(made)
    assert warnings == []
    assert load_plan(sqlite_store, rows).inserted["indicators"] == 18


def test_the_workshop_loads_both_and_opens_the_network(sqlite_store: Store) -> None:
    assert load_examples(sqlite_store) == []
    assert load_examples(sqlite_store) == []
    assert plan_in_room(sqlite_store) == NETWORK


@pytest.mark.parametrize("name", PLANS)
def test_every_row_of_results_respects_the_rules_of_the_desk(sqlite_store: Store, name: str) -> None:
    _load(sqlite_store, name)
    with sqlite_store.transaction("look", plan_id=name) as tx:
        plan = Plan(tx, name)
        faults = [f for table in TABLES for n, row in enumerate(plan.rows(table).values(), 1)
                  for f in row_faults(table, row, plan, n)]
    assert faults == []


def test_the_loose_ends_of_the_network_are_those_it_was_given(sqlite_store: Store) -> None:
    _load(sqlite_store, NETWORK)
    noted = inspect_plan(sqlite_store, NETWORK)
    found = [str(f) for f in noted]
    assert sum("no tiene fecha" in f for f in found) == 12
    assert sum("no tiene responsable" in f for f in found) == 11
    assert ["1.1" in str(f) for f in noted if f.column == "code"] == [True]
    assert not any("no se entiende" in f for f in found)


def test_the_second_semester_has_something_to_monitor(sqlite_store: Store) -> None:
    _load(sqlite_store, NETWORK)
    results = read_results(sqlite_store, NETWORK)
    period = period_named("2018-S2")
    assert period is not None
    directions = {d.direction_id: d.code for d in results.directions}
    states = {(directions[a.direction_id], a.code): action_state(a, period) for a in results.actions}
    assert (states["1", "2.4"].status, states["2", "1.4"].status) == ("cancelled", "delayed")
    assert (states["3", "2"].status, states["3", "2"].overdue, states["3", "2"].days_late) == ("no_data", True, 184)
    assert states["4", "2"].closes_today
    indicators = {i.code: indicator_state(i, period, results.periods) for i in results.indicators}
    assert indicators["1.1"].combined.mismatches == (Mismatch("countries", 31.0, 29.0),)
    assert (indicators["1.3"].actual, indicators["1.3"].pending) == (None, 1)
    assert round(indicators["3.2"].actual or 0, 1) == 72.7
    assert indicators["2.3"].state == "met"
    assert indicators["4.2"].narrative


def test_the_fall_of_the_third_semester_is_seen_and_explained(sqlite_store: Store) -> None:
    _load(sqlite_store, NETWORK)
    results = read_results(sqlite_store, NETWORK)
    named = period_named(str(parse_period("2019-S1")))
    assert named is not None
    fund = next(indicator_state(i, named, results.periods) for i in results.indicators if i.code == "1.2")
    assert (fund.actual, fund.state) == (7900.0, "below")
    assert "devolvieron" in fund.comment
