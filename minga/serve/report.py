"""``/report``: where a personal link leads, and how whoever opens it gets their form.

The page is the same for everybody and costs nothing; its script gives the key of the link to ``/report/join`` and
hears in which way it is served: in a kernel of its own where the door has room for one, else by the light way.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup
from tornado.web import HTTPError, authenticated

from minga.i18n import gettext as _
from minga.i18n import language, speaking
from minga.serve.front import files, pages
from minga.serve.front.files import Kept
from minga.serve.handlers import Guarded
from minga.serve.kernel_way.prepared import Prepared, Press, kernel_environment
from minga.serve.light_way.report import ReportRoom
from minga.serve.report_cookie import keep_in_cookie, link_in_cookie

if TYPE_CHECKING:
    from minga.serve.kernel_way.kernels import Kernels
    from minga.serve.kernel_way.pool import Pool

log = logging.getLogger(__name__)

FRAME, SCRIPT = "participant.html", "report.js"
LINK = "MINGA_REPORT_LINK"
"""The variable that tells a kernel whose form it shows."""
MOST_KERNELS = 8
"""Kernels for forms at one door at the same time; whoever comes then gets the light way."""
COMPONENT_HERE = 'class="minga-here"'
"""Stands where a kernel's page shows its component."""
LONGEST_KEY = 80
PATIENCE = 8.0
"""Seconds in which a kernel shows the form, or the light way does: the page asks again after ten."""


class Reports:
    """How people come to their forms at this door.

    Args:
        room: those who are served by the light way.
        pool: the pages of the workshop, which come first; None where everybody gets the light way.
        press: makes pages.
        kernels: where kernels live.
        notebook: the form's notebook.
    """

    def __init__(self, room: ReportRoom, pool: Pool | None, press: Press, kernels: Kernels, notebook: str) -> None:
        self.room, self._pool, self._press, self._kernels, self._notebook = room, pool, press, kernels, notebook
        self.title = press.title(notebook)
        self.frames: dict[str, Kept] = {}
        self._held: dict[tuple[str, str], Prepared] = {}
        self._one = asyncio.Lock()

    async def kernel(self, visitor: str, link_id: str) -> Prepared | None:
        """The visitor's page with a kernel of its own; None where there is no room for one, or it cannot be made."""
        async with self._one:
            held = self._held.get((visitor, link_id))
            if held is not None and await self._kernels.alive(held.kernel_id):
                self._kernels.expect(held.kernel_id)
                return held
            self._held = {who: page for who, page in self._held.items() if page.kernel_id in self._kernels}
            pool = self._pool
            if pool is None or pool.waiting or pool.room() <= 0 or len(self._held) >= MOST_KERNELS:
                return None
            try:
                page = await asyncio.wait_for(self._press.prepare(self._notebook, kernel_environment(
                    HTTP_X_MINGA_USER=visitor, **{LINK: link_id})), PATIENCE)
            except Exception as why:  # whatever it was, the form is served without a kernel
                log.warning("a form could not be made in a kernel (%s)", type(why).__name__)
                return None
            if page.full or COMPONENT_HERE not in page.html:  # an edited notebook, or one whose cells failed
                return None
            self._held[visitor, link_id] = page
            return page


class ReportPage(Guarded):
    """The page that a personal link opens; it says nothing of anybody."""

    def initialize(self, *, reports: Reports) -> None:
        """Note how people come in."""
        self.reports = reports

    @authenticated
    def get(self) -> None:
        """Send it: written and compressed once for everybody."""
        self.identity_provider.set_login_cookie(self, self.current_user)
        known = self.reports.frames
        kept = known.get(language()) or known.setdefault(language(), Kept("text/html", self._frame().encode()))
        coding = kept.coding(self.request.headers.get("Accept-Encoding", ""))
        if coding:
            self.set_header("Content-Encoding", coding)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(kept.form(coding))

    def _frame(self) -> str:
        own = {**pages.page_resources("participant"), "host": pages.asset(SCRIPT),
               "component_css": files.widget_file(f"{files.COMPONENT}.css") + files.widget_file(f"{files.REPORT}.css")}
        environment: jinja2.Environment = self.settings["voila_jinja2_env"]
        return environment.get_template(FRAME).render(
            own=own, title=self.reports.title or _("Informe"), base_url=self.base_url, way="wait", page=Markup(""),
            page_config={"baseUrl": self.base_url}, join="/report/join", channel="/report/channel")


class ReportJoin(Guarded):
    """Takes the key of a personal link, or the cookie of whoever came before, and says how the form is served."""

    def initialize(self, *, reports: Reports) -> None:
        """Note how people come in."""
        self.reports = reports

    def check_xsrf_cookie(self) -> None:
        """The page's script carries no token; where the request comes from is checked instead."""
        if not self.check_origin():
            raise HTTPError(403)

    @authenticated
    async def post(self) -> None:
        """Answer with a kernel's page, the light way, or that the link opens nothing."""
        visitor = self.current_user.username
        if self.settings["minga_joins"].wait(visitor, self.request.remote_ip or ""):
            raise HTTPError(429)
        found = await self.reports.room.whose(self._key(), link_in_cookie(self))
        self.set_header("Cache-Control", "no-store")
        if found is None:
            self.finish({"way": "closed", "said": _(
                "Este enlace no abre ningún informe: puede estar incompleto o haber terminado. Ábralo de nuevo desde "
                "el mensaje en que le llegó, o pida otro a quien coordina el plan.")})
            return
        who, tongue = found
        keep_in_cookie(self, who.link_id)
        with speaking(tongue):
            page = await self.reports.kernel(visitor, who.link_id)
        self.finish({"way": "light"} if page is None else {
            "way": "kernel", "kernel": page.kernel_id, "page": page.html})

    def _key(self) -> str:
        try:
            key = json.loads(self.request.body)["k"] if self.request.body else ""
        except (ValueError, KeyError, TypeError, RecursionError):
            raise HTTPError(400) from None
        return key if isinstance(key, str) and len(key) <= LONGEST_KEY else "?"


__all__ = ["LINK", "ReportJoin", "ReportPage", "Reports"]
