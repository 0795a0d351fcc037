"""The state of an action at the close of a period, worked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.results.model import Action, Period, Progress
from minga.results.status import (
    STATUSES,
    action_state,
    active_in,
    approximate,
    count_by_status,
    elapsed,
    last_day,
    open_at,
)

S2_2017 = Period("2017-S2", date(2017, 7, 1), date(2017, 12, 31))
S1 = Period("2018-S1", date(2018, 1, 1), date(2018, 6, 30))
S2 = Period("2018-S2", date(2018, 7, 1), date(2018, 12, 31))
PRECISIONS = ("day", "third", "month", "quarter", "semester", "year", "none")


def action(*reports: Progress, **fields: object) -> Action:
    return Action("a1", progress=reports, **fields)


def reported(status: str, period: Period = S1) -> Progress:
    return Progress(period, status)


def state(made: Action, period: Period = S1) -> tuple[str, str, bool]:
    found = action_state(made, period)
    return found.status, found.basis, found.overdue


def test_a_report_of_the_period_is_believed() -> None:
    for status in ("done", "in_progress", "not_started", "cancelled"):
        assert state(action(reported(status))) == (status, "report", False)


def test_an_action_without_report_nor_date_has_no_data_and_is_not_late() -> None:
    assert state(action()) == ("no_data", "none", False)


def test_an_action_that_starts_after_the_period_has_not_started_by_its_schedule() -> None:
    assert state(action(starts=date(2018, 7, 1), ends=date(2018, 7, 31), precision="month")) == (
        "not_started", "schedule", False)


def test_a_late_action_in_progress_is_delayed_and_counts_its_days() -> None:
    # Ends 28 February; read on 30 June: 31 (March) + 30 (April) + 31 (May) + 30 (June) = 122 days.
    found = action_state(action(reported("in_progress"), ends=date(2018, 2, 28), precision="day"), S1)
    assert (found.status, found.overdue, found.days_late) == ("delayed", True, 122)


def test_a_late_action_that_nobody_reported_has_no_data_and_is_listed_as_overdue() -> None:
    assert state(action(ends=date(2018, 2, 28), precision="third")) == ("no_data", "none", True)


def test_done_and_cancelled_are_never_overdue() -> None:
    assert state(action(reported("done"), ends=date(2018, 2, 1), precision="day")) == ("done", "report", False)
    assert state(action(reported("cancelled"), ends=date(2018, 2, 1))) == ("cancelled", "report", False)


def test_what_was_done_before_stays_done_and_what_was_going_on_before_is_unknown_now() -> None:
    assert state(action(reported("done", S1)), S2) == ("done", "earlier_report", False)
    assert state(action(reported("in_progress", S1)), S2) == ("no_data", "none", False)


def test_a_later_report_does_not_reach_back() -> None:
    assert state(action(reported("done", S2)), S1) == ("no_data", "none", False)


def test_an_action_taken_up_again_is_not_done_any_more() -> None:
    assert state(action(reported("done", S1), reported("in_progress", S2)), S2) == ("in_progress", "report", False)


def test_a_report_of_a_quarter_counts_in_its_semester() -> None:
    quarter = Period("2018-Q1", date(2018, 1, 1), date(2018, 3, 31))
    assert state(action(reported("in_progress", quarter))) == ("in_progress", "report", False)


def test_an_action_reported_as_delayed_without_a_date_is_overdue_without_days() -> None:
    found = action_state(action(reported("delayed")), S1)
    assert (found.overdue, found.days_late) == (True, None)


def test_the_last_day_is_still_on_time_and_is_said() -> None:
    found = action_state(action(reported("in_progress"), ends=date(2018, 6, 30), precision="day"), S1)
    assert (found.status, found.overdue, found.closes_today) == ("in_progress", False, True)


def test_an_open_ended_action_is_never_late() -> None:
    made = action(reported("in_progress"), starts=date(2018, 1, 1), ends=date(2018, 1, 31), open_ended=True,
                  precision="month")
    assert last_day(made) is None
    assert state(made, S1) == ("in_progress", "report", False)


@pytest.mark.parametrize(("ends", "precision", "last"), [
    (date(2018, 2, 20), "third", date(2018, 2, 20)),
    (date(2018, 2, 21), "third", date(2018, 2, 28)),
    (date(2020, 2, 25), "third", date(2020, 2, 29)),
    (date(2018, 6, 1), "month", date(2018, 6, 30)),
    (date(2018, 5, 1), "quarter", date(2018, 6, 30)),
    (date(2018, 7, 1), "semester", date(2018, 12, 31)),
    (date(2018, 1, 1), "year", date(2018, 12, 31)),
    (date(2018, 3, 15), "day", date(2018, 3, 15)),
])
def test_an_approximate_date_is_on_time_until_its_last_possible_day(
        ends: date, precision: str, last: date) -> None:
    assert last_day(action(ends=ends, precision=precision)) == last


DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(ends=DAYS, precision=st.sampled_from(PRECISIONS), open_ended=st.booleans())
def test_approximating_never_brings_the_last_day_forward(ends: date, precision: str, open_ended: bool) -> None:
    last = last_day(action(ends=ends, precision=precision, open_ended=open_ended))
    assert (last is None) == open_ended
    assert last is None or (last >= ends and last.year == ends.year)


@given(starts=st.none() | DAYS, ends=st.none() | DAYS, precision=st.sampled_from(PRECISIONS),
       open_ended=st.booleans(), reports=st.lists(st.tuples(
           st.sampled_from([S2_2017, S1, S2]),
           st.sampled_from(["done", "in_progress", "not_started", "delayed", "cancelled"])), max_size=3))
def test_every_action_has_exactly_one_status_and_lateness_agrees_with_it(
        starts: date | None, ends: date | None, precision: str, open_ended: bool,
        reports: list[tuple[Period, str]]) -> None:
    made = action(*(Progress(p, s) for p, s in reports), starts=starts, ends=ends, precision=precision,
                  open_ended=open_ended)
    found = action_state(made, S1)
    assert sum(count_by_status([found]).values()) == 1
    assert found.status in STATUSES
    assert not (found.overdue and found.status in ("done", "cancelled", "not_started", "in_progress"))
    assert (found.days_late is not None) == (found.overdue and found.due is not None and found.due < S1.ends)
    assert found.days_late is None or found.days_late > 0


@given(day=DAYS)
def test_the_elapsed_part_of_a_period_grows_from_zero_to_one(day: date) -> None:
    part = elapsed(S1, day)
    assert 0 <= part <= 1
    assert part <= elapsed(S1, day + timedelta(days=1))
    assert elapsed(S1, S1.ends) == 1
    assert elapsed(S1, S2_2017.ends) == 0


def test_an_action_is_active_in_the_periods_its_schedule_touches() -> None:
    assert active_in(action(starts=date(2018, 6, 1), ends=date(2018, 6, 1), precision="month"), S1)
    assert not active_in(action(starts=date(2018, 6, 1), ends=date(2018, 6, 1), precision="month"), S2)
    assert active_in(action(starts=date(2018, 1, 1), open_ended=True), S2)
    assert not active_in(action(), S1)


@pytest.mark.parametrize(("phrase", "precision", "about"), [
    ("Finales de febrero 2018", "third", True),
    ("Finales de 2019", "quarter", True),
    ("Primer trimestre de 2019", "quarter", False),   # its days are known, though they are many
    ("Junio de 2018", "month", False),
    ("Durante el año 2018", "year", False),
    ("Finales de febrero 2018", "day", False),        # somebody set the days by hand
    ("Cuando se pueda", "third", True),
    ("", "none", False),
])
def test_only_vague_words_make_days_approximate(phrase: str, precision: str, about: bool) -> None:
    assert approximate(phrase, precision) is about


@pytest.mark.parametrize(("status", "goes_on"), [
    ("in_progress", True), ("not_started", True), ("done", False), ("cancelled", False)])
def test_an_open_ended_action_goes_on_until_it_is_closed(status: str, goes_on: bool) -> None:
    assert open_at(action_state(action(reported(status), starts=date(2018, 1, 1), open_ended=True), S2)) is goes_on
    assert open_at(action_state(action(reported(status), ends=date(2018, 3, 1)), S2)) is False
