"""Parts against totals: countries and disaggregations, joined by the indicator's rule and compared with what was told.

A part is what was told of one country, of one code of a disaggregation, or of both. Parts that do not add up to
the total that was reported are named, never corrected. Missing is not zero, and neither is «there were no cases»:
a percentage of nothing (0 of 0) has no value and counts as told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from minga.results.model import Actual, Indicator, Target

COUNTRIES = "countries"
"""What parts are parts of, when they are countries; otherwise the name of the disaggregation."""


@dataclass(frozen=True)
class Part:
    """What was told of one place, ready to be joined with others.

    Attributes:
        order: when it was told, as text that sorts; the later one wins.
    """

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    order: str = ""

    @property
    def no_cases(self) -> bool:
        """Whether it is a percentage of nothing, which is not zero."""
        return self.numerator == 0 and self.denominator == 0


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

    @property
    def missing(self) -> float:
        """What the parts lack to make the total; negative when they exceed it."""
        return self.total - self.parts


@dataclass(frozen=True)
class Breakdown:
    """One way in which a value was told in parts.

    Attributes:
        of: ``countries``, or the name of the dimension.
        country: the country whose parts they are; empty for the whole plan.
        parts: code of the part and its value, sorted by code; None where it was told without a value.
        joined: the parts put together by the indicator's rule; None when its rule gives them no total.
        total: what was reported as the total of the same place; None when nobody did.
    """

    of: str
    country: str
    parts: tuple[tuple[str, float | None], ...]
    joined: float | None
    total: float | None

    @property
    def differs(self) -> bool:
        """Whether a total was reported that the parts do not make."""
        return (self.joined is not None and self.total is not None
                and not math.isclose(self.joined, self.total, rel_tol=1e-9, abs_tol=1e-9))


def part_of(row: Actual | Target, indicator: Indicator) -> Part:
    """What a row tells; the value of a percentage comes from its numerator and denominator where it has them."""
    if isinstance(row, Target):
        return Part(row.value)
    value = row.value
    if indicator.measure == "percentage" and row.numerator is not None and row.denominator is not None:
        value = 100 * row.numerator / row.denominator if row.denominator else None
    return Part(value, row.numerator, row.denominator, row.reported_at.isoformat() if row.reported_at else "")


def latest(rows: Iterable[Actual | Target], indicator: Indicator) -> dict[tuple[str, str, str], Part]:
    """What was told of each place (country, dimension, code), once: the last word of those that say something."""
    found: dict[tuple[str, str, str], Part] = {}
    for row in rows:
        part, place = part_of(row, indicator), (row.country, row.dim_name, row.dim_value)
        if part.value is None and not part.no_cases:
            found.setdefault(place, part)
        elif place not in found or _says_less(found[place]) or part.order > found[place].order:
            found[place] = part
    return found


def _says_less(part: Part) -> bool:
    return part.value is None and not part.no_cases


_JOINS: dict[str, Callable[[list[float]], float]] = {
    "sum": math.fsum, "mean": lambda values: math.fsum(values) / len(values), "max": max,
}


def join(parts: Iterable[Part], indicator: Indicator) -> Part | None:
    """Parts put together by the indicator's rule; None when nothing was told or its rule gives them no total."""
    told = list(parts)
    known = [part for part in told if part.value is not None]
    if not known:
        return Part(None, 0, 0) if any(part.no_cases for part in told) else None
    if indicator.aggregation == "none":
        return None
    if indicator.aggregation == "last":
        return max(known, key=lambda part: part.order)
    if indicator.measure == "percentage" and indicator.aggregation != "max":
        return join_percentages(known)
    return Part(_JOINS[indicator.aggregation]([part.value for part in known if part.value is not None]),
                order=max(part.order for part in known))


def join_percentages(parts: Sequence[Part]) -> Part | None:
    """A percentage of percentages is a lie: only their numerators and denominators can be added."""
    last = max(part.order for part in parts)
    if all(part.numerator is not None and part.denominator for part in parts):
        top = math.fsum(part.numerator or 0 for part in parts)
        bottom = math.fsum(part.denominator or 0 for part in parts)
        return Part(100 * top / bottom, top, bottom, last)
    return Part(parts[0].value, order=last) if len({part.value for part in parts}) == 1 else None


def breakdowns(rows: Iterable[Actual | Target], indicator: Indicator) -> tuple[Breakdown, ...]:
    """Every way in which a value was told in parts: by countries, and by each dimension of each place."""
    return tuple(_breakdowns(latest(rows, indicator), indicator))


def _breakdowns(told: dict[tuple[str, str, str], Part], indicator: Indicator) -> Iterator[Breakdown]:
    totals = {country: part.value for (country, name, _code), part in told.items() if not name}
    places = sorted({country for country, _name, _code in told if country})
    if places:
        own = {country: one_place(told, country, indicator) for country in places}
        yield _breakdown(COUNTRIES, "", own, totals.get(""), indicator)
    for country in ["", *places]:
        for name in sorted({n for c, n, _code in told if n and c == country}):
            codes = {code: part for (c, n, code), part in sorted(told.items()) if (c, n) == (country, name)}
            yield _breakdown(name, country, codes, totals.get(country), indicator)


def _breakdown(of: str, country: str, parts: dict[str, Part] | dict[str, Part | None], total: float | None,
               indicator: Indicator) -> Breakdown:
    joined = join([part for part in parts.values() if part is not None], indicator)
    values = tuple((code, part.value if part else None) for code, part in parts.items())
    return Breakdown(of, country, values, joined.value if joined else None, total)


def one_place(told: dict[tuple[str, str, str], Part], country: str, indicator: Indicator) -> Part | None:
    """What is known of one country (or, empty, of the whole): its own total, else its parts by one dimension."""
    own = told.get((country, "", ""))
    if own is not None and not _says_less(own):
        return own
    for name in sorted({n for c, n, _code in told if n and c == country}):
        joined = join([part for (c, n, _code), part in told.items() if (c, n) == (country, name)], indicator)
        if joined is not None:
            return joined
    return None


_COMPARED = ("sum", "max")
"""Rules whose parts must make the total; a mean may rightly weigh them, and the last one is only one of them."""


def mismatches(rows: Iterable[Actual | Target], indicator: Indicator) -> tuple[Mismatch, ...]:
    """Totals that their parts do not make; percentages are compared where all their parts are known."""
    if indicator.aggregation not in _COMPARED and indicator.measure != "percentage":
        return ()
    return tuple(Mismatch(b.of, b.total, b.joined, b.country) for b in breakdowns(rows, indicator)
                 if b.differs and b.total is not None and b.joined is not None)
