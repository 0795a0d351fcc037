"""Directions: one table each, with its actions, their schedule and who answers for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from minga import i18n
from minga.exchange.document.blocks import ActionLine, Actions
from minga.exchange.document.wording import emphasized, responsible
from minga.i18n import gettext as _
from minga.results.status import approximate
from minga.schedules import Schedule

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]


def direction_tables(rows: Rows) -> list[Actions]:
    """A table for each direction of the plan, in order."""
    people: dict[str, list[Row]] = {}
    for assignment in sorted(rows["assignments"], key=lambda a: (a["position"], a["assignment_id"])):
        people.setdefault(assignment["action_id"], []).append(assignment)
    depths = _depths(rows["actions"])
    made = []
    for direction in sorted(rows["directions"], key=lambda d: (d["position"], d["direction_id"])):
        actions = sorted((a for a in rows["actions"] if a["direction_id"] == direction["direction_id"]),
                         key=lambda a: (a["position"], a["action_id"]))
        made.append(Actions(
            _("Dirección estratégica {code}: {title}").format(code=direction["code"] or direction["position"],
                                                              title=direction["title"]),
            (_("Acciones"), _("Calendarización"), _("Responsables")),
            tuple(_line(a, depths[a["action_id"]], people.get(a["action_id"], ())) for a in actions),
            str(direction["outcome_measure"])))
    return made


def _depths(actions: Sequence[Row]) -> dict[str, int]:
    parents = {a["action_id"]: a["parent_id"] for a in actions}
    depths = {}
    for action in parents:
        seen, here = {action}, parents[action]
        while here in parents and here not in seen:
            seen.add(here)
            here = parents[here]
        depths[action] = len(seen) - 1
    return depths


def _line(action: Row, depth: int, people: Sequence[Row]) -> ActionLine:
    return ActionLine(
        code=str(action["code"]), text=emphasized(action["text"], action["keyword"]), depth=depth,
        schedule=str(action["schedule_text"]), understood=_understood(action),
        starts=action["starts"], ends=action["ends"],
        people=tuple(responsible(p) for p in people), details=tuple(_details(action)))


def _understood(action: Row) -> str:
    """The days understood, where they say more than the phrase: ours, an end, or a year that was not written."""
    phrase, starts, ends = str(action["schedule_text"]), action["starts"], action["ends"]
    if not (starts or ends):
        return ""
    vague = approximate(phrase, action["precision"])
    words = Schedule(phrase, starts=starts, ends=ends, precision=action["precision"], open_ended=action["open_ended"],
                     approximate=vague).describe()
    if vague:
        return words
    known = words.casefold() in phrase.casefold() if ends else str(starts.year) in phrase
    return "" if known else words


def _details(action: Row) -> Iterator[tuple[str, str]]:
    if action["accomplishment"]:
        yield _("Logro esperado"), str(action["accomplishment"])
    # What was read out of the schedule is already there, in the schedule's own words.
    if action["deliverable"] and action["deliverable"] not in action["schedule_text"]:
        yield _("Producto"), str(action["deliverable"])
    if action["place"]:
        yield _("Lugar"), str(action["place"])
    if action["cost"] is not None:
        yield _("Costo"), f"{i18n.format_number(action['cost'])} {action['currency']}".strip()
