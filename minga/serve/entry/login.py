"""The way in and out of the facilitator's door."""

from __future__ import annotations

import math

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.login import LoginFormHandler
from tornado.web import authenticated

from minga.i18n import gettext as _
from minga.serve.front.pages import wait_words
from minga.serve.handlers import Guarded

KNOWN = "minga-known"
"""Cookie of a browser that has been let in: strangers who guess do not make it wait. It opens nothing."""
KNOWN_DAYS = 400


class Login(Guarded, LoginFormHandler):
    """Asks for the pass phrase, ever more slowly."""

    def _render(self, message: str = "") -> None:
        self.set_header("Cache-Control", "no-store")
        self.finish(self.settings["jinja2_env"].get_template("login.html").render(
            message=message, xsrf=self.xsrf_form_html(), next=self.get_argument("next", self.base_url),
        ))

    @allow_unauthenticated
    def get(self) -> None:
        """Show the form, or go on when this browser has already been let in."""
        if self.current_user:
            self._onward()
        else:
            self._render()

    @allow_unauthenticated
    def post(self) -> None:
        """Let in whoever has the phrase."""
        throttle, address = self.settings["minga_throttle"], self.request.remote_ip
        known = self.get_signed_cookie(KNOWN, max_age_days=KNOWN_DAYS) is not None
        wait = math.ceil(throttle.wait(address, known=known))
        if wait:
            self.set_status(429)
            self.set_header("Retry-After", str(wait))
            return self._render(wait_words(wait))
        user = self.identity_provider.process_login_form(self)
        if user is None:
            throttle.failed(address)
            self.set_status(401)
            return self._render(
                _("La contraseña no es esa. Son cuatro palabras; no importan las mayúsculas ni las tildes."))
        throttle.succeeded(address)
        self.identity_provider.set_login_cookie(self, user)
        self.set_signed_cookie(KNOWN, "1", expires_days=KNOWN_DAYS, samesite="Strict")
        return self._onward()

    def _onward(self) -> None:
        """Go where the person wanted to go, as long as that is behind this door."""
        self._redirect_safe(self.get_argument("next", "") or self.base_url)


class Logout(Guarded):
    """Ends the session of this browser, and the kernels it started."""

    @authenticated
    def get(self) -> None:
        """Ask first: a link must not be able to log anybody out."""
        self.finish(self.settings["jinja2_env"].get_template("logout.html").render(xsrf=self.xsrf_form_html()))

    @authenticated
    async def post(self) -> None:
        """Close the session."""
        manager = self.kernel_manager
        for kernel_id, owner in list(manager.owners.items()):
            if owner == self.current_user.username and kernel_id in manager:
                await ensure_async(manager.shutdown_kernel(kernel_id))
        self.identity_provider.clear_login_cookie(self)
        self.redirect("/login")
