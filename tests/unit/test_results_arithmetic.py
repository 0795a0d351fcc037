"""The arithmetic of results over numbers that nobody chose: what must hold for every plan."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.results.achievement import applies, by_gap, indicator_state
from minga.results.combine import combine, over_time, told_in
from minga.results.expected import BASES, Expected, expected_by, expected_to_date, gap, shortfall
from minga.results.model import Action, Actual, Indicator, Period, Progress, Target
from minga.results.naming import ends_its_year, fiscal_start_of, period_named
from minga.results.parts import breakdowns, mismatches
from minga.results.status import action_state, awaited_in

COUNTRIES = ("BO", "CO", "MX", "PE")
METHODS, MEASURES = ("period", "cumulative", "snapshot"), ("unit", "percentage")
NUMBERS = st.floats(-1e6, 1e6) | st.integers(-1000, 1000).map(float)
PARTS = st.floats(0, 1)


def semester(text: str) -> Period:
    found = period_named(text)
    assert found is not None
    return found


S1, S2, S3 = semester("2018-S1"), semester("2018-S2"), semester("2019-S1")
PERIODS = (S1, S2, S3)


def indicator(*rows: Actual | Target, **fields: Any) -> Indicator:
    return Indicator("i1", **{"method": "period", **fields}, actuals=tuple(r for r in rows if isinstance(r, Actual)),
                     targets=tuple(r for r in rows if isinstance(r, Target)))


def told(value: float | None, period: Period = S1, country: str = "", **fields: Any) -> Actual:
    return Actual(period.period, value, country, **{"status": "approved", **fields})


INDICATORS = st.builds(
    indicator, method=st.sampled_from(METHODS), measure=st.sampled_from(MEASURES), ascending=st.booleans(),
    aggregation=st.sampled_from(("sum", "mean", "max", "last", "none")), baseline_value=st.none() | NUMBERS)


# ── what could be expected ─────────────────────────────────────────────────────────────────────────

@given(made=INDICATORS, target=st.none() | NUMBERS, previous=st.none() | NUMBERS, part=PARTS)
def test_what_is_expected_lies_between_its_beginning_and_the_target(
        made: Indicator, target: float | None, previous: float | None, part: float) -> None:
    found = expected_by(made, target, previous, part)
    assert found.basis in BASES
    assert (found.value is None) == (target is None)
    if found.value is not None and target is not None:
        start = {"accrues": 0.0, "approaches": found.start}.get(found.basis, target)
        assert start is not None
        assert min(start, target) - 1e-6 <= found.value <= max(start, target) + 1e-6


@given(made=INDICATORS, target=NUMBERS, previous=st.none() | NUMBERS)
def test_at_the_close_the_target_itself_is_expected(made: Indicator, target: float, previous: float | None) -> None:
    assert expected_by(made, target, previous, 1) == Expected(target, target)


@pytest.mark.parametrize(("fields", "target", "previous", "half"), [
    ({"method": "period"}, 100, None, 50),                          # a count grows from nothing
    ({"method": "period", "baseline_value": 80}, 100, None, 50),    # whatever it was in other years
    ({"method": "period", "measure": "percentage"}, 60, 40, 60),    # a percentage does not grow with the days
    ({"method": "period", "aggregation": "mean"}, 1000, 800, 1000),
    ({"method": "cumulative"}, 100, 60, 80),                        # from the target before it
    ({"method": "cumulative", "baseline_value": 20}, 100, None, 60),
    ({"method": "cumulative"}, 100, None, 50),                      # nothing had been done before
    ({"method": "snapshot"}, 100, None, 100),                       # nobody knows where it began
    ({"method": "snapshot", "ascending": False, "baseline_value": 12}, 8, None, 10),
])
def test_what_could_be_expected_by_half_of_the_period(fields: dict[str, Any], target: float, previous: float | None,
                                                     half: float) -> None:
    assert expected_by(indicator(**fields), target, previous, 0.5).value == half
    assert expected_by(indicator(**fields), None, previous, 0.5).value is None


def test_the_target_before_is_that_of_the_last_period_that_ended_before() -> None:
    made = indicator(Target("2018-S1", 10), Target("2019-S1", 30), Target("2018", 99), method="cumulative")
    # On the first day of 2019-S1, 1 of 181 days has passed; 2018-S2 has no target, and 2018 ended last.
    found = expected_to_date(made, S3, date(2019, 1, 1))
    assert found.start == 99
    assert expected_to_date(made, S3, date(2019, 1, 1), PERIODS).start == 10


@given(months=st.integers(1, 12), text=st.sampled_from(("2018-S1", "2018-S2", "2018-Q1", "2018-Q4", "2018")))
def test_the_month_in_which_a_year_begins_is_read_back_from_its_periods(months: int, text: str) -> None:
    found = period_named(text, months)
    assert found is not None
    assert fiscal_start_of(found) == months
    assert ends_its_year(found) is (text in ("2018-S2", "2018-Q4", "2018"))


@given(months=st.integers(1, 12))
def test_the_target_before_is_found_in_any_fiscal_calendar(months: int) -> None:
    made = indicator(Target("2018-Q1", 10), Target("2018-Q2", 20), Target("2018-Q3", 30), method="cumulative")
    here = period_named("2018-Q2", months)
    assert here is not None
    assert expected_to_date(made, here, here.starts).start == 10


# ── the gap ────────────────────────────────────────────────────────────────────────────────────────

@given(made=INDICATORS, target=NUMBERS, previous=st.none() | NUMBERS, part=PARTS, actual=NUMBERS)
def test_a_gap_is_positive_exactly_when_it_falls_short(made: Indicator, target: float, previous: float | None,
                                                       part: float, actual: float) -> None:
    expected = expected_by(made, target, previous, part)
    missing, found = shortfall(actual, expected.value, made.ascending), gap(made, actual, expected)
    assert missing is not None
    assert found is not None
    assert (found > 0) <= (missing > 0)
    assert (found < 0) <= (missing < 0)
    assert not math.isnan(found)


@given(made=INDICATORS, target=NUMBERS, part=PARTS)
def test_where_what_was_expected_was_reached_there_is_no_gap(made: Indicator, target: float, part: float) -> None:
    expected = expected_by(made, target, None, part)
    assert gap(made, expected.value, expected) == 0


def test_without_a_value_or_a_target_there_is_no_gap_to_measure() -> None:
    made = indicator()
    assert gap(made, None, Expected(5, 5)) is None
    assert gap(made, 5, Expected(None)) is None
    assert gap(indicator(ascending=False), 3, Expected(0, 0)) == math.inf


@given(values=st.lists(st.none() | st.integers(0, 50), min_size=1, max_size=8),
       targets=st.lists(st.none() | st.integers(0, 50), min_size=8, max_size=8))
def test_sorting_by_gap_puts_what_has_none_at_the_end(values: list[int | None], targets: list[int | None]) -> None:
    states = [indicator_state(indicator(told(v), *([Target("2018-S1", t)] if t is not None else [])), S1, PERIODS)
              for v, t in zip(values, targets, strict=False)]
    gaps = [s.gap for s in sorted(states, key=by_gap)]
    known = [g for g in gaps if g is not None]
    assert gaps[:len(known)] == sorted(known, reverse=True)


def test_a_count_that_still_grows_is_not_compared_with_the_baseline_of_a_whole_period() -> None:
    # On 31 March 90 of 181 days have passed: 90.5 of 182 are expected; by the baseline (140) it would be far behind.
    made = indicator(told(91), Target("2018-S1", 182), baseline_value=140.0)
    found = indicator_state(made, S1, PERIODS, date(2018, 3, 31))
    assert found.expected == pytest.approx(182 * 90 / 181)
    assert (found.state, found.achievement.formula) == ("on_track", "ratio")
    assert found.gap == pytest.approx(90 / 181 - 91 / 182)
    assert found.expected_achievement.ratio == pytest.approx(90 / 181)
    assert indicator_state(made, S1, PERIODS).achievement.formula == "baseline"


def test_few_so_far_is_not_yet_few_in_the_end() -> None:
    made = indicator(told(3), Target("2018-S1", 10), ascending=False)
    assert indicator_state(made, S1, PERIODS, date(2018, 3, 31)).state == "on_track"
    assert indicator_state(made, S1, PERIODS, date(2018, 1, 31)).state == "below"   # 1.7 could be expected by then
    assert indicator_state(made, S1, PERIODS).state == "met"


# ── parts and totals ───────────────────────────────────────────────────────────────────────────────

SHARES = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda p: (min(p), max(p))), min_size=1,
                  max_size=4)


def shares(parts: list[tuple[int, int]]) -> list[Actual]:
    return [told(None, country=c, numerator=float(top), denominator=float(bottom))
            for c, (top, bottom) in zip(COUNTRIES, parts, strict=False)]


@given(parts=SHARES, aggregation=st.sampled_from(("sum", "mean")))
def test_a_percentage_is_that_of_all_cases_together(parts: list[tuple[int, int]], aggregation: str) -> None:
    top, bottom = sum(p[0] for p in parts), sum(p[1] for p in parts)
    found = combine(shares(parts), indicator(measure="percentage", aggregation=aggregation))
    if not bottom:
        assert (found.value, found.why_none) == (None, "no_cases")
    else:
        assert found.value == pytest.approx(100 * top / bottom)
        assert (found.numerator, found.denominator) == (top, bottom)
        own = [100 * t / b for t, b in parts if b]
        assert min(own) - 1e-9 <= (found.value or 0) <= max(own) + 1e-9


@given(parts=SHARES)
def test_a_country_without_cases_changes_no_percentage(parts: list[tuple[int, int]]) -> None:
    made = indicator(measure="percentage")
    without = combine(shares(parts), made)
    nothing = told(None, country="VE", numerator=0.0, denominator=0.0)
    assert combine([*shares(parts), nothing], made).value == without.value


@given(values=st.lists(st.none() | NUMBERS, min_size=1, max_size=4), order=st.randoms(use_true_random=False),
       aggregation=st.sampled_from(("sum", "mean", "max", "none")))
def test_the_order_of_the_rows_does_not_matter(values: list[float | None], order: Any, aggregation: str) -> None:
    rows = [told(v, country=c) for c, v in zip(COUNTRIES, values, strict=False)]
    mixed = order.sample(rows, len(rows))
    made = indicator(aggregation=aggregation)
    assert combine(mixed, made) == combine(rows, made)


@given(values=st.lists(NUMBERS, min_size=1, max_size=4))
def test_what_nobody_told_is_not_a_zero(values: list[float]) -> None:
    rows = [told(v, country=c) for c, v in zip(COUNTRIES, values, strict=False)]
    made = indicator(aggregation="mean")
    assert combine([*rows, told(None, country="VE")], made) == combine(rows, made)
    assert "VE" in combine([*rows, told(0, country="VE")], made).countries


@given(first=NUMBERS, last=NUMBERS, dim=st.sampled_from((("", ""), ("sexo", "mujeres"))))
def test_of_two_values_of_one_place_the_last_word_counts_and_they_are_never_added(
        first: float, last: float, dim: tuple[str, str]) -> None:
    day = datetime(2018, 7, 1, tzinfo=UTC)
    rows = [told(last, dim_name=dim[0], dim_value=dim[1], reported_at=day + timedelta(days=1)),
            told(first, dim_name=dim[0], dim_value=dim[1], reported_at=day)]
    assert combine(rows, indicator()).value == last


@given(values=st.lists(st.integers(0, 1000), min_size=1, max_size=4), more=st.integers(1, 9))
def test_only_parts_that_do_not_make_the_total_are_told(values: list[int], more: int) -> None:
    parts = [told(float(v), dim_name="sexo", dim_value=c) for c, v in zip(COUNTRIES, values, strict=False)]
    whole, other = told(float(sum(values))), told(float(sum(values) + more))
    assert mismatches([whole, *parts], indicator()) == ()
    [found] = mismatches([other, *parts], indicator())
    assert (found.of, found.missing) == ("sexo", more)
    assert combine([other, *parts], indicator()).value == sum(values) + more


@given(parts=SHARES.filter(lambda p: sum(b for _t, b in p) > 0))
def test_the_parts_of_a_percentage_are_compared_too(parts: list[tuple[int, int]]) -> None:
    made, top, bottom = indicator(measure="percentage"), sum(p[0] for p in parts), sum(p[1] for p in parts)
    whole = told(None, numerator=float(top), denominator=float(bottom))
    assert mismatches([whole, *shares(parts)], made) == ()
    assert len(mismatches([told(None, numerator=top + bottom + 1.0, denominator=float(bottom)), *shares(parts)],
                          made)) == 1


def test_a_mean_may_weigh_its_parts_and_is_not_compared() -> None:
    assert mismatches([told(5), told(1, country="BO"), told(2, country="CO")], indicator(aggregation="mean")) == ()


def test_a_value_is_broken_down_by_country_and_by_each_disaggregation_of_each() -> None:
    rows = [told(12), told(8, country="BO"), told(5, country="BO", dim_name="sexo", dim_value="mujeres"),
            told(3, country="BO", dim_name="sexo", dim_value="hombres"), told(None, country="CO")]
    assert [(b.of, b.country, b.parts, b.joined, b.total, b.differs) for b in breakdowns(rows, indicator())] == [
        ("countries", "", (("BO", 8), ("CO", None)), 8, 12, True),
        ("sexo", "BO", (("hombres", 3), ("mujeres", 5)), 8, 8, False)]


def test_countries_without_a_common_total_stand_apart_and_are_not_missing() -> None:
    made = indicator(told(4, country="BO"), told(6, country="CO"), Target("2018-S1", 5), aggregation="none")
    found = indicator_state(made, S1, PERIODS)
    assert (found.actual, found.state, found.combined.by_country) == (None, "apart", (("BO", 4), ("CO", 6)))


# ── since the beginning ────────────────────────────────────────────────────────────────────────────

@given(values=st.lists(st.none() | NUMBERS, min_size=3, max_size=3), method=st.sampled_from(("cumulative", "snapshot")),
       measure=st.sampled_from(MEASURES))
def test_a_cumulative_value_or_a_photo_is_never_added_up(values: list[float | None], method: str,
                                                         measure: str) -> None:
    made = indicator(*(told(v, p) for v, p in zip(values, PERIODS, strict=True)), method=method, measure=measure)
    known = [v for v in values if v is not None]
    assert indicator_state(made, S3, PERIODS).to_date == (known[-1] if known else None)


@given(parts=st.lists(st.tuples(st.integers(0, 100), st.integers(1, 100)).map(lambda p: (min(p), max(p))), min_size=3,
                      max_size=3))
def test_percentages_of_periods_are_put_together_from_their_parts(parts: list[tuple[int, int]]) -> None:
    made = indicator(*(told(None, p, numerator=float(t), denominator=float(b))
                       for (t, b), p in zip(parts, PERIODS, strict=True)), measure="percentage")
    assert indicator_state(made, S3, PERIODS).to_date == pytest.approx(
        100 * sum(t for t, _b in parts) / sum(b for _t, b in parts))


@pytest.mark.parametrize(("aggregation", "to_date"), [("sum", 60), ("mean", 20), ("max", 30), ("last", 30),
                                                      ("none", None)])
def test_counts_are_put_together_over_time_by_their_rule(aggregation: str, to_date: float | None) -> None:
    made = indicator(told(10, S1), told(20, S2), told(30, S3), aggregation=aggregation)
    assert indicator_state(made, S3, PERIODS).to_date == to_date


def test_a_year_that_was_told_stands_for_its_semesters_and_no_day_counts_twice() -> None:
    made = indicator()
    year = semester("2018")
    values = [(p, combine([told(v, p)], made)) for p, v in ((S1, 10), (S2, 20), (year, 35), (S3, 5))]
    assert over_time(values, made) == 35 + 5


def test_counts_added_up_since_the_beginning_are_no_match_for_the_baseline_of_one_year() -> None:
    made = indicator(told(10, S1), told(20, S2), baseline_value=8.0, target_total=60.0)
    assert indicator_state(made, S2, PERIODS).overall.ratio == 30 / 60


@given(values=st.lists(st.none() | st.integers(0, 1000), min_size=4, max_size=4), method=st.sampled_from(METHODS))
def test_a_year_is_read_from_its_quarters_and_only_when_none_is_missing(values: list[int | None], method: str) -> None:
    year, quarters = semester("2018"), [semester(f"2018-Q{n}") for n in range(1, 5)]
    made = indicator(*(told(v, p) for v, p in zip(values, quarters, strict=True)), method=method)
    known = [v for v in values if v is not None]
    whole = sum(known) if len(known) == 4 else None
    assert told_in(made.actuals, made, year).value == (whole if method == "period" else values[-1])


def test_a_year_still_open_is_read_from_the_quarters_that_have_ended() -> None:
    made = indicator(told(3, semester("2018-Q1")), told(4, semester("2018-Q2")), told(9, semester("2019-Q1")))
    year = semester("2018")
    assert told_in(made.actuals, made, year, date(2018, 9, 29)).value == 7
    assert told_in(made.actuals, made, year, date(2018, 9, 30)).value is None    # the third has ended, untold
    assert told_in(made.actuals, made, S1).value == 7
    assert told_in([*made.actuals, told(20, year)], made, year).value == 20      # what was told of the year itself


# ── missing, zero, not applicable ──────────────────────────────────────────────────────────────────

def test_missing_zero_and_not_applicable_are_three_states() -> None:
    goal = Target("2018-S1", 50)
    kind = {"measure": "percentage", "method": "snapshot"}
    states = [indicator_state(indicator(*rows, goal, **kind), S1, PERIODS) for rows in (
        (), (told(None, numerator=0.0, denominator=8.0),), (told(None, numerator=0.0, denominator=0.0),))]
    assert [(s.state, s.actual) for s in states] == [("no_value", None), ("below", 0), ("not_applicable", None)]


@pytest.mark.parametrize(("frequency", "first", "second"), [
    ("anual", False, True), ("Una vez al año", False, True), ("Yearly", False, True), ("semestral", True, True),
    ("dos veces al año", True, True), ("", True, True), ("anual y semestral", True, True)])
def test_what_is_told_once_a_year_is_awaited_when_the_year_closes(frequency: str, first: bool, second: bool) -> None:
    made = indicator(frequency=frequency)
    assert (applies(made, S1), applies(made, S2)) == (first, second)
    assert indicator_state(made, S1, PERIODS).state == ("no_value" if first else "not_applicable")
    assert indicator_state(indicator(told(3), frequency=frequency), S1, PERIODS).actual == 3


def test_a_report_counts_when_it_is_approved() -> None:
    made = Action("a1", progress=(Progress(S1, "in_progress"), Progress(S2, "done", review="pending")))
    found = action_state(made, S2)
    assert (found.status, found.waiting) == ("no_data", 1)


@pytest.mark.parametrize(("fields", "awaited"), [
    ({}, True), ({"starts": date(2019, 1, 1)}, False), ({"starts": date(2018, 12, 31)}, True),
    ({"progress": (Progress(S1, "done"),)}, False), ({"progress": (Progress(S1, "cancelled"),)}, False),
    ({"progress": (Progress(S1, "in_progress"),)}, True), ({"progress": (Progress(S1, "done", review="draft"),)}, True),
    ({"progress": (Progress(S2, "done"),)}, True)])
def test_a_report_is_awaited_from_the_beginning_of_an_action_until_it_is_closed(fields: dict[str, Any],
                                                                               awaited: bool) -> None:
    assert awaited_in(Action("a1", **fields), S2) is awaited
