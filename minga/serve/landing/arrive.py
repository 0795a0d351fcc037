"""How somebody whom a landing page sends comes in at a participants' server.

The landing page puts a hand-over behind the ``#`` of the address: browsers send that part to nobody, so no
proxy and no log sees it. The page at ``/arrive`` gives it to its own server. A browser that this server knows
already keeps the identity it has: a stranger's link cannot make it somebody else.
"""

from __future__ import annotations

import json
from typing import Any

from jupyter_server.auth.identity import User
from tornado.web import HTTPError

from minga.i18n import gettext as _
from minga.serve.handlers import Headers


class Arrive(Headers):
    """Where the landing page leads: the small page that gives the hand-over to its server, and goes on.

    It hands out no cookie: whoever arrives is not made somebody new before their hand-over was looked at.
    """

    def get(self) -> None:
        """Send the page."""
        self.set_header("Cache-Control", "no-store")
        self.finish(self.settings["jinja2_env"].get_template("landing.html").render(words=page_words()))


class Arrival(Headers):
    """Takes the hand-over."""

    base_url = "/"  # where the cookie holds, as Jupyter's handlers tell it

    async def post(self) -> None:
        """Give this browser the identity that it has elsewhere, if it has none here yet."""
        if self.request.headers.get("Origin", "") != f"{self.request.protocol}://{self.request.host}":
            raise HTTPError(403)
        provider = self.settings["identity_provider"]
        try:
            token = str(json.loads(self.request.body)["token"])
        except (ValueError, KeyError, TypeError):
            raise HTTPError(400) from None
        user = self.settings["minga_arrivals"].user(token, self.request.host)
        if provider.get_user_cookie(self) is None:
            if user is None:
                raise HTTPError(403)
            provider.set_login_cookie(self, User(user))
        self.set_status(204)


def page_words() -> dict[str, str]:
    """Words of the page between the landing page and the participant's page."""
    return {
        "title": _("Entrando…"), "wait": _("Un momento: se abre su página."),
        "go": _("Abrir la página"),
        "no_script": _("Esta página necesita JavaScript. Actívelo en el navegador y vuelva a cargarla."),
    }


def handlers() -> list[Any]:
    """What a participants' server adds for whoever comes from a landing page."""
    return [(r"/arrive", Arrive), (r"/arrive/token", Arrival)]
