"""Whether a door is well: its memory, its event loop, its store."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil
from tornado.ioloop import IOLoop

from minga.i18n import N_
from minga.i18n import gettext as _
from minga.serve.watching.status import Status
from minga.store import Store, open_store
from minga.workshop import plans, reading

LEAST_MEMORY = 200 * 1024 * 1024
"""Bytes below which nobody new is sent to a door: those who are in need them."""
LATEST = 5.0
"""Seconds by which the event loop may be late before a door counts as unwell."""
STORE_SECONDS = 3.0
LOOK_EVERY = 0.5
REMEMBER = 10.0
FRESH = 2.0
"""Seconds for which what was found is told again to whoever asks."""

_WORDS = {
    "ok": N_("Todo bien: hay lugar."),
    "full": N_("Abierta, pero llena: quien llegue recibe la página ligera o espera su turno."),
    "degraded": N_("Abierta, pero con problemas: por ahora es mejor no enviar a más personas."),
}
_CGROUP = Path("/sys/fs/cgroup")

State = Literal["ok", "full", "degraded"]


@dataclass(frozen=True)
class Health:
    """How a door is.

    Attributes:
        state: ``ok``; ``full``: people still come in, by the light page; ``degraded``: nobody new should.
        problems: among ``store``, ``memory``, ``slow``.
        cards: cards of the plan in the room; None when the store did not say.
    """

    state: State
    problems: tuple[str, ...] = ()
    cards: int | None = None

    @property
    def code(self) -> int:
        """The HTTP status that says it: 200, or 503 when nobody new should come."""
        return 503 if self.state == "degraded" else 200

    def words(self) -> str:
        """One sentence for people, without details."""
        return _(_WORDS[self.state])


class Vitals:
    """Looks after one door.

    Args:
        status: where the numbers are found, and where the loop's lag and the memory left are told.
        store_url: address of the store that is asked whether it answers.
    """

    def __init__(self, status: Status, store_url: str) -> None:
        self._status, self._store = status, StoreProbe(store_url)
        self._lags: deque[tuple[float, float]] = deque()
        self._ticking: asyncio.TimerHandle | None = None
        self._found, self._at = Health("ok"), -FRESH
        self._looking: asyncio.Task[Health] | None = None
        status.gauge("loop_lag_seconds", self.lag)
        status.gauge("memory_available_bytes", memory_left)

    def start(self) -> None:
        """Begin to measure how late the event loop of this thread is."""
        loop = IOLoop.current().asyncio_loop  # type: ignore[attr-defined]
        self._ticking = loop.call_later(LOOK_EVERY, self._tick, loop, loop.time() + LOOK_EVERY)

    def stop(self) -> None:
        """Measure no more."""
        if self._ticking:
            self._ticking.cancel()

    def lag(self) -> float:
        """The longest that the loop was late in the last seconds."""
        oldest = time.monotonic() - REMEMBER
        return max((late for at, late in self._lags if at >= oldest), default=0.0)

    async def look(self) -> Health:
        """How the door is now; asked often, the store is asked once in a while."""
        if time.monotonic() - self._at > FRESH:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.ensure_future(self._examine())
            self._found = await asyncio.shield(self._looking)
            self._at = time.monotonic()
        return self._found

    async def _examine(self) -> Health:
        cards = await self._store.cards()
        problems = [name for name, bad in (
            ("store", cards is None), ("memory", memory_left() < LEAST_MEMORY), ("slow", self.lag() > LATEST)) if bad]
        return Health("degraded" if problems else "full" if _full(self._status.numbers()) else "ok",
                      tuple(problems), cards)

    def _tick(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        now = time.monotonic()
        self._lags.append((now, max(0.0, loop.time() - due)))
        while self._lags and self._lags[0][0] < now - REMEMBER:
            self._lags.popleft()
        self._ticking = loop.call_later(LOOK_EVERY, self._tick, loop, loop.time() + LOOK_EVERY)


class StoreProbe:
    """Asks the store something small, in a thread of its own: one that hangs must not hang the door."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._asked: asyncio.Future[int | None] | None = None

    async def cards(self) -> int | None:
        """Cards of the plan in the room; None when the store does not answer in time, or not at all."""
        if self._asked is None or self._asked.done():
            self._asked = _in_thread(asyncio.get_running_loop(), self._url)
        done, _waiting = await asyncio.wait({self._asked}, timeout=STORE_SECONDS)
        return self._asked.result() if done else None


def _in_thread(loop: asyncio.AbstractEventLoop, url: str) -> asyncio.Future[int | None]:
    answer: asyncio.Future[int | None] = loop.create_future()

    def ask() -> None:
        cards = None
        with contextlib.suppress(Exception):  # whatever it was, the store does not answer
            cards = count_cards(_opened(url))
        with contextlib.suppress(RuntimeError):  # the loop is closed: the door is gone
            loop.call_soon_threadsafe(answer.set_result, cards)

    threading.Thread(target=ask, daemon=True, name="store-probe").start()
    return answer


_open_stores: dict[str, Store] = {}


def _opened(url: str) -> Store:
    if url not in _open_stores:
        _open_stores[url] = open_store(url)
    return _open_stores[url]


def count_cards(store: Store) -> int:
    """Cards on the walls of the plan in the room."""
    plan = plans.plan_in_room(store)
    return sum(reading.card_counts(store, plan).values()) if plan else 0


def memory_left() -> int:
    """Bytes that may still be used: of the machine, or of the container where that is less."""
    left = psutil.virtual_memory().available
    with contextlib.suppress(OSError, ValueError):
        most = (_CGROUP / "memory.max").read_text().strip()
        if most != "max":
            used = int((_CGROUP / "memory.current").read_text())
            cached = [line.split()[1] for line in (_CGROUP / "memory.stat").read_text().splitlines()
                      if line.startswith("inactive_file ")]
            left = min(left, int(most) - used + int(cached[0] if cached else 0))
    return max(0, left)


def _full(numbers: dict[str, float]) -> bool:
    most = numbers.get("kernels_most", 0)
    return bool(numbers.get("queue", 0)) or bool(most and numbers.get("kernels", 0) >= most)
