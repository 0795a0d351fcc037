"""The page of the plan's calendar: every action in time, and what falls on whom."""

from __future__ import annotations

from minga.i18n import gettext as _
from minga_widgets.calendar import Calendar
from minga_widgets.calendar_load import PlanLoad
from minga_widgets.component import Component
from minga_widgets.pages import _Page
from minga_widgets.prose import Prose


class CalendarPage(_Page):
    """All actions of a plan on one calendar, and the load of each person and country."""

    def intro(self) -> Prose:
        """What this page is for."""
        if self.plan is None:
            return self._trouble()
        return Prose(f"{self.plan['title']} · {_('Calendario')}", [
            _("Todas las acciones en el tiempo, tal como lo dicen sus palabras: lo aproximado se ve aproximado y lo "
              "que no tiene fecha queda aparte. Sirve para ver juntas qué choca y sobre quién cae demasiado.")],
            kind="page")

    def calendar(self) -> Component:
        """Months against directions and actions."""
        return self._live(Calendar(self.session.store, self.plan)) if self.plan else Prose()

    def load(self) -> Component:
        """Actions under way for each person and country, month by month."""
        return self._live(PlanLoad(self.session.store, self.plan)) if self.plan else Prose()

    def next(self) -> Prose:
        """Links to the directions, the results and the start."""
        return Prose(links=[("4_directions.ipynb", _("Direcciones y acciones")),
                            ("5_results.ipynb", _("Resultados e indicadores")), ("0_start.ipynb", _("Inicio"))])


def calendar_page(plan: str = "", language: str = "") -> CalendarPage:
    """The page of the plan's calendar."""
    return CalendarPage(plan, language)
