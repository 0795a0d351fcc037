"""What changed since the previous period: what was told, and what was altered in the plan itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from minga.i18n import format_date, join_list, ngettext
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import Block, Chart, Column, Noted, Table, rows_of
from minga.reports.charts.bars import Bar, stacked
from minga.reports.facts import Facts, period_label
from minga.reports.movement import BACK, FORWARD, NEW, SAME, UNKNOWN, WAYS, Move, action_moves, counted, indicator_moves
from minga.reports.parts.altered import (
    ADDED,
    DATE,
    EDITED,
    KINDS,
    NAME,
    REMOVED,
    REPORTED,
    STATUS,
    TARGET,
    TEXT,
    VALUE,
    Change,
    altered,
    status_words,
)
from minga.reports.parts.indicators import value_words

KEY, FILE = "changes", "changes.csv"


def changes(facts: Facts) -> tuple[Change, ...]:
    """What was told otherwise than before, and then what was altered in the plan."""
    return *_told(facts), *altered(facts)


def _told(facts: Facts) -> Iterator[Change]:
    actions = {s.action.action_id: s for s in facts.actions}
    for move in action_moves(facts):
        if move.before != move.after:
            yield Change(REPORTED, STATUS, "actions", move.row_id, facts.title(actions[move.row_id].action),
                         status_words(move.before), status_words(move.after), (move.before, move.after),
                         look=WAYS[move.way])
    indicators = {s.indicator.indicator_id: s.indicator for s in facts.indicators}
    for move in indicator_moves(facts):
        if move.before != move.after:
            made = indicators[move.row_id]
            yield Change(REPORTED, VALUE, "indicators", move.row_id, f"{made.code} {facts.text(made.title)}".strip(),
                         _value(move.before, made.measure), _value(move.after, made.measure),
                         (move.before, move.after), look=WAYS[move.way])


def _value(value: str | float | None, measure: str) -> str:
    return value_words(value if isinstance(value, int | float) else None, measure)


def block(facts: Facts) -> Block:
    """The block of what changed."""
    kicker, found = _("Lo que cambió"), changes(facts)
    if facts.previous is None and not found:
        return Block(KEY, kicker, _("Es el primer período: no hay con qué comparar."), empty=_(
            "Aquí se verá, desde el segundo período, qué acciones e indicadores se movieron y qué se cambió en el "
            "plan: fechas, metas y responsables."))
    moves = {"actions": action_moves(facts), "indicators": indicator_moves(facts)}
    drawn = {name: some for name, some in moves.items() if some}
    chart = Chart(lambda width: stacked(_bars(drawn), WAYS, width), _alt(drawn)) if drawn else None
    return Block(KEY, kicker, _finding(facts, found), remarks=tuple(_remarks(facts, moves)), chart=chart,
                 table=_table(found) if found else None)


def _finding(facts: Facts, found: tuple[Change, ...]) -> str:
    counts = Counter(one.table for one in found if one.look in (WAYS[FORWARD], WAYS[BACK]))
    told = counts.total()
    edits = Counter(one.kind for one in found if one.basis == EDITED)
    since = period_label(facts.previous) if facts.previous else ""
    edited = join_list([_kinds(kind, n) for kind, n in edits.items()])
    what = join_list([some for some in (words.actions(counts["actions"]) if counts["actions"] else "",
                                        words.indicators(counts["indicators"]) if counts["indicators"] else "")
                      if some])
    moved = ngettext("cambió {what}", "cambiaron {what}", told).format(what=what)
    if told and edited:
        return _("Desde el {since}, {moved}; en el plan hubo {altered}.").format(since=since, moved=moved,
                                                                                altered=edited)
    if told:
        return _("Desde el {since}, {moved}; el plan mismo no se tocó.").format(since=since, moved=moved)
    if edited:
        return _("En el plan hubo {altered}.").format(altered=edited)
    return _("Nada avanzó ni retrocedió desde el {since}, y el plan no se tocó.").format(since=since)


def _kinds(kind: str, n: int) -> str:
    return {
        STATUS: ngettext("{n} estado corregido", "{n} estados corregidos", n),
        VALUE: ngettext("{n} valor corregido", "{n} valores corregidos", n),
        DATE: ngettext("{n} cambio de fecha", "{n} cambios de fecha", n),
        TARGET: ngettext("{n} cambio de meta", "{n} cambios de meta", n),
        NAME: ngettext("{n} cambio de responsable", "{n} cambios de responsable", n),
        TEXT: ngettext("{n} cambio de redacción", "{n} cambios de redacción", n),
        ADDED: ngettext("{n} fila nueva", "{n} filas nuevas", n),
        REMOVED: ngettext("{n} fila quitada", "{n} filas quitadas", n),
    }[kind].format(n=n)


def _remarks(facts: Facts, moves: dict[str, tuple[Move, ...]]) -> list[str]:
    every = (*moves["actions"], *moves["indicators"])
    ways, said = counted(every), []
    if ways[SAME]:
        said.append(ngettext("{n} sigue como estaba.", "{n} siguen como estaban.", ways[SAME]).format(n=ways[SAME]))
    if ways[NEW]:
        said.append(ngettext("{n} se informa y antes no.", "{n} se informan y antes no.", ways[NEW]).format(
            n=ways[NEW]))
    if ways[UNKNOWN]:
        said.append(ngettext("De {n} no se sabe, porque nadie ha informado.",
                             "De {n} no se sabe, porque nadie ha informado.", ways[UNKNOWN]).format(n=ways[UNKNOWN]))
    if facts.public and any(e.table == "assignments" for e in facts.edits):
        said.append(_("De los cambios de responsable esta versión no dice los nombres."))
    return said


def _bars(moves: dict[str, tuple[Move, ...]]) -> list[Bar]:
    titles = {"actions": _("Acciones"), "indicators": _("Indicadores")}
    return [Bar(titles[name], str(len(some)), tuple((WAYS[way], n) for way, n in counted(some).items()), full=True)
            for name, some in moves.items()]


def _alt(moves: dict[str, tuple[Move, ...]]) -> str:
    titles = {"actions": _("Acciones"), "indicators": _("Indicadores")}
    told = [_("{title}: {counts}.").format(title=titles[name], counts=", ".join(
        f"{WAYS[way]} {n}" for way, n in counted(some).items() if n)) for name, some in moves.items()]
    return " ".join([_("Barras de lo que avanzó, siguió igual, retrocedió o no se sabe."), *told])


def _table(found: tuple[Change, ...]) -> Table:
    columns = (Column(_("Qué")), Column(_("Cambio")), Column(_("Antes")), Column(_("Ahora")), Column(_("Sentido")))
    rows = [(one.title, Noted(_(KINDS[one.kind]), (format_date(one.day, "medium") if one.day else "",)),
             one.before or "—", one.after or "—", one.look or "—") for one in found]
    return Table(_("Lo informado y lo cambiado en el plan, uno por uno"), columns, rows_of(rows), FILE)


def rows(facts: Facts) -> list[dict[str, object]]:
    """One row for each change, as ``changes.csv`` keeps it."""
    ways = {look: way for way, look in WAYS.items()}
    return [{"plan_id": facts.results.plan.plan_id, "period": facts.period.period,
             "previous": facts.previous.period if facts.previous else "", "basis": one.basis, "kind": one.kind,
             "table": one.table, "row_id": one.row_id, "title": one.title, "before": one.raw[0], "after": one.raw[1],
             "way": ways[one.look] if one.look else "", "day": one.day} for one in changes(facts)]
