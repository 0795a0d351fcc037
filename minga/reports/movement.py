"""What moved since the previous period, what did not, and what cannot be known because nobody told."""

from __future__ import annotations

from dataclasses import dataclass

from minga.i18n import N_
from minga.reports.facts import Facts
from minga.reports.words import Look
from minga.results.status import CANCELLED, DELAYED, DONE, IN_PROGRESS, NO_DATA, NOT_STARTED, ActionState

FORWARD, BACK, SAME, NEW, UNKNOWN = "forward", "back", "same", "new", "unknown"
WAYS = {
    FORWARD: Look(N_("avanzó"), "↑", "#0072B2"),
    SAME: Look(N_("sigue igual"), "=", "#E3E6E9", "..."),
    BACK: Look(N_("retrocedió"), "↓", "#D55E00", "xxx"),
    NEW: Look(N_("ahora se informa"), "+", "#56B4E9", "///"),
    UNKNOWN: Look(N_("no se sabe"), "?", "#FFFFFF"),
}
_RANKS = {CANCELLED: -1, DELAYED: 0, NOT_STARTED: 1, IN_PROGRESS: 2, DONE: 3}


@dataclass(frozen=True)
class Move:
    """One action or indicator, then and now.

    Attributes:
        table: ``actions`` or ``indicators``.
        way: one of ``WAYS``; not known when it is not told now, new when it was not told then.
        before: a status, or a value in the indicator's unit; None when nobody told.
        after: the same, now.
    """

    table: str
    row_id: str
    way: str
    before: str | float | None
    after: str | float | None


def action_moves(facts: Facts) -> tuple[Move, ...]:
    """Every action, then and now; none when there is no period before."""
    return tuple(_action(facts.actions_before[s.action.action_id], s) for s in facts.actions
                 if s.action.action_id in facts.actions_before)


def _action(before: ActionState, now: ActionState) -> Move:
    then, today = (None if s.status == NO_DATA else s.status for s in (before, now))
    if then is None or today is None:
        way = UNKNOWN if today is None else NEW
    else:
        way = SAME if then == today else FORWARD if _RANKS[today] > _RANKS[then] else BACK
    return Move("actions", now.action.action_id, way, then, today)


def indicator_moves(facts: Facts) -> tuple[Move, ...]:
    """Every indicator that is told in numbers, then and now; none when there is no period before."""
    made = []
    for state in facts.indicators:
        before = facts.indicators_before.get(state.indicator.indicator_id)
        if before is None or state.indicator.measure == "qualitative":
            continue
        then, now = before.actual, state.actual
        way = UNKNOWN if now is None else NEW
        if then is not None and now is not None:
            better = now > then if state.indicator.ascending else now < then
            way = SAME if now == then else FORWARD if better else BACK
        made.append(Move("indicators", state.indicator.indicator_id, way, then, now))
    return tuple(made)


def counted(moves: tuple[Move, ...]) -> dict[str, int]:
    """How many went each way; every way is there, also with zero."""
    return {way: sum(move.way == way for move in moves) for way in WAYS}
