"""What every figure of the example plans' three semesters should be, worked out by hand from their tables.

The arithmetic stands here as people would do it on paper, with the numbers of the plans and none of the code under
test. When an example changes, these numbers are worked out again; they are never copied from what a report says.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from minga.exchange import read_package
from minga.results import action_state, by_gap, expected_to_date, indicator_state, period_named, results_of
from minga.results.achievement import IndicatorState, reaches
from minga.results.combine import Mismatch
from minga.results.model import Period, PlanResults
from minga.results.parts import breakdowns
from minga.results.status import ActionState, count_by_status
from tools import examples

NETWORK, STRATEGY = "red-ejemplo-2018-2019", "movilizacion-ejemplo-2024-2030"
FIRST, SECOND, THIRD = "2018-S1", "2018-S2", "2019-S1"


@pytest.fixture(scope="module")
def network() -> PlanResults:
    return results_of(read_package(examples.FOLDER / NETWORK)[0])


@pytest.fixture(scope="module")
def strategy() -> PlanResults:
    return results_of(read_package(examples.FOLDER / STRATEGY)[0])


def period_of(plan: PlanResults, name: str) -> Period:
    return next(p for p in plan.periods if p.period == name)


def actions(plan: PlanResults, name: str) -> dict[str, ActionState]:
    """The state of every action at the close, by the code of its direction and its own."""
    return {f"{d.code}/{a.code}": action_state(a, period_of(plan, name)) for d in plan.directions for a in d.actions}


def indicators(plan: PlanResults, name: str, as_of: date | None = None) -> dict[str, IndicatorState]:
    return {i.code: indicator_state(i, period_of(plan, name), plan.periods, as_of) for i in plan.indicators}


def ratios(states: dict[str, IndicatorState]) -> dict[str, Any]:
    return {code: pytest.approx(s.achievement.ratio) for code, s in states.items() if s.achievement.ratio is not None}


def coded(states: dict[str, IndicatorState], state: str) -> list[str]:
    return [code for code, s in states.items() if s.state == state]


# ── the network: 32 actions ────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize(("name", "counts"), [
    # First semester: 24 reports. Done 4 (1/1, 2/1.3, 2/2, 2/3); in progress 12 (1/2, 1/2.1, 1/4, 1/4.1, 1/4.2, 1/5,
    # 2/1, 2/4, 2/5, 3/1, 3/3, 4/2); not started 5 (1/2.2, 1/2.4, 1/3.1, 2/1.2, 4/1); delayed 3 (1/1.1, 1/3, 2/1.4);
    # nobody reported on the other 32 − 24 = 8.
    (FIRST, (4, 12, 5, 3, 0, 8)),
    # Second: 20 reports. Done 4 now (1/1.1, 1/2.1, 1/3, 1/4.1) + 4 before = 8; in progress 13; delayed 2 (2/1.4, 3/1);
    # cancelled 1 (1/2.4). No data: 32 − 8 − 13 − 2 − 1 = 8.
    (SECOND, (8, 13, 0, 2, 1, 8)),
    # Third: 20 reports. Done 5 now (2/1, 2/1.4, 3/1, 3/2, 4/1.3) + 8 before = 13; cancelled before 1; in progress 13
    # reported, but 4/2 was to end in December 2018, so 12; delayed 1/3.1 + 4/2 = 2; not started 1 (1/3.2).
    # No data: 32 − 13 − 12 − 1 − 2 − 1 = 3 (2/4, 2/5, 4/1.2).
    (THIRD, (13, 12, 1, 2, 1, 3)),
])
def test_how_the_actions_stand(network: PlanResults, name: str, counts: tuple[int, ...]) -> None:
    found = count_by_status(list(actions(network, name).values()))
    assert sum(counts) == 32
    assert found == dict(zip(("done", "in_progress", "not_started", "delayed", "cancelled", "no_data"), counts,
                             strict=True))


@pytest.mark.parametrize(("name", "late"), [
    # 1/1.1 was due on 28 February: March 31 + April 30 + May 31 + June 30 = 122 days. 1/3 and 2/1.4 are due on
    # 30 June, the day of the reading: late by their own word, and not by their date.
    (FIRST, {"1/1.1": 31 + 30 + 31 + 30, "1/3": None, "2/1.4": None}),
    # 2/1.4 and 3/2 (nobody reported) were due on 30 June; July to December has 31+31+30+31+30+31 = 184 days. 3/1 is due
    # on 31 December itself.
    (SECOND, {"2/1.4": 184, "3/1": None, "3/2": 31 + 31 + 30 + 31 + 30 + 31}),
    # 4/2 was due on 31 December 2018; January to June of 2019 has 181 days. 1/3.1 has no date.
    (THIRD, {"1/3.1": None, "4/2": 31 + 28 + 31 + 30 + 31 + 30}),
])
def test_what_is_overdue_and_since_when(network: PlanResults, name: str, late: dict[str, int | None]) -> None:
    assert {code: s.days_late for code, s in actions(network, name).items() if s.overdue} == late


@pytest.mark.parametrize(("name", "unreported"), [
    (FIRST, "1/2.3 1/2.5 1/3.2 3/1.1 3/2 4/1.1 4/1.2 4/1.3"),
    (SECOND, "1/2.5 1/3.2 1/5 2/1.2 2/5 3/1.1 3/2 4/1.2"),
    (THIRD, "2/4 2/5 4/1.2"),
])
def test_the_actions_nobody_reported_on(network: PlanResults, name: str, unreported: str) -> None:
    found = actions(network, name)
    assert [code for code, s in found.items() if s.status == "no_data"] == unreported.split()
    assert sum(not (s.action.starts or s.action.ends) for s in found.values()) == 12
    assert sum(not s.action.assignments for s in found.values()) == 11


def test_what_closes_on_the_last_day_of_a_semester(network: PlanResults) -> None:
    # On 30 June: 1/3, 2/1.4 and 3/2 (2/1.3 is done). On 31 December: 3/1 and 4/2.
    for name, codes in ((FIRST, ["1/3", "2/1.4", "3/2"]), (SECOND, ["3/1", "4/2"]), (THIRD, [])):
        assert [code for code, s in actions(network, name).items() if s.closes_today] == codes


# ── the network: 10 indicators ─────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize(("name", "expected"), [
    (FIRST, {
        "1.1": (27 - 22) / (26 - 22), "1.2": 3200 / 4000, "1.3": 6 / 5, "2.1": 1 / 2,
        "2.2": (1120 - 850) / (1000 - 850), "2.3": (9 - 12) / (8 - 12), "3.2": (100 * 5 / 9) / 60}),
    (SECOND, {
        "1.1": (31 - 22) / (32 - 22), "1.2": 8600 / 9000, "2.1": 2 / 2, "2.2": (1290 - 850) / (1300 - 850),
        "2.3": (5 - 12) / (5 - 12), "3.1": 1 / 1, "3.2": (100 * 8 / 11) / 70, "4.1": 74 / 90}),
    (THIRD, {
        "1.1": (36 - 22) / (38 - 22), "1.2": 7900 / 15000, "1.3": 9 / 10, "2.3": (4 - 12) / (3 - 12), "3.1": 2 / 2,
        "4.1": 131 / 120}),
])
def test_the_achievement_of_each_indicator(network: PlanResults, name: str, expected: dict[str, float]) -> None:
    assert ratios(indicators(network, name)) == expected


@pytest.mark.parametrize(("name", "met", "below", "without"), [
    (FIRST, "1.1 1.3 2.2", "1.2 2.1 2.3 3.2", "3.1 4.1 4.2"),
    (SECOND, "2.1 2.3 3.1 3.2", "1.1 1.2 2.2 4.1", "1.3"),     # 1.3 waits for approval
    (THIRD, "3.1 4.1", "1.1 1.2 1.3 2.3", "2.1 2.2 3.2"),      # 2.1 was returned, 2.2 and 3.2 wait
])
def test_which_targets_were_met_and_what_has_no_value(network: PlanResults, name: str, met: str, below: str,
                                                      without: str) -> None:
    found = indicators(network, name)
    assert [coded(found, state) for state in ("met", "below", "no_value")] == [
        met.split(), below.split(), without.split()]
    assert coded(found, "reported") == ([] if name == FIRST else ["4.2"])


def test_what_waits_and_what_was_given_back(network: PlanResults) -> None:
    waiting = {name: {code: (s.pending, s.returned) for code, s in indicators(network, name).items() if s.by_status}
               for name in (FIRST, SECOND, THIRD)}
    assert waiting == {FIRST: {}, SECOND: {"1.3": (1, 0)}, THIRD: {"2.1": (0, 1), "2.2": (1, 0), "3.2": (1, 0)}}


def test_what_was_reached_since_the_network_began(network: PlanResults) -> None:
    found = indicators(network, THIRD)
    assert {code: s.to_date for code, s in found.items() if s.to_date is not None} == {
        "1.1": 36, "1.2": 7900, "1.3": 9,           # photos and what is cumulative: the last one, never a sum
        "2.1": 1 + 2,                               # the third value was returned and does not count
        "2.2": (1120 + 1290) / 2,                   # visits in a month: a mean of means, and no sum of them
        "2.3": 4, "3.1": 2,
        "3.2": pytest.approx(100 * (5 + 8) / (9 + 11)),   # 13 of 20 reports; the mean of 55.6 % and 72.7 % is 64.1 %
        "4.1": 74 + 131}
    assert {code: s.overall.ratio for code, s in found.items() if s.overall.ratio is not None} == {
        code: pytest.approx(part) for code, part in {
            "1.1": (36 - 22) / (44 - 22), "1.2": 7900 / 20000, "1.3": 9 / 11, "2.1": 3 / 8,
            "2.3": (4 - 12) / (2 - 12), "3.1": 2 / 4, "3.2": 65 / 90, "4.1": 205 / 390}.items()}


def test_the_fund_fell_by_seven_hundred_and_the_comment_says_why(network: PlanResults) -> None:
    fund = indicators(network, THIRD)["1.2"]
    assert (fund.fell_from, (fund.fell_from or 0) - (fund.actual or 0)) == (8600, 700)
    assert "devolvieron 700" in fund.comment


def test_parts_against_totals(network: PlanResults) -> None:
    # Second semester: 4+2+2+6+3+2+6+1+2+1 = 29 organisations in ten countries; the total says 31, Venezuela is missing.
    assert indicators(network, SECOND)["1.1"].combined.mismatches == (Mismatch("countries", 31, 29),)
    # Third: 5+3+2+7+3+2+7+1+3+1+2 = 36, as the total says. By sex, 27+45+2 = 74 and 47+80+4 = 131.
    assert indicators(network, THIRD)["1.1"].combined.mismatches == ()
    school = next(i for i in network.indicators if i.code == "4.1")
    told = {p: breakdowns([a for a in school.actuals if a.period == p], school) for p in (SECOND, THIRD)}
    assert [(b.of, dict(b.parts), b.joined, b.total) for p in told for b in told[p]] == [
        ("sexo", {"hombres": 27, "mujeres": 45, "otra respuesta": 2}, 74, 74),
        ("sexo", {"hombres": 47, "mujeres": 80, "otra respuesta": 4}, 131, 131)]


def test_the_gaps_of_the_third_semester_from_the_widest(network: PlanResults) -> None:
    # 1 − achievement: 1.2 0.473, 1.1 0.125, 2.3 0.111, 1.3 0.1, 3.1 0, 4.1 −0.092; then what has a target and no value.
    found = sorted(indicators(network, THIRD).values(), key=by_gap)
    assert [s.indicator.code for s in found] == ["1.2", "1.1", "2.3", "1.3", "3.1", "4.1", "2.1", "2.2", "3.2", "4.2"]
    assert found[0].gap == pytest.approx(1 - 7900 / 15000)


def test_what_could_be_expected_on_the_last_day_of_march(network: PlanResults) -> None:
    # 2019-S1 has 181 days; on 31 March 31 + 28 + 31 = 90 have passed.
    part = 90 / 181
    by_march = {i.code: expected_to_date(i, period_of(network, THIRD), date(2019, 3, 31), network.periods).value
                for i in network.indicators}
    assert by_march == {code: None if value is None else pytest.approx(value) for code, value in {
        "1.1": 32 + (38 - 32) * part, "1.2": 9000 + (15000 - 9000) * part, "1.3": 8 + (10 - 8) * part,
        "2.1": 2 * part,                       # a count of the semester grows from nothing
        "2.2": 1600, "3.2": 80,                # means and percentages of the semester do not grow with its days
        "2.3": 5 + (3 - 5) * part, "3.1": 1 + (2 - 1) * part, "4.1": 120 * part, "4.2": None}.items()}


def test_the_year_2018_is_read_from_its_two_semesters(network: PlanResults) -> None:
    year = period_named("2018")
    assert year is not None
    found = {i.code: indicator_state(i, year, (year,)) for i in network.indicators}
    assert {code: (s.actual, s.target) for code, s in found.items()} == {
        "1.1": (31, 32), "1.2": (8600, 9000),                 # as they stood at the close of the year
        "1.3": (None, 8),                                     # the second value still waits for approval
        "2.1": (1 + 2, 2 + 2), "2.2": ((1120 + 1290) / 2, (1000 + 1300) / 2), "2.3": (5, 5), "3.1": (1, 1),
        "3.2": (pytest.approx(100 * (5 + 8) / (9 + 11)), None),   # targets without parts: 60 % and 70 % have no total
        "4.1": (None, 60 + 90),                               # nobody told of the first semester: 74 is not the year
        "4.2": (None, None)}
    assert (found["2.1"].achievement.ratio, found["1.3"].pending) == (3 / 4, 1)


# ── the strategy: 18 indicators ────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize(("name", "expected"), [
    ("2024-S1", {"1.1": (158 - 140) / (150 - 140), "1.2": 5 / 4, "2.2": (8 - 6) / (8 - 6), "3.5": (100 * 1 / 2) / 50,
                 "4.1": 1 / 1}),
    ("2024-S2", {"1.1": (149 - 140) / (170 - 140), "1.2": 6 / 6, "2.2": (7 - 6) / (10 - 6), "3.5": (100 * 3 / 4) / 75,
                 "4.1": 1 / 2}),
    ("2025-S1", {"1.1": (171 - 140) / (190 - 140), "1.2": 6 / 8, "2.2": (11 - 6) / (10 - 6), "4.1": 3 / 3}),
])
def test_the_achievement_of_the_strategy(strategy: PlanResults, name: str, expected: dict[str, float]) -> None:
    assert ratios(indicators(strategy, name)) == expected


@pytest.mark.parametrize(("name", "counts"), [
    # 5 targets, all met; 9 values without a target; nobody told of 1.4, 2.3, 3.4 and 4.3.
    ("2024-S1", {"met": 5, "no_target": 9, "no_value": 4}),
    # 1.2 and 3.5 met; 1.1, 2.2 and 4.1 below; 1.3, 1.4, 2.1, 3.1, 3.3, 3.4 without a target; without a value 1.5, 2.3,
    # 2.4, 4.2, 4.3, and 3.2 (waits) and 4.4 (a draft).
    ("2024-S2", {"met": 2, "below": 3, "no_target": 6, "no_value": 7}),
    # 2.2 and 4.1 met; 1.1 and 1.2 below; 1.3, 1.5, 2.1, 2.4, 3.1, 3.2, 3.3, 4.2 without a target; without a value 2.3,
    # 3.4, 4.3, and 1.4 (waits) and 4.4 (returned); 3.5 had no cases.
    ("2025-S1", {"met": 2, "below": 2, "no_target": 8, "no_value": 5, "not_applicable": 1}),
])
def test_how_the_indicators_of_the_strategy_stand(strategy: PlanResults, name: str, counts: dict[str, int]) -> None:
    assert sum(counts.values()) == 18
    assert Counter(s.state for s in indicators(strategy, name).values()) == counts


def test_no_cases_is_neither_missing_nor_zero(strategy: PlanResults) -> None:
    closed = indicators(strategy, "2025-S1")["3.5"]
    assert (closed.state, closed.actual, closed.target, closed.achievement.ratio) == ("not_applicable", None, 80, None)
    assert closed.to_date == 75                                  # the photo before it


def test_what_was_reached_since_the_strategy_began(strategy: PlanResults) -> None:
    found = indicators(strategy, "2025-S1")
    assert {code: s.to_date for code, s in found.items() if s.to_date is not None} == {
        "1.1": 158 + 149 + 171, "1.2": 6, "1.3": 498, "1.4": 83, "1.5": 3 + 4, "2.1": 64 + 71 + 69, "2.2": 8 + 7 + 11,
        "2.4": 120, "3.1": 7, "3.2": 22 + 26, "3.3": 9, "3.4": 4, "3.5": 75, "4.1": 3, "4.2": 40 + 36, "4.4": 7}
    assert {code: s.overall.ratio for code, s in found.items() if s.overall.ratio is not None} == {
        "1.2": pytest.approx(6 / 16), "3.1": pytest.approx(7 / 20), "4.1": pytest.approx(3 / 12)}


def test_one_person_did_not_say_her_age(strategy: PlanResults) -> None:
    # 41 + 22 + 5 = 68 of 69 people by age; 61 + 102 + 8 = 171 of 171 by sex.
    found = indicators(strategy, "2025-S1")
    assert found["2.1"].combined.mismatches == (Mismatch("edad", 69, 68),)
    assert found["1.1"].combined.mismatches == ()


def test_a_strategy_without_actions_has_nothing_overdue(strategy: PlanResults) -> None:
    assert strategy.actions == ()


# ── both ───────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize(("plan", "names"), [("network", (FIRST, SECOND, THIRD)),
                                             ("strategy", ("2024-S1", "2024-S2", "2025-S1"))])
def test_a_target_is_met_exactly_when_the_value_reaches_it(plan: str, names: tuple[str, ...],
                                                          request: pytest.FixtureRequest) -> None:
    for name in names:
        for s in indicators(request.getfixturevalue(plan), name).values():
            compared = s.actual is not None and s.target is not None
            assert (s.state in ("met", "below")) is compared
            if s.actual is not None and s.target is not None:
                assert (s.state == "met") is reaches(s.actual, s.target, s.indicator.ascending)
