"""Values by country and by group: the parts behind the totals, told only as finely as the reader may know them."""

from __future__ import annotations

from dataclasses import dataclass

from minga.i18n import format_percent, language, ngettext
from minga.i18n import gettext as _
from minga.reports.blocks import Block, Cell, Chart, Column, Noted, Table, left_out, rows_of
from minga.reports.charts.ranked import Part, Whole, ranked
from minga.reports.facts import Facts, country_name
from minga.reports.parts.indicators import value_words
from minga.reports.small_cells import SMALLEST, hidden, large_enough
from minga.results.achievement import IndicatorState
from minga.results.model import Actual, Indicator
from minga.results.parts import COUNTRIES, Breakdown, breakdowns

KEY, FILE = "breakdown", "indicator_parts.csv"
_MOST = 6


@dataclass(frozen=True)
class Split:
    """One value of an indicator told in parts.

    Attributes:
        hidden: places of the parts that this audience may not see, because few people stand behind them.
    """

    state: IndicatorState
    parts: Breakdown
    hidden: frozenset[int]

    def told(self, place: int) -> float | None:
        """The value of a part; None when it is missing or not for this audience."""
        return None if place in self.hidden else self.parts.parts[place][1]


def splits(facts: Facts) -> tuple[Split, ...]:
    """Every value of the period that was told in parts; those of single countries are not for everybody."""
    found = []
    for state in facts.indicators:
        rows = [a for a in state.indicator.actuals if a.period == facts.period.period and a.status == "approved"]
        for one in breakdowns(rows, state.indicator):
            if len(one.parts) > 1 and not (facts.public and one.country):
                found.append(Split(state, one, _hidden(facts, state.indicator, one, rows)))
    return tuple(found)


def _hidden(facts: Facts, indicator: Indicator, one: Breakdown, rows: list[Actual]) -> frozenset[int]:
    if not facts.public:
        return frozenset()
    if indicator.measure == "percentage":
        behind = {_code(row, one): row.denominator for row in rows if _code(row, one)}
        return frozenset(place for place, (code, value) in enumerate(one.parts)
                         if value is not None and not large_enough(behind.get(code) or 0))
    if indicator.measure != "unit" or indicator.aggregation not in ("sum", "none"):
        return frozenset()
    return hidden([value for _code_, value in one.parts])


def _code(row: Actual, one: Breakdown) -> str:
    """The part of a breakdown that a row tells; empty when it tells none."""
    if one.of == COUNTRIES:
        return row.country if not row.dim_name else ""
    return row.dim_value if (row.dim_name, row.country) == (one.of, one.country) else ""


def block(facts: Facts) -> Block:
    """The block of values by country and by group."""
    kicker, found = _("Por país y por grupo"), splits(facts)
    if not found:
        return Block(KEY, kicker, _("Ningún valor aprobado del período viene separado por país ni por grupo."), empty=_(
            "Aquí se verán las partes de cada total: países, sexo, edad. Para empezar, escriba los valores por país o "
            "con su desagregación en la página de resultados."))
    drawn = found[:_MOST]
    return Block(KEY, kicker, _finding(found), remarks=tuple(_remarks(facts, found)), table=_table(facts, found),
                 chart=Chart(lambda width: ranked([_whole(facts, one) for one in drawn], width), _alt(facts, drawn),
                             left_out("indicators", len(drawn), len(found), FILE)))


def _finding(found: tuple[Split, ...]) -> str:
    indicators = len({one.state.indicator.indicator_id for one in found})
    differ = sum(one.parts.differs for one in found)
    said = ngettext("{n} indicador viene separado en partes", "{n} indicadores vienen separados en partes",
                    indicators).format(n=indicators)
    if not differ:
        return _("{said}, y las partes coinciden con su total.").format(said=said)
    return ngettext("{said}; en {n} caso las partes no coinciden con el total.",
                    "{said}; en {n} casos las partes no coinciden con el total.", differ).format(said=said, n=differ)


def _remarks(facts: Facts, found: tuple[Split, ...]) -> list[str]:
    n = sum(len(one.hidden) for one in found)
    return [ngettext("{n} cifra no se muestra: una cuenta menor que {few} puede señalar a alguien.",
                     "{n} cifras no se muestran: una cuenta menor que {few} puede señalar a alguien, y las otras "
                     "dejarían calcularla.", n).format(n=n, few=SMALLEST)] if n else []


def _label(facts: Facts, of: str, code: str) -> str:
    if of == COUNTRIES:
        return country_name(code)
    return _named(facts, of, code)


def _named(facts: Facts, codelist: str, code: str) -> str:
    """A code by its name in the language in force; as it was written when its list does not have it."""
    known = {(c.codelist, c.code): c for c in facts.results.codes}
    return known[codelist, code].label(language()) if (codelist, code) in known else facts.text(code)


def _of(facts: Facts, one: Breakdown) -> str:
    what = _("por país") if one.of == COUNTRIES else _("por {name}").format(name=_named(facts, "dim", one.of).lower())
    return f"{what} · {country_name(one.country)}" if one.country else what


def _said(one: Split, place: int) -> str:
    if place in one.hidden:
        return _("no se muestra")
    return value_words(one.parts.parts[place][1], one.state.indicator.measure)


def _titled(facts: Facts, one: Split) -> str:
    return f"{one.state.indicator.code} {facts.text(one.state.indicator.title)}".strip()


def _whole(facts: Facts, one: Split) -> Whole:
    parts = tuple(Part(_label(facts, one.parts.of, code), _said(one, place), one.told(place))
                  for place, (code, _value) in enumerate(one.parts.parts))
    return Whole(f"{_titled(facts, one)} · {_of(facts, one.parts)}", tuple(sorted(
        parts, key=lambda part: -1.0 if part.value is None else part.value, reverse=True)))


def _alt(facts: Facts, drawn: tuple[Split, ...]) -> str:
    told = [_("{title}: {values}.").format(
        title=f"{_titled(facts, one)[:70]} {_of(facts, one.parts)}",
        values=", ".join(f"{_label(facts, one.parts.of, code)} {_said(one, place)}"
                         for place, (code, _value) in enumerate(one.parts.parts))) for one in drawn]
    return " ".join([_("Barras de las partes de cada valor."), *told])


def _table(facts: Facts, found: tuple[Split, ...]) -> Table:
    columns = (Column(_("Indicador")), Column(_("Parte")), Column(_("Valor"), True), Column(_("Parte del total"), True))
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        measure, total = one.state.indicator.measure, one.parts.joined
        for place, (code, _value) in enumerate(one.parts.parts):
            value, share = one.told(place), "—"
            if value is not None and total and measure == "unit" and one.state.indicator.aggregation == "sum":
                share = format_percent(value / total)
            rows.append((_titled(facts, one), Noted(_label(facts, one.parts.of, code), (_of(facts, one.parts),)),
                         _said(one, place), share))
    return Table(_("Valores aprobados del período, parte por parte"), columns, rows_of(rows), FILE)


def rows(facts: Facts) -> list[dict[str, object]]:
    """One row for each part, as ``indicator_parts.csv`` keeps it; what is not for this audience has no value."""
    return [{"plan_id": facts.results.plan.plan_id, "period": facts.period.period,
             "indicator_id": one.state.indicator.indicator_id, "code": one.state.indicator.code,
             "indicator": facts.text(one.state.indicator.title),
             "country": code if one.parts.of == COUNTRIES else one.parts.country,
             "dim_name": "" if one.parts.of == COUNTRIES else facts.text(one.parts.of),
             "dim_value": "" if one.parts.of == COUNTRIES else facts.text(code), "value": one.told(place),
             "hidden": place in one.hidden, "total": one.parts.total, "parts_differ": one.parts.differs}
            for one in splits(facts) for place, (code, _value) in enumerate(one.parts.parts)]
