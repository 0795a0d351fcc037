"""Writers of one SQLite file come one after the other, and nobody waits for ever."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from minga.store import Store, rows
from minga.store.turns import turn
from minga.workshop import plans


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The path of a database with a journal."""
    (tmp_path / "m.sqlite-wal").write_bytes(b"")
    return str(tmp_path / "m.sqlite")


def test_one_writes_after_the_other(database: str) -> None:
    inside, most, done = 0, 0, []

    def write(name: int) -> None:
        nonlocal inside, most
        with turn(database, 60):
            inside += 1
            most = max(most, inside)
            done.append(name)
            inside -= 1

    writers = [threading.Thread(target=write, args=(n,)) for n in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (most, sorted(done)) == (1, list(range(20)))


def test_whoever_waited_too_long_goes_on_and_leaves_nobody_waiting(database: str) -> None:
    with turn(database, 60), turn(database, 0.01), turn(database, 0.01):
        pass
    freed = threading.Event()

    def write() -> None:
        with turn(database, 60):
            freed.set()

    threading.Thread(target=write, daemon=True).start()
    assert freed.wait(60)


def test_a_refused_act_gives_its_turn_back(sqlite_store: Store) -> None:
    plans.new_plan(sqlite_store, title="Plan")
    for _n in range(3):
        with pytest.raises(LookupError), sqlite_store.transaction("edit", plan_id="plan") as tx:
            tx.update("plans", "ninguno", title="x")
    with sqlite_store.transaction("edit", plan_id="plan") as tx:
        tx.update("plans", "plan", title="Otro")
    assert [row["title"] for row in rows(sqlite_store, "plans")] == ["Otro"]


def test_without_a_journal_or_a_file_nobody_waits(tmp_path: Path) -> None:
    with turn(str(tmp_path / "no.sqlite"), 60), turn(str(tmp_path / "no.sqlite"), 60), turn(None, 60):
        assert list(tmp_path.glob("no*")) == []
