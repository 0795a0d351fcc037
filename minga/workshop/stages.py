"""Stages: their phase and their words."""

from __future__ import annotations

from minga.errors import Refused
from minga.i18n import gettext as _
from minga.store import Store
from minga.tables import schema
from minga.workshop import wording
from minga.workshop.act import Row, on_stage
from minga.workshop.actor import Actor, require_facilitator

WALLS = ("columns", "clusters", "directions")
"""Kinds of stage that have a wall of cards."""

# What participants may do in each phase; late cards are welcome until the titles are agreed.
ADDING = ("writing", "revealed", "clustering", "naming")
EDITING = ("writing", "revealed", "clustering")
SHOWN = ("revealed", "clustering", "naming", "resolve", "done")
NAMING = ("naming", "resolve")


def set_phase(store: Store, actor: Actor, stage_id: str, phase: str, *, op_id: str = "") -> Row:
    """Move a stage to any phase, forwards or back; nothing is lost either way."""
    require_facilitator(actor)
    if phase not in schema.PHASES:
        raise Refused(_("«{phase}» no es un momento de la etapa.").format(phase=str(phase)[:40]))
    with on_stage(store, "set_phase", actor, stage_id, op_id=op_id) as act:
        return act.result if act.done else act.answer(act.tx.update("stages", stage_id, phase=phase))


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


def require_open(stage: Row, actor: Actor, phases: tuple[str, ...]) -> None:
    """Refuse a participant outside the given phases, and everybody when the stage is done."""
    if stage["phase"] == "done":
        raise Refused(_("La etapa «{stage}» ya está cerrada.").format(stage=stage["title"]),
                      _("Quien facilita puede volver a abrirla."))
    if not actor.leads and (stage["locked"] or stage["phase"] not in phases):
        raise Refused(_("En este momento la etapa «{stage}» no recibe cambios.").format(stage=stage["title"]),
                      _("Su texto sigue en este aparato; espere a que quien facilita la abra."))
