"""The rows behind a figure of the board: the number that is shown is the number of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from minga.results.achievement import STATES, IndicatorState
from minga.results.board import NOBODY, Board, answering, person_key
from minga.results.combine import rows_in
from minga.results.model import Actual, Assignment, Indicator, Period, Target
from minga.results.status import STATUSES, ActionState

ACTIONS, INDICATORS, VALUES = "actions", "indicators", "values"
KINDS = (ACTIONS, INDICATORS, VALUES)
OVERDUE, REVIEW = "overdue", "review"
"""Marks of actions besides their status: late, and with a report that waits for review."""

MARKS = {ACTIONS: (*STATUSES, OVERDUE, REVIEW), INDICATORS: STATES,
         VALUES: ("draft", "pending", "returned", "approved")}
"""What a figure may count, by the kind of its rows."""


@dataclass(frozen=True)
class Figure:
    """A number of the board, said by what it counts; an empty text does not narrow it.

    Attributes:
        of: ``actions``, ``indicators`` or ``values``.
        mark: one of ``MARKS`` of its kind.
        direction: id of the direction.
        person: key of who answers, or ``NOBODY``.
        country: ISO code of who answers, or of the value.
        row: id of one indicator.
    """

    of: str = ACTIONS
    mark: str = ""
    direction: str = ""
    person: str = ""
    country: str = ""
    row: str = ""


@dataclass(frozen=True)
class Value:
    """One value of an indicator in the period: of the whole, or of a country and a part.

    Attributes:
        period: the one it was told of; another than the board's where a year is read from its semesters.
        actual: what was reported; None when there is only a target, which is not zero.
        target: what was expected of that country and part; None when nothing was.
    """

    indicator: Indicator
    period: str = ""
    country: str = ""
    dim_name: str = ""
    dim_value: str = ""
    target: float | None = None
    actual: Actual | None = None


@dataclass(frozen=True)
class Hand:
    """What is in somebody's hands, in a country's, or in nobody's."""

    key: str
    name: str
    country: str
    kind: str
    actions: tuple[ActionState, ...]

    @property
    def overdue(self) -> int:
        """How many of them are late."""
        return sum(s.overdue for s in self.actions)


def figure_of(said: Any) -> Figure | None:
    """The figure that a page asks for; None when what it sent is no figure."""
    if not isinstance(said, Mapping):
        return None
    asked = {f.name: said.get(f.name, f.default) for f in fields(Figure)}
    if not all(isinstance(value, str) and len(value) <= 300 for value in asked.values()):
        return None
    figure = Figure(**asked)
    return figure if figure.of in KINDS and figure.mark in ("", *MARKS[figure.of]) else None


def actions_behind(board: Board, figure: Figure) -> tuple[ActionState, ...]:
    """The actions that a figure counts, in the order of the plan."""
    return tuple(s for s in board.actions if _counts(board, s, figure))


def indicators_behind(board: Board, figure: Figure) -> tuple[IndicatorState, ...]:
    """The indicators that a figure counts, those farthest behind first."""
    return tuple(s for s in board.indicators if figure.mark in ("", s.state)
                 and figure.row in ("", s.indicator.indicator_id))


def values_behind(board: Board, figure: Figure) -> tuple[Value, ...]:
    """The values of the period that a figure counts: the total first, then countries and parts.

    Without a mark, what has a target and no value is there too.
    """
    found: list[Value] = []
    for one in board.indicators:
        if figure.row in ("", one.indicator.indicator_id):
            found += _values(one.indicator, board.period)
    return tuple(v for v in found if figure.country in ("", v.country)
                 and (not figure.mark or (v.actual is not None and v.actual.status == figure.mark)))


def hands(board: Board) -> tuple[Hand, ...]:
    """Who answers for the actions: what is in nobody's hands first, then those with most that is late."""
    held: dict[str, tuple[Assignment, list[ActionState]]] = {}
    loose = []
    for state in board.actions:
        here = {person_key(a): a for a in answering(state.action)}
        for key, person in here.items():
            held.setdefault(key, (person, []))[1].append(state)
        if not here:
            loose.append(state)
    found = [Hand(key, a.name or a.as_written, a.country, a.kind, tuple(some)) for key, (a, some) in held.items()]
    if board.wish.person and board.wish.person != NOBODY:
        found = [one for one in found if one.key == board.wish.person]
    nobody = [Hand(NOBODY, "", "", "", tuple(loose))] if loose else []
    return (*nobody, *_fullest_first(found))


def countries(board: Board) -> tuple[Hand, ...]:
    """The actions that somebody of each country answers for, counted once for each country."""
    held: dict[str, list[ActionState]] = {}
    for state in board.actions:
        for code in {a.country for a in answering(state.action)} - {""}:
            held.setdefault(code, []).append(state)
    found = [Hand(code, "", code, "country", tuple(some)) for code, some in held.items()]
    return tuple(_fullest_first([one for one in found if board.wish.country in ("", one.key)]))


def _fullest_first(found: Iterable[Hand]) -> list[Hand]:
    return sorted(found, key=lambda h: (-h.overdue, -len(h.actions), h.name.casefold(), h.key))


def _counts(board: Board, state: ActionState, figure: Figure) -> bool:
    action, held = state.action, answering(state.action)
    return (_marked(board, state, figure.mark)
            and figure.direction in ("", action.direction_id)
            and figure.row in ("", action.action_id)
            and (not figure.country or any(a.country == figure.country for a in held))
            and (not figure.person or (not held if figure.person == NOBODY
                                       else any(person_key(a) == figure.person for a in held))))


def _marked(board: Board, state: ActionState, mark: str) -> bool:
    if mark == OVERDUE:
        return state.overdue
    if mark == REVIEW:
        return state.action.action_id in board.waiting
    return mark in ("", state.status)


def _values(indicator: Indicator, period: Period) -> list[Value]:
    """Targets and values of an indicator in a period, side by side; those that count are the ones it is read from."""
    def place(row: Target | Actual) -> tuple[str, str, str, str]:
        return row.period, row.country, row.dim_name, row.dim_value

    counting = [a for a in indicator.actuals if a.status == "approved"]
    others = [a for a in indicator.actuals if a.status != "approved"]
    aims = {place(t): t.value for t in rows_in(indicator.targets, period) if t.value is not None}
    told: dict[tuple[str, str, str, str], list[Actual]] = {}
    for actual in (*rows_in(counting, period), *rows_in(others, period)):
        told.setdefault(place(actual), []).append(actual)
    return [Value(indicator, *where, aims.get(where), actual)
            for where in sorted({*aims, *told}) for actual in told.get(where) or [None]]
