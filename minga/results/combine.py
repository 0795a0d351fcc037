"""Putting countries and parts together without inventing anything.

A total that was reported wins over the sum of its parts; parts that do not add up are warned about, never
corrected. Percentages are put together from their numerators and denominators. None is not zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from minga.results.model import Actual, Indicator, Target


@dataclass(frozen=True)
class Mismatch:
    """Parts that do not add up to the total that was reported.

    Attributes:
        of: ``countries``, or the name of the dimension.
        country: the country whose parts they are; empty for the whole plan.
    """

    of: str
    total: float
    parts: float
    country: str = ""


@dataclass(frozen=True)
class Combined:
    """The value of an indicator over its countries and parts.

    Attributes:
        value: None when nobody reported, or when its parts cannot be put together.
        why_none: ``no_data`` or ``not_combined`` (there are values, but by its rule they have no total).
        countries: countries with a value of their own, sorted.
    """

    value: float | None
    why_none: str = ""
    countries: tuple[str, ...] = ()
    by_country: tuple[tuple[str, float], ...] = ()
    mismatches: tuple[Mismatch, ...] = ()


@dataclass(frozen=True)
class _Part:
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    order: str = ""


def combine(rows: Iterable[Actual | Target], indicator: Indicator) -> Combined:
    """One value from the rows of one indicator and one period."""
    rows = list(rows)
    countries = sorted({r.country for r in rows if r.country})
    own = {c: _one_place([r for r in rows if r.country == c], indicator) for c in countries}
    known = {c: part for c, part in own.items() if part is not None and part.value is not None}
    whole = _one_place([r for r in rows if not r.country], indicator)
    if whole is None or whole.value is None:
        whole = _join(list(known.values()), indicator)
    anything = any(_part(r, indicator).value is not None for r in rows)
    value = whole.value if whole else None
    return Combined(
        value=value, why_none="" if value is not None else ("not_combined" if anything else "no_data"),
        countries=tuple(known),
        by_country=tuple((c, part.value) for c, part in known.items() if part.value is not None),
        mismatches=tuple(_mismatches(rows, known, indicator)),
    )


def _one_place(rows: Sequence[Actual | Target], indicator: Indicator) -> _Part | None:
    """The value of one country (or of the whole): its own total, else its parts by one dimension."""
    totals = [_part(r, indicator) for r in rows if not r.dim_name]
    totals = [part for part in totals if part.value is not None]
    if totals:
        return max(totals, key=lambda part: part.order)
    for name in sorted({r.dim_name for r in rows}):
        joined = _join([_part(r, indicator) for r in rows if r.dim_name == name], indicator)
        if joined is not None:
            return joined
    return None


def _part(row: Actual | Target, indicator: Indicator) -> _Part:
    if isinstance(row, Target):
        return _Part(row.value)
    value = row.value
    if indicator.measure == "percentage" and row.numerator is not None and row.denominator:
        value = 100 * row.numerator / row.denominator
    order = row.reported_at.isoformat() if row.reported_at else ""
    return _Part(value, row.numerator, row.denominator, order)


_JOINS: dict[str, Callable[[list[float]], float]] = {
    "sum": math.fsum, "mean": lambda values: math.fsum(values) / len(values), "max": max,
}


def _join(parts: list[_Part], indicator: Indicator) -> _Part | None:
    parts = [part for part in parts if part.value is not None]
    if not parts or indicator.aggregation == "none":
        return None
    if indicator.aggregation == "last":
        return max(parts, key=lambda part: part.order)
    if indicator.measure == "percentage" and indicator.aggregation != "max":
        return _join_percentages(parts)
    return _Part(_JOINS[indicator.aggregation]([part.value for part in parts if part.value is not None]),
                 order=max(part.order for part in parts))


def _join_percentages(parts: list[_Part]) -> _Part | None:
    """A percentage of percentages is a lie: only their numerators and denominators can be added."""
    if len({part.value for part in parts}) == 1:
        return parts[0]
    if any(part.numerator is None or not part.denominator for part in parts):
        return None
    top = math.fsum(part.numerator or 0 for part in parts)
    bottom = math.fsum(part.denominator or 0 for part in parts)
    return _Part(100 * top / bottom, top, bottom, max(part.order for part in parts))


def _mismatches(rows: Sequence[Actual | Target], known: dict[str, _Part], indicator: Indicator) -> list[Mismatch]:
    if indicator.aggregation != "sum" or indicator.measure == "percentage":
        return []
    found = []
    totals = {r.country: r.value for r in rows if not r.dim_name and r.value is not None}
    if "" in totals and known:
        found.append(Mismatch("countries", totals[""], math.fsum(p.value or 0 for p in known.values())))
    for country, total in sorted(totals.items()):
        for name in sorted({r.dim_name for r in rows if r.dim_name and r.country == country}):
            values = [r.value for r in rows if r.country == country and r.dim_name == name and r.value is not None]
            if values:
                found.append(Mismatch(name, total, math.fsum(values), country))
    return [m for m in found if not math.isclose(m.total, m.parts, rel_tol=1e-9, abs_tol=1e-9)]
