"""The figures of the dashboard as plain data: each says its number, its mark, and which rows are behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.reports import words
from minga.results.achievement import STATES, IndicatorState, series
from minga.results.board import NOBODY, Board, answering, same_kind
from minga.results.board_rows import ACTIONS, INDICATORS, OVERDUE, REVIEW, VALUES, Figure, Hand, values_behind
from minga.results.status import STATUSES, ActionState, count_by_status
from minga_widgets.dashboard_words import (
    LATE,
    direction_title,
    expected_words,
    hand_name,
    indicator_look,
    indicator_title,
    look,
    period_label,
    reached_words,
    value_words,
    waiting_words,
)

Json = dict[str, Any]

_WAITS = words.Look("", "…", "#F0E442")
_UNHELD = words.Look("", "∅", "#E3E6E9", "---")


def figure(of: str, **narrowed: str) -> Json:
    """What a page sends back to ask for the rows behind a number; only what narrows it."""
    return {key: value for key, value in asdict(Figure(of, **narrowed)).items() if value}


def _number(n: int, said: str, mark: words.Look, behind: Json) -> Json:
    """A number with what it counts; the words do not repeat it."""
    return {"n": n, "words": said.replace(str(n), "", 1).strip(), "look": look(mark) | {"word": ""}, "figure": behind}


def action_tiles(board: Board) -> list[Json]:
    """How many actions stand in each status, then what asks for attention."""
    if not board.actions:
        return []
    counts = count_by_status(list(board.actions))
    late = sum(s.overdue for s in board.actions)
    loose = sum(not answering(s.action) for s in board.actions)
    waiting = sum(s.action.action_id in board.waiting for s in board.actions)
    tiles = [_number(counts[s], words.counted(s, counts[s]), words.ACTIONS[s], figure(ACTIONS, mark=s))
             for s in STATUSES]
    more = [(late, _("fuera de plazo"), LATE, figure(ACTIONS, mark=OVERDUE)),
            (loose, _("sin responsable"), _UNHELD, figure(ACTIONS, person=NOBODY)),
            (waiting, _("con un informe por revisar"), _WAITS, figure(ACTIONS, mark=REVIEW))]
    return tiles + [_number(n, said, mark, behind) for n, said, mark, behind in more if n]


def indicator_tiles(board: Board) -> list[Json]:
    """How many indicators stand in each state that occurs, then the values that do not count yet."""
    if not board.indicators:
        return []
    tiles = []
    for state in STATES:
        n = sum(s.state == state for s in board.indicators)
        if n:
            tiles.append(_number(n, str(indicator_look(state)), indicator_look(state), figure(INDICATORS, mark=state)))
    for mark in ("pending", "returned"):
        n = len(values_behind(board, Figure(VALUES, mark)))
        said = {"pending": ngettext("{n} valor por aprobar", "{n} valores por aprobar", n),
                "returned": ngettext("{n} valor devuelto", "{n} valores devueltos", n)}[mark]
        if n:
            tiles.append(_number(n, said.format(n=n), _WAITS, figure(VALUES, mark=mark)))
    return tiles


def bars(board: Board) -> list[Json]:
    """The actions of each direction by status; directions without any action of the choice are left out."""
    found = []
    for direction in board.plan.results.directions:
        states = [s for s in board.actions if s.action.direction_id == direction.direction_id]
        if states:
            key = direction.direction_id
            found.append({"key": key, "title": direction_title(board, key), **_parts(states, direction=key)})
    return found


def held(hands: Iterable[Hand]) -> list[Json]:
    """The actions in each one's hands by status."""
    found = []
    for one in hands:
        narrowing = {"country": one.key} if one.kind == "country" else {"person": one.key}
        found.append({"key": one.key, "title": hand_name(one), **_parts(list(one.actions), **narrowing)})
    return found


def _parts(states: list[ActionState], **narrowing: str) -> Json:
    """Some actions as one bar: the whole, each status that occurs, and how many of them are late."""
    counts = count_by_status(states)
    parts = [_number(counts[s], words.counted(s, counts[s]), words.ACTIONS[s], figure(ACTIONS, mark=s, **narrowing))
             for s in STATUSES if counts[s]]
    late = sum(s.overdue for s in states)
    return {"n": len(states), "words": words.actions(len(states)), "figure": figure(ACTIONS, **narrowing),
            "parts": parts, "late": _number(late, ngettext("{n} fuera de plazo", "{n} fuera de plazo", late).format(
                n=late), LATE, figure(ACTIONS, mark=OVERDUE, **narrowing)) if late else None}


def bullets(board: Board) -> list[Json]:
    """Each indicator against its target, those farthest behind first."""
    return [_bullet(board, state) for state in board.indicators]


def _bullet(board: Board, state: IndicatorState) -> Json:
    made = state.indicator
    before = _before(board, state)
    return {"key": made.indicator_id, "title": indicator_title(made), "look": look(indicator_look(state.state)),
            "reached": reached_words(state), "expected": expected_words(state), "before": before,
            "waiting": waiting_words(state), "track": track(state),
            "figure": figure(VALUES, row=made.indicator_id)}


def _before(board: Board, state: IndicatorState) -> str:
    """The last value before this period, with its period."""
    periods = [p for p in same_kind(board.plan.results.periods, board.period) if p.ends < board.period.ends]
    known = [point for point in series(state.indicator, periods) if point.actual is not None]
    if not known:
        return ""
    return _("antes: {value} ({period})").format(
        value=value_words(known[-1].actual, state.indicator.measure), period=period_label(known[-1].period))


def track(state: IndicatorState) -> Json:
    """Where the bar of an indicator ends and where its marks stand, in hundredths of its width; empty without any.

    The scale begins at zero, or lower where a value is below it, and ends at the largest of the four.
    """
    marks = {"value": state.actual, "target": state.target, "expected": state.expected,
             "base": state.indicator.baseline_value}
    known = [v for v in marks.values() if v is not None]
    if state.actual is None and state.target is None:
        return {}
    low, high = min(0.0, *known), max(0.0, *known)
    width = (high - low) or 1.0
    places = {name: round(100 * (v - low) / width, 2) for name, v in marks.items() if v is not None}
    if places.get("expected") == places.get("target"):
        places.pop("expected", None)
    return places | {"zero": round(100 * (0.0 - low) / width, 2)}
