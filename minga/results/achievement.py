"""Targets against actuals: pure arithmetic, computed when read and never stored.

Missing, zero and not applicable are three things: nobody has told; somebody told zero; there is nothing to tell.
Only approved values count; the others are counted apart. Achievement is ``actual ÷ target``, or
``(actual − baseline) ÷ (target − baseline)`` where there is a baseline; a count that still grows, in an open period, is
compared with its target alone. There is none when the target is empty or zero. Where falling is improving and there
is no baseline, a quotient would read backwards, so there is none either, and the state says whether the target was met.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from minga.folding import fold
from minga.results.combine import NO_CASES, NOT_COMBINED, Combined, combine, over_time, rows_in, told_in
from minga.results.expected import ACCRUES, Expected, accrues, expected_by, gap, previous_target
from minga.results.model import Actual, Indicator, Period
from minga.results.naming import ends_its_year
from minga.results.status import elapsed

MET, ON_TRACK, BELOW = "met", "on_track", "below"
REPORTED, APART, NO_TARGET = "reported", "apart", "no_target"
NO_VALUE, NOT_APPLICABLE = "no_value", "not_applicable"
STATES = (MET, ON_TRACK, BELOW, REPORTED, APART, NO_TARGET, NO_VALUE, NOT_APPLICABLE)
"""Met, on track in a period still open, below; told in words; values by country that have no total; a value
without a target; no value; nothing to tell (there were no cases, or it is told once a year and not now)."""

_YEARLY = frozenset({"anual", "anualmente", "cada ano", "una vez al ano", "una vez por ano", "uma vez por ano",
                     "uma vez ao ano", "annual", "annually", "yearly", "every year", "once a year"})
"""Frequencies, folded, of what is told once a year."""


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
        expectation: what was expected by the day of the reading; the target once the period closed.
        achievement: towards the period's target.
        to_date: since the plan began: for ``period`` by its rule (counts are added up), the last known for the
            others.
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
    expectation: Expected
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
    def lacking_countries(self) -> frozenset[str]:
        """Countries that have a target and of which nobody told; where it does not apply nothing lacks."""
        return frozenset(self.expected_countries) - {*self.combined.countries, *self.combined.no_cases}

    @property
    def pending(self) -> int:
        """Values of the period that wait for approval."""
        return self.by_status.get("pending", 0)

    @property
    def returned(self) -> int:
        """Values of the period that were given back to be mended."""
        return self.by_status.get("returned", 0)

    @property
    def expected(self) -> float | None:
        """What was expected by the day of the reading, in the indicator's unit."""
        return self.expectation.value

    @property
    def expected_achievement(self) -> Achievement:
        """How far along the way it was expected to be by that day, by the same formula."""
        return _towards(self.indicator, self.expected, self.expectation)

    @property
    def gap(self) -> float | None:
        """How far behind what was expected by that day, as a part of the way to the target; see ``expected.gap``."""
        return gap(self.indicator, self.actual, self.expectation)


def by_gap(state: IndicatorState) -> tuple[int, float]:
    """A key to sort by: the farthest behind first; then no value, no target, and at last what is not applicable."""
    if state.gap is not None:
        return 0, -state.gap
    if state.state == NOT_APPLICABLE:
        return 4, 0.0
    return (1 if state.target is not None else 2 + (state.actual is None)), 0.0


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


def series(indicator: Indicator, periods: Sequence[Period]) -> tuple[Point, ...]:
    """The indicator period by period; a period without a value keeps its gap."""
    pending = [a for a in indicator.actuals if a.status == "pending"]
    return tuple(Point(
        period=p,
        actual=told_in(_approved(indicator), indicator, p).value,
        pending=combine(rows_in(pending, p), indicator).value,
        target=told_in(indicator.targets, indicator, p).value,
    ) for p in periods)


def indicator_state(indicator: Indicator, period: Period, periods: Sequence[Period],
                    as_of: date | None = None) -> IndicatorState:
    """The state of an indicator in a period, read on a day (the last of the period when None)."""
    today = as_of or period.ends
    so_far = [p for p in periods if p.ends < period.ends] + [period]
    approved = _approved(indicator)
    told = [(p, told_in(approved, indicator, p, today)) for p in so_far]
    combined, target = told[-1][1], told_in(indicator.targets, indicator, period)
    expected = expected_by(indicator, target.value, previous_target(indicator, period, so_far),
                           elapsed(period, today))
    here = rows_in(approved, period)
    narrative = "\n".join(a.narrative for a in here if a.narrative)
    to_date = over_time(told, indicator)
    return IndicatorState(
        indicator=indicator, period=period, actual=combined.value, target=target.value, expectation=expected,
        state=_state(indicator, period, combined, expected, bool(narrative)),
        achievement=_towards(indicator, combined.value, expected),
        to_date=to_date,
        overall=_overall(indicator, to_date),
        combined=combined, by_status=_waiting(indicator, period), expected_countries=target.countries,
        fell_from=_fell_from(indicator, [one.value for _period, one in told]),
        narrative=narrative, comment=_comment(here),
    )


def _towards(indicator: Indicator, value: float | None, expected: Expected) -> Achievement:
    """Towards the target of a period; a count that still grows is no match for the baseline of a whole period."""
    baseline = None if expected.basis == ACCRUES else indicator.baseline_value
    return achievement(value, expected.target, baseline, indicator.ascending)


def _overall(indicator: Indicator, to_date: float | None) -> Achievement:
    """Towards the target of the whole plan; counts added up over periods are no match for a baseline of one."""
    baseline = None if accrues(indicator) else indicator.baseline_value
    return achievement(to_date, indicator.target_total, baseline, indicator.ascending)


def _waiting(indicator: Indicator, period: Period) -> dict[str, int]:
    """How many values of a period stand in each status other than approved."""
    return dict(Counter(a.status for a in rows_in(indicator.actuals, period) if a.status != "approved"))


def _approved(indicator: Indicator) -> list[Actual]:
    return [a for a in indicator.actuals if a.status == "approved"]


def _comment(rows: Sequence[Actual]) -> str:
    """What was said of a total and of its parts, each thing once."""
    said = list(dict.fromkeys(a.comment.strip() for a in rows if a.comment.strip()))
    return " · ".join(one for one in said if not any(one != other and one in other for other in said))


def _fell_from(indicator: Indicator, values: Sequence[float | None]) -> float | None:
    now, before = values[-1], [value for value in values[:-1] if value is not None]
    if indicator.method != "cumulative" or now is None or not before:
        return None
    return before[-1] if before[-1] > now else None


def _state(indicator: Indicator, period: Period, combined: Combined, expected: Expected, told: bool) -> str:
    actual = combined.value
    if actual is None:
        return REPORTED if told else _state_without(indicator, period, combined, expected)
    if expected.target is None or expected.value is None:
        return NO_TARGET
    final = expected.basis != ACCRUES or indicator.ascending  # few so far is not yet few in the end
    if final and reaches(actual, expected.target, indicator.ascending):
        return MET
    return ON_TRACK if expected.part < 1 and reaches(actual, expected.value, indicator.ascending) else BELOW


def _state_without(indicator: Indicator, period: Period, combined: Combined, expected: Expected) -> str:
    """Why an indicator has no value: its countries have no total, there is nothing to tell, or nobody told."""
    if combined.why_none == NOT_COMBINED:
        return APART
    awaited = expected.target is not None or applies(indicator, period)
    return NOT_APPLICABLE if combined.why_none == NO_CASES or not awaited else NO_VALUE


def applies(indicator: Indicator, period: Period) -> bool:
    """Whether a value is awaited in a period; one that is told once a year is awaited when its year closes."""
    return fold(indicator.frequency) not in _YEARLY or ends_its_year(period)
