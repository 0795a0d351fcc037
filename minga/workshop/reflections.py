"""Stage notes: a focused conversation on four levels; nothing is published unless somebody marks it."""

from __future__ import annotations

from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.methods import LEVELS
from minga.store import Store, Transaction, rows
from minga.workshop import wording
from minga.workshop.act import Row, on_stage
from minga.workshop.actor import Actor, require_facilitator

MOST_NOTES = 40
"""In one level: more is no conversation."""


def read_notes(store: Store, stage_id: str) -> list[Row]:
    """The notes of a stage in the order of the conversation."""
    return sorted(rows(store, "reflections", stage_id=str(stage_id)),
                  key=lambda n: (LEVELS.index(n["level"]), n["position"], n["reflection_id"]))


def write_note(store: Store, actor: Actor, stage_id: str, level: str, position: int, text: str, *,
               question: str = "", op_id: str = "") -> Row:
    """Keep what was said about one question; an empty text takes the note away.

    Args:
        store: the store.
        actor: the facilitator.
        stage_id: the stage.
        level: O, R, I or D.
        position: place in its level, from 1; one note has one place.
        text: what was said.
        question: the question as it was asked.
        op_id: operation id.

    Returns:
        The note; {} when there is none any more.
    """
    require_facilitator(actor)
    if level not in LEVELS or type(position) is not int or not 1 <= position <= MOST_NOTES:
        raise Refused(_("La página pidió algo que no se puede hacer."), _("Vuelva a abrirla."))
    text = wording.clean(text, wording.LONG, what=_("Nota"), required=False)
    question = wording.clean(question, wording.NOTE, what=_("Pregunta"), required=False)
    with on_stage(store, "write_note", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        return act.answer(_put(act.tx, stage_id, level, position, text, question))


def _put(tx: Transaction, stage_id: str, level: str, position: int, text: str, question: str) -> Row:
    here = tx.rows("reflections", stage_id=stage_id, level=level, position=position)
    if not here:
        return tx.insert("reflections", {"stage_id": stage_id, "level": level, "position": position,
                                         "question": question, "text": text}) if text else {}
    if not text:
        tx.delete("reflections", here[0]["reflection_id"])
        return {}
    return tx.update("reflections", here[0]["reflection_id"], text=text, question=question)


def publish_note(store: Store, actor: Actor, reflection_id: str, publish: bool, *, op_id: str = "") -> Row:
    """Let a note into the plan's document, or take it out again."""
    require_facilitator(actor)
    found = rows(store, "reflections", reflection_id=str(reflection_id))
    if not found:
        raise NotFound(_("Esa nota no existe."), _("Vuelva a abrir la página."))
    if not isinstance(publish, bool):
        raise Refused(_("La página pidió algo que no se puede hacer."), _("Vuelva a abrirla."))
    with on_stage(store, "publish_note", actor, found[0]["stage_id"], op_id=op_id) as act:
        if act.done:
            return act.result
        if act.tx.get("reflections", str(reflection_id)) is None:
            raise NotFound(_("Esa nota no existe."), _("Vuelva a abrir la página."))
        return act.answer(act.tx.update("reflections", str(reflection_id), publish=publish))
