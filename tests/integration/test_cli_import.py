"""``minga import``: what it answers, what it keeps when a plan is brought up to date, and that it is all or nothing."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minga import tables
from minga.exchange import export_package
from minga.store import Store, Transaction, open_store, rows
from tools.sample import insert_sample

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "tests" / "data" / "markdown" / "plan_es.md"
PLAN_ID = "planeacion-estrategica-red-semilla-2021-2023"
Minga = Callable[..., Any]


def _everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    return {t.name: rows(store, t.name) for t in tables.METADATA.sorted_tables}


def _bytes(folder: Path) -> dict[str, str]:
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest()
            for f in sorted(folder.rglob("*")) if f.is_file()}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The data package of a small complete plan, ``muestra``."""
    store = open_store(str(tmp_path / "origen" / "otro.sqlite"))
    insert_sample(store)
    export_package(store, "muestra", tmp_path / "paquete")
    store.close()
    return tmp_path / "paquete"


def test_json_of_a_document_has_a_stable_shape(sqlite_store: Store, minga: Minga) -> None:
    answer = minga("import", PLAN, "--json")
    data = answer.data
    assert (answer.code, answer.err) == (0, "")
    assert list(data) == ["ok", "dry_run", "source", "plan_id", "counts", "issues", "inserted", "updated", "unchanged",
                          "kept", "report"]
    assert (data["ok"], data["dry_run"], data["source"], data["plan_id"]) == (True, False, "plan_es.md", PLAN_ID)
    assert {tuple(issue) for issue in data["issues"]} == {("kind", "file", "line", "message", "text", "done")}
    assert data["inserted"]["actions"] == data["counts"]["actions"] == len(rows(sqlite_store, "actions"))
    assert (data["updated"], data["unchanged"], data["kept"]) == ({}, {}, {})


def test_a_dry_run_answers_the_same_and_writes_nothing_at_all(sqlite_url: str, home: Path, minga: Minga) -> None:
    before = _bytes(home)
    tried = minga("import", PLAN, "--dry-run", "--json")
    told = minga("import", PLAN, "--dry-run")
    assert _bytes(home) == before
    assert "no se escribió nada" in told.words
    really = minga("import", PLAN, "--json")
    shared = ("source", "plan_id", "counts", "issues")
    assert [tried.data[k] for k in shared] == [really.data[k] for k in shared]
    assert tried.data["dry_run"] is True
    assert "inserted" not in tried.data


def test_a_dry_run_of_a_package_writes_nothing_at_all(
        sqlite_url: str, package: Path, home: Path, minga: Minga) -> None:
    before = _bytes(home)
    assert minga("import", package, "--dry-run").code == 0
    assert _bytes(home) == before


def test_the_report_reads_on_80_columns_by_kind_and_the_whole_of_it_is_kept(
        sqlite_url: str, home: Path, minga: Minga) -> None:
    answer = minga("import", PLAN)
    lines = answer.out.splitlines()
    file = home / "outputs" / PLAN_ID / "import.csv"
    assert all(len(line) <= 80 for line in lines if str(file) not in line)
    assert len(lines) < 60
    with file.open(encoding="utf-8", newline="") as kept:
        issues = list(csv.DictReader(kept))
    joins = [issue for issue in issues if issue["kind"] == "join"]
    assert f"Pedazos que se volvieron a juntar ({len(joins)})" in lines
    assert any(line.startswith(f"  línea {joins[0]['line']}: ") for line in lines)
    assert list(issues[0]) == ["kind", "file", "line", "message", "text", "done"]
    assert str(file) in answer.out


def test_a_long_list_is_cut_and_says_where_the_rest_is(sqlite_url: str, tmp_path: Path, minga: Minga) -> None:
    actions = "\n".join(f"| {n} - Abrir la puerta número {n}. |  | Persona{n}, organización muy lejana |"
                        for n in range(2, 90, 2))
    plan = tmp_path / "largo.md"
    plan.write_text("## Plan Largo 2021 - 2023\n\n#### D - DIRECCIONES ESTRATÉGICAS\n\n"
                    "| Dirección estratégica 1: PUERTAS |  |  |\n|---|---|---|\n"
                    f"| Acciones | Calendarización | Responsables |\n{actions}\n", encoding="utf-8")
    tried = minga("import", plan, "--dry-run")
    assert "más, que se ven con --json" in tried.out
    assert "más en import.csv" in minga("import", plan).out
    assert len(tried.out.splitlines()) < 80


def test_the_same_plan_twice_is_refused_and_leads_to_update_or_another_name(
        sqlite_store: Store, package: Path, minga: Minga) -> None:
    for source, plan in ((PLAN, PLAN_ID), (package, "muestra")):
        assert minga("import", source).code == 0
        before = _everything(sqlite_store)
        again = minga("import", source)
        assert again.code == 1
        assert all(words in again.err for words in (plan, "--plan", "--update"))
        assert _everything(sqlite_store) == before
        assert minga("import", source, "--plan", f"copia-de-{plan[:7]}").code == 0


def test_bringing_up_to_date_with_the_same_source_changes_nothing(
        sqlite_store: Store, package: Path, minga: Minga) -> None:
    for source in (PLAN, package):
        minga("import", source)
        before = _everything(sqlite_store)
        data = minga("import", source, "--update", "--json").data
        assert (data["inserted"], data["updated"], data["kept"]) == ({}, {}, {})
        assert _everything(sqlite_store) == before


def test_a_plan_keeps_the_moment_it_was_made(
        sqlite_store: Store, package: Path, minga: Minga, monkeypatch: pytest.MonkeyPatch) -> None:
    minga("import", package)
    minga("import", PLAN)
    before = {p["plan_id"]: p["created_at"] for p in rows(sqlite_store, "plans")}
    text = (package / "plans.csv").read_text(encoding="utf-8")
    (package / "plans.csv").write_text(text.replace("2018-02-28T15:30:00Z", "2025-01-01T00:00:00Z"), encoding="utf-8")
    monkeypatch.setattr(tables, "now", lambda: before["muestra"].replace(year=2040))
    assert minga("import", package, "--update").code == 0
    assert minga("import", PLAN, "--update").code == 0
    assert {p["plan_id"]: p["created_at"] for p in rows(sqlite_store, "plans")} == before


def test_bringing_up_to_date_from_a_document_keeps_what_was_added_since(
        sqlite_store: Store, tmp_path: Path, minga: Minga) -> None:
    minga("import", PLAN)
    found = {name: rows(sqlite_store, name) for name in ("stages", "cards", "actions", "directions", "assignments")}
    silent = next(a for a in found["actions"] if not a["schedule_text"])
    changes = [("stages", found["stages"][0]["stage_id"], {"phase": "writing", "anonymity": "anonymous"}),
               ("cards", found["cards"][0]["card_id"], {"status": "withdrawn", "note": "repetida"}),
               ("directions", found["directions"][0]["direction_id"], {"outcome_measure": "Más semillas vivas"}),
               ("actions", silent["action_id"], {"schedule_text": "Marzo de 2022", "precision": "month"}),
               ("assignments", found["assignments"][0]["assignment_id"], {"accepted": True})]
    with sqlite_store.transaction("test", plan_id=PLAN_ID) as tx:
        for name, key, values in changes:
            tx.update(name, key, **values)
    before = _everything(sqlite_store)
    newer = tmp_path / "plan_es.md"
    newer.write_text(PLAN.read_text(encoding="utf-8").replace("Finales de marzo 2021", "Finales de mayo 2021"),
                     encoding="utf-8")
    data = minga("import", newer, "--update", "--json").data
    after = _everything(sqlite_store)
    assert data["updated"] == {"actions": 1}
    assert {n: r for n, r in after.items() if n not in ("actions", "changes")} == {
        n: r for n, r in before.items() if n not in ("actions", "changes")}
    assert [str(a["starts"]) for a in after["actions"] if "mayo 2021" in a["schedule_text"]] == ["2021-05-21"]


@pytest.mark.parametrize("at", ["clusters", "cards", "assignments"])
def test_a_fault_in_the_middle_writes_nothing(
        at: str, sqlite_store: Store, minga: Minga, monkeypatch: pytest.MonkeyPatch) -> None:
    before, write = _everything(sqlite_store), Transaction.insert_many

    def failing(self: Transaction, name: str, many: Any) -> Any:
        if name == at:
            write(self, name, many[:1])
            raise OSError(28, "No space left on device", "minga.sqlite")
        return write(self, name, many)

    monkeypatch.setattr(Transaction, "insert_many", failing)
    answer = minga("import", PLAN, "--json")
    assert (answer.code, answer.data["ok"]) == (1, False)
    assert "no queda espacio en el disco" in answer.out
    assert _everything(sqlite_store) == before


_STOPS = """
import sys
from minga import cli
from minga.store import Transaction
write = Transaction.insert_many
def stopping(self, name, many):
    made = write(self, name, many)
    if name == sys.argv[1]:
        print("ya", flush=True)
        sys.stdin.read()
    return made
Transaction.insert_many = stopping
cli.main(sys.argv[2:])
"""


@pytest.mark.parametrize("at", ["plans", "assignments"])
def test_an_import_that_is_killed_leaves_no_plan_and_can_be_repeated(
        at: str, sqlite_url: str, home: Path, minga: Minga) -> None:
    with subprocess.Popen([sys.executable, "-c", _STOPS, at, "import", str(PLAN)], stdin=subprocess.PIPE, text=True,
                          stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}) as importing:
        assert importing.stdout is not None
        assert importing.stdout.readline() == "ya\n"
        importing.send_signal(signal.SIGKILL)
        importing.wait()
    store = open_store(sqlite_url)
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert not any(_everything(store).values())
    store.close()
    assert json.loads(minga("import", PLAN, "--json").out)["inserted"]["plans"] == 1
