"""Whether what was committed can change what one phone shows, told from the heads of the ledger's lines alone.

Each kernel has one phone, and nothing of other people's cards may reach it before the reveal, so it cannot keep the
room in memory as ``room.py`` does. But most of what happens in a full room is other people writing, and of that a
phone shows nothing: it is enough to know where something was written, by whom, and by which verb.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from minga.store import Store
from minga.workshop import phone_reading, room_reading
from minga.workshop.room_reading import Line
from minga.workshop.stages import SHOWN

MOST_LINES = 200
"""Lines after which nobody looks at each: an import, or a page that slept."""

_OTHERS = {"cards": ("add_card", "edit_card", "withdraw_card"), "votes": ("cast_vote", "cast_for_many"),
           "proposals": ("propose_pair", "propose_name"), "consents": ("consent", "note_stances")}
"""What other people do that one's phone may show nothing of, by the table that they write to."""

_CHAIN = ("directions", "actions", "assignments")
_ELSEWHERE = ("links", "sections", "reflections", "objectives", "lines", "results", "indicators", "periods", "targets",
              "actuals", "progress", "codelists", "report_links")
"""Tables that a phone shows nothing of, but in the story of its own cards."""


@dataclass(frozen=True, slots=True)
class News:
    """What was committed.

    Attributes:
        whole: nobody can tell what, so that everything has to be read.
        lines: the heads of the ledger's new lines.
    """

    whole: bool
    lines: tuple[Line, ...] = ()


class Ledger:
    """Reads on in the ledger of the plan in the room."""

    def __init__(self, store: Store) -> None:
        self._store, self._plan_id, self._seq = store, "", 0

    def news(self) -> News:
        """What was committed since the last time; the first time, whatever there is."""
        with self._store.reading() as connection:
            plan = phone_reading.plan_in_room(connection)
            plan_id = plan["plan_id"] if plan else ""
            if plan_id != self._plan_id:
                self._plan_id, self._seq = plan_id, room_reading.newest(connection, plan_id)
                return News(whole=True)
            lines = room_reading.lines_since(connection, plan_id, self._seq, MOST_LINES)
            if not lines or len(lines) == MOST_LINES:  # something that leaves no line, or a great deal
                self._seq = room_reading.newest(connection, plan_id)
                return News(whole=True)
            self._seq = lines[-1].seq
            return News(False, tuple(lines))


def concerns(news: News, state: Mapping[str, Any], person: str, looking: str) -> bool:
    """Whether a phone may show something else than it does.

    Args:
        news: what was committed.
        state: what the phone shows.
        person: the participant whose phone it is; empty before joining.
        looking: what the phone looks at besides the open stages.
    """
    return news.whole or any(_concerns(line, state, person, looking) for line in news.lines)


def _concerns(line: Line, state: Mapping[str, Any], person: str, looking: str) -> bool:
    if line.table in _OTHERS or line.dealt:
        return not line.stage_id or (bool(person) and line.actor == person) or _in_stage(
            line, state.get(f"stage:{line.stage_id}"), looking)
    if line.table == "participants":
        return not person or looking == "join" or line.row_id == person
    if line.table in _CHAIN:
        return looking in ("mine", "actions") or line.op != "update" or not state.get("formed")
    return line.table not in _ELSEWHERE or looking == "mine"


def _in_stage(line: Line, stage: Mapping[str, Any] | None, looking: str) -> bool:
    """Whether something that was given to a stage concerns whoever did not give it."""
    if stage is None:  # not open: only the story of one's cards speaks of it
        return looking == "mine"
    revealed = stage["phase"] in SHOWN
    if line.dealt:  # its table and row are those of another act, drawn by lot
        return revealed
    if line.verb not in _OTHERS[line.table] or any(line.row_id == mine["id"] for mine in stage["mine"]):
        return True
    return revealed if line.table == "cards" else bool(stage["own"]) if line.table == "proposals" else False
