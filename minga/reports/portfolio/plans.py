"""How the plans stand: one bar each, those that need attention first."""

from __future__ import annotations

from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.reports import words
from minga.reports.blocks import SHOWN, Block, Chart, Column, Noted, Table, rows_of
from minga.reports.charts.bars import Bar, stacked
from minga.reports.portfolio.facts import PlanLine, Portfolio
from minga.results.achievement import BELOW, MET, NO_VALUE, STATES

KEY, FILE = "plans", "portfolio_plans.csv"
_MOST = 14
"""Plans of the tallest chart; the table has more, and the file all."""


def block(facts: Portfolio) -> Block:
    """The block of plans."""
    kicker = _("Los planes")
    if not facts.lines:
        return Block(KEY, kicker, _("Ningún plan llega al {period}.").format(period=facts.label), empty=_(
            "Aquí se verá cómo están los planes. Para empezar, elija un período que los planes tengan, o quite la "
            "lista de planes de los parámetros."))
    drawn = facts.lines[:_MOST]
    return Block(KEY, kicker, _finding(facts), remarks=tuple(_remarks(facts)), table=_table(facts),
                 chart=Chart(lambda width: stacked(_bars(facts, drawn), words.INDICATORS, width), _alt(facts, drawn),
                             _left_out(len(drawn), len(facts.lines))))


def counted(n: int) -> str:
    """A number of plans in words."""
    return ngettext("{n} plan", "{n} planes", n).format(n=n)


def _finding(facts: Portfolio) -> str:
    silent = sum(line.awaited > 0 and not line.reported for line in facts.lines)
    aimed = [line for line in facts.lines if line.aimed]
    whole = sum(line.states[BELOW] == 0 and line.states[NO_VALUE] == 0 for line in aimed)
    said = ngettext("{whole} de {plans} tiene todos sus indicadores al día y en su meta",
                    "{whole} de {plans} tienen todos sus indicadores al día y en su meta", whole).format(
        whole=whole, plans=counted(len(facts.lines)))
    if silent:
        return ngettext("{said}; {n} no informó nada.", "{said}; {n} no informaron nada.", silent).format(
            said=said, n=silent)
    return _("{said}; todos informaron algo.").format(said=said)


def _remarks(facts: Portfolio) -> list[str]:
    said = []
    if facts.many.others:
        n = len(facts.many.others)
        said.append(ngettext("{n} plan más no llega al {period}: no le falta nada.",
                             "{n} planes más no llegan al {period}: no les falta nada.", n).format(
            n=n, period=facts.label))
    overdue = sum(line.actions["overdue"] for line in facts.lines)
    if overdue:
        late = sum(line.actions["overdue"] > 0 for line in facts.lines)
        said.append(ngettext("{n} acción está fuera de plazo, en {plans}.",
                             "{n} acciones están fuera de plazo, en {plans}.", overdue).format(
            n=overdue, plans=counted(late)))
    days = {(own.starts, own.ends) for own in facts.many.own}
    if len(days) > 1:
        said.append(_("No todos los planes cierran este período el mismo día: se comparan por su nombre."))
    return said


def _left_out(drawn: int, total: int) -> str:
    n = total - drawn
    if n <= 0:
        return ""
    told = (ngettext("Falta {n} plan en la figura; está en {file}.", "Faltan {n} planes en la figura; están en {file}.",
                     n) if total > SHOWN else
            ngettext("Falta {n} plan en la figura; está en la tabla.",
                     "Faltan {n} planes en la figura; están en la tabla.", n))
    return told.format(n=n, file=FILE)


def _parts(states: dict[str, int]) -> tuple[tuple[words.Look, int], ...]:
    return tuple((words.INDICATORS[name], states[name]) for name in STATES)


def _bars(facts: Portfolio, lines: tuple[PlanLine, ...]) -> list[Bar]:
    whole = Bar(_("Todos los planes"), words.indicators(sum(facts.states.values())), _parts(facts.states),
                strong=True, full=True)
    return [whole, *(Bar(facts.text(line.plan.plan.title), words.indicators(line.indicators), _parts(line.states))
                     for line in lines)]


def in_words(states: dict[str, int]) -> str:
    """How many indicators stand in each state, on one line."""
    return ", ".join(f"{words.INDICATORS[name]} {n}" for name, n in states.items() if n) or "0"


def _alt(facts: Portfolio, lines: tuple[PlanLine, ...]) -> str:
    told = [_("{title}: {counts}.").format(title=facts.text(line.plan.plan.title)[:80], counts=in_words(line.states))
            for line in lines]
    return " ".join([_("Barras apiladas del estado de los indicadores. Todos los planes: {counts}.").format(
        counts=in_words(facts.states)), *told])


def _table(facts: Portfolio) -> Table:
    columns = (Column(_("Plan")), Column(_("Indicadores"), True), Column(_("Meta alcanzada"), True),
               Column(_("Bajo la meta"), True), Column(_("Sin dato"), True), Column(_("Por aprobar"), True),
               Column(_("Atrasos"), True))
    rows = [(Noted(facts.text(line.plan.plan.title), (facts.text(line.plan.plan.organization),)),
             str(line.indicators), str(line.states[MET]), str(line.states[BELOW]), str(line.states[NO_VALUE]),
             str(line.pending), str(line.actions["overdue"]) if line.actions["total"] else "—")
            for line in facts.lines]
    return Table(_("Los planes, los que piden más atención primero"), columns, rows_of(rows), FILE, notes=(
        _("Los atrasos son acciones fuera de plazo."),) if facts.with_actions else ())
