"""Resolve: all titles read together, where people stand, objections with their answer, and the stage's end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga.errors import MingaError
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.workshop import consents, reading, stages
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm
from minga_widgets.saving import close_files, draw_wall

SHOWN = ("resolve", "done")
"""Phases in which there is something to agree, or something agreed to look at."""
FORMATS = ("pdf", "png")


class Resolve(Component):
    """What the facilitator does when the titles stand: read them, hear people, close the stage with its files.

    Args:
        store: the store.
        actor: the facilitator.
        plan: the plan's row.
        stage_id: the stage.
    """

    _esm = esm("resolve")
    _css = css("resolve")

    def __init__(self, store: Store, actor: Actor, plan: dict[str, Any], stage_id: str) -> None:
        self._store, self._actor, self._plan, self._stage_id = store, actor, plan, stage_id
        self._said = ""
        super().__init__(labels=_labels())

    def view(self) -> dict[str, Any]:
        """The titles in order, the stances, and what was saved; nothing before it is time to resolve."""
        wall = reading.read_wall(self._store, self._stage_id)
        if wall.stage["phase"] not in SHOWN:
            return {"shown": False}
        active = [c for c in wall.cards if c["status"] == "active"]
        state = consents.read_consents(self._store, self._stage_id)
        return {
            "shown": True, "done": wall.stage["phase"] == "done", "question": wall.stage["question"],
            "titles": [{"id": c["cluster_id"], "title": c["title"] or c["symbol"], "named": bool(c["title"]),
                        "inner": bool(c["parent_id"]), "description": c["description"],
                        "cards": [k["text"] for k in active if k["cluster_id"] == c["cluster_id"]]}
                       for c in _in_order(wall.clusters)],
            "counts": [[stance, stance_names()[stance], n] for stance, n in state["counts"].items()],
            "standing": _standing(state), "agreed": state["agreed"], "quorum": state["quorum"] or "",
            "voices": state["voices"], "said": self._said,
        }

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Note what is said aloud, answer, ask again, set the quorum, close, draw."""
        return {"note": self._note, "answer": self._answer_one, "ask_again": self._ask_again, "quorum": self._quorum,
                "close": self._close, "draw": self._draw, "download": self._download}

    def _note(self, message: dict[str, Any]) -> None:
        consents.note_stances(self._store, self._actor, self._stage_id, str(message.get("stance")),
                              people=message.get("people", 1), text=message.get("text", ""), op_id=message["id"])

    def _answer_one(self, message: dict[str, Any]) -> None:
        consents.answer_objection(self._store, self._actor, str(message.get("voice")), message.get("text", ""),
                                  op_id=message["id"])

    def _ask_again(self, message: dict[str, Any]) -> None:
        consents.ask_again(self._store, self._actor, self._stage_id, op_id=message["id"])

    def _quorum(self, message: dict[str, Any]) -> None:
        stages.set_quorum(self._store, self._actor, self._stage_id, message.get("people"), op_id=message["id"])

    def _close(self, message: dict[str, Any]) -> None:
        stages.set_phase(self._store, self._actor, self._stage_id, "done", op_id=message["id"])
        self._said = close_files(self._store, self._plan["plan_id"], self._stage_id)

    def _draw(self, _message: dict[str, Any]) -> None:
        self._said = close_files(self._store, self._plan["plan_id"], self._stage_id)

    def _download(self, message: dict[str, Any]) -> None:
        ending = message.get("format")
        if ending not in FORMATS:
            raise MingaError(_("Ese formato no se genera."))
        made = [file for file in draw_wall(self._store, self._stage_id) if file.suffix == f".{ending}"]
        for file in made:
            self.send({"file": f"{self._plan['plan_id']}-{file.name}"}, buffers=[file.read_bytes()])


def stance_names() -> dict[str, str]:
    """The stances, as a person says them."""
    return {"agree": _("De acuerdo"), "aside": _("Me aparto: no lo impido"), "object": _("Objeto")}


def _standing(state: dict[str, Any]) -> str:
    said = ngettext("{n} persona dijo su postura", "{n} personas dijeron su postura", state["said"]).format(
        n=state["said"])
    if state["quorum"] and not state["reached"]:
        return _("{said}; hacen falta {quorum}.").format(said=said, quorum=state["quorum"])
    if not state["said"]:
        return _("Nadie ha dicho su postura todavía.")
    if state["open"]:
        return said + "; " + ngettext("hay {n} objeción sin atender.", "hay {n} objeciones sin atender.",
                                      state["open"]).format(n=state["open"])
    return _("{said} y no queda ninguna objeción sin atender.").format(said=said)


def _in_order(clusters: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    outer = [c for c in clusters if not c["parent_id"]]
    return [one for c in outer for one in (c, *(i for i in clusters if i["parent_id"] == c["cluster_id"]))]


def _labels() -> dict[str, Any]:
    return {
        "heading": _("Acordar"), "titles": _("Los títulos"), "read": _("Leer los títulos en grande"),
        "untitled": _("Sin título todavía"), "stances": _("Las posturas"), "voices": _("Objeciones y reservas"),
        "hint": _("Lea todos los títulos seguidos. ¿Qué significa esto para el grupo? Después pida la postura de cada "
                  "persona: en el teléfono, o a mano alzada."),
        "no_titles": _("Todavía no hay grupos en la pared."), "no_voices": _("Nadie ha puesto objeciones."),
        "hands": _("Anotar lo dicho en voz alta"), "stance": _("Postura"), "people": _("Personas"),
        "words": _("Qué dijo (obligatorio en una objeción)"), "note": _("Anotar"), "answer": _("Cómo se atendió"),
        "save": _("Guardar"), "saved": _("Guardado"), "open": _("sin atender"), "attended": _("atendida"),
        "ask_again": _("Pedir las posturas de nuevo"),
        "ask_again_sure": _("¿Quitar las posturas dichas? Quedan en el libro de cambios."), "yes": _("Sí, quitar"),
        "cancel": _("Cancelar"), "quorum": _("Quórum: personas que deben decir su postura"),
        "quorum_hint": _("Vacío si no se pide."), "close": _("Cerrar la etapa con su CSV y su lámina"),
        "close_anyway": _("Aún falta acuerdo. ¿Cerrar de todos modos?"), "yes_close": _("Sí, cerrar"),
        "closing": _("Guardando y dibujando…"), "draw": _("Dibujar la lámina de nuevo"),
        "download": {"pdf": _("Descargar lámina en PDF"), "png": _("Descargar lámina en PNG")},
        "next": _("Siguiente"), "previous": _("Anterior"), "leave": _("Salir"), "of": _("{i} de {n}"),
        "done": _("La etapa está cerrada."),
    }
