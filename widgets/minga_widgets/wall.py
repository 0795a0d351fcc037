"""The wall: cards in columns, moved by hand or by name, grouped under a symbol and later a title."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga.i18n import gettext as _
from minga.workshop import arranging, cards, clusters, reading, undo
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga.workshop.stages import NAMING
from minga_widgets.component import Component, css, esm


class Wall(Component):
    """The cards of a stage on a wall.

    Args:
        store: the store.
        actor: who arranges; the verbs refuse those who may not.
        stage_id: the stage.
    """

    _esm = esm("wall")
    _css = css("wall")

    def __init__(self, store: Store, actor: Actor, stage_id: str) -> None:
        self._store, self._actor, self._stage_id = store, actor, stage_id
        super().__init__(labels=_labels())

    def view(self) -> dict[str, Any]:
        """The stage, the order of the clusters, each cluster and each card."""
        wall = reading.read_wall(self._store, self._stage_id)
        fixed = wall.stage["kind"] == "columns"
        last = undo.last_group(self._store, self._stage_id, undo.ARRANGING)
        state: dict[str, Any] = {
            "stage": {"phase": wall.stage["phase"], "fixed": fixed, "done": wall.stage["phase"] == "done",
                      "naming": fixed or wall.stage["phase"] in NAMING},
            "order": [c["cluster_id"] for c in wall.clusters],
            "undo": _verb_names().get(last[0].verb, "") if last else "",
        }
        for c in wall.clusters:
            state[f"cluster:{c['cluster_id']}"] = {k: c[k] for k in ("symbol", "title", "description")}
        known = {c["cluster_id"] for c in wall.clusters}
        for c in wall.cards:
            state[f"card:{c['card_id']}"] = {
                "text": c["text"], "cluster": c["cluster_id"] if c["cluster_id"] in known else "",
                "position": c["position"], "status": c["status"], "of": c["duplicate_of"] or "", "team": c["team"]}
        return state

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Everything that can be done on the wall."""
        store, actor = self._store, self._actor
        return {
            "add_card": lambda m: cards.add_card(store, actor, self._stage_id, m.get("text", ""), source="scribe",
                                                 cluster_id=m.get("cluster") or None, op_id=m["id"]) and None,
            "edit_card": lambda m: cards.edit_card(store, actor, _id(m), m.get("text", ""), op_id=m["id"]) and None,
            "withdraw_card": lambda m: cards.withdraw_card(store, actor, _id(m), op_id=m["id"]) and None,
            "restore_card": lambda m: cards.restore_card(store, actor, _id(m), op_id=m["id"]) and None,
            "move_card": lambda m: arranging.move_card(store, actor, _id(m), m.get("cluster") or None,
                                                   before=m.get("before") or None, op_id=m["id"]) and None,
            "mark_duplicate": lambda m: arranging.mark_duplicate(store, actor, _id(m), str(m.get("of")),
                                                             op_id=m["id"]) and None,
            "add_cluster": lambda m: clusters.add_cluster(
                store, actor, self._stage_id, card_ids=[str(c) for c in (m.get("cards") or [])[:400]],
                op_id=m["id"])["cluster_id"],
            "rename_cluster": lambda m: clusters.rename_cluster(
                store, actor, str(m.get("cluster")), title=m.get("title"), symbol=m.get("symbol"),
                description=m.get("description"), op_id=m["id"]) and None,
            "move_cluster": lambda m: clusters.move_cluster(store, actor, str(m.get("cluster")),
                                                            int(m.get("position") or 1), op_id=m["id"]) and None,
            "dissolve_cluster": lambda m: clusters.dissolve_cluster(store, actor, str(m.get("cluster")),
                                                                    into=m.get("into") or None, op_id=m["id"]) and None,
            "undo": lambda m: undo.undo_last(store, actor, self._stage_id, verbs=undo.ARRANGING,
                                             op_id=m["id"]) and None,
        }


def _id(message: dict[str, Any]) -> str:
    return str(message.get("card"))


def _verb_names() -> dict[str, str]:
    return {"move_card": _("mover una tarjeta"), "mark_duplicate": _("marcar como repetida"),
            "restore_card": _("devolver una tarjeta"), "add_cluster": _("crear un grupo"),
            "rename_cluster": _("nombrar un grupo"), "move_cluster": _("mover un grupo"),
            "merge_cluster": _("unir grupos"), "dissolve_cluster": _("deshacer un grupo"),
            "edit_stage": _("cambiar la pregunta")}


def _labels() -> dict[str, Any]:
    return {
        "wall": _("Pared de tarjetas"), "tools": _("Herramientas de la pared"),
        "confirm": _("Presione Enter para confirmar"), "empty_done": _("Esta etapa terminó sin tarjetas."),
        "loose": _("Sin agrupar"), "title": _("Título del grupo"),
        "title_locked": _("El título se pone al «Nombrar»"), "symbol": _("Símbolo"), "new_group": _("Grupo nuevo"),
        "new_group_with": _("Grupo nuevo con estas"), "move_to": _("Mover a…"), "selected": _("{n} elegidas"),
        "selected_one": _("1 elegida"), "clear": _("Soltar"), "edit": _("Corregir"), "withdraw": _("Retirar"),
        "duplicate": _("Es repetida de…"), "restore": _("Devolver a la pared"), "save": _("Guardar"),
        "cancel": _("Cancelar"), "add": _("Agregar tarjeta"), "write": _("Escriba la tarjeta"), "put": _("Poner"),
        "undo": _("Deshacer: {what}"), "nothing": _("Nada que deshacer"), "left": _("Mover grupo a la izquierda"),
        "right": _("Mover grupo a la derecha"), "dissolve": _("Deshacer el grupo"), "merge": _("Unir con…"),
        "options": _("Opciones del grupo"), "description": _("Explicación del grupo"),
        "cards": _("{n} tarjetas"), "card_one": _("1 tarjeta"),
        "same": _("repetida"), "close": _("Cerrar"), "empty_wall": _("Aquí aparecerán las tarjetas."),
        "empty_hint": _("Pase la etapa a «Escribir» para que la gente las envíe desde el teléfono, o escriba aquí."),
        "empty_group": _("Arrastre tarjetas aquí"), "projector": _("Vista para proyectar"),
        "choose_original": _("Elija ahora la tarjeta que dice lo mismo"), "team": _("Equipo {team}"),
        "first": _("al principio"), "moved": _("Tarjeta movida"),
    }
