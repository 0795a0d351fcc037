"""The cookie of whoever opened a personal link: the link's id, signed; the key itself stays in the link."""

from __future__ import annotations

from tornado.web import RequestHandler

COOKIE = "minga-report"
DAYS = 60
"""How long a browser is known without the link; then it is opened again."""


def link_in_cookie(handler: RequestHandler) -> str:
    """The id of the link that this browser opened last; empty where it opened none."""
    found = handler.get_signed_cookie(COOKIE, max_age_days=DAYS)
    return found.decode("ascii", "replace") if found else ""


def keep_in_cookie(handler: RequestHandler, link_id: str) -> None:
    """Let this browser come in without the link from now on."""
    handler.set_signed_cookie(COOKIE, link_id, expires_days=DAYS, samesite="Strict")
