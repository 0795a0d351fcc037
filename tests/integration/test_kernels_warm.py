"""What is gone through before the fork leaves nothing open behind it, and something to go on with."""

from __future__ import annotations

import threading
from pathlib import Path

import comm
import pytest
from minga_widgets import warm

from minga.store import Store, leave_engine, open_store


def open_files() -> list[str]:
    """What this process has open."""
    return [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty store, which is the one in use."""
    made = f"sqlite:///{tmp_path / 'room.sqlite'}"
    monkeypatch.setenv("MINGA_STORE", made)
    return made


def test_the_next_store_at_an_address_goes_on_with_the_engine_that_was_left(address: str) -> None:
    left = open_store(address)
    leave_engine(left)
    assert not [name for name in open_files() if "room.sqlite" in name]
    after = open_store(address)
    assert after.engine is left.engine
    one_more = open_store(address)
    assert one_more.engine is not left.engine
    after.close()
    one_more.close()


def test_an_engine_left_behind_works_as_a_new_one_does(store: Store) -> None:
    address = store.engine.url.render_as_string(hide_password=False)
    leave_engine(store)
    after = open_store(address)
    with after.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM plans").scalar() == 0
    after.close()


def test_going_through_a_page_leaves_no_thread_no_open_store_and_no_widget(
    address: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    import ipywidgets.widgets.widget as widgets

    monkeypatch.setenv("MINGA_ROLE", "participant")
    threads, made, create = threading.active_count(), set(widgets._instances), comm.create_comm
    warm.page()
    assert threading.active_count() == threads
    assert comm.create_comm is create
    assert not [name for name in open_files() if "room.sqlite" in name]
    assert not [one for name, one in widgets._instances.items()
                if name not in made and type(one).__name__ == "Participate"]
