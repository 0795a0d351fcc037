"""The facilitator's ``/room``: a plain page without a kernel, and the words it asks for every two seconds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, authenticated

from minga import paths
from minga.serve.handlers import Guarded
from minga.serve.watching.errors import last_errors
from minga.serve.watching.room import SERVERS, Cards, addresses_of, ask_all, described, page_words


class Room(Guarded):
    """The page."""

    @authenticated
    def get(self) -> None:
        """Send the page; its numbers come by themselves."""
        self.set_header("Cache-Control", "no-store")
        self.finish(self.settings["jinja2_env"].get_template("room.html").render(words=page_words()))


class RoomNow(Guarded):
    """What the page shows now."""

    def initialize(self, *, log: Path) -> None:
        """Note where the log is."""
        self.log_file = log

    @authenticated
    async def get(self) -> None:
        """Ask every participants' door, and put what they say into words."""
        servers = await ask_all(addresses_of(os.environ.get(SERVERS, "")))
        cards = max((server.cards for server in servers if server.cards is not None), default=None)
        self.set_header("Cache-Control", "no-store")
        self.finish(described(servers, self.settings["minga_cards"].rate(cards), last_errors(self.log_file)))

    def get_login_url(self) -> str:
        """A program asks, not a person: refuse it instead of leading it to a form."""
        raise HTTPError(403)


def handlers(log: Path | None = None) -> list[Any]:
    """The page and what it asks for; ``log`` is the log of this machine."""
    return [(r"/room", Room), (r"/room/now", RoomNow, {"log": log or paths.outputs() / "serve.log"})]


def settings() -> dict[str, Any]:
    """What the handlers need in Tornado's settings."""
    return {"minga_cards": Cards()}
