"""Strategic directions and their actions: from named clusters to numbered commitments."""

from __future__ import annotations

from datetime import date
from typing import Any

from minga import schedules
from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.store import Store, Transaction, rows
from minga.workshop import wording
from minga.workshop.act import Row, on_plan, on_stage
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.assignments import assign, plan_of
from minga.workshop.ordering import move_action, settle, settle_directions
from minga.workshop.outline import MOST_LEVELS, Outline

__all__ = ["add_action", "add_direction", "assign", "delete_action", "delete_direction", "edit_action",
           "edit_direction", "form_directions", "move_action", "understood"]

_TEXTS = {"accomplishment": wording.NOTE, "deliverable": wording.NOTE, "place": wording.TITLE,
          "currency": 3, "code": 20, "keyword": wording.TITLE}


def form_directions(store: Store, actor: Actor, stage_id: str, *, op_id: str = "") -> int:
    """Turn the clusters of a directions stage into directions, and their cards into actions.

    Clusters and cards that already became something are left alone, so it can be repeated after late
    cards. Every direction and action keeps a ``came_from`` link to where it was born.

    Returns:
        How many directions and actions were made.
    """
    require_facilitator(actor)
    with on_stage(store, "form_directions", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return 0
        if act.stage["kind"] != "directions":
            raise Refused(_("Esta etapa no forma direcciones."))
        tx, plan_id, made = act.tx, act.stage["plan_id"], 0
        born = {link["to_id"]: link["from_id"] for link in tx.rows("links", plan_id=plan_id, kind="came_from")}
        for cluster in tx.rows("clusters", stage_id=stage_id, order="position"):
            cards = [c for c in tx.rows("cards", cluster_id=cluster["cluster_id"], order="position")
                     if c["status"] == "active"]
            direction_id = born.get(cluster["cluster_id"])
            if direction_id is None or tx.get("directions", direction_id) is None:
                if not cards:
                    continue
                direction_id = _new_direction(tx, plan_id, cluster["title"] or cluster["symbol"])["direction_id"]
                _born(tx, plan_id, direction_id, cluster["cluster_id"])
                made += 1
            for card in cards:
                if card["card_id"] not in born:
                    action = _new_action(tx, direction_id, card["text"], None)
                    _born(tx, plan_id, action["action_id"], card["card_id"])
                    made += 1
        act.answer({})
        return made


def add_direction(store: Store, actor: Actor, plan_id: str, title: str, *, op_id: str = "") -> Row:
    """Add an empty direction at the end."""
    require_facilitator(actor)
    title = wording.clean(title, wording.TITLE, what=_("Título"))
    with on_plan(store, "add_direction", actor, plan_id, op_id=op_id) as act:
        return act.result if act.done else act.answer(_new_direction(act.tx, plan_id, title))


def edit_direction(store: Store, actor: Actor, direction_id: str, *, title: str | None = None,
                   outcome_measure: str | None = None, code: str | None = None, op_id: str = "") -> Row:
    """Change a direction's title, its outcome measure or its code (empty: Minga numbers it)."""
    require_facilitator(actor)
    values: Row = {}
    if title is not None:
        values["title"] = wording.clean(title, wording.TITLE, what=_("Título"))
    if outcome_measure is not None:
        values["outcome_measure"] = wording.clean(outcome_measure, wording.NOTE, what=_("Medida de logro"),
                                                  required=False)
    if code is not None:
        values["code"] = wording.clean(code, _TEXTS["code"], what=_("N.º"), required=False)
    plan_id = _direction(store, direction_id)["plan_id"]
    with on_plan(store, "edit_direction", actor, plan_id, op_id=op_id) as act:
        if act.done:
            return act.result
        before = act.tx.get("directions", direction_id) or {}
        act.tx.update("directions", direction_id, **_own_code(before, values))
        settle_directions(act.tx, plan_id)
        return act.answer(act.tx.get("directions", direction_id))


def delete_direction(store: Store, actor: Actor, direction_id: str, *, op_id: str = "") -> Row:
    """Remove a direction without actions.

    Raises:
        Refused: it has actions, or results or objectives speak of it.
    """
    require_facilitator(actor)
    plan_id = _direction(store, direction_id)["plan_id"]
    with on_plan(store, "delete_direction", actor, plan_id, op_id=op_id) as act:
        if act.done:
            return act.result
        tx = act.tx
        if tx.rows("actions", direction_id=direction_id):
            raise Refused(_("Esta dirección tiene acciones y no se borra."),
                          _("Muévalas antes a otra dirección, o bórrelas."))
        if tx.rows("results", direction_id=direction_id) or tx.rows("objectives", direction_id=direction_id):
            raise Refused(_("De esta dirección nacieron objetivos o resultados y no se borra."),
                          _("Bórrelos antes en la página de resultados."))
        for link in [*tx.rows("links", from_id=direction_id), *tx.rows("links", to_id=direction_id)]:
            tx.delete("links", link["link_id"])
        gone = tx.delete("directions", direction_id)
        settle_directions(tx, plan_id)
        return act.answer(gone)


def add_action(store: Store, actor: Actor, direction_id: str, text: str, *, parent_id: str | None = None,
               op_id: str = "") -> Row:
    """Add an action, or a sub-action of ``parent_id``, with the next free code."""
    require_facilitator(actor)
    text = wording.clean(text, wording.NOTE, what=_("Acción"))
    with on_plan(store, "add_action", actor, _direction(store, direction_id)["plan_id"], op_id=op_id) as act:
        if act.done:
            return act.result
        parent = act.tx.get("actions", parent_id) if parent_id else None
        if parent_id and (parent is None or parent["direction_id"] != direction_id):
            raise NotFound(_("Esa acción no existe en esta dirección."), _("Vuelva a abrir la página."))
        if parent and Outline(act.tx.rows("actions", direction_id=direction_id)).level(parent_id) >= MOST_LEVELS:
            raise Refused(_("Hasta aquí llegan los niveles: acción, subacción y una más adentro."),
                          _("Elija un lugar menos adentro."))
        return act.answer(_new_action(act.tx, direction_id, text, parent))


def edit_action(store: Store, actor: Actor, action_id: str, *, op_id: str = "", **fields: Any) -> Row:
    """Change fields of an action.

    Args:
        store: the store.
        actor: who edits.
        action_id: the action.
        op_id: operation id.
        fields: text, schedule_text (its dates are understood and kept beside it), accomplishment,
            deliverable, place, code, keyword, currency (texts) or cost (a number or None).
    """
    require_facilitator(actor)
    plan = plan_of(store, action_id)
    values = _action_values(fields, plan)
    with on_plan(store, "edit_action", actor, plan["plan_id"], op_id=op_id) as act:
        if act.done:
            return act.result
        before = act.tx.get("actions", action_id) or {}
        act.tx.update("actions", action_id, **_own_code(before, values))
        settle(act.tx, before["direction_id"])
        return act.answer(act.tx.get("actions", action_id))


def delete_action(store: Store, actor: Actor, action_id: str, *, op_id: str = "") -> Row:
    """Remove an action that has no progress reported; its sub-actions move up one level."""
    require_facilitator(actor)
    plan = plan_of(store, action_id)
    with on_plan(store, "delete_action", actor, plan["plan_id"], op_id=op_id) as act:
        if act.done:
            return act.result
        tx = act.tx
        if tx.rows("progress", action_id=action_id):
            raise Refused(_("Esta acción ya tiene avances informados y no se borra."),
                          _("Márquela como cancelada en el informe del semestre."))
        outline = Outline(tx.rows("actions", direction_id=(tx.get("actions", action_id) or {})["direction_id"]))
        for child in outline.inside.get(action_id, []):
            tx.update("actions", child, parent_id=outline.parent(action_id))
        for row in tx.rows("assignments", action_id=action_id):
            tx.delete("assignments", row["assignment_id"])
        for link in [*tx.rows("links", from_id=action_id), *tx.rows("links", to_id=action_id)]:
            tx.delete("links", link["link_id"])
        gone = tx.delete("actions", action_id)
        settle(tx, gone["direction_id"])
        return act.answer(gone)


def _direction(store: Store, direction_id: str) -> Row:
    found = rows(store, "directions", direction_id=str(direction_id))
    if not found:
        raise NotFound(_("Esa dirección no existe."), _("Vuelva a abrir la página."))
    return found[0]


def _new_direction(tx: Transaction, plan_id: str, title: str) -> Row:
    here = tx.rows("directions", plan_id=plan_id)
    made = tx.insert("directions", {"plan_id": plan_id, "position": max((d["position"] for d in here), default=0) + 1,
                                    "code": "", "numbered": True, "title": title})
    settle_directions(tx, plan_id)
    return tx.get("directions", made["direction_id"]) or made


def _new_action(tx: Transaction, direction_id: str, text: str, parent: Row | None) -> Row:
    here = tx.rows("actions", direction_id=direction_id)
    made = tx.insert("actions", {
        "direction_id": direction_id, "parent_id": parent["action_id"] if parent else None, "code": "",
        "numbered": True, "position": max((a["position"] for a in here), default=0) + 1, "text": text})
    settle(tx, direction_id)
    return tx.get("actions", made["action_id"]) or made


def _own_code(before: Row, values: Row) -> Row:
    """A code that somebody changed is theirs from then on; one that somebody empties is made by Minga again."""
    if values.get("code", before["code"]) == before["code"]:
        return values
    return {**values, "numbered": not values["code"]}


def _born(tx: Transaction, plan_id: str, child: str, origin: str) -> None:
    tx.insert("links", {"plan_id": plan_id, "from_id": child, "to_id": origin, "kind": "came_from"})


def _action_values(fields: dict[str, Any], plan: Row) -> Row:
    values: Row = {}
    for name, value in fields.items():
        if name == "text":
            values["text"] = wording.clean(value, wording.NOTE, what=_("Acción"))
        elif name == "schedule_text":
            values |= understood(wording.clean(value, wording.NOTE, what=_("Calendarización"), required=False),
                                 plan["starts"], plan["ends"])
        elif name == "cost":
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or value < 0):
                raise Refused(_("Costo: se esperaba un número."), _("Escriba solo el número, sin moneda."))
            values["cost"] = value
        elif name in _TEXTS:
            values[name] = wording.clean(value, _TEXTS[name], what=name, required=False)
        else:
            raise Refused(_("El campo «{name}» no existe.").format(name=str(name)[:40]))
    return values


def understood(phrase: str, starts: date | None, ends: date | None) -> Row:
    """The schedule columns of an action for a phrase: the phrase itself, and what was understood of it."""
    schedule = schedules.understand(phrase, plan_starts=starts, plan_ends=ends)
    return {"schedule_text": phrase, "starts": schedule.starts, "ends": schedule.ends, "precision": schedule.precision,
            "open_ended": schedule.open_ended, "recurrence": schedule.recurrence, "deliverable": schedule.deliverable}
