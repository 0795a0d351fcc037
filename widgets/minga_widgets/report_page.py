"""The page of a personal link."""

from __future__ import annotations

import os

from minga.i18n import gettext as _
from minga.results.reporting import reporter_of, whose_key
from minga.workshop import plans
from minga_widgets.component import Component
from minga_widgets.prose import Prose
from minga_widgets.report_form import ReportForm
from minga_widgets.session import follower, open_session, speak

LINK = "MINGA_REPORT_LINK"
"""In this variable the door says whose form the kernel shows (``minga.serve.report``)."""


class ReportPage:
    """The semester's form of whoever came with a personal link.

    Args:
        key: the key of a link, for trying the form without a door; a door's own word goes first.
        language: es, pt or en; the plan's when empty.
    """

    def __init__(self, key: str = "", language: str = "") -> None:
        self.store = open_session().store
        told = os.environ.get(LINK, "")
        self.reporter = reporter_of(self.store, told) if told else whose_key(self.store, key)
        speak(language, plans.find_plan(self.store, self.reporter.plan_id) if self.reporter else None)

    def form(self) -> Component:
        """The form, or what to do where no link was opened."""
        if self.reporter is None:
            return Prose(_("Esta página se abre con un enlace personal"), [
                _("Quien coordina el plan envía a cada responsable el suyo.")], kind="note")
        return follower().add(ReportForm(self.store, self.reporter.link_id))


def report_page(key: str = "", language: str = "") -> ReportPage:
    """The page of a personal link."""
    return ReportPage(key, language)
