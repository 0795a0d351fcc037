"""A slow line that is cut while somebody writes: every card is kept once, in order, whichever way serves the page."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterator

import pytest

from minga import paths
from minga.rehearsal.browser import Browser, Lost
from minga.rehearsal.page import Page
from minga.rehearsal.person import FORM
from minga.store import open_store, rows
from minga.workshop import plans, reading, stages
from minga.workshop.actor import FACILITATOR
from tests.notebooks.cutting import Line
from tests.notebooks.phones import Room, store_of

DELAY = 0.2
"""Seconds each way: long enough that a line can be cut while something is on it."""
CARDS = 5
PATHS = {"kernel": "", "light": "light"}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Both doors, a plan in the room and its vision open for writing."""
    home = tmp_path_factory.mktemp("h")
    opened = Room(home, paths.notebooks())
    store = open_store(store_of(home))
    plan = plans.new_plan(store, title="Sala", plan_id="sala")
    plans.open_in_room(store, plan)
    stages.set_phase(store, FACILITATOR, reading.stage_by_key(store, plan, "vision")["stage_id"], "writing")
    store.close()
    yield opened
    opened.close()


class Writer:
    """Sends one card after another, each under its own id until its answer comes."""

    def __init__(self, line: Line, way: str) -> None:
        self.line, self.way = line, way
        self.browser, self.page = Browser(f"http://127.0.0.1:{line.port}/"), None
        self.opened = 0

    async def come_in(self) -> Page:
        """Load the page, and come in."""
        self.page = await Page.open(self.browser, PATHS[self.way], FORM)
        self.opened += 1
        if "me" not in self.page.state[FORM]:
            await self.page.ask(FORM, "join", plan="sala", alias=self.way)
        return self.page

    async def send(self, text: str, spoiled_when: Callable[[], int] | None = None) -> None:
        """Send a card until it is acknowledged; the line is cut once when what ``spoiled_when`` counts has grown."""
        op = uuid.uuid4().hex
        if spoiled_when is not None:
            before = spoiled_when()
            sending = await self.say(op, text)
            while spoiled_when() == before:
                await asyncio.wait([sending], timeout=0.01)
            await self.cut(sending)
        assert (await (await self.say(op, text)))["ok"]

    async def say(self, op: str, text: str) -> asyncio.Future[dict]:
        """Put a card on the line."""
        page = self.page or await self.come_in()
        stage = page.state[FORM]["stages"][0]
        return asyncio.ensure_future(page.ask(FORM, "add_card", op_id=op, plan="sala", stage=stage, text=text))

    async def cut(self, sending: asyncio.Future[dict]) -> None:
        """End the line: what was on it is lost, nobody can come in, and then it is there again."""
        await asyncio.to_thread(self.line.cut)
        with pytest.raises(Lost):
            await sending
        with pytest.raises(Lost):
            await Page.open(self.browser, PATHS[self.way], FORM)
        assert self.page is not None
        await self.page.close()
        self.page = None
        await asyncio.to_thread(self.line.join)


async def write(line: Line, way: str) -> tuple[list[str], int]:
    """Write cards; the line is cut once with a card on it and once with its answer."""
    writer = Writer(line, way)
    texts = [f"{way} {n}" for n in range(CARDS)]
    spoils = {1: lambda: line.up, 3: lambda: line.down}
    for n, text in enumerate(texts):
        await writer.send(text, spoils.get(n))
    assert writer.page is not None
    await writer.page.leave()
    writer.browser.close()
    return texts, writer.opened


@pytest.mark.parametrize("way", ["kernel", "light"])
def test_a_card_that_was_on_a_line_when_it_was_cut_is_kept_once_and_in_its_place(room: Room, way: str) -> None:
    with Line(room.ports[0], DELAY) as line:
        texts, opened = asyncio.run(write(line, way))
    store = open_store(store_of(room.home))
    stored = [card["text"] for card in rows(store, "cards", order="position") if card["text"].startswith(way)]
    store.close()
    assert stored == texts
    assert opened == 3
