"""What was heard from each country, and what was not."""

from __future__ import annotations

from minga.i18n import N_, format_percent, ngettext
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import Block, Chart, Column, Table, rows_of
from minga.reports.charts.bars import Bar, stacked
from minga.reports.facts import country_name
from minga.reports.portfolio.facts import Country, Portfolio

KEY, FILE = "territory", "portfolio_countries.csv"
_MOST = 20

LOOKS = {
    "heard": words.Look(N_("con valor aprobado"), "✓", "#0072B2"),
    "waiting": words.Look(N_("por aprobar"), "◐", "#56B4E9", "///"),
    "silent": words.Look(N_("sin dato"), "?", "#FFFFFF"),
}


def block(facts: Portfolio) -> Block:
    """The block of countries."""
    kicker = _("Países")
    if not facts.countries:
        return Block(KEY, kicker, _("Ningún valor ni meta dice de qué país es."), empty=_(
            "Aquí se verá de qué países llegaron los datos. Para empezar, escriba el país junto a los valores o las "
            "metas en la página de resultados."))
    drawn = facts.countries[:_MOST]
    return Block(KEY, kicker, _finding(facts), table=_table(facts), chart=Chart(
        lambda width: stacked(_bars(drawn), LOOKS, width), _alt(drawn),
        _("Se espera un valor de un país cuando tiene meta en el período, o cuando lo informó antes.")))


def _finding(facts: Portfolio) -> str:
    silent = [c for c in facts.countries if c.silent]
    if not silent:
        return _("De todos los países llegaron los valores que se esperaban.")
    first = silent[0]
    said = _("{country} es el país con más indicadores sin dato: {n} de {total} ({percent})").format(
        country=country_name(first.code), n=first.silent, total=first.expected,
        percent=format_percent(first.silent / first.expected))
    whole = len(facts.countries) - len(silent)
    if not whole:
        return f"{said}."
    return ngettext("{said}; de {n} llegó todo.", "{said}; de {n} llegó todo.", whole).format(
        said=said, n=ngettext("{n} país", "{n} países", whole).format(n=whole))


def _bars(countries: tuple[Country, ...]) -> list[Bar]:
    return [Bar(country_name(c.code), words.indicators(c.expected), (
        (LOOKS["heard"], c.heard), (LOOKS["waiting"], c.waiting), (LOOKS["silent"], c.silent))) for c in countries]


def _alt(countries: tuple[Country, ...]) -> str:
    told = [_("{country}: {heard} con valor aprobado, {waiting} por aprobar, {silent} sin dato.").format(
        country=country_name(c.code), heard=c.heard, waiting=c.waiting, silent=c.silent) for c in countries]
    return " ".join([_("Barras de los indicadores que informó cada país."), *told])


def _table(facts: Portfolio) -> Table:
    columns = (Column(_("País")), Column(_("Se esperaban"), True), Column(_("Con valor aprobado"), True),
               Column(_("Por aprobar"), True), Column(_("Sin dato"), True))
    rows = [(country_name(c.code), str(c.expected), str(c.heard), str(c.waiting), str(c.silent))
            for c in facts.countries]
    return Table(_("Indicadores que informó cada país, los que más callan primero"), columns, rows_of(rows), FILE)
