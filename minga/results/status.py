"""The state of an action at the close of a period: pure arithmetic on its reports and its schedule.

Three things are never mixed up: what was reported, what the schedule says, and what nobody has said. Only
approved reports count.
An action whose day has passed and about which nobody reported has *no data*, and is listed as overdue.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from minga.periods import Quarter, Semester
from minga.results.model import Action, Period, Progress
from minga.schedules import understand

DONE, IN_PROGRESS, NOT_STARTED = "done", "in_progress", "not_started"
DELAYED, CANCELLED, NO_DATA = "delayed", "cancelled", "no_data"
STATUSES = (DONE, IN_PROGRESS, NOT_STARTED, DELAYED, CANCELLED, NO_DATA)
"""The order in which statuses are shown."""

_FINAL = (DONE, CANCELLED)


@dataclass(frozen=True)
class ActionState:
    """How an action stands.

    Attributes:
        status: one of ``STATUSES``.
        basis: where the status comes from: ``report`` (of this period), ``earlier_report`` (finished or
            cancelled before), ``schedule`` (it starts later) or ``none``.
        due: last day on which it can still be on time; None when there is no end.
        overdue: late by its date or by its own report, and neither done nor cancelled.
        days_late: days from ``due`` to the day of the reading; None when the date is not what makes it late.
        closes_today: its last day is the day of the reading and it is still open.
        report: the report the status comes from.
        waiting: how many reports of the period are still to be approved; they do not count yet.
    """

    action: Action
    status: str
    basis: str
    due: date | None
    overdue: bool
    days_late: int | None
    closes_today: bool
    report: Progress | None
    waiting: int = 0


def action_state(action: Action, period: Period, as_of: date | None = None) -> ActionState:
    """The state of an action in a period, read on a day (the last of the period when None)."""
    today = as_of or period.ends
    report, basis = _report_in_force(action, period)
    due = last_day(action)
    past = due is not None and due < today
    if report is None:
        later = action.starts is not None and action.starts > today
        status, basis = (NOT_STARTED, "schedule") if later else (NO_DATA, "none")
    else:
        status = report.status
        if past and status in (IN_PROGRESS, NOT_STARTED):
            status = DELAYED
    late = status == DELAYED or (status == NO_DATA and past)
    return ActionState(
        action=action, status=status, basis=basis, due=due, overdue=late,
        days_late=(today - due).days if late and past and due else None,
        closes_today=due == today and status not in _FINAL, report=report,
        waiting=sum(p.review == "pending" and p.period.ends >= period.starts and p.period.ends <= period.ends
                    for p in action.progress),
    )


def _report_in_force(action: Action, period: Period) -> tuple[Progress | None, str]:
    """The newest approved report inside the period; else an earlier one, if it closed the action."""
    known = [p for p in action.progress if p.period.ends <= period.ends and p.review == "approved"]
    if not known:
        return None, "none"
    newest = max(known, key=lambda p: (p.period.ends, p.period.starts))
    if newest.period.ends >= period.starts:
        return newest, "report"
    return (newest, "earlier_report") if newest.status in _FINAL else (None, "none")


def last_day(action: Action) -> date | None:
    """Last day on which an action is still on time.

    An approximate date gives the benefit of the doubt: «junio de 2018» is not late before 30 June. An
    action without an end (open-ended, or only its start is known) is never late by its date.
    """
    if action.open_ended or action.ends is None:
        return None
    day = action.ends
    if action.precision == "third":
        ends_of_thirds = (10, 20, calendar.monthrange(day.year, day.month)[1])
        return day.replace(day=next(end for end in ends_of_thirds if end >= day.day))
    if action.precision == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if action.precision == "quarter":
        return Quarter.of(day).ends
    if action.precision == "semester":
        return Semester.of(day).ends
    if action.precision == "year":
        return date(day.year, 12, 31)
    return day


def approximate(phrase: str, precision: str) -> bool:
    """Whether the days of a schedule are ours because its words were vaguer (principios, mediados, finales).

    Args:
        phrase: the schedule as written.
        precision: of the days that were accepted; when it is not the phrase's, somebody set the days by hand.
    """
    read = understand(phrase)
    return read.approximate if read.precision == precision else precision == "third"


def open_at(state: ActionState) -> bool:
    """Whether an action still goes on without an end; one that was finished or cancelled does not."""
    return last_day(state.action) is None and state.status not in _FINAL


def awaited_in(action: Action, period: Period) -> bool:
    """Whether somebody should report on an action in a period: it has begun, and was not closed before.

    Where this is False and nobody reported, there is nothing to tell, which is neither missing nor zero.
    """
    if action.starts is not None and action.starts > period.ends:
        return False
    before = [p for p in action.progress if p.period.ends < period.starts and p.review == "approved"]
    newest = max(before, key=lambda p: (p.period.ends, p.period.starts), default=None)
    return newest is None or newest.status not in _FINAL


def active_in(action: Action, period: Period) -> bool:
    """Whether the schedule of an action touches a period; False when it has no date at all."""
    if action.starts is None and action.ends is None:
        return False
    starts = action.starts or action.ends
    ends = last_day(action) or date.max
    return starts is not None and starts <= period.ends and ends >= period.starts


def count_by_status(states: list[ActionState]) -> dict[str, int]:
    """How many actions stand in each status; every status is there, also with zero."""
    return {status: sum(s.status == status for s in states) for status in STATUSES}


def elapsed(period: Period, as_of: date) -> float:
    """The part of a period that has passed at the end of a day, from 0 to 1."""
    total = (period.ends - period.starts + timedelta(days=1)).days
    passed = (as_of - period.starts + timedelta(days=1)).days
    return min(1.0, max(0.0, passed / total))
