"""When a report is due: days of grace, fiscal years, and whose midnight it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import InputError
from minga.results.model import Period
from minga.runs.calendar import Calendar, calendar_of, is_period, periods_of

FIRST = Period("2018-S1", date(2018, 1, 1), date(2018, 6, 30))
SECOND = Period("2018-S2", date(2018, 7, 1), date(2018, 12, 31))


def named(plan: dict[str, object], *declared: Period) -> list[str]:
    rows = [{"period": p.period, "starts": p.starts, "ends": p.ends, "status": "open"} for p in declared]
    return [p.period for p in periods_of(plan, rows)]


@pytest.mark.parametrize(("period", "day"), [(FIRST, date(2018, 7, 15)), (SECOND, date(2019, 1, 15))])
def test_with_fifteen_days_of_grace_a_semester_is_due_on_the_fifteenth(period: Period, day: date) -> None:
    assert Calendar().due_on(period) == day


def test_without_grace_a_report_is_due_the_day_after_the_end_and_never_before() -> None:
    assert Calendar(grace_days=0).due_on(FIRST) == date(2018, 7, 1)


@given(st.dates(), st.integers(0, 10**9))
def test_no_report_is_due_before_its_period_is_over(ends: date, grace: int) -> None:
    due = Calendar(grace_days=grace).due_on(Period("x", date.min, ends))
    assert due > ends or due == date.max


def test_midnight_is_where_the_people_of_the_plan_live() -> None:
    moment = datetime(2018, 7, 15, 3, 0, tzinfo=UTC)
    assert Calendar(time_zone="America/Bogota").today(moment) == date(2018, 7, 14)
    assert Calendar(time_zone="Europe/Madrid").today(moment) == date(2018, 7, 15)


@pytest.mark.parametrize("zone", ["America/Macondo", "../../etc/passwd", "Bogotá", "\x00", "America"])
def test_a_time_zone_that_is_none_is_said_with_what_was_expected(zone: str) -> None:
    with pytest.raises(InputError, match="zona horaria") as wrong:
        Calendar(time_zone=zone).today(datetime(2018, 1, 1, tzinfo=UTC))
    assert wrong.value.faults[0].column == "time_zone"


def test_a_row_that_says_nothing_has_the_usual_calendar_and_zero_days_are_zero() -> None:
    assert calendar_of({}) == Calendar(1, 15, "")
    assert calendar_of({"fiscal_start": 7, "grace_days": 0, "time_zone": "America/Lima"}) == Calendar(
        7, 0, "America/Lima")


def test_people_are_reminded_after_the_end_while_the_period_is_open_and_not_long_past_its_grace() -> None:
    usual = Calendar()
    assert not usual.waited_for(FIRST, date(2018, 6, 30))
    assert usual.waited_for(FIRST, date(2018, 7, 1))
    assert usual.waited_for(FIRST, date(2018, 7, 15) + timedelta(days=30))
    assert not usual.waited_for(FIRST, date(2018, 7, 15) + timedelta(days=31))
    assert not usual.waited_for(Period("2018-S1", FIRST.starts, FIRST.ends, locked=True), date(2018, 7, 1))


def test_periods_are_those_declared_and_the_semesters_in_between() -> None:
    plan = {"starts": date(2018, 3, 1), "ends": date(2019, 2, 1)}
    assert named(plan) == ["2018-S1", "2018-S2", "2019-S1"]
    assert named(plan, SECOND) == ["2018-S1", "2018-S2", "2019-S1"]
    assert named({}, FIRST) == ["2018-S1"]
    assert named({}) == []


def test_a_plan_that_declares_quarters_alone_is_reported_on_by_quarter() -> None:
    quarter = Period("2018-Q1", date(2018, 1, 1), date(2018, 3, 31))
    assert named({"starts": date(2018, 1, 1), "ends": date(2018, 12, 31)}, quarter) == ["2018-Q1"]


def test_a_fiscal_year_moves_the_semesters() -> None:
    plan = {"starts": date(2018, 7, 1), "ends": date(2019, 6, 30), "fiscal_start": 7}
    assert [(p.period, p.ends) for p in periods_of(plan, [])] == [
        ("2018-S1", date(2018, 12, 31)), ("2018-S2", date(2019, 6, 30))]


def test_a_plan_of_centuries_or_with_its_dates_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(InputError, match="semestres"):
        periods_of({"starts": date(1800, 1, 1), "ends": date(2018, 1, 1)}, [])
    with pytest.raises(InputError, match="anterior"):
        periods_of({"starts": date(2018, 1, 1), "ends": date(2017, 1, 1)}, [])


@pytest.mark.parametrize("text", ["../../etc", "2018-S3", "", "2018-2", "2018-S1/..", "II-2018"])
def test_what_is_no_period_in_its_written_form_names_no_folder(text: str) -> None:
    assert not is_period(text)
    assert named({}, Period(text, FIRST.starts, FIRST.ends)) == []
