"""Narrative sections of a plan."""

from __future__ import annotations

from minga.errors import NotFound
from minga.i18n import gettext as _
from minga.store import Store, rows
from minga.workshop import wording
from minga.workshop.act import Row, on_plan
from minga.workshop.actor import Actor, require_facilitator


def plan_sections(store: Store, plan_id: str) -> list[Row]:
    """Sections of a plan, in order."""
    return rows(store, "sections", plan_id=plan_id, order="position")


def write_section(store: Store, actor: Actor, section_id: str, text: str, *, op_id: str = "") -> Row:
    """Set the text of a section; paragraphs are separated by an empty line."""
    require_facilitator(actor)
    found = rows(store, "sections", section_id=str(section_id))
    if not found:
        raise NotFound(_("Esa sección no existe."), _("Vuelva a abrir la página."))
    text = wording.clean(text, wording.LONG, what=found[0]["title"] or _("Texto"), required=False)
    with on_plan(store, "write_section", actor, found[0]["plan_id"], op_id=op_id) as act:
        return act.result if act.done else act.answer(act.tx.update("sections", section_id, text=text))
