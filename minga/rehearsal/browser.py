"""A browser without a screen: requests with cookies, one address, and the page's websocket."""

from __future__ import annotations

import http.cookies
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.httputil import HTTPHeaders
from tornado.simple_httpclient import HTTPStreamClosedError, HTTPTimeoutError
from tornado.websocket import WebSocketClientConnection, WebSocketError, websocket_connect

PAGE_SECONDS = 180.0
"""A full room opens its pages slowly on a small machine; browsers wait as well."""
LARGEST_MESSAGE = 64 * 1024 * 1024


class Lost(Exception):
    """The server, the page or its kernel does not answer: what a phone says as "no connection"."""


@dataclass(frozen=True)
class Answer:
    """What came back: status, where it leads, and the body as text."""

    status: int
    location: str
    text: str


class Browser:
    """One visitor: keeps the cookies of one door and follows nothing by itself.

    Args:
        url: address of the door, ``http://…/``.
    """

    def __init__(self, url: str) -> None:
        self.url = url if url.endswith("/") else url + "/"
        self.cookies: dict[str, str] = {}
        self._client = AsyncHTTPClient(force_instance=True)

    async def get(self, path: str) -> Answer:
        """Ask for a page.

        Raises:
            Lost: nothing answers there.
        """
        return await self._ask(HTTPRequest(urljoin(self.url, path), headers=self._headers()))

    async def post(self, path: str, **fields: str) -> Answer:
        """Send a form."""
        return await self._ask(HTTPRequest(
            urljoin(self.url, path), method="POST", body=urlencode(fields), headers=self._headers({
                "Content-Type": "application/x-www-form-urlencoded"})))

    async def log_in(self, phrase: str) -> bool:
        """Type the pass phrase at the facilitator's door; whether it was let in."""
        form = await self.get("login")
        if form.status in (301, 302):  # already in
            return True
        token = re.search(r'name="_xsrf" value="([^"]+)"', form.text)
        answer = await self.post("login", password=phrase, _xsrf=token[1] if token else "", next="/")
        return answer.status in (301, 302)

    async def socket(self, path: str, **headers: str) -> WebSocketClientConnection:
        """Connect a websocket of this door; ``headers`` go along."""
        parts = urlsplit(urljoin(self.url, path))
        address = parts._replace(scheme="wss" if parts.scheme == "https" else "ws").geturl()
        try:
            return await websocket_connect(
                HTTPRequest(address, headers=self._headers(headers), connect_timeout=PAGE_SECONDS,
                            request_timeout=PAGE_SECONDS), max_message_size=LARGEST_MESSAGE)
        except (TimeoutError, OSError, WebSocketError, HTTPStreamClosedError, HTTPTimeoutError) as why:
            raise Lost(str(why)) from why
        except Exception as why:  # the answer to the upgrade was no 101: the kernel is gone
            if hasattr(why, "code"):
                raise Lost(str(why)) from why
            raise

    def close(self) -> None:
        """Close what is still open."""
        self._client.close()

    async def _ask(self, request: HTTPRequest) -> Answer:
        request.connect_timeout = request.request_timeout = PAGE_SECONDS
        request.follow_redirects = False
        try:
            response: HTTPResponse = await self._client.fetch(request, raise_error=False)
        except (OSError, HTTPClientError) as why:  # a connection that is cut is raised all the same
            raise Lost(str(why)) from why
        if response.code == 599 or isinstance(response.error, OSError):
            raise Lost(str(response.error))
        for line in response.headers.get_list("Set-Cookie"):
            self.cookies |= {name: morsel.value for name, morsel in http.cookies.SimpleCookie(line).items()}
        return Answer(response.code, response.headers.get("Location", ""), (response.body or b"").decode(
            "utf-8", "replace"))

    def _headers(self, more: dict[str, str] | None = None) -> HTTPHeaders:
        cookies = "; ".join(f'{name}="{value}"' for name, value in self.cookies.items())
        return HTTPHeaders((more or {}) | ({"Cookie": cookies} if cookies else {}))
