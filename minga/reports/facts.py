"""What a report knows of one plan in one period, read once; every part of the page is drawn from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from minga.errors import InputError
from minga.i18n import gettext as _
from minga.i18n import locale
from minga.periods import parse_period
from minga.reports import words
from minga.results.achievement import IndicatorState, indicator_state
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
    """

    results: PlanResults
    period: Period
    periods: tuple[Period, ...]
    as_of: date
    audience: str = INTERNAL
    names: frozenset[str] = frozenset()

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
        return self.audience != PUBLIC and any(a.name or a.as_written for s in self.actions
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
    def _names(self) -> re.Pattern[str] | None:
        names = sorted((n for n in self.names if len(n) > 1), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else None

    def text(self, written: str) -> str:
        """A text as this audience may read it."""
        if self.audience != PUBLIC or self._names is None:
            return written
        return self._names.sub(_("[nombre reservado]"), written)

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
        return list(dict.fromkeys(told)) if self.audience == PUBLIC else told

    def people_listed(self, action: Action) -> str:
        """Who answers for an action on one line, for a table of data."""
        told = self.people(action)
        return "; ".join([*(one.rstrip(" .;,") for one in told[:-1]), *told[-1:]])

    def _person(self, assignment: Assignment) -> str:
        country = country_name(assignment.country)
        if self.audience == PUBLIC:
            role = str(_(words.ROLES[assignment.role]))
            return f"{role} ({country})" if country else f"{role} ({_(words.KINDS[assignment.kind])})"
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
