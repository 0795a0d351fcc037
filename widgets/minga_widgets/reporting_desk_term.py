"""The period that the page of reports looks at, shared by its components."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from minga.errors import MingaError
from minga.i18n import format_date, ngettext
from minga.i18n import gettext as _
from minga.results import ensure_periods
from minga.results.model import Period
from minga.results.reporting_form import today_of, which_is_due
from minga.results.reviewing import read_periods
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga_widgets.results_periods import label


class Term:
    """The periods of a plan and the one that is looked at.

    Args:
        store: the store.
        actor: who looks.
        plan: the plan's row.
        period: the one to begin with; that which is due when empty or unknown.

    Attributes:
        problem: why there is no period, in words; empty when there is one.
        who: name of whoever acts, for the ledger; with the role, as verbs want them.
    """

    def __init__(self, store: Store, actor: Actor, plan: dict[str, Any], period: str = "") -> None:
        self.store, self.plan, self.problem = store, plan, ""
        self.who = {"actor": actor.participant_id or actor.role, "role": actor.role}
        self._listening: list[Callable[[], None]] = []
        try:
            ensure_periods(store, self.plan_id, **self.who)
        except MingaError as why:
            self.problem = str(why)
        self._chosen = period

    @property
    def plan_id(self) -> str:
        """The plan."""
        return str(self.plan["plan_id"])

    @property
    def today(self) -> date:
        """The day it is for the people of the plan."""
        return today_of(self.plan, datetime.now(UTC))

    def periods(self) -> list[Period]:
        """Every period of the plan, oldest first."""
        return read_periods(self.store, self.plan_id)

    def look(self) -> Period | None:
        """The chosen period, else the one that people report on now."""
        periods = self.periods()
        if not periods:
            self.problem = self.problem or _("El plan todavía no tiene semestres: indique primero las fechas en que "
                                             "empieza y termina.")
            return None
        self.problem = ""
        named = {p.period: p for p in periods}
        if self._chosen not in named:
            rows = [{"period": p.period, "ends": p.ends, "status": "locked" if p.locked else "open"}
                    for p in periods if p.starts <= self.today]
            due = which_is_due(rows, self.today)
            self._chosen = str(due["period"]) if due else periods[0].period
        return named[self._chosen]

    def choose(self, period: str) -> None:
        """Look at another period.

        Raises:
            MingaError: the plan has no such period.
        """
        if period not in {p.period for p in self.periods()}:
            raise MingaError(_("El plan no tiene ese período."), _("Elija uno de la lista."))
        self._chosen = period
        for tell in self._listening:
            tell()

    def listen(self, tell: Callable[[], None]) -> None:
        """Call something whenever another period is chosen."""
        self._listening.append(tell)

    def view(self) -> dict[str, Any]:
        """The chooser, and how much time there is, as plain data."""
        here = self.look()
        return {"periods": [[p.period, f"{label(p)} · {_('cerrado')}" if p.locked else label(p)]
                            for p in self.periods()],
                "period": here.period if here else "", "problem": self.problem,
                "locked": bool(here and here.locked), "deadline": self._deadline(here) if here else "",
                "late": bool(here and not here.locked and self.last_day(here) < self.today)}

    def last_day(self, period: Period) -> date:
        """The last day on which reports about a period are awaited."""
        return period.ends + timedelta(days=min(int(self.plan["grace_days"]), 999))

    def _deadline(self, period: Period) -> str:
        last, today = self.last_day(period), self.today
        if period.locked:
            return _("Está cerrado: se puede leer, no cambiar.")
        if today < period.starts:
            return _("Todavía no empieza; se informa hasta el {day}.").format(day=format_date(last))
        days = abs((last - today).days)
        if today > last:
            return ngettext("Se esperaba hasta el {day}: hace {n} día.", "Se esperaba hasta el {day}: hace {n} días.",
                            days).format(day=format_date(last), n=days)
        return ngettext("Se espera hasta el {day}: queda {n} día.", "Se espera hasta el {day}: quedan {n} días.",
                        days).format(day=format_date(last), n=days)
