"""How much falls on whom, month by month: from the calendar and the people who answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from minga.i18n import country_name
from minga.workshop.calendar import Entry, Person, PlanCalendar, months_between

MOST_AT_ONCE = 4
"""Actions in one month from which a person is asked whether that is too much, unless the page says otherwise."""


@dataclass(frozen=True)
class Load:
    """What somebody (or a country) has in hand.

    Attributes:
        key: the person's key, or the country's code.
        name: as it is shown.
        kind: person, group, organization, everyone or country.
        months: actions under way in each month, in the order of the calendar.
        actions: how many actions in all.
        undated: how many of them have no place on the calendar.
        unanswered: how many the person has not said yes to (0 for a country).
        costs: its even share of the costs that were written, by currency.
        cost_months: that share month by month, in the order of the calendar, by currency.
    """

    key: str
    name: str
    kind: str
    months: tuple[int, ...]
    actions: int
    undated: int
    unanswered: int = 0
    costs: tuple[tuple[str, float], ...] = ()
    cost_months: tuple[tuple[str, tuple[float, ...]], ...] = ()

    @property
    def peak(self) -> int:
        """The most actions in one month."""
        return max(self.months, default=0)

    def overloaded(self, most: int = MOST_AT_ONCE) -> tuple[bool, ...]:
        """For each month, whether more than ``most`` actions are under way."""
        return tuple(n > most for n in self.months)


def load_by_person(calendar: PlanCalendar) -> list[Load]:
    """The load of everybody who answers for something, the fullest month first; those who said no are left out.

    People come before organisations, groups and everyone: what falls on a group falls on nobody by name.
    """
    people: dict[str, Person] = {}
    hands: dict[str, list[tuple[Entry, int, bool]]] = {}
    for entry in calendar.entries:
        here = {p.key: p for p in entry.people if p.accepted is not False}
        for key, person in here.items():
            people.setdefault(key, person)
            hands.setdefault(key, []).append((entry, len(here), person.accepted is None))
    loads = [_load(calendar, key, people[key].shown, people[key].kind, entries) for key, entries in hands.items()]
    order = ("person", "organization", "group", "everyone")
    return sorted(loads, key=lambda one: (order.index(one.kind), -one.peak, -one.actions, one.name.casefold(), one.key))


def load_by_country(calendar: PlanCalendar) -> list[Load]:
    """The load of each country: actions that somebody there answers for, counted once however many they are."""
    hands: dict[str, list[tuple[Entry, int, bool]]] = {}
    for entry in calendar.entries:
        here = {p.country for p in entry.people if p.country and p.accepted is not False}
        for country in here:
            hands.setdefault(country, []).append((entry, len(here), False))
    loads = [_load(calendar, code, country_name(code), "country", entries) for code, entries in hands.items()]
    return sorted(loads, key=lambda one: (-one.peak, -one.actions, one.name.casefold()))


def _load(calendar: PlanCalendar, key: str, name: str, kind: str,
          hands: Iterable[tuple[Entry, int, bool]]) -> Load:
    hands, months = list(hands), calendar.months
    place = {month: at for at, month in enumerate(months)}
    counts: Counter[int] = Counter()
    costs: dict[str, list[float]] = {}
    total: dict[str, float] = {}
    for entry, sharing, _waits in hands:
        here = [place[m] for m in _months(entry, calendar.starts, calendar.ends)]
        counts.update(here)
        if entry.cost is not None:
            share = entry.cost / sharing
            total[entry.currency] = total.get(entry.currency, 0.0) + share
            line = costs.setdefault(entry.currency, [0.0] * len(months))
            for at in here:
                line[at] += share / len(here)
    return Load(key, name, kind, tuple(counts[at] for at in range(len(months))), len(hands),
                sum(not entry.dated for entry, _sharing, _waits in hands), sum(waits for *_rest, waits in hands),
                tuple(sorted(total.items())), tuple((c, tuple(line)) for c, line in sorted(costs.items())))


def _months(entry: Entry, starts: date, ends: date) -> list[date]:
    if entry.first is None or entry.last is None or entry.last < starts or entry.first > ends:
        return []
    return list(months_between(max(entry.first, starts), min(entry.last, ends)))
