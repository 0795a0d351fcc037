"""Targets against actuals, worked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.results.achievement import achievement, indicator_state, series
from minga.results.combine import Mismatch, combine
from minga.results.model import Actual, Indicator, Period, Target

S1 = Period("2018-S1", date(2018, 1, 1), date(2018, 6, 30))
S2 = Period("2018-S2", date(2018, 7, 1), date(2018, 12, 31))
S3 = Period("2019-S1", date(2019, 1, 1), date(2019, 6, 30))
PERIODS = (S1, S2, S3)


def approved(period: Period, value: float | None, country: str = "", **more: object) -> Actual:
    return Actual(period.period, value, country, status=more.pop("status", "approved"), **more)


def indicator(*actuals: Actual, targets: tuple[Target, ...] = (), method: str = "period", **more: object) -> Indicator:
    return Indicator("i1", method, actuals=actuals, targets=targets, **more)


@pytest.mark.parametrize(("actual", "target", "baseline", "ascending", "ratio", "formula"), [
    (82, 100, None, True, 0.82, "ratio"),                 # 82 ÷ 100
    (60, 100, 20, True, 0.5, "baseline"),                 # (60 − 20) ÷ (100 − 20) = 40 ÷ 80
    (10, 100, 20, True, -0.125, "baseline"),              # (10 − 20) ÷ 80: it went back
    (30, 20, 50, False, 2 / 3, "baseline"),               # (30 − 50) ÷ (20 − 50) = −20 ÷ −30
    (8, 10, None, False, None, "descending"),             # 8 of at most 10 is good; 80 % would say it is not
    (5, None, None, True, None, "no_target"),
    (5, 0, None, True, None, "zero_target"),
    (5, 0, 10, True, None, "zero_target"),
    (None, 10, None, True, None, "no_value"),
    (0, 10, None, True, 0, "ratio"),                      # zero is a value
    (5, 10, 10, True, None, "target_is_baseline"),
])
def test_achievement(actual: float | None, target: float | None, baseline: float | None, ascending: bool,
                     ratio: float | None, formula: str) -> None:
    found = achievement(actual, target, baseline, ascending)
    assert found.formula == formula
    assert found.ratio == (None if ratio is None else pytest.approx(ratio))


NUMBERS = st.floats(-1e9, 1e9)


@given(actual=st.none() | NUMBERS, target=st.none() | NUMBERS, baseline=st.none() | NUMBERS, ascending=st.booleans())
def test_there_is_a_ratio_or_a_reason_and_never_a_division_by_zero(
        actual: float | None, target: float | None, baseline: float | None, ascending: bool) -> None:
    found = achievement(actual, target, baseline, ascending)
    assert (found.ratio is not None) == (found.formula in ("ratio", "baseline"))
    assert not (target in (None, 0) and found.ratio is not None)


@given(target=NUMBERS.filter(bool), baseline=st.none() | NUMBERS)
def test_reaching_the_target_is_exactly_one(target: float, baseline: float | None) -> None:
    found = achievement(target, target, baseline)
    assert found.ratio in (None, 1)


def test_only_approved_values_count_and_the_others_are_counted_apart() -> None:
    made = indicator(approved(S1, 5, "BO"), approved(S1, 7, "CO", status="pending"),
                     approved(S1, 9, "MX", status="returned"), approved(S1, 1, "PE", status="draft"))
    found = indicator_state(made, S1, PERIODS)
    assert found.actual == 5
    assert found.by_status == {"pending": 1, "returned": 1, "draft": 1}
    assert found.pending == 1


def test_values_of_the_period_are_added_to_date_and_cumulative_ones_never() -> None:
    rows = (approved(S1, 10), approved(S2, 15), approved(S3, 12))
    assert indicator_state(indicator(*rows, method="period"), S3, PERIODS).to_date == 37
    assert indicator_state(indicator(*rows, method="cumulative"), S2, PERIODS).to_date == 15
    assert indicator_state(indicator(*rows, method="snapshot"), S3, PERIODS).to_date == 12


@given(values=st.lists(st.none() | st.integers(0, 10_000), min_size=3, max_size=3))
def test_a_cumulative_value_to_date_is_one_that_somebody_reported(values: list[int | None]) -> None:
    rows = tuple(approved(p, v) for p, v in zip(PERIODS, values, strict=True))
    known = [v for v in values if v is not None]
    assert indicator_state(indicator(*rows, method="cumulative"), S3, PERIODS).to_date == (known[-1] if known else None)


def test_a_gap_stays_a_gap_and_is_neither_zero_nor_the_value_before() -> None:
    points = series(indicator(approved(S1, 10), approved(S3, 30)), PERIODS)
    assert [p.actual for p in points] == [10, None, 30]


def test_countries_are_put_together_by_the_rule_of_the_indicator() -> None:
    when = [datetime(2018, 7, day, tzinfo=UTC) for day in (3, 1, 2)]
    rows = [approved(S1, v, c, reported_at=t) for v, c, t in zip((5, 7, 6), ("BO", "CO", "MX"), when, strict=True)]
    values = {rule: combine(rows, indicator(aggregation=rule)).value for rule in ("sum", "mean", "max", "last", "none")}
    assert values == {"sum": 18, "mean": 6, "max": 7, "last": 5, "none": None}
    assert combine(rows, indicator(aggregation="none")).why_none == "not_combined"
    assert combine([], indicator()).why_none == "no_data"


def test_percentages_are_put_together_from_their_parts() -> None:
    # 9 of 10 and 10 of 90: 19 of 100 is 19 %, while the mean of 90 % and 11.1 % would be 50.6 %.
    rows = [approved(S1, None, country, numerator=top, denominator=bottom)
            for country, top, bottom in (("BO", 9, 10), ("CO", 10, 90))]
    made = indicator(measure="percentage", aggregation="mean")
    assert combine(rows, made).value == pytest.approx(19)


def test_percentages_without_parts_have_no_total() -> None:
    made = indicator(measure="percentage", aggregation="mean")
    found = combine([approved(S1, 90, "BO"), approved(S1, 10, "CO")], made)
    assert (found.value, found.why_none) == (None, "not_combined")
    assert combine([approved(S1, 90, "BO")], made).value == 90


def test_a_total_wins_over_its_parts_and_parts_that_do_not_add_up_are_told() -> None:
    rows = [approved(S1, 20), approved(S1, 12, "BO"), approved(S1, 5, "CO"),
            approved(S1, 8, dim_name="sexo", dim_value="mujeres"),
            approved(S1, 12, dim_name="sexo", dim_value="hombres")]
    found = combine(rows, indicator())
    assert found.value == 20
    assert found.mismatches == (Mismatch("countries", 20, 17),)


def test_parts_by_one_dimension_are_added_when_there_is_no_total() -> None:
    rows = [approved(S1, 8, "BO", dim_name="sexo", dim_value="mujeres"),
            approved(S1, 4, "BO", dim_name="sexo", dim_value="hombres"), approved(S1, 3, "CO")]
    assert combine(rows, indicator()).value == 15


@given(values=st.lists(st.integers(0, 1000), min_size=1, max_size=6))
def test_a_total_that_equals_its_parts_is_never_warned_about(values: list[int]) -> None:
    rows = [approved(S1, float(v), f"C{i}") for i, v in enumerate(values)]
    assert combine([*rows, approved(S1, float(sum(values)))], indicator()).mismatches == ()


def test_the_state_of_an_indicator() -> None:
    goal = (Target("2018-S1", 100),)
    by_half = date(2018, 3, 31)

    def state(value: float | None, as_of: date | None = None, **more: object) -> str:
        return indicator_state(indicator(approved(S1, value), targets=more.pop("targets", goal), **more), S1, PERIODS,
                               as_of).state

    assert state(100) == "met"
    assert state(60) == "below"
    assert state(60, by_half) == "on_track"
    assert state(40, by_half) == "below"
    assert state(None) == "no_value"
    assert state(60, targets=()) == "no_target"
    assert state(60, ascending=False) == "met"
    assert state(0, targets=(Target("2018-S1", 0),), ascending=False) == "met"


def test_a_qualitative_value_is_told_in_words() -> None:
    found = indicator_state(indicator(approved(S1, None, narrative="Se formó la comisión."), measure="qualitative"),
                            S1, PERIODS)
    assert (found.state, found.narrative) == ("reported", "Se formó la comisión.")


def test_the_target_of_the_whole_plan_is_compared_with_what_was_reached_to_date() -> None:
    # 10 + 15 = 25 of 50 is one half.
    found = indicator_state(indicator(approved(S1, 10), approved(S2, 15), target_total=50), S2, PERIODS)
    assert found.overall.ratio == 0.5


@pytest.mark.parametrize(("method", "values", "fell_from"), [
    ("cumulative", (8600, 7900), 8600), ("cumulative", (7900, 8600), None), ("cumulative", (5, 5), None),
    ("cumulative", (5, None), None), ("cumulative", (None, 5), None), ("period", (8, 7), None),
    ("snapshot", (8, 7), None)])
def test_only_a_cumulative_value_falls(method: str, values: tuple[float | None, ...], fell_from: float | None) -> None:
    made = indicator(*(approved(p, v) for p, v in zip(PERIODS, values, strict=False)), method=method)
    assert indicator_state(made, S2, PERIODS).fell_from == fell_from


def test_a_fall_is_seen_over_a_period_without_a_value() -> None:
    made = indicator(approved(S1, 9), approved(S3, 4), method="cumulative")
    assert indicator_state(made, S3, PERIODS).fell_from == 9


def test_each_comment_is_told_once_and_values_given_back_are_counted() -> None:
    made = indicator(approved(S1, 3, comment="Fichas. Falta uno."), approved(S1, 1, "BO", comment="Fichas."),
                     approved(S1, 2, "MX", comment="Teléfono."), approved(S1, 2, "PE", status="returned"))
    found = indicator_state(made, S1, PERIODS)
    assert (found.comment, found.returned, found.pending) == ("Fichas. Falta uno. · Teléfono.", 1, 0)
