"""What the plan promised and what was achieved: objectives, indicators, targets, actuals and progress.

What changes a plan is imported when it is first used: a report only reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minga.results.achievement import Achievement, IndicatorState, achievement, by_gap, indicator_state, series
from minga.results.expected import Expected, expected_to_date, gap
from minga.results.model import PlanResults
from minga.results.naming import period_named
from minga.results.reading import private_names, read_results, results_of
from minga.results.status import STATUSES, ActionState, action_state

if TYPE_CHECKING:
    from minga.results.calendar import ensure_periods, lock_period, open_period
    from minga.results.checks import TABLES
    from minga.results.code_verbs import delete_code, save_code
    from minga.results.seeding import promises, seed_from_action, seed_indicator
    from minga.results.verbs import approve_actuals, delete_row, return_actual, save_row, save_rows

_HOMES = {
    "ensure_periods": "calendar", "lock_period": "calendar", "open_period": "calendar", "TABLES": "checks",
    "delete_code": "code_verbs", "save_code": "code_verbs", "promises": "seeding", "seed_from_action": "seeding",
    "seed_indicator": "seeding", "approve_actuals": "verbs", "delete_row": "verbs", "return_actual": "verbs",
    "save_row": "verbs", "save_rows": "verbs",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = ["STATUSES", "TABLES", "Achievement", "ActionState", "Expected", "IndicatorState", "PlanResults",
           "achievement", "action_state", "approve_actuals", "by_gap", "delete_code", "delete_row", "ensure_periods",
           "expected_to_date", "gap", "indicator_state", "lock_period", "open_period", "period_named",
           "private_names", "promises", "read_results", "results_of", "return_actual", "save_code", "save_row",
           "save_rows", "seed_from_action", "seed_indicator", "series"]
