"""What to put on the table: the few matters of a semester that ask for a conversation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest

from minga.i18n import N_, format_percent
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.facts import Facts
from minga.reports.parts.indicators import fell_words, value_words
from minga.reports.parts.overdue import late_words
from minga.results.achievement import BELOW, NO_VALUE, IndicatorState, by_gap
from minga.results.status import NO_DATA, ActionState

LATE, BEHIND, FELL, SILENT, UNKNOWN, NOBODY = "late", "behind", "fell", "silent", "unknown", "nobody"

KINDS = {
    LATE: N_("acción fuera de plazo"), BEHIND: N_("indicador bajo la meta"), FELL: N_("valor acumulado que bajó"),
    SILENT: N_("acción sin informe"), UNKNOWN: N_("indicador sin dato"), NOBODY: N_("acción sin responsable"),
}
QUESTIONS = {
    LATE: N_("¿Qué la detiene: tiempo, personas, recursos, o que ya no hace falta?"),
    BEHIND: N_("¿Qué explica la distancia? ¿La meta sigue siendo la buena?"),
    FELL: N_("¿Se corrigió una cuenta o se perdió algo que teníamos?"),
    SILENT: N_("¿Qué se sabe de ella en esta sala? ¿Qué hizo difícil contarlo?"),
    UNKNOWN: N_("¿De dónde sale este dato y quién puede traerlo?"),
    NOBODY: N_("¿Por qué nadie la tomó? ¿Alguien de aquí la quiere?"),
}
OPTIONS = {
    LATE: N_("seguir con otra fecha · cambiar de manos · partirla en dos · dejarla"),
    BEHIND: N_("sostener la meta · cambiarla y decir por qué · cambiar lo que hacemos"),
    FELL: N_("explicarlo en el comentario · revisar las cuentas"),
    SILENT: N_("informar antes de una fecha · preguntar a quien sabe · dejarla"),
    UNKNOWN: N_("traer el dato antes de una fecha · medir otra cosa · quitar el indicador"),
    NOBODY: N_("ponerle nombre y fecha · unirla a otra · dejarla"),
}


@dataclass(frozen=True)
class Matter:
    """One matter of the meeting.

    Attributes:
        kind: one of ``KINDS``.
        table: ``actions`` or ``indicators``, and ``row_id`` which of them.
        evidence: what the data say of it.
    """

    kind: str
    table: str
    row_id: str
    title: str
    evidence: str


def matters(facts: Facts, most: int) -> tuple[Matter, ...]:
    """The matters, of each kind in turn, so that no kind fills the table; each action and indicator once.

    Args:
        facts: the plan in its period.
        most: how many fit.
    """
    kinds = (_late(facts), _behind(facts), _fell(facts), _silent(facts), _unknown(facts), _nobody(facts))
    found: dict[tuple[str, str], Matter] = {}
    for matter in chain.from_iterable(zip_longest(*kinds)):
        if matter is not None:
            found.setdefault((matter.table, matter.row_id), matter)
    return tuple(found.values())[:most]


def _of_action(kind: str, facts: Facts, state: ActionState, evidence: str) -> Matter:
    return Matter(kind, "actions", state.action.action_id, facts.title(state.action), evidence)


def _late(facts: Facts) -> Iterator[Matter]:
    for state in facts.overdue:
        late = late_words(state)
        told = _("{time} de atraso").format(time=late) if late else _("informada como atrasada")
        comment = facts.text(state.report.comment).strip() if state.report else ""
        yield _of_action(LATE, facts, state, _with(told, comment or _("nadie ha dicho por qué")))


def _silent(facts: Facts) -> Iterator[Matter]:
    for state in facts.actions:
        if state.status == NO_DATA and not state.overdue:
            yield _of_action(SILENT, facts, state, _("no hay informe del período"))


def _nobody(facts: Facts) -> Iterator[Matter]:
    for state in facts.actions:
        if not state.action.assignments and state.status not in ("done", "cancelled"):
            yield _of_action(NOBODY, facts, state, str(words.ACTIONS[state.status]))


def _of_indicator(kind: str, facts: Facts, state: IndicatorState, evidence: str) -> Matter:
    made = state.indicator
    return Matter(kind, "indicators", made.indicator_id, f"{made.code} {facts.text(made.title)}".strip(), evidence)


def _behind(facts: Facts) -> Iterator[Matter]:
    for state in sorted(facts.indicators, key=by_gap):
        if state.state == BELOW:
            measure = state.indicator.measure
            told = _("{actual} de {target}").format(actual=value_words(state.actual, measure),
                                                    target=value_words(state.target, measure))
            if state.achievement.ratio is not None:
                told = f"{told} ({format_percent(state.achievement.ratio)})"
            yield _of_indicator(BEHIND, facts, state, _with(told, facts.text(state.comment)))


def _fell(facts: Facts) -> Iterator[Matter]:
    for state in facts.indicators:
        if told := fell_words(state):
            yield _of_indicator(FELL, facts, state, _with(told, facts.text(state.comment)))


def _unknown(facts: Facts) -> Iterator[Matter]:
    for state in facts.indicators:
        if state.state == NO_VALUE:
            waits = _("hay un valor por aprobar") if state.pending else _("nadie lo ha informado")
            yield _of_indicator(UNKNOWN, facts, state, waits)


def _with(told: str, comment: str) -> str:
    """What the data say and, after it, what people said of it."""
    comment = " ".join(comment.split())
    return f"{told}. {comment[:200]}{'…' if len(comment) > 200 else ''}" if comment else told
