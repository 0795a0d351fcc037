"""Each action period by period: where it moves, where it is stuck, and where nobody told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from minga.i18n import N_, ngettext
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import Block, Cell, Chart, Column, Table, left_out, rows_of
from minga.reports.charts.heat import Band, Row, heat
from minga.reports.facts import Facts
from minga.reports.parts.action_status import direction_title
from minga.results.model import Action, Period
from minga.results.status import DELAYED, NO_DATA, NOT_STARTED, ActionState, action_state, active_in

KEY, FILE = "heat_map", "action_by_period.csv"
_MOST, _COLUMNS = 45, 5
"""Actions of the tallest figure, and periods of the widest table; the file has them all."""

NOT_YET = words.Look(N_("aún no le toca"), "·", "#FFFFFF")
_STUCK = (DELAYED, NO_DATA)


@dataclass(frozen=True)
class Told:
    """An action in a period; without a state in one that is still to come."""

    period: Period
    state: ActionState | None

    @property
    def look(self) -> words.Look | None:
        """Its mark: what is not yet its turn has one of its own, which is neither missing nor «not started»."""
        if self.state is None:
            return None
        if self.state.status == NOT_STARTED and self.state.basis == "schedule":
            return NOT_YET
        return words.ACTIONS[self.state.status]


def over_time(facts: Facts, action: Action) -> tuple[Told, ...]:
    """An action in every period of the plan, each at its close; the report's own on the day of the reading."""
    return tuple(Told(p, _state(facts, action, p)) for p in facts.periods)


def _state(facts: Facts, action: Action, period: Period) -> ActionState | None:
    if period.ends > facts.period.ends:
        return None
    return action_state(action, period, facts.as_of if period == facts.period else None)


def block(facts: Facts) -> Block:
    """The block of actions over the periods."""
    kicker = _("Acciones, período a período")
    if not facts.actions:
        return Block(KEY, kicker, _("El plan todavía no tiene acciones."), empty=_(
            "Aquí se verá cómo estuvo cada acción en cada período. Para empezar, escriba las acciones de cada "
            "dirección en la página de direcciones."))
    told = {a.action_id: over_time(facts, a) for a in facts.results.actions}
    drawn = _chosen(facts, told)
    last = [p.period for p in facts.periods].index(facts.period.period)
    names = [p.period for p in facts.periods[:last + 1]]
    return Block(KEY, kicker, _finding(facts, told), remarks=tuple(_remarks(told)), table=_table(facts, told),
                 chart=Chart(lambda width: heat(_bands(facts, told, drawn), names, last, width),
                             _alt(facts, told), left_out("actions", len(drawn), len(told), FILE)))


def _stuck(told: tuple[Told, ...]) -> str:
    """The status in which an action has been for two periods or more, when it is one to worry about."""
    known = [one.state.status for one in told if one.state is not None]
    return known[-1] if len(known) > 1 and known[-1] == known[-2] and known[-1] in _STUCK else ""


def _chosen(facts: Facts, told: dict[str, tuple[Told, ...]]) -> set[str]:
    """The actions of the figure: when they are too many, those that are stuck or late come first."""
    late = {s.action.action_id for s in facts.overdue}
    ordered = sorted(told, key=lambda key: not (_stuck(told[key]) or key in late))
    return set(ordered[:_MOST])


def _finding(facts: Facts, told: dict[str, tuple[Told, ...]]) -> str:
    stuck = [_stuck(one) for one in told.values()]
    late, silent = stuck.count(DELAYED), stuck.count(NO_DATA)
    if facts.previous is None:
        return _("Es el primer período: todavía no hay con qué comparar.")
    if not late and not silent:
        return _("Ninguna acción lleva dos períodos seguidos atrasada o sin informe.")
    if not silent:
        return ngettext("{n} acción lleva dos períodos o más atrasada.",
                        "{n} acciones llevan dos períodos o más atrasadas.", late).format(n=late)
    said = ngettext("De {n} acción no se informa desde hace dos períodos o más",
                    "De {n} acciones no se informa desde hace dos períodos o más", silent).format(n=silent)
    if not late:
        return f"{said}."
    return ngettext("{said}; {n} lleva el mismo tiempo atrasada.", "{said}; {n} llevan el mismo tiempo atrasadas.",
                    late).format(said=said, n=late)


def _remarks(told: dict[str, tuple[Told, ...]]) -> list[str]:
    closed = sum(any(a.state and b.state and a.state.status != "done" and b.state.status == "done"
                     for a, b in pairwise(one)) for one in told.values())
    said = ngettext("{n} acción pasó a cumplida en el camino.", "{n} acciones pasaron a cumplidas en el camino.",
                    closed).format(n=closed) if closed else ""
    return [said] if said else []


def _bands(facts: Facts, told: dict[str, tuple[Told, ...]], drawn: set[str]) -> list[Band]:
    found = []
    for direction in facts.results.directions:
        rows = tuple(Row(f"{a.code} {facts.text(a.text)}".strip(), tuple(one.look for one in told[a.action_id]))
                     for a in direction.actions if a.action_id in drawn)
        if rows:
            found.append(Band(direction_title(facts, direction), rows))
    return found


def _alt(facts: Facts, told: dict[str, tuple[Told, ...]]) -> str:
    """How many actions stood how in each period; which ones they are is in the table."""
    said = []
    for place, period in enumerate(facts.periods):
        counts = Counter(one.look for one in (line[place] for line in told.values()) if one.look)
        if counts:
            said.append(_("{period}: {marks}.").format(period=period.period, marks=", ".join(
                f"{look} {n}" for look, n in counts.most_common())))
    return " ".join([_("Cuadro de marcas: una fila por acción y una columna por período."), *said])


def _table(facts: Facts, told: dict[str, tuple[Told, ...]]) -> Table:
    known = [p for p in facts.periods if p.ends <= facts.period.ends][-_COLUMNS:]
    columns = (Column(_("Acción")), *(Column(p.period) for p in known))
    rows: list[tuple[Cell, ...]] = [(facts.title(a), *(one.look or "" for one in told[a.action_id]
                                                       if one.period in known)) for a in facts.results.actions]
    return Table(_("Estado de cada acción al cierre de cada período"), columns, rows_of(rows), FILE)


def rows(facts: Facts) -> list[dict[str, object]]:
    """One row for each action and period, as ``action_by_period.csv`` keeps it."""
    return [{"plan_id": facts.results.plan.plan_id, "action_id": a.action_id, "code": a.code,
             "action": facts.text(a.text), "period": one.period.period, "starts": one.period.starts,
             "ends": one.period.ends, "status": one.state.status if one.state else "",
             "basis": one.state.basis if one.state else "", "scheduled": active_in(a, one.period),
             "percent": one.state.report.percent if one.state and one.state.report else None,
             "overdue": one.state.overdue if one.state else None}
            for a in facts.results.actions for one in over_time(facts, a)]
