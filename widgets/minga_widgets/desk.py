"""The facilitator's desk of a stage: its question, its phase, who has written, time, rounds, votes, and the saving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from minga.workshop import counts, stages
from minga.workshop.act import stage_row
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm
from minga_widgets.desk_words import desk_labels, phase_hints, phase_names, room_words, waiting_words
from minga_widgets.saving import close_files, save_plan

__all__ = ["PHASES", "Desk", "phase_hints", "phase_names"]

PHASES = {
    "columns": ("closed", "writing", "revealed", "resolve", "done"),
    "clusters": ("closed", "writing", "revealed", "clustering", "naming", "resolve", "done"),
    "directions": ("closed", "writing", "revealed", "clustering", "naming", "resolve", "done"),
}

_SHOWN = ("title", "question", "phase", "kind", "anonymity", "locked", "round", "criterion", "voting", "points_each")


class Desk(Component):
    """Opens, reveals, names and closes a stage; after every change of phase the plan is saved as CSV.

    Args:
        store: the store.
        actor: the facilitator.
        plan: the plan's row.
        stage_id: the stage.
        address: address for participants, shown while the stage is open.
    """

    _esm = esm("desk_clock", "desk_settings", "desk")
    _css = css("desk", "desk_clock")

    def __init__(self, store: Store, actor: Actor, plan: dict[str, Any], stage_id: str, address: str = "") -> None:
        self._store, self._actor, self._plan, self._stage_id, self._address = store, actor, plan, stage_id, address
        self._saved = ""
        super().__init__(labels=desk_labels())

    def view(self) -> dict[str, Any]:
        """The stage, the phases it can be in, counts, the timer's end, and the last saving."""
        stage = stage_row(self._store, self._stage_id)
        room = counts.count_room(self._store, self._stage_id)
        ends = stage["timer_ends"]
        return {
            "stage": {k: stage[k] for k in _SHOWN},
            "timer": ends.timestamp() * 1000 if ends else 0,
            "phases": [[p, phase_names()[p]] for p in PHASES[stage["kind"]]],
            "hint": phase_hints()[stage["phase"]],
            "counts": room_words(room),
            "waiting": waiting_words(room, stage["phase"]),
            "teams": [[t.team, t.people, t.written, t.waiting, t.cards] for t in room.teams],
            "choosable": room.cards == 0 and stages.untouched(self._store, self._stage_id),
            "saved": self._saved,
            "address": self._address,
        }

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Change the phase, the question or what is set for the room; tell the time; save now."""
        return {
            "set_phase": self._set_phase, "edit_stage": self._edit, "save": self._save,
            "set_lock": lambda m: self._set(stages.set_lock, m, m.get("locked")),
            "set_round": lambda m: self._set(stages.set_round, m, m.get("round"), m.get("criterion", "")),
            "set_timer": lambda m: self._set(stages.set_timer, m, m.get("seconds")),
            "extend_timer": lambda m: self._set(stages.extend_timer, m, m.get("seconds")),
            "set_voting": lambda m: self._set(stages.set_voting, m, m.get("open"), m.get("points")),
            "set_anonymity": lambda m: self._set(stages.set_anonymity, m, m.get("mode")),
            "clock": lambda _m: datetime.now(UTC).timestamp() * 1000,
        }

    def _set(self, verb: Callable[..., Any], message: dict[str, Any], *values: Any) -> None:
        verb(self._store, self._actor, self._stage_id, *values, op_id=message["id"])

    def _set_phase(self, message: dict[str, Any]) -> None:
        stages.set_phase(self._store, self._actor, self._stage_id, str(message.get("phase")), op_id=message["id"])
        if message.get("phase") == "done":
            self._saved = close_files(self._store, self._plan["plan_id"], self._stage_id)
        else:
            self._save(message)

    def _edit(self, message: dict[str, Any]) -> None:
        stages.edit_stage(self._store, self._actor, self._stage_id, question=message.get("question"),
                          op_id=message["id"])

    def _save(self, _message: dict[str, Any]) -> None:
        self._saved = save_plan(self._store, self._plan["plan_id"])
