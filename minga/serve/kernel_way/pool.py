"""Pages made ahead of time, one for each person expected, and the queue of those who came when none was left."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NamedTuple, Protocol

from minga.serve.kernel_way.prepared import Prepared
from minga.serve.opening.limits import cores

log = logging.getLogger(__name__)

SPARE = 4
"""Pages kept ready when nobody said how many people come, and once everybody expected is in."""
LONGEST_MAKING = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds before a page that could not be made is tried again; doubled each time."""
BROKEN_AFTER = 3
"""Failures in a row after which people are not asked to wait any longer."""
FORGOTTEN_SECONDS = 20.0
"""Who has not asked for that long has left the queue."""
MOMENT = 1.0
REFILL_PAUSE = 0.25
LAG = 0.05
"""Seconds that the event loop may be late while pages are made for people who are not there yet."""
USUAL_SECONDS = 0.5
WEIGHT = 0.2
"""How much the newest page counts in the time that one takes."""


class Place(NamedTuple):
    """Where somebody stands in the queue, from 1 on, and in about how many seconds it is their turn."""

    number: int
    seconds: float


class Kernels(Protocol):
    """What the pool asks of the kernels."""

    def make_room(self) -> None: ...
    def give(self, kernel_id: str, user: str) -> None: ...
    def expect(self, kernel_id: str) -> None: ...
    async def alive(self, kernel_id: str) -> bool: ...


class _Waiting:
    """Somebody in the queue."""

    def __init__(self, now: float) -> None:
        self.asked, self.served = now, asyncio.Event()


class Pool:
    """Hands out pages; makes new ones a few at a time, first for whoever waits and then for whoever may come.

    One visitor has one page, whatever they load again or open beside it.

    Args:
        make: makes one page in a kernel of nobody's.
        kernels: where those kernels live.
        expected: how many people are expected; 0 when nobody said.
        spare: how many pages are kept ready in any case.
        most: how many pages there may be at the same time, ready or handed out; 0 means any number.
        workers: how many pages are made at the same time.
        progress: told how many pages are ready and how many are to be, until the first filling is done.
    """

    def __init__(self, make: Callable[[], Awaitable[Prepared]], kernels: Kernels, *, expected: int = 0,
                 spare: int = SPARE, most: int = 0, workers: int = 0,
                 progress: Callable[[int, int], None] | None = None) -> None:
        self._make, self._kernels = make, kernels
        self._expected, self._spare, self._most = expected, spare, most
        self._workers = workers or max(2, cores())
        self._progress = progress or (lambda ready, size: None)
        self._ready: deque[Prepared] = deque()
        self._held: dict[str, Prepared] = {}
        self._queue: OrderedDict[str, _Waiting] = OrderedDict()
        self._making: set[asyncio.Task[None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._opening, self._refilling = True, False
        self._failures, self._paused_until = 0, 0.0
        self._seconds = USUAL_SECONDS
        self._closed = False

    @property
    def ready(self) -> int:
        """Pages that wait for somebody."""
        return len(self._ready)

    @property
    def waiting(self) -> int:
        """People in the queue."""
        return len(self._queue)

    def knows(self, visitor: str) -> bool:
        """Whether somebody has a page already, or waits for one."""
        return visitor in self._held or visitor in self._queue

    def size(self) -> int:
        """How many pages should be ready now: for those expected who are not in yet, and a few more."""
        still = max(self._spare, self._expected - len(self._held))
        return min(still, len(self._ready) + len(self._making) + self.room())

    def room(self) -> int:
        """How many more pages may be made now."""
        made = len(self._ready) + len(self._making) + len(self._held)
        return max(0, self._most - made) if self._most else sys.maxsize

    def open(self) -> None:
        """Begin to make pages."""
        if self.size():
            self._progress(0, self.size())
        self._pump()

    async def close(self) -> None:
        """Make no more pages; what is being made is finished if that takes no more than a moment."""
        self._closed = True
        making = {*self._making, *self._tasks}
        if self._making:
            await asyncio.wait(self._making, timeout=MOMENT)
        for task in making:
            task.cancel()
        await asyncio.gather(*making, return_exceptions=True)

    async def take(self, visitor: str) -> Prepared | None:
        """The visitor's own page, or one that is ready; None when there is none at hand."""
        held = self._held.get(visitor)
        if held is not None:
            if await self._kernels.alive(held.kernel_id):
                self._kernels.expect(held.kernel_id)
                return held
            if self._held.get(visitor) is held:
                del self._held[visitor]
        while self._ready and not self._queue:  # whoever waits comes first
            page = self._ready.popleft()
            if not await self._kernels.alive(page.kernel_id):
                continue
            if visitor not in self._held:
                return self._hand(page, visitor)
            self._ready.appendleft(page)  # another tab was quicker
            return self._held[visitor]
        return None

    async def join(self, visitor: str, patience: float) -> Prepared | Place | None:
        """A page for this visitor; their place in the queue when none is ready after ``patience`` seconds.

        None says that there will be none: the machine is full, or pages cannot be made at all.
        """
        page = await self.take(visitor)
        if page is not None:
            return page
        self._forget_who_left()
        waiting = self._queue.get(visitor)
        if waiting is None:
            if self._failures >= BROKEN_AFTER or not self._has_room():
                return None
            waiting = self._queue[visitor] = _Waiting(time.monotonic())
        waiting.asked = time.monotonic()
        self._pump()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(waiting.served.wait(), patience)
        waiting.asked = time.monotonic()
        if visitor in self._held:
            return await self.take(visitor) or self.place(visitor)
        if self._failures >= BROKEN_AFTER:
            self._queue.pop(visitor, None)
            return None
        return self.place(visitor)

    def place(self, visitor: str) -> Place:
        """Where somebody stands, as of now."""
        number = next((at for at, who in enumerate(self._queue, 1) if who == visitor), 1)
        pause = max(0.0, self._paused_until - time.monotonic())
        return Place(number, round(pause + self._seconds * -(-number // self._workers), 1))

    def forget(self, kernel_id: str) -> None:
        """A kernel is gone, and its page with it."""
        died = [page for page in self._ready if page.kernel_id == kernel_id]
        for page in died:
            self._ready.remove(page)
        for visitor in [who for who, page in self._held.items() if page.kernel_id == kernel_id]:
            del self._held[visitor]
        if died and not self._closed:
            self._failed("a page that was ready is gone")
        self._pump()

    def _has_room(self) -> bool:
        if self.room() + len(self._making) > len(self._queue):
            return True
        self._kernels.make_room()  # it takes a moment; whoever comes next finds it
        return False

    def _forget_who_left(self) -> None:
        now = time.monotonic()
        for visitor in [who for who, one in self._queue.items() if now - one.asked > FORGOTTEN_SECONDS]:
            del self._queue[visitor]

    def _hand(self, page: Prepared, visitor: str) -> Prepared:
        self._queue.pop(visitor, None)
        self._held[visitor] = page
        self._kernels.give(page.kernel_id, visitor)
        self._pump()
        return page

    def _pump(self) -> None:
        """Start what may be started: for the queue and the first filling at once, for the rest when all is calm."""
        if self._closed or time.monotonic() < self._paused_until:
            return
        wanted = len(self._queue) or (self.size() - len(self._ready) if self._opening else 0)
        while len(self._making) < min(self._workers, wanted) and self.room() > 0:
            self._start()
        if self._opening and not self._making and not self._queue:
            self._opening = False
            self._progress(len(self._ready), len(self._ready))
        if not self._opening and not self._refilling and self.size() > len(self._ready) + len(self._making):
            self._refilling = True
            self._keep(self._refill())

    def _start(self) -> asyncio.Task[None]:
        task = self._keep(self._one(), self._making)
        task.add_done_callback(lambda _done: self._pump())  # comes after the one that says it is done
        return task

    def _keep(self, work: Coroutine[Any, Any, None],
              among: set[asyncio.Task[None]] | None = None) -> asyncio.Task[None]:
        kept = self._tasks if among is None else among
        task = asyncio.ensure_future(work)
        kept.add(task)
        task.add_done_callback(kept.discard)
        return task

    async def _one(self) -> None:
        """Make one page, for the first in the queue or for nobody yet."""
        try:
            page = await asyncio.wait_for(self._make(), LONGEST_MAKING)
        except Exception as why:  # whatever it was, the page is made again after a pause
            self._failed(f"{type(why).__name__}: {why}")
        else:
            self._failures = 0
            self._seconds += WEIGHT * (page.seconds - self._seconds)
            self._give(page)

    def _give(self, page: Prepared) -> None:
        self._forget_who_left()
        if self._queue:
            visitor, waiting = self._queue.popitem(last=False)
            self._hand(page, visitor)
            waiting.served.set()
        else:
            self._ready.append(page)
        if self._opening:
            self._progress(len(self._ready), max(len(self._ready), self.size()))

    def _failed(self, why: str) -> None:
        self._failures += 1
        pause = min(FIRST_PAUSE * 2 ** (self._failures - 1), LONGEST_PAUSE)
        self._paused_until = time.monotonic() + pause
        log.warning("a page could not be made (%s); again in %.0f s", why, pause)
        if self._opening and self._failures == BROKEN_AFTER:  # nobody shall wait for this to end
            self._progress(len(self._ready), len(self._ready))
        asyncio.get_running_loop().call_later(pause * 1.01, self._pump)

    async def _refill(self) -> None:
        """One page after another, each only when nobody waits and the event loop is not late."""
        try:
            while not self._closed and self.size() > len(self._ready) + len(self._making):
                before = time.monotonic()
                await asyncio.sleep(REFILL_PAUSE)
                late = time.monotonic() - before - REFILL_PAUSE
                if late < LAG and not self._queue and not self._making and time.monotonic() >= self._paused_until:
                    await asyncio.wait([self._start()])
        finally:
            self._refilling = False
