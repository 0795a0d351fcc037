"""Where nobody told of a period: what was told of the shorter ones inside it, put together by ``combine`` itself.

A year is seldom told by itself, and then it is read from its semesters; there is no hurry, so it is done cell by cell.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from minga.results.columns_combine import Rules, actual_of, target_of, why_of
from minga.results.columns_rows import Kept, Numbers, Rows
from minga.results.columns_state import Calendar
from minga.results.combine import told_in
from minga.results.expected import previous_target
from minga.results.model import Indicator, Period, PlanResults, Target
from minga.results.naming import inside

_LONGEST_FIRST = ("", "-S", "-Q")
"""How the names of a year, a semester and a quarter go on after the year."""


class Shorter:
    """Which periods lie inside the longer ones that are read.

    Args:
        names: of the periods of all rows, in the order of their codes.
        periods: those that are read, all of one length.
    """

    def __init__(self, names: Sequence[str], periods: Sequence[str]) -> None:
        length = _LONGEST_FIRST.index(periods[-1][4:6])
        self._names = {n: name for n, name in enumerate(names) if name[4:6] in _LONGEST_FIRST[length + 1:]}
        self._size = len(names)
        self._known: dict[Calendar, Numbers | None] = {}

    def inside(self, calendar: Calendar) -> Numbers | None:
        """For each code of a period, the place in a plan's calendar of the one around it, or −1; None if all are −1."""
        if calendar not in self._known:
            found = np.full(self._size, -1, np.int32)
            for n, name in self._names.items():
                found[n] = next((at for at, period in enumerate(calendar) if period and inside(name, period)), -1)
            self._known[calendar] = found if (found >= 0).any() else None
        return self._known[calendar]


@dataclass(frozen=True)
class Inside:
    """An indicator in a period that nobody told by itself; see ``Cells``. ``told`` says whether it was, in words."""

    indicator: int
    period: int
    value: float
    why: int
    told: bool


def told_inside(rows: Rows, own: Numbers, around: Numbers, rules: Rules, calendar: Calendar,
                as_of: date | None) -> Iterator[Inside]:
    """What periods are read as, of which only the shorter ones inside them were told.

    Args:
        rows: of one plan that count, with places among the indicators as their codes.
        own: of each row, the place of its period among those that are read, or −1.
        around: of each row, the place of the period that its own lies in, or −1.
        rules: of the indicators.
        calendar: the periods that are read, as the plan has them.
        as_of: the day of the reading; the last of the present period when None.
    """
    names = rules.names["period"]
    told = set(zip(rows["indicator"][own >= 0].tolist(), own[own >= 0].tolist(), strict=True))
    cells: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    chosen = np.flatnonzero((own < 0) & (around >= 0))
    for row, at in zip(rows[chosen].records(), around[chosen].tolist(), strict=True):
        cells[row["indicator"], at].append(row)
    for (n, at), some in cells.items():
        period = calendar[at]
        if period is not None and (n, at) not in told:
            found = told_in([actual_of(row, rules.names, names[row["period"]]) for row in some], rules.indicators[n],
                            period, as_of if at == len(calendar) - 1 else None)
            yield Inside(n, at, math.nan if found.value is None else found.value, why_of(found),
                         any(row["told"] for row in some))


class Previous:
    """The target before the present one: of the last period before it that has one, whatever the length of that.

    Args:
        kept: values and targets of the plans (and perhaps of others).
        plans: that have the present period.
        own: the present period as each of them has it.
        plan_of: the place in ``plans`` of each indicator.
        indicators: of the plans.
        target: of each indicator in the periods that are read, all as long as the present one, which is the last.
    """

    def __init__(self, kept: Kept, plans: Sequence[PlanResults], own: Sequence[Period], plan_of: Numbers,
                 indicators: Sequence[Indicator], target: Numbers) -> None:
        self._kept, self._plans, self._own = kept, plans, own
        self._plan_of, self._indicators, self._target = plan_of, indicators, target
        self._told: dict[int, dict[str, list[Target]]] = {}

    def __call__(self, n: int) -> float | None:
        """That of an indicator, by its place; None when there was none."""
        place = int(self._plan_of[n])
        plan, own = self._plans[place], self._own[place]
        if any(len(p.period) != len(own.period) or p.period[4:6] != own.period[4:6] for p in plan.periods):
            made = self._indicators[n]
            targets = self._targets(place).get(made.indicator_id, ())
            return previous_target(replace(made, targets=tuple(targets)), own, plan.periods)
        earlier = self._target[n, :-1]
        known = earlier[~np.isnan(earlier)]
        return float(known[-1]) if len(known) else None

    def _targets(self, place: int) -> dict[str, list[Target]]:
        """The targets of a plan, indicator by indicator."""
        if place not in self._told:
            self._told[place], names = defaultdict(list), self._kept.names
            for rows in self._kept.of("targets", [self._plans[place].plan.plan_id]):
                for row in rows.records():
                    self._told[place][names["indicator"][row["indicator"]]].append(target_of(row, names))
        return self._told[place]
