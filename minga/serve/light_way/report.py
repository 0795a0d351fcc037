"""The semester's form by the light way: who reports has a websocket of the door itself, ``/report/channel``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from tornado.web import HTTPError

from minga.i18n import language as door_language
from minga.i18n import speaking
from minga.results.reporting import Reporter, reporter_of, whose_key
from minga.serve.light_way.channel import LightChannel
from minga.serve.light_way.hosted import Hosted
from minga.serve.light_way.room import LightRoom, Seat
from minga.serve.light_way.sight import WRITERS, Sight
from minga.serve.report_cookie import link_in_cookie
from minga.talk.conversation import Message
from minga.talk.report import ReportTalk
from minga.talk.report_labels import labels
from minga.workshop import plans
from minga.workshop.feed import Store


class LightReport(Hosted, ReportTalk):
    """The form of a personal link, hosted without a kernel.

    Args:
        store: the store.
        link_id: whose link, as the door established it.
        post: takes each message for the page.
        language: says in which language the plan is.
    """

    def __init__(self, store: Store, link_id: str, post: Callable[[Message], None], *,
                 language: Callable[[], str]) -> None:
        super().__init__(store, link_id)
        self.host(post, language)

    @property
    def labels(self) -> dict[str, Any]:
        """The page's words."""
        return words(self.lang)


@cache
def words(language: str) -> dict[str, Any]:
    """The page's words in a language."""
    with speaking(language):
        return labels()


class ReportSight(Sight):
    """The store as those who report use it: no room is read, each talk looks at its own plan."""

    def close(self) -> None:
        """Close the store."""
        if self.open:
            self.store.close()

    def begin(self) -> None:
        """Open the store; nothing when it is open.

        Raises:
            StoreError: it cannot be opened.
        """
        if not self.open:
            self.store = self._opening()
            self._hands = ThreadPoolExecutor(1 if self.store.is_sqlite else WRITERS, "minga-reports")

    def stale(self, everybody: list[Any]) -> list[Any]:
        """Those who may see something else now."""
        return [one for one in everybody if one.talk is not None and one.talk.stale()]

    def whose(self, key: str, link_id: str) -> tuple[Reporter, str] | None:
        """Who comes with a key, or else with the link that their cookie names; and the language of their plan."""
        self.begin()
        who = whose_key(self.store, key) if key else reporter_of(self.store, link_id) if link_id else None
        return (who, self.language_of(who.link_id)) if who else None

    def language_of(self, link_id: str) -> str:
        """The language of the plan that a link is of; the door's where that is not known."""
        who = reporter_of(self.store, link_id)
        return (plans.find_plan(self.store, who.plan_id)["language"] if who else "") or door_language()


class ReportRoom(LightRoom):
    """The people who fill in their form just now; belongs to the event loop in which it is used.

    Args:
        store: opens the store; called when somebody comes in, in another thread.
    """

    sight: ReportSight

    def __init__(self, store: Callable[[], Store]) -> None:
        super().__init__(store)  # with a status of its own: these people are not in the workshop's room
        self.sight = ReportSight(store)

    async def whose(self, key: str, link_id: str) -> tuple[Reporter, str] | None:
        """Who comes; see ``ReportSight.whose``."""
        return await self.sight.look(self.sight.whose, key, link_id)

    def _talk(self, seat: Seat) -> Any:
        loop, line, sight = asyncio.get_running_loop(), seat.line, self.sight
        link_id = line.link_id if isinstance(line, ReportChannel) else ""

        def post(message: Message) -> None:
            loop.call_soon_threadsafe(line.put, *line.pack(message))

        return LightReport(sight.store, link_id, post, language=lambda: sight.language_of(link_id))


class ReportChannel(LightChannel):
    """What a form's page says to Python, and what it is told."""

    room: ReportRoom
    link_id = ""

    async def get(self, *arguments: Any, **named: Any) -> None:
        """Let in who came with a personal link that opens."""
        self.link_id = link_in_cookie(self)
        if not self.link_id or await self.room.whose("", self.link_id) is None:
            raise HTTPError(403)
        await super().get(*arguments, **named)
