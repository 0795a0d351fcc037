"""Coming in at the participants' door: the page at once, then a kernel of one's own, a place in the queue, or none."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, Literal

import jinja2
from markupsafe import Markup
from tornado.web import HTTPError, authenticated

from minga.i18n import language, speaking
from minga.serve.entry.policy import small_page_policy
from minga.serve.front import pages
from minga.serve.front.files import Kept
from minga.serve.handlers import Guarded
from minga.serve.kernel_way.handlers import NotebookPage
from minga.serve.kernel_way.pool import Place, Pool
from minga.serve.kernel_way.prepared import Prepared, Press

log = logging.getLogger(__name__)

Way = Literal["kernel", "wait", "light"]
FRAME = "participant.html"
MOST_ASKING = 10_000
"""People whose first asking is remembered; those who never come in are not counted without end."""
PATIENCE = 1.0
"""Seconds that somebody who asks for a page is kept on the line before they hear their place in the queue."""


class Guests:
    """How people come in at this door.

    Args:
        pool: pages with a kernel each; None where everybody gets the light page.
        press: makes whole pages of notebooks that were edited.
        notebook: the participant's notebook.
        status: where it is counted how people came in.
        tongue: says in which language the room is.
    """

    def __init__(self, pool: Pool | None, press: Press, notebook: str, status: Any = None,
                 tongue: Callable[[], str] = language) -> None:
        self.pool, self.press, self.notebook = pool, press, notebook
        self.title = press.title(notebook)
        self.tongue = tongue
        tongue()  # begins to look
        self._words: dict[str, dict[str, Any]] = {}
        self.frames: dict[tuple[str, str, str], Kept] = {}
        self._status = status
        self._asked: dict[str, float] = {}

    def pool_for(self, handler: Guarded) -> Pool | None:
        """Where this visitor gets a page from; None where they get the light page.

        That is also what whoever asks for new pages without measure gets: it costs next to nothing.
        """
        visitor, address = handler.current_user.username, handler.request.remote_ip or ""
        if self.pool is None or self.pool.knows(visitor) or not handler.settings["minga_joins"].wait(visitor, address):
            return self.pool
        return None

    def words(self) -> dict[str, Any]:
        """What the page around the cells holds, in the language in force."""
        if language() not in self._words:
            self._words[language()] = pages.page_resources("participant")
        return self._words[language()]

    def came(self, way: Way, handler: Guarded) -> None:
        """Count how somebody came in, and note how long it took since they first asked."""
        if self._status is None:
            return
        self._status.count(f"joins_{way}")
        visitor, seconds, now = handler.current_user.username, handler.request.request_time(), time.monotonic()
        if way == "wait":
            if len(self._asked) < MOST_ASKING:
                self._asked.setdefault(visitor, now - seconds)
        else:
            self._status.observe("join_seconds", now - self._asked.pop(visitor, now - seconds))


class Guest(NotebookPage):
    """The participant's page, in whichever way there is now."""

    def initialize(self, *, guests: Guests, light: bool = False) -> None:
        """Note how people come in; ``light`` serves that way whatever there is."""
        self.guests, self.light = guests, light

    @authenticated
    async def get(self) -> None:
        """Send the page at once: with its cells where a page is ready, to be joined otherwise."""
        self.refuse_guesses()
        self.identity_provider.set_login_cookie(self, self.current_user)  # lives on from each visit
        pool, visitor = None if self.light else self.guests.pool_for(self), self.current_user.username
        if pool is None:
            self.guests.came("light", self)
            self._send_same("light")
            return
        page = await pool.take(visitor)
        if page is None:
            self.guests.came("wait", self)
            self._send_same("wait")
            return
        self.guests.came("kernel", self)
        if page.full:
            self.finish(await self.guests.press.whole_page(self.guests.notebook, page))
        else:
            self.finish(self._frame("kernel", page))

    def _send_same(self, way: Way) -> None:
        """Send a page that has nothing of its own: written and compressed once for everybody."""
        known, key = self.guests.frames, (way, self.base_url, f"{self.guests.tongue()} {self.guests.title}")
        kept = known.get(key) or known.setdefault(key, Kept("text/html", self._frame(way).encode()))
        coding = kept.coding(self.request.headers.get("Accept-Encoding", ""))
        if coding:
            self.set_header("Content-Encoding", coding)
        self._allow()
        self.finish(kept.form(coding))

    def _allow(self) -> None:
        self.set_header("Content-Security-Policy", small_page_policy(self.request.host, secure=self.secure))

    def _frame(self, way: Way, page: Prepared | None = None) -> str:
        self._allow()
        config = {"baseUrl": self.base_url, **({"kernelId": page.kernel_id} if page else {})}
        environment: jinja2.Environment = self.settings["voila_jinja2_env"]
        with speaking(self.guests.tongue()):
            return environment.get_template(FRAME).render(
                own=self.guests.words(), title=self.guests.title,
                base_url=self.base_url, way=way, page=Markup(page.html if page else ""), page_config=config)


class Join(Guarded):
    """Asks for a page with a kernel, and waits for it a moment."""

    def initialize(self, *, guests: Guests) -> None:
        """Note how people come in."""
        self.guests = guests

    def check_xsrf_cookie(self) -> None:
        """The page's script carries no token; where the request comes from is checked instead."""
        if not self.check_origin():
            raise HTTPError(403)

    @authenticated
    async def post(self) -> None:
        """Answer with the page, a place in the queue, or the light way."""
        pool, visitor = self.guests.pool_for(self), self.current_user.username
        got = await pool.join(visitor, PATIENCE) if pool is not None else None
        self.set_header("Cache-Control", "no-store")
        if isinstance(got, Prepared):
            self.guests.came("kernel", self)
            self.finish({"way": "kernel", "kernel": got.kernel_id, "page": got.html, "full": got.full})
        elif isinstance(got, Place):
            self.guests.came("wait", self)
            self.finish({"way": "wait", "place": got.number, "seconds": got.seconds})
        else:
            self.guests.came("light", self)
            self.finish({"way": "light"})
