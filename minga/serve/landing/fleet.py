"""The participants' servers behind a landing page: which of them are well, and who should get the next person."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from minga.errors import ServeError
from minga.i18n import gettext as _
from minga.serve.entry.outside import Outside
from minga.serve.watching.room import Server, ask

LOOK_EVERY = 2.0
FAILURES = 2
"""Looks in a row without an answer after which a server counts as gone."""
ARRIVING = 15.0
"""Seconds that somebody who was sent to a server counts there before that server itself counts them."""
SECONDS = 3.0

Ask = Callable[[str], Awaitable[Server]]
_NAME = re.compile(r"[a-z][a-z0-9]{0,15}")


@dataclass
class Member:
    """One participants' server.

    Attributes:
        name: short name, the beginning of the cookie by which a proxy finds it.
        url: its address, with the slash at the end.
        said: what it said last.
        silences: looks in a row without an answer.
        sent: when people were sent there, seconds of a monotonic clock.
    """

    name: str
    url: str
    said: Server = field(default_factory=lambda: Server(""))
    silences: int = FAILURES
    sent: deque[float] = field(default_factory=deque)

    @property
    def gone(self) -> bool:
        """Whether nobody may be sent there, and its own people are sent elsewhere."""
        return self.silences >= FAILURES

    def load(self, now: float) -> int:
        """People there and on their way."""
        while self.sent and now - self.sent[0] > ARRIVING:
            self.sent.popleft()
        return self.said.people + len(self.sent)

    @property
    def size(self) -> float:
        """How many people it has kernels for; 0 where it does not say, or gives everybody the light page."""
        return self.said.number("kernels_most")


class Fleet:
    """All servers.

    Args:
        members: the servers, all different.
        asking: how a server is asked for its state.
        clock: seconds of a monotonic clock.
    """

    def __init__(self, members: Sequence[Member], asking: Ask | None = None,
                 clock: Callable[[], float] = time.monotonic) -> None:
        self.members, self._ask, self._clock = list(members), asking or ask_either_way, clock
        self._asking: dict[str, asyncio.Task[bool]] = {}

    async def look(self) -> None:
        """Ask all of them how they are."""
        await asyncio.gather(*(self.look_at(member) for member in self.members))

    async def look_at(self, member: Member) -> bool:
        """Ask one how it is; whether it answered."""
        said = await self._ask(member.url)
        if said.status == "silent":
            member.silences += 1
            return False
        member.said, member.silences = said, 0
        return True

    async def answers(self, member: Member) -> bool:
        """Whether a server answers that somebody says does not; when it does not, it counts as gone at once.

        Many ask at the same moment when a server falls out; it is asked once.
        """
        if member.gone:
            return False
        asking = self._asking.get(member.name)
        if asking is None or asking.done():
            asking = self._asking[member.name] = asyncio.ensure_future(self.look_at(member))
        there = await asyncio.shield(asking)
        if not there:
            member.silences = max(member.silences, FAILURES)
        return there

    def named(self, name: str) -> Member | None:
        """The server of that name."""
        return next((member for member in self.members if member.name == name), None)

    def choose(self, but: Member | None = None) -> Member | None:
        """The server for the next person: well ones first, then full ones, then unwell ones; among equals the emptiest.

        Where all say how many they can hold, the emptiest is the one of which the smallest part is taken. Whoever
        is chosen counts as having one person more. None when nobody answers.
        """
        now = self._clock()
        for state in ("ok", "full", "degraded"):
            able = [m for m in self.members if not m.gone and m is not but and m.said.status == state]
            if able:
                sized = all(member.size for member in able)
                chosen = min(able, key=lambda m: m.load(now) / (m.size if sized else 1.0))
                chosen.sent.append(now)
                return chosen
        return None


def members_of(given: Sequence[str]) -> list[Member]:
    """The servers as they were given: ``URL`` or ``NAME=URL``; without a name ``s1``, ``s2``… in their order.

    Raises:
        ServeError: one is no address, or two are the same.
    """
    found = []
    for number, text in enumerate(given, 1):
        before, equals, after = text.partition("=")
        name, url = (before, after) if equals and "/" not in before else (f"s{number}", text)
        parts = urlsplit(url)
        if not _NAME.fullmatch(name) or parts.scheme not in ("http", "https") or not parts.hostname \
                or parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ServeError(
                _("«{text}» no es la dirección de un servidor.").format(text=text),
                _("Escríbala como --server http://10.0.0.11:8866 o --server a=http://10.0.0.11:8866"))
        found.append(Member(name, f"{parts.scheme}://{parts.netloc}/"))
    if len({member.name for member in found}) < len(found) or len({member.url for member in found}) < len(found):
        raise ServeError(_("Hay dos servidores con el mismo nombre o la misma dirección."))
    return found


async def ask_either_way(url: str) -> Server:
    """What a server says; one that tells this machine no numbers is asked for its health alone."""
    said = await ask(url)
    if said.status != "silent":
        return said
    try:
        request = HTTPRequest(url + "health", connect_timeout=SECONDS, request_timeout=SECONDS, follow_redirects=False)
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        return Server(url, str(json.loads(answer.body)["status"])) if answer.code in (200, 503) else Server(url)
    except Exception:  # refused, too late, not ours, nonsense: it did not answer
        return Server(url)


def elsewhere(servers: Sequence[str], outside: Outside) -> str:
    """The address that participants type when all their doors are on other machines.

    Raises:
        ServeError: nobody said where they are, or there are several and nobody said what is before them.
    """
    members_of(servers)
    if outside.public_url:
        return outside.address("participant", "", 0)
    if len(servers) == 1:
        return members_of(servers)[0].url
    raise ServeError(
        _("Falta la dirección que escriben los participantes."),
        _("Dígala con --public-url: la de «minga landing», o la del proxy que está delante de los servidores."))
