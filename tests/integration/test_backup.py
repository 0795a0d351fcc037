"""Copies of the store: whole, restorable, and never over something that was there."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from minga import tables
from minga.errors import InputError, StoreError
from minga.store import Store, open_store, rows
from minga.store.backup import backup_store, restore_store
from tools.sample import insert_sample

Minga = Callable[..., Any]


def _everything(url: str) -> dict[str, list[dict[str, Any]]]:
    store = open_store(url)
    try:
        return {t.name: rows(store, t.name) for t in tables.METADATA.sorted_tables}
    finally:
        store.close()


def _print(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.fixture
def copy(sqlite_store: Store, tmp_path: Path) -> Path:
    """A copy of a store with one plan, ``muestra``."""
    insert_sample(sqlite_store)
    backup_store(sqlite_store, tmp_path / "copia ñ #1%.sqlite")
    sqlite_store.close()
    return tmp_path / "copia ñ #1%.sqlite"


def test_a_copy_made_while_somebody_writes_is_whole_and_one_file(
        sqlite_store: Store, sqlite_url: str, tmp_path: Path) -> None:
    insert_sample(sqlite_store)
    before = _everything(sqlite_url)
    with sqlite_store.transaction("test", plan_id="muestra") as tx:
        tx.update("plans", "muestra", title="Todavía sin confirmar")
        backup_store(sqlite_store, tmp_path / "copias.sqlite")
    assert [f.name for f in tmp_path.glob("*copias*")] == ["copias.sqlite"]
    assert _everything(str(tmp_path / "copias.sqlite")) == before


def test_restoring_gives_the_same_store_and_keeps_what_was_there(
        copy: Path, sqlite_url: str, minga: Minga) -> None:
    expected = _everything(str(copy))
    minga("new", "Después de la copia")
    lost = _everything(sqlite_url)
    answer = minga("restore", copy, "--json")
    assert answer.code == 0
    assert _everything(sqlite_url) == expected
    assert _everything(answer.data["aside"]) == lost
    second = minga("restore", copy, "--json").data["aside"]
    assert second not in ("", answer.data["aside"]), "two in one second do not meet"


def test_restoring_where_there_is_nothing_makes_the_store(copy: Path, tmp_path: Path) -> None:
    new = tmp_path / "otra carpeta" / "minga.sqlite"
    assert restore_store(str(new), copy) is None
    assert _everything(str(new)) == _everything(str(copy))
    assert [f.name for f in new.parent.iterdir()] == ["minga.sqlite"]


def test_a_copy_is_never_written_over_a_file(copy: Path, minga: Minga) -> None:
    before = _print(copy)
    answer = minga("backup", copy)
    assert answer.code == 1
    assert "Elija otro nombre" in answer.err
    assert _print(copy) == before
    assert "copia.sqlite" in minga("backup", copy.parent).err


def test_a_copy_needs_a_store_and_makes_none(home: Path, minga: Minga) -> None:
    answer = minga("backup", home / "copia.sqlite")
    assert answer.code == 1
    assert "no hay nada que copiar" in answer.err
    assert not (home / "data").exists()


def test_a_copy_where_nothing_can_be_written_leaves_nothing(
        sqlite_store: Store, sqlite_url: str, home: Path, minga: Minga) -> None:
    (home / "archivo").write_text("aquí se esperaba una carpeta")
    for target in (home / "archivo" / "copia.sqlite", home / "no existe" / "copia.sqlite", Path("/proc/copia.sqlite")):
        answer = minga("backup", target)
        assert answer.code == 1
        assert str(target) in answer.err
        assert "permisos" in answer.err
    assert sorted(f.name for f in home.iterdir()) == ["archivo", "data"]


@pytest.mark.parametrize("kind", ["missing", "folder", "text", "empty", "foreign", "cut", "damaged", "newer"])
def test_a_file_that_is_no_good_copy_is_refused_and_the_store_is_as_it_was(
        kind: str, copy: Path, sqlite_url: str, tmp_path: Path, minga: Minga) -> None:
    other = tmp_path / "otra.sqlite"
    if kind == "folder":
        other.mkdir()
    elif kind == "text":
        other.write_text("plan_id,title\n" * 500)
    elif kind == "empty":
        other.touch()
    elif kind == "foreign":
        with closing(sqlite3.connect(other)) as foreign:
            foreign.execute("CREATE TABLE recetas (nombre TEXT)")
    elif kind == "cut":
        other.write_bytes(copy.read_bytes()[:20_000])
    elif kind == "damaged":
        content = bytearray(copy.read_bytes())
        content[len(content) // 2:] = b"\xff" * (len(content) - len(content) // 2)
        other.write_bytes(content)
    elif kind == "newer":
        other.write_bytes(copy.read_bytes())
        with closing(sqlite3.connect(other)) as newer:
            newer.execute("UPDATE alembic_version SET version_num = '9999'")
            newer.commit()
    before = _everything(sqlite_url)
    answer = minga("restore", other)
    assert answer.code == 1
    assert "otra.sqlite" in answer.err
    assert ".part" not in answer.err
    assert ("más nueva" in answer.err) == (kind == "newer")
    assert _everything(sqlite_url) == before
    assert [f.name for f in (tmp_path / "data").iterdir() if "part" in f.name or "bak" in f.name] == []


def test_a_store_that_somebody_is_using_is_not_replaced(
        copy: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file, isolation_level=None)) as busy:
        busy.execute("BEGIN")
        busy.execute("SELECT count(*) FROM plans").fetchone()
        with pytest.raises(StoreError) as refused:
            restore_store(sqlite_url, copy)
    assert "otro programa" in str(refused.value)
    assert [p["plan_id"] for p in _everything(sqlite_url)["plans"]] == ["muestra"]
    assert list(file.parent.glob("*.bak")) == []


@pytest.mark.parametrize("verb", ["backup", "restore"])
def test_a_server_is_copied_with_its_own_tools(verb: str, copy: Path, tmp_path: Path, minga: Minga) -> None:
    answer = minga(verb, copy if verb == "restore" else tmp_path / "x", "--store", "postgresql://127.0.0.1:1/minga")
    assert answer.code == 1
    assert ("pg_dump" in answer.err) == (verb == "restore"), "a copy asks the server first"


def test_the_functions_say_what_they_refuse_with_the_family_of_errors(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        restore_store(str(tmp_path / "x.sqlite"), tmp_path / "nada.sqlite")
