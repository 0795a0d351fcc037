"""``minga export``, ``check`` and ``runs``, and the arguments of ``monitor`` and of the room."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from minga import runs
from minga.cli.room import load_examples
from minga.serve.entry.outside import Outside
from minga.serve.opening import supervise, welcome
from minga.store import Store, open_store, rows
from minga.workshop.inspect import inspect_plan
from tools.sample import insert_sample

Minga = Callable[..., Any]


@pytest.fixture
def sample(sqlite_store: Store) -> Store:
    insert_sample(sqlite_store)
    return sqlite_store


def test_an_export_names_every_file_it_wrote(sample: Store, tmp_path: Path, minga: Minga) -> None:
    answer = minga("export", "muestra", "--to", tmp_path / "fuera", "--format", "csv", "--format", "excel",
                   "--format", "docx", "--format", "md", "--json")
    files = [Path(name) for name in answer.data["files"]]
    assert answer.code == 0
    assert all(file.is_file() and (tmp_path / "fuera") in file.parents for file in files)
    assert {"plans.csv", "datapackage.json", "plan.docx", "plan.md"} <= {file.name for file in files}
    assert minga("export", "muestra").out.splitlines()[-1].endswith("outputs/muestra/data/datapackage.json")


def test_an_export_to_pdf_without_weasyprint_says_how_to_have_it(
        sample: Store, minga: Minga, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    answer = minga("export", "muestra", "--format", "pdf")
    assert answer.code == 2
    assert "minga[pdf]" in answer.err


def test_check_of_a_whole_plan_finds_nothing_to_say(sample: Store, minga: Minga) -> None:
    with sample.transaction("test", plan_id="muestra") as tx:
        tx.update("actions", "muestra-actions", code="1")
    answer = minga("check", "muestra", "--json")
    assert (answer.code, answer.data) == (0, {"ok": True, "findings": []})
    assert minga("check", "muestra").out == "Sin observaciones.\n"


def test_check_names_every_loose_end_and_changes_nothing(sample: Store, minga: Minga) -> None:
    with sample.transaction("test", plan_id="muestra") as tx:
        tx.delete("assignments", "muestra-assignments")
        tx.update("actions", "muestra-actions", schedule_text="Cuando llueva", precision="none", recurrence="",
                  code="1.2")
        tx.insert("actions", {"direction_id": "muestra-directions", "code": "1.2", "position": 2, "text": "Otra"})
        tx.update("clusters", "muestra-clusters", title="")
        tx.update("cards", "muestra-cards", cluster_id=None, status="active")
        tx.delete("targets", "muestra-targets")
        tx.update("indicators", "muestra-indicators", target_total=None)
    before = rows(sample, "changes")
    answer = minga("check", "muestra")
    assert answer.code == 1
    assert all(words in answer.out for words in (
        "El número 1.2 aparece más de una vez", "tiene una fecha que no se entiende: «Cuando llueva»",
        "no tiene fecha", "no tiene responsable", "hay un grupo sin título", "tarjetas sin agrupar", "no tiene meta"))
    assert answer.out.startswith("9 observaciones:")
    found = minga("check", "muestra", "--json").data["findings"]
    assert len(found) == len(inspect_plan(sample, "muestra")) == len(answer.out.splitlines()) - 1
    assert {f["file"] for f in found} == {"actions", "assignments", "clusters", "cards", "targets"}
    assert rows(sample, "changes") == before


def test_the_runs_of_an_unknown_plan_are_not_an_empty_list(sample: Store, minga: Minga) -> None:
    assert minga("runs", "muestra", "--json").code == 0
    assert minga("runs", "nada").code == 1
    assert "muestra" in minga("runs", "nada").err


def test_monitor_tells_its_progress_on_the_error_stream_and_nothing_to_programs(
        sample: Store, tmp_path: Path, minga: Minga, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def made(store: Store, plan: str, period: str, *, progress: Callable[[int, int], None], **options: Any) -> Any:
        asked.update(options)
        for done in (1, 1, 2):
            progress(done, 2)
        spec = runs.RunSpec(plan, period, "monitoring", (), "")
        return runs.RunResult(spec=spec, run_id="r1", status="ok", folder=tmp_path, files=("report.html",),
                              seconds=1.25)

    monkeypatch.setattr(runs, "monitor", made)
    people = minga("monitor", "muestra", "2018-S1", "--param", "audience=public", "--language", "pt")
    assert people.err.splitlines() == ["passo 1 de 2", "passo 2 de 2"]
    assert len(people.out.splitlines()) == 1
    assert "report.html" in people.out
    assert (asked["language"], asked["parameters"]) == ("pt", {"audience": "public"})
    machine = minga("monitor", "muestra", "2018-S1", "--json")
    assert (machine.err, machine.data["files"], machine.data["seconds"]) == ("", ["report.html"], 1.25)
    assert asked["language"] is None, "the report speaks the plan's language unless another was typed"


def _served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    asked: dict[str, Any] = {}

    def serve(*, announce: Callable[[str, str], None] | None, **options: Any) -> int:
        asked.update(options)
        print("Minga está abierta.")
        if announce:
            announce("http://127.0.0.1:8867/", "http://192.0.2.1:8866/")
        return 0

    monkeypatch.setattr(supervise, "serve", serve)
    return asked


def test_serve_hands_its_options_over(sample: Store, minga: Minga, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _served(monkeypatch)
    answer = minga("serve", "--host", "127.0.0.1", "--port", "9001", "--facilitator-port", "9002", "--participants",
                   "60", "--no-open", "--plan", "muestra", "--language", "en")
    assert answer.code == 0
    assert asked.pop("store_url").endswith("data/minga.sqlite")
    assert asked == {"host": "127.0.0.1", "port": 9001, "facilitator_port": 9002, "participants": 60,
                     "open_browser": False, "language": "en", "light": False, "outside": Outside(), "only": "",
                     "servers": ()}
    assert [s["value"] for s in rows(sample, "settings")] == ["muestra"]


def test_serve_gives_programs_both_addresses_and_nothing_else(
        sample: Store, minga: Minga, monkeypatch: pytest.MonkeyPatch) -> None:
    _served(monkeypatch)
    answer = minga("serve", "--json")
    assert answer.data == {"ok": True, "facilitator": "http://127.0.0.1:8867/",
                           "participants": "http://192.0.2.1:8866/"}
    assert "Minga está abierta." in answer.err


@pytest.mark.parametrize("browser", [None, "lynx", "deaf"])
def test_a_browser_that_was_asked_for_and_is_not_there_is_said(
        browser: str | None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def get() -> object:
        if browser is None:
            raise webbrowser.Error("could not locate runnable browser")
        return SimpleNamespace(basename=browser, open=lambda _address: False)

    monkeypatch.setattr(webbrowser, "get", get)
    welcome.show("http://127.0.0.1:8867/", True)
    assert "escriba http://127.0.0.1:8867/ en uno" in capsys.readouterr().err
    welcome.show("http://127.0.0.1:8867/", False)
    assert capsys.readouterr().err == ""


def test_workshop_without_examples_opens_and_says_so(
        sqlite_store: Store, home: Path, minga: Minga, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "data" / "examples").mkdir(parents=True)
    _served(monkeypatch)
    answer = minga("workshop")
    assert answer.code == 0
    assert "No hay planes de ejemplo" in answer.err


def test_a_broken_example_is_named_and_the_others_are_loaded(sample: Store, home: Path, minga: Minga) -> None:
    for name in ("malo", "muestra"):
        minga("export", "muestra", "--to", home / "data" / "examples" / name)
    (home / "data" / "examples" / "malo" / "cards.csv").write_text("nada,que,ver\n1,2,3\n")
    fresh = open_store(str(home / "nuevo.sqlite"))
    (problem,) = load_examples(fresh)
    assert "El ejemplo malo no se cargó. cards.csv" in problem
    assert [p["plan_id"] for p in rows(fresh, "plans")] == ["muestra"]
    fresh.close()
