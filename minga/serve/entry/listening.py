"""The listening end of a door: bounds on what a connection may cost, and who is at its other end."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPHeaders, HTTPMessageDelegate, RequestStartLine, ResponseStartLine
from tornado.iostream import IOStream, SSLIOStream

from minga.serve.entry.proxy import Proxy

HEADER_SECONDS = 60.0
"""To send a request's first lines, counted from the last answer: also how long a silent connection is kept."""
BODY_SECONDS = 20.0
LARGEST_HEADER = 32 * 1024
LARGEST_BODY = 64 * 1024
"""The longest body is a form with a pass phrase; files come through the page's websocket."""
PATIENCE = 30.0
"""Seconds that an answer may have been on its way before its connection may have to give way."""
LEAST, MOST = 256, 8192


class Listener(HTTPServer):
    """Tornado's server with a bound on connections, where the oldest silent one gives way to the newest.

    Whoever fills a door with silent connections takes the place of their own; a request that is being
    answered keeps its connection, unless its visitor has not read the answer for a while.
    """

    def initialize(self, *arguments: Any, proxy: Proxy | None = None, most: int = MOST, **named: Any) -> None:
        """Take Tornado's arguments and ours: who is believed about visitors, and how many connections there may be."""
        self.proxy, self.most = proxy or Proxy(), most
        self._open: set[IOStream] = set()
        self._silent: OrderedDict[IOStream, None] = OrderedDict()
        self._busy: OrderedDict[IOStream, float] = OrderedDict()
        super().initialize(
            *arguments, idle_connection_timeout=HEADER_SECONDS, body_timeout=BODY_SECONDS,
            max_header_size=LARGEST_HEADER, max_body_size=LARGEST_BODY, **named)

    def handle_stream(self, stream: IOStream, address: Any) -> None:
        """Take a new connection, if need be in place of another."""
        while len(self._open) >= self.most:
            if not self._give_way():
                stream.close()
                return
        self._open.add(stream)
        super().handle_stream(stream, address)

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """A connection waits for its next request."""
        stream: IOStream = request_conn.stream  # type: ignore[attr-defined]
        self._busy.pop(stream, None)
        self._silent[stream] = None
        return _Incoming(super().start_request(server_conn, request_conn), request_conn, self)

    def on_close(self, server_conn: object) -> None:
        """A connection is closed, or has become a websocket, which is counted elsewhere."""
        self._forget(server_conn.stream)  # type: ignore[attr-defined]
        super().on_close(server_conn)

    def answering(self, stream: IOStream) -> None:
        """A connection's request has come; its answer begins."""
        if self._silent.pop(stream, True) is None:
            self._busy[stream] = time.monotonic()

    def _forget(self, stream: IOStream) -> None:
        self._open.discard(stream)
        self._silent.pop(stream, None)
        self._busy.pop(stream, None)

    def _give_way(self) -> bool:
        stream = next(iter(self._silent), None)
        if stream is None:
            stream, since = next(iter(self._busy.items()), (None, 0.0))
            if stream is None or time.monotonic() - since < PATIENCE:
                return False
        self._forget(stream)
        stream.close()
        return True


class _Incoming(HTTPMessageDelegate):
    """One request: says who sent it before anything else reads it."""

    def __init__(self, delegate: HTTPMessageDelegate, connection: Any, listener: Listener) -> None:
        self.delegate, self.connection, self.listener = delegate, connection, listener

    def headers_received(self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders) -> Any:
        """Tell the visitor's address from the proxy's."""
        stream, context = self.connection.stream, self.connection.context
        self.listener.answering(stream)
        peer = context.address[0] if isinstance(context.address, tuple) else ""
        visitor = self.listener.proxy.visitor(headers, peer, "https" if isinstance(stream, SSLIOStream) else "http")
        context.remote_ip, context.protocol = visitor.address, visitor.protocol
        if visitor.host:
            headers["Host"] = visitor.host
        return self.delegate.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Any:
        """Hand on."""
        return self.delegate.data_received(chunk)

    def finish(self) -> None:
        """Hand on."""
        self.delegate.finish()

    def on_connection_close(self) -> None:
        """Hand on."""
        self.delegate.on_connection_close()


def most_connections() -> int:
    """How many connections a door may hold: a quarter of the files it may open; kernels need the rest."""
    try:
        import resource
    except ImportError:  # Windows counts otherwise
        return MOST
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST if soft == resource.RLIM_INFINITY else min(max(soft // 4, LEAST), MOST)
