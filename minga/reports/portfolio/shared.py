"""Indicators that several plans have in common, by their code in a shared vocabulary."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from minga.reports.portfolio.facts import Portfolio
from minga.results.achievement import Achievement, achievement
from minga.results.model import Indicator


@dataclass(frozen=True)
class Shared:
    """One indicator in several plans.

    Attributes:
        indicator: as the first of the plans words it.
        plans: how many plans have it.
        values: approved values, one for each plan that has any.
        total: the values added up; None where they may not be added.
        aimed_total: of the plans that have a value and a target, the values; and ``aimed_target``, the targets.
        differ: what keeps plans from being put together: ``unit``, ``method`` or ``rule``; empty when nothing does.
    """

    indicator: Indicator
    plans: int
    values: tuple[float, ...]
    total: float | None
    aimed_total: float | None
    aimed_target: float | None
    differ: str = ""

    @property
    def achievement(self) -> Achievement:
        """How far the plans that have both came together."""
        return achievement(self.aimed_total, self.aimed_target, None, self.indicator.ascending)


def shared(facts: Portfolio) -> tuple[Shared, ...]:
    """The indicators that at least two plans share, by vocabulary and code."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    made = facts.many.indicators
    for n, key in enumerate(zip(made.column("ref_vocabulary"), made.column("ref_code"), strict=True)):
        if key[1]:
            places[key].append(n)
    return tuple(_shared(facts, places[key]) for key in sorted(places)
                 if len(set(facts.many.plan_of[places[key]].tolist())) > 1)


def _shared(facts: Portfolio, places: list[int]) -> Shared:
    actual, target = facts.many.actual[places, -1], facts.many.target[places, -1]
    both, differ = ~np.isnan(actual) & ~np.isnan(target), _differ(facts, places)
    known = tuple(actual[~np.isnan(actual)].tolist())
    return Shared(
        indicator=facts.many.indicators[places[0]], plans=len(set(facts.many.plan_of[places].tolist())), values=known,
        differ=differ, total=math.fsum(known) if known and not differ else None,
        aimed_total=math.fsum(actual[both]) if both.any() and not differ else None,
        aimed_target=math.fsum(target[both]) if both.any() and not differ else None)


def _differ(facts: Portfolio, places: list[int]) -> str:
    """Why the values of these indicators cannot be added up; empty when they can."""
    measures, units, methods, directions, rules = (
        [column[place] for place in places] for column in facts.of_indicators)
    if len(set(measures)) > 1 or len({unit.strip().casefold() for unit in set(units)}) > 1:
        return "unit"
    if len(set(methods)) > 1 or len(set(directions)) > 1:
        return "method"
    return "" if set(measures) == {"unit"} and set(rules) == {"sum"} else "rule"
