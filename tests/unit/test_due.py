"""What is due, as arithmetic: plans, calendar, ledger and fingerprints in, missing reports out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.results.model import Period
from minga.runs.calendar import Calendar
from minga.runs.due import CHANGED, FAILED, GONE, MISSING, DuePlan, DueReport, Wanted, due
from minga.runs.inputs import PlanInputs, fingerprints

S1 = Period("2018-S1", date(2018, 1, 1), date(2018, 6, 30))
S2 = Period("2018-S2", date(2018, 7, 1), date(2018, 12, 31))
WANTED = [Wanted("monitoring", notebook="book")]
INPUTS = PlanInputs((date(2018, 1, 1), date(2018, 7, 1)), ("one", "two"), "base", False)


def plan(plan_id: str = "alfa", today: date = date(2018, 7, 15), inputs: PlanInputs = INPUTS,
         language: str = "es") -> DuePlan:
    return DuePlan(plan_id, language, today, Calendar(), (S1, S2), inputs)


def line(report: DueReport, status: str = "ok", started: int = 1) -> dict[str, Any]:
    return {"plan_id": report.spec.plan, "period": report.spec.period, "template": report.spec.template,
            "variant": report.spec.variant, "input_hash": report.spec.input_hash, "status": status, "started": started}


def told(reports: list[DueReport]) -> list[tuple[str, str, str]]:
    return [(r.spec.plan, r.spec.period, r.why) for r in reports]


def test_only_periods_whose_grace_is_over_are_due_and_since_when_is_said() -> None:
    assert due([plan(today=date(2018, 7, 14))], WANTED, []) == []
    [report] = due([plan()], WANTED, [])
    assert (report.spec.period, report.why, report.since) == ("2018-S1", MISSING, date(2018, 7, 15))


def test_what_was_made_from_the_same_is_not_due_again() -> None:
    [report] = due([plan()], WANTED, [])
    assert due([plan()], WANTED, [line(report)]) == []


@pytest.mark.parametrize("other", [
    plan(inputs=PlanInputs(INPUTS.begins, ("changed", "two"), "base", False)), plan(language="pt")])
def test_what_was_made_from_something_else_is_out_of_date(other: DuePlan) -> None:
    [report] = due([plan()], WANTED, [])
    assert told(due([other], WANTED, [line(report)])) == [("alfa", "2018-S1", CHANGED)]


def test_another_notebook_puts_a_report_out_of_date() -> None:
    [report] = due([plan()], WANTED, [])
    other = [Wanted("monitoring", notebook="other")]
    assert told(due([plan()], other, [line(report)])) == [("alfa", "2018-S1", CHANGED)]


PUBLIC = Wanted("monitoring", (("audience", "public"),), notebook="book")
IN_ENGLISH = Wanted("monitoring", (("language", "en"),), notebook="book")


@pytest.mark.parametrize("other", [PUBLIC, IN_ENGLISH])
def test_variants_of_a_report_are_due_each_for_itself(other: Wanted) -> None:
    usual, second = due([plan()], [*WANTED, other], [])
    assert (usual.spec.variant, second.spec.variant) == ("", "=".join(*other.parameters))
    assert due([plan()], [*WANTED, other], [line(usual)]) == [second]
    assert due([plan()], [*WANTED, other], [line(second), line(usual, "failed")]) == [replace(usual, why=FAILED)]
    assert due([plan()], [*WANTED, other], [line(usual), line(second)]) == []


def test_a_report_in_one_language_and_one_in_each_plans_own_are_one_where_they_agree() -> None:
    asked = [Wanted("monitoring", (("language", "pt"),), formats=("pdf",)), Wanted("monitoring", formats=("docx",))]
    [one] = due([plan(language="pt")], asked, [])
    assert (one.spec.variant, one.spec.formats) == ("", ("pdf", "docx"))
    assert [r.spec.variant for r in due([plan()], asked, [])] == ["", "language=pt"]


def test_what_was_reported_for_a_later_period_puts_no_earlier_report_out_of_date() -> None:
    later = plan(today=date(2019, 2, 1))
    made = [line(report) for report in due([later], WANTED, [])]
    changed = PlanInputs(INPUTS.begins, ("one", "more"), "base", False)
    assert told(due([plan(today=date(2019, 2, 1), inputs=changed)], WANTED, made)) == [("alfa", "2018-S2", CHANGED)]


@pytest.mark.parametrize("status", ["failed", "timeout", "died"])
def test_a_report_that_failed_is_tried_again(status: str) -> None:
    [report] = due([plan()], WANTED, [])
    assert told(due([plan()], WANTED, [line(report, status)])) == [("alfa", "2018-S1", FAILED)]
    assert due([plan()], WANTED, [line(report, status), line(report)]) == []
    assert due([plan()], WANTED, [line(report), line(report, status)]) == []  # the good one still stands


def test_what_is_being_made_from_these_very_data_is_nobodys_debt() -> None:
    [report] = due([plan()], WANTED, [])
    assert due([plan()], WANTED, [line(report, "running")]) == []
    other = line(report, "running") | {"input_hash": "of older data"}
    assert told(due([plan()], WANTED, [other])) == [("alfa", "2018-S1", MISSING)]


def test_the_last_good_run_counts_and_not_any_that_ever_was() -> None:
    [report] = due([plan()], WANTED, [])
    newer = line(report, started=2) | {"input_hash": "of data that were taken back since"}
    assert told(due([plan()], WANTED, [line(report), newer])) == [("alfa", "2018-S1", CHANGED)]


def test_of_two_good_runs_in_the_same_second_either_may_be_the_last() -> None:
    [report] = due([plan()], WANTED, [])
    older = line(report) | {"input_hash": "of older data"}
    assert due([plan()], WANTED, [line(report), older]) == due([plan()], WANTED, [older, line(report)]) == []


def test_a_page_that_was_removed_is_made_again() -> None:
    [report] = due([plan()], WANTED, [])
    assert told(due([plan()], WANTED, [line(report)], lambda spec: False)) == [("alfa", "2018-S1", GONE)]


def test_a_plan_with_nothing_to_report_on_is_left_alone() -> None:
    assert due([plan(inputs=PlanInputs((), (), "base", True))], WANTED, []) == []


def test_the_newest_come_first_then_the_order_of_the_plans() -> None:
    day = date(2019, 1, 15)
    assert told(due([plan("beta", day), plan("alfa", day)], WANTED, [])) == [
        ("alfa", "2018-S2", MISSING), ("beta", "2018-S2", MISSING), ("alfa", "2018-S1", MISSING),
        ("beta", "2018-S1", MISSING)]


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True), st.data())
def test_after_any_part_was_made_exactly_the_rest_is_due(names: list[str], data: st.DataObject) -> None:
    plans = [plan(name, date(2019, 1, 15)) for name in names]
    everything = due(plans, WANTED, [])
    made = data.draw(st.lists(st.sampled_from(everything), unique_by=lambda r: r.spec.input_hash)
                     if everything else st.just([]))
    rest = due(plans, WANTED, [line(report) for report in made])
    assert {r.spec for r in rest} | {r.spec for r in made} == {r.spec for r in everything}
    assert not {r.spec for r in rest} & {r.spec for r in made}


ROWS = {"plans": [{"plan_id": "alfa", "fiscal_start": 1}], "periods": [], "actions": [{"action_id": "x"}],
        "indicators": [], "actuals": [{"period": "2018-S1", "value": 1.0}, {"period": "2018-S2", "value": 2.0}],
        "progress": [{"period": "2018-S1", "status": "done"}]}


def test_the_order_of_rows_says_nothing() -> None:
    turned = {name: list(reversed(lines)) for name, lines in ROWS.items()}
    assert fingerprints(turned) == fingerprints(ROWS)


@pytest.mark.parametrize(("period", "touched"), [("2018-S1", {S1, S2}), ("2018-S2", {S2}), ("2019-S1", set()),
                                                 ("sin fecha", {S1, S2})])
def test_a_value_enters_the_reports_of_its_period_and_of_later_ones(period: str, touched: set[Period]) -> None:
    before = fingerprints(ROWS)
    after = fingerprints(ROWS | {"actuals": [*ROWS["actuals"], {"period": period, "value": 3.0}]})
    assert {p for p in (S1, S2) if before.at(p.ends) != after.at(p.ends)} == touched


def test_whatever_else_changes_enters_every_report() -> None:
    before, after = fingerprints(ROWS), fingerprints(ROWS | {"actions": [{"action_id": "y"}]})
    assert all(before.at(p.ends) != after.at(p.ends) for p in (S1, S2))
    assert before.at(date(2017, 12, 31)) == before.base != after.base


def test_a_plan_without_actions_and_indicators_is_blank() -> None:
    assert fingerprints(ROWS | {"actions": []}).blank
    assert not fingerprints(ROWS | {"actions": [], "indicators": [{"indicator_id": "i"}]}).blank
