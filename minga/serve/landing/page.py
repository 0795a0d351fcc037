"""A landing page before several participants' servers: it sends each browser to one, and keeps it there.

Two layouts:

- **one name** (``one_name=True``): a proxy stands before everything, and the landing page's cookie tells it
  which server is meant. All pages have one origin, so that drafts and identity outlive a server. The proxy asks
  here for browsers without the cookie, and for those whose server did not answer.
- **several addresses**: each server has its own. A browser is led there with a hand-over (``token.py``) in the
  part of the address that is never sent. Drafts belong to the address where they were written.

Personal links of the semester's form lead through both: every server reads the same store, where the hashes of the
keys are.

Nothing here knows a name, a card or an alias; a person is 128 random bits.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import re
import secrets
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import jinja2
from tornado.web import Application, HTTPError, RequestHandler

from minga.i18n import gettext as _
from minga.i18n import language
from minga.serve.entry.listening import Listener, most_connections
from minga.serve.entry.proxy import LOOPBACK, Proxy
from minga.serve.entry.secrets import cookie_secret
from minga.serve.landing.fleet import LOOK_EVERY, Fleet, Member, members_of
from minga.serve.landing.token import hand_over
from minga.serve.opening import addresses
from minga.serve.watching import logs
from minga.serve.watching.status import Status

COOKIE = "minga_server"
"""Its value begins with the server's name and a dot; a proxy can read that without checking anything."""
DAYS = 400
NOBODY = "0" * 32
WAIT_SECONDS = 3
FORM = "/report"
"""Where a personal link leads (see ``minga.serve.report``)."""
ORIGINAL = re.compile(r"/[\x21-\x7e]{0,2000}")

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_WAIT = jinja2.Environment(autoescape=True).from_string("""<!DOCTYPE html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="{{ seconds }}">
<title>{{ title }} · Minga</title>
<style>
body { margin: 0; background: #f4f1ea; color: #1c2226; font: 1.125rem/1.5 system-ui, sans-serif; }
main {
  max-width: 30rem; margin: clamp(1rem, 12vh, 8rem) auto; padding: 1.5rem;
  background: #fffdf8; border: 1px solid #d8d1c1; border-radius: .5rem;
}
@media (max-width: 34rem) { main { margin: 1rem; } }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
</style>
</head>
<body><main><h1>{{ title }}</h1><p role="status">{{ words }}</p></main></body>
</html>
""")


@dataclass(frozen=True)
class Place:
    """Where a browser belongs: a server's name, and who the browser is (32 hexadecimal digits)."""

    server: str
    user: str

    def signed(self, secret: bytes) -> str:
        """The cookie's value."""
        return f"{self.server}.{self.user}.{self._mark(secret)}"

    @staticmethod
    def read(value: str, secret: bytes) -> Place | None:
        """The place in a cookie; None where it is not ours, word for word."""
        server, _dot, rest = value.partition(".")
        user = rest.partition(".")[0]
        place = Place(server, user)
        whole = hmac.compare_digest(value.encode(), place.signed(secret).encode())
        return place if whole and re.fullmatch("[0-9a-f]{32}", user) else None

    def _mark(self, secret: bytes) -> str:
        return hmac.digest(secret, f"{self.server}.{self.user}".encode(), "sha256").hex()[:40]


class Landing(Application):
    """The application.

    Args:
        fleet: the servers.
        secret: the bytes that sign the cookie and the hand-over; the servers have the same.
        one_name: whether a proxy brings everybody to their server under one name.
    """

    def __init__(self, fleet: Fleet, secret: bytes, *, one_name: bool = False) -> None:
        self.fleet, self.secret, self.one_name, self.status = fleet, secret, one_name, Status("landing")
        self.status.gauge("servers_well", lambda: sum(not member.gone for member in fleet.members))
        super().__init__(
            [(r"/landing/health", LandingHealth), (r".*", Door)],
            minga_status=self.status, log_function=logs.request_done)

    async def watch(self, every: float = LOOK_EVERY) -> None:
        """Look after the servers for ever."""
        while True:
            before = {member.name: member.gone for member in self.fleet.members}
            await self.fleet.look()
            for member in self.fleet.members:
                if member.gone != before[member.name]:
                    logging.getLogger(__name__).warning(
                        "a server is %s", "gone" if member.gone else "there", extra={"fields": {"server": member.name}})
            await asyncio.sleep(every)


class Door(RequestHandler):
    """Leads a browser to its server."""

    app: Landing

    def prepare(self) -> None:
        """Set what every answer carries."""
        self.app = self.application  # type: ignore[assignment]
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Robots-Tag", "noindex, nofollow")
        self.clear_header("Server")

    def check_xsrf_cookie(self) -> None:
        """Nothing is changed here on anybody's behalf."""

    async def get(self) -> None:
        """Lead there."""
        if not ORIGINAL.fullmatch(self.request.uri or ""):
            raise HTTPError(404)
        if self.app.one_name:
            await self._lead_back()
        elif self.request.path in ("/", FORM):
            await self._lead_away()
        else:
            raise HTTPError(404)

    post = get

    async def _lead_back(self) -> None:
        """Under one name: say which server it is, and have the browser ask again.

        Whoever comes here with a server's name comes because that server did not answer the proxy.
        """
        place = self._place()
        present = self.app.fleet.named(place.server) if place else None
        if present is not None and await self.app.fleet.answers(present):
            return self._wait()  # it is back already, or slow: a moment's patience keeps the page it has
        chosen = self.app.fleet.choose(but=present)
        if chosen is None:
            return self._wait()
        self._keep(chosen, NOBODY)
        self.app.status.count("moved" if place else "assigned")
        return self.redirect(self.request.uri or "/", status=307)

    async def _lead_away(self) -> None:
        """To the server's own address, with a hand-over that says who this browser is."""
        place = self._place()
        member = self.app.fleet.named(place.server) if place else None
        if member is None or member.gone:
            member = self.app.fleet.choose()
            self.app.status.count("moved" if place else "assigned")
        if member is None:
            return self._wait()
        user = place.user if place and place.user != NOBODY else secrets.token_hex(16)
        self._keep(member, user)
        if self.request.path == FORM:
            # Whoever reports is known by the key behind the ``#``, which never comes here: a browser takes it along to
            # an address that brings none of its own.
            return self.redirect(f"{member.url}{FORM[1:]}", status=303)
        token = hand_over(self.app.secret, user, member.url)
        return self.redirect(f"{member.url}arrive#{token}", status=303)

    def _place(self) -> Place | None:
        return Place.read(self.get_cookie(COOKIE, "") or "", self.app.secret)

    def _keep(self, member: Member, user: str) -> None:
        self.set_cookie(COOKIE, Place(member.name, user).signed(self.app.secret), expires_days=DAYS, httponly=True,
                        samesite="Lax", secure=self.request.protocol == "https")

    def _wait(self) -> None:
        self.set_status(503)
        self.set_header("Retry-After", str(WAIT_SECONDS))
        self.finish(_WAIT.render(
            lang=language(), seconds=WAIT_SECONDS, title=_("Un momento…"),
            words=_("La página vuelve sola en unos segundos. Lo enviado está guardado.")))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with the number alone."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(str(status_code))


class LandingHealth(Door):
    """Says whether there is a server for whoever comes."""

    async def get(self) -> None:
        """How many servers answer, of how many."""
        there = sum(not member.gone for member in self.app.fleet.members)
        self.set_status(200 if there else 503)
        self.finish({"status": "ok" if there else "degraded", "servers": there, "of": len(self.app.fleet.members)})

    post = None  # type: ignore[assignment]


async def open_landing(landing: Landing, host: str, port: int, stop: asyncio.Event, *, behind_proxy: bool) -> None:
    """Listen until told to stop."""
    server = Listener(landing, proxy=Proxy(LOOPBACK if behind_proxy else ()), most=most_connections())
    server.listen(port, host)
    watching = asyncio.ensure_future(landing.watch())
    try:
        await stop.wait()
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
        server.stop()
        await server.close_all_connections()


def run(servers: Sequence[str], *, host: str, port: int, one_name: bool, behind_proxy: bool,
        announce: Callable[[str], None]) -> int:
    """Serve the landing page until Ctrl-C; returns the exit code.

    Args:
        servers: addresses of the participants' servers, each ``URL`` or ``NAME=URL``.
        host: where to listen.
        port: the port.
        one_name: whether a proxy brings everybody to their server under one name.
        behind_proxy: whether what a proxy says about visitors is believed.
        announce: told the address once the page is open.

    Raises:
        ServeError: an address that is none, a port that is taken, a secret that cannot be read.
    """
    fleet = Fleet(members_of(servers))
    addresses.require_free(host, port, "--port")
    secret = cookie_secret("arrival")
    logs.install("landing")
    asyncio.run(_serve(Landing(fleet, secret, one_name=one_name), host, port, behind_proxy, announce))
    return 0


async def _serve(landing: Landing, host: str, port: int, behind_proxy: bool, announce: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C ends the process as it is
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), stop.set)
    await landing.fleet.look()
    announce(addresses.url(addresses.reachable(host), port))
    await open_landing(landing, host, port, stop, behind_proxy=behind_proxy)
