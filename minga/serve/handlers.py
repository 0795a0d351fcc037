"""What stands behind every answer of a door: its headers, its policy, its error page, and the smallest answers."""

from __future__ import annotations

from typing import Any

from jupyter_server.base.handlers import FileFindHandler, JupyterHandler
from jupyterlab_server.themes_handler import ThemesHandler
from tornado.web import HTTPError, RequestHandler, StaticFileHandler, authenticated
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler

from minga.i18n import gettext as _
from minga.serve.entry.policy import FILE_POLICY, small_page_policy

NOT_USED = ("accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
            "microphone", "midi", "payment", "usb", "xr-spatial-tracking")
PERMISSIONS = ", ".join(f"{ability}=()" for ability in NOT_USED)
"""What no page of ours asks a telephone for, and no text smuggled into one may."""


class Headers(RequestHandler):
    """Security headers, on files too."""

    @property
    def content_security_policy(self) -> str:
        """What a browser may do with this answer."""
        return FILE_POLICY

    @property
    def secure(self) -> bool:
        """Whether the visitor came over https, here or at the proxy."""
        return self.request.protocol == "https"

    def set_default_headers(self) -> None:
        """Set what every answer carries.

        There is no ``Strict-Transport-Security``: a laptop that served https today may serve http tomorrow
        at the same address.
        """
        self.set_header("Content-Security-Policy", self.content_security_policy)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Frame-Options", "SAMEORIGIN")
        self.set_header("X-Robots-Tag", "noindex, nofollow")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Permissions-Policy", PERMISSIONS)
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        if self.secure:  # elsewhere browsers ignore it, and complain in their console
            self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.clear_header("Server")

    def set_cookie(self, name: str, value: str | bytes, *place: Any, **named: Any) -> None:
        """Set a cookie that no script reads, that other sites do not send along, and that stays with https."""
        named = {"httponly": True, "samesite": "Lax", **named, **({"secure": True} if self.secure else {})}
        super().set_cookie(self._travels_as(name), value, *place, **named)

    def get_cookie(self, name: str, default: str | None = None) -> str | None:
        """Read one of these cookies."""
        return super().get_cookie(self._travels_as(name), default)

    def _travels_as(self, name: str) -> str:
        """The cookie's name on its way: over https browsers guard those that begin so.

        And where https was served yesterday and http today, at the same address, neither stands in the
        other's way: no page without https may replace a cookie that came with it.
        """
        return f"__Host-{name}" if self.secure else name

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with the number alone: what asks for a file shows no words."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(str(status_code))


class Guarded(Headers, JupyterHandler):
    """A page of ours: our headers and our error page."""

    @property
    def content_security_policy(self) -> str:
        """What a browser may do with this page, for the host it was asked from."""
        return small_page_policy(self.request.host, secure=self.secure)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say in plain words what happened and what to do."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", small_page_policy(self.request.host, secure=self.secure))
        self.finish(self.settings["jinja2_env"].get_template("error.html").render(status_code=status_code))


class Nothing(Guarded):
    """Whatever has no handler: an error page, and no cookie handed out for it."""

    async def prepare(self) -> None:
        """Answer before anything else is looked at."""
        raise HTTPError(404)


class Refused(Headers):
    """What the gate turns away, whatever it asks for."""

    def initialize(self, *, status: int) -> None:
        """Note why."""
        self.status = status

    def prepare(self) -> None:
        """Answer before anything else is looked at."""
        self.set_status(self.status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(_(
            "Minga no responde bajo ese nombre. Use la dirección en cifras que se muestra en la sala; quien abre Minga "
            "puede agregar un nombre con --public-url.") if self.status == 421 else str(self.status))


class Ping(Headers):
    """Says that the door is open, without starting a kernel."""

    def get(self) -> None:
        """Answer with one word."""
        self.set_header("Content-Type", "text/plain")
        self.set_header("Cache-Control", "no-store")
        self.finish("minga")


class Home(Guarded):
    """Leads to the first notebook."""

    def initialize(self, *, target: str) -> None:
        """Note where to lead."""
        self.target = target

    @authenticated
    def get(self) -> None:
        """Lead there."""
        self.redirect(self.target)


class StockBeacon(Headers):
    """Voilà's own goodbye, which browsers also send when a file is downloaded: heard and ignored."""

    def post(self, kernel_id: str) -> None:
        """Do nothing."""
        self.set_status(204)
        self.finish()


class OurFiles(Headers, StaticFileHandler):
    """Files of our template."""


class VoilaFiles(Headers, MultiStaticFileHandler):
    """Voilà's front end."""


class TemplateFiles(Headers, TemplateStaticFileHandler):
    """Style sheets of the templates ours is built on."""


class ExtensionFiles(Headers, FileFindHandler):
    """Front ends of the widget libraries."""


class ThemeFiles(Headers, ThemesHandler):
    """Voilà's themes."""
