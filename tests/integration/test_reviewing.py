"""Who has not reported, and what whoever analyses does with what came: all or nothing, and only what was seen."""

from __future__ import annotations

from typing import Any

import pytest

from minga.errors import Conflict, InputError, NotFound, Refused
from minga.results import open_period, read_results
from minga.results.reporting import make_link, save_draft
from minga.results.reviewing import (
    Seen,
    approve,
    close_period,
    read_reports,
    reopen_period,
    return_report,
    who_has_not_reported,
)
from minga.results.reviewing_doubts import doubts, parts_that_differ
from minga.results.reviewing_mark import mark
from minga.store import Store, changes_since, rows
from tests.integration.reports_plan import PERIOD, WHO, make_plan, progress, report, save


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


@pytest.fixture
def small(sqlite_store: Store) -> Store:
    make_plan(sqlite_store)
    return sqlite_store


def seen(table: str, row: dict[str, Any]) -> Seen:
    return Seen(table, row["actual_id" if table == "actuals" else "progress_id"], mark(table, row))


def awaited(store: Store, period: str = PERIOD) -> dict[str, list[str]]:
    return {one.who.name: [due.place[0] + due.place[1] if due.table == "actuals" else due.place[0]
                           for due in one.missing] for one in who_has_not_reported(store, "red", period)}


def test_everything_is_awaited_from_those_who_answer_for_it_and_nobody_comes_first(plan: Store) -> None:
    found = awaited(plan)
    assert list(found) == ["", "Luna", "Sol"]
    assert found == {"": ["nobody", "peoplePE", "share"], "Luna": ["luna", "peopleCO"], "Sol": ["sol", "story"]}


def test_what_was_sent_is_not_awaited_any_more_and_what_begins_later_is_not_yet(small: Store) -> None:
    report(small)
    report(small, 10, country="PE", who="Sol")
    progress(small)
    assert awaited(small) == {"": ["nobody", "share"], "Sol": ["sol", "story"]}
    assert "later" in awaited(small, "2019-S1")["Luna"]


def test_a_total_follows_from_its_countries_and_a_finished_action_is_not_asked_again(small: Store) -> None:
    save(small, "actuals", [{"indicator_id": "people", "period": "2018-S2", "country": country, "value": 9}
                            for country in ("CO", "PE")])
    progress(small, status="done", review="approved")
    left = awaited(small, "2018-S2")
    assert "luna" not in left.get("Luna", [])
    assert not any(name.startswith("people") for some in left.values() for name in some)


def test_who_has_a_link_or_a_draft_is_told_and_the_draft_itself_is_not(small: Store) -> None:
    link = make_link(small, "red", "Luna", "CO", **WHO)
    save_draft(small, link.reporter.link_id, PERIOD, "action:luna", {"comment": "secreto"})
    found = {one.who.name: one for one in who_has_not_reported(small, "red", PERIOD)}
    assert (found["Luna"].link, found["Luna"].drafts) == (True, 1)
    assert (found["Sol"].link, found["Sol"].drafts) == (False, 0)
    assert "secreto" not in repr(read_reports(small, "red", PERIOD))


def test_a_draft_in_the_tables_is_awaited_and_not_shown(small: Store) -> None:
    report(small, 30, status="draft", comment="secreto")
    due = next(d for d in read_reports(small, "red", PERIOD).due if d.place[:2] == ("people", "CO"))
    assert (due.state, due.row, due.lacking) == ("draft", None, True)


def test_reports_are_approved_as_they_were_seen(plan: Store) -> None:
    value, action = report(plan), progress(plan)
    assert approve(plan, "red", [seen("actuals", value), seen("progress", action)], **WHO) == 2
    [row] = rows(plan, "actuals")
    assert (row["status"], row["approved_by"], row["reported_by"], row["value"]) == ("approved", "eva", "Luna", 30)
    assert rows(plan, "progress")[0]["review"] == "approved"
    assert approve(plan, "red", [seen("actuals", value)], **WHO) == 0
    assert {c.verb for c in changes_since(plan, "red", 0)} >= {"approve_reports"}


def test_a_report_that_changed_meanwhile_is_not_approved_nor_the_others_with_it(plan: Store) -> None:
    value, action = report(plan), progress(plan)
    report(plan, 31)
    with pytest.raises(Conflict):
        approve(plan, "red", [seen("progress", action), seen("actuals", value)], **WHO)
    assert rows(plan, "progress")[0]["review"] == "pending"


def test_what_is_given_back_keeps_the_words_of_its_author_and_is_awaited_again(small: Store) -> None:
    value = report(small, comment="Con listas")
    assert return_report(small, "red", [seen("actuals", value)], " ¿Incluye a Tumaco? ", **WHO) == 1
    [row] = rows(small, "actuals")
    assert (row["status"], row["review_note"], row["comment"], row["value"]) == (
        "returned", "¿Incluye a Tumaco?", "Con listas", 30)
    luna = next(one for one in who_has_not_reported(small, "red", PERIOD) if one.who.name == "Luna")
    assert [due.place[1] for due in luna.returned] == ["CO"]
    approve(small, "red", [seen("actuals", row)], **WHO)
    assert rows(small, "actuals")[0]["review_note"] == ""


def test_an_approved_report_can_be_given_back_and_counts_no_more(small: Store) -> None:
    value = report(small)
    approve(small, "red", [seen("actuals", value)], **WHO)
    return_report(small, "red", [seen("actuals", value)], "Falta Cali", **WHO)
    [row] = rows(small, "actuals")
    assert (row["status"], row["approved_by"], row["approved_at"]) == ("returned", "", None)


@pytest.mark.parametrize("note", ["", "   ", "x" * 2001])
def test_giving_back_needs_a_note_that_can_be_read(small: Store, note: str) -> None:
    with pytest.raises(InputError):
        return_report(small, "red", [seen("actuals", report(small))], note, **WHO)
    assert rows(small, "actuals")[0]["status"] == "pending"


def test_only_who_facilitates_or_analyses_decides_and_only_about_this_plan(small: Store) -> None:
    value = report(small)
    with small.transaction("test", plan_id="otro") as tx:
        tx.insert("plans", {**rows(small, "plans")[0], "plan_id": "otro"})
    for role in ("participant", "observer", ""):
        with pytest.raises(Refused):
            approve(small, "red", [seen("actuals", value)], actor="x", role=role)
        with pytest.raises(Refused):
            close_period(small, "red", PERIOD, unreviewed=1, actor="x", role=role)
    with pytest.raises(NotFound):
        approve(small, "otro", [seen("actuals", value)], **WHO)
    with pytest.raises(NotFound):
        approve(small, "red", [Seen("plans", "red", "")], **WHO)
    with pytest.raises(Refused):
        approve(small, "red", [seen("actuals", report(small, status="draft"))], **WHO)


def test_a_period_is_closed_as_it_was_seen_and_then_nothing_in_it_changes(plan: Store) -> None:
    value = report(plan)
    with pytest.raises(Conflict):
        close_period(plan, "red", PERIOD, unreviewed=0, **WHO)
    assert close_period(plan, "red", PERIOD, unreviewed=1, **WHO)["status"] == "locked"
    assert close_period(plan, "red", PERIOD, unreviewed=0, **WHO)["status"] == "locked"
    for act in (lambda: approve(plan, "red", [seen("actuals", value)], **WHO), lambda: report(plan, 31)):
        with pytest.raises(Refused, match="cerrado"):
            act()
    assert reopen_period(plan, "red", PERIOD, **WHO)["status"] == "open"
    assert open_period(plan, "red", PERIOD, actor="eva", role="analyst")["status"] == "open"
    with pytest.raises(NotFound):
        close_period(plan, "red", "2030-S1", unreviewed=0, **WHO)


def test_a_second_look_is_advised_where_figures_jump_fall_or_do_not_add_up(small: Store) -> None:
    report(small, 10)
    progress(small, "sol", "done", percent=100, who="Sol")
    save(small, "actuals", [{"indicator_id": "people", "period": "2018-S2", "country": "CO", "value": 100},
                            {"indicator_id": "people", "period": "2018-S2", "value": 90}])
    save(small, "progress", [{"action_id": "sol", "period": "2018-S2", "status": "in_progress", "percent": 60}])
    reports = read_reports(small, "red", "2018-S2")
    said = {due.place[:2]: doubts(due) for due in reports.due}
    assert said["people", "CO"] == ["Es 10 veces lo del período anterior (10)."]
    assert said[("sol",)] == ["Antes se informó como cumplida.", "El avance baja de 100 % a 60 %."]
    assert parts_that_differ(reports) == {"people": ["El total es 90 y las partes por países suman 100."]}
    assert not any(doubts(due) for due in read_reports(small, "red", PERIOD).due)


def test_what_does_not_apply_is_not_missing_and_its_reason_is_asked_for(small: Store) -> None:
    none = {"indicator_id": "people", "period": PERIOD, "numerator": 0, "denominator": 0, "status": "pending"}
    save(small, "actuals", [{**none, "country": "CO"}, {**none, "country": "PE", "comment": "Cerró la oficina"}])
    due = {d.place[:2]: d for d in read_reports(small, "red", PERIOD).due}
    assert (due["people", "CO"].lacking, doubts(due["people", "CO"])) == (
        False, ["Dice que no aplica y no dice por qué."])
    assert doubts(due["people", "PE"]) == []


def test_an_unknown_period_is_named_with_those_that_there_are(small: Store) -> None:
    with pytest.raises(NotFound, match="2018-S1, 2018-S2, 2019-S1"):
        who_has_not_reported(small, "red", "2030-S1")
    with pytest.raises(NotFound):
        who_has_not_reported(small, "nada", PERIOD)
    assert [p.period for p in read_results(small, "red").periods] == ["2018-S1", "2018-S2", "2019-S1"]
