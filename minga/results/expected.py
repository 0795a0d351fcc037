"""What could be expected of an indicator by a day, and how far behind that it is.

In a period that has ended that is its target. In one still open it depends on what is counted: counts of the
period grow from zero with its days; a cumulative value, or a photo at the close, moves in a straight line from the
target before it (or the baseline) to its own; a level, such as a percentage or a mean, is expected all the time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from minga.results.combine import told_in
from minga.results.model import Indicator, Period
from minga.results.naming import fiscal_start_of, period_named
from minga.results.status import elapsed

CLOSED, ACCRUES, APPROACHES, STAYS, NO_TARGET = "closed", "accrues", "approaches", "stays", "no_target"
BASES = (CLOSED, ACCRUES, APPROACHES, STAYS, NO_TARGET)


@dataclass(frozen=True)
class Expected:
    """What could be expected by a day.

    Attributes:
        value: in the indicator's unit; None without a target.
        target: of the whole period.
        part: of the period that has passed, from 0 to 1.
        basis: one of ``BASES``: the period has ended, the count grows with its days, the value approaches its
            target, the target holds all the time, there is none.
        start: where the straight line begins, for ``approaches``.
    """

    value: float | None
    target: float | None = None
    part: float = 1.0
    basis: str = NO_TARGET
    start: float | None = None


def expected_to_date(indicator: Indicator, period: Period, as_of: date | None = None,
                     periods: Sequence[Period] = ()) -> Expected:
    """What could be expected of an indicator in a period by the end of a day.

    Args:
        indicator: with its targets.
        period: the period that is read.
        as_of: the day; the last of the period when None.
        periods: the plan's periods; without them, those that its targets name.
    """
    target = target_of(indicator, period)
    return expected_by(indicator, target, previous_target(indicator, period, periods or _named(indicator, period)),
                       elapsed(period, as_of or period.ends))


def expected_by(indicator: Indicator, target: float | None, previous: float | None, part: float) -> Expected:
    """What could be expected of a target when a part (0 to 1) of its period has passed.

    Args:
        indicator: says what is counted, and the baseline.
        target: of the whole period.
        previous: the target of the last period before it that has one.
        part: of the period that has passed.
    """
    if target is None:
        return Expected(None, part=part)
    if part >= 1:
        return Expected(target, target)
    if accrues(indicator):
        return Expected(target * part, target, part, ACCRUES)
    start = _start(indicator, previous)
    if start is None:
        return Expected(target, target, part, STAYS)
    return Expected(start + (target - start) * part, target, part, APPROACHES, start)


def accrues(indicator: Indicator) -> bool:
    """Whether what is told of a period is a count that grows from zero with its days."""
    return indicator.method == "period" and indicator.measure == "unit" and indicator.aggregation in ("sum", "none")


def _start(indicator: Indicator, previous: float | None) -> float | None:
    if indicator.method == "period" or indicator.measure not in ("unit", "percentage"):
        return None
    start = previous if previous is not None else indicator.baseline_value
    return 0.0 if start is None and indicator.method == "cumulative" else start


def target_of(indicator: Indicator, period: Period) -> float | None:
    """The target of a period, its countries and parts put together by the indicator's rule."""
    return told_in(indicator.targets, indicator, period).value


def previous_target(indicator: Indicator, period: Period, periods: Sequence[Period]) -> float | None:
    """The target of the last period that ended before this one began and has one."""
    before = sorted((p for p in periods if p.ends < period.starts), key=lambda p: (p.ends, p.starts))
    targets = (target_of(indicator, p) for p in reversed(before))
    return next((target for target in targets if target is not None), None)


def _named(indicator: Indicator, period: Period) -> list[Period]:
    """The periods that the targets name, in the calendar of one that is known; what names none is left out."""
    first = fiscal_start_of(period)
    return [found for name in sorted({t.period for t in indicator.targets}) if (found := period_named(name, first))]


def shortfall(actual: float | None, expected: float | None, ascending: bool = True) -> float | None:
    """What is missing to what was expected, in the indicator's unit; negative when it is ahead."""
    if actual is None or expected is None:
        return None
    return expected - actual if ascending else actual - expected


def gap(indicator: Indicator, actual: float | None, expected: Expected) -> float | None:
    """How far behind what was expected, as a part of the whole way to the target (0.25 is a quarter of the way).

    The way goes from the baseline to the target, or from zero where there is no baseline or the count still grows,
    so that in a figure it is the distance between what was reached and what was expected. Negative when ahead.

    Returns:
        None without a value or a target; infinite where it falls short and there is no way to measure it by.
    """
    missing = shortfall(actual, expected.value, indicator.ascending)
    if missing is None or expected.target is None:
        return None
    start = 0.0 if expected.basis == ACCRUES else indicator.baseline_value or 0.0
    way = abs(expected.target - start) or abs(expected.target)
    if way:
        return missing / way
    return math.inf if missing > 0 else 0.0
