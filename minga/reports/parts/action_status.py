"""How the actions stand, direction by direction."""

from __future__ import annotations

from minga.i18n import format_date, format_percent, ngettext
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import Block, Chart, Column, Table, left_out, rows_of
from minga.reports.charts.bars import Bar, stacked
from minga.reports.facts import Facts
from minga.results.model import Direction
from minga.results.status import DELAYED, DONE, NO_DATA, STATUSES, ActionState, count_by_status

KEY, FILE = "action_status", "action_status.csv"
_MOST = 14
"""Directions of the tallest chart; the table has them all."""


def block(facts: Facts) -> Block:
    """The block of action status."""
    kicker = _("Estado de las acciones")
    if not facts.actions:
        return Block(KEY, kicker, _("El plan todavía no tiene acciones."), empty=_(
            "Aquí se verá cuántas acciones están cumplidas, en curso o atrasadas. Para empezar, escriba las acciones "
            "de cada dirección en la página de direcciones."))
    groups = [(d, [s for s in facts.actions if s.action.direction_id == d.direction_id])
              for d in facts.results.directions]
    groups = [(d, states) for d, states in groups if states]
    return Block(KEY, kicker, _finding(facts), remarks=tuple(_remarks(facts)), table=_table(facts, groups),
                 chart=Chart(lambda width: stacked(_bars(facts, groups), words.ACTIONS, width), _alt(facts, groups),
                             left_out("directions", len(groups[:_MOST]), len(groups), FILE)))


def _finding(facts: Facts) -> str:
    total, counts = len(facts.actions), facts.counts
    if facts.still_open:
        return _so_far(facts)
    if counts[NO_DATA] == total:
        return ngettext("No hay informe de la única acción del plan al cierre del {period}.",
                        "No hay informe de ninguna de las {n} acciones al cierre del {period}.", total).format(
            n=total, period=facts.label)
    done = _done(facts)
    rest = [words.counted(status, counts[status]) for status in (DELAYED, NO_DATA) if counts[status]]
    if not rest:
        return _("Al cierre del {period}, {done}.").format(period=facts.label, done=done)
    return _("Al cierre del {period}, {done}; hay {rest}.").format(
        period=facts.label, done=done, rest=_(" y ").join(rest))


def _so_far(facts: Facts) -> str:
    """The finding in a period that has not ended."""
    return _("Al {day}, con el período abierto, {done}.").format(day=format_date(facts.as_of), done=_done(facts))


def _done(facts: Facts) -> str:
    total, done = len(facts.actions), facts.counts[DONE]
    if not done:
        return _("ninguna de las {total} acciones está cumplida").format(total=total)
    return ngettext("{done} de {total} acciones está cumplida", "{done} de {total} acciones están cumplidas",
                    done).format(done=done, total=total)


def _remarks(facts: Facts) -> list[str]:
    known = len(facts.actions) - facts.counts[NO_DATA]
    if not known or not facts.counts[DONE]:
        return []
    return [_("De las {known} acciones con información, se cumplió el {percent}.").format(
        known=known, percent=format_percent(facts.counts[DONE] / known))]


def _bars(facts: Facts, groups: list[tuple[Direction, list[ActionState]]]) -> list[Bar]:
    whole = Bar(_("Todo el plan"), words.actions(len(facts.actions)), _parts(list(facts.actions)), strong=True,
                full=True)  # on one scale it would crush the others
    return [whole, *(Bar(direction_title(facts, d), words.actions(len(states)), _parts(states))
                     for d, states in groups[:_MOST])]


def direction_title(facts: Facts, direction: Direction) -> str:
    """A direction as a heading: its code and title."""
    title = facts.text(direction.title)
    return f"{direction.code}. {title}" if direction.code else title


def _parts(states: list[ActionState]) -> tuple[tuple[words.Look, int], ...]:
    counts = count_by_status(states)
    return tuple((words.ACTIONS[status], counts[status]) for status in STATUSES)


def _in_words(states: list[ActionState]) -> str:
    return ", ".join(words.counted(status, n) for status, n in count_by_status(states).items() if n)


def _alt(facts: Facts, groups: list[tuple[Direction, list[ActionState]]]) -> str:
    lines = [_("{title}: {counts}.").format(title=direction_title(facts, d)[:80], counts=_in_words(states))
             for d, states in groups[:_MOST]]
    return " ".join([_("Barras apiladas del estado de las acciones. Todo el plan: {counts}.").format(
        counts=_in_words(list(facts.actions))), *lines])


def _table(facts: Facts, groups: list[tuple[Direction, list[ActionState]]]) -> Table:
    columns = (Column(_("Dirección")), Column(_("Acciones"), True),
               *(Column(str(words.ACTIONS[status]).capitalize(), True) for status in STATUSES))
    rows = [(direction_title(facts, d), str(len(states)), *map(str, count_by_status(states).values()))
            for d, states in groups]
    rows.append((_("Todo el plan"), str(len(facts.actions)), *map(str, facts.counts.values())))
    return Table(_("Acciones por dirección y estado"), columns, rows_of(rows), FILE)
