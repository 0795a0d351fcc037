"""What a report knows of one indicator; every part of the page is drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from minga.errors import Fault, InputError, NotFound
from minga.folding import fold
from minga.i18n import gettext as _
from minga.reports.by_country import narrowed
from minga.reports.facts import Facts
from minga.reports.parts.trend import series_by
from minga.reports.small_cells import hidden, large_enough
from minga.results.achievement import Achievement, IndicatorState, Point, achievement
from minga.results.combine import combine
from minga.results.model import Actual, Indicator, Period


@dataclass(frozen=True)
class Place:
    """One country: its values and targets, period by period.

    Attributes:
        hidden: periods whose value a public report does not tell, because few people stand behind it.
    """

    country: str
    points: tuple[Point, ...]
    hidden: frozenset[str] = frozenset()

    def at(self, period: Period) -> Point:
        """Its value and target in a period."""
        return next(p for p in self.points if p.period.period == period.period)


@dataclass(frozen=True)
class Single:
    """One indicator of a plan; ``facts`` are those of the plan, with this indicator alone."""

    facts: Facts

    @property
    def indicator(self) -> Indicator:
        """The indicator, with its values and targets."""
        return self.facts.results.indicators[0]

    @property
    def state(self) -> IndicatorState:
        """How it stands in the period."""
        return self.facts.indicators[0]

    @property
    def title(self) -> str:
        """Its code and title, as this audience may read them."""
        return f"{self.indicator.code} {self.facts.text(self.indicator.title)}".strip()

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Its values and targets over the periods of the plan, as known at the close of this one."""
        return series_by(self.facts)[0][1]

    @cached_property
    def so_far(self) -> tuple[Point, ...]:
        """The same up to the period of the report."""
        return tuple(p for p in self.points if p.period.ends <= self.facts.period.ends)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every country that has a value or a target, in the order of their codes."""
        codes = sorted({row.country for row in (*self.indicator.actuals, *self.indicator.targets)} - {""})
        return tuple(self._place(code) for code in codes)

    def _place(self, code: str) -> Place:
        own = replace(self.facts, results=narrowed(self.facts.results, code))
        return Place(code, series_by(own)[0][1], frozenset(
            p.period for p in self.facts.periods if code in self._hidden_at.get(p.period, ())))

    @cached_property
    def _hidden_at(self) -> dict[str, frozenset[str]]:
        """The countries whose value is not told, for each period; none inside the house."""
        if not self.facts.public:
            return {}
        return {p.period: _few(self.indicator, self.approved(p)) for p in self.facts.periods}

    def approved(self, period: Period) -> list[Actual]:
        """The approved values of a period as they were told."""
        return [a for a in self.indicator.actuals if a.period == period.period and a.status == "approved"]


def _few(indicator: Indicator, rows: Sequence[Actual]) -> frozenset[str]:
    told = combine(rows, indicator).by_country
    if indicator.measure == "percentage":
        behind = {a.country: a.denominator or 0 for a in rows if not a.dim_name}
        return frozenset(country for country, _value in told if not large_enough(behind.get(country, 0)))
    if indicator.measure != "unit" or indicator.aggregation not in ("sum", "none"):
        return frozenset()
    few = hidden([value for _country, value in told])
    return frozenset(country for place, (country, _value) in enumerate(told) if place in few)


def reached(single: Single, point: Point) -> Achievement:
    """How far towards its target a country came; the baseline is of the whole plan, so it plays no part here."""
    return achievement(point.actual, point.target, None, single.indicator.ascending)


def only(facts: Facts, wanted: str) -> Single:
    """The facts narrowed to one indicator.

    Args:
        facts: of the whole plan.
        wanted: its code as written (``1.10`` is not ``1.1``), its id, or its whole title.

    Raises:
        NotFound: the plan has no such indicator; those that it has are named.
        InputError: several answer to that code or title; their ids are named.
    """
    known, asked = facts.results.indicators, wanted.strip()
    found = [i for i in known if asked == i.indicator_id] or [i for i in known if asked and asked == i.code] or [
        i for i in known if fold(asked) and fold(asked) == fold(i.title)]
    if not found:
        raise NotFound(Fault(_("El plan no tiene un indicador «{name}».").format(name=asked[:60]), column="indicator",
                             advice=_("Los que hay son: {names}.").format(names=_named(known[:30]))))
    if len(found) > 1:
        raise InputError(Fault(
            _("Hay {n} indicadores que se llaman «{name}».").format(n=len(found), name=asked[:60]), column="indicator",
            advice=_("Indique uno por su identificador: {names}.").format(
                names=", ".join(i.indicator_id for i in found))))
    return Single(replace(facts, results=replace(facts.results, indicators=(found[0],))))


def _named(indicators: Sequence[Indicator]) -> str:
    return ", ".join(i.code or f"«{i.title[:40]}»" for i in indicators) or _("ninguno")
