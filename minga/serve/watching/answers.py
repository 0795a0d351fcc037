"""What a door says about itself: ``/health`` to everybody, ``/metrics`` and ``/status`` to whoever may know.

``/health`` is one word and one sentence. ``/metrics`` and ``/status`` are numbers; they are told on this
machine, or to whoever brings the word in ``data/metrics_token`` (``Authorization: Bearer …``); at the
facilitator's door also to whoever typed the pass phrase. For everybody else they do not exist.
"""

from __future__ import annotations

import hmac
import ipaddress
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from prometheus_client import CONTENT_TYPE_LATEST
from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError

from minga.serve.entry.secrets import metrics_token
from minga.serve.handlers import Guarded, Headers
from minga.serve.watching.status import Status

_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")


class Health(Headers):
    """Says whether more people may be sent to this door."""

    async def get(self) -> None:
        """One word, one sentence; 200, or 503 when nobody new should come."""
        found = await self.settings["minga_vitals"].look()
        self.set_header("Cache-Control", "no-store")
        self.set_status(found.code)
        self.finish({"status": found.state, "words": found.words()})


class Metrics(Headers):
    """Everything that was counted, in Prometheus' text format."""

    def get(self) -> None:
        """The numbers, or nothing."""
        _require(may_know(self.request))
        _tell_metrics(self)


class MetricsBehindPhrase(Guarded):
    """The same at the facilitator's door."""

    @allow_unauthenticated
    def get(self) -> None:
        """The numbers, or nothing."""
        _require(bool(self.current_user) or may_know(self.request))
        _tell_metrics(self)


class Numbers(Headers):
    """The same numbers for the facilitator's door and for a landing page."""

    async def get(self) -> None:
        """State, problems and numbers as JSON, or nothing."""
        _require(may_know(self.request))
        found = await self.settings["minga_vitals"].look()
        self.set_header("Cache-Control", "no-store")
        self.finish({"status": found.state, "problems": list(found.problems), "cards": found.cards,
                     "numbers": self.settings["minga_status"].numbers()})


def handlers(role: str) -> list[Any]:
    """What answers at a door about itself."""
    return [
        (r"/health", Health),
        (r"/metrics", MetricsBehindPhrase if role == "facilitator" else Metrics),
        (r"/status", Numbers),
    ]


def count_kernels(status: Status, manager: Any, *, light: bool = False) -> None:
    """Tell how many kernels there are and how many people each have one, as long as nobody tells it better."""
    status.gauge("kernels", lambda: len(manager))
    if not light:
        status.gauge("kernels_most", lambda: manager.most)
    status.gauge("people_kernel", lambda: sum(count > 0 for count in manager._kernel_connections.values()))


def may_know(request: HTTPServerRequest) -> bool:
    """Whether a request brings the word, or comes from this machine without anybody in between."""
    kind, _space, word = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return hmac.compare_digest(word.strip().encode(), metrics_token().encode())
    return from_this_machine(request)


def from_this_machine(request: HTTPServerRequest) -> bool:
    """Whether a program on this machine asks, by one of its own names.

    A proxy on this machine brings everybody's requests from here; it passes on the name that was asked for,
    or says on whose behalf it comes.
    """
    name = request.host.rpartition(":")[0] if request.host.rpartition(":")[2].isdecimal() else request.host
    if name not in _OWN_NAMES or any(key.startswith("X-Forwarded") or key == "Forwarded" for key in request.headers):
        return False
    try:
        return ipaddress.ip_address(request.remote_ip or "").is_loopback
    except ValueError:
        return False


def _require(allowed: bool) -> None:
    if not allowed:
        raise HTTPError(404)


def _tell_metrics(handler: Headers) -> None:
    handler.set_header("Content-Type", CONTENT_TYPE_LATEST)
    handler.set_header("Cache-Control", "no-store")
    handler.finish(handler.settings["minga_status"].text())
