"""What answers at a door: the page, its kernel, the files both need, and nothing else."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import FileFindHandler, JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyterlab_server.themes_handler import ThemesHandler
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler, StaticFileHandler, authenticated
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from minga.workshop.pace import Bucket

NOTEBOOK_NAME = re.compile(r"[0-9A-Za-z][\w\-]*\.ipynb", re.ASCII)
HOST = re.compile(r"[0-9A-Za-z.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
HEARTBEAT = base64.b64encode(hashlib.sha256(b"window.voila_heartbeat()").digest()).decode()
"""The only inline script allowed: what Voilà sends now and then while a page takes long."""
MOST_SILENCE = 18
"""Heartbeats in a row, ten seconds apart, before a page is given up."""
MESSAGES = (40.0, 200.0)
"""Messages a participant's page may send a second, and at once after a rest."""
CHARACTERS = (64 * 1024.0, 512 * 1024.0)
"""The same for the length of those messages."""


def content_security_policy(host: str) -> str:
    """The policy of every page: nothing from another host, and no script written inside a page.

    ``unsafe-eval`` is what JupyterLab's settings need (they compile JSON schemas), ``blob:`` what
    anywidget needs, ``unsafe-inline`` for styles what Lumino's layouts need. The websocket is named
    in full because older Safari does not count it as ``'self'``.
    """
    socket = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    return "; ".join([
        "default-src 'self'",
        f"script-src 'self' blob: 'unsafe-eval' 'sha256-{HEARTBEAT}'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        f"connect-src 'self'{socket}",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ])


class Headers(RequestHandler):
    """Security headers, on files too."""

    @property
    def content_security_policy(self) -> str:
        """The policy for the host this request was addressed to."""
        return content_security_policy(self.request.host)

    def set_default_headers(self) -> None:
        """Set what every answer carries."""
        self.set_header("Content-Security-Policy", self.content_security_policy)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.clear_header("Server")


class Guarded(Headers, JupyterHandler):
    """A page of ours: our headers and our error page."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say in plain words what happened and what to do."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(self.settings["jinja2_env"].get_template("error.html").render(status_code=status_code))


class Nothing(Guarded):
    """Whatever has no handler: an error page, and no cookie handed out for it."""

    async def prepare(self) -> None:
        """Answer before anything else is looked at."""
        raise HTTPError(404)


class Ping(Headers):
    """Says that the door is open, without starting a kernel."""

    def get(self) -> None:
        """Answer with one word."""
        self.set_header("Content-Type", "text/plain")
        self.set_header("Cache-Control", "no-store")
        self.finish("minga")


class Page(Guarded, TornadoVoilaHandler):
    """A notebook, run for whoever asks."""

    def initialize(self, *, folder: Path, only: str = "", closed: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        """Note which notebooks this door shows: ``only`` one, or all of ``folder`` but the ``closed``."""
        super().initialize(**kwargs)
        self.folder, self.only, self.closed = folder, only, closed

    @authenticated
    async def get(self, path: str = "") -> None:
        """Send the page piece by piece, so that its first line is on the screen before the kernel is up."""
        if self.request.headers.get("Sec-Purpose", "").startswith("prefetch"):
            raise HTTPError(503)  # a browser guessing ahead must not cost a kernel
        name = self.only or path
        if not self._shows(name):
            raise HTTPError(404)
        self.identity_provider.set_login_cookie(self, self.current_user)  # lives on from each visit
        with self.kernel_manager.place(self.current_user.username) as free:
            if not free:
                raise HTTPError(503)
            await self._send(name)

    async def _send(self, name: str) -> None:
        pieces, silent = self.get_generator(path=name), 0
        try:
            async for piece in pieces:
                silent = silent + 1 if "voila_heartbeat()" in piece and len(piece) < 80 else 0
                if silent > MOST_SILENCE:  # Voilà would wait for ever; an unfinished page says so itself
                    break
                self.write(piece)
                await self.flush()
        except StreamClosedError:
            pass  # the person left while the page was being made; the kernel ends by itself
        finally:
            await pieces.aclose()

    def _shows(self, name: str) -> bool:
        return bool(NOTEBOOK_NAME.fullmatch(name)) and name not in self.closed and (self.folder / name).is_file()

    def set_default_headers(self) -> None:
        """Voilà's page is utf-8, though it does not say so."""
        super().set_default_headers()
        self.set_header("X-Robots-Tag", "noindex, nofollow")


class Home(Guarded):
    """Leads to the first notebook."""

    def initialize(self, *, target: str) -> None:
        """Note where to lead."""
        self.target = target

    @authenticated
    def get(self) -> None:
        """Lead there."""
        self.redirect(self.target)


class OwnKernel(Guarded, KernelHandler):
    """Tells the page whether its own kernel is there; nobody else's, and nothing may be changed."""

    SUPPORTED_METHODS = ("GET",)

    @authenticated
    async def get(self, kernel_id: str) -> None:
        """Describe the kernel."""
        if not self.kernel_manager.belongs(kernel_id, self.current_user.username):
            raise HTTPError(404)
        await super().get(kernel_id)


class OwnChannels(VoilaKernelWebsocketHandler):
    """The websocket between a page and its own kernel."""

    async def pre_get(self) -> None:
        """Refuse somebody else's kernel."""
        if not self.kernel_manager.belongs(self.kernel_id, self.current_user.username):
            raise HTTPError(404)
        await super().pre_get()

    async def on_message(self, message: str | bytes) -> None:
        """Pass a message on, once its turn has come: who sends without measure waits, and nobody else does.

        The next message is not read before this returns, so the rest stays in the sender's own machine.
        """
        wait = max(self._messages.owe(), self._characters.owe(len(message))) if self.settings["minga_paced"] else 0.0
        if wait:
            await asyncio.sleep(wait)
        if self.connection is None:  # they left meanwhile
            return
        try:
            super().on_message(message)
        except Exception as wrong:  # whatever it was, no page of ours sends it
            self.log.warning("a message that is none: %s", type(wrong).__name__)
            self.close(1003)

    def open(self, *arguments: Any, **named: Any) -> Any:
        """Begin, with full buckets."""
        self._messages, self._characters = Bucket(*MESSAGES), Bucket(*CHARACTERS)
        return super().open(*arguments, **named)

    write_error = Guarded.write_error


class Leave(Guarded):
    """A page says goodbye: its kernel ends at once instead of after a while."""

    def check_xsrf_cookie(self) -> None:
        """A beacon cannot carry a token; where it comes from is checked instead."""
        if not self.check_origin():
            raise HTTPError(403)

    @authenticated
    async def post(self, kernel_id: str) -> None:
        """End the kernel, if it is this visitor's."""
        if self.kernel_manager.belongs(kernel_id, self.current_user.username):
            await ensure_async(self.kernel_manager.shutdown_kernel(kernel_id))
        self.set_status(204)
        self.finish()


class StockBeacon(Headers):
    """Voilà's own goodbye, which browsers also send when a file is downloaded: heard and ignored."""

    def post(self, kernel_id: str) -> None:
        """Do nothing."""
        self.set_status(204)
        self.finish()


class OurFiles(Headers, StaticFileHandler):
    """Files of our template."""


class VoilaFiles(Headers, MultiStaticFileHandler):
    """Voilà's front end."""


class TemplateFiles(Headers, TemplateStaticFileHandler):
    """Style sheets of the templates ours is built on."""


class ExtensionFiles(Headers, FileFindHandler):
    """Front ends of the widget libraries."""


class ThemeFiles(Headers, ThemesHandler):
    """Voilà's themes."""
