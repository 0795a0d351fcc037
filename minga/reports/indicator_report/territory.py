"""The indicator country by country, in the period and over time."""

from __future__ import annotations

from functools import partial

from minga.i18n import format_percent, ngettext
from minga.i18n import gettext as _
from minga.reports.blocks import Block, Chart, Column, Table, rows_of
from minga.reports.charts.multiples import Panel, multiples
from minga.reports.charts.ranked import Part, Whole, ranked
from minga.reports.facts import country_name
from minga.reports.indicator_report.facts import Place, Single, reached
from minga.reports.indicator_report.over_time import words
from minga.reports.parts.indicators import value_words
from minga.reports.small_cells import SMALLEST
from minga.results.achievement import reaches

KEY, TIME_KEY, FILE = "territory", "countries_over_time", "indicator_countries.csv"
_MOST, _PERIODS = 15, 6
"""Countries of the largest figure, and periods of the widest table; the file has them all."""


def _empty(single: Single, key: str, kicker: str) -> Block:
    if single.indicator.measure == "qualitative":
        return Block(key, kicker, _("Este indicador se informa con palabras: no hay cifras que dibujar."))
    return Block(key, kicker, _("Ningún valor ni meta de este indicador dice de qué país es."), empty=_(
        "Aquí se verá cada país. Para empezar, escriba los valores y las metas por país en la página de resultados."))


def block(single: Single) -> Block:
    """The block of countries in the period."""
    kicker = _("En el territorio")
    if not single.places or single.indicator.measure == "qualitative":
        return _empty(single, KEY, kicker)
    ordered = sorted(single.places, key=partial(_by_value, single))
    drawn = ordered[:_MOST]
    whole = Whole(_("Valor aprobado de cada país en el {period}").format(period=single.facts.label),
                  tuple(_part(single, place) for place in drawn))
    return Block(KEY, kicker, _finding(single), remarks=tuple(_remarks(single)), table=_table(single, ordered),
                 chart=Chart(lambda width: ranked([whole], width), _alt(single, drawn), _rest(len(ordered))))


def _by_value(single: Single, place: Place) -> tuple[bool, float, str]:
    value = _told(single, place)
    return value is None, -(value or 0.0), place.country


def _told(single: Single, place: Place) -> float | None:
    """The value of the period; None when there is none, or when it is not for this audience."""
    period = single.facts.period
    return None if period.period in place.hidden else place.at(period).actual


def _rest(total: int) -> str:
    n = total - _MOST
    return ngettext("Falta {n} país en la figura; está en {file}.", "Faltan {n} países en la figura; están en {file}.",
                    n).format(n=n, file=FILE) if n > 0 else ""


def _said(single: Single, place: Place) -> str:
    period = single.facts.period
    if period.period in place.hidden:
        return _("no se muestra")
    return value_words(place.at(period).actual, single.indicator.measure)


def _part(single: Single, place: Place) -> Part:
    point, value = place.at(single.facts.period), _told(single, place)
    told = _said(single, place)
    if point.target is not None:
        told = _("{actual}; meta {target}").format(
            actual=told, target=value_words(point.target, single.indicator.measure))
    return Part(country_name(place.country), told, value)


def _finding(single: Single) -> str:
    period = single.facts.period
    points = [(place, place.at(period)) for place in single.places]
    known = [(place, p) for place, p in points if p.actual is not None]
    said = ngettext("{n} de {total} países tiene valor aprobado en el {period}",
                    "{n} de {total} países tienen valor aprobado en el {period}", len(known)).format(
        n=len(known), total=len(points), period=single.facts.label)
    aimed = [(place, p) for place, p in known if p.target is not None]
    if aimed:
        met = sum(p.actual is not None and p.target is not None and reaches(
            p.actual, p.target, single.indicator.ascending) for _place, p in aimed)
        return ngettext("{said}; {met} de {n} con meta la alcanzó.", "{said}; {met} de {n} con meta la alcanzaron.",
                        met).format(said=said, met=met, n=len(aimed))
    return f"{said}."


def _remarks(single: Single) -> list[str]:
    period, said = single.facts.period, []
    missing = [country_name(p.country) for p in single.places if p.at(period).actual is None
               and (p.at(period).target is not None or any(q.actual is not None for q in p.points))]
    if missing:
        said.append(_("Se esperaba y no hay valor aprobado de: {countries}.").format(countries=", ".join(missing)))
    n = sum(period.period in place.hidden for place in single.places)
    if n:
        said.append(ngettext(
            "{n} cifra no se muestra, para que menos de {few} personas no puedan ser señaladas.",
            "{n} cifras no se muestran, para que menos de {few} personas no puedan ser señaladas.", n).format(
            n=n, few=SMALLEST))
    return said


def _alt(single: Single, places: list[Place]) -> str:
    told = [_("{title}: {note}.").format(title=country_name(p.country), note=_part(single, p).words) for p in places]
    return " ".join([_("Una barra por país, de mayor a menor."), *told])


def _table(single: Single, places: list[Place]) -> Table:
    columns = (Column(_("País")), Column(_("Valor aprobado"), True), Column(_("Meta"), True), Column(_("Avance"), True),
               Column(_("Por aprobar"), True))
    rows = []
    for place in places:
        point, few = place.at(single.facts.period), single.facts.period.period in place.hidden
        ratio = None if few else reached(single, point).ratio
        rows.append((country_name(place.country), _said(single, place),
                     _("sin meta") if point.target is None else value_words(point.target, single.indicator.measure),
                     "—" if ratio is None else format_percent(ratio),
                     "—" if point.pending is None or single.facts.public
                     else value_words(point.pending, single.indicator.measure)))
    return Table(_("Valor y meta de cada país en el período"), columns, rows_of(rows), FILE)


def over_time(single: Single) -> Block:
    """The block of countries over time."""
    kicker = _("Cada país en el tiempo")
    shown = [place for place in single.places if not place.hidden and any(
        (p.actual, p.target) != (None, None) for p in place.points)]
    if not shown or single.indicator.measure == "qualitative":
        return _empty(single, TIME_KEY, kicker) if not single.places else Block(
            TIME_KEY, kicker, _("Ningún país tiene valores que se puedan mostrar período a período."))
    last = len(single.so_far) - 1
    panels = [Panel(country_name(place.country), place.points, None, last,
                    partial(value_words, measure=single.indicator.measure)) for place in shown[:_MOST]]
    return Block(TIME_KEY, kicker, _time_finding(single, shown), remarks=tuple(_left_out(single, shown)),
                 table=_time_table(single, shown),
                 chart=Chart(lambda width: multiples(panels, words(), width), _time_alt(single, shown),
                             _rest(len(shown))))


def _time_finding(single: Single, places: list[Place]) -> str:
    whole = sum(all(p.actual is not None for p in place.points if p in _so_far(single, place)) for place in places)
    said = ngettext("{n} de {total} países informó todos los períodos", "{n} de {total} países informaron todos los "
                    "períodos", whole).format(n=whole, total=len(places))
    never = sum(all(p.actual is None for p in place.points) for place in places)
    return f"{said}." if not never else ngettext("{said}; {n} no ha informado nunca.",
                                                 "{said}; {n} no han informado nunca.", never).format(
        said=said, n=never)


def _so_far(single: Single, place: Place) -> tuple[object, ...]:
    return place.points[:len(single.so_far)]


def _left_out(single: Single, shown: list[Place]) -> list[str]:
    n = sum(bool(place.hidden) for place in single.places)
    return [ngettext("{n} país no se dibuja, porque alguna de sus cifras es de menos de {few} personas.",
                     "{n} países no se dibujan, porque alguna de sus cifras es de menos de {few} personas.", n).format(
        n=n, few=SMALLEST)] if n else []


def _time_alt(single: Single, places: list[Place]) -> str:
    told = [_("{title}: {values}.").format(title=country_name(place.country), values=", ".join(
        f"{p.period.period} {value_words(p.actual, single.indicator.measure)}"
        for p in place.points[:len(single.so_far)])) for place in places[:_MOST]]
    return " ".join([_("Una gráfica por país, período a período."), *told])


def _time_table(single: Single, places: list[Place]) -> Table:
    first = max(0, len(single.so_far) - _PERIODS)
    some = slice(first, first + _PERIODS)
    columns = (Column(_("País")), *(Column(p.period.period, True) for p in single.so_far[some]))
    rows = [(country_name(place.country), *(value_words(p.actual, single.indicator.measure)
             for p in place.points[:len(single.so_far)][some])) for place in places]
    return Table(_("Valor aprobado de cada país"), columns, rows_of(rows), FILE)
