"""The state of a plan as somebody looks at it: one period read on one day, narrowed to a choice.

Pure arithmetic on what ``board_reading`` read; ``board_rows`` says which rows are behind each figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from minga.folding import fold
from minga.periods import Semester
from minga.results.achievement import IndicatorState, indicator_state
from minga.results.board_reading import BoardPlan, Waiting
from minga.results.expected import Expected, expected_to_date, gap
from minga.results.model import Action, Assignment, Indicator, Period
from minga.results.reading import period_named
from minga.results.status import ActionState, action_state

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
class Measured:
    """An indicator on the board: its state, and what could be expected of it by the day of the reading.

    Attributes:
        gap: how far behind what was expected, as a part of the way to the target; None without value or target.
    """

    state: IndicatorState
    expected: Expected
    gap: float | None

    @property
    def indicator(self) -> Indicator:
        """The indicator itself, narrowed to the chosen country."""
        return self.state.indicator


@dataclass(frozen=True)
class Board:
    """A plan, narrowed to a choice, in one period, read on one day.

    Attributes:
        wish: the choice as it was understood: what the plan does not have is left out of it.
        as_of: the day of the reading: today, or the last day of a period that ended.
        actions: the state of every action of the choice, in the order of the plan.
        indicators: every indicator of the choice; those furthest behind first.
        elsewhere: indicators of the choice that have neither target nor value in the chosen country.
    """

    plan: BoardPlan
    wish: Wish
    period: Period
    as_of: date
    actions: tuple[ActionState, ...] = ()
    indicators: tuple[Measured, ...] = ()
    elsewhere: int = 0

    @cached_property
    def waiting(self) -> dict[str, Waiting]:
        """Reports of the period, by action, that were sent or given back and do not count yet."""
        return {w.action_id: w for w in self.plan.waiting if w.period == self.period.period and w.review != "draft"}

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
                 tuple(sorted((_measured(i, period, periods, as_of) for i in spoken), key=_furthest_first)),
                 len(here) - len(spoken))


def current_period(plan: BoardPlan, today: date) -> Period:
    """The last period that has begun and of which something counts; else the last one that has begun.

    On the first day of a semester nobody has reported yet: what the plan stands at is what it closed with.
    """
    periods = plan.results.periods
    begun = [p for p in periods if p.starts <= today]
    known = {a.period for i in plan.results.indicators for a in i.actuals if a.status == "approved"}
    known |= {p.period.period for a in plan.results.actions for p in a.progress}
    told = [p for p in begun if p.period in known]
    if told or begun:
        return (told or begun)[-1]
    return periods[0] if periods else _semester(today)


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
    """Who answers for an action; those who said no do not."""
    return [a for a in action.assignments if a.accepted is not False]


def person_key(assignment: Assignment) -> str:
    """The same for the same person, group or organisation, however their name was accented."""
    return f"{assignment.kind}:{fold(assignment.name or assignment.as_written)}:{assignment.country}"


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


def _semester(today: date) -> Period:
    semester = Semester.of(today)
    return period_named(str(semester)) or Period(str(semester), semester.starts, semester.ends)


def _understood(plan: BoardPlan, wish: Wish) -> Wish:
    """The choice without what the plan does not have: an address may be old, or made up."""
    people = {person_key(p) for a in plan.results.actions for p in answering(a)} | {NOBODY}
    return Wish(direction=wish.direction if wish.direction in {d.direction_id for d in plan.results.directions} else "",
                country=wish.country if wish.country in countries_of(plan) else "",
                person=wish.person if wish.person in people else "")


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
        informer = plan.informers.get(indicator.indicator_id, "")
        told = not informer if wish.person == NOBODY else _named_in(wish.person, informer)
        if not told and (wish.person == NOBODY or not fed & mine):
            return False
    if not wish.direction:
        return True
    own = {a.action_id for a in plan.results.actions if a.direction_id == wish.direction}
    return direction_of(plan, indicator) == wish.direction or bool(fed & own)


def _named_in(person: str, informer: str) -> bool:
    """Whether who informs, as written, names somebody: all the words of the name, next to each other."""
    name = person.split(":")[1]
    return bool(name) and f" {name} " in f" {fold(informer)} "


def _measured(indicator: Indicator, period: Period, periods: Sequence[Period], as_of: date) -> Measured:
    state = indicator_state(indicator, period, periods, as_of)
    expected = expected_to_date(indicator, period, as_of, periods)
    return Measured(state, expected, gap(indicator, state.actual, expected))


def _furthest_first(one: Measured) -> tuple[int, float]:
    """By the gap; then those without a value, then those without a target."""
    if one.gap is not None:
        return 0, -one.gap
    return (1 if one.state.target is not None else 2), 0.0
