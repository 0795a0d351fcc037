"""The page of results: from objectives to targets, progress and values, in editable grids."""

from __future__ import annotations

import ipywidgets as ipw

from minga.errors import MingaError
from minga.i18n import gettext as _
from minga.workshop import reading
from minga_widgets.grid import Grid
from minga_widgets.grid_source import Source
from minga_widgets.pages import _Page, stage_links
from minga_widgets.prose import Prose
from minga_widgets.results_codes import Codes
from minga_widgets.results_indicators import Indicators, Results
from minga_widgets.results_periods import Calendar, Progress
from minga_widgets.results_promises import Promises
from minga_widgets.results_tables import Lines, Objectives
from minga_widgets.results_values import Targets, Values
from minga_widgets.saving import save_plan


class ResultsPage(_Page):
    """Grids for the results of a plan.

    Args:
        plan: id of the plan; the one in the room when empty.
        language: es, pt or en; the plan's when empty.
    """

    def __init__(self, plan: str = "", language: str = "") -> None:
        super().__init__(plan, language)
        self.grids: list[Grid] = []
        if self.plan is not None:
            self.calendar = Calendar(self.session, self.plan["plan_id"])

    def intro(self) -> Prose:
        """What is written here, and in which order."""
        if self.plan is None:
            return self._trouble()
        return Prose(f"{self.plan['title']} · {_('Resultados e indicadores')}", [
            _("De arriba abajo: objetivos, líneas, resultados, indicadores y metas; después, semestre a semestre, el "
              "avance de las acciones y los valores alcanzados. Cada celda se guarda en cuanto se cambia."),
            _("Cada tabla se usa como una hoja de cálculo: las flechas mueven, Intro cambia la celda, Esc la deja como "
              "estaba, Supr la vacía y Tab sale de la tabla.")], kind="page")

    def objectives(self) -> ipw.DOMWidget:
        """General and specific objectives."""
        return self._grid(Objectives(self.session, self._id))

    def lines(self) -> ipw.DOMWidget:
        """Lines of work."""
        return self._grid(Lines(self.session, self._id))

    def results(self) -> ipw.DOMWidget:
        """Products, effects and impacts; above them, what was said of directions and actions, to be made indicators."""
        shown = self._grid(Results(self.session, self._id))
        if self.plan is None or not self._with_directions():
            return shown
        said = Promises(self.session.store, self.session.actor, self._id)
        return ipw.VBox([self._live(said), shown])

    def parts(self) -> ipw.DOMWidget:
        """The lists that values are disaggregated by."""
        return self._grid(Codes(self.session, self._id))

    def indicators(self) -> ipw.DOMWidget:
        """Indicators with baseline and target of the plan."""
        return self._grid(Indicators(self.session, self._id))

    def targets(self) -> ipw.DOMWidget:
        """Targets, one column for each period."""
        return self._grid(Targets(self.session, self._id, self.calendar)) if self.plan else Prose()

    def progress(self) -> ipw.DOMWidget:
        """The progress of every action in the chosen period."""
        return self._dated(Progress) if self.plan else Prose()

    def values(self) -> ipw.DOMWidget:
        """What every indicator reached in the chosen period."""
        return self._dated(Values) if self.plan else Prose()

    def next(self) -> Prose:
        """Links to what comes before and after."""
        if self.plan is None:
            return Prose()
        board = ("dashboard.ipynb", _("Tablero: cómo va el plan"))
        for stage in reading.plan_stages(self.session.store, self._id):
            if stage["kind"] == "results":
                shown = stage_links(self.session.store, self.plan, stage["stage_id"])
                shown.links = [*shown.links, list(board)]
                return shown
        return Prose(_("Qué sigue"), [_("Lo que se hizo aquí ya está guardado; se puede volver cuando haga falta.")], [
            ("6_document.ipynb", _("Siguiente: el documento del plan")),
            ("4_directions.ipynb", _("Anterior: direcciones")), ("0_start.ipynb", _("Inicio")), board])

    def _with_directions(self) -> bool:
        return any(stage["kind"] == "directions" for stage in reading.plan_stages(self.session.store, self._id))

    @property
    def _id(self) -> str:
        return str(self.plan["plan_id"]) if self.plan else ""

    def _dated(self, kind: type[Progress] | type[Values]) -> ipw.DOMWidget:
        shown = self._grid(kind(self.session, self._id, self.calendar))
        self.calendar.grids.append(self.grids[-1])
        return shown

    def _grid(self, source: Source) -> ipw.DOMWidget:
        """A grid that follows the store, or the reason why there is none."""
        if self.plan is None:
            return Prose()
        try:
            grid = Grid(source, lambda: save_plan(self.session.store, self._id))
        except MingaError as why:
            return Prose(source.title, [str(why)], kind="note")
        self._live(grid)
        self.grids.append(grid)
        return grid.panel()


def results_page(plan: str = "", language: str = "") -> ResultsPage:
    """The page of results."""
    return ResultsPage(plan, language)
