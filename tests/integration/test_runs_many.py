"""Many runs: a bad one stops no other, whoever dies, and every report is there once and whole."""

from __future__ import annotations

import csv
import multiprocessing
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from minga import paths
from minga.errors import RunError, UsageError
from minga.runs import RunResult, RunSpec, cluster, folders, ledger, list_runs, prepare, prepared_kernels, publish
from minga.runs import run_many as many
from minga.runs.folders import RunFolder
from minga.runs.work import Task, work
from minga.store import Store
from tests.integration.small_reports import add_plan, write_report

PERIODS = [f"{year}-S{half}" for year in (2018, 2019) for half in (1, 2)]
PAGE = "from IPython.display import HTML; HTML('<p>' + period + '</p>')"


@pytest.fixture(scope="module", autouse=True)
def _kernels_at_hand() -> Iterator[None]:
    """Runs here are forked, which takes a fifth of the time."""
    with prepared_kernels(imports=()):
        yield


@pytest.fixture
def planned(sqlite_store: Store) -> Store:
    """A store with the plan ``alfa``."""
    add_plan(sqlite_store)
    return sqlite_store


def specs(store: Store, periods: list[str]) -> list[RunSpec]:
    return [prepare(store, "alfa", period) for period in periods]


def statuses(results: Iterator[RunResult]) -> dict[str, str]:
    return {result.spec.period: result.status for result in results}


def copied(home: Path) -> Counter[tuple[str, str]]:
    with (home / "outputs" / "runs.csv").open(encoding="utf-8", newline="") as file:
        return Counter((line["period"], line["status"]) for line in csv.DictReader(file))


def left_behind(home: Path) -> list[Path]:
    """Folders of runs that had begun; one of a run killed before it was in the ledger is swept a minute later."""
    return [entry for entry in (home / "outputs" / ".running").iterdir()
            if entry.is_dir() and not folders.is_empty(entry)]


def left_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@pytest.mark.parametrize("workers", [None, 2])
def test_a_bad_run_stops_no_other_and_the_copy_of_the_ledger_says_how_all_ended(
        planned: Store, home: Path, workers: int | None) -> None:
    write_report(home, "assert period != '2018-S2', 'no'")
    asked = specs(planned, PERIODS[:3])
    results = list(many([*asked, asked[0]], workers=workers))
    assert {r.spec.period: r.status for r in results} == {"2018-S1": "ok", "2018-S2": "failed", "2019-S1": "ok"}
    assert next(r.error for r in results if not r.ok).startswith("El informe se detuvo en el paso 3 de 3")
    assert copied(home) == {("2018-S1", "ok"): 1, ("2018-S2", "failed"): 1, ("2019-S1", "ok"): 1}
    assert left_in(home / "outputs" / ".running") == ["publishing"]


def test_one_after_another_they_come_in_order_and_what_is_not_asked_for_is_not_run(planned: Store, home: Path) -> None:
    write_report(home)
    results = many(specs(planned, PERIODS))
    assert [next(results).spec.period for _ in range(2)] == PERIODS[:2]
    results.close()
    assert copied(home) == {("2018-S1", "ok"): 1, ("2018-S2", "ok"): 1}


def test_any_executor_does(planned: Store, home: Path) -> None:
    write_report(home)
    with ThreadPoolExecutor(2) as pool:
        assert set(statuses(many(specs(planned, PERIODS[:3]), pool)).values()) == {"ok"}
    assert left_in(home / "outputs" / ".running") == ["publishing"]


class Dead(Executor):
    """An executor whose workers die."""

    def submit(self, function, /, *given, **named):  # type: ignore[no-untyped-def]
        lost: Future[RunResult] = Future()
        lost.set_exception(RuntimeError("nobody was there"))
        return lost


def test_a_worker_elsewhere_that_dies_is_a_result_too(planned: Store, home: Path) -> None:
    write_report(home)
    [result] = many(specs(planned, PERIODS[:1]), Dead())
    assert (result.status, result.error) == ("died", "El proceso que hacía el informe murió: nobody was there.")


def test_the_death_of_a_worker_costs_no_report(planned: Store, home: Path) -> None:
    write_report(home)
    results = many(specs(planned, PERIODS), workers=2)
    first = next(results)
    os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)
    assert statuses(iter([first, *results])) == dict.fromkeys(PERIODS, "ok")
    assert {period for period, status in copied(home) if status == "ok"} == set(PERIODS)
    assert left_behind(home) == []


BATCH = """
import sys
from minga.runs import prepare, run_many
from minga.store import open_store

if __name__ == "__main__":
    store = open_store()
    for result in run_many([prepare(store, "alfa", period) for period in sys.argv[1:]], workers=2):
        print(result.spec.period, flush=True)
"""


def unmade(store: Store) -> list[str]:
    while any(line["status"] == "running" for line in list_runs(store)):
        pass  # somebody of the batch has not noticed yet that it ended
    made = {line["period"] for line in list_runs(store) if line["status"] == "ok"}
    return [period for period in PERIODS if period not in made]


def test_a_batch_killed_with_9_again_and_again_makes_each_report_once_and_whole(planned: Store, home: Path) -> None:
    write_report(home, PAGE)
    (home / "batch.py").write_text(BATCH)
    chance = random.Random()
    while rest := unmade(planned):
        with subprocess.Popen([sys.executable, str(home / "batch.py"), *rest], stdout=subprocess.PIPE) as batch:
            assert batch.stdout is not None
            for _ in range(chance.randint(1, 2)):
                batch.stdout.readline()
            batch.kill()
    good = Counter(line["period"] for line in list_runs(planned) if line["status"] == "ok")
    assert good == dict.fromkeys(PERIODS, 1)
    for period in PERIODS:
        place = home / "outputs" / "alfa" / period
        assert left_in(place) == ["report.html", "report.ipynb"]
        text = (place / "report.html").read_text(encoding="utf-8")
        assert f"<p>{period}</p>" in text
        assert text.rstrip().endswith("</html>")
    assert left_behind(home) == []


def test_nobody_outlives_a_batch_that_is_killed(planned: Store, home: Path) -> None:
    os.mkfifo(home / "pipe")
    write_report(home, f"pipe = open({str(home / 'pipe')!r}, 'w'); print('here', file=pipe, flush=True)",
                 "while True: pass")
    (home / "batch.py").write_text(BATCH)
    with subprocess.Popen([sys.executable, str(home / "batch.py"), *PERIODS[:2]], stdout=subprocess.DEVNULL) as batch, \
            (home / "pipe").open("rb") as reader:
        assert reader.readline() == b"here\n"
        batch.kill()
        assert reader.read() in (b"", b"here\n")  # the pipe ends when its last writer has


def test_a_report_whose_run_was_killed_while_it_was_put_in_its_place_is_put_there(
        planned: Store, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_report(home)
    [spec], target = specs(planned, ["2018-S1"]), paths.report_folder("alfa", "2018-S1")
    target.mkdir(parents=True)
    for name in ("report.html", "overdue.csv", "failed.html"):
        (target / name).write_text("old")
    moved = folders.move_in

    def die_at_the_page(source: Path, aim: Path) -> None:
        if aim.name == "report.html":
            raise KeyboardInterrupt
        moved(source, aim)

    folder = RunFolder("one").__enter__()
    for name in ("report.html", "summary.json"):
        (folder.work / name).write_text("new")
    ledger.begin(planned, spec, "one")
    monkeypatch.setattr(publish, "move_in", die_at_the_page)
    with pytest.raises(KeyboardInterrupt):
        publish.publish(folder, target)
    monkeypatch.setattr(publish, "move_in", moved)
    assert (target / "report.html").read_text() == "old"
    assert folder._lock is not None
    folder._lock.release()
    assert [line["status"] for line in list_runs(planned)] == ["ok"]
    assert {file.name: file.read_text() for file in target.iterdir()} == {"report.html": "new", "summary.json": "new"}
    assert not folder.folder.exists()


def test_there_is_one_way_of_sharing_out_the_work(planned: Store, home: Path) -> None:
    write_report(home)
    asked = specs(planned, PERIODS[:1])
    with pytest.raises(UsageError, match="de una sola manera"):
        many(asked, workers=2, cluster="tcp://127.0.0.1:8786")
    with pytest.raises(UsageError, match="por lo menos un proceso"):
        many(asked, workers=0)
    with pytest.raises(RunError, match="solo en la memoria"):
        many(asked, store_url="sqlite://")
    assert list(many([], workers=3)) == []
    assert list_runs(planned) == []


def test_a_cluster_where_nobody_answers_is_said(
        planned: Store, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_report(home)
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    with pytest.raises(RunError, match="No responde nadie en tcp"):
        list(many(specs(planned, PERIODS[:1]), cluster="tcp://127.0.0.1:9"))


def test_a_worker_that_sees_other_files_refuses(planned: Store, home: Path) -> None:
    write_report(home)
    [spec] = specs(planned, PERIODS[:1])
    result = work(Task(spec, f"sqlite:///{home / 'data' / 'minga.sqlite'}", 60, sign="sign-of-nobody"))
    assert (result.status, result.files) == ("failed", ())
    assert result.error.startswith("Una máquina del grupo no ve los mismos archivos")
    assert list_runs(planned) == []


def test_importing_papermill_builds_no_grammar_and_hides_nothing_afterwards() -> None:
    program = ("from minga.runs.light import load_papermill; load_papermill(); import sys\n"
               "assert 'papermill' in sys.modules and 'rfc3987_syntax' not in sys.modules")
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
