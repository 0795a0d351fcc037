"""Reading the text of a period without asking the store."""

from __future__ import annotations

from functools import lru_cache

from minga import periods
from minga.errors import InputError
from minga.periods import parse_period
from minga.results.model import Period


def parsed(text: str, fiscal_start: int = 1) -> periods.Period | None:
    """The semester, quarter or year that a text names; None when it names none."""
    try:
        return parse_period(text, fiscal_start)
    except InputError:
        return None


@lru_cache(maxsize=10_000)
def period_named(text: str, fiscal_start: int = 1) -> Period | None:
    """The reporting period that a text names, in the calendar whose year begins in a month; None when none."""
    named = parsed(text, fiscal_start)
    return Period(str(named), named.starts, named.ends) if named else None


@lru_cache(maxsize=10_000)
def fiscal_start_of(period: Period) -> int:
    """The month (1 to 12) in which the year of a period begins; January when its text does not tell."""
    named = parsed(period.period)
    return (period.starts.month - named.starts.month) % 12 + 1 if named else 1


def ends_its_year(period: Period) -> bool:
    """Whether a year closes with this period: a year, its second semester or its last quarter."""
    named, first = parsed(period.period), fiscal_start_of(period)
    return named is None or period.ends.month % 12 + 1 == first


def inside(text: str, period: Period) -> Period | None:
    """The shorter period that a text names, if all its days are in this one; a semester is inside its year."""
    named = period_named(text, fiscal_start_of(period))
    if named is None or named.period == period.period:
        return None
    return named if period.starts <= named.starts and named.ends <= period.ends else None


def next_of(period: Period) -> Period | None:
    """The period of the same length that follows; None when its text names none."""
    named = parsed(period.period, fiscal_start_of(period))
    return Period(str(named.next), named.next.starts, named.next.ends) if named else None
