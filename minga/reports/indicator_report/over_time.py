"""The indicator period by period, with its target and its baseline."""

from __future__ import annotations

from functools import partial

from minga.i18n import format_percent, ngettext
from minga.i18n import gettext as _
from minga.reports.blocks import Block, Chart, Column, Table, rows_of
from minga.reports.charts.multiples import Key, Panel, multiples
from minga.reports.indicator_report.facts import Single
from minga.reports.parts.indicators import value_words
from minga.results.achievement import Point, achievement

KEY, FILE = "over_time", "indicator_series.csv"


def block(single: Single) -> Block:
    """The block of the whole indicator over time."""
    kicker, made = _("En el tiempo"), single.indicator
    if made.measure == "qualitative":
        return Block(KEY, kicker, _("Este indicador se informa con palabras: no hay cifras que dibujar."))
    if not any((p.actual, p.target, p.pending) != (None, None, None) for p in single.points):
        return Block(KEY, kicker, _("Todavía no hay valores ni metas que mostrar en el tiempo."), empty=_(
            "Aquí se verá el indicador semestre a semestre. Para empezar, escriba su meta y su valor en la página de "
            "resultados."))
    last = len(single.so_far) - 1
    panel = Panel(single.title, single.points, made.baseline_value, last, partial(value_words, measure=made.measure))
    return Block(KEY, kicker, _finding(single), remarks=tuple(_remarks(single)), table=_table(single), chart=Chart(
        lambda width: multiples([panel], words(), width), _alt(single)))


def words() -> Key:
    """The words of the legend."""
    return Key(_("valor aprobado"), _("meta"), _("línea de base"), _("sin dato"), _("por aprobar"))


def _finding(single: Single) -> str:
    known = [p for p in single.so_far if p.actual is not None]
    measure = single.indicator.measure
    if not known:
        return _("Todavía no hay ningún valor aprobado hasta el {period}.").format(period=single.facts.label)
    last = known[-1]
    said = _("El último valor aprobado es {value} ({period})").format(
        value=value_words(last.actual, measure), period=last.period.period)
    if len(known) > 1 and known[-2].actual is not None and last.actual is not None:
        said = _("{said}; {way} {value} ({period})").format(
            said=said, way=_way(single, known[-2].actual, last.actual), value=value_words(known[-2].actual, measure),
            period=known[-2].period.period)
    ratio = achievement(last.actual, last.target, single.indicator.baseline_value, single.indicator.ascending).ratio
    return f"{said}." if ratio is None else _("{said}: el {percent} de su meta.").format(
        said=said, percent=format_percent(ratio))


def _way(single: Single, before: float, now: float) -> str:
    if now == before:
        return _("sigue igual que")
    return _("mejora frente a") if (now > before) == single.indicator.ascending else _("empeora frente a")


def _remarks(single: Single) -> list[str]:
    said, gaps = [], sum(p.actual is None for p in single.so_far)
    if gaps:
        said.append(ngettext("De {n} período no hay valor aprobado: queda un hueco, no un cero.",
                             "De {n} períodos no hay valor aprobado: quedan huecos, no ceros.", gaps).format(n=gaps))
    state, measure = single.state, single.indicator.measure
    if state.fell_from is not None:
        said.append(_("Es acumulado y bajó de {before} a {actual}.").format(
            before=value_words(state.fell_from, measure), actual=value_words(state.actual, measure)))
    if state.expected is not None and state.target is not None and state.expected != state.target:
        said.append(_("A esta fecha se podía esperar {expected} de los {target} del período.").format(
            expected=value_words(state.expected, measure), target=value_words(state.target, measure)))
    if state.to_date is not None and single.indicator.target_total is not None:
        said.append(_("Desde el comienzo del plan: {actual}; la meta del plan es {target}.").format(
            actual=value_words(state.to_date, measure),
            target=value_words(single.indicator.target_total, measure)))
    return said


def _alt(single: Single) -> str:
    measure = single.indicator.measure
    told = [_("{period}: {actual}, meta {target}.").format(
        period=p.period.period, actual=value_words(p.actual, measure),
        target=_("sin meta") if p.target is None else value_words(p.target, measure)) for p in single.points]
    return " ".join([_("Valor y meta de cada período."), *told])


def _table(single: Single) -> Table:
    columns = (Column(_("Período")), Column(_("Valor aprobado"), True), Column(_("Meta"), True),
               Column(_("Avance"), True), Column(_("Por aprobar"), True))
    return Table(_("El indicador en cada período"), columns, rows_of([_row(single, p) for p in single.points]), FILE)


def _row(single: Single, point: Point) -> tuple[str, ...]:
    made = single.indicator
    ratio = achievement(point.actual, point.target, made.baseline_value, made.ascending).ratio
    later = point not in single.so_far
    return (point.period.period, "—" if later else value_words(point.actual, made.measure),
            _("sin meta") if point.target is None else value_words(point.target, made.measure),
            "—" if ratio is None else format_percent(ratio),
            "—" if point.pending is None else value_words(point.pending, made.measure))
