"""What a portfolio report knows of many plans in one period; every part of the page is drawn from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from minga.periods import parse_period
from minga.reports.facts import PUBLIC
from minga.reports.hidden_names import without
from minga.results.achievement import BELOW, MET, NO_VALUE, NOT_APPLICABLE, ON_TRACK, STATES
from minga.results.columns import HEARD, SILENT, WAITING, ManyPlans
from minga.results.model import PlanResults
from minga.results.status import action_state

AIMED = (MET, ON_TRACK, BELOW)
"""States of what has both a value and a target."""


@dataclass(frozen=True)
class PlanLine:
    """One plan in the period.

    Attributes:
        states: how many indicators stand in each of ``achievement.STATES``.
        actions: how many actions stand in each status, and how many are ``overdue``.
        pending: values of the period that wait for approval; and those ``returned``.
    """

    plan: PlanResults
    states: dict[str, int]
    actions: dict[str, int]
    pending: int
    returned: int

    @property
    def indicators(self) -> int:
        """How many indicators the plan has."""
        return sum(self.states.values())

    @property
    def awaited(self) -> int:
        """Indicators of which a value was awaited."""
        return self.indicators - self.states[NOT_APPLICABLE]

    @property
    def aimed(self) -> int:
        """Indicators with a value and a target."""
        return sum(self.states[name] for name in AIMED)

    @property
    def reported(self) -> int:
        """Indicators of which something approved was told."""
        return self.awaited - self.states[NO_VALUE]


@dataclass(frozen=True)
class Country:
    """What was heard from one country, counted by indicators: told, told but not approved, silent."""

    code: str
    heard: int
    waiting: int
    silent: int

    @property
    def expected(self) -> int:
        """How many indicators were expected to be told from it."""
        return self.heard + self.waiting + self.silent


@dataclass(frozen=True)
class Portfolio:
    """Many plans in one period.

    Attributes:
        as_of: the day of the reading; the last of each plan's period when None.
        names: names of people, blanked out of any text of a public report.
    """

    many: ManyPlans
    audience: str
    as_of: date | None = None
    names: frozenset[str] = frozenset()

    @cached_property
    def label(self) -> str:
        """The period in words."""
        return parse_period(self.many.period).label()

    @cached_property
    def lines(self) -> tuple[PlanLine, ...]:
        """The plans, those with the largest part of their indicators below or untold first."""
        counts = _counted(self.many.plan_of, self.many.state[:, -1], len(self.many.plans))
        pending = np.bincount(self.many.plan_of, self.many.pending, len(self.many.plans)).astype(int)
        returned = np.bincount(self.many.plan_of, self.many.returned, len(self.many.plans)).astype(int)
        found = [PlanLine(plan, dict(zip(STATES, counts[n].tolist(), strict=True)), self._actions(n),
                          int(pending[n]), int(returned[n])) for n, plan in enumerate(self.many.plans)]
        return tuple(sorted(found, key=_behind))

    def _actions(self, place: int) -> dict[str, int]:
        states = [action_state(a, self.many.own[place], self.as_of) for a in self.many.plans[place].actions]
        return {**Counter(s.status for s in states), "overdue": sum(s.overdue for s in states), "total": len(states)}

    @cached_property
    def of_indicators(self) -> tuple[list[Any], ...]:
        """What decides whether indicators can be put together: measure, unit, method, ascending, aggregation."""
        return tuple(map(self.many.indicators.column, ("measure", "unit", "method", "ascending", "aggregation")))

    @cached_property
    def states(self) -> dict[str, int]:
        """How many indicators of all plans stand in each state."""
        return {name: sum(line.states[name] for line in self.lines) for name in STATES}

    @cached_property
    def by_period(self) -> tuple[dict[str, int], ...]:
        """The same for each period, counting the plans that have it."""
        return tuple(dict(zip(STATES, _counted(np.zeros(len(column), int), column, 1)[0].tolist(), strict=True))
                     for column in self.many.state.T)

    @cached_property
    def countries(self) -> tuple[Country, ...]:
        """What was heard from each country, the most silent first."""
        found = [Country(code, *(int((self.many.heard[:, n] == mark).sum()) for mark in (HEARD, WAITING, SILENT)))
                 for n, code in enumerate(self.many.countries) if code]
        return tuple(sorted((c for c in found if c.expected), key=lambda c: (-c.silent, -c.waiting, c.code)))

    @property
    def with_actions(self) -> bool:
        """Whether any of the plans has actions."""
        return any(line.actions["total"] for line in self.lines)

    @property
    def public(self) -> bool:
        """Whether everybody may read it."""
        return self.audience == PUBLIC

    @cached_property
    def _readable(self) -> Callable[[str], str]:
        return without(self.names) if self.public else str

    def text(self, written: str) -> str:
        """A text as this audience may read it."""
        return self._readable(written)


def _counted(group: np.ndarray, state: np.ndarray, groups: int) -> np.ndarray:
    """How many of each group stand in each state; those that are not there are not counted."""
    there = state >= 0
    return np.bincount(group[there] * len(STATES) + state[there], minlength=groups * len(STATES)).reshape(
        groups, len(STATES))


def _behind(line: PlanLine) -> tuple[float, str]:
    behind = line.states[BELOW] + line.states[NO_VALUE]
    return (-behind / line.awaited if line.awaited else 1.0), line.plan.plan.title.casefold()

