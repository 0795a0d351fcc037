"""What a run leaves behind when it ends well, and what it leaves as it was when it does not."""

from __future__ import annotations

import csv
import json
import os
import pickle
import queue
import select
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from minga import i18n, tables
from minga.errors import NotFound, RunError, UsageError
from minga.kernels import forkserver
from minga.runs import list_runs, monitor, prepare, prepared_kernels, run_report
from minga.runs.folders import RunFolder
from minga.runs.process import run_child
from minga.store import Store, open_store
from tests.integration.small_reports import add_plan, write_report

Write = Callable[..., None]


@pytest.fixture
def write(home: Path) -> Write:
    """Writes the report's notebook from the sources of its cells."""
    return partial(write_report, home)


@pytest.fixture(scope="module", autouse=True)
def _kernels_at_hand() -> Iterator[None]:
    """Most runs here are forked, which takes a fifth of the time."""
    with prepared_kernels(imports=()):
        yield


@pytest.fixture
def nothing_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is there to fork from, and none can be started."""
    monkeypatch.delenv(forkserver.ADDRESS)
    monkeypatch.setattr(forkserver, "supported", lambda: False)


@pytest.fixture
def place(home: Path) -> Path:
    return home / "outputs" / "alfa" / "2018-S1"


@pytest.fixture
def planned(sqlite_store: Store) -> Store:
    """A store with the plan ``alfa``."""
    add_plan(sqlite_store)
    return sqlite_store


def snapshot(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*")
            if file.is_file() and file.name != "failed.html"}


def put_an_earlier_report(place: Path) -> dict[str, bytes]:
    (place / "figures").mkdir(parents=True)
    for name in ("report.ipynb", "report.html", "report.docx", "overdue.csv", "summary.json", "figures/one.svg"):
        (place / name).write_text(f"the last good {name}")
    return snapshot(place)


def nothing_is_left(home: Path) -> bool:
    return sorted(file.name for file in (home / "outputs" / ".running").iterdir()) == ["publishing"]


MAKES_FILES = ('import pathlib\npathlib.Path("figures").mkdir()\n'
               'names = ["action_status.csv", "summary.json", "figures/one.svg", "notes.txt"]\n'
               '[pathlib.Path(out, name).write_text(plan + period) for name in names]')


def test_a_good_run_leaves_the_notebook_the_page_and_its_files(
        planned: Store, write: Write, place: Path, home: Path) -> None:
    write(MAKES_FILES)
    seen: list[tuple[int, int]] = []
    result = monitor(planned, "alfa", "2018-S1", progress=lambda done, of: seen.append((done, of)))
    assert result.files == ("action_status.csv", "figures/one.svg", "report.html", "report.ipynb", "summary.json")
    assert sorted(snapshot(place)) == sorted(result.files)
    assert result.report.read_text(encoding="utf-8").count("Plan &lt;Alfa&gt;") >= 1
    assert (place / "action_status.csv").read_text() == "alfa2018-S1"
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert nothing_is_left(home)


def test_the_ledger_and_its_copy_say_that_it_went_well(planned: Store, write: Write, home: Path) -> None:
    write("1")
    result = monitor(planned, "alfa", "2018-S1")
    [line] = list_runs(planned, "alfa")
    assert (line["status"], line["error"], line["input_hash"]) == ("ok", "", result.spec.input_hash)
    assert line["seconds"] == round(result.seconds, 2) > 0
    with (home / "outputs" / "runs.csv").open(encoding="utf-8", newline="") as file:
        [written] = csv.DictReader(file)
    assert list(written)[:9] == ["plan", "period", "template", "input_hash", "status", "started", "ended", "seconds",
                                 "error"]
    assert (written["plan"], written["period"], written["template"], written["status"], written["run_id"]) == (
        "alfa", "2018-S1", "monitoring", "ok", result.run_id)


def test_the_executed_notebook_names_no_place_of_this_machine(
        store: Store, store_url: str, write: Write, place: Path, home: Path) -> None:
    add_plan(store)
    write("from minga.store import open_store", "found = open_store().url")
    monitor(store, "alfa", "2018-S1")
    text = (place / "report.ipynb").read_text(encoding="utf-8")
    assert str(home) not in text
    assert store_url not in text
    assert json.loads(text)["metadata"]["papermill"]["parameters"]["store"] == ""


def test_the_report_speaks_the_plans_language_unless_told_otherwise(
        sqlite_store: Store, write: Write, place: Path) -> None:
    add_plan(sqlite_store, language="pt")
    assert prepare_language(sqlite_store, write) == "pt"
    assert prepare_language(sqlite_store, write, language="en") == "en"
    assert prepare_language(sqlite_store, write, parameters={"language": "es"}) == "es"


def prepare_language(store: Store, write: Write, **more: Any) -> str:
    write("1")
    return prepare(store, "alfa", "2018-S1", **more).language


BAD = {
    "failed": ("1 / 0", "en el paso 3 de 4 («1 / 0») por un error inesperado: ZeroDivisionError: division by zero."),
    "died": ("import os; os.kill(os.getpid(), 9)", "murió en el paso 3 de 4 («import os; os.kill(os.getpid(), 9)»)."),
}


@pytest.mark.parametrize("status", BAD)
def test_a_bad_run_says_why_and_leaves_the_last_good_report(
        planned: Store, write: Write, place: Path, home: Path, status: str) -> None:
    before = put_an_earlier_report(place)
    source, says = BAD[status]
    write(source, "2")
    with pytest.raises(RunError, match="El último informe bueno, si lo había, sigue en su lugar") as caught:
        monitor(planned, "alfa", "2018-S1")
    assert says in caught.value.message
    assert snapshot(place) == before
    [line] = list_runs(planned)
    assert (line["status"], line["error"]) == (status, caught.value.message)
    told = (place / "failed.html").read_text(encoding="utf-8")
    assert "en el paso 3 de 4" in told
    assert '<a href="report.html">Ver el último informe bueno</a>' in told
    assert nothing_is_left(home)


def test_the_next_good_run_takes_away_what_is_no_longer_true(planned: Store, write: Write, place: Path) -> None:
    put_an_earlier_report(place)
    (place / "mine.txt").write_text("a person's own note")
    (place / "failed.html").write_text("what went wrong yesterday")
    write("1")
    monitor(planned, "alfa", "2018-S1")
    assert sorted(os.listdir(place)) == ["figures", "mine.txt", "report.html", "report.ipynb"]
    assert os.listdir(place / "figures") == []


def test_a_notebook_that_leaves_before_its_end_is_no_report(planned: Store, write: Write) -> None:
    write("raise SystemExit(0)", "2")
    with pytest.raises(RunError, match="SystemExit"):
        monitor(planned, "alfa", "2018-S1")


def test_our_own_errors_are_told_in_their_own_words_and_shown_inert(
        planned: Store, write: Write, place: Path) -> None:
    write('from minga.errors import InputError', 'raise InputError("Falta <script>alert(1)</script> el dato.")')
    with pytest.raises(RunError) as caught:
        monitor(planned, "alfa", "2018-S1")
    assert caught.value.message.endswith("): Falta <script>alert(1)</script> el dato.")
    page = (place / "failed.html").read_text(encoding="utf-8")
    assert "Falta &lt;script&gt;alert(1)&lt;/script&gt; el dato." in page
    assert '<html lang="es">' in page
    assert "<script" not in page


def test_what_a_notebook_prints_is_not_taken_for_the_childs_words(planned: Store, write: Write) -> None:
    write("import os; os.system('echo \\'{\"end\": {\"status\": \"ok\"}}\\' >/proc/self/fd/1')", "1 / 0")
    with pytest.raises(RunError, match="ZeroDivisionError"):
        monitor(planned, "alfa", "2018-S1")


def test_files_behind_a_link_are_not_published(planned: Store, write: Write, place: Path, home: Path) -> None:
    (home / "secret").write_text("secret")
    write(f"import os; os.symlink({str(home / 'secret')!r}, 'secret.csv'); os.symlink({str(home)!r}, 'figures')")
    assert monitor(planned, "alfa", "2018-S1").files == ("report.html", "report.ipynb")


def holding(pipe: Path) -> str:
    """A cell that starts a program, writes to a pipe that both keep open, and never ends."""
    return (f"import subprocess; pipe = open({str(pipe)!r}, 'w')\n"
            "other = subprocess.Popen(['sleep', '600'], pass_fds=[pipe.fileno()])\n"
            "print('here', file=pipe, flush=True)\n"
            "while True: pass")


def wait_for_end(reader: Any) -> bool:
    """Whether every process that held the pipe's other end is gone, within half a minute."""
    ready, _, _ = select.select([reader], [], [], 30)
    return bool(ready) and reader.read() == b""


class Clock(queue.Queue[Any]):
    """The child's words, until the test says that time is up."""

    up = threading.Event()

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        while not self.up.is_set():
            with suppress(queue.Empty):
                return super().get(timeout=0.05)
        raise queue.Empty


def test_a_run_past_its_time_is_ended_with_its_kernel_and_all_that_it_started(
        planned: Store, write: Write, place: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = put_an_earlier_report(place)
    os.mkfifo(home / "pipe")
    write(holding(home / "pipe"))
    monkeypatch.setattr(queue, "Queue", Clock)
    Clock.up.clear()
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(run_report, prepare(planned, "alfa", "2018-S1"), timeout_seconds=60)
        with (home / "pipe").open("rb", buffering=0) as reader:
            assert reader.read(5) == b"here\n"
            Clock.up.set()
            assert wait_for_end(reader)
    assert run.result().status == "timeout"
    assert "no terminó en 60 segundos y se detuvo en el paso 3 de 3 («import subprocess" in run.result().error
    assert snapshot(place) == before
    assert [(line["status"], line["error"]) for line in list_runs(planned)] == [("timeout", run.result().error)]
    assert nothing_is_left(home)


def test_a_run_that_takes_too_long_to_begin_is_ended_too(planned: Store, write: Write, home: Path) -> None:
    write("1")
    with pytest.raises(RunError, match="se detuvo antes del primer paso"):
        monitor(planned, "alfa", "2018-S1", timeout_seconds=0)
    assert nothing_is_left(home)


FORKED = ("import sys", "assert 'minga.kernels.lean' in sys.modules", "assert __name__ == '__main__'")


def test_among_many_runs_kernels_are_forked(planned: Store, write: Write, home: Path) -> None:
    write(*FORKED)
    assert [run_report(prepare(planned, "alfa", "2018-S1")).error for _ in range(2)] == ["", ""]
    assert nothing_is_left(home)


def test_the_kernel_of_a_single_run_is_forked_too(
        planned: Store, write: Write, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(forkserver.ADDRESS)
    write(*FORKED)
    assert monitor(planned, "alfa", "2018-S1").ok
    assert forkserver.ADDRESS not in os.environ
    assert nothing_is_left(home)


def test_where_nothing_can_be_forked_the_report_is_the_same(
        planned: Store, write: Write, place: Path, monkeypatch: pytest.MonkeyPatch,
        request: pytest.FixtureRequest) -> None:
    write(MAKES_FILES, "from IPython.display import HTML; HTML('<p>uno</p>')")
    monitor(planned, "alfa", "2018-S1")
    forked = snapshot(place)
    request.getfixturevalue("nothing_at_hand")
    monitor(planned, "alfa", "2018-S1")
    assert snapshot(place) == forked


def test_a_report_can_have_other_forms_and_nothing_is_run_for_one_that_is_none(
        planned: Store, write: Write) -> None:
    write("from IPython.display import HTML; HTML('<h1>uno</h1>')")
    assert "report.docx" in monitor(planned, "alfa", "2018-S1", formats=["docx"]).files
    with pytest.raises(UsageError, match="html, csv, pdf, docx"):
        monitor(planned, "alfa", "2018-S1", formats="odt")
    assert len(list_runs(planned)) == 1


PARENT = 'from minga.store import open_store; from minga.runs import monitor; monitor(open_store(), "alfa", "2018-S1")'


def test_a_parent_killed_with_9_takes_its_kernel_along_and_the_next_run_mends_the_ledger(
        planned: Store, write: Write, place: Path, home: Path) -> None:
    before = put_an_earlier_report(place)
    os.mkfifo(home / "pipe")
    write(holding(home / "pipe"))
    with subprocess.Popen([sys.executable, "-c", PARENT]) as parent, (home / "pipe").open("rb", buffering=0) as reader:
        assert reader.read(5) == b"here\n"
        assert [line["status"] for line in list_runs(planned)] == ["running"]
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        assert wait_for_end(reader)
    assert snapshot(place) == before
    assert [line["status"] for line in list_runs(planned)] == ["died"]
    assert "murió en el paso 3 de 3 («import subprocess" in list_runs(planned)[0]["error"]
    page = (place / "failed.html").read_text(encoding="utf-8")
    assert "murió en el paso 3 de 3" in page
    assert '<a href="report.html">Ver el último informe bueno</a>' in page
    write("1")
    monitor(planned, "alfa", "2018-S1")
    assert sorted(line["status"] for line in list_runs(planned)) == ["died", "ok"]  # both may begin in one second
    assert not (place / "failed.html").exists()
    assert nothing_is_left(home)


def test_an_interrupted_run_is_written_down_and_the_interruption_goes_on(
        planned: Store, write: Write, home: Path) -> None:
    def interrupt(done: int, of: int) -> None:
        raise KeyboardInterrupt

    write("1")
    with pytest.raises(KeyboardInterrupt):
        monitor(planned, "alfa", "2018-S1", progress=interrupt)
    assert [line["status"] for line in list_runs(planned)] == ["died"]
    assert nothing_is_left(home)


def test_the_kernel_is_this_python_without_a_persons_settings_and_without_noise(
        write: Write, home: Path, monkeypatch: pytest.MonkeyPatch, nothing_at_hand: None) -> None:
    own = home / "own"
    (own / "kernels" / "python3").mkdir(parents=True)
    (own / "kernels" / "python3" / "kernel.json").write_text(
        json.dumps({"argv": ["/bin/false", "{connection_file}"], "display_name": "x", "language": "python"}))
    (own / "profile_default" / "startup").mkdir(parents=True)
    (own / "profile_default" / "startup" / "00.py").write_text("leaked = True")
    for name in ("JUPYTER_PATH", "JUPYTER_DATA_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(own))
    write("import sys; assert sys.executable == " + repr(sys.executable), "assert 'leaked' not in globals()")
    with RunFolder("one") as folder:
        shutil.copy(home / "notebooks" / "monitoring.ipynb", folder.work)
        job = {"notebook": "monitoring.ipynb", "language": "es", "title": "x", "parameters": {"plan": "alfa"},
               "formats": ()}
        outcome = run_child(job, folder, {}, 60, None)
        assert (outcome.status, outcome.message) == ("ok", "")
        assert (folder.folder / "stderr.txt").read_text() == ""


def test_runs_side_by_side_all_end_well(planned: Store, write: Write) -> None:
    write("1")
    specs = [prepare(planned, "alfa", period) for period in ("2018-S1", "2018-S2")]
    assert pickle.loads(pickle.dumps(specs)) == specs
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run_report, specs))
    assert [result.status for result in results] == ["ok", "ok"]
    assert pickle.loads(pickle.dumps(results)) == results
    assert sorted(line["period"] for line in list_runs(planned)) == ["2018-S1", "2018-S2"]


WRONG = {
    "a plan that is not there": ({"plan": "beta"}, NotFound, "Los que hay son: alfa."),
    "a plan that climbs out": ({"plan": "../alfa"}, NotFound, "Los que hay son: alfa."),
    "a period that is none": ({"period": "2018-S3"}, UsageError, "2018-S1"),
    "a period that climbs out": ({"period": "../../etc"}, UsageError, "2018-S1"),
    "a period outside the plan": ({"period": "2031-S1"}, UsageError, "Va de 2018-01-01 a 2019-12-31"),
    "a report that is not there": ({"template": "otro"}, NotFound, "Los que hay son: monitoring."),
    "a language nobody speaks": ({"language": "fr"}, UsageError, "uno de: es, pt, en"),
    "a parameter nobody reads": ({"parameters": {"audiense": "public"}}, UsageError, "¿Quiso decir «audience»?"),
    "a name with code in it": ({"parameters": {"x=1\nimport os": 1}}, UsageError, "no tiene un parámetro"),
    "a value that is no scalar": ({"parameters": {"audience": Path("team")}}, UsageError, "uno de: internal, public"),
    "a country that is no code": ({"parameters": {"country": "México"}}, UsageError, "código de país de dos letras"),
    "a day that is none": ({"parameters": {"as_of": "ayer"}}, UsageError, "año-mes-día, por ejemplo 2018-06-30"),
    "a parameter that is ours": ({"parameters": {"out": "/"}}, UsageError, "lo pone Minga"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_before_anything_runs(
        sqlite_store: Store, write: Write, home: Path, case: str) -> None:
    add_plan(sqlite_store, starts=tables.parse_cell(tables.table("plans").c.starts, "2018-01-01"),
             ends=tables.parse_cell(tables.table("plans").c.ends, "2019-12-31"))
    write("1")
    more, kind, says = WRONG[case]
    with pytest.raises(kind) as caught:
        monitor(sqlite_store, **{"plan": "alfa", "period": "2018-S1", **more})
    assert says in str(caught.value)
    assert list_runs(sqlite_store) == []
    assert not (home / "outputs").exists()


def test_everything_that_is_wrong_is_said_at_once(planned: Store, write: Write) -> None:
    write("1")
    with pytest.raises(UsageError) as caught:
        monitor(planned, "alfa", "ayer", language="fr", parameters={"x": 1, "audience": "todos"})
    assert len(caught.value.faults) == 4


def test_a_period_is_read_in_any_spelling_and_kept_in_one(planned: Store, write: Write) -> None:
    write("1")
    assert prepare(planned, "alfa", "primer semestre 2018").period == "2018-S1"


def test_a_store_in_memory_cannot_be_read_by_a_report(write: Write) -> None:
    store = open_store("sqlite://")
    add_plan(store)
    write("1")
    with pytest.raises(RunError, match="solo en la memoria"):
        monitor(store, "alfa", "2018-S1")
    store.close()


def test_an_outputs_folder_that_takes_no_files_is_said_before_the_run(
        planned: Store, write: Write, home: Path) -> None:
    write("1")
    (home / "outputs").write_text("a file where the folder should be")
    with pytest.raises(RunError, match="No se puede escribir en la carpeta de resultados"):
        monitor(planned, "alfa", "2018-S1")


def test_a_report_that_cannot_be_put_in_its_place_is_a_failed_run(planned: Store, write: Write, home: Path) -> None:
    write("1")
    (home / "outputs").mkdir()
    (home / "outputs" / "alfa").write_text("a file where the folder should be")
    with pytest.raises(RunError, match="no se pudo guardar"):
        monitor(planned, "alfa", "2018-S1")
    assert [line["status"] for line in list_runs(planned)] == ["failed"]


def test_the_failure_is_told_in_the_language_of_the_report_beside_the_last_good_one(
        planned: Store, write: Write, place: Path) -> None:
    before = put_an_earlier_report(place / "language=en")
    write("1 / 0")
    with pytest.raises(RunError):
        monitor(planned, "alfa", "2018-S1", language="en")
    page = (place / "language=en" / "failed.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "1 / 0" in page
    assert snapshot(place / "language=en") == before
    assert not (place / "failed.html").exists()
    assert i18n.language() == "es"


SAYS_FOR_WHOM = 'import pathlib; pathlib.Path(out, "summary.json").write_text(audience + country + language)'


def test_variants_stand_side_by_side_and_neither_takes_the_others_place(
        planned: Store, write: Write, place: Path) -> None:
    write(SAYS_FOR_WHOM)
    given: list[dict[str, Any]] = [{}, {"audience": "public"}, {"audience": "public", "country": "MX"},
                                   {"language": "en"}]
    made = [monitor(planned, "alfa", "2018-S1", parameters=parameters) for parameters in given]
    folders = ["", "audience=public", "audience=public,country=MX", "language=en"]
    assert [result.folder for result in made] == [place / folder for folder in folders]
    assert [(place / folder / "summary.json").read_text() for folder in folders] == [
        "internales", "publices", "publicMXes", "internalen"]
    assert all((place / folder / "report.html").is_file() for folder in folders)
    assert [line["variant"] for line in sorted(list_runs(planned), key=lambda line: line["variant"])] == folders
    usual = snapshot(place)
    write("1 / 0")
    with pytest.raises(RunError):
        monitor(planned, "alfa", "2018-S1", parameters={"audience": "public"})
    assert (place / "audience=public" / "failed.html").is_file()
    write(SAYS_FOR_WHOM)
    monitor(planned, "alfa", "2018-S1", parameters={"audience": "public"})
    assert snapshot(place) == usual


def test_saying_what_goes_without_saying_makes_the_same_report(planned: Store, write: Write) -> None:
    write("1")
    usual = prepare(planned, "alfa", "2018-S1")
    said = {"audience": "internal", "country": ""}
    assert prepare(planned, "alfa", "2018-S1", language="es", parameters=said) == usual
    assert prepare(planned, "alfa", "2018-S1", parameters={"audience": "public"}).variant == "audience=public"
