"""People that stay: each sends a card now and then, under one id until it is acknowledged, and comes back when lost."""

from __future__ import annotations

import asyncio
import csv
import random
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from minga.exchange import export_package
from minga.rehearsal import keeping
from minga.rehearsal.browser import Browser, Lost
from minga.rehearsal.page import Page
from minga.rehearsal.person import FORM
from minga.workshop import reading
from yard.servers import PHRASE, store_of

PLAN = "sala"


PATHS = {"kernel": "", "light": "light"}
"""Where the page is, by the way in which it is served."""


@dataclass
class Book:
    """What happened: seconds of every acknowledgement, of every card until the wall, and what went wrong."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    answers: list[float] = field(default_factory=list)
    to_wall: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    first: dict[str, float] = field(default_factory=dict)

    def on_the_wall(self, text: str) -> None:
        """A card with this text is on the wall."""
        if text in self.first:
            self.to_wall.append(time.perf_counter() - self.first.pop(text))


@dataclass
class Person:
    """A participant who stays until it is over."""

    name: str
    url: str
    way: str
    stage: str
    pace: float
    book: Book
    over: asyncio.Event
    patience: float = 20.0
    outbox: dict[str, str] = field(default_factory=dict)
    page: Page | None = None

    def __post_init__(self) -> None:
        self.browser, self.chance = Browser(self.url), random.Random(self.name)

    async def live(self, arrives: float) -> None:
        """Come in after so many seconds; send a card every ``pace`` seconds; deliver all before leaving."""
        await self.rest(arrives)
        await self.come_in()
        await self.rest(self.chance.uniform(0, self.pace))
        while not self.over.is_set():
            self.write()
            begun = time.perf_counter()
            await self.deliver()
            await self.rest(self.pace - (time.perf_counter() - begun))
        if self.page is not None:
            await self.page.leave()
        self.browser.close()

    def write(self) -> None:
        """Write a card; it waits until it is acknowledged."""
        op = uuid.uuid4().hex
        self.outbox[op] = self.book.sent[op] = f"{self.name} escribe la tarjeta {len(self.book.sent)}"

    async def come_in(self) -> None:
        """Open the page and say one's alias, however often it takes."""
        while self.page is None:
            begun = time.perf_counter()
            try:
                self.page = await Page.open(self.browser, PATHS[self.way], FORM, patience=self.patience)
                self.book.opened.append(time.perf_counter() - begun)
                if "me" not in self.page.state[FORM]:
                    await self.page.ask(FORM, "join", plan=PLAN, alias=self.name)
            except Lost:
                await self.lose()

    async def lose(self) -> None:
        """The connection is gone."""
        self.book.lost += 1
        page, self.page = self.page, None
        if page is not None:
            await page.close()
        await asyncio.sleep(self.chance.uniform(0.3, 1.0))

    async def deliver(self) -> None:
        """Send what waits, in order, until each is answered."""
        while self.outbox:
            op, text = next(iter(self.outbox.items()))
            await self.come_in()
            assert self.page is not None
            begun = time.perf_counter()
            self.book.first.setdefault(text, begun)
            try:
                answer = await self.page.ask(FORM, "add_card", op_id=op, plan=PLAN, stage=self.stage, text=text)
            except Lost:
                await self.lose()
                continue
            self.outbox.pop(op)
            if answer["ok"]:
                self.book.acknowledged[op] = text
                self.book.answers.append(time.perf_counter() - begun)
            else:
                self.book.refused[str(answer.get("message"))] += 1
                self.book.first.pop(text, None)

    async def rest(self, seconds: float) -> None:
        """Let time pass, or until it is over."""
        if seconds > 0 and not self.over.is_set():
            try:
                await asyncio.wait_for(self.over.wait(), seconds)
            except TimeoutError:
                return


class Watcher:
    """The wall at the facilitator's door, looked at as its page does."""

    def __init__(self, desk: str, home: Path, book: Book) -> None:
        self.desk, self.home, self.book = desk, home, book
        self.browser, self.page = Browser(desk), None

    async def open(self) -> None:
        """Come in and open the wall."""
        await self.browser.log_in(PHRASE)
        store = store_of(self.home)
        address = keeping.stage_address(store, PLAN, "vision")
        store.close()
        self.page = await Page.open(self.browser, address, "Wall", heard=self._heard, patience=120)

    async def close(self) -> None:
        """Leave."""
        if self.page is not None:
            await self.page.leave()
        self.browser.close()

    def _heard(self, _name: str, patch: dict[str, Any]) -> None:
        for key, card in patch.items():
            if key.startswith("card:") and card:
                self.book.on_the_wall(card["text"])


def stages_of(home: Path, count: int) -> list[str]:
    """The ids of the stages that are written in: the vision, then others that have no columns."""
    store = store_of(home)
    found = [str(reading.stage_by_key(store, PLAN, key)["stage_id"]) for key in ("vision", "obstacles")[:count]]
    store.close()
    return found


def stored(home: Path) -> Counter[str]:
    """The texts of all cards in the plan's CSV package, and how often each is there."""
    store = store_of(home)
    with tempfile.TemporaryDirectory() as name:
        export_package(store, PLAN, Path(name))
        with (Path(name) / "cards.csv").open(encoding="utf-8-sig", newline="") as file:
            found = Counter(row["text"] for row in csv.DictReader(file))
    store.close()
    return found


def faults(book: Book, found: Counter[str]) -> dict[str, int]:
    """Acknowledged cards that are missing, cards that are there more than once, and cards that nobody wrote."""
    return {
        "missing": sum(found[text] == 0 for text in book.acknowledged.values()),
        "doubled": sum(times > 1 for times in found.values()),
        "strange": len(set(found) - set(book.sent.values())),
    }


__all__ = ["Book", "Person", "Watcher", "faults", "stages_of", "stored"]
