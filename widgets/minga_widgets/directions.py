"""Directions and their actions: numbered, dated in words that are understood at once, with responsibles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga.errors import Refused
from minga.i18n import country_name, ngettext
from minga.i18n import gettext as _
from minga.results.seeding import seed_from_action, seed_indicator, seeded_actions, seeded_directions
from minga.workshop import assignments, directions, ordering, participants, reading
from minga.workshop.act import stage_row
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga.workshop.hints import action_hints
from minga.workshop.outline import MOST_LEVELS, arranged
from minga.workshop.plan_undo import last_act, undo_plan
from minga_widgets.component import Component, css, esm
from minga_widgets.directions_labels import labels
from minga_widgets.directions_when import phrase_with, reading_of, summary_of
from minga_widgets.grid_cells import read_number, show_number
from minga_widgets.people import people_of_lines

FIELDS = ("text", "code", "schedule_text", "accomplishment", "place", "currency")
Row = dict[str, Any]


class Directions(Component):
    """The plan's directions with their actions, to be formed from the wall and then completed.

    Args:
        store: the store.
        actor: who edits; the verbs refuse those who may not.
        plan: the plan's row.
        stage_id: the directions stage whose clusters become directions.
    """

    _esm = esm("directions_when", "directions_people", "directions_form", "directions_order", "directions_numbers",
               "directions")
    _css = css("directions")

    def __init__(self, store: Store, actor: Actor, plan: Row, stage_id: str) -> None:
        self._store, self._actor, self._plan, self._stage_id = store, actor, plan, stage_id
        self._understood: dict[str, str] = {}
        super().__init__(labels=labels())

    def view(self) -> dict[str, Any]:
        """Directions in order, each action with its dates as they were understood."""
        found = reading.read_directions(self._store, self._plan["plan_id"])
        state: dict[str, Any] = {
            "order": [d["direction_id"] for d in found.directions], "years": self._years(),
            "formable": reading.formable(self._store, self._stage_id), "room": self._room(),
            "unmeasured": self._unmeasured(found.directions), "last": last_act(self._store, self._plan["plan_id"])}
        measured = seeded_directions(self._store, self._plan["plan_id"])
        delivering = seeded_actions(self._store, self._plan["plan_id"])
        people: dict[str, list[Row]] = {}
        for person in found.assignments:
            people.setdefault(person["action_id"], []).append(person)
        for d in found.directions:
            own = arranged(a for a in found.actions if a["direction_id"] == d["direction_id"])
            state[f"direction:{d['direction_id']}"] = {
                "code": d["code"], "numbered": d["numbered"], "title": d["title"], "outcome": d["outcome_measure"],
                "indicator": d["direction_id"] in measured, "actions": [a["action_id"] for a, _depth in own]}
            for (a, depth), places in zip(own, _places(own), strict=True):
                state[f"action:{a['action_id']}"] = self._action(a, depth, people.get(a["action_id"], [])) | places | {
                    "indicator": a["action_id"] in delivering}
        return state

    def verbs(self) -> dict[str, Callable[[Row], Any]]:
        """Form directions from the wall; add, complete, move, number, measure and delete."""
        store, actor, plan_id = self._store, self._actor, self._plan["plan_id"]
        return {
            "form": lambda m: directions.form_directions(store, actor, self._stage_id, op_id=m["id"]),
            "add_direction": lambda m: directions.add_direction(store, actor, plan_id, m.get("title", ""),
                                                                op_id=m["id"]) and None,
            "edit_direction": lambda m: directions.edit_direction(
                store, actor, str(m.get("direction")), title=m.get("title"), outcome_measure=m.get("outcome"),
                code=m.get("code"), op_id=m["id"]) and None,
            "delete_direction": lambda m: directions.delete_direction(store, actor, str(m.get("direction")),
                                                                      op_id=m["id"]) and None,
            "measure": lambda m: seed_indicator(
                store, plan_id, str(m.get("direction")), actor=actor.participant_id, role=actor.role) and None,
            "measure_action": lambda m: seed_from_action(
                store, plan_id, str(m.get("action")), actor=actor.participant_id, role=actor.role) and None,
            "add_action": lambda m: directions.add_action(
                store, actor, str(m.get("direction")), m.get("text", ""), parent_id=m.get("parent") or None,
                op_id=m["id"])["action_id"],
            "edit_action": self._edit,
            "delete_action": lambda m: directions.delete_action(store, actor, str(m.get("action")),
                                                                op_id=m["id"]) and None,
            "answer": lambda m: assignments.answer_assignment(
                store, actor, str(m.get("assignment")), m.get("accepted"), op_id=m["id"]) and None,
            "understand": lambda m: reading_of(str(m.get("text", ""))[:2000], self._plan),
            "phrase": lambda m: phrase_with(str(m.get("text", ""))[:2000], m.get("starts"), m.get("ends"), self._plan),
            "undo": lambda m: undo_plan(store, actor, plan_id, op_id=m["id"]),
            **self._ordering()}

    def _ordering(self) -> dict[str, Callable[[Row], Any]]:
        store, actor, plan_id = self._store, self._actor, self._plan["plan_id"]
        return {
            "move_action": lambda m: ordering.move_action(store, actor, str(m.get("action")), by=_step(m),
                                                          op_id=m["id"]) and None,
            "indent_action": lambda m: ordering.indent_action(store, actor, str(m.get("action")),
                                                              op_id=m["id"]) and None,
            "outdent_action": lambda m: ordering.outdent_action(store, actor, str(m.get("action")),
                                                                op_id=m["id"]) and None,
            "place_action": lambda m: ordering.place_action(
                store, actor, str(m.get("action")), direction_id=str(m.get("direction")),
                parent_id=_key(m.get("parent")), before=_key(m.get("before")), op_id=m["id"]) and None,
            "move_direction": lambda m: ordering.move_direction(store, actor, str(m.get("direction")), by=_step(m),
                                                                op_id=m["id"]) and None,
            "renumbering": lambda m: ordering.renumbering(store, plan_id, everything=m.get("everything") is True),
            "renumber": lambda m: ordering.renumber(store, actor, plan_id, everything=m.get("everything") is True,
                                                    op_id=m["id"])}

    def _edit(self, message: Row) -> None:
        action = str(message.get("action"))
        fields: Row = {f: message[f] for f in FIELDS if f in message}
        if "cost" in message:
            fields["cost"] = _amount(message["cost"])
        picked = [p for p in message.get("picked") or [] if isinstance(p, str)]
        room = participants.participants(self._store, self._plan["plan_id"])
        people = people_of_lines(str(message.get("people", "")), room, picked)
        assignments.checked(people)  # what is wrong with the people is said before anything is written
        directions.edit_action(self._store, self._actor, action, **fields)
        assignments.assign(self._store, self._actor, action, people, op_id=message["id"])

    def _action(self, action: Row, depth: int, people: list[Row]) -> Row:
        phrase = action["schedule_text"]
        if phrase not in self._understood:
            self._understood[phrase] = summary_of(phrase, self._plan)
        return {
            **{f: action[f] for f in FIELDS}, "numbered": action["numbered"], "depth": depth,
            "cost": "" if action["cost"] is None else show_number(action["cost"]),
            "parent": action["parent_id"] or "", "understood": self._understood[phrase],
            # Two people of one line share what was written; the line stands once in the field.
            "people": "\n".join(dict.fromkeys(p["as_written"] for p in people)),
            "shown": [_person(p) for p in people],
            "answers": [{"id": p["assignment_id"], "accepted": p["accepted"], "kind": p["kind"],
                         "joined": bool(p["participant_id"])} for p in people],
            "hints": action_hints(action, people, plan=self._plan)}

    def _room(self) -> list[Row]:
        here = participants.participants(self._store, self._plan["plan_id"])
        return [{"id": p["participant_id"], "name": assignments.written(p)} for p in here]

    def _years(self) -> list[int]:
        starts, ends = self._plan["starts"], self._plan["ends"]
        return list(range(starts.year, min(ends.year, starts.year + 20) + 1)) if starts and ends else []

    def _unmeasured(self, found: tuple[Row, ...]) -> str:
        """Said softly once titles are being agreed: directions that do not say how success will be known."""
        missing = sum(not d["outcome_measure"].strip() for d in found)
        if not missing or stage_row(self._store, self._stage_id)["phase"] not in ("resolve", "done"):
            return ""
        return ngettext("{n} dirección todavía no dice cómo se sabrá que se logró.",
                        "{n} direcciones todavía no dicen cómo se sabrá que se lograron.", missing).format(n=missing)


def _places(order: list[tuple[Row, int]]) -> list[Row]:
    """Where each action can go from where it is: up, down, in and out."""
    siblings: dict[str, list[str]] = {}
    height: dict[str, int] = {}
    for action, depth in order:
        siblings.setdefault(action["parent_id"] or "", []).append(action["action_id"])
        height[action["action_id"]] = depth
    for action, _height in reversed(order):
        if parent := action["parent_id"]:
            height[parent] = max(height.get(parent, 0), height[action["action_id"]])
    made = []
    for action, depth in order:
        beside = siblings[action["parent_id"] or ""]
        at = beside.index(action["action_id"])
        made.append({"up": at > 0, "down": at + 1 < len(beside), "out": depth > 1,
                     "in": at > 0 and height[action["action_id"]] < MOST_LEVELS, "sub": depth < MOST_LEVELS})
    return made


def _amount(written: object) -> float | None:
    """A cost as somebody wrote it, with the decimal sign of the page's language; None where nothing was."""
    try:
        return read_number(str(written)[:60])
    except ValueError as why:
        raise Refused(_("Costo: {reason}").format(reason=why),
                      _("Lo demás que escribió sigue en el formulario.")) from why


def _step(message: Row) -> int:
    return 1 if message.get("by") == 1 else -1


def _key(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _person(row: Row) -> str:
    if not row["name"]:
        return str(row["as_written"])
    return f"{row['name']} ({country_name(row['country'])})" if row["country"] else str(row["name"])
