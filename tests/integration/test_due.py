"""Looking for what is due in a real store, and making exactly that."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest
import sqlalchemy as sa

from minga import paths, tables
from minga.errors import NotFound, RunError
from minga.runs import RunSpec, due_making, ledger, list_runs, monitor, prepare
from minga.runs import inputs as run_inputs
from minga.runs.due_making import make_due
from minga.runs.due_memory import due_folder
from minga.runs.due_survey import find_due
from minga.runs.lock import take
from minga.runs.run import RunResult
from minga.store import Store, open_store, rows
from minga.store.marks import plan_marks

Minga = Callable[..., Any]
SHIPPED = Path(__file__).resolve().parents[2] / "parameters"
DAY = date(2019, 2, 1)


def add_plan(store: Store, plan: str = "alfa", **more: Any) -> None:
    with store.transaction("new_plan", plan_id=plan) as t:
        t.insert("plans", {"plan_id": plan, "title": "Alfa", "method": "top", "created_at": tables.now(),
                           "starts": date(2018, 1, 1), "ends": date(2018, 12, 31), **more})
        t.insert("directions", {"direction_id": f"d-{plan}", "plan_id": plan, "position": 1, "title": "Dirección"})
        t.insert("actions", {"action_id": f"a-{plan}", "direction_id": f"d-{plan}", "position": 1, "text": "Abrir"})


def report(store: Store, period: str, status: str = "done", plan: str = "alfa") -> None:
    with store.transaction("save_progress", plan_id=plan) as t:
        t.insert("progress", {"action_id": f"a-{plan}", "period": period, "status": status})


def told(store: Store, on: date = DAY, **more: Any) -> list[tuple[str, str, str]]:
    return [(r.spec.plan, r.spec.period, r.why) for r in find_due(store, on=on, **more).reports]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[RunSpec]:
    """Runs that leave a page and a line in the ledger at once; of plans called ``bad…`` they fail."""
    asked: list[RunSpec] = []

    def run_many(specs: Iterable[RunSpec], *, store_url: str, **_how: Any) -> Iterator[RunResult]:
        store = open_store(store_url)
        for spec in specs:
            asked.append(spec)
            run_id, status = tables.new_id(), "failed" if spec.plan.startswith("bad") else "ok"
            ledger.begin(store, spec, run_id)
            ledger.finish(store, run_id, status, seconds=0.1, error="" if status == "ok" else "No salió.")
            folder = spec.folder
            if status == "ok":
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "report.html").write_text("<p>informe")
            yield RunResult(run_id, spec, status, 0.1, folder, error="" if status == "ok" else "No salió.")
        store.close()

    monkeypatch.setattr(due_making, "run_many", run_many)
    return asked


@pytest.fixture
def schedule(home: Path) -> Path:
    """The file that says which reports are wanted of every plan, to be written by the test."""
    shutil.copytree(SHIPPED / "scheduling", home / "parameters" / "scheduling")
    return home / "parameters" / "scheduling" / "due.yaml"


def make(store: Store, on: date = DAY) -> list[tuple[str, str, str]]:
    return [(r.spec.plan, r.spec.period, r.status)
            for r in make_due(store, find_due(store, on=on).reports)]


def test_what_is_missing_is_made_once_and_then_nothing_is_due(store: Store, made: list[RunSpec]) -> None:
    add_plan(store)
    assert told(store) == [("alfa", "2018-S2", "missing"), ("alfa", "2018-S1", "missing")]
    assert make(store) == [("alfa", "2018-S2", "ok"), ("alfa", "2018-S1", "ok")]
    assert told(store) == []
    assert make(store) == []
    assert len(made) == 2


def test_a_plan_of_the_future_or_without_anything_to_report_on_owes_nothing(sqlite_store: Store) -> None:
    add_plan(sqlite_store, starts=date(2030, 1, 1), ends=date(2031, 1, 1))
    with sqlite_store.transaction("new_plan", plan_id="blank") as t:
        t.insert("plans", {"plan_id": "blank", "title": "Blanco", "method": "top", "created_at": tables.now(),
                           "starts": date(2018, 1, 1), "ends": date(2018, 12, 31)})
    found = find_due(sqlite_store, on=DAY)
    assert (found.reports, found.plans, found.closed, found.blank) == ((), 2, 0, ("blank",))


def test_a_value_of_this_semester_makes_this_report_again_and_no_earlier_one(store: Store, made: list[RunSpec]) -> None:
    add_plan(store)
    make(store)
    report(store, "2018-S2")
    assert told(store) == [("alfa", "2018-S2", "changed")]
    make(store)
    report(store, "2018-S1")
    assert told(store) == [("alfa", "2018-S2", "changed"), ("alfa", "2018-S1", "changed")]


def test_saving_a_row_as_it_was_makes_nothing_again(sqlite_store: Store, made: list[RunSpec]) -> None:
    add_plan(sqlite_store)
    make(sqlite_store)
    for text in ("Cerrar", "Abrir"):
        with sqlite_store.transaction("edit", plan_id="alfa") as t:
            t.update("actions", "a-alfa", text=text)
    assert told(sqlite_store) == []


def test_declaring_periods_and_closing_them_makes_nothing_again(sqlite_store: Store, made: list[RunSpec]) -> None:
    add_plan(sqlite_store, fiscal_start=7, starts=date(2017, 7, 1))
    make(sqlite_store)
    assert [(line["period"], line["starts"]) for line in rows(sqlite_store, "periods", order="starts")] == [
        ("2017-S1", date(2017, 7, 1)), ("2017-S2", date(2018, 1, 1)), ("2018-S1", date(2018, 7, 1))]
    with sqlite_store.transaction("lock_period", plan_id="alfa") as t:
        t.update("periods", "alfa|2017-S2", status="locked")
    assert told(sqlite_store) == []


def test_a_report_made_by_hand_as_the_schedule_would_is_not_made_again(
        sqlite_store: Store, made: list[RunSpec]) -> None:
    add_plan(sqlite_store, language="pt")
    [last, _first] = find_due(sqlite_store, on=DAY).reports
    assert prepare(sqlite_store, "alfa", "2018-S2") == last.spec
    assert prepare(sqlite_store, "alfa", "2018-S2", language="en").input_hash != last.spec.input_hash


def test_one_bad_plan_never_stops_the_rest(sqlite_store: Store, made: list[RunSpec]) -> None:
    add_plan(sqlite_store, "bad-runs")
    add_plan(sqlite_store, "bad-dates", starts=date(2018, 1, 1), ends=date(2017, 1, 1))
    add_plan(sqlite_store, "bad-zone", time_zone="América/Macondo")
    add_plan(sqlite_store, "bad name")
    add_plan(sqlite_store, "good")
    found = find_due(sqlite_store)
    assert {(p.plan, bool(p.message and p.advice)) for p in found.problems} == {
        ("bad-dates", True), ("bad-zone", True), ("bad name", True)}
    results = [(r.spec.plan, r.status) for r in make_due(sqlite_store, found.reports)]
    assert sorted(results) == [("bad-runs", "failed")] * 2 + [("good", "ok")] * 2
    assert [(r.spec.plan, r.why) for r in find_due(sqlite_store).reports] == [("bad-runs", "failed")] * 2


def test_a_declared_period_that_is_none_is_told_and_names_no_folder(sqlite_store: Store, made: list[RunSpec]) -> None:
    add_plan(sqlite_store)
    with sqlite_store.transaction("x", plan_id="alfa") as t:
        t.insert("periods", {"plan_id": "alfa", "period": "../../fuera", "starts": date(2018, 1, 1),
                             "ends": date(2018, 6, 30)})
        t.insert("periods", {"plan_id": "alfa", "period": "2018-S1", "starts": date(2018, 1, 1),
                             "ends": date(2018, 6, 30)})
    found = find_due(sqlite_store, on=DAY)
    assert [p.plan for p in found.problems] == ["alfa"]
    assert {r.spec.period for r in found.reports} == {"2018-S1", "2018-S2"}


def test_a_killed_batch_is_completed_by_the_next_one_each_report_once(
        sqlite_store: Store, made: list[RunSpec]) -> None:
    for n in range(3):
        add_plan(sqlite_store, f"plan-{n}")
    batch = make_due(sqlite_store, find_due(sqlite_store, on=DAY).reports)
    for _count in range(4):
        next(batch)
    batch.close()  # type: ignore[attr-defined]
    assert len(make(sqlite_store)) == 2
    assert len(set(made)) == len(made) == 6


def test_a_page_that_somebody_removed_is_made_again(sqlite_store: Store, made: list[RunSpec]) -> None:
    add_plan(sqlite_store)
    make(sqlite_store)
    (paths.report_folder("alfa", "2018-S1") / "report.html").unlink()
    assert told(sqlite_store) == [("alfa", "2018-S1", "gone")]


def test_variants_are_due_each_for_itself_and_told_apart(
        sqlite_store: Store, made: list[RunSpec], minga: Minga, schedule: Path) -> None:
    schedule.write_text("reports:\n  - template: monitoring\n"
                        "  - {template: monitoring, parameters: {audience: public}}\n"
                        "  - {template: monitoring, parameters: {language: es}, formats: []}\n")
    add_plan(sqlite_store, ends=date(2018, 6, 30))
    found = find_due(sqlite_store, on=DAY)
    assert ([r.spec.variant for r in found.reports], found.closed) == (["", "audience=public"], 2)
    assert "alfa 2018-S1 audience=public desde el" in minga("due", "--on", str(DAY)).words
    make(sqlite_store)
    assert told(sqlite_store) == []
    (found.reports[1].spec.folder / "report.html").unlink()
    assert [(r.spec.variant, r.why) for r in find_due(sqlite_store, on=DAY).reports] == [("audience=public", "gone")]
    ledger.begin(sqlite_store, prepare(sqlite_store, "alfa", "2018-S1"), "again")
    ledger.finish(sqlite_store, "again", "failed", seconds=1, error="No salió.")
    assert [r.spec.variant for r in find_due(sqlite_store, on=DAY).reports] == ["audience=public"]
    assert "alfa 2018-S1 audience=public ok" in minga("runs", "alfa").words


def test_only_the_plans_asked_for_are_looked_at_and_one_that_is_not_there_is_named(sqlite_store: Store) -> None:
    add_plan(sqlite_store, "alfa")
    add_plan(sqlite_store, "beta")
    assert {plan for plan, _period, _why in told(sqlite_store, plans=["beta"])} == {"beta"}
    with pytest.raises(NotFound, match="gamma"):
        find_due(sqlite_store, plans=["beta", "gamma"])


def test_two_never_make_what_is_due_at_the_same_time(sqlite_store: Store, made: list[RunSpec]) -> None:
    add_plan(sqlite_store)
    held = take(due_folder() / "lock")
    assert held is not None
    with pytest.raises(RunError, match="Otro programa"):
        make(sqlite_store)
    held.release()
    assert len(make(sqlite_store)) == 2


# ── what is remembered ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The plans whose rows were read, in order."""
    seen: list[str] = []
    read = run_inputs.plan_rows

    def plan_rows(store: Store, plan: str, names: list[str]) -> Any:
        seen.append(plan)
        return read(store, plan, names)

    monkeypatch.setattr(run_inputs, "plan_rows", plan_rows)
    return seen


def test_a_plan_that_nobody_changed_is_not_read_again(store: Store, readings: list[str]) -> None:
    add_plan(store, "alfa")
    add_plan(store, "beta")
    before = told(store)
    assert sorted(readings) == ["alfa", "beta"]
    assert told(store) == before
    report(store, "2018-S1", plan="beta")
    told(store)
    assert sorted(readings) == ["alfa", "beta", "beta"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"shape": 1}', "null"])
def test_a_memory_that_is_lost_or_damaged_is_made_again(sqlite_store: Store, readings: list[str], damage: str) -> None:
    add_plan(sqlite_store)
    before = told(sqlite_store)
    file = paths.outputs() / ".due" / "inputs.json"
    whole = file.read_text()
    file.write_text(damage)
    assert told(sqlite_store) == before
    assert len(readings) == 2
    assert file.read_text() == whole


def test_a_plan_that_left_no_line_in_the_ledger_is_never_remembered(sqlite_store: Store, readings: list[str]) -> None:
    add_plan(sqlite_store)
    with sqlite_store.engine.begin() as connection:
        connection.execute(sa.delete(tables.table("changes")))
    assert plan_marks(sqlite_store) == {"alfa": ""}
    told(sqlite_store)
    told(sqlite_store)
    assert readings == ["alfa", "alfa"]


def test_a_copy_put_back_with_the_same_numbers_is_another_mark(store: Store) -> None:
    add_plan(store, "alfa")
    add_plan(store, "beta")
    first = plan_marks(store)
    assert len(set(first.values())) == 2
    report(store, "2018-S1", plan="beta")
    after = plan_marks(store)
    assert (after["alfa"], after["beta"] != first["beta"]) == (first["alfa"], True)


# ── the command ────────────────────────────────────────────────────────────────────────────────────

def test_the_command_says_what_is_missing_why_and_what_to_do(sqlite_store: Store, minga: Minga) -> None:
    add_plan(sqlite_store)
    answer = minga("due", "--on", "2018-07-15")
    assert answer.code == 0
    assert "Falta 1 informe de 1: alfa 2018-S1 desde el 15 de julio de 2018: nunca se hizo" in answer.words
    assert "minga due --run" in answer.words
    assert "No falta ningún informe" in minga("due", "--on", "2018-07-14").words
    assert not list(paths.outputs().glob("alfa"))


def test_the_command_makes_it_and_answers_for_machines(sqlite_store: Store, minga: Minga, made: list[RunSpec]) -> None:
    add_plan(sqlite_store)
    answer = minga("due", "--on", "2018-07-15", "--run", "--json")
    assert (answer.code, answer.data["ok"]) == (0, True)
    assert [(d["plan"], d["period"], d["why"], d["since"]) for d in answer.data["due"]] == [
        ("alfa", "2018-S1", "missing", "2018-07-15")]
    assert [(m["period"], m["status"]) for m in answer.data["made"]] == [("2018-S1", "ok")]
    again = minga("due", "--on", "2018-07-15", "--run", "--json").data
    assert (again["due"], again["made"]) == ([], [])


def test_the_command_ends_with_one_when_something_needs_an_eye(
        sqlite_store: Store, minga: Minga, made: list[RunSpec]) -> None:
    add_plan(sqlite_store, "bad")
    answer = minga("due", "--on", "2018-07-15", "--run")
    assert answer.code == 1
    assert "✖ 1/1 bad 2018-S1: No salió." in answer.words
    add_plan(sqlite_store, "odd", time_zone="Macondo")
    answer = minga("due", "--plan", "odd")
    assert answer.code == 1
    assert "✖ odd: «Macondo» no es una zona horaria." in answer.words


@pytest.mark.parametrize("given", [
    ("--on", "mañana"), ("--on", "2018-02-30"), ("--run", "--workers", "0"), ("--workers", "2"),
    ("--run", "--workers", "2", "--cluster", "tcp://x:1"), ("--send",), ("--plan", "nada")])
def test_what_has_no_meaning_is_refused_and_nothing_is_made(
        sqlite_store: Store, minga: Minga, made: list[RunSpec], given: tuple[str, ...]) -> None:
    add_plan(sqlite_store)
    answer = minga("due", *given)
    assert answer.code in (1, 2)
    assert answer.err.strip()
    assert made == []


# ── with real runs ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small(home: Path, sqlite_store: Store) -> Store:
    """A store with a plan, and a notebook that says only its period."""
    shutil.copytree(SHIPPED / "monitoring", home / "parameters" / "monitoring")
    shutil.copytree(SHIPPED / "scheduling", home / "parameters" / "scheduling")
    names = ("plan", "period", "language", "audience", "store", "out")
    first = nbformat.v4.new_code_cell("\n".join(f'{name}: str = ""' for name in names),
                                      metadata={"tags": ["parameters"]})
    book = nbformat.v4.new_notebook(cells=[first, nbformat.v4.new_code_cell("print(period)")], metadata={
        "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"},
        "language_info": {"name": "python"}})
    (home / "notebooks").mkdir()
    for template in (file.stem for file in (home / "parameters" / "monitoring").iterdir()):
        nbformat.write(book, home / "notebooks" / f"{template}.ipynb")
    add_plan(sqlite_store)
    return sqlite_store


def test_real_reports_are_made_where_the_ledger_and_the_person_look_for_them(small: Store) -> None:
    monitor(small, "alfa", "2018-S1")
    assert told(small) == [("alfa", "2018-S2", "missing")]
    [result] = make_due(small, find_due(small, on=DAY).reports)
    assert (result.ok, result.error, result.spec.period) == (True, "", "2018-S2")
    assert result.report.is_file()
    assert told(small) == []
    assert [line["status"] for line in list_runs(small)] == ["ok", "ok"]


def test_the_notebook_of_a_scheduler_makes_it_from_an_empty_folder(small: Store, home: Path) -> None:
    """As jupyter-scheduler does: a copy in a folder of its own, values put in as text after the parameters."""
    book = nbformat.read(SHIPPED / "scheduling" / "due.ipynb", as_version=4)
    code = [cell.source for cell in book.cells if cell.cell_type == "code"]
    (home / "staging").mkdir()
    ran = subprocess.run([sys.executable, "-c", "\n".join([code[0], 'language = "en"', *code[1:]])],
                         cwd=home / "staging", capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert [line.partition(":")[0] for line in ran.stdout.splitlines()[:2]] == ["alfa 2018-S2", "alfa 2018-S1"]
    assert json.loads((paths.outputs() / ".due" / "inputs.json").read_text())["plans"].keys() == {"alfa"}
    assert told(small) == []
