"""The page of the calendar as it speaks with the browser: plain data, every action once, nothing invented."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from minga_widgets.calendar import Calendar
from minga_widgets.calendar_load import PlanLoad

from minga import paths
from minga.exchange.load import load_plan
from minga.exchange.package_in import read_package
from minga.store import Store, rows
from minga.workshop import assignments, directions, plans
from minga.workshop.actor import FACILITATOR
from tests.integration.test_components import Page

EXAMPLE = "red-ejemplo-2018-2019"


@pytest.fixture
def example(sqlite_store: Store) -> dict[str, Any]:
    load_plan(sqlite_store, read_package(paths.examples() / EXAMPLE)[0])
    return plans.find_plan(sqlite_store, EXAMPLE)


def opened(component: Any) -> Page:
    page = Page(component)
    page.say("hello")
    return page


def test_every_action_of_the_plan_is_on_the_calendar_once(sqlite_store: Store, example: dict[str, Any]) -> None:
    state = opened(Calendar(sqlite_store, example)).state
    told = [key for d in state["order"] for key in state[f"direction:{d}"]["entries"]]
    assert sorted(told) == sorted(a["action_id"] for a in rows(sqlite_store, "actions"))
    assert json.loads(json.dumps(state)) == state
    assert [z["key"] for z in state["span"]["zooms"]] == [
        "", "2017", "2017-S2", "2018", "2018-S1", "2018-S2", "2019", "2019-S1", "2019-S2"]
    assert [m["short"] for m in state["span"]["months"][:3]] == ["dic", "ene", "feb"]


def test_an_approximate_date_an_open_end_and_a_missing_date_are_told_apart(
        sqlite_store: Store, example: dict[str, Any]) -> None:
    state = opened(Calendar(sqlite_store, example)).state
    entries = [value for key, value in state.items() if key.startswith("entry:")]
    first = next(e for e in entries if e["text"].startswith("Formar un equipo de enlace"))
    assert (first["first"], first["last"], first["pattern"]) == ("2018-02-21", "2018-02-28", "approximate")
    team = next(e for e in entries if e["text"].startswith("Formar un equipo de proyectos"))
    assert (team["open"], team["again"], team["last"]) == (True, "de manera permanente", "2019-12-31")
    assert {e["within"] for e in entries if not e["first"] and e["code"].startswith("2.")} == {"2"}


def test_the_page_follows_what_is_written_elsewhere(sqlite_store: Store) -> None:
    plan = plans.find_plan(sqlite_store, plans.new_plan(sqlite_store, title="Plan", starts=date(2026, 1, 1),
                                                        ends=date(2026, 12, 31)))
    calendar, load = opened(Calendar(sqlite_store, plan)), opened(PlanLoad(sqlite_store, plan))
    assert (calendar.state["order"], load.state["people"]) == ([], [])
    here = directions.add_direction(sqlite_store, FACILITATOR, "plan", "Agua")["direction_id"]
    action = directions.add_action(sqlite_store, FACILITATOR, here, "medir")["action_id"]
    directions.edit_action(sqlite_store, FACILITATOR, action, schedule_text="enero a marzo de 2026", cost=300.0,
                           currency="COP")
    assignments.assign(sqlite_store, FACILITATOR, action, [
        {"as_written": "Luna (Colombia)", "name": "Luna", "country": "CO"}])
    calendar.component.refresh()
    load.component.refresh()
    assert calendar.state[f"entry:{action}"]["when"] == "1.er trimestre de 2026"
    assert calendar.state["countries"] == [{"key": "CO", "name": "Colombia"}]
    luna = load.state["people"][0]
    assert (luna["name"], luna["months"][:4], luna["costs"], luna["cost_months"][:4]) == (
        "Luna (Colombia)", [1, 1, 1, 0], ["300 COP"], ["100 COP", "100 COP", "100 COP", ""])
    assert [c["name"] for c in load.state["countries"]] == ["Colombia"]
