"""The light way: everybody who is in the room without a kernel of their own, in this one process.

The event loop only carries messages. What touches the store is done by two other threads: one for what people do,
each act committed before it is acknowledged, and one for looking: at the room, which is read once for everybody
whenever something was committed, and then at one talk after the other, so that each phone gets what changed for it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from minga.serve.light_way.sight import Sight
from minga.serve.light_way.talk import LightTalk
from minga.serve.watching.status import Status
from minga.talk.conversation import Message
from minga.workshop.feed import Store

log = logging.getLogger("minga.serve")

ROUND = 0.1
"""Seconds between two readings of the room, at least; one's own card comes back within this time."""
TICK = 0.25
"""Seconds after which the room is looked at though nobody here did anything."""
PACE = 0.7
"""Seconds between two changes that are sent to one phone, at least; its own acts are sent at once."""
SHARE, SLOWEST = 3.0, 3.0
"""The same, as a multiple of the time that it takes to tell everybody, but no more than so many seconds."""
SLICE = 25
"""Talks that are looked at in one go: a few milliseconds, then those who come in have their turn."""
QUESTIONS = ("hello", "since", "check", "clock")
"""Nothing is written by these: they are answered by the thread that looks."""
BUSY = 60
"""Messages under way from which advice on a text is left for later: what people send goes first."""
SILENT = 20.0
"""Seconds of silence after which a page is asked whether it is there."""
GONE = 60.0
"""Seconds of silence after which it is not."""
SWEEP = 1.0


class Line(Protocol):
    """What carries the messages of one page; used in the event loop, save for ``pack``."""

    def pack(self, message: Message) -> tuple[bytes, int]:
        """The message as it travels, and how; called from any thread."""

    def put(self, message: bytes, flags: int) -> None:
        """Send what was packed."""

    def clogged(self) -> bool:
        """Whether so much waits to be sent that nothing should be added."""

    def ask(self) -> None:
        """Ask whether the page is there; ``LightRoom.heard`` follows if it is."""

    def drop(self) -> None:
        """Close at once."""

    def goodbye(self) -> None:
        """Close politely: the door is being closed."""


@dataclass(eq=False, slots=True)
class Seat:
    """One open page.

    Attributes:
        device: whose page it is.
        line: carries its messages.
        talk: its conversation, from its first message on.
        heard: when something last came from it.
        looked: when its talk was last looked at.
    """

    device: str
    line: Line
    heard: float
    talk: LightTalk | None = None
    looked: float = 0.0
    asked: float = 0.0


class LightRoom:
    """The people in the room without kernels; belongs to the event loop in which it is used.

    Args:
        store: opens the store; called when somebody comes in, in another thread.
        status: where people and messages are counted.
        language: of every page; that of the plan in the room when empty.
    """

    def __init__(self, store: Callable[[], Store], status: Status | None = None, *, language: str = "") -> None:
        self.status = status or Status()
        self.sight = Sight(store, language)
        self._seats: dict[Seat, None] = {}
        self._people: Counter[str] = Counter()
        self._acted: dict[Seat, None] = {}
        self._stale: dict[Seat, None] = {}
        self._stirred = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._under_way = 0
        self._each = 0.0
        self._closed = False
        self.status.gauge("people_light", lambda: len(self._people))
        self.status.gauge("messages_waiting", self.waiting)

    def __len__(self) -> int:
        return len(self._seats)

    def waiting(self) -> int:
        """Messages that wait to be answered or sent."""
        return self._under_way + len(self._acted) + len(self._stale)

    def enter(self, device: str, line: Line) -> Seat:
        """Somebody opened the page."""
        self._people[device] += 1
        seat = Seat(device, line, time.monotonic())
        self._seats[seat] = None
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.ensure_future(self._keep())
        return seat

    def leave(self, seat: Seat) -> None:
        """Somebody's page is gone: nothing of it is kept."""
        if seat not in self._seats:
            return
        for kept in (self._seats, self._acted, self._stale):
            kept.pop(seat, None)
        self._people[seat.device] -= 1
        if not self._people[seat.device]:
            del self._people[seat.device]

    def heard(self, seat: Seat) -> None:
        """Something came from a page."""
        seat.heard = time.monotonic()

    async def hear(self, seat: Seat, message: Message) -> None:
        """Take one message of a page; returns when it has been answered.

        Raises:
            MingaError: the store cannot be opened.
        """
        begun = time.perf_counter()
        self._under_way += 1
        try:
            if not self.sight.open:
                await self.sight.look(self.sight.begin)
            if self._closed or seat not in self._seats:
                return
            talk = seat.talk = seat.talk or self._talk(seat)
            question = message.get("op") in QUESTIONS if isinstance(message, dict) else True
            await (self.sight.look if question else self.sight.act)(talk.hear, message)
        except (asyncio.CancelledError, RuntimeError):
            if not self._closed:
                raise
            return  # the page sends it again when the door is open again
        finally:
            self._under_way -= 1
        if not question:
            self.status.observe("ack_seconds", time.perf_counter() - begun)
        if talk.acted and seat in self._seats:
            talk.acted = False
            if not question:
                self._acted[seat] = None
                self._stirred.set()

    async def close(self) -> None:
        """Let what is being written be written and acknowledged, then say goodbye to everybody."""
        self._closed = True
        if self._keeper is not None:
            self._keeper.cancel()
        await self.sight.rest()
        for seat in list(self._seats):
            seat.line.goodbye()
        self.sight.close()

    # ── in the event loop ─────────────────────────────────────────────────────────────────────────

    def _talk(self, seat: Seat) -> LightTalk:
        loop, line, sight = asyncio.get_running_loop(), seat.line, self.sight

        def post(message: Message) -> None:
            loop.call_soon_threadsafe(line.put, *line.pack(message))

        return LightTalk(sight.store, seat.device, sight.reader, post, language=lambda: sight.language,
                         busy=lambda: self._under_way > BUSY)

    async def _keep(self) -> None:
        """Look at the room for as long as somebody is in it."""
        swept = time.monotonic()
        while self._seats:
            begun = time.monotonic()
            try:
                await self._round(begun)
            except Exception:  # a busy or moved store must not end the following
                log.exception("could not look at the room")
            if begun - swept > SWEEP:
                swept = begun
                self._sweep(begun)
            await asyncio.sleep(max(0.0, begun + ROUND - time.monotonic()))
            if not self._acted and not self._due(1):
                await self._stir(max(0.0, begun + TICK - time.monotonic()))

    async def _stir(self, seconds: float) -> None:
        self._stirred.clear()
        try:
            await asyncio.wait_for(self._stirred.wait(), seconds)
        except TimeoutError:
            return

    async def _round(self, begun: float) -> None:
        acted, self._acted = list(self._acted), {}
        stale = await self.sight.look(self.sight.stale, list(self._seats))
        self._stale.update(dict.fromkeys(seat for seat in stale if seat in self._seats))
        for start in range(0, len(acted), SLICE):
            await self._look_at(acted[start:start + SLICE])
        told = time.monotonic()
        while (due := self._due(SLICE)) and not (self._acted and time.monotonic() - begun > ROUND):
            await self._look_at(due)
            self._each = (time.monotonic() - told) / SLICE if len(due) == SLICE else self._each
            told = time.monotonic()

    def _due(self, most: int) -> list[Seat]:
        """Some of those for whom the room may have changed, whose turn it is and who take what they are sent."""
        pace = max(PACE, min(SLOWEST, SHARE * self._each * len(self._seats)))
        before, found = time.monotonic() - pace, []
        for seat in self._stale:
            if seat.looked < before and not seat.line.clogged():
                found.append(seat)
                if len(found) == most:
                    break
        return found

    async def _look_at(self, seats: Iterable[Seat]) -> None:
        now = time.monotonic()
        here = [seat for seat in seats if seat in self._seats and seat.talk is not None]
        for seat in seats:
            self._stale.pop(seat, None)
        clear = [seat for seat in here if not seat.line.clogged()]
        busy = await self.sight.look(self.sight.tell, clear)
        for seat in here:
            seat.looked = now
        self._stale.update(dict.fromkeys(seat for seat in [*busy, *(set(here) - set(clear))] if seat in self._seats))

    def _sweep(self, now: float) -> None:
        """Ask those who are silent whether they are there; let go those who do not answer."""
        for seat in list(self._seats):
            silent = now - seat.heard
            if silent > GONE:
                seat.line.drop()
            elif silent > SILENT and now - seat.asked > SILENT:
                seat.asked = now
                seat.line.ask()
