"""The rows behind a figure as a file to take along."""

from __future__ import annotations

from typing import Any

from minga.results.achievement import IndicatorState
from minga.results.board import Board, answering
from minga.results.board_rows import (
    ACTIONS,
    INDICATORS,
    VALUES,
    Figure,
    Value,
    actions_behind,
    indicators_behind,
    values_behind,
)
from minga.results.status import ActionState
from minga_widgets.dashboard_words import direction_title, person_words

Json = dict[str, Any]

HEADERS = {
    ACTIONS: "plan_id period action_id direction code action status overdue due days_late responsibles review comment "
             "evidence",
    INDICATORS: "plan_id period indicator_id code indicator state actual target expected gap achievement formula "
                "pending returned comment",
    VALUES: "plan_id period indicator_id code indicator country dim_name dim_value value numerator denominator target "
            "status reported_at comment evidence",
}
"""Columns of the file, by the kind of rows; like those of the reports' own files where they say the same."""


def as_file(board: Board, behind: Figure) -> bytes:
    """The rows behind a figure as canonical CSV: comma, UTF-8, dot decimals, ISO dates, texts as written."""
    from minga.reports.writing import as_csv  # what it draws with is slow to import

    made = {ACTIONS: lambda: [_action_cells(board, s) for s in actions_behind(board, behind)],
            INDICATORS: lambda: [_indicator_cells(s) for s in indicators_behind(board, behind)],
            VALUES: lambda: [_value_cells(v) for v in values_behind(board, behind)]}[behind.of]()
    every = {"plan_id": board.plan.results.plan.plan_id, "period": board.period.period}
    return as_csv([every | row for row in made], HEADERS[behind.of])


def _action_cells(board: Board, state: ActionState) -> Json:
    action, waiting = state.action, board.waiting.get(state.action.action_id)
    return {"action_id": action.action_id, "direction": direction_title(board, action.direction_id),
            "code": action.code, "action": action.text, "status": state.status, "overdue": state.overdue,
            "due": state.due, "days_late": state.days_late,
            "responsibles": "; ".join(person_words(a) for a in answering(action)),
            "review": waiting.review if waiting else "", "comment": state.report.comment if state.report else "",
            "evidence": state.report.evidence if state.report else ""}


def _indicator_cells(state: IndicatorState) -> Json:
    made, ratio = state.indicator, state.achievement.ratio
    return {"indicator_id": made.indicator_id, "code": made.code, "indicator": made.title, "state": state.state,
            "actual": state.actual, "target": state.target, "expected": state.expected, "gap": state.gap,
            "achievement": None if ratio is None else round(ratio, 6), "formula": state.achievement.formula,
            "pending": state.pending, "returned": state.returned, "comment": state.comment}


def _value_cells(value: Value) -> Json:
    made, actual = value.indicator, value.actual
    told = {} if actual is None or actual.status == "draft" else {
        "value": actual.value, "numerator": actual.numerator, "denominator": actual.denominator,
        "reported_at": actual.reported_at, "comment": actual.comment, "evidence": actual.evidence}
    return {"indicator_id": made.indicator_id, "code": made.code, "indicator": made.title, "period": value.period,
            "country": value.country,
            "dim_name": value.dim_name, "dim_value": value.dim_value, "target": value.target,
            "value": None, "numerator": None, "denominator": None, "reported_at": None, "comment": "", "evidence": "",
            "status": actual.status if actual else ""} | told
