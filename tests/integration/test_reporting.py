"""What somebody may do who has nothing but a personal link."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from minga import paths
from minga.errors import Conflict, InputError, NotFound, Refused
from minga.results import lock_period, read_results, save_row
from minga.results.achievement import indicator_state
from minga.results.applicable import applies_not
from minga.results.reporting import (
    end_link,
    links,
    make_link,
    people_who_report,
    read_form,
    reporter_of,
    save_draft,
    send_report,
    whose_key,
)
from minga.results.reviewing import Seen, approve
from minga.results.reviewing_mark import mark
from minga.store import Store, rows
from tests.integration.reporting_plan import ANALYST, FIRST, LAST, PLAN, SECOND, link_of, make_plan


@pytest.fixture
def plan(sqlite_store: Store) -> Store:
    make_plan(sqlite_store)
    return sqlite_store


def form(store: Store, link: str, period: str = "") -> Any:
    who = reporter_of(store, link)
    assert who is not None
    return read_form(store, who, period)


def items(store: Store, link: str, period: str = "") -> dict[str, Any]:
    return {item.subject: item for item in form(store, link, period).items}


def send(store: Store, link: str, /, period: str = LAST, op_id: str = "", **answers: Any) -> int:
    """Send answers; ``action_escuela={…}`` speaks about ``action:escuela``, and was seen as it is now."""
    seen = items(store, link, period)
    made = {}
    for name, fields in answers.items():
        subject = name.replace("_", ":", 1)
        made[subject] = {"base": seen[subject].mark, **fields}
    return send_report(store, link, period, made, op_id=op_id)


def faults(wrong: pytest.ExceptionInfo[InputError]) -> list[tuple[str, str]]:
    return [(f.file, f.column) for f in wrong.value.faults]


# ── links ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_opens_one_link_and_the_store_holds_none(store: Store, home: Path) -> None:
    make_plan(store)
    link = make_link(store, PLAN, " Ceiba ", "co", **ANALYST)
    assert len(link.key) == 24
    assert whose_key(store, link.key) == link.reporter
    assert (link.reporter.name, link.reporter.country) == ("Ceiba", "CO")
    assert link.url("http://192.168.1.5:8866/") == f"http://192.168.1.5:8866/report#k={link.key}"
    held = json.dumps([rows(store, "report_links"), rows(store, "changes")], default=str)
    assert link.key not in held
    assert (paths.data() / "report_secret").stat().st_mode & 0o077 == 0


def test_a_link_that_is_asked_for_again_is_the_same_and_one_that_ended_opens_nothing(plan: Store) -> None:
    link = make_link(plan, PLAN, "Ceiba", "CO", **ANALYST)
    assert make_link(plan, PLAN, "céiba", "CO", **ANALYST).key == link.key
    assert make_link(plan, PLAN, "Ceiba", "PE", **ANALYST).key != link.key
    assert end_link(plan, PLAN, link.reporter.link_id, **ANALYST).ended_at is not None
    assert whose_key(plan, link.key) is None
    assert [(one.reporter.name, one.reporter.country) for one in links(plan, PLAN)] == [("Ceiba", "PE")]
    with pytest.raises(Refused, match="ya no abre"):
        send_report(plan, link.reporter.link_id, LAST, {"action:escuela": {"status": "done"}})
    assert make_link(plan, PLAN, "Ceiba", "CO", **ANALYST).key not in ("", link.key)


def test_with_another_machines_secret_old_links_open_and_cannot_be_shown_again(plan: Store) -> None:
    link = make_link(plan, PLAN, "Ceiba", "CO", **ANALYST)
    (paths.data() / "report_secret").write_bytes(b"another")
    assert whose_key(plan, link.key) == link.reporter
    assert [one.key for one in links(plan, PLAN)] == [""]
    renewed = make_link(plan, PLAN, "Ceiba", "CO", **ANALYST)
    assert renewed.key
    assert whose_key(plan, link.key) is None


@pytest.mark.parametrize(("name", "country", "field"), [
    ("", "", "name"), ("x" * 121, "", "name"), ("a\u202eb", "", "name"), ("Ceiba", "ZZ", "country"),
    ("Ceiba", "Colombia y Perú", "country")])
def test_a_link_needs_a_name_and_a_country_that_exists(plan: Store, name: str, country: str, field: str) -> None:
    with pytest.raises(InputError) as wrong:
        make_link(plan, PLAN, name, country, **ANALYST)
    assert faults(wrong) == [("", field)]


def test_links_are_made_by_whoever_analyses_and_for_a_plan_that_exists(plan: Store) -> None:
    with pytest.raises(Refused):
        make_link(plan, PLAN, "Ceiba", "CO", actor="x", role="participant")
    with pytest.raises(NotFound):
        make_link(plan, "otro", "Ceiba", "CO", **ANALYST)
    with pytest.raises(NotFound):
        end_link(plan, "otro", link_of(plan), **ANALYST)


# ── whose ──────────────────────────────────────────────────────────────────────────────────────────


def test_everybody_whom_the_plan_names_reports_on_what_it_names_them_for(plan: Store) -> None:
    assert [(d.name, d.country, d.actions, d.indicators) for d in people_who_report(plan, PLAN)] == [
        ("Ceiba", "CO", ("cartilla", "escuela"), ("activistas", "clima", "mujeres")),
        ("Jaguar", "CO", (), ("mujeres",)),
        ("Jaguar", "PE", ("escuela",), ("ajeno",)),
        ("Nogal", "PE", ("feria",), ())]


def test_the_form_shows_ones_own_and_what_was_said_last(plan: Store) -> None:
    found = form(plan, link_of(plan))
    assert [item.subject for item in found.items] == [
        "action:escuela", "action:cartilla", "indicator:activistas", "indicator:mujeres", "indicator:clima"]
    assert found.period["period"] == LAST
    assert found.due == date(2019, 7, 15)
    school, activists = found.items[0], found.items[2]
    assert (school.last.period, school.last.rows["", ""]["percent"], school.others) == (SECOND, 20.5, ("Jaguar",))
    assert (activists.country, activists.target, activists.parts) == ("CO", 40.0, (("sexo", "mujeres"),))
    assert activists.last.rows["", ""]["value"] == 12.5
    assert form(plan, link_of(plan), FIRST).items[0].last is None


@pytest.mark.parametrize(("today", "period"), [
    (date(2018, 1, 1), FIRST), (date(2018, 6, 30), FIRST), (date(2018, 7, 1), FIRST), (date(2019, 1, 15), SECOND),
    (date(2026, 1, 1), LAST)])
def test_the_period_that_is_due_is_the_last_that_ended(plan: Store, today: date, period: str) -> None:
    moment = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    who = reporter_of(plan, link_of(plan))
    found = read_form(plan, who, now=moment)
    assert found.period["period"] == period
    assert all(p["starts"] <= today for p in found.periods)


def test_before_the_plan_begins_there_is_nothing_to_report(plan: Store) -> None:
    found = read_form(plan, reporter_of(plan, link_of(plan)), now=datetime(2017, 5, 1, tzinfo=UTC))
    assert (found.period, found.items, found.due) == (None, (), None)


# ── drafts ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_is_kept_as_typed_and_no_report_counts_it(store: Store) -> None:
    make_plan(store)
    link = link_of(store)
    before = read_results(store, PLAN)
    save_draft(store, link, LAST, "indicator:activistas", {"value": "12,", "comment": "=1+1 <b>"})
    save_draft(store, link, LAST, "indicator:activistas", {"value": "12,5", "comment": "=1+1 <b>"})
    assert form(store, link).drafts == {"indicator:activistas": {"value": "12,5", "comment": "=1+1 <b>"}}
    assert form(store, link_of(store, "Jaguar", "PE")).drafts == {}
    assert form(store, link, SECOND).drafts == {}
    assert read_results(store, PLAN) == before
    save_draft(store, link, LAST, "indicator:activistas", None)
    assert form(store, link).drafts == {}


@pytest.mark.parametrize(("period", "subject", "body"), [
    (LAST, "action:feria", {}), (LAST, "indicator:ajeno", {}), (LAST, "nada", {}), ("2030-S1", "action:escuela", {}),
    (LAST, "action:escuela", {"comment": "x" * 12_000})])
def test_a_draft_about_anything_else_is_refused(plan: Store, period: str, subject: str, body: Any) -> None:
    with pytest.raises((Refused, NotFound)):
        save_draft(plan, link_of(plan), period, subject, body)
    assert rows(plan, "report_drafts") == []


# ── sending ────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_sent_waits_to_be_approved(store: Store) -> None:
    make_plan(store)
    link = link_of(store)
    save_draft(store, link, LAST, "action:escuela", {"status": "delayed"})
    assert send(store, link, action_escuela={"status": "delayed", "percent": "35,5", "comment": "Sin salón.",
                                             "evidence": "acta.pdf\n\nhttps://ejemplo.org/a"},
                indicator_activistas={"value": "1200,5", "part:sexo=mujeres": "600"},
                indicator_mujeres={"numerator": "3", "denominator": "8"},
                indicator_clima={"narrative": "Más confianza."}) == 4
    (progress,) = [r for r in rows(store, "progress") if r["period"] == LAST]
    assert {k: progress[k] for k in ("status", "percent", "comment", "evidence", "review", "reported_by")} == {
        "status": "delayed", "percent": 35.5, "comment": "Sin salón.", "review": "pending", "reported_by": "Ceiba",
        "evidence": "acta.pdf; https://ejemplo.org/a"}
    told = {(r["indicator_id"], r["dim_value"]): r for r in rows(store, "actuals") if r["period"] == LAST}
    assert {r["status"] for r in told.values()} == {"pending"}
    assert (told["activistas", ""]["value"], told["activistas", "mujeres"]["value"]) == (1200.5, 600.0)
    assert {r["country"] for key, r in told.items() if key[0] == "activistas"} == {"CO"}
    assert (told["mujeres", ""]["numerator"], told["mujeres", ""]["denominator"]) == (3.0, 8.0)
    assert told["clima", ""]["narrative"] == "Más confianza."
    assert form(store, link).drafts == {}
    assert [item.state for item in form(store, link).items] == ["pending", "", "pending", "pending", "pending"]


def test_a_report_that_is_sent_twice_is_one(plan: Store) -> None:
    link = link_of(plan)
    assert send(plan, link, op_id="1234567890", action_escuela={"status": "in_progress"}) == 1
    told = rows(plan, "progress"), len(rows(plan, "changes"))
    assert send_report(plan, link, LAST, {"action:escuela": {"status": "done", "base": ""}}, op_id="1234567890") == 1
    assert (rows(plan, "progress"), len(rows(plan, "changes"))) == told


def test_every_fault_is_told_by_field_and_nothing_is_saved(plan: Store) -> None:
    link = link_of(plan)
    with pytest.raises(InputError) as wrong:
        send(plan, link, action_escuela={"percent": "treinta"}, action_cartilla={"status": "done"},
             indicator_activistas={"value": "1.200", "part:sexo=mujeres": "6 00"}, indicator_clima={},
             indicator_mujeres={"numerator": "3"})
    assert faults(wrong) == [
        ("action:escuela", "status"), ("action:escuela", "percent"), ("indicator:activistas", "value"),
        ("indicator:activistas", "part:sexo=mujeres"), ("indicator:clima", "narrative")]
    with pytest.raises(InputError) as wrong:
        send(plan, link, action_cartilla={"status": "bien", "percent": "150"})
    assert faults(wrong) == [("action:cartilla", "status"), ("action:cartilla", "percent")]
    with pytest.raises(InputError) as wrong:
        send(plan, link, action_cartilla={"status": "done"}, indicator_mujeres={"numerator": "3"})
    assert faults(wrong) == [("indicator:mujeres", "denominator")]
    assert not [r for name in ("progress", "actuals") for r in rows(plan, name) if r["period"] == LAST]


def test_nobody_reports_on_what_is_anothers_nor_in_a_period_that_is_closed(plan: Store) -> None:
    link = link_of(plan)
    with pytest.raises(Refused, match="ya no le toca"):
        send_report(plan, link, LAST, {"action:feria": {"status": "done"}})
    with pytest.raises(InputError, match="nada que enviar"):
        send_report(plan, link, LAST, {})
    lock_period(plan, PLAN, LAST, **ANALYST)
    with pytest.raises(Refused, match="cerrado"):
        send_report(plan, link, LAST, {"action:escuela": {"status": "done"}})


def test_what_somebody_else_said_meanwhile_is_not_written_over_unseen(plan: Store) -> None:
    mine, theirs = link_of(plan), link_of(plan, "Jaguar", "PE")
    send(plan, theirs, action_escuela={"status": "done"})
    with pytest.raises(Conflict, match="Jaguar"):
        send_report(plan, mine, LAST, {"action:escuela": {"status": "delayed", "base": ""}})
    send(plan, mine, action_escuela={"status": "delayed"})
    (row,) = [r for r in rows(plan, "progress") if r["period"] == LAST]
    assert (row["status"], row["reported_by"]) == ("delayed", "Ceiba")


def test_what_was_approved_and_is_changed_is_reviewed_again(plan: Store) -> None:
    link = link_of(plan)
    send(plan, link, indicator_activistas={"value": "20"})
    (row,) = [r for r in rows(plan, "actuals") if r["period"] == LAST]
    save_row(plan, PLAN, "actuals", {"actual_id": row["actual_id"], "status": "approved"}, **ANALYST)
    assert items(plan, link)["indicator:activistas"].state == "approved"
    send(plan, link, indicator_activistas={"value": "21"})
    assert items(plan, link)["indicator:activistas"].state == "pending"


def test_a_cumulative_value_that_falls_has_to_be_explained(plan: Store) -> None:
    link = link_of(plan)
    with pytest.raises(Refused, match="bajar"):
        send(plan, link, indicator_activistas={"value": "3"})
    assert send(plan, link, indicator_activistas={"value": "3", "comment": "Se contó doble."}) == 1


def test_a_returned_report_says_what_to_look_at_and_is_sent_again(plan: Store) -> None:
    link = link_of(plan)
    send(plan, link, action_escuela={"status": "done"})
    (row,) = [r for r in rows(plan, "progress") if r["period"] == LAST]
    save_row(plan, PLAN, "progress", {"progress_id": row["progress_id"], "review": "returned",
                                      "review_note": "¿Cuántas personas?"}, **ANALYST)
    item = items(plan, link)["action:escuela"]
    assert (item.state, item.note) == ("returned", "¿Cuántas personas?")
    send(plan, link, action_escuela={"status": "done", "comment": "Cuarenta."})
    item = items(plan, link)["action:escuela"]
    assert (item.state, item.note) == ("pending", "")


def test_no_value_is_not_zero(plan: Store) -> None:
    link = link_of(plan)
    send(plan, link, indicator_activistas={"comment": "Nadie contó."})
    assert [r["value"] for r in rows(plan, "actuals") if r["period"] == LAST] == [None]
    send(plan, link, indicator_activistas={"value": "0", "comment": "Se contó: nadie."})
    assert [r["value"] for r in rows(plan, "actuals") if r["period"] == LAST] == [0.0]


def test_what_was_finished_begins_later_or_is_told_once_a_year_is_shown_and_not_awaited(plan: Store) -> None:
    link = link_of(plan)
    assert all(item.awaited for item in items(plan, link, SECOND).values())
    with plan.transaction("test", plan_id=PLAN) as tx:
        tx.insert("progress", {"action_id": "cartilla", "period": SECOND, "status": "done", "review": "approved"})
        tx.update("actions", "escuela", starts=date(2019, 7, 1))
        tx.update("indicators", "clima", frequency="anual")
        tx.update("indicators", "activistas", frequency="anual")  # of which there is a target, so that it is awaited
    found = {subject for subject, item in items(plan, link).items() if not item.awaited}
    assert found == {"action:cartilla", "action:escuela", "indicator:clima"}


def test_what_does_not_apply_is_neither_missing_nor_zero(store: Store) -> None:
    make_plan(store)
    link = link_of(store)
    save_draft(store, link, LAST, "indicator:activistas", {"not_applicable": "1"})
    assert form(store, link).drafts == {"indicator:activistas": {"not_applicable": "1"}}
    send(store, link, indicator_activistas={"not_applicable": "1", "comment": "No hubo convocatoria."},
         indicator_mujeres={"not_applicable": "1", "numerator": "0", "denominator": "0"},
         indicator_clima={"not_applicable": "1"})
    told = {r["indicator_id"]: r for r in rows(store, "actuals") if r["period"] == LAST}
    assert all(applies_not(row) for row in told.values())
    assert (told["activistas"]["comment"], told["activistas"]["status"]) == ("No hubo convocatoria.", "pending")
    approve(store, PLAN, [Seen("actuals", row["actual_id"], mark("actuals", row)) for row in told.values()], **ANALYST)
    plan = read_results(store, PLAN)
    here = next(p for p in plan.periods if p.period == LAST)
    assert {i.indicator_id: indicator_state(i, here, plan.periods).state for i in plan.indicators} == {
        "activistas": "not_applicable", "mujeres": "not_applicable", "clima": "not_applicable", "ajeno": "no_value"}
    send(store, link, indicator_activistas={"value": "13"}, indicator_clima={"narrative": "Más confianza."})
    told = {r["indicator_id"]: r for r in rows(store, "actuals") if r["period"] == LAST}
    assert [told["activistas"][c] for c in ("value", "numerator", "denominator")] == [13.0, None, None]
    assert not applies_not(told["clima"])


@pytest.mark.parametrize(("indicator", "fields"), [
    ("activistas", {"value": "0"}), ("activistas", {"part:sexo=mujeres": "3"}), ("clima", {"narrative": "Mejor."}),
    ("mujeres", {"numerator": "0", "denominator": "4"})])
def test_a_value_and_that_it_does_not_apply_are_refused_together(plan: Store, indicator: str,
                                                                 fields: dict[str, str]) -> None:
    link = link_of(plan)
    with pytest.raises(InputError, match="no pueden ser") as wrong:
        send(plan, link, **{f"indicator_{indicator}": {"not_applicable": "1", **fields}})
    assert faults(wrong) == [(f"indicator:{indicator}", "not_applicable")]
    assert wrong.value.faults[0].advice
    assert not [r for r in rows(plan, "actuals") if r["period"] == LAST]
