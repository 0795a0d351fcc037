"""Indicators that several plans share, put together where that has a meaning."""

from __future__ import annotations

from minga.i18n import format_percent, ngettext
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import Block, Chart, Column, Noted, Table, rows_of
from minga.reports.charts.bullets import Bullet, bullets
from minga.reports.parts.indicators import value_words
from minga.reports.portfolio.facts import Portfolio
from minga.reports.portfolio.shared import Shared, shared
from minga.reports.small_cells import large_enough
from minga.results.achievement import BELOW, MET, reaches

KEY, FILE = "common", "portfolio_common.csv"
_MOST = 16


def block(facts: Portfolio) -> Block:
    """The block of shared indicators."""
    kicker, found = _("Indicadores comunes"), shared(facts)
    if not found:
        return Block(KEY, kicker, _("Ningún indicador está en dos planes con el mismo código de referencia."), empty=_(
            "Aquí se verán los indicadores que varios planes comparten. Para empezar, escriba en cada plan el mismo "
            "vocabulario y el mismo código de referencia del indicador, en la página de resultados."))
    drawn = [one for one in found if _ratio(one) is not None][:_MOST]
    chart = Chart(lambda width: bullets([_bullet(facts, one) for one in drawn], _("meta"), "", width),
                  _alt(facts, drawn),
                  _("Cuentan los planes que tienen a la vez valor aprobado y meta.")) if drawn else None
    return Block(KEY, kicker, _finding(found, drawn), remarks=tuple(_remarks(found)), chart=chart,
                 table=_table(facts, found))


def _ratio(one: Shared) -> float | None:
    return one.achievement.ratio


def _finding(found: tuple[Shared, ...], drawn: list[Shared]) -> str:
    said = ngettext("{n} indicador es común a dos planes o más", "{n} indicadores son comunes a dos planes o más",
                    len(found)).format(n=len(found))
    if not drawn:
        return _("{said}; ninguno tiene valores y metas que se puedan sumar.").format(said=said)
    met = sum(_met(one) for one in drawn)
    return ngettext("{said}; {met} de {n} con metas la alcanza.", "{said}; {met} de {n} con metas las alcanzan.",
                    len(drawn)).format(said=said, met=met, n=len(drawn))


def _met(one: Shared) -> bool:
    return (one.aimed_total is not None and one.aimed_target is not None
            and reaches(one.aimed_total, one.aimed_target, one.indicator.ascending))


def _remarks(found: tuple[Shared, ...]) -> list[str]:
    apart = sum(bool(one.differ) for one in found)
    return [ngettext("{n} no se suma: su unidad, su método o su regla no lo permite.",
                     "{n} no se suman: su unidad, su método o su regla no lo permite.", apart).format(
        n=apart)] if apart else []


def told(facts: Portfolio, value: float | None, measure: str) -> str:
    """A value as this audience may read it; a public report does not tell a few people apart."""
    if facts.public and measure == "unit" and value is not None and value > 0 and not large_enough(value):
        return _("menos de 5")
    return value_words(value, measure)


def _bullet(facts: Portfolio, one: Shared) -> Bullet:
    measure = one.indicator.measure
    note = _("{actual} de {target} ({percent})").format(
        actual=told(facts, one.aimed_total, measure), target=value_words(one.aimed_target, measure),
        percent=format_percent(_ratio(one) or 0))
    return Bullet(_titled(facts, one), note, words.INDICATORS[MET if _met(one) else BELOW], _ratio(one))


def _titled(facts: Portfolio, one: Shared) -> str:
    return f"{one.indicator.ref_code} {facts.text(one.indicator.title)}"


def _alt(facts: Portfolio, drawn: list[Shared]) -> str:
    lines = [_("{title}: {note}.").format(title=b.title[:70], note=b.note)
             for b in (_bullet(facts, one) for one in drawn)]
    return " ".join([_("Avance de cada indicador común hacia la suma de las metas."), *lines])


def _why(one: Shared) -> str:
    return {"unit": _("no se suma: los planes usan otra unidad"),
            "method": _("no se suma: los planes lo cuentan de otra manera"),
            "rule": _("no se suma: su regla no es sumar"), "": ""}[one.differ]


def _table(facts: Portfolio, found: tuple[Shared, ...]) -> Table:
    columns = (Column(_("Indicador")), Column(_("Planes"), True), Column(_("Con valor"), True),
               Column(_("Total"), True), Column(_("Meta de los que tienen ambos"), True), Column(_("Avance"), True))
    rows = [(Noted(_titled(facts, one), (one.indicator.ref_vocabulary, one.indicator.unit, _why(one))),
             str(one.plans), str(len(one.values)), told(facts, one.total, one.indicator.measure) if not one.differ
             else "—", value_words(one.aimed_target, one.indicator.measure) if one.aimed_target is not None else "—",
             "—" if _ratio(one) is None else format_percent(_ratio(one) or 0)) for one in found]
    return Table(_("Indicadores que comparten dos planes o más"), columns, rows_of(rows), FILE)
