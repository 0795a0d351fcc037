"""Directions and their actions: numbered, dated in words that are understood at once, with responsibles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga import schedules
from minga.i18n import country_name
from minga.i18n import gettext as _
from minga.workshop import directions, reading
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm
from minga_widgets.people import people_of_lines

FIELDS = ("text", "code", "schedule_text", "accomplishment")


class Directions(Component):
    """The plan's directions with their actions, to be formed from the wall and then completed.

    Args:
        store: the store.
        actor: who edits; the verbs refuse those who may not.
        plan: the plan's row.
        stage_id: the directions stage whose clusters become directions.
    """

    _esm = esm("directions")
    _css = css("directions")

    def __init__(self, store: Store, actor: Actor, plan: dict[str, Any], stage_id: str) -> None:
        self._store, self._actor, self._plan, self._stage_id = store, actor, plan, stage_id
        super().__init__(labels=_labels())

    def view(self) -> dict[str, Any]:
        """Directions in order, each action with its dates as they were understood."""
        found = reading.read_directions(self._store, self._plan["plan_id"])
        state: dict[str, Any] = {"order": [d["direction_id"] for d in found.directions],
                                 "formable": reading.formable(self._store, self._stage_id)}
        for d in found.directions:
            state[f"direction:{d['direction_id']}"] = {
                "code": d["code"], "title": d["title"], "outcome": d["outcome_measure"],
                "actions": [a["action_id"] for a in found.actions if a["direction_id"] == d["direction_id"]]}
        for a in found.actions:
            people = [p for p in found.assignments if p["action_id"] == a["action_id"]]
            state[f"action:{a['action_id']}"] = {
                **{f: a[f] for f in FIELDS}, "sub": bool(a["parent_id"]),
                "understood": self._understood(a["schedule_text"]),
                # Two people of one line share what was written; the line stands once in the field.
                "people": "\n".join(dict.fromkeys(p["as_written"] for p in people)),
                "shown": [_person(p) for p in people]}
        return state

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Form directions from the wall; add, complete, move and delete."""
        store, actor, plan_id = self._store, self._actor, self._plan["plan_id"]
        return {
            "form": lambda m: directions.form_directions(store, actor, self._stage_id, op_id=m["id"]),
            "add_direction": lambda m: directions.add_direction(store, actor, plan_id, m.get("title", ""),
                                                                op_id=m["id"]) and None,
            "edit_direction": lambda m: directions.edit_direction(
                store, actor, str(m.get("direction")), title=m.get("title"), outcome_measure=m.get("outcome"),
                op_id=m["id"]) and None,
            "add_action": lambda m: directions.add_action(
                store, actor, str(m.get("direction")), m.get("text", ""), parent_id=m.get("parent") or None,
                op_id=m["id"])["action_id"],
            "edit_action": self._edit,
            "move_action": lambda m: directions.move_action(store, actor, str(m.get("action")),
                                                            by=1 if m.get("by") == 1 else -1, op_id=m["id"]) and None,
            "delete_action": lambda m: directions.delete_action(store, actor, str(m.get("action")),
                                                                op_id=m["id"]) and None,
            "understand": lambda m: self._understood(str(m.get("text", ""))[:2000]),
        }

    def _edit(self, message: dict[str, Any]) -> None:
        action = str(message.get("action"))
        fields = {f: message[f] for f in FIELDS if f in message}
        people = people_of_lines(str(message.get("people", "")))
        directions.edit_action(self._store, self._actor, action, **fields)
        directions.assign(self._store, self._actor, action, people, op_id=message["id"])

    def _understood(self, phrase: str) -> str:
        if not phrase.strip():
            return ""
        schedule = schedules.understand(phrase, plan_starts=self._plan["starts"], plan_ends=self._plan["ends"])
        if schedule.precision == "none" and not schedule.recurrence:
            return schedule.doubt or _("No se entendió una fecha; la frase se guarda tal cual.")
        return " ".join(part for part in (schedule.describe(), schedule.doubt) if part)


def _person(row: dict[str, Any]) -> str:
    if not row["name"]:
        return str(row["as_written"])
    return f"{row['name']} ({country_name(row['country'])})" if row["country"] else str(row["name"])


def _labels() -> dict[str, Any]:
    return {
        "heading": _("Direcciones y acciones"), "direction": _("Dirección {code}"),
        "form": _("Formar direcciones con la pared"),
        "form_hint": _("Grupos de la pared que todavía no son direcciones o tienen tarjetas nuevas: {n}."),
        "empty": _("Aquí estarán las direcciones con sus acciones."),
        "empty_hint": _("Agrupe las tarjetas por intención, nombre los grupos y luego forme las direcciones; "
                        "o agregue una dirección a mano."),
        "code": _("N.º"), "action": _("Acción"), "schedule": _("Calendarización"), "people": _("Responsables"),
        "people_hint": _("Una persona por línea: Nombre (País). Los grupos se escriben tal cual."),
        "accomplishment": _("Logro medible"), "outcome": _("¿Cómo sabremos que se logró?"),
        "title": _("Título de la dirección"), "edit": _("Completar"), "save": _("Guardar"), "cancel": _("Cancelar"),
        "up": _("Subir"), "down": _("Bajar"), "sub": _("Agregar subacción"), "delete": _("Borrar"),
        "sure": _("¿Borrar esta acción?"), "yes": _("Sí, borrar"), "add_action": _("Agregar acción"),
        "add_direction": _("Agregar dirección"), "no_date": _("Sin fecha"), "nobody": _("Sin responsable"),
        "formed": _("Se formaron {n} direcciones y acciones."), "nothing_new": _("No había nada nuevo que formar."),
        "new_action": _("Escriba la acción"), "new_direction": _("Escriba el título"),
    }
