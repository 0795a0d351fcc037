"""The state of a plan as somebody looks at it: one period read on one day, narrowed to a choice.

Pure arithmetic on what ``board_reading`` read; ``board_rows`` says which rows are behind each figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from minga.folding import fold
from minga.periods import Semester
from minga.results.achievement import IndicatorState, by_gap, indicator_state
from minga.results.board_reading import BoardPlan
from minga.results.model import Action, Assignment, Indicator, Period, Progress
from minga.results.reviewing_waiting import named
from minga.results.status import DONE, ActionState, action_state

NOBODY = "nobody"
"""The key of «no one answers for it», among the keys of people."""


@dataclass(frozen=True)
class Wish:
    """What somebody chose to look at; an empty text is everything, and for the period the one in course.

    Attributes:
        direction: id of a direction.
        country: ISO code.
        person: a key of ``person_key``, or ``NOBODY``.
        period: as written (``2018-S1``).
    """

    direction: str = ""
    country: str = ""
    person: str = ""
    period: str = ""


@dataclass(frozen=True)
class Board:
    """A plan, narrowed to a choice, in one period, read on one day.

    Attributes:
        wish: the choice as it was understood: what the plan does not have is left out of it.
        as_of: the day of the reading: today, or the last day of a period that ended.
        actions: the state of every action of the choice, in the order of the plan.
        indicators: the state of every indicator of the choice; those farthest behind first.
        elsewhere: indicators of the choice that have neither target nor value in the chosen country.
    """

    plan: BoardPlan
    wish: Wish
    period: Period
    as_of: date
    actions: tuple[ActionState, ...] = ()
    indicators: tuple[IndicatorState, ...] = ()
    elsewhere: int = 0

    @cached_property
    def waiting(self) -> dict[str, Progress]:
        """Reports of the period, by action, that were sent or given back and do not count yet."""
        return {s.action.action_id: p for s in self.actions for p in s.action.progress
                if p.review in ("pending", "returned")
                and p.period.starts >= self.period.starts and p.period.ends <= self.period.ends}

    @cached_property
    def earlier(self) -> Period | None:
        """The period as long as this one that ended last before it."""
        before = [p for p in same_kind(self.plan.results.periods, self.period) if p.ends < self.period.starts]
        return before[-1] if before else None

    @cached_property
    def done_earlier(self) -> int:
        """How many of these actions were done at the close of the earlier period."""
        earlier = self.earlier
        return sum(action_state(s.action, earlier).status == DONE for s in self.actions) if earlier else 0

    @property
    def open(self) -> bool:
        """Whether the period has not ended on the day of the reading."""
        return self.as_of < self.period.ends


def board_of(plan: BoardPlan, wish: Wish, today: date) -> Board:
    """The board of a choice on a day."""
    period = _chosen(plan, wish.period, today)
    wish = replace(_understood(plan, wish), period=period.period)
    as_of = min(today, period.ends)
    actions = [a for a in plan.results.actions if _wanted(a, wish)]
    mine = {a.action_id for a in actions}
    chosen = [i for i in plan.results.indicators if _concerns(plan, i, wish, mine)]
    here = [narrowed(i, wish.country) for i in chosen]
    spoken = [i for i in here if not wish.country or i.targets or i.actuals]
    periods = same_kind(plan.results.periods, period)
    return Board(plan, wish, period, as_of, tuple(action_state(a, period, as_of) for a in actions),
                 tuple(sorted((indicator_state(i, period, periods, as_of) for i in spoken), key=by_gap)),
                 len(here) - len(spoken))


def current_period(plan: BoardPlan, today: date) -> Period:
    """The last period that has begun and of which something counts; else the last one that has begun.

    On the first day of a semester nobody has reported yet: what the plan stands at is what it closed with.
    """
    periods = plan.results.periods
    begun = [p for p in periods if p.starts <= today]
    known = {a.period for i in plan.results.indicators for a in i.actuals if a.status == "approved"}
    known |= {p.period.period for a in plan.results.actions for p in a.progress if p.review == "approved"}
    told = [p for p in begun if p.period in known]
    if told or begun:
        return (told or begun)[-1]
    return periods[0] if periods else _semester(today, plan.results.plan.fiscal_start)


def narrowed(indicator: Indicator, country: str) -> Indicator:
    """An indicator as one country has it; as it is when no country is given.

    The baseline and the target of the plan speak of the whole and say nothing of a part of it.
    """
    if not country:
        return indicator
    return replace(indicator, baseline_value=None, target_total=None,
                   targets=tuple(t for t in indicator.targets if t.country == country),
                   actuals=tuple(a for a in indicator.actuals if a.country == country))


def answering(action: Action) -> list[Assignment]:
    """Who answers for an action: not those who said no, and those who only support where there is nobody else."""
    here = [a for a in action.assignments if a.accepted is not False]
    return [a for a in here if a.role != "supports"] or here


def person_key(assignment: Assignment) -> str:
    """The same for the same person, group or organisation, however their name was accented."""
    name = assignment.name or assignment.as_written
    return f"{assignment.kind}:{fold(name) or name.replace(':', ' ')}:{assignment.country}"


def same_kind(periods: Iterable[Period], period: Period) -> tuple[Period, ...]:
    """The periods as long as one, this one among them, in time order: semesters are compared with semesters."""
    others = [p for p in periods if p.period[4:6] == period.period[4:6] and p.period != period.period]
    return tuple(sorted([*others, period], key=lambda p: (p.ends, p.starts)))


def direction_of(plan: BoardPlan, indicator: Indicator) -> str:
    """The direction that an indicator measures, by its objective or its result; empty when there is none."""
    result = next((r for r in plan.results.results if r.result_id == indicator.result_id), None)
    wanted = indicator.objective_id or (result.objective_id if result else None)
    objective = next((o for o in plan.results.objectives if o.objective_id == wanted), None)
    return (objective.direction_id if objective else None) or (result.direction_id if result else None) or ""


def _chosen(plan: BoardPlan, text: str, today: date) -> Period:
    known = {p.period: p for p in plan.results.periods}
    return known.get(text) or current_period(plan, today)


def _semester(today: date, fiscal_start: int) -> Period:
    semester = Semester.of(today, fiscal_start)
    return Period(str(semester), semester.starts, semester.ends)


def _understood(plan: BoardPlan, wish: Wish) -> Wish:
    """The choice without what the plan does not have: an address may be old, or made up."""
    people = {NOBODY, *people_of(plan)}
    return Wish(direction=wish.direction if wish.direction in {d.direction_id for d in plan.results.directions} else "",
                country=wish.country if wish.country in countries_of(plan) else "",
                person=wish.person if wish.person in people else "")


def people_of(plan: BoardPlan) -> dict[str, Assignment]:
    """Everybody who answers for an action of the plan, by key, as they are written first."""
    found: dict[str, Assignment] = {}
    for action in plan.results.actions:
        for assignment in answering(action):
            found.setdefault(person_key(assignment), assignment)
    return found


def countries_of(plan: BoardPlan) -> frozenset[str]:
    """Every country that the plan speaks of: its own, those who answer, and those of targets and values."""
    said = {p.country for a in plan.results.actions for p in a.assignments}
    said |= {row.country for i in plan.results.indicators for row in (*i.targets, *i.actuals)}
    return frozenset((said | set(plan.results.plan.countries)) - {""})


def _wanted(action: Action, wish: Wish) -> bool:
    hands = answering(action)
    return ((not wish.direction or action.direction_id == wish.direction)
            and (not wish.country or any(p.country == wish.country for p in hands))
            and (not wish.person or (not hands if wish.person == NOBODY
                                     else any(person_key(p) == wish.person for p in hands))))


def _concerns(plan: BoardPlan, indicator: Indicator, wish: Wish, mine: set[str]) -> bool:
    """Whether an indicator belongs to the choice: by its direction or by the actions that deliver to it."""
    fed = plan.delivers.get(indicator.indicator_id, frozenset())
    if wish.person:
        told = (not named(indicator.responsible) if wish.person == NOBODY
                else _informs(wish.person, indicator.responsible))
        if not told and (wish.person == NOBODY or not fed & mine):
            return False
    if not wish.direction:
        return True
    own = {a.action_id for a in plan.results.actions if a.direction_id == wish.direction}
    return direction_of(plan, indicator) == wish.direction or bool(fed & own)


def _informs(person: str, informers: str) -> bool:
    """Whether those who inform, as written, are or include somebody; without a country it is the name that counts."""
    _kind, name, country = person.split(":")
    return any(fold(one.name) == name and one.country in ("", country) for one in named(informers))
