"""What the plan promised and what was achieved: objectives, indicators, targets, actuals and progress."""

from minga.results.achievement import Achievement, IndicatorState, achievement, indicator_state, series
from minga.results.calendar import ensure_periods, lock_period, open_period
from minga.results.checks import TABLES
from minga.results.model import PlanResults
from minga.results.reading import period_named, private_names, read_results
from minga.results.status import STATUSES, ActionState, action_state
from minga.results.verbs import approve_actuals, delete_row, return_actual, save_row, save_rows

__all__ = ["STATUSES", "TABLES", "Achievement", "ActionState", "IndicatorState", "PlanResults", "achievement",
           "action_state", "approve_actuals", "delete_row", "ensure_periods", "indicator_state", "lock_period",
           "open_period", "period_named", "private_names", "read_results", "return_actual", "save_row", "save_rows",
           "series"]
