"""People write while processes die at any moment: what was acknowledged is kept, once, and nobody is left behind."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from minga import paths
from minga.exchange import export_package, read_package, read_plan
from minga.store import open_store, rows
from minga.workshop import plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.notebooks.phones import Phone, Room, kill_quietly, store_of

PEOPLE = 2
KILLS = ("kernel", "forkserver", "facilitator", "participant", "supervisor")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Both doors, serving the notebooks that are shipped."""
    home = tmp_path / "h"
    home.mkdir()
    opened = Room(home, paths.notebooks())
    yield opened
    kill_quietly(opened.process)


async def storm(room: Room, phones: list[Phone], kills: tuple[str, ...]) -> None:
    """Everybody writes; each time cards have arrived, somebody dies a moment later; then all is delivered."""
    moments, enough = random.Random(7), asyncio.Event()
    writing = [asyncio.ensure_future(phone.live(enough)) for phone in phones]

    def arrived() -> int:
        return sum(len(phone.acknowledged) for phone in phones)

    async def more_than(count: int) -> None:
        while arrived() <= count:
            await asyncio.wait(writing, timeout=0.05)
            assert not any(task.done() for task in writing), [t.exception() for t in writing if t.done()]

    await more_than(len(phones))
    for which in kills:
        await asyncio.sleep(moments.uniform(0, 0.6))
        using = [phone.page.kernel for phone in phones if phone.page]
        assert await room.lose(which, using[0] if using else "") or which == "kernel"
        await more_than(arrived())
    enough.set()
    await asyncio.gather(*writing)
    await phones[0].repeat()


def check(room: Room, plan: str, phones: list[Phone]) -> int:
    """Everything that must hold afterwards; returns how many cards there are."""
    with closing(sqlite3.connect(room.home / "data" / "minga.sqlite")) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    store = open_store(store_of(room.home))
    stored = Counter(card["text"] for card in rows(store, "cards"))
    lines = [line for line in rows(store, "changes") if line["verb"] == "add_card"]
    acknowledged = {text for phone in phones for text in phone.acknowledged.values()}
    sent = {text for phone in phones for text in phone.sent.values()}
    assert [text for text, times in stored.items() if times > 1] == [], "a card that was sent again was kept twice"
    assert acknowledged - set(stored) == set(), "an acknowledged card was lost"
    assert set(stored) <= sent
    assert acknowledged == sent
    assert len(lines) == len(stored)
    export_package(store, plan, room.home / "csv")
    exported, faults = read_package(room.home / "csv")
    assert [str(fault) for fault in faults] == []
    assert exported["cards"] == read_plan(store, plan)["cards"]
    store.close()
    return len(stored)


def hold(room: Room, people: int, kills: tuple[str, ...]) -> tuple[int, list[Phone]]:
    """A whole storm on a new plan, checked; returns how many cards there are and who wrote them."""
    store = open_store(store_of(room.home))
    plan = plans.new_plan(store, title="Sala")
    vision = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, vision, "writing")
    store.close()
    phones = [Phone(room.ports[0], vision, plan, f"persona {n}") for n in range(people)]
    asyncio.run(storm(room, phones, kills))
    left = room.close()
    assert [process.pid for process in left] == [], "a process was left behind"
    return check(room, plan, phones), phones


def test_whoever_is_killed_every_acknowledged_card_is_kept_once_and_nobody_is_left_behind(room: Room) -> None:
    cards, phones = hold(room, PEOPLE, KILLS)
    assert cards >= PEOPLE * len(KILLS)
    assert [phone.refused for phone in phones] == [[]] * PEOPLE
    assert all(phone.pages >= 2 for phone in phones)
