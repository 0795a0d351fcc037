"""What a report knows of one plan in one period, read once; every part of the page is drawn from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from minga.errors import InputError
from minga.i18n import gettext as _
from minga.i18n import locale
from minga.periods import parse_period
from minga.reports import words
from minga.reports.hidden_names import without
from minga.reports.small_cells import large_enough
from minga.results.achievement import IndicatorState, indicator_state
from minga.results.edits import Edit
from minga.results.model import Action, Assignment, Period, PlanResults
from minga.results.status import ActionState, action_state, count_by_status

INTERNAL, PUBLIC = "internal", "public"
AUDIENCES = (INTERNAL, PUBLIC)


@dataclass(frozen=True)
class Facts:
    """One plan in one period.

    Attributes:
        results: the plan, frozen.
        period: the period of the report.
        periods: the plan's periods in time order, this one among them.
        as_of: the day of the reading; the last of the period unless somebody asked for another.
        audience: ``internal`` or ``public``; a public report names no person.
        names: names of people, blanked out of any text of a public report.
        country: the only country that the report is about; empty for the whole plan.
        edits: what was changed in the plan since the previous period was told.
        left_out: indicators that are not shown, because a public report of one country would point at few people.
    """

    results: PlanResults
    period: Period
    periods: tuple[Period, ...]
    as_of: date
    audience: str = INTERNAL
    names: frozenset[str] = frozenset()
    country: str = ""
    edits: tuple[Edit, ...] = ()
    left_out: int = 0

    @property
    def public(self) -> bool:
        """Whether everybody may read it: it names no person and tells no small group apart."""
        return self.audience == PUBLIC

    @property
    def still_open(self) -> bool:
        """Whether it was read before the last day of its period."""
        return self.as_of < self.period.ends

    @cached_property
    def previous(self) -> Period | None:
        """The period before this one; None for the first."""
        earlier = [p for p in self.periods if p.ends < self.period.starts]
        return earlier[-1] if earlier else None

    @cached_property
    def actions_before(self) -> dict[str, ActionState]:
        """The state of every action at the close of the previous period, by its id."""
        previous = self.previous
        return {} if previous is None else {a.action_id: action_state(a, previous) for a in self.results.actions}

    @cached_property
    def indicators_before(self) -> dict[str, IndicatorState]:
        """The state of every indicator at the close of the previous period, by its id."""
        previous = self.previous
        return {} if previous is None else {
            i.indicator_id: indicator_state(i, previous, self.periods) for i in self.results.indicators}

    @cached_property
    def actions(self) -> tuple[ActionState, ...]:
        """The state of every action, in the order of the plan."""
        return tuple(action_state(a, self.period, self.as_of) for a in self.results.actions)

    @cached_property
    def indicators(self) -> tuple[IndicatorState, ...]:
        """The state of every indicator, in the order of the plan."""
        return tuple(indicator_state(i, self.period, self.periods, self.as_of) for i in self.results.indicators)

    @property
    def with_actions(self) -> bool:
        """Whether the report speaks of actions: the plan has some, or a stage where they are written."""
        return bool(self.results.actions) or self.results.works_with("directions")

    @property
    def with_indicators(self) -> bool:
        """Whether the report speaks of indicators, for the same reasons."""
        return bool(self.results.indicators) or self.results.works_with("results")

    @property
    def names_people(self) -> bool:
        """Whether somebody who answers for an action is named."""
        return not self.public and any(a.name or a.as_written for s in self.actions
                                               for a in s.action.assignments)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many actions stand in each status."""
        return count_by_status(list(self.actions))

    @cached_property
    def overdue(self) -> tuple[ActionState, ...]:
        """Late actions, the latest first; those late by their own word and without a date at the end."""
        late = [s for s in self.actions if s.overdue]
        return tuple(sorted(late, key=lambda s: -1 if s.days_late is None else s.days_late, reverse=True))

    @cached_property
    def label(self) -> str:
        """The period in words."""
        return period_label(self.period)

    @cached_property
    def _readable(self) -> Callable[[str], str]:
        return without(self.names) if self.public else str

    def text(self, written: str) -> str:
        """A text as this audience may read it."""
        return self._readable(written)

    def title(self, action: Action) -> str:
        """An action with its direction's code and its own (``2 / 1.4``), as this audience may read it."""
        code = " / ".join(part for part in (self._codes.get(action.direction_id, ""), action.code) if part)
        return f"{code if action.code else ''} {self.text(action.text)}".strip()

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {d.direction_id: d.code for d in self.results.directions}

    def people(self, action: Action) -> list[str]:
        """Who answers for an action, as this audience may read it."""
        told = [self._person(a) for a in action.assignments]
        return list(dict.fromkeys(told)) if self.public else told

    def people_listed(self, action: Action) -> str:
        """Who answers for an action on one line, for a table of data."""
        told = self.people(action)
        return "; ".join([*(one.rstrip(" .;,") for one in told[:-1]), *told[-1:]])

    @cached_property
    def large_countries(self) -> frozenset[str]:
        """Countries with so many people who answer for something that naming the country tells nobody apart."""
        people: dict[str, set[str]] = {}
        for action in self.results.actions:
            for one in action.assignments:
                if one.kind == "person":
                    people.setdefault(one.country, set()).add(one.name or one.as_written)
        return frozenset(country for country, names in people.items() if large_enough(len(names)))

    def _person(self, assignment: Assignment) -> str:
        country = country_name(assignment.country)
        if self.public:
            role = str(_(words.ROLES[assignment.role]))
            told = country and (assignment.kind != "person" or assignment.country in self.large_countries)
            return f"{role} ({country})" if told else f"{role} ({_(words.KINDS[assignment.kind])})"
        name = assignment.name or assignment.as_written
        return f"{name} ({country})" if country and country not in name else name


def period_label(period: Period) -> str:
    """A period in words, or as written when it is not one that Minga names."""
    try:
        return parse_period(period.period).label()
    except InputError:
        return period.period


def country_name(code: str) -> str:
    """The country's name in the language in force; the code itself when it is not a known one."""
    return locale().territories.get(code.upper(), code) if code else ""
