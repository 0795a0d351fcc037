"""Opening a store: its settings, and what cannot be opened is said with advice and left untouched."""

from __future__ import annotations

import hashlib
import multiprocessing
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from minga import paths, tables
from minga.errors import StoreError
from minga.store import Store, open_store, rows
from tools import writers
from tools.sample import insert_sample


def _fingerprints(folder: Path) -> dict[str, str]:
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(folder.iterdir())}


def _refused(url: str) -> StoreError:
    with pytest.raises(StoreError) as refusal:
        open_store(url)
    assert refusal.value.advice, "a refusal says what to do next"
    return refusal.value


@pytest.mark.parametrize(("pragma", "value"), [
    ("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 15000)])
def test_every_connection_of_sqlite_is_safe(sqlite_store: Store, pragma: str, value: object) -> None:
    with sqlite_store.engine.connect() as one, sqlite_store.engine.connect() as two:
        assert [c.exec_driver_sql(f"PRAGMA {pragma}").scalar() for c in (one, two)] == [value, value]


def test_without_an_address_the_store_is_the_file_in_data(home: Path) -> None:
    open_store().close()
    assert (home / "data" / "minga.sqlite").is_file()
    assert paths.store_url().endswith("/data/minga.sqlite")


@pytest.mark.parametrize("name", ["con espacio.sqlite", "¿qué?.sqlite", "50%25.sqlite", "a#b;c.sqlite"])
def test_a_path_with_odd_letters_is_that_file(tmp_path: Path, name: str) -> None:
    open_store(str(tmp_path / "una carpeta" / name)).close()
    assert name in {f.name for f in (tmp_path / "una carpeta").iterdir()}


def test_a_tilde_is_the_persons_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    open_store("~/planes/minga.sqlite").close()
    assert (tmp_path / "planes" / "minga.sqlite").is_file()


def test_a_store_in_memory_works() -> None:
    store = open_store("sqlite:///:memory:")
    insert_sample(store)
    assert len(rows(store, "plans")) == 1
    store.close()


def test_a_text_file_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "notas.sqlite"
    file.write_text("Esto no es una base de datos. " * 100)
    before = _fingerprints(tmp_path)
    assert "notas.sqlite" in str(_refused(str(file)))
    assert _fingerprints(tmp_path) == before


def test_another_programs_file_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "ajeno.sqlite"
    with closing(sqlite3.connect(file)) as foreign:
        foreign.execute("CREATE TABLE recetas (nombre TEXT)")
    before = _fingerprints(tmp_path)
    assert "no son de Minga" in str(_refused(str(file)))
    assert _fingerprints(tmp_path) == before


def test_another_program_that_also_uses_alembic_is_not_taken_for_a_newer_minga(tmp_path: Path) -> None:
    file = tmp_path / "ajeno.sqlite"
    with closing(sqlite3.connect(file)) as foreign:
        foreign.execute("CREATE TABLE alembic_version (version_num TEXT)")
        foreign.execute("INSERT INTO alembic_version VALUES ('abc')")
        foreign.commit()
    before = _fingerprints(tmp_path)
    assert "no son de Minga" in str(_refused(str(file)))
    assert _fingerprints(tmp_path) == before


def test_a_file_of_a_newer_minga_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "planes" / "futuro.sqlite"
    open_store(str(file)).close()
    with closing(sqlite3.connect(file)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    before = _fingerprints(file.parent)
    assert "más nueva" in str(_refused(str(file)))
    assert _fingerprints(file.parent) == before


def test_a_postgres_database_of_another_program_is_refused(postgres_url: str) -> None:
    import psycopg

    with psycopg.connect(postgres_url.replace("+psycopg", "")) as foreign:
        foreign.execute("CREATE TABLE recetas (nombre TEXT)")
    assert "no son de Minga" in str(_refused(postgres_url))


def test_a_postgres_that_does_not_answer_is_said_without_the_password(tmp_path: Path) -> None:
    words = str(_refused(f"postgresql://ana:muysecreta@/minga?host={tmp_path}"))
    assert "muysecreta" not in words
    assert "minga doctor" in words


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "archivo").write_text("no soy una carpeta")
    assert "carpeta" in _refused(str(tmp_path / "archivo" / "minga.sqlite")).message


def test_a_folder_given_as_the_file_is_refused(tmp_path: Path) -> None:
    assert str(tmp_path) in str(_refused(str(tmp_path)))


def test_a_store_that_became_read_only_says_so(sqlite_store: Store) -> None:
    # Root writes everywhere, so the permission is taken away where root has no say: in the connection.
    with sqlite_store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(StoreError, match="Lo confirmado antes está a salvo"):
        insert_sample(sqlite_store)


@pytest.mark.parametrize("url", ["mysql://servidor/base", "sqlite+aiosqlite:///x", "cosa://x", "://", "postgresql://h:x/"])
def test_an_address_without_meaning_is_refused(url: str) -> None:
    assert _refused(url).message


@pytest.mark.parametrize("url", ["postgres://ana@/minga?host={folder}", "postgresql://ana@/minga?host={folder}"])
def test_both_spellings_of_postgres_reach_postgres(tmp_path: Path, url: str) -> None:
    assert "postgresql+psycopg" in str(_refused(url.format(folder=tmp_path)))


def test_two_processes_that_make_the_same_new_file_agree(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    for time in range(5):
        url = str(tmp_path / f"nuevo{time}.sqlite")
        ends = [context.Pipe() for _ in range(2)]
        others = [context.Process(target=writers.open_new, args=(url, theirs)) for _ours, theirs in ends]
        for other in others:
            other.start()
        assert [ours.recv() for ours, _theirs in ends] == ["ready", "ready"]
        for ours, _theirs in ends:
            ours.send("go")
        assert [ours.recv() for ours, _theirs in ends] == ["", ""]
        for other in others:
            other.join()


def test_many_plans_have_ids_without_time_or_order_in_them() -> None:
    made = [tables.new_id() for _ in range(200)]
    assert len(set(made)) == 200
    assert made != sorted(made)
    assert all(len(one) == 16 and one.isalnum() and one.islower() for one in made)
