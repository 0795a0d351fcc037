"""The ledger of runs, on both databases: what is true, what is stale, and its copy in a file."""

from __future__ import annotations

import csv
import hashlib
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import minga
from minga import paths, tables
from minga.runs import RunSpec, list_runs, make_spec, traces
from minga.runs.folders import RunFolder
from minga.runs.ledger import COLUMNS, begin, bury_the_dead, finish
from minga.runs.process import Outcome
from minga.store import Store, open_store

SPEC = RunSpec("alfa", "2018-S1", "monitoring", (("language", "es"),), "abc")


def statuses(store: Store) -> list[str]:
    return [line["status"] for line in list_runs(store)]


def copy() -> list[dict[str, str]]:
    with (paths.outputs() / "runs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_copy_follows_every_change_of_the_ledger(store: Store) -> None:
    with RunFolder("one") as folder:
        begin(store, SPEC, folder.run_id)
        assert [(line["status"], line["ended"]) for line in copy()] == [("running", "")]
        finish(store, "one", "failed", seconds=1.234, error='Se detuvo: «a, "b"».')
    assert list(copy()[0]) == list(COLUMNS)
    assert (copy()[0]["status"], copy()[0]["seconds"], copy()[0]["error"]) == ("failed", "1.23", 'Se detuvo: «a, "b"».')


def test_the_ledger_leaves_no_trace_in_the_changes_of_the_plan(store: Store) -> None:
    with RunFolder("one"):
        begin(store, SPEC, "one")
        finish(store, "one", "ok", seconds=1)
    with store.reading() as connection:
        assert connection.execute(tables.table("changes").select()).all() == []


def test_a_run_whose_process_lives_is_left_alone(store: Store) -> None:
    with RunFolder("one"):
        begin(store, SPEC, "one")
        assert statuses(store) == ["running"]


def test_a_run_whose_process_is_gone_has_died_and_its_folder_goes(store: Store) -> None:
    folder = RunFolder("one")
    with folder:
        begin(store, SPEC, "one")
        shutil.copytree(folder.folder, paths.outputs() / "aside")
    (paths.outputs() / "aside").rename(folder.folder)
    assert statuses(store) == ["died"]
    assert [line["status"] for line in copy()] == ["died"]
    assert not folder.folder.exists()
    assert bury_the_dead(store) == 0


def left_by(run_id: str, language: str = "en") -> None:
    """The folder of a run whose process was killed in its second step."""
    with RunFolder(run_id) as folder:
        traces.note_asked(folder, language, "Report <1>")
        traces.note_step(folder, Outcome(at=2, cells=5, step="report.show()"))
        shutil.copytree(folder.folder, paths.outputs() / run_id)
    (paths.outputs() / run_id).rename(folder.folder)


def test_a_run_that_was_killed_is_explained_on_a_page_with_its_step_and_in_its_language(store: Store) -> None:
    left_by("one")
    begin(store, replace(SPEC, variant="language=en"), "one")
    [line] = list_runs(store)
    assert line["error"].startswith("The process making the report died at step 2 of 5 (“report.show()”)")
    page = (paths.report_folder("alfa", "2018-S1", variant="language=en") / "failed.html").read_text(encoding="utf-8")
    assert "died at step 2 of 5" in page
    assert "Report &lt;1&gt;" in page
    assert '<html lang="en">' in page


def test_a_killed_run_of_a_report_that_was_made_since_leaves_no_page(sqlite_store: Store) -> None:
    left_by("one")
    begin(sqlite_store, SPEC, "one")
    begin(sqlite_store, SPEC, "two")
    finish(sqlite_store, "two", "ok", seconds=1)
    assert sorted(statuses(sqlite_store)) == ["died", "ok"]
    assert not paths.report_folder("alfa", "2018-S1").exists()


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"at": 2}'])
def test_a_trace_that_was_cut_short_is_none(home: Path, damage: str) -> None:
    with RunFolder("one") as folder:
        assert traces.find_trace(folder) is None
        traces.note_asked(folder, "es", "Informe")
        (folder.folder / "step.json").write_text(damage)
        found = traces.find_trace(folder)
    assert found is not None
    assert found.step == ({"at": 2} if "2" in damage else {})


@pytest.mark.parametrize(("age", "status"), [(timedelta(hours=1), "running"), (timedelta(days=2), "died")])
def test_a_run_that_may_be_another_machines_is_waited_for_a_day(
        store: Store, age: timedelta, status: str) -> None:
    with store.transaction("x") as transaction:
        transaction.put_private("runs", {
            "run_id": "far", "plan_id": "alfa", "period": "2018-S1", "template": "monitoring", "status": "running",
            "started": tables.now() - age})
    assert statuses(store) == [status]


def test_runs_are_listed_by_plan_and_in_the_order_in_which_they_began(store: Store) -> None:
    for run_id, plan, hours in (("b", "alfa", 1), ("a", "beta", 2), ("c", "alfa", 3)):
        with store.transaction("x") as transaction:
            transaction.put_private("runs", {
                "run_id": run_id, "plan_id": plan, "period": "2018-S1", "template": "monitoring", "status": "ok",
                "started": tables.now() - timedelta(hours=hours)})
    assert [line["run_id"] for line in list_runs(store)] == ["c", "a", "b"]
    assert [line["run_id"] for line in list_runs(store, "alfa")] == ["c", "b"]
    assert list_runs(store, "gamma") == []


@pytest.fixture
def template(home: Path) -> Path:
    file = home / "notebooks" / "monitoring.ipynb"
    file.parent.mkdir()
    file.write_text("{}")
    return file


def fill(store: Store, title: str = "Ñandú") -> None:
    with store.transaction("x", plan_id="alfa") as transaction:
        moment = tables.parse_cell(tables.table("plans").c.created_at, "2018-01-01T00:00:00Z")
        transaction.insert("plans", {"plan_id": "alfa", "title": title, "method": "top", "created_at": moment})
        transaction.insert_many("stages", [
            {"stage_id": f"{key}1", "plan_id": "alfa", "key": key, "kind": "clusters", "position": n}
            for n, key in enumerate(("vision", "Zeta", "alpha"), 1)])


def mark(store: Store, **more: Any) -> str:
    given = {"plan": "alfa", "period": "2018-S1", "template": "monitoring", "parameters": {"language": "es"}} | more
    return make_spec(store, **given).input_hash


@pytest.mark.postgres
def test_the_fingerprint_is_the_same_on_both_databases(
        sqlite_store: Store, postgres_url: str, template: Path) -> None:
    other = open_store(postgres_url)
    fill(sqlite_store)
    fill(other)
    assert mark(sqlite_store) == mark(other)
    assert len(mark(other)) == len(hashlib.sha256().hexdigest())
    other.close()


def test_the_fingerprint_changes_with_all_that_goes_in(
        sqlite_store: Store, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(sqlite_store)
    marks = [mark(sqlite_store), mark(sqlite_store, period="2018-S2"),
             mark(sqlite_store, parameters={"language": "pt"})]
    with sqlite_store.transaction("x", plan_id="alfa") as transaction:
        transaction.update("stages", "vision1", title="Visión")
    marks.append(mark(sqlite_store))
    template.write_text('{"cells": []}')
    marks.append(mark(sqlite_store))
    monkeypatch.setattr(minga, "__version__", "99")
    marks.append(mark(sqlite_store))
    assert len(set(marks)) == 6
    assert mark(sqlite_store) == marks[-1]
