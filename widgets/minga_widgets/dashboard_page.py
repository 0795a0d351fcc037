"""The page of the dashboard: the state of the plan, and the story of any card behind it."""

from __future__ import annotations

from minga import paths
from minga.i18n import gettext as _
from minga.results.board import Wish
from minga_widgets.component import Component
from minga_widgets.dashboard import Dashboard
from minga_widgets.journey import Journey
from minga_widgets.pages import _Page
from minga_widgets.prose import Prose

REPORTS = "10_reports"


class DashboardPage(_Page):
    """How a plan stands: ``?direction=``, ``?country=`` and ``?period=`` say what is looked at first."""

    def intro(self) -> Prose:
        """What this page is for."""
        if self.plan is None:
            return self._trouble()
        return Prose(f"{self.plan['title']} · {_('Tablero')}", [
            _("Cómo va el plan, con lo que se ha informado y aprobado hasta ahora. Se puede mirar una dirección, un "
              "país, un período o lo que responde una persona; aquí no se escribe nada.")], kind="page")

    def board(self) -> Component:
        """The figures, their rows, and the cards they came from."""
        if self.plan is None:
            return Prose()
        asked = self.session.query
        return self._live(Dashboard(self.session.store, self.plan, Wish(
            asked.get("direction", ""), asked.get("country", ""), period=asked.get("period", ""))))

    def journey(self) -> Component:
        """The story of a card or of anything along the chain; opened from the figures too."""
        if self.plan is None:
            return Prose()
        return self._live(Journey(self.session.store, self.plan, self.session.query.get("card", "")))

    def next(self) -> Prose:
        """Links to where it is written, and to the reports where there is a page for them."""
        links = [("5_results.ipynb", _("Resultados e indicadores")), ("7_chain.ipynb", _("Cadena del plan")),
                 ("0_start.ipynb", _("Inicio"))]
        if (paths.notebooks() / f"{REPORTS}.ipynb").is_file():
            links.insert(0, (f"{REPORTS}.ipynb", _("Informes del semestre")))
        return Prose(links=links)


def dashboard_page(plan: str = "", language: str = "") -> DashboardPage:
    """The page of the dashboard."""
    return DashboardPage(plan, language)
