"""Each indicator over the periods of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.reports.blocks import Block, Chart, Column, Noted, Table, left_out, rows_of
from minga.reports.charts.multiples import Key, Panel, multiples
from minga.reports.facts import Facts
from minga.reports.parts.indicators import fell_words, value_words
from minga.results.achievement import Point, series
from minga.results.model import Indicator

KEY, FILE = "trend", "indicator_series.csv"
_MOST, _PERIODS = 12, 6
"""Indicators of the largest figure, and periods of the widest table; the file has them all."""

Line = tuple[Indicator, tuple[Point, ...]]


def block(facts: Facts) -> Block:
    """The block of trends."""
    kicker = _("Tendencia")
    lines = [line for line in series_by(facts) if line[0].measure != "qualitative"]
    if not any(map(_known, lines)):
        return Block(KEY, kicker, _("Todavía no hay valores ni metas que mostrar en el tiempo."), empty=_(
            "Aquí se verá cada indicador semestre a semestre. Para empezar, escriba metas y valores en la página de "
            "resultados."))
    lines = _until_last(facts, lines)
    lines.sort(key=lambda line: (not _known(line), -sum(p.actual is not None for p in line[1])))
    drawn = [line for line in lines[:_MOST] if _known(line)]
    return Block(KEY, kicker, _finding(facts, lines), remarks=tuple(_falls(facts)), table=_table(facts, lines),
                 chart=Chart(lambda width: multiples(_panels(facts, drawn), _key(), width), _alt(facts, drawn),
                             left_out("indicators", len(drawn), len(lines), FILE)))


def _known(line: Line) -> bool:
    return any((p.actual, p.target) != (None, None) for p in line[1])


def _falls(facts: Facts) -> list[str]:
    """Cumulative values that fell, each with what was said of it."""
    said = []
    for state in facts.indicators:
        if fell := fell_words(state):
            title, comment = _titled(facts, state.indicator), facts.text(state.comment).strip()
            words = (_("«{title}» es acumulado y {fell}: «{comment}»") if comment
                     else _("«{title}» es acumulado y {fell}; nadie ha dicho por qué."))
            said.append(words.format(title=title, fell=fell, comment=comment))
    return said


def _until_last(facts: Facts, lines: list[Line]) -> list[Line]:
    """The same lines without the last periods of a long plan, for which nobody has set a target yet."""
    last = [p.period for p in facts.periods].index(facts.period.period)
    for _indicator, points in lines:
        last = max([last, *(i for i, p in enumerate(points) if p.target is not None)])
    return [(indicator, points[:last + 1]) for indicator, points in lines]


def series_by(facts: Facts) -> list[Line]:
    """Every indicator over the periods of the plan, as known at the close of the report's period."""
    return [(i, tuple(_known_by(facts, p) for p in series(i, facts.periods))) for i in facts.results.indicators]


def _known_by(facts: Facts, point: Point) -> Point:
    """A point as it stood at the close: of later periods there are only targets, however late the report is run."""
    return point if point.period.ends <= facts.period.ends else replace(point, actual=None, pending=None)


def _so_far(facts: Facts, points: Sequence[Point]) -> list[Point]:
    return [p for p in points if p.period.ends <= facts.period.ends]


def _finding(facts: Facts, lines: list[Line]) -> str:
    better = worse = same = 0
    for indicator, points in lines:
        *earlier, now = [p.actual for p in _so_far(facts, points)]
        before = [value for value in earlier if value is not None]
        if now is not None and before:
            change = (now - before[-1]) * (1 if indicator.ascending else -1)
            better, worse, same = better + (change > 0), worse + (change < 0), same + (change == 0)
    gaps = sum(any(p.actual is None for p in _so_far(facts, points)) for _indicator, points in lines)
    said = []
    if better:
        said.append(ngettext("{n} indicador mejora", "{n} indicadores mejoran", better).format(n=better))
    if worse:
        said.append(ngettext("{n} empeora", "{n} empeoran", worse).format(n=worse))
    if same:
        said.append(ngettext("{n} sigue igual", "{n} siguen igual", same).format(n=same))
    if gaps:
        said.append(ngettext("{n} tiene períodos sin dato", "{n} tienen períodos sin dato", gaps).format(n=gaps))
    if not (better or worse or same):
        return _("Ningún indicador tiene valor aprobado en este período y en uno anterior: no hay tendencia que leer.")
    return _("Frente al valor anterior, {said}.").format(said=", ".join(said[:-1]) + _(" y ") + said[-1]
                                                         if len(said) > 1 else said[0])


def _key() -> Key:
    return Key(_("valor aprobado"), _("meta"), _("línea de base"), _("sin dato"), _("por aprobar"))


def _panels(facts: Facts, lines: list[Line]) -> list[Panel]:
    last = [p.period for p in facts.periods].index(facts.period.period)
    return [Panel(_titled(facts, i), points, i.baseline_value, last, partial(value_words, measure=i.measure))
            for i, points in lines]


def _titled(facts: Facts, indicator: Indicator) -> str:
    return f"{indicator.code} {facts.text(indicator.title)}".strip()


def _alt(facts: Facts, lines: list[Line]) -> str:
    told = [_("{title}: {values}.").format(title=_titled(facts, i)[:70], values=", ".join(
        f"{p.period.period} {value_words(p.actual, i.measure)}" for p in _so_far(facts, points)))
        for i, points in lines]
    return " ".join([_("Una gráfica por indicador, período a período."), *told])


def _table(facts: Facts, lines: list[Line]) -> Table:
    known = [p.period for p in lines[0][1]]
    some = _shown(known.index(facts.period), len(known))
    columns = (Column(_("Indicador")), Column(_("Línea de base"), True),
               *(Column(period.period, True) for period in known[some]))
    rows = [(_titled(facts, made), value_words(made.baseline_value, made.measure),
             *(_cell(facts, made, p) for p in points[some])) for made, points in lines]
    notes = [_("La tabla muestra {n} de {total} períodos; están todos en {file}.").format(
        n=len(known[some]), total=len(known), file=FILE)] if len(known) > _PERIODS else []
    return Table(_("Valor aprobado y meta de cada período"), columns, rows_of(rows), FILE, tuple(notes))


def _shown(last: int, periods: int) -> slice:
    """The periods that fit the width of a page: those before the report's, itself, and the next two."""
    first = max(0, min(last + 3, periods) - _PERIODS)
    return slice(first, first + _PERIODS)


def _cell(facts: Facts, made: Indicator, point: Point) -> Noted:
    """The value, and the target under it; a period to come has only its target."""
    later = point.period.ends > facts.period.ends and point.actual is None
    goal = "" if point.target is None else _("meta {target}").format(target=value_words(point.target, made.measure))
    return Noted("" if later else value_words(point.actual, made.measure), (goal,))
