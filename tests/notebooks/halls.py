"""The light way alone, in this process: its channel behind a tiny page, for tests that need no notebook."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import tornado.web
from jupyter_server.auth.identity import User
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.websocket import WebSocketClientConnection

from minga.rehearsal.browser import Browser
from minga.rehearsal.page import Page
from minga.rehearsal.person import FORM
from minga.serve.entry.identity import ParticipantIdentity, cookie_settings
from minga.serve.entry.sockets import Sockets
from minga.serve.light_way.channel import LightChannel
from minga.serve.light_way.room import LightRoom
from minga.serve.watching.status import Status
from minga.store import Store, open_store

SECRET = b"a secret of the tests"
COOKIE = "minga-participant"


class FirstPage(tornado.web.RequestHandler):
    """The page that says which way it is."""

    def get(self) -> None:
        """Send it."""
        self.finish('<body data-way="light">')


@dataclass
class Hall:
    """A room of people without kernels.

    Attributes:
        url: where it answers.
        room: the room.
        most: of websockets, in all and of one visitor.
    """

    url: str
    room: LightRoom
    status: Status
    pages: list[Page] = field(default_factory=list)

    def browser(self, who: str) -> Browser:
        """A browser that has been here before: the same name has the same cookie."""
        browser = Browser(self.url)
        identity = ParticipantIdentity()
        user = identity.user_to_cookie(User(uuid.uuid5(uuid.NAMESPACE_DNS, who).hex))
        browser.cookies[COOKIE] = tornado.web.create_signed_value(SECRET, COOKIE, user).decode()
        return browser

    async def page(self, who: str, *, proofs: list[str] | None = None, joins: bool = True,
                   heard: Callable[[str, Any], None] | None = None) -> Page:
        """Somebody opens the page, and says their alias."""
        page = await Page.open(self.browser(who), "", FORM, proofs=proofs, heard=heard, patience=20)
        self.pages.append(page)
        if joins and page.state[FORM]["plan"]["id"]:
            assert (await page.ask(FORM, "join", plan=page.state[FORM]["plan"]["id"], alias=who))["ok"]
            await page.until(lambda: "me" in page.state[FORM])
        return page

    async def socket(self, who: str) -> WebSocketClientConnection:
        """A websocket that only does what the test says."""
        return await self.browser(who).socket("light/channel")


@asynccontextmanager
async def hall(store: Store, *, most: tuple[int, int] = (0, 0)) -> AsyncIterator[Hall]:
    """Open the light way over a store."""
    listening, port = bind_unused_port()
    status = Status()
    room = LightRoom(lambda: open_store(store.engine.url.render_as_string(hide_password=False)), status)
    identity = ParticipantIdentity(**cookie_settings(COOKIE, 400))
    server = HTTPServer(tornado.web.Application(
        [("/", FirstPage), ("/light/channel", LightChannel, {"room": room})], cookie_secret=SECRET,
        identity_provider=identity, minga_sockets=Sockets(*most), websocket_max_message_size=256 * 1024))
    server.add_sockets([listening])
    here = Hall(f"http://127.0.0.1:{port}/", room, status)
    try:
        yield here
    finally:
        for page in here.pages:
            await page.close()
        await room.close()
        server.stop()
        await server.close_all_connections()


async def heard(socket: WebSocketClientConnection) -> dict[str, Any]:
    """The next message of a websocket."""
    said = await asyncio.wait_for(socket.read_message(), 20)
    assert isinstance(said, str), said
    return json.loads(said)


async def happens(what: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(20):
        while not what():
            await asyncio.sleep(0.01)
