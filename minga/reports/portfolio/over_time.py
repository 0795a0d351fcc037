"""How the indicators of all plans stood, period by period."""

from __future__ import annotations

from minga.i18n import format_percent
from minga.i18n import gettext as _
from minga.periods import parse_period
from minga.reports import words
from minga.reports.blocks import Block, Chart, Column, Table, rows_of
from minga.reports.charts.bars import Bar, stacked
from minga.reports.portfolio.facts import AIMED, Portfolio
from minga.reports.portfolio.plans import in_words
from minga.results.achievement import BELOW, MET, NO_VALUE, NOT_APPLICABLE, STATES

KEY, FILE = "over_time", "portfolio_periods.csv"
_MOST = 10
"""Periods of the tallest chart: the last ones; the table has them all."""


def block(facts: Portfolio) -> Block:
    """The block of periods."""
    kicker = _("Período a período")
    told = [(name, states) for name, states in zip(facts.many.periods, facts.by_period, strict=True)
            if sum(states.values())]
    if not told:
        return Block(KEY, kicker, _("Los planes todavía no tienen indicadores."), empty=_(
            "Aquí se verá cómo cambia el estado de los indicadores. Para empezar, escriba indicadores, metas y "
            "valores en la página de resultados de cada plan."))
    drawn = told[-_MOST:]
    return Block(KEY, kicker, _finding(facts, told), table=_table(told), chart=Chart(
        lambda width: stacked(_bars(drawn), words.INDICATORS, width), _alt(drawn),
        _("Cada barra tiene los indicadores de los planes que llegan a ese período.")))


def share_met(states: dict[str, int]) -> float | None:
    """The part that reached its target, of what has a value and a target; None when nothing has both."""
    aimed = sum(states[name] for name in AIMED)
    return states[MET] / aimed if aimed else None


def share_told(states: dict[str, int]) -> float | None:
    """The part that was told, of what was awaited; None when nothing was."""
    awaited = sum(states.values()) - states[NOT_APPLICABLE]
    return 1 - states[NO_VALUE] / awaited if awaited else None


def _finding(facts: Portfolio, told: list[tuple[str, dict[str, int]]]) -> str:
    now, share = facts.by_period[-1], share_met(facts.by_period[-1])
    if share is None:
        return _("En el {period} ningún indicador tiene a la vez valor aprobado y meta.").format(period=facts.label)
    said = _("El {share} de los indicadores con valor y meta la alcanzó en el {period}").format(
        share=format_percent(share), period=facts.label)
    earlier = [(name, before) for name, states in told[:-1] if (before := share_met(states)) is not None]
    missing = share_told(now)
    if earlier:
        said = _("{said}, frente al {before} del {earlier}").format(
            said=said, before=format_percent(earlier[-1][1]), earlier=parse_period(earlier[-1][0]).label())
    return _("{said}; se informó el {told} de lo que se esperaba.").format(
        said=said, told=format_percent(missing if missing is not None else 0))


def _bars(told: list[tuple[str, dict[str, int]]]) -> list[Bar]:
    return [Bar(parse_period(name).label(), words.indicators(sum(states.values())),
                tuple((words.INDICATORS[state], states[state]) for state in STATES), full=True)
            for name, states in told]


def _alt(told: list[tuple[str, dict[str, int]]]) -> str:
    lines = [_("{title}: {counts}.").format(title=name, counts=in_words(states)) for name, states in told]
    return " ".join([_("Una barra por período con el estado de los indicadores."), *lines])


def _table(told: list[tuple[str, dict[str, int]]]) -> Table:
    columns = (Column(_("Período")), Column(_("Indicadores"), True), Column(_("Meta alcanzada"), True),
               Column(_("Bajo la meta"), True), Column(_("Sin dato"), True), Column(_("Alcanzó su meta"), True))
    rows = [(parse_period(name).label(), str(sum(states.values())), str(states[MET]), str(states[BELOW]),
             str(states[NO_VALUE]), "—" if share_met(states) is None else format_percent(share_met(states) or 0))
            for name, states in told]
    return Table(_("Estado de los indicadores en cada período"), columns, rows_of(rows), FILE, notes=(
        _("La última columna cuenta solo los indicadores con valor aprobado y meta."),))
