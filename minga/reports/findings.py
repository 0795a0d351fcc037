"""A report in three sentences, written from the data: what moved, what did not, and what nobody told."""

from __future__ import annotations

from collections.abc import Callable

from minga.i18n import gettext as _
from minga.i18n import join_list, ngettext
from minga.reports import words
from minga.reports.facts import Facts, period_label
from minga.reports.movement import BACK, FORWARD, SAME, action_moves, counted, indicator_moves
from minga.results.achievement import BELOW, MET, NO_VALUE, ON_TRACK
from minga.results.status import NO_DATA


def sentence(parts: list[str]) -> str:
    """Clauses joined to one sentence, its first letter large and a full stop at its end."""
    said = join_list([part for part in parts if part])
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def in_short(facts: Facts) -> list[str]:
    """The sentences with which a report begins; those about which there is nothing to say are left out."""
    return [said for said in (moved(facts), still(facts), untold(facts)) if said]


def moved(facts: Facts) -> str:
    """What moved since the previous period; in the first one, how things stand."""
    if facts.previous is None:
        return _first(facts)
    actions, values = counted(action_moves(facts)), counted(indicator_moves(facts))
    parts = [
        some(actions[FORWARD], lambda n: ngettext("{n} acción avanzó", "{n} acciones avanzaron", n)),
        some(values[FORWARD], lambda n: ngettext("{n} indicador mejoró", "{n} indicadores mejoraron", n)),
        some(actions[BACK], lambda n: ngettext("{n} acción retrocedió", "{n} acciones retrocedieron", n)),
        some(values[BACK], lambda n: ngettext("{n} indicador empeoró", "{n} indicadores empeoraron", n)),
    ]
    if not any(parts):
        return _("Nada cambió de estado ni de valor desde el {period}.").format(period=period_label(facts.previous))
    return _("Desde el {period}, {what}.").format(period=period_label(facts.previous),
                                                  what=join_list([part for part in parts if part]))


def _first(facts: Facts) -> str:
    met = sum(s.state in (MET, ON_TRACK) for s in facts.indicators)
    below = sum(s.state == BELOW for s in facts.indicators)
    return sentence([
        some(facts.counts["done"], lambda n: ngettext("{n} acción está cumplida", "{n} acciones están cumplidas", n)),
        some(met, lambda n: ngettext("{n} indicador alcanza lo esperado", "{n} indicadores alcanzan lo esperado", n)),
        some(below, lambda n: ngettext("{n} indicador está por debajo", "{n} indicadores están por debajo", n)),
    ])


def still(facts: Facts) -> str:
    """What did not move though it should have."""
    values = counted(indicator_moves(facts))
    below = sum(s.state == BELOW for s in facts.indicators) if facts.previous is not None else 0
    return sentence([
        some(len(facts.overdue), lambda n: ngettext(
            "{n} acción está fuera de plazo", "{n} acciones están fuera de plazo", n)),
        some(below, lambda n: ngettext(
            "{n} indicador no llega a lo esperado", "{n} indicadores no llegan a lo esperado", n)),
        some(values[SAME], lambda n: ngettext("{n} indicador sigue igual", "{n} indicadores siguen igual", n)),
    ])


def untold(facts: Facts) -> str:
    """What nobody told, and what waits for somebody's approval."""
    silent = sum(s.status == NO_DATA for s in facts.actions)
    empty = sum(s.state == NO_VALUE for s in facts.indicators)
    waiting = sum(s.pending for s in facts.indicators) + sum(s.waiting for s in facts.actions)
    told = [part for part in (words.actions(silent) if silent else "",
                              words.indicators(empty) if empty else "") if part]
    nobody = _("nadie ha informado de {what}").format(what=join_list(told)) if told else ""
    waits = some(waiting, lambda n: ngettext("{n} informe espera aprobación", "{n} informes esperan aprobación", n))
    return sentence([_("{one}; {other}").format(one=nobody, other=waits) if nobody and waits else nobody or waits])


def some(n: int, words_: Callable[[int], str]) -> str:
    """A count in words; nothing when there is none.

    Args:
        n: how many.
        words_: the words for a number, with ``{n}`` where it stands.
    """
    return words_(n).format(n=n) if n else ""
