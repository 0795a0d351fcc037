"""Stage notes: a focused conversation on four levels, kept as it is typed, published only where marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga.errors import MingaError, Refused
from minga.i18n import gettext as _
from minga.methods import LEVELS, load_method
from minga.workshop import reflections
from minga.workshop.act import stage_row
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm


class Notes(Component):
    """The notes of a stage; folded, and read from the store only while they stand open.

    Args:
        store: the store.
        actor: the facilitator.
        plan: the plan's row.
        stage_id: the stage.
    """

    _esm = esm("notes")
    _css = css("notes")

    def __init__(self, store: Store, actor: Actor, plan: dict[str, Any], stage_id: str) -> None:
        require_facilitator(actor)
        self._store, self._actor, self._stage_id = store, actor, stage_id
        self._asked = _ready_questions(plan["method"], stage_row(store, stage_id)["key"])
        self._open = False
        super().__init__(labels=_labels())

    def view(self) -> dict[str, Any]:
        """The questions in their order: the method's own, then those that somebody added."""
        if not self._open:
            return {"order": []}
        written = {(n["level"], n["position"]): n for n in reflections.read_notes(self._store, self._stage_id)}
        state: dict[str, Any] = {"order": []}
        for level in LEVELS:
            asked = self._asked.get(level) or [""]
            last = max([len(asked), *(at for of, at in written if of == level)])
            for at in range(1, last + 1):
                note = written.get((level, at))
                if note is None and at > len(asked):
                    continue  # somebody's own question that was emptied
                state["order"].append(f"{level}{at}")
                state[f"note:{level}{at}"] = _note(note, asked[at - 1] if at <= len(asked) else "")
        return state

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Write a note, publish it, open or fold."""
        return {"write_note": self._write, "publish_note": self._publish, "open": self._fold}

    def _fold(self, message: dict[str, Any]) -> None:
        self._open = message.get("open") is True

    def _write(self, message: dict[str, Any]) -> str:
        place = str(message.get("place"))
        if not place[1:].isascii() or not place[1:].isdigit() or len(place) > 4:
            raise Refused(_("La página pidió algo que no se puede hacer."), _("Vuelva a abrirla."))
        kept = reflections.write_note(
            self._store, self._actor, self._stage_id, place[0], int(place[1:]), message.get("text", ""),
            question=message.get("question", ""), op_id=message["id"])
        return kept.get("reflection_id", "")

    def _publish(self, message: dict[str, Any]) -> None:
        reflections.publish_note(self._store, self._actor, str(message.get("note")), message.get("publish", False),
                                 op_id=message["id"])


def _note(note: dict[str, Any] | None, asked: str) -> dict[str, Any]:
    if note is None:
        return {"id": "", "question": asked, "text": "", "publish": False}
    return {"id": note["reflection_id"], "question": note["question"] or asked, "text": note["text"],
            "publish": note["publish"]}


def _ready_questions(method: str, key: str) -> dict[str, list[str]]:
    """The method's questions for a stage in the language in force; none for a method that is not known here."""
    try:
        described = load_method(method).stage(key)
    except MingaError:
        return {}
    return {level: [str(q) for q in questions] for level, questions in described.conversation.items()
            } if described else {}


def _labels() -> dict[str, Any]:
    return {
        "heading": _("Notas de la etapa"), "hint": _("Una conversación en cuatro pasos. Se guarda mientras se escribe; "
                                                     "nada se publica si no se marca."),
        "levels": {"O": [_("Lo que vimos y oímos"), _("Hechos, sin opinar todavía.")],
                   "R": [_("Lo que sentimos"), _("Sorpresas, ánimos, preocupaciones.")],
                   "I": [_("Lo que significa"), _("Aprendizajes, consecuencias.")],
                   "D": [_("Lo que decidimos"), _("Qué haremos ahora.")]},
        "question": _("Pregunta"), "answer": _("Lo que se dijo"), "publish": _("Publicar en el documento del plan"),
        "own": _("Agregar una pregunta"), "own_question": _("Su pregunta"), "change": _("Cambiar la pregunta"),
        "saved": _("Guardada"), "saving": _("Guardando…"), "unsaved": _("Sin guardar"),
        "failed": _("No se pudo guardar; el texto sigue aquí."), "retry": _("Guardar ahora"),
        "publish_first": _("Escriba primero la nota."),
    }
