"""The websocket of the light way: ``/light/channel``."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, cast

from tornado.web import HTTPError
from tornado.websocket import WebSocketHandler

from minga.errors import MingaError
from minga.serve.entry.sockets import Sockets
from minga.serve.handlers import Headers
from minga.serve.light_way.frames import LEVEL, MEMORY, Frames
from minga.serve.light_way.room import LightRoom, Seat
from minga.talk.conversation import Message

log = logging.getLogger("minga.serve")

CLOGGED = 48 * 1024
"""Bytes that may wait for a page that reads slowly before it is sent nothing new."""
MOST_WAITING = 2 * 1024 * 1024
"""Bytes at which it is dropped; a state of a full room fits in, and comes whole when it is back."""
GOING_AWAY, BROKEN, NOT_UNDERSTOOD = 1001, 1011, 1003


class LightChannel(Headers, WebSocketHandler):
    """What a page says to the room, and what it is told."""

    SUPPORTED_METHODS = ("GET",)  # type: ignore[assignment]  # ``put`` below is no request's method
    ping_interval = 0  # the room asks the silent ones itself

    def initialize(self, *, room: LightRoom) -> None:
        """Note which room it leads to."""
        self.room = room

    @property
    def sockets(self) -> Sockets:
        """All websockets of this door."""
        return cast(Sockets, self.settings["minga_sockets"])

    def get_current_user(self) -> str | None:
        """The visitor, by the cookie that the page gave them; nobody is made here."""
        user = self.settings["identity_provider"].get_user_cookie(self)
        return user.username if user is not None else None

    async def get(self, *arguments: Any, **named: Any) -> None:
        """Let in who has loaded the page."""
        if self.current_user is None:
            raise HTTPError(403)
        if self.sockets.full(self.current_user, self.request.remote_ip or ""):
            raise HTTPError(503)
        await super().get(*arguments, **named)

    def get_websocket_protocol(self) -> Frames | None:
        """The protocol, with our compression."""
        stock = super().get_websocket_protocol()
        return Frames(self, False, stock.params) if stock is not None else None

    def get_compression_options(self) -> dict[str, Any]:
        """How messages are compressed."""
        return {"compression_level": LEVEL, "mem_level": MEMORY}

    def open(self, *_arguments: Any, **_named: Any) -> None:
        """Begin."""
        self._frames = cast(Frames, self.ws_connection)
        self._frames.set_nodelay(True)
        self._waiting = 0
        self._taken: asyncio.Event | None = None
        self._pace = self.sockets.pace(self.current_user)
        self._seat: Seat | None = self.room.enter(self.current_user, self)
        self.sockets.enter(self.current_user, self.drop, self.request.remote_ip or "")

    def on_message(self, message: str | bytes) -> Any:
        """Take a message; the next one is not read before it is answered, so that who sends too much waits."""
        if self._seat is None:
            return None
        self.room.heard(self._seat)
        wait = self._pace.wait(len(message))
        if message == "ping" and not wait and not self.clogged():  # the page asks whether anybody is there
            self.put(b"pong", 0)
            return None
        return self._take(message, wait)

    async def _take(self, message: str | bytes, wait: float) -> None:
        if wait:
            await asyncio.sleep(wait)
        while self._seat is not None and self.clogged():  # who does not read is not heard either
            self._taken = asyncio.Event()
            await self._taken.wait()
        if self._seat is None:
            return
        self.room.status.count("messages_in")
        if message == "ping":
            return self.put(b"pong", 0)
        try:
            await self.room.hear(self._seat, json.loads(message) if isinstance(message, str) else None)
        except (ValueError, RecursionError):  # no page of ours sends such a thing
            self.close(NOT_UNDERSTOOD)
        except MingaError as why:  # the page comes back, and says meanwhile that there is no connection
            log.warning("%s", why)
            self.close(BROKEN)

    def on_pong(self, data: bytes) -> None:
        """The page is there."""
        if self._seat is not None:
            self.room.heard(self._seat)

    def on_close(self) -> None:
        """Nothing is kept."""
        seat, self._seat = getattr(self, "_seat", None), None
        if seat is not None:
            self.room.leave(seat)
            self.sockets.leave(self.current_user, self.drop)
            if self._taken is not None:
                self._taken.set()

    # ── what the room uses ────────────────────────────────────────────────────────────────────────

    def pack(self, message: Message) -> tuple[bytes, int]:
        """The message as it travels, and how."""
        return self._frames.packed(message)

    def put(self, message: bytes, flags: int) -> None:
        """Send what was packed."""
        future = self._frames.put(message, flags)
        self.room.status.count("messages_out")
        if future is None or future.done():
            return
        self._waiting += len(message)
        if self._waiting > MOST_WAITING:
            self.drop()
            return
        future.add_done_callback(lambda taken: self._sent(len(message)))

    def _sent(self, length: int) -> None:
        self._waiting -= length
        if self._taken is not None and not self.clogged():
            self._taken.set()

    def clogged(self) -> bool:
        """Whether so much waits to be sent that nothing should be added."""
        return self._waiting > CLOGGED

    def ask(self) -> None:
        """Ask whether the page is there."""
        if self.ws_connection is not None and not self._frames.is_closing():
            self.ping(b"")

    def drop(self) -> None:
        """Close at once."""
        self._frames.drop()

    def goodbye(self) -> None:
        """Close politely: the door is being closed, the page will look for it again."""
        self.close(GOING_AWAY)
