"""Who reports on what: the people that the plan names for its actions and indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from minga.folding import fold
from minga.people import Person, read_people
from minga.store import Store, plan_rows

Row = Mapping[str, Any]

@dataclass(frozen=True)
class Duty:
    """What one person, group or organisation reports on.

    Attributes:
        name: as it stands in the plan.
        country: ISO code, or empty.
        actions: ids of the actions that they answer for; who only supports one does where nobody else is named.
        indicators: ids of the indicators that say that they report.
    """

    name: str
    country: str = ""
    actions: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


def people_who_report(store: Store, plan_id: str) -> list[Duty]:
    """Everybody whom the plan names for an action or an indicator, by name."""
    rows = plan_rows(store, plan_id, ["assignments", "indicators"])
    named: dict[tuple[str, str], str] = {}
    for name, country, _kind, _id in _mentions(rows["assignments"], rows["indicators"]):
        named.setdefault((fold(name), country), name)
    placed = [who for who, country in named if country]
    duties = [duty_of(rows["assignments"], rows["indicators"], name, country)
              for (who, country), name in named.items() if country or placed.count(who) != 1]
    return sorted(duties, key=lambda d: (fold(d.name), d.country))


def duty_of(assignments: Iterable[Row], indicators: Iterable[Row], name: str, country: str = "") -> Duty:
    """What somebody reports on; a mention without a country means whoever is called so, wherever they are.

    Args:
        assignments: rows of ``assignments``.
        indicators: rows of ``indicators``.
        name: the name, compared without accents and capitals.
        country: ISO code, or empty.
    """
    found: dict[str, dict[str, None]] = {"actions": {}, "indicators": {}}
    for other, place, kind, row_id in _mentions(assignments, indicators):
        if fold(other) == fold(name) and (not place or not country or place == country):
            found[kind][row_id] = None
    return Duty(name, country, tuple(found["actions"]), tuple(found["indicators"]))


def others_who_report(assignments: Iterable[Row], action_id: str, name: str) -> list[str]:
    """The names of those who report on an action besides somebody."""
    found = {other: None for other, _place, _kind, row_id in _mentions(assignments, ())
             if row_id == action_id and fold(other) != fold(name)}
    return list(found)


def _mentions(assignments: Iterable[Row], indicators: Iterable[Row]) -> Iterator[tuple[str, str, str, str]]:
    """Name, country, kind of thing and its id, for each time somebody is named."""
    for row in _answering(assignments):
        name = (row["name"] or row["as_written"]).strip()
        if row["kind"] != "everyone" and name:
            yield name, row["country"], "actions", row["action_id"]
    for row in indicators:
        for person in _people_in(row["responsible"]):
            if person.kind != "everyone" and person.name.strip():
                yield person.name.strip(), person.country, "indicators", row["indicator_id"]


def _answering(assignments: Iterable[Row]) -> Iterator[Row]:
    """Those who answer for an action: not who said no, and who supports it only where there is nobody else."""
    by_action: dict[str, list[Row]] = {}
    for row in sorted(assignments, key=lambda r: (r["action_id"], r["position"], r["assignment_id"])):
        if row["accepted"] is not False:
            by_action.setdefault(row["action_id"], []).append(row)
    for rows in by_action.values():
        yield from [row for row in rows if row["role"] != "supports"] or rows


@lru_cache(maxsize=2000)
def _people_in(text: str) -> Sequence[Person]:
    return tuple(read_people(text)[0]) if text.strip() else ()
