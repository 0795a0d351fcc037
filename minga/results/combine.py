"""Putting countries, parts and periods together without inventing anything.

A total that was reported wins over the sum of its parts; parts that do not add up are warned about, never
corrected. Percentages are put together from their numerators and denominators. None is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from minga.results.model import Actual, Indicator, Period, Target
from minga.results.naming import inside, next_of
from minga.results.parts import Mismatch, Part, join, latest, mismatches, one_place

NO_DATA, NOT_COMBINED, NO_CASES = "no_data", "not_combined", "no_cases"

Told = TypeVar("Told", Actual, Target)


@dataclass(frozen=True)
class Combined:
    """The value of an indicator over its countries and parts.

    Attributes:
        value: None when nobody reported, or when its parts cannot be put together.
        why_none: ``no_data``; ``not_combined`` (there are values, but by its rule they have no total); or
            ``no_cases`` (a percentage of nothing, which is neither missing nor zero).
        countries: countries with a value of their own, sorted.
        no_cases: countries that told that there was nothing to tell, sorted.
        numerator: of a percentage, when all its parts are known; with the ``denominator``.
    """

    value: float | None
    why_none: str = ""
    countries: tuple[str, ...] = ()
    by_country: tuple[tuple[str, float], ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    numerator: float | None = None
    denominator: float | None = None
    no_cases: tuple[str, ...] = ()


def combine(rows: Iterable[Actual | Target], indicator: Indicator) -> Combined:
    """One value from the rows of one indicator and one period."""
    rows = list(rows)
    told = latest(rows, indicator)
    own = {c: one_place(told, c, indicator) for c in sorted({country for country, _n, _code in told if country})}
    known = {c: part.value for c, part in own.items() if part is not None and part.value is not None}
    whole = one_place(told, "", indicator)
    if whole is None or whole.value is None:
        whole = join([part for part in own.values() if part is not None], indicator) or whole
    return Combined(
        value=whole.value if whole else None, why_none=_why_none(whole, list(told.values())), countries=tuple(known),
        by_country=tuple(known.items()), mismatches=mismatches(rows, indicator),
        numerator=whole.numerator if whole else None, denominator=whole.denominator if whole else None,
        no_cases=tuple(c for c, part in own.items() if part is not None and part.value is None and part.no_cases))


def _why_none(whole: Part | None, told: Sequence[Part]) -> str:
    if whole is not None and whole.value is not None:
        return ""
    if any(part.value is not None for part in told):
        return NOT_COMBINED
    return NO_CASES if whole is not None and whole.no_cases else NO_DATA


def rows_in(rows: Iterable[Told], period: Period) -> list[Told]:
    """The rows of a period or, where there are none, those of the shorter periods inside it."""
    rows = list(rows)
    return [r for r in rows if r.period == period.period] or [r for r in rows if inside(r.period, period)]


def told_in(rows: Iterable[Actual | Target], indicator: Indicator, period: Period,
            as_of: date | None = None) -> Combined:
    """The value of a period: what was told of it or, where nobody did, of the shorter periods inside it.

    A year is read from its semesters only when each that had ended by the day of the reading was told: what is
    missing is not a zero.

    Args:
        rows: of one indicator; those of other periods are left out.
        indicator: says how they are put together.
        period: the period.
        as_of: the day of the reading; the last of the period when None.
    """
    own = rows_in(rows, period)
    if not own or own[0].period == period.period:
        return combine(own, indicator)
    names = sorted({r.period for r in own})
    told = [(named, combine([r for r in own if r.period == name], indicator))
            for name in names if (named := inside(name, period))]
    known = _apart([(named, one) for named, one in told if one.value is not None])
    joined = _joined(known, indicator) if _unbroken([p for p, _one in known], period, indicator, as_of) else None
    return Combined(
        value=joined.value if joined else None, why_none="" if joined else NO_DATA,
        countries=tuple(sorted({c for _p, one in known for c in one.countries})),
        mismatches=tuple(m for _p, one in told for m in one.mismatches),
        numerator=joined.numerator if joined else None, denominator=joined.denominator if joined else None)


def _unbroken(told: Sequence[Period], whole: Period, indicator: Indicator, as_of: date | None) -> bool:
    """Whether the periods told reach as far as could be by a day; counts also need every one before."""
    if not told:
        return False
    following = next_of(told[-1])
    reaches = told[-1].ends >= whole.ends or following is None or following.ends > (as_of or whole.ends)
    first = indicator.method != "period" or told[0].starts == whole.starts
    joined = indicator.method != "period" or all(a.ends + timedelta(days=1) == b.starts for a, b in pairwise(told))
    return reaches and first and joined


def over_time(told: Sequence[tuple[Period, Combined]], indicator: Indicator) -> float | None:
    """The value since the plan began, from those of its periods; None when nothing is known or it has no meaning.

    A cumulative value already holds the earlier ones and a photo replaces them: neither is ever summed. Counts of
    the period are added up, percentages from their parts; means, maxima and last values follow their rule, and
    what may not be put together over countries is not put together over periods.
    """
    joined = _joined(_apart([(period, one) for period, one in told if one.value is not None]), indicator)
    return joined.value if joined else None


def _joined(known: Sequence[tuple[Period, Combined]], indicator: Indicator) -> Part | None:
    """Values of periods in time order, put together."""
    parts = [Part(one.value, one.numerator, one.denominator, period.ends.isoformat()) for period, one in known]
    if not parts:
        return None
    if indicator.method != "period" or indicator.measure not in ("unit", "percentage") or len(parts) == 1:
        return parts[-1]
    return join(parts, indicator)


def _apart(told: list[tuple[Period, Combined]]) -> list[tuple[Period, Combined]]:
    """In time order, each day once: a year that has a value stands for the semesters inside it."""
    chosen: list[tuple[Period, Combined]] = []
    for period, one in sorted(told, key=lambda t: (t[0].starts - t[0].ends, t[0].starts)):
        if all(period.ends < other.starts or period.starts > other.ends for other, _one in chosen):
            chosen.append((period, one))
    return sorted(chosen, key=lambda t: t[0].ends)

