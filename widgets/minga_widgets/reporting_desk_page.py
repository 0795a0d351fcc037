"""The page of the semester's reports: what came, sheets and links to ask for the rest, and the reports to make."""

from __future__ import annotations

from minga.i18n import gettext as _
from minga_widgets.component import Component
from minga_widgets.pages import _Page
from minga_widgets.prose import Prose
from minga_widgets.reporting_desk import ReportingDesk
from minga_widgets.reporting_desk_links import ReportingLinks
from minga_widgets.reporting_desk_sheets import ReportingSheets
from minga_widgets.reporting_desk_term import Term


class ReportsPage(_Page):
    """Everything that whoever analyses does each semester.

    Args:
        plan: id of the plan; the one in the room when empty.
        period: the period to begin with (``2018-S1``); the address may ask for another (``?period=``), and the one
            that is due comes first when nobody asks.
        language: es, pt or en; the plan's when empty.
    """

    def __init__(self, plan: str = "", period: str = "", language: str = "") -> None:
        super().__init__(plan, language)
        self._term: Term | None = None
        if self.plan is not None:
            self._term = Term(self.session.store, self.session.actor, self.plan,
                              self.session.query.get("period", period))

    def intro(self) -> Prose:
        """What is done here, and in which order."""
        if self.plan is None:
            return self._trouble()
        return Prose(f"{self.plan['title']} · {_('Informes del semestre')}", [
            _("Reparta los enlaces o las hojas, revise lo que llega y cierre el período. Solo lo aprobado cuenta en "
              "los informes, y cada informe dice cuánto falta.")], kind="page")

    def review(self) -> Component:
        """What came in a period and who has not reported; return, approve, close."""
        return self._live(ReportingDesk(self._term)) if self._term else Prose()

    def sheets(self) -> Component:
        """Sheets to fill in without a connection, out and back."""
        return self._live(ReportingSheets(self._term)) if self._term else Prose()

    def links(self) -> Component:
        """The personal links of those who report."""
        return self._live(ReportingLinks(self._term, self.session.participants_url)) if self._term else Prose()

    def due(self) -> Component:
        """The reports that are missing or out of date, and a button that makes them."""
        if self.plan is None:
            return Prose()
        from minga_widgets.due_button import DueButton  # what makes reports is slow to import

        return self._live(DueButton(self.session.store, self.session.actor, self.plan))

    def next(self) -> Prose:
        """Links to where results are written and to the start."""
        return Prose(links=[("5_results.ipynb", _("Resultados e indicadores")), ("8_calendar.ipynb", _("Calendario")),
                            ("0_start.ipynb", _("Inicio"))])


def reporting_desk_page(plan: str = "", period: str = "", language: str = "") -> ReportsPage:
    """The page of the semester's reports."""
    return ReportsPage(plan, period, language)
