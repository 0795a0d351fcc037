"""Responsibles typed one per line, understood as people with a country where they can be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from minga.folding import fold
from minga.people import read_people
from minga.workshop.assignments import written

Row = dict[str, Any]


def people_of_lines(text: str, room: Iterable[Row] = (), picked: Iterable[str] = ()) -> list[Row]:
    """The assignments of a text with one responsible per line, as ``workshop.assignments.assign`` takes them.

    Args:
        text: one responsible per line; a line may hold several people of one country.
        room: rows of the participants: whoever is written as one of them is that person, so that they see it
            on their phone. Two of the same name and country are told apart only by ``picked``.
        picked: ids of the participants that were chosen from the list of who is in the room.
    """
    room, picked = list(room), list(picked)
    found: list[Row] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if here := [p for p in room if written(p) == line]:
            found.append({"as_written": line, "name": here[0]["alias"], "country": here[0]["country"],
                          **_who(here, picked, found)})
            continue
        for person in read_people(line)[0]:
            here = [p for p in room if person.kind == "person" and fold(p["alias"]) == fold(person.name)
                    and p["country"] == person.country]
            found.append({"as_written": person.as_written, "name": person.name, "country": person.country,
                          "kind": person.kind, "role": person.role, **_who(here, picked, found)})
    return found


def _who(here: list[Row], picked: list[str], found: list[Row]) -> Row:
    """The participant meant: the only one of that name, or the one that was picked and is not written yet."""
    written_yet = {person.get("participant_id") for person in found}
    left = [p["participant_id"] for p in here if p["participant_id"] not in written_yet]
    chosen = [key for key in left if key in picked] or (left if len(here) == 1 else [])
    return {"participant_id": chosen[0]} if chosen else {}
