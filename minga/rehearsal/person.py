"""One person with a phone: comes in, does what the moment allows, loses the connection, comes back."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from minga.rehearsal.browser import Browser, Lost
from minga.rehearsal.choices import Choice, choose
from minga.rehearsal.page import Page
from minga.rehearsal.record import Operation, Record
from minga.rehearsal.words import Deck

FORM = "Participate"
AWAY = 0.02
"""How often, of all their moments, somebody loses the connection or closes the phone."""


@dataclass
class Room:
    """What all people of a rehearsal share.

    Attributes:
        url: the participants' door.
        plan: id of the plan; nobody does anything while the room is in another one.
        deck: cards to be written.
        record: the book of what happened.
        chance: where chance comes from.
        pace: mean seconds between two things that one person does.
        keys: keys of the stages by their id, where they are known.
        over: set when everybody goes home.
    """

    url: str
    plan: str
    deck: Deck
    record: Record
    chance: random.Random
    pace: float
    keys: dict[str, str]
    over: asyncio.Event

    async def wait(self, mean: float, most: float = 60.0) -> None:
        """Let some time pass, short or long as it comes, or until it is over."""
        await self.until(min(most, self.chance.expovariate(1 / mean)) if mean > 0 else 0.0)

    async def until(self, seconds: float) -> None:
        """Let so many seconds pass, or until it is over."""
        if not self.over.is_set():
            try:
                await asyncio.wait_for(self.over.wait(), seconds)
            except TimeoutError:
                return


@dataclass
class Person:
    """A participant.

    Args:
        room: the room.
        alias: their name.
        team: their team; may be empty. Their country is one of the plan's.
    """

    room: Room
    alias: str
    team: str = ""
    outbox: deque[Operation] = field(default_factory=deque)
    done: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.browser = Browser(self.room.url)
        self.page: Page | None = None
        self.chance = random.Random(self.room.chance.random())
        self._in = False

    async def live(self, arrives: float) -> None:
        """Come in after so many seconds, stay until it is over, and leave nothing unsent behind."""
        await self.room.until(arrives)
        while not self.room.over.is_set():
            await self._through(self._moment)
        for _attempt in range(5):
            if not self.outbox:
                break
            await self._through(self.deliver)
        if self.page is not None:
            await self.page.leave()
        self.browser.close()

    async def _through(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            if self.page is None:
                await self.come_in()
            await act()
        except Lost:
            self.room.record.lost += 1
            await self.hang_up()
            await asyncio.sleep(self.chance.uniform(0.5, 2.0))

    async def come_in(self) -> None:
        """Open the page; the first time, say one's alias."""
        begun = time.perf_counter()
        proofs = [o.id for o in self.room.record.of("add_card") if o.who == self.alias]
        self.page = await Page.open(self.browser, "", FORM, proofs=proofs)
        self.room.record.opened.append(time.perf_counter() - begun)
        self.room.record.present.add(self.alias)
        if not self._in and self.here():
            self.join()
            await self.deliver()

    def join(self) -> None:
        """Say one's alias, team and country."""
        countries = self.state["plan"].get("countries") or [""]
        self.send("join", alias=self.alias, team=self.team, country=self.chance.choice(countries))
        self._in = True

    def here(self) -> bool:
        """Whether the room is in the plan of the rehearsal."""
        return self.state.get("plan", {}).get("id") == self.room.plan

    @property
    def state(self) -> dict[str, Any]:
        """What the phone shows."""
        return self.page.state.get(FORM, {}) if self.page else {}

    def send(self, op: str, was: str = "", **fields: Any) -> None:
        """Put something into the outbox."""
        self.outbox.append(self.room.record.begin(self.alias, op, was=was, plan=self.room.plan, **fields))

    async def deliver(self) -> None:
        """Send what waits, in order, each under its own id until its answer comes."""
        while self.outbox and self.page is not None:
            operation = self.outbox[0]
            self.room.record.sending(operation)
            answer = await self.page.ask(FORM, operation.op, op_id=operation.id, **operation.fields)
            self.room.record.answered(operation, answer)
            self.outbox.popleft()

    async def hang_up(self) -> None:
        """The connection is gone."""
        if self.page is not None:
            await self.page.close()
        self.page = None

    async def _moment(self) -> None:
        await self.deliver()
        await self.room.wait(self.room.pace)
        if self.room.over.is_set() or not self.here():
            return
        if not self._in:
            self.join()
        elif self.chance.random() < AWAY:
            await self._go_away()
        else:
            await self._do(choose(self.state, self.chance, self.done, self.room.deck, self.room.keys))
        await self.deliver()

    async def _do(self, choice: Choice | None) -> None:
        if choice is None:
            return
        self.done[choice.counts] = self.done.get(choice.counts, 0) + 1
        if choice.op != "look":
            self.send(choice.op, choice.was, **choice.fields)
        elif self.page is not None:  # a question: nothing is written by it
            await self.page.ask(FORM, "look", plan=self.room.plan, **choice.fields)

    async def _go_away(self) -> None:
        """No connection for a while; what is written meanwhile waits in the phone."""
        self.room.record.away += 1
        choice = choose(self.state, self.chance, self.done, self.room.deck, self.room.keys)
        await self.hang_up()
        if choice is not None and choice.op == "add_card":
            await self._do(choice)
        await self.room.wait(3 * self.room.pace)
