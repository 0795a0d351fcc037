"""What has no data, so that somebody can go and get it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from minga.i18n import N_
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import Block, Column, Noted, Table, rows_of
from minga.reports.facts import Facts
from minga.results.achievement import NOT_APPLICABLE
from minga.results.status import NO_DATA

KEY, FILE = "no_data", "data_gaps.csv"

GAPS = {
    "no_report": N_("sin informe del período"), "no_date": N_("sin fecha"), "no_responsible": N_("sin responsable"),
    "no_value": N_("sin valor aprobado"), "no_target": N_("sin meta del período"),
    "no_baseline": N_("sin línea de base"),
}


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: of what (``actions`` or ``indicators``), what, and who could be asked."""

    table: str
    row_id: str
    title: str
    gap: str
    ask: str = ""


def gaps(facts: Facts) -> tuple[Gap, ...]:
    """Everything that is missing, action by action and then indicator by indicator."""
    return *_of_actions(facts), *_of_indicators(facts)


def _of_actions(facts: Facts) -> Iterator[Gap]:
    for state in facts.actions:
        action = state.action
        missing = {"no_report": state.status == NO_DATA, "no_date": not (action.starts or action.ends),
                   "no_responsible": not action.assignments}
        ask = "" if facts.public else facts.people_listed(action)
        yield from (Gap("actions", action.action_id, facts.title(action), name, ask)
                    for name, is_so in missing.items() if is_so)


def _of_indicators(facts: Facts) -> Iterator[Gap]:
    for state in facts.indicators:
        made = state.indicator
        missing = {"no_value": state.state == "no_value",
                   "no_target": state.target is None and state.state != NOT_APPLICABLE,
                   "no_baseline": made.baseline_value is None and not facts.country}
        if made.measure == "qualitative":
            missing = {"no_value": missing["no_value"]}
        title = f"{made.code} {facts.text(made.title)}".strip()
        ask = "" if facts.public else made.responsible
        yield from (Gap("indicators", made.indicator_id, title, name, ask) for name, is_so in missing.items() if is_so)


def block(facts: Facts) -> Block:
    """The block of what has no data."""
    kicker, found = _("Lo que no tiene datos"), gaps(facts)
    if not facts.actions and not facts.indicators:
        return _nothing_yet(facts, kicker)
    if not found:
        return Block(KEY, kicker, _("No falta ningún dato en el {period}.").format(period=facts.label))
    return Block(KEY, kicker, _finding(found), remarks=(_("Sin dato no es cero: nadie lo ha dicho todavía."),),
                 table=_table(found))


def _nothing_yet(facts: Facts, kicker: str) -> Block:
    if facts.with_actions and facts.with_indicators:
        return Block(KEY, kicker, _("El plan todavía no tiene acciones ni indicadores."), empty=_(
            "Aquí se verá qué falta por informar. Para empezar, complete las páginas de direcciones y de resultados."))
    if facts.with_indicators:
        return Block(KEY, kicker, _("El plan todavía no tiene indicadores."), empty=_(
            "Aquí se verá qué falta por informar. Para empezar, complete la página de resultados."))
    if facts.with_actions:
        return Block(KEY, kicker, _("El plan todavía no tiene acciones."), empty=_(
            "Aquí se verá qué falta por informar. Para empezar, complete la página de direcciones."))
    return Block(KEY, kicker, _("El método de este plan no lleva acciones ni indicadores."))


def _finding(found: tuple[Gap, ...]) -> str:
    some_actions = len({g.row_id for g in found if g.table == "actions"})
    some_indicators = len({g.row_id for g in found if g.table == "indicators"})
    parts = []
    if some_actions:
        parts.append(words.actions(some_actions))
    if some_indicators:
        parts.append(words.indicators(some_indicators))
    return _("Falta algún dato en {what}.").format(what=_(" y en ").join(parts))


def _table(found: tuple[Gap, ...]) -> Table:
    lacks: dict[tuple[str, str, str, str], list[str]] = {}
    for gap in found:
        lacks.setdefault((gap.table, gap.row_id, gap.title, gap.ask), []).append(_(GAPS[gap.gap]))
    kinds = {"actions": _("acción"), "indicators": _("indicador")}
    rows = [(title, kinds[table], Noted(", ".join(missing), (_("Puede preguntar a: {who}").format(who=ask)
                                                             if ask else "",)))
            for (table, _id, title, ask), missing in lacks.items()]
    return Table(_("Lo que falta, uno por uno"), (Column(_("Título")), Column(_("Qué es")), Column(_("Qué falta"))),
                 rows_of(rows), FILE)
