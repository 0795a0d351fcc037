"""Many plans at once say the same as one indicator at a time."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.results.achievement import STATES, indicator_state, series
from minga.results.columns import HEARD, NOT_THERE, SILENT, WAITING, ManyPlans, read_kept
from minga.results.columns_combine import _sums
from minga.results.columns_kept import Codes, coded
from minga.results.columns_rows import CODED, Kept, Part, Rows
from minga.results.model import Actual, Indicator, Period, Plan, PlanResults, Target
from minga.results.naming import period_named
from minga.tables.declare import instant_text

PERIODS = (Period("2018-S1", date(2018, 1, 1), date(2018, 6, 30)),
           Period("2018-S2", date(2018, 7, 1), date(2018, 12, 31)),
           Period("2019-S1", date(2019, 1, 1), date(2019, 6, 30)))
TOLD_OF = ("2018-S1", "2018-S2", "2019-S1", "2019-S1", "2018", "2018-Q3", "2018-Q4")
MOMENTS = (None, datetime(2018, 7, 1, 12, tzinfo=UTC), datetime(2019, 7, 1, 12, tzinfo=UTC))

numbers = st.none() | st.integers(0, 40) | st.sampled_from([0.1, 0.2, 0.3, 0.6, 1.1, 7.25, 1e16])
places = st.tuples(st.sampled_from(["", "", "BO", "MX", "PE"]), st.sampled_from([("", ""), ("", ""), ("", ""), (
    "sexo", "a"), ("sexo", "b"), ("edad", "a"), ("", "x")]))


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    measure = draw(st.sampled_from(["unit", "unit", "percentage", "qualitative"]))
    targets = draw(st.dictionaries(st.tuples(st.sampled_from(TOLD_OF), places), numbers, max_size=6))
    actuals = [Actual(
        period=draw(st.sampled_from(TOLD_OF)), country=country, dim_name=name, dim_value=part,
        value=draw(numbers), numerator=draw(st.none() | st.integers(0, 9 if measure == "percentage" else 0)),
        denominator=draw(st.none() | st.integers(0, 9 if measure == "percentage" else 0)),
        narrative=draw(st.sampled_from(["", "", "Se dijo."])), reported_at=draw(st.sampled_from(MOMENTS)),
        status=draw(st.sampled_from(["approved", "approved", "approved", "pending", "returned", "draft"])),
    ) for country, (name, part) in draw(st.lists(places, max_size=9))]
    return Indicator(
        indicator_id=draw(st.uuids()).hex, measure=measure,
        method=draw(st.sampled_from(["period", "cumulative", "snapshot"])),
        aggregation=draw(st.sampled_from(["sum", "mean", "max", "last", "none"])), ascending=draw(st.booleans()),
        baseline_value=draw(st.none() | st.integers(0, 20)), frequency=draw(st.sampled_from(["", "", "anual"])),
        actuals=tuple(sorted(actuals, key=lambda a: (
            a.period, a.country, a.dim_name, a.dim_value, str(a.reported_at or "")))),
        targets=tuple(Target(period, value, country, name, part)
                      for (period, (country, (name, part))), value in sorted(targets.items())))


def kept(made: dict[str, tuple[Indicator, ...]]) -> Kept:
    """What would be kept of these plans."""
    codes = {name: Codes({} if name in ("indicator", "period") else {"": 0}) for name in CODED}
    found: dict[str, list[Any]] = defaultdict(list)
    parts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for table, some in (("actuals", actual_rows), ("targets", target_rows)):
        at = 0
        for plan in sorted(made):
            rows = coded([row for one in made[plan] for row in some(one)], codes)
            found[table].append(rows)
            parts[plan].append((at, at + len(rows)))
            at += len(rows)
    return Kept({name: list(known) for name, known in codes.items()},
                {plan: Part("", (spans[0], spans[1])) for plan, spans in parts.items()},
                {table: Rows.joined(rows) for table, rows in found.items()})


def actual_rows(one: Indicator) -> list[tuple[Any, ...]]:
    return [(one.indicator_id, a.period, a.country, a.dim_name, a.dim_value,
             instant_text(a.reported_at) if a.reported_at else "", f"{n:04}", a.value, a.numerator, a.denominator,
             a.status, bool(a.narrative)) for n, a in enumerate(one.actuals)]


def target_rows(one: Indicator) -> list[tuple[Any, ...]]:
    return [(one.indicator_id, t.period, t.country, t.dim_name, t.dim_value, "", f"{n:04}", t.value, None, None,
             "approved", False) for n, t in enumerate(one.targets)]


def read(made: dict[str, tuple[Indicator, ...]], period: str = "2019-S1", as_of: date | None = None) -> ManyPlans:
    plans = [PlanResults(Plan(plan, plan, starts=date(2018, 1, 1), ends=date(2019, 6, 30)), PERIODS, indicators=some)
             for plan, some in made.items()]
    return read_kept(kept(made), plans, period, as_of)


def originals(made: dict[str, tuple[Indicator, ...]]) -> list[Indicator]:
    """The indicators with their values, plan by plan."""
    return [one for plan in sorted(made) for one in made[plan]]


def number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


many = st.lists(st.lists(indicators(), max_size=2), min_size=1, max_size=2).map(
    lambda plans: {f"plan{n}": tuple(some) for n, some in enumerate(plans)})


@given(many)
def test_values_targets_and_states_are_those_of_each_indicator_alone(made: dict[str, tuple[Indicator, ...]]) -> None:
    found = read(made)
    for n, one in enumerate(originals(made)):
        assert found.indicators[n].indicator_id == one.indicator_id
        for at, point in enumerate(series(one, PERIODS)):
            assert number(found.actual[n, at]) == point.actual
            assert number(found.target[n, at]) == point.target
            assert STATES[found.state[n, at]] == indicator_state(one, point.period, PERIODS).state


@given(many, st.dates(date(2019, 1, 1), date(2019, 6, 30)))
def test_a_period_still_open_is_read_against_what_could_be_expected(made: dict[str, tuple[Indicator, ...]],
                                                                    day: date) -> None:
    found = read(made, as_of=day)
    for n, one in enumerate(originals(made)):
        assert found.indicators[n].indicator_id == one.indicator_id
        assert STATES[found.state[n, -1]] == indicator_state(one, PERIODS[-1], PERIODS, day).state


@settings(max_examples=80)
@given(many, st.sampled_from(["2018", "2019"]), st.none() | st.dates(date(2018, 1, 1), date(2019, 12, 31)))
def test_a_year_that_nobody_told_by_itself_is_read_from_its_semesters(made: dict[str, tuple[Indicator, ...]],
                                                                      named: str, day: date | None) -> None:
    found, year = read(made, named, as_of=day), period_named(named)
    assert year is not None
    for n, one in enumerate(originals(made)):
        state = indicator_state(one, year, PERIODS, day)
        assert (number(found.actual[n, -1]), number(found.target[n, -1])) == (state.actual, state.target)
        assert STATES[found.state[n, -1]] == state.state
        assert (found.pending[n], found.returned[n]) == (state.pending, state.returned)


@settings(max_examples=20)
@given(many)
def test_what_waits_is_counted_for_each_indicator(made: dict[str, tuple[Indicator, ...]]) -> None:
    found = read(made)
    for n, one in enumerate(originals(made)):
        assert found.indicators[n].indicator_id == one.indicator_id
        state = indicator_state(one, PERIODS[-1], PERIODS)
        assert (found.pending[n], found.returned[n]) == (state.pending, state.returned)


@given(st.lists(st.lists(st.floats(-1e18, 1e18) | st.integers(-99, 99) | st.sampled_from([0.1, 1e16, -1e16, 0.7]),
                         min_size=1, max_size=12), min_size=1, max_size=6))
def test_sums_of_many_groups_are_rounded_once_as_each_sum_by_itself(groups: list[list[float]]) -> None:
    starts = np.cumsum([0, *(len(group) for group in groups[:-1])])
    made = _sums(np.array([float(one) for group in groups for one in group]), starts)
    assert made.tolist() == [math.fsum(group) for group in groups]


def test_three_countries_and_a_silent_one_are_told_apart() -> None:
    rows = [Actual("2019-S1", 4, "BO", status="approved"), Actual("2019-S1", 3, "MX", status="pending"),
            Actual("2018-S1", 9, "PE", status="approved")]
    one = Indicator("i", "period", actuals=tuple(rows), targets=(Target("2019-S1", 5, "EC"),))
    found = read({"p": (one,)})
    assert {code: int(found.heard[0, n]) for n, code in enumerate(found.countries) if code} == {
        "BO": HEARD, "EC": SILENT, "MX": WAITING, "PE": SILENT}


def test_later_periods_and_those_of_another_length_play_no_part() -> None:
    one = Indicator("i", "period", actuals=(Actual("2018", 9, status="approved"),
                                            Actual("2019-S1", 5, status="approved")))
    found = read({"p": (one,)}, "2018-S2")
    assert found.periods == ("2018-S1", "2018-S2")
    assert np.isnan(found.actual).all()


def test_a_plan_that_does_not_reach_the_period_lacks_nothing() -> None:
    found = read_kept(kept({"a": (), "b": ()}), [
        PlanResults(Plan("a", "Alfa", starts=date(2018, 1, 1), ends=date(2018, 12, 31)), PERIODS[:2]),
        PlanResults(Plan("b", "Beta", starts=date(2018, 1, 1), ends=date(2019, 6, 30)), PERIODS)], "2019-S1")
    assert [plan.plan.title for plan in found.plans] == ["Beta"]
    assert found.others == ("Alfa",)


def test_a_plan_that_began_later_has_no_state_before() -> None:
    one = Indicator("i", "period")
    late = PlanResults(Plan("p", "P", starts=date(2019, 1, 1), ends=date(2019, 6, 30)), PERIODS[2:], indicators=(one,))
    other = PlanResults(Plan("q", "Q", starts=date(2018, 1, 1), ends=date(2019, 6, 30)), PERIODS)
    found = read_kept(kept({"p": (one,), "q": ()}), [late, other], "2019-S1")
    assert found.state[0].tolist() == [NOT_THERE, NOT_THERE, STATES.index("no_value")]


@pytest.mark.parametrize("fiscal", [1, 7])
def test_a_period_is_that_of_each_plans_own_calendar(fiscal: int) -> None:
    plan = PlanResults(Plan("p", "P", fiscal_start=fiscal))
    [own] = read_kept(kept({"p": ()}), [plan], "2019-S1").own
    assert own.starts.month == fiscal
