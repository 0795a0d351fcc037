"""The periods of a plan, and the progress of its actions in the one that a page looks at."""

from __future__ import annotations

from datetime import date
from typing import Any

from minga.errors import MingaError
from minga.i18n import gettext as _
from minga.periods import parse_period
from minga.results import PlanResults, ensure_periods
from minga.results.model import Period
from minga_widgets.grid_cells import Column
from minga_widgets.grid_source import GridRow
from minga_widgets.results_tables import Row, Table
from minga_widgets.session import Session


class Calendar:
    """The periods of a plan and the one that a page looks at; shared by its grids.

    Args:
        session: the page's session.
        plan_id: the plan.
    """

    def __init__(self, session: Session, plan_id: str) -> None:
        self.problem = ""
        try:
            ensure_periods(session.store, plan_id, actor=session.actor.participant_id or "facilitator",
                           role=session.actor.role)
        except MingaError as why:
            self.problem = str(why)
        self.chosen = ""
        self.grids: list[Any] = []

    def choose(self, period: str) -> None:
        """Turn every grid to another period.

        Raises:
            MingaError: one of them has rows that are not saved yet; they belong to this period.
        """
        if any(grid.waits for grid in self.grids):
            raise MingaError(_("Hay filas todavía sin guardar."),
                             _("Complételas o bórrelas antes de cambiar de período."))
        self.chosen = period
        for grid in self.grids:
            grid.turned()

    def look(self, plan: PlanResults) -> Period | None:
        """The chosen period, else the last open one that has begun."""
        named = {p.period: p for p in plan.periods}
        if self.chosen not in named and named:
            begun = [p for p in plan.periods if p.starts <= date.today()] or list(plan.periods[:1])
            self.chosen = next((p.period for p in reversed(begun) if not p.locked), begun[-1].period)
        return named.get(self.chosen)

    def choices(self, plan: PlanResults) -> list[list[str]]:
        """Every period with its name and whether it is closed."""
        return [[p.period, f"{label(p)} · {_('cerrado')}" if p.locked else label(p)] for p in plan.periods]


def label(period: Period) -> str:
    """A period as people call it."""
    try:
        return parse_period(period.period).label()
    except MingaError:
        return period.period


class ByPeriod(Table):
    """A grid that shows one period of the plan."""

    def __init__(self, session: Session, plan_id: str, calendar: Calendar) -> None:
        super().__init__(session, plan_id)
        self.calendar = calendar

    def status(self) -> dict[str, Any]:
        """The period chooser, and why nothing may be changed."""
        plan = self.read()
        here = self.calendar.look(plan)
        locked = "" if here else no_periods(self.calendar)
        if here and here.locked:
            locked = _("El período {period} está cerrado: se puede leer, no cambiar.").format(period=label(here))
        return {"add": self.may_add, "delete": True, "locked": locked, "periods": self.calendar.choices(plan),
                "period": self.calendar.chosen}

    def choose_period(self, period: str) -> None:
        """Look at another period.

        Raises:
            MingaError: the plan has no such period.
        """
        if period not in {p.period for p in self.read().periods}:
            raise MingaError(_("El plan no tiene ese período."), _("Elija uno de la lista."))
        self.calendar.choose(period)


def no_periods(calendar: Calendar) -> str:
    """Why there is no period to look at, and what to do."""
    return calendar.problem or _("El plan todavía no tiene semestres: indique primero las fechas en que empieza y "
                                 "termina.")


class Progress(ByPeriod):
    """The progress of every action in a period."""

    table = "progress"
    may_add = False

    def __init__(self, session: Session, plan_id: str, calendar: Calendar) -> None:
        super().__init__(session, plan_id, calendar)
        self.title = _("Avance de las acciones")
        self.hint = _("En qué estado quedó cada acción al cierre del período. Una celda vacía dice que no se informó.")
        self.empty = _("Aquí estará cada acción del plan. Acuerde primero las acciones en la etapa de direcciones.")

    def columns(self) -> list[Column]:
        """The action, and what is reported about it."""
        return [Column("code", _("Código"), width=90, fixed=True), Column("text", _("Acción"), "long", 380, fixed=True),
                Column("status", _("Estado"), "choice", 140, action_statuses()),
                Column("percent", _("Avance (%)"), "number", 125,
                       help=_("De 0 a 100, sin el signo; puede quedar vacío.")),
                Column("comment", _("Comentario"), "long", 300),
                Column("evidence", _("Evidencias"), "long", 200, help=_("Varias se separan con punto y coma."))]

    def rows(self) -> list[GridRow]:
        """One row for each action."""
        plan = self.read()
        period = self.calendar.look(plan)
        told = self._told(period.period if period else "")
        return [GridRow(a.action_id, f"{a.code} {a.text}"[:80],
                        {**told.get(a.action_id, {}), "code": a.code, "text": a.text}, saved=a.action_id in told)
                for a in plan.actions]

    def _told(self, period: str) -> dict[str, Row]:
        return {r["action_id"]: r for r in self.raw().values() if r["period"] == period}

    def save(self, key: str | None, values: Row) -> str:
        """Save what was reported about an action."""
        return str(self.save_rows([{**values, "action_id": key, "period": self.calendar.chosen}])[0]["action_id"])

    def delete(self, key: str) -> None:
        """Forget what was reported about an action in this period; the action stays."""
        self.delete_row(self._told(self.calendar.chosen)[key]["progress_id"])


def action_statuses() -> dict[Any, str]:
    """States of an action."""
    return {"not_started": _("Sin empezar"), "in_progress": _("En curso"), "done": _("Cumplida"),
            "delayed": _("Atrasada"), "cancelled": _("Cancelada")}
