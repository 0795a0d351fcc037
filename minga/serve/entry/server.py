"""Tornado's application with a gate before it and bounds on its connections."""

from __future__ import annotations

from typing import Any

import tornado.web
from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest

from minga.serve.entry import gate
from minga.serve.entry.listening import Listener, most_connections
from minga.serve.entry.outside import Outside
from minga.serve.entry.proxy import Proxy
from minga.serve.handlers import Nothing, Refused


class Server(tornado.web.Application):
    """The application of one door.

    Args:
        outside: how people reach it.
        settings: Tornado's.
    """

    def __init__(self, outside: Outside, **settings: Any) -> None:
        super().__init__(**settings)
        self.outside, self.hosts = outside, outside.hosts()

    def find_handler(self, request: HTTPServerRequest, **named: Any) -> HTTPMessageDelegate:
        """Whoever answers a request, if it may come in at all."""
        status = gate.refusal(request, self.hosts)
        if status == 404:
            return self.get_handler_delegate(request, Nothing)
        if status:
            return self.get_handler_delegate(request, Refused, {"status": status})
        return super().find_handler(request, **named)

    def listen(self, port: int, address: str | None = None, **named: Any) -> Listener:  # type: ignore[override]
        """Listen, over the certificate if there is one, with a bound on what a connection may cost."""
        listener = Listener(self, ssl_options=self.outside.context(), proxy=Proxy(self.outside.proxies),
                            most=most_connections())
        listener.listen(port, address or "", **named)
        return listener
