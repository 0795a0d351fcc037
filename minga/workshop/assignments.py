"""Who answers for an action: written by whoever facilitates, offered by people themselves, accepted or not."""

from __future__ import annotations

from typing import Any

from minga.errors import NotFound, Refused
from minga.i18n import country_name
from minga.i18n import gettext as _
from minga.store import Store, Transaction, plan_rows, rows
from minga.tables import schema
from minga.workshop import wording
from minga.workshop.act import Row, on_plan
from minga.workshop.actor import Actor, require_facilitator

MOST_PEOPLE = 60
"""Who can answer for one action: more than any plan writes down, and too few to fill a page with."""


def assign(store: Store, actor: Actor, action_id: str, people: list[dict[str, Any]], *, op_id: str = "") -> list[Row]:
    """Set who answers for an action, replacing what was there.

    Args:
        store: the store.
        actor: who edits.
        action_id: the action.
        people: in order, each with ``as_written`` and optionally ``name``, ``country`` (ISO code),
            ``kind``, ``role`` and ``participant_id`` (somebody who joined the plan). Those that stay keep
            their id, whom they stand for and whether they accepted.
        op_id: operation id.
    """
    require_facilitator(actor)
    plan_id = plan_of(store, action_id)["plan_id"]
    wanted = checked(people)
    with on_plan(store, "assign", actor, plan_id, op_id=op_id) as act:
        if act.done:
            return []
        old = act.tx.rows("assignments", action_id=action_id, order="position")
        made = []
        for position, person in enumerate(wanted, 1):
            _require_of_plan(act.tx, plan_id, person.get("participant_id"))
            kept = next((o for o in old if all(o[k] == v for k, v in person.items())), None) or _same_words(old, person)
            if kept:
                old.remove(kept)
                made.append(act.tx.update("assignments", kept["assignment_id"], position=position, **person))
            else:
                made.append(act.tx.insert("assignments", {"action_id": action_id, "position": position, **person}))
        for gone in old:
            act.tx.delete("assignments", gone["assignment_id"])
        act.answer({})
        return made


def checked(people: list[dict[str, Any]]) -> list[Row]:
    """The people of ``assign`` as they will be written.

    Raises:
        Refused: one of them makes no sense.
    """
    return [_wanted(person) for person in people[:MOST_PEOPLE]]


def volunteer(store: Store, actor: Actor, action_id: str, *, op_id: str = "") -> Row:
    """Offer oneself as responsible for an action of one's plan; it counts as accepted.

    Whoever is there already, by hand or from before, is not written twice: their answer becomes yes.

    Raises:
        Refused: the actor has not joined this plan, or the directions stage is over or locked.
        NotFound: there is no such action.
    """
    plan_id = plan_of(store, action_id)["plan_id"]
    with on_plan(store, "volunteer", actor, plan_id, op_id=op_id) as act:
        if act.done:
            return act.result
        person = _require_of_plan(act.tx, plan_id, actor.participant_id)
        if person is None:
            raise Refused(_("Primero elija un alias."), _("Entre al taller con el código de la sala."))
        _require_taking(act.tx, plan_id)
        here = act.tx.rows("assignments", action_id=action_id, order="position")
        mine = next((a for a in here if a["participant_id"] == person["participant_id"]), None)
        if mine:
            return act.answer(act.tx.update("assignments", mine["assignment_id"], accepted=True))
        if len(here) >= MOST_PEOPLE:
            raise Refused(_("Esta acción ya tiene muchas personas responsables."), _("Elija otra acción."))
        return act.answer(act.tx.insert("assignments", {
            "action_id": action_id, "participant_id": person["participant_id"], "accepted": True,
            "as_written": written(person), "name": person["alias"], "country": person["country"],
            "kind": "person", "role": "responsible",
            "position": max((a["position"] for a in here), default=0) + 1}))


def answer_assignment(store: Store, actor: Actor, assignment_id: str, accepted: bool | None, *,
                      op_id: str = "") -> Row:
    """Say whether an assignment is accepted: people for what is theirs, whoever facilitates for anybody.

    Args:
        store: the store.
        actor: who answers.
        assignment_id: the assignment.
        accepted: yes, no, or None for "not answered yet".
        op_id: operation id.

    Raises:
        Refused: it is somebody else's.
        NotFound: there is no such assignment.
    """
    if accepted is not None and not isinstance(accepted, bool):
        raise Refused(_("La respuesta puede ser sí, no o sin contestar."))
    found = rows(store, "assignments", assignment_id=str(assignment_id))
    if not found:
        raise _no_assignment()
    plan_id = plan_of(store, found[0]["action_id"])["plan_id"]
    with on_plan(store, "answer_assignment", actor, plan_id, op_id=op_id) as act:
        if act.done:
            return act.result
        row = act.tx.get("assignments", found[0]["assignment_id"])
        if row is None:
            raise _no_assignment()
        if not actor.leads and (not actor.participant_id or row["participant_id"] != actor.participant_id):
            raise Refused(_("Solo puede contestar por lo suyo."), _("Pida a quien facilita que anote la respuesta."))
        return act.answer(act.tx.update("assignments", row["assignment_id"], accepted=accepted))


def assigned_to(store: Store, plan_id: str, participant_id: str) -> list[dict[str, Any]]:
    """What a participant was asked or offered to do, in the order of the plan.

    Returns:
        For each assignment: assignment_id, action_id, code, text, direction (its title), schedule_text,
        starts, ends (days or None), role and accepted (True, False or None).
    """
    if not participant_id:
        return []
    found = plan_rows(store, plan_id, ["directions", "actions", "assignments"])
    directions = {d["direction_id"]: d for d in found["directions"]}
    actions = {a["action_id"]: a for a in found["actions"]}
    mine = []
    for row in found["assignments"]:
        if row["participant_id"] == participant_id:
            action = actions[row["action_id"]]
            direction = directions[action["direction_id"]]
            mine.append(((direction["position"], action["position"], row["assignment_id"]), {
                "assignment_id": row["assignment_id"], "action_id": action["action_id"], "code": action["code"],
                "text": action["text"], "direction": direction["title"], "schedule_text": action["schedule_text"],
                "starts": action["starts"], "ends": action["ends"], "role": row["role"],
                "accepted": row["accepted"]}))
    return [one for _place, one in sorted(mine, key=lambda pair: pair[0])]


def written(person: Row) -> str:
    """A participant as responsibles are written: ``Colibrí (Colombia)``."""
    place = country_name(person["country"])
    return f"{person['alias']} ({place})" if place else str(person["alias"])


def plan_of(store: Store, action_id: str) -> Row:
    """The plan's row of an action.

    Raises:
        NotFound: there is no such action.
    """
    action = rows(store, "actions", action_id=str(action_id))
    direction = rows(store, "directions", direction_id=action[0]["direction_id"]) if action else []
    if not direction:
        raise NotFound(_("Esa acción no existe."), _("Vuelva a abrir la página."))
    return rows(store, "plans", plan_id=direction[0]["plan_id"])[0]


def _wanted(person: dict[str, Any]) -> Row:
    row: Row = {
        "as_written": wording.clean(person.get("as_written"), wording.TITLE, what=_("Responsable")),
        "name": wording.clean(person.get("name") or "", wording.TITLE, what=_("Responsable"), required=False),
        "country": str(person.get("country") or "")[:2].upper(),
        "kind": person.get("kind") or "person", "role": person.get("role") or "responsible"}
    if row["kind"] not in schema.PERSON_KINDS or row["role"] not in schema.ASSIGNMENT_ROLES:
        raise Refused(_("Responsable: «{name}» no dice bien qué es.").format(name=row["as_written"][:60]),
                      _("Vuelva a abrir la página."))
    if person.get("participant_id"):
        row["participant_id"] = str(person["participant_id"])
    return row


def _same_words(old: list[Row], person: Row) -> Row | None:
    """Somebody written by hand before, who is now known to be a participant."""
    if "participant_id" not in person:
        return None
    return next((o for o in old if o["participant_id"] is None
                 and all(o[k] == v for k, v in person.items() if k != "participant_id")), None)


def _require_of_plan(tx: Transaction, plan_id: str, participant_id: str | None) -> Row | None:
    if not participant_id:
        return None
    person = tx.get("participants", participant_id)
    if person is None or person["plan_id"] != plan_id:
        raise NotFound(_("Esa persona no está en este plan."), _("Vuelva a abrir la página."))
    return person


def _require_taking(tx: Transaction, plan_id: str) -> None:
    """People offer themselves while a directions stage is under way; a plan without one is always open."""
    here = tx.rows("stages", plan_id=plan_id, kind="directions")
    if here and all(stage["phase"] == "done" for stage in here):
        raise Refused(_("La etapa «{stage}» ya está cerrada.").format(stage=here[0]["title"]),
                      _("Avise a quien facilita que quiere responder por esta acción."))
    if here and all(stage["phase"] == "done" or stage["locked"] for stage in here):
        raise Refused(_("En este momento la etapa «{stage}» no recibe cambios.").format(stage=here[0]["title"]),
                      _("Intente de nuevo cuando quien facilita la abra."))


def _no_assignment() -> NotFound:
    return NotFound(_("Esa asignación ya no existe."), _("Vuelva a abrir la página."))
