"""Putting countries, parts and periods together without inventing anything.

A total that was reported wins over the sum of its parts; parts that do not add up are warned about, never
corrected. Percentages are put together from their numerators and denominators. None is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minga.results.model import Actual, Indicator, Period, Target
from minga.results.parts import Mismatch, Part, join, latest, mismatches, one_place

NO_DATA, NOT_COMBINED, NO_CASES = "no_data", "not_combined", "no_cases"


@dataclass(frozen=True)
class Combined:
    """The value of an indicator over its countries and parts.

    Attributes:
        value: None when nobody reported, or when its parts cannot be put together.
        why_none: ``no_data``; ``not_combined`` (there are values, but by its rule they have no total); or
            ``no_cases`` (a percentage of nothing, which is neither missing nor zero).
        countries: countries with a value of their own, sorted.
        numerator: of a percentage, when all its parts are known; with the ``denominator``.
    """

    value: float | None
    why_none: str = ""
    countries: tuple[str, ...] = ()
    by_country: tuple[tuple[str, float], ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    numerator: float | None = None
    denominator: float | None = None


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
        numerator=whole.numerator if whole else None, denominator=whole.denominator if whole else None)


def _why_none(whole: Part | None, told: Sequence[Part]) -> str:
    if whole is not None and whole.value is not None:
        return ""
    if any(part.value is not None for part in told):
        return NOT_COMBINED
    return NO_CASES if whole is not None and whole.no_cases else NO_DATA


def over_time(told: Sequence[tuple[Period, Combined]], indicator: Indicator) -> float | None:
    """The value since the plan began, from those of its periods; None when nothing is known or it has no meaning.

    A cumulative value already holds the earlier ones and a photo replaces them: neither is ever summed. Counts of
    the period are added up, percentages from their parts; means, maxima and last values follow their rule, and
    what may not be put together over countries is not put together over periods.
    """
    known = _apart([(period, one) for period, one in told if one.value is not None])
    if not known:
        return None
    if indicator.method != "period" or indicator.measure not in ("unit", "percentage") or len(known) == 1:
        return known[-1][1].value
    joined = join([Part(one.value, one.numerator, one.denominator, period.ends.isoformat())
                   for period, one in known], indicator)
    return joined.value if joined else None


def _apart(told: list[tuple[Period, Combined]]) -> list[tuple[Period, Combined]]:
    """In time order, each day once: a year that has a value stands for the semesters inside it."""
    chosen: list[tuple[Period, Combined]] = []
    for period, one in sorted(told, key=lambda t: (t[0].starts - t[0].ends, t[0].starts)):
        if all(period.ends < other.starts or period.starts > other.ends for other, _one in chosen):
            chosen.append((period, one))
    return sorted(chosen, key=lambda t: t[0].ends)

