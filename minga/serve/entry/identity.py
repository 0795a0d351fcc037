"""Who stands at a door: a signed cookie per browser, handed to the kernel as ``HTTP_X_MINGA_USER``."""

from __future__ import annotations

import uuid
from typing import Any

from jupyter_server.auth.identity import PasswordIdentityProvider, User
from tornado.web import RequestHandler
from traitlets import Unicode

from minga.serve.entry.secrets import same_phrase

USER_HEADER = "X-Minga-User"


class CookieIdentity(PasswordIdentityProvider):
    """Jupyter's signed-cookie user, under a name that does not change with the address typed.

    The header that carries the identity to the kernel is always overwritten here: one sent by a
    browser never gets through.
    """

    async def _get_user(self, handler: RequestHandler) -> User | None:
        user = await super()._get_user(handler)
        if user is None:
            handler.request.headers.pop(USER_HEADER, None)
        else:
            handler.request.headers[USER_HEADER] = user.username
        return user

    def generate_anonymous_user(self, handler: RequestHandler) -> User:
        """A new browser: a random name that says nothing about the person, the place or the time."""
        return User(uuid.uuid4().hex)


class ParticipantIdentity(CookieIdentity):
    """Nobody logs in: the first visit hands out the cookie."""

    @property
    def auth_enabled(self) -> bool:
        """No pass phrase at this door."""
        return False


class FacilitatorIdentity(CookieIdentity):
    """Only whoever typed the pass phrase comes in."""

    phrase = Unicode(help="The pass phrase.").tag(config=True)

    @property
    def auth_enabled(self) -> bool:
        """A pass phrase is always asked for, even if somebody configured an empty one."""
        return True

    def process_login_form(self, handler: RequestHandler) -> User | None:
        """The user who typed the right phrase, or nobody."""
        typed = handler.get_body_argument("password", "")
        return self.generate_anonymous_user(handler) if self.phrase and same_phrase(typed, self.phrase) else None


def cookie_settings(name: str, days: int) -> dict[str, Any]:
    """Traits of a cookie that no script can read and no other site can send along with a form."""
    return {
        "cookie_name": name,
        "cookie_options": {"expires_days": days, "httponly": True, "samesite": "Lax"},
        "get_secure_cookie_kwargs": {"max_age_days": days},
    }
