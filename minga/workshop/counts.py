"""How many have written and how many have not: numbers for the desk, never who."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from minga import tables
from minga.folding import fold
from minga.store import Store, rows
from minga.workshop.act import Row, stage_row
from minga.workshop.anonymity import is_anonymous


@dataclass(frozen=True)
class TeamCount:
    """A team's share: its people, how many of them have written, and the cards that carry its name."""

    team: str
    people: int
    written: int
    cards: int

    @property
    def waiting(self) -> int:
        """People who have not written yet."""
        return self.people - self.written


@dataclass(frozen=True)
class RoomCount:
    """The room before a stage.

    Attributes:
        people: who joined the plan, observers left out.
        written: how many of them have a card on the wall; in an anonymous stage, how many browsers wrote.
        cards: cards on the wall, repeated ones left out.
        late: cards that arrived since the stage came to its present phase; None where no order is kept.
        teams: by name; empty in an anonymous stage, where a team of one would be a name.
    """

    people: int
    written: int
    cards: int
    late: int | None
    teams: tuple[TeamCount, ...] = ()

    @property
    def waiting(self) -> int:
        """People who have not written yet; never below zero, as a lent phone writes for several."""
        return max(0, self.people - self.written)


def count_room(store: Store, stage_id: str) -> RoomCount:
    """Count the room before a stage.

    Raises:
        NotFound: there is no such stage.
    """
    stage = stage_row(store, stage_id)
    people = [p for p in rows(store, "participants", plan_id=stage["plan_id"]) if p["role"] != "observer"]
    cards = [c for c in rows(store, "cards", stage_id=stage_id) if c["status"] != "withdrawn"]
    active = sum(c["status"] == "active" for c in cards)
    if is_anonymous(stage):
        return RoomCount(len(people), len(rows(store, "marks", stage_id=stage_id, what="write")), active, None)
    authors = {c["author_id"] for c in cards if c["author_id"]}
    written = sum(p["participant_id"] in authors for p in people)
    return RoomCount(len(people), written, active, _since_this_phase(store, stage_id), _teams(people, cards, authors))


def _teams(people: list[Row], cards: list[Row], authors: set[str]) -> tuple[TeamCount, ...]:
    names: dict[str, str] = {}
    for row in (*people, *cards):
        if row["team"]:
            names.setdefault(fold(row["team"]), row["team"])  # «Mesa 1» and «mesa 1» are one table
    everybody = Counter(fold(p["team"]) for p in people)
    wrote = Counter(fold(p["team"]) for p in people if p["participant_id"] in authors)
    theirs = Counter(fold(c["team"]) for c in cards if c["status"] == "active")
    return tuple(TeamCount(names[key], everybody[key], wrote[key], theirs[key])
                 for key in sorted(names, key=lambda k: re.sub(r"\d+", lambda n: n[0].zfill(6), k)))


def _since_this_phase(store: Store, stage_id: str) -> int:
    """Cards that the ledger saw arrive after the stage's last change of phase."""
    changes = tables.table("changes")
    here = changes.c.stage_id == stage_id
    with store.reading() as connection:
        began = connection.execute(
            sa.select(sa.func.max(changes.c.seq)).where(here, changes.c.verb == "set_phase")).scalar()
        return int(connection.execute(
            sa.select(sa.func.count()).select_from(changes).where(
                here, changes.c.table == "cards", changes.c.op == "insert", changes.c.seq > (began or 0),
                changes.c.verb != "undo")).scalar() or 0)
