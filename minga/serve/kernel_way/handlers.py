"""A notebook's page and its kernel: shown piece by piece, spoken to over a websocket, left with a goodbye."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, authenticated
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from minga.serve.entry.policy import notebook_policy
from minga.serve.entry.said import may_pass
from minga.serve.handlers import Guarded
from minga.serve.kernel_way.prepared import Press, kernel_environment

NOTEBOOK_NAME = re.compile(r"[0-9A-Za-z][\w\-]*\.ipynb", re.ASCII)
HEARTBEAT = "<script>window.voila_heartbeat()</script>\n"
QUIET_SECONDS = 10.0
"""After so long without a piece of the page a heartbeat is sent, so that nothing on the way gives up."""
MOST_SILENCE = 18
"""Heartbeats in a row before a page is given up."""


class NotebookPage(Guarded):
    """What every page made of a notebook answers with."""

    @property
    def content_security_policy(self) -> str:
        """What a browser may do with it: Voilà's front end needs more than our other pages."""
        return notebook_policy(self.request.host, secure=self.secure)

    def set_default_headers(self) -> None:
        """No copy is kept anywhere: each page belongs to one kernel."""
        super().set_default_headers()
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")

    def refuse_guesses(self) -> None:
        """A browser guessing ahead must not cost a kernel."""
        if self.request.headers.get("Sec-Purpose", "").startswith("prefetch"):
            raise HTTPError(503)


class Page(NotebookPage):
    """A notebook, run for whoever asks."""

    def initialize(self, *, folder: Path, press: Press, closed: frozenset[str] = frozenset()) -> None:
        """Note which notebooks this door shows: all of ``folder`` but the ``closed``."""
        self.folder, self.press, self.closed = folder, press, closed

    @authenticated
    async def get(self, name: str) -> None:
        """Send the page piece by piece, so that its first line is on the screen before the kernel is up."""
        self.refuse_guesses()
        if not self._shows(name):
            raise HTTPError(404)
        self.identity_provider.set_login_cookie(self, self.current_user)  # lives on from each visit
        env = kernel_environment(HTTP_X_MINGA_USER=self.current_user.username,
                                 QUERY_STRING=str(self.request.query))
        pieces = self.press.pieces(name, env)
        try:
            await self._send(pieces)
        except StreamClosedError:
            pass  # the person left while the page was being made; the kernel ends by itself
        finally:
            await pieces.aclose()

    async def _send(self, pieces: Any) -> None:
        coming, silent = asyncio.ensure_future(anext(pieces, None)), 0
        try:
            while silent <= MOST_SILENCE:  # an unfinished page says so itself
                done, _waiting = await asyncio.wait({coming}, timeout=QUIET_SECONDS)
                piece = coming.result() if done else HEARTBEAT
                if piece is None:
                    return
                if done:
                    coming, silent = asyncio.ensure_future(anext(pieces, None)), 0
                else:
                    silent += 1
                self.write(piece)
                await self.flush()
        finally:
            if not coming.done():
                coming.cancel()
                await asyncio.wait({coming})

    def _shows(self, name: str) -> bool:
        return bool(NOTEBOOK_NAME.fullmatch(name)) and name not in self.closed and (self.folder / name).is_file()


class OwnKernel(Guarded, KernelHandler):
    """Tells the page whether its own kernel is there; nobody else's, and nothing may be changed."""

    SUPPORTED_METHODS = ("GET",)

    @authenticated
    async def get(self, kernel_id: str) -> None:
        """Describe the kernel."""
        if not self.kernel_manager.belongs(kernel_id, self.current_user.username):
            raise HTTPError(404)
        await super().get(kernel_id)


class OwnChannels(Guarded, VoilaKernelWebsocketHandler):
    """The websocket between a page and its own kernel."""

    async def pre_get(self) -> None:
        """Refuse somebody else's kernel, and anybody for whom there is no place."""
        if not self.kernel_manager.belongs(self.kernel_id, self.current_user.username):
            raise HTTPError(404)
        self._sockets, self._user = self.settings["minga_sockets"], self.current_user.username
        if self._sockets.full(self._user, self.request.remote_ip or ""):
            raise HTTPError(503)
        await super().pre_get()

    async def on_message(self, message: str | bytes) -> None:
        """Pass a message on, once its turn has come: who sends without measure waits, and nobody else does.

        The next message is not read before this returns, so the rest stays in the sender's own machine.
        """
        wait = self._pace.wait(len(message)) if self.settings["minga_paced"] else 0.0
        if wait:
            await asyncio.sleep(wait)
        if self.connection is None:  # they left meanwhile
            return
        if message == "ping":  # the page asks whether anybody is there
            await self.write_message("pong")
            return
        if not may_pass(message, self.selected_subprotocol):
            return
        try:
            super().on_message(message)
        except Exception as wrong:  # whatever it was, no page of ours sends it
            self.log.warning("a message that is none: %s", type(wrong).__name__)
            self.close(1003)

    def open(self, *arguments: Any, **named: Any) -> Any:
        """Begin, at this visitor's pace; their oldest page gives way when they have too many."""
        self._pace = self._sockets.pace(self._user)
        self._sockets.enter(self._user, self.give_way, self.request.remote_ip or "")
        return super().open(*arguments, **named)

    def give_way(self) -> None:
        """Close for a newer page of the same visitor."""
        self.close(1001)

    def on_close(self) -> None:
        """Note that it is closed."""
        self._sockets.leave(self._user, self.give_way)
        super().on_close()


class Leave(Guarded):
    """A page says goodbye: its kernel ends soon, unless the same visitor is back by then."""

    def check_xsrf_cookie(self) -> None:
        """A beacon cannot carry a token; where it comes from is checked instead."""
        if not self.check_origin():
            raise HTTPError(403)

    @authenticated
    async def post(self, kernel_id: str) -> None:
        """Note it, if the kernel is this visitor's."""
        if self.kernel_manager.belongs(kernel_id, self.current_user.username):
            self.kernel_manager.goodbye(kernel_id)
        self.set_status(204)
        self.finish()
