"""The whole plan on one calendar: every action where its own words put it, and no date invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from minga import schedules
from minga.i18n import country_name
from minga.schedules import Schedule
from minga.store import Store, plan_rows
from minga.workshop.act import Row
from minga.workshop.outline import arranged

MOST_MONTHS = 240
"""Longest calendar that is drawn: twenty years."""


@dataclass(frozen=True)
class Person:
    """Somebody who answers for an action.

    Attributes:
        key: the same wherever the same person, group or organisation answers for something.
        name: as it is shown.
        country: ISO code, or empty.
        kind: person, group, organization or everyone.
        accepted: yes, no, or None while there is no answer.
    """

    key: str
    name: str
    country: str = ""
    kind: str = "person"
    accepted: bool | None = None

    @property
    def shown(self) -> str:
        """The name with its country in words."""
        return f"{self.name} ({country_name(self.country)})" if self.country and self.kind == "person" else self.name


@dataclass(frozen=True)
class Entry:
    """An action as the calendar shows it.

    Attributes:
        action_id: the action.
        direction_id: its direction.
        code: its number.
        text: what will be done.
        depth: 1 for an action, 2 for a part of it…
        schedule: its words and what was understood of them.
        people: who answers for it.
        first: first day that is drawn; None when no day is known.
        last: last day that is drawn, inclusive.
        within: the code of the action that contains it, when that one has dates and this one has none.
        cost: as written, or None.
        currency: ISO 4217 code, or empty.
    """

    action_id: str
    direction_id: str
    code: str
    text: str
    depth: int
    schedule: Schedule
    people: tuple[Person, ...] = ()
    first: date | None = None
    last: date | None = None
    within: str = ""
    cost: float | None = None
    currency: str = ""

    @property
    def dated(self) -> bool:
        """Whether it has a place on the calendar."""
        return self.first is not None

    @property
    def pattern(self) -> str:
        """How sure its limits are: ``exact`` (days were said), ``wide`` (a month or more) or ``approximate``."""
        if self.schedule.approximate or self.schedule.precision == "third":
            return "approximate"
        return "exact" if self.schedule.precision == "day" else "wide"


@dataclass(frozen=True)
class PlanCalendar:
    """A plan's directions and actions in order, and the months that its calendar runs over.

    Attributes:
        starts: first day of the first month.
        ends: last day of the last month.
        directions: rows of the directions, in order.
        entries: the actions, in the order of the plan.
    """

    starts: date
    ends: date
    directions: tuple[Row, ...]
    entries: tuple[Entry, ...]

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of every month."""
        return tuple(months_between(self.starts, self.ends))


def read_calendar(store: Store, plan_id: str, today: date) -> PlanCalendar:
    """The calendar of a plan, in one consistent reading.

    Args:
        store: the store.
        plan_id: the plan.
        today: the calendar of a plan without any date shows this year.
    """
    found = plan_rows(store, plan_id, ["plans", "directions", "actions", "assignments"])
    directions = sorted(found["directions"], key=lambda d: (d["position"], d["direction_id"]))
    return calendar_of(found["plans"][0], directions, found["actions"], found["assignments"], today)


def calendar_of(plan: Row, directions: list[Row], actions: list[Row], assignments: list[Row],
                today: date) -> PlanCalendar:
    """The calendar of rows that were read already; see ``read_calendar``."""
    people: dict[str, list[Person]] = {}
    for row in sorted(assignments, key=lambda a: (a["position"], a["assignment_id"])):
        people.setdefault(row["action_id"], []).append(person_of(row))
    said = {a["action_id"]: schedules.understand(a["schedule_text"], plan_starts=plan["starts"],
                                                 plan_ends=plan["ends"]) for a in actions}
    starts, ends = _limits(plan, said.values(), today)
    entries = []
    for direction in directions:
        own = arranged(a for a in actions if a["direction_id"] == direction["direction_id"])
        spans = {a["action_id"]: span(said[a["action_id"]], starts, ends) for a, _depth in own}
        codes = {a["action_id"]: a["code"] for a, _depth in own}
        for action, depth in own:
            first, last = spans[action["action_id"]]
            parent = action["parent_id"] or ""
            entries.append(Entry(
                action["action_id"], direction["direction_id"], action["code"], action["text"], depth,
                said[action["action_id"]], tuple(people.get(action["action_id"], ())), first, last,
                codes[parent] if first is None and spans.get(parent, (None, None))[0] else "",
                action["cost"], action["currency"]))
    return PlanCalendar(starts, ends, tuple(directions), tuple(entries))


def span(schedule: Schedule, starts: date, ends: date) -> tuple[date | None, date | None]:
    """The days that an action fills on a calendar; ``(None, None)`` when nothing puts it there.

    What has no end said runs to the end of the calendar; what only has a deadline stands in the month of
    that deadline; what is done again and again without any date fills the whole calendar.
    """
    first, last = schedule.starts, schedule.ends
    if first is None and last is None:
        return (starts, ends) if schedule.recurrence and schedule.recurrence != "as_needed" else (None, None)
    if last is None:
        assert first is not None  # for the type checker: one of both is known
        last = ends if schedule.open_ended or schedule.recurrence else first
    if first is None:
        first = starts if schedule.recurrence else max(last.replace(day=1), min(starts, last))
    return first, max(first, last)


def months_between(first: date, last: date) -> Iterator[date]:
    """The first day of every month from one day to another."""
    here = first.replace(day=1)
    while here <= last:
        yield here
        here = (here + timedelta(days=31)).replace(day=1)


def person_of(row: Row) -> Person:
    """Who an assignment speaks of; people who joined are known by their id, others by how they are written."""
    name = row["name"] or row["as_written"]
    key = row["participant_id"] or f"{row['kind']}:{name.casefold()}:{row['country']}"
    return Person(key, name, row["country"], row["kind"], row["accepted"])


def _limits(plan: Row, said: Iterable[Schedule], today: date) -> tuple[date, date]:
    """Whole months that hold the plan and everything that was dated, at most twenty years of them."""
    given: list[date | None] = [d for s in said for d in (s.starts, s.ends)] + [plan["starts"], plan["ends"]]
    days = [d for d in given if d and d.year < date.max.year]  # there is no month after the last one
    first = min(days, default=date(today.year, 1, 1)).replace(day=1)
    last = max(days, default=date(today.year, 12, 31))
    if len(days) == 1 or last < first:
        last = date(first.year, 12, 31)
    # One mistyped year must not stretch the calendar of everybody: the plan itself comes first.
    if (last.year - first.year) * 12 + last.month - first.month >= MOST_MONTHS:
        first = (plan["starts"] or plan["ends"] or today).replace(day=1, month=1)
        last = min(last, plan["ends"] or last, date(min(first.year + MOST_MONTHS // 12, 9999) - 1, 12, 31))
    return first, (last.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
