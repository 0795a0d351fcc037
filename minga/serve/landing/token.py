"""The hand-over with which a landing page sends somebody to a server, as the same person as elsewhere.

It is signed with the common secret, meant for one server, good for a minute and for one use.
"""

from __future__ import annotations

import hmac
import re
import secrets
import time
from collections.abc import Callable
from urllib.parse import urlsplit

GOOD_FOR = 60.0
"""Seconds that a hand-over may be old; also by how much two machines' clocks may differ."""
USER = re.compile(r"[0-9a-f]{32}")


def hand_over(secret: bytes, user: str, url: str, now: float | None = None) -> str:
    """A hand-over of a person to a server: single use, for a minute.

    Args:
        secret: the bytes that all servers share.
        user: the person's identity, 32 hexadecimal digits.
        url: the server's address.
        now: seconds since 1970.
    """
    said = f"{user}.{int(time.time() if now is None else now)}.{secrets.token_hex(8)}"
    return f"{said}.{_mark(secret, said, url)}"


class Arrivals:
    """Checks hand-overs, and remembers those that were used."""

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._secret, self._clock = secret, clock
        self._used: dict[str, float] = {}

    def user(self, token: str, host: str) -> str | None:
        """Who is handed over; None where the hand-over is forged, old, used, or meant for somebody else.

        Args:
            token: what stood behind the ``#``.
            host: the name and port this request was addressed to.
        """
        said, _dot, mark = token.rpartition(".")
        parts = said.split(".")
        now = self._clock()
        if len(parts) != 3 or not USER.fullmatch(parts[0]) or not re.fullmatch(r"\d{1,12}", parts[1], re.ASCII) \
                or not hmac.compare_digest(mark.encode(), _mark(self._secret, said, f"//{host}").encode()) \
                or abs(now - int(parts[1])) > GOOD_FOR or parts[2] in self._used:
            return None
        self._used = {once: until for once, until in self._used.items() if until > now}
        self._used[parts[2]] = now + 2 * GOOD_FOR
        return parts[0]


def _mark(secret: bytes, said: str, url: str) -> str:
    """Signature over the hand-over and the server it is meant for; the way there (http, https) may differ."""
    return hmac.digest(secret, f"{said}\n{urlsplit(url).netloc.lower()}".encode(), "sha256").hex()
