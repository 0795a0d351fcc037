"""Stages: their phase, their words, and what is set for everybody in the room: lock, round, time, votes."""

from __future__ import annotations

from datetime import timedelta

from minga import tables
from minga.errors import Refused
from minga.i18n import gettext as _
from minga.store import Store, rows
from minga.tables import schema
from minga.workshop import anonymity, wording
from minga.workshop.act import Row, on_stage
from minga.workshop.actor import Actor, require_facilitator

WALLS = ("columns", "clusters", "directions")
"""Kinds of stage that have a wall of cards."""

# What participants may do in each phase; late cards are welcome until the titles are agreed.
ADDING = ("writing", "revealed", "clustering", "naming")
EDITING = ("writing", "revealed", "clustering")
SHOWN = ("revealed", "clustering", "naming", "resolve", "done")
NAMING = ("naming", "resolve")

LONGEST = 12 * 60 * 60
"""Seconds that a timer may run: a long day."""
MOST_ROUNDS, MOST_POINTS, MOST_PEOPLE = 99, 100, 2000

_GIVEN = ("cards", "proposals", "votes", "consents")


def set_phase(store: Store, actor: Actor, stage_id: str, phase: str, *, op_id: str = "") -> Row:
    """Move a stage to any phase, forwards or back; nothing is lost either way."""
    require_facilitator(actor)
    if phase not in schema.PHASES:
        raise Refused(_("«{phase}» no es un momento de la etapa.").format(phase=str(phase)[:40]))
    with on_stage(store, "set_phase", actor, stage_id, op_id=op_id) as act:
        row = act.result if act.done else act.answer(act.tx.update("stages", stage_id, phase=phase))
    if act.stage["phase"] not in ("closed", phase):
        anonymity.seal(store, act.stage)
    return row


def edit_stage(store: Store, actor: Actor, stage_id: str, *, question: str | None = None,
               title: str | None = None, op_id: str = "") -> Row:
    """Change the focus question or the name of a stage."""
    require_facilitator(actor)
    values = {}
    if question is not None:
        values["question"] = wording.clean(question, wording.NOTE, what=_("Pregunta de enfoque"))
    if title is not None:
        values["title"] = wording.clean(title, wording.TITLE, what=_("Nombre de la etapa"))
    with on_stage(store, "edit_stage", actor, stage_id, op_id=op_id) as act:
        return act.result if act.done else act.answer(act.tx.update("stages", stage_id, **values))


def set_round(store: Store, actor: Actor, stage_id: str, round: int, criterion: str, *, op_id: str = "") -> Row:
    """Begin a round of the brainstorm, or go back to one; its number goes on every card from now on.

    Args:
        store: the store.
        actor: the facilitator.
        stage_id: the stage.
        round: from 1.
        criterion: what the round asks for («the best», «the most different»); may be empty.
        op_id: operation id.
    """
    require_facilitator(actor)
    number = _whole(round, 1, MOST_ROUNDS, _("Ronda"))
    asked = wording.one_line(wording.clean(criterion, wording.TITLE, what=_("Criterio de la ronda"), required=False))
    return _set(store, "set_round", actor, stage_id, op_id, round=number, criterion=asked)


def set_lock(store: Store, actor: Actor, stage_id: str, locked: bool, *, op_id: str = "") -> Row:
    """Stop everything that phones send to a stage, or let it in again; its phase stays what it is."""
    require_facilitator(actor)
    return _set(store, "set_lock", actor, stage_id, op_id, locked=_yes_or_no(locked))


def set_timer(store: Store, actor: Actor, stage_id: str, seconds: int | None, *, op_id: str = "") -> Row:
    """Start the stage's timer, from now; None stops it. The end is kept, so no page has to stay open."""
    require_facilitator(actor)
    ends = None if seconds is None else tables.now() + timedelta(seconds=_whole(seconds, 1, LONGEST, _("Segundos")))
    return _set(store, "set_timer", actor, stage_id, op_id, timer_ends=ends)


def extend_timer(store: Store, actor: Actor, stage_id: str, seconds: int, *, op_id: str = "") -> Row:
    """Give more time: added to what is left, or counted from now when the time is over or none was set."""
    require_facilitator(actor)
    more = timedelta(seconds=_whole(seconds, 1, LONGEST, _("Segundos")))
    with on_stage(store, "set_timer", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        now = tables.now()
        ends = min(max(act.stage["timer_ends"] or now, now) + more, now + timedelta(seconds=LONGEST))
        return act.answer(act.tx.update("stages", stage_id, timer_ends=ends))


def set_voting(store: Store, actor: Actor, stage_id: str, open: bool, points_each: int, *, op_id: str = "") -> Row:
    """Open or close the voting, with so many points for each person; votes already given stay."""
    require_facilitator(actor)
    points = _whole(points_each, 1, MOST_POINTS, _("Puntos por persona"))
    return _set(store, "set_voting", actor, stage_id, op_id, voting=_yes_or_no(open), points_each=points)


def set_quorum(store: Store, actor: Actor, stage_id: str, people: int | None, *, op_id: str = "") -> Row:
    """Say how many people must have spoken before the stage is agreed; None asks for no number."""
    require_facilitator(actor)
    wanted = None if people is None else _whole(people, 1, MOST_PEOPLE, _("Personas"))
    return _set(store, "set_quorum", actor, stage_id, op_id, quorum=wanted)


def set_anonymity(store: Store, actor: Actor, stage_id: str, mode: str, *, op_id: str = "") -> Row:
    """Choose whether authors are kept: named, alias or anonymous.

    Raises:
        Refused: somebody already wrote, and was told otherwise before writing.
    """
    require_facilitator(actor)
    if mode not in schema.ANONYMITY:
        raise Refused(_("«{mode}» no es una forma de guardar las autorías.").format(mode=str(mode)[:40]))
    with on_stage(store, "set_anonymity", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        if any(act.tx.count(name, stage_id=stage_id) for name in _GIVEN):
            raise Refused(_("Ya hay aportes en la etapa «{stage}»; quienes escribieron lo hicieron con otra promesa.")
                          .format(stage=act.stage["title"]), _("El anonimato se elige antes de la primera tarjeta."))
        return act.answer(act.tx.update("stages", stage_id, anonymity=mode))


def untouched(store: Store, stage_id: str) -> bool:
    """Whether nobody has given anything to a stage yet, so that its promise about authors can still be chosen."""
    return not any(rows(store, name, stage_id=stage_id) for name in _GIVEN)


def _set(store: Store, verb: str, actor: Actor, stage_id: str, op_id: str, **values: object) -> Row:
    with on_stage(store, verb, actor, stage_id, op_id=op_id) as act:
        return act.result if act.done else act.answer(act.tx.update("stages", stage_id, **values))


def _whole(value: object, least: int, most: int, what: str) -> int:
    if type(value) is not int or not least <= value <= most:  # True is no number of people
        raise Refused(_("{what}: se esperaba un número entero entre {least} y {most}.").format(
            what=what, least=least, most=most), _("Corríjalo y envíelo de nuevo."))
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise Refused(_("La página pidió algo que no se puede hacer."), _("Vuelva a abrirla."))
    return value


def require_open(stage: Row, actor: Actor, phases: tuple[str, ...]) -> None:
    """Refuse a participant outside the given phases, and everybody when the stage is done."""
    if stage["phase"] == "done":
        raise Refused(_("La etapa «{stage}» ya está cerrada.").format(stage=stage["title"]),
                      _("Quien facilita puede volver a abrirla."))
    if not actor.leads and (stage["locked"] or stage["phase"] not in phases):
        raise Refused(_("En este momento la etapa «{stage}» no recibe cambios.").format(stage=stage["title"]),
                      _("Su texto sigue en este aparato; espere a que quien facilita la abra."))
