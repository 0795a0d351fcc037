"""What the plan promised and what was achieved: objectives, indicators, targets, actuals and progress."""

from minga.results.achievement import Achievement, IndicatorState, achievement, by_gap, indicator_state, series
from minga.results.calendar import ensure_periods, lock_period, open_period
from minga.results.checks import TABLES
from minga.results.code_verbs import delete_code, save_code
from minga.results.expected import Expected, expected_to_date, gap
from minga.results.model import PlanResults
from minga.results.naming import period_named
from minga.results.reading import private_names, read_results, results_of
from minga.results.seeding import promises, seed_from_action, seed_indicator
from minga.results.status import STATUSES, ActionState, action_state
from minga.results.verbs import approve_actuals, delete_row, return_actual, save_row, save_rows

__all__ = ["STATUSES", "TABLES", "Achievement", "ActionState", "Expected", "IndicatorState", "PlanResults",
           "achievement", "action_state", "approve_actuals", "by_gap", "delete_code", "delete_row", "ensure_periods",
           "expected_to_date", "gap", "indicator_state", "lock_period", "open_period", "period_named",
           "private_names", "promises", "read_results", "results_of", "return_actual", "save_code", "save_row",
           "save_rows", "seed_from_action", "seed_indicator", "series"]
