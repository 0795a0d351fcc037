"""The store as the light way uses it: one thread for what people do, one that looks at the room for all of them."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from minga.errors import MingaError
from minga.i18n import language as door_language
from minga.serve.light_way.talk import LightTalk
from minga.workshop import plans
from minga.workshop.feed import Store
from minga.workshop.room import RoomReader

log = logging.getLogger("minga.serve")

LANGUAGE = 10.0
"""Seconds after which the language of the same plan is asked for again."""
WRITERS = 4
"""Threads that write where the database is elsewhere and lets several in; a SQLite file lets in one."""


class Talking(Protocol):
    """Somebody with a conversation, from their first message on."""

    talk: LightTalk | None


T = TypeVar("T", bound=Talking)


class Sight:
    """The store, the reading of the room that all share, and the threads in which both are used.

    Args:
        store: opens the store; called when somebody comes in, in the thread that looks.
        language: of every page; that of the plan in the room when empty.

    Attributes:
        store: the store, once it is open.
        reader: the reading of the room.
        language: in which whoever comes in now is spoken to.
    """

    store: Store
    reader: RoomReader

    def __init__(self, store: Callable[[], Store], language: str = "") -> None:
        self._opening, self._wanted = store, language
        self.language = language or door_language()
        self._plan, self._asked = "", -math.inf
        self._eyes = ThreadPoolExecutor(1, "minga-sight")
        self._hands: ThreadPoolExecutor | None = None

    @property
    def open(self) -> bool:
        """Whether the store is open."""
        return self._hands is not None

    def look(self, act: Callable[..., Any], *arguments: Any) -> asyncio.Future[Any]:
        """Do something in the thread that looks."""
        return asyncio.get_running_loop().run_in_executor(self._eyes, act, *arguments)

    def act(self, act: Callable[..., Any], *arguments: Any) -> asyncio.Future[Any]:
        """Do something that writes."""
        return asyncio.get_running_loop().run_in_executor(self._hands, act, *arguments)

    async def rest(self) -> None:
        """Let what is under way end; nothing else begins."""
        for pool in (self._hands, self._eyes):
            if pool is not None:
                await asyncio.to_thread(pool.shutdown, cancel_futures=True)

    def close(self) -> None:
        """Close the store."""
        if self.open:
            self.reader.close()
            self.store.close()

    # ── in the thread that looks ──────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """Open the store; nothing when it is open.

        Raises:
            StoreError: it cannot be opened.
        """
        if self.open:
            return
        self.store = self._opening()
        self.reader = RoomReader(self.store)
        self.reader.refresh()
        self._speak()
        self._hands = ThreadPoolExecutor(1 if self.store.is_sqlite else WRITERS, "minga-acts")

    def stale(self, everybody: list[T]) -> list[T]:
        """Read the room if anything was committed; returns those who may see something else now."""
        if not self.open:
            return []
        self.reader.refresh()
        self._speak()
        return [one for one in everybody if one.talk is not None and one.talk.stale()]

    def tell(self, some: list[T]) -> list[T]:
        """Send these what changed for them; returns those who were busy."""
        busy = []
        for one in some:
            try:
                if one.talk is not None and not one.talk.look():
                    busy.append(one)
            except MingaError as gone:
                log.warning("%s", gone)
            except Exception:
                log.exception("could not look")
        return busy

    def _speak(self) -> None:
        """Note the language of the plan in the room, for those who come in."""
        plan, now = self.reader.plan_id, time.monotonic()
        if plan == self._plan and now < self._asked + LANGUAGE:
            return
        self._plan, self._asked = plan, now
        self.language = self._wanted or (
            plans.find_plan(self.store, plan)["language"] if plan else "") or door_language()
