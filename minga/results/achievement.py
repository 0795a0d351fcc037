"""Targets against actuals: pure arithmetic, computed when read and never stored.

Only approved values count; the others are counted apart. Achievement is ``actual ÷ target``, or
``(actual − baseline) ÷ (target − baseline)`` where there is a baseline; there is none when the target is
empty or zero. Where falling is improving and there is no baseline, a quotient would read backwards, so
there is none either, and the state says whether the target was met.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from minga.results.combine import Combined, combine
from minga.results.model import Actual, Indicator, Period
from minga.results.status import elapsed

MET, ON_TRACK, BELOW = "met", "on_track", "below"
REPORTED, NO_TARGET, NO_VALUE = "reported", "no_target", "no_value"
STATES = (MET, ON_TRACK, BELOW, REPORTED, NO_TARGET, NO_VALUE)
"""Met, on track in a period still open, below; told in words; a value without a target; no value."""


@dataclass(frozen=True)
class Achievement:
    """How far along the way to a target: a ratio (1 is the target) and the formula it comes from.

    Attributes:
        formula: ``ratio``, ``baseline``, or why there is none: ``no_value``, ``no_target``, ``zero_target``,
            ``target_is_baseline``, ``descending``.
    """

    ratio: float | None
    formula: str


@dataclass(frozen=True)
class Point:
    """An indicator in one period: approved value, value still to be approved, and target."""

    period: Period
    actual: float | None
    pending: float | None
    target: float | None


@dataclass(frozen=True)
class IndicatorState:
    """How an indicator stands in a period.

    Attributes:
        actual: approved value of the period, over its countries and parts.
        target: what was expected of the period.
        expected: what was expected by the day of the reading; equals the target once the period closed.
        achievement: towards the period's target.
        to_date: since the plan began: added up for ``period``, the last known for the others.
        overall: towards the target of the whole plan.
        by_status: how many values of the period wait in each status other than approved.
        expected_countries: countries that have a target in the period.
        fell_from: the last value before this one, when a cumulative value fell; it may not without a reason.
    """

    indicator: Indicator
    period: Period
    state: str
    actual: float | None
    target: float | None
    expected: float | None
    achievement: Achievement
    to_date: float | None
    overall: Achievement
    combined: Combined
    by_status: dict[str, int]
    expected_countries: tuple[str, ...]
    fell_from: float | None = None
    narrative: str = ""
    comment: str = ""

    @property
    def pending(self) -> int:
        """Values of the period that wait for approval."""
        return self.by_status.get("pending", 0)

    @property
    def returned(self) -> int:
        """Values of the period that were given back to be mended."""
        return self.by_status.get("returned", 0)

    @property
    def gap(self) -> float:
        """What is missing to the target, as a part of it; for sorting, without a target it is infinite."""
        return math.inf if self.achievement.ratio is None else 1 - self.achievement.ratio


def achievement(actual: float | None, target: float | None, baseline: float | None = None,
                ascending: bool = True) -> Achievement:
    """How much of the way to the target was gone."""
    if actual is None:
        return Achievement(None, "no_value")
    if target is None:
        return Achievement(None, "no_target")
    if target == 0:
        return Achievement(None, "zero_target")
    if baseline is not None:
        if target == baseline:
            return Achievement(None, "target_is_baseline")
        return _finite((actual - baseline) / (target - baseline), "baseline")
    return _finite(actual / target, "ratio") if ascending else Achievement(None, "descending")


def _finite(ratio: float, formula: str) -> Achievement:
    return Achievement(ratio if math.isfinite(ratio) else None, formula if math.isfinite(ratio) else "zero_target")


def reaches(actual: float, wanted: float, ascending: bool) -> bool:
    """Whether a value is as good as the one that was wanted."""
    return actual >= wanted if ascending else actual <= wanted


def expected_by(indicator: Indicator, target: float | None, previous: float | None, part: float) -> float | None:
    """What could be expected of a target when only a part (0 to 1) of its period has passed.

    Counts of the period grow from zero; the others move in a straight line from the previous target, or
    from the baseline, to this one.
    """
    if target is None or part >= 1:
        return target
    if indicator.method == "period":
        return target * part if indicator.measure != "percentage" else target
    start = previous if previous is not None else indicator.baseline_value
    if start is None:
        return target * part if indicator.method == "cumulative" else target
    return start + (target - start) * part


def series(indicator: Indicator, periods: Sequence[Period]) -> tuple[Point, ...]:
    """The indicator period by period; a period without a value keeps its gap."""
    return tuple(Point(
        period=p,
        actual=combine(_approved(indicator, p), indicator).value,
        pending=combine([a for a in indicator.actuals if a.period == p.period and a.status == "pending"],
                        indicator).value,
        target=combine([t for t in indicator.targets if t.period == p.period], indicator).value,
    ) for p in periods)


def indicator_state(indicator: Indicator, period: Period, periods: Sequence[Period],
                    as_of: date | None = None) -> IndicatorState:
    """The state of an indicator in a period, read on a day (the last of the period when None)."""
    today = as_of or period.ends
    so_far = [p for p in periods if p.ends < period.ends] + [period]
    points = series(indicator, so_far)
    combined = combine(_approved(indicator, period), indicator)
    actual, target = points[-1].actual, points[-1].target
    previous = next((p.target for p in reversed(points[:-1]) if p.target is not None), None)
    expected = expected_by(indicator, target, previous, elapsed(period, today))
    here = [a for a in indicator.actuals if a.period == period.period]
    told = [a for a in _approved(indicator, period) if a.narrative]
    to_date = _to_date(indicator, points)
    return IndicatorState(
        indicator=indicator, period=period, actual=actual, target=target, expected=expected,
        state=_state(indicator, actual, target, expected, bool(told), today < period.ends),
        achievement=achievement(actual, target, indicator.baseline_value, indicator.ascending),
        to_date=to_date,
        overall=achievement(to_date, indicator.target_total, indicator.baseline_value, indicator.ascending),
        combined=combined, by_status=dict(Counter(a.status for a in here if a.status != "approved")),
        expected_countries=tuple(sorted({t.country for t in indicator.targets
                                         if t.period == period.period and t.country and t.value is not None})),
        fell_from=_fell_from(indicator, points),
        narrative="\n".join(a.narrative for a in told), comment=_comment(_approved(indicator, period)),
    )


def _approved(indicator: Indicator, period: Period) -> list[Actual]:
    return [a for a in indicator.actuals if a.period == period.period and a.status == "approved"]


def _comment(rows: Sequence[Actual]) -> str:
    """What was said of a total and of its parts, each thing once."""
    said = list(dict.fromkeys(a.comment.strip() for a in rows if a.comment.strip()))
    return " · ".join(one for one in said if not any(one != other and one in other for other in said))


def _fell_from(indicator: Indicator, points: Sequence[Point]) -> float | None:
    now, before = points[-1].actual, [p.actual for p in points[:-1] if p.actual is not None]
    if indicator.method != "cumulative" or now is None or not before:
        return None
    return before[-1] if before[-1] > now else None


def _to_date(indicator: Indicator, points: Sequence[Point]) -> float | None:
    known = [p.actual for p in points if p.actual is not None]
    if not known:
        return None
    if indicator.method != "period":
        return known[-1]  # a cumulative value already holds the earlier ones; it is never summed
    return None if indicator.measure == "percentage" else math.fsum(known)


def _state(indicator: Indicator, actual: float | None, target: float | None, expected: float | None,
           told: bool, still_open: bool) -> str:
    if actual is None:
        return REPORTED if told else NO_VALUE
    if target is None:
        return NO_TARGET
    if reaches(actual, target, indicator.ascending):
        return MET
    if still_open and expected is not None and reaches(actual, expected, indicator.ascending):
        return ON_TRACK
    return BELOW
