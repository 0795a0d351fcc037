"""The calendar of a plan and the load of each person: from rows alone, no date invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.workshop import workload
from minga.workshop.calendar import MOST_MONTHS, PlanCalendar, calendar_of

PLAN = {"starts": date(2018, 1, 1), "ends": date(2018, 12, 31)}
TODAY = date(2026, 5, 20)


def action(key: str, said: str = "", parent: str | None = None, **more: Any) -> dict[str, Any]:
    return {"action_id": key, "direction_id": "d", "parent_id": parent, "code": key, "text": f"acción {key}",
            "position": int(key.split(".")[0]) * 10 + len(key), "schedule_text": said, "cost": None, "currency": "",
            **more}


def person(of: str, name: str, country: str = "", **more: Any) -> dict[str, Any]:
    return {"assignment_id": f"{of}{name}", "action_id": of, "as_written": name, "name": name, "country": country,
            "kind": "person", "accepted": None, "participant_id": None, "position": 1, **more}


def made(actions: list[dict[str, Any]], people: Any = (), plan: dict[str, Any] | None = None) -> PlanCalendar:
    direction = {"direction_id": "d", "position": 1, "code": "1", "title": "Agua"}
    return calendar_of(plan or PLAN, [direction], actions, list(people), TODAY)


@pytest.mark.parametrize(("said", "first", "last", "pattern"), [
    ("Finales de febrero 2018", date(2018, 2, 21), date(2018, 2, 28), "approximate"),
    ("15 de marzo de 2018", date(2018, 3, 15), date(2018, 3, 15), "exact"),
    ("Junio de 2018", date(2018, 6, 1), date(2018, 6, 30), "wide"),
    ("Desde enero de 2018", date(2018, 1, 1), date(2018, 12, 31), "wide"),
    ("Cada mes", date(2018, 1, 1), date(2018, 12, 31), "wide"),
    ("Hasta el 15 de marzo de 2018", date(2018, 3, 1), date(2018, 3, 15), "exact"),
    ("cuando se pueda", None, None, "wide"), ("", None, None, "wide"), ("según haga falta", None, None, "wide")])
def test_an_action_stands_where_its_words_put_it(said: str, first: date, last: date, pattern: str) -> None:
    entry = made([action("1", said)]).entries[0]
    assert (entry.first, entry.last, entry.pattern, entry.dated) == (first, last, pattern, first is not None)


def test_the_calendar_runs_over_whole_months_of_the_plan_and_of_what_was_dated() -> None:
    here = made([action("1", "15 de noviembre de 2017"), action("2", "marzo de 2019")])
    assert (here.starts, here.ends, len(here.months)) == (date(2017, 11, 1), date(2019, 3, 31), 17)


def test_a_plan_without_any_date_shows_this_year() -> None:
    here = made([action("1")], plan={"starts": None, "ends": None})
    assert (here.starts, here.ends) == (date(2026, 1, 1), date(2026, 12, 31))


def test_one_mistyped_year_does_not_stretch_the_calendar_of_everybody() -> None:
    here = made([action("1", "marzo de 2918"), action("2", "marzo de 2018")])
    assert (here.starts, here.ends) == (date(2018, 1, 1), date(2018, 12, 31))


def test_a_plan_that_ends_with_the_last_year_there_is_has_a_calendar() -> None:
    here = made([action("1", "2018")], plan={"starts": date(2018, 1, 1), "ends": date(9999, 12, 31)})
    assert (here.starts, here.ends) == (date(2018, 1, 1), date(2018, 12, 31))


def test_a_part_without_date_says_which_dated_action_it_belongs_to() -> None:
    here = made([action("1", "junio de 2018"), action("1.1", parent="1"), action("2"), action("2.1", parent="2")])
    assert [(e.code, e.depth, e.dated, e.within) for e in here.entries] == [
        ("1", 1, True, ""), ("1.1", 2, False, "1"), ("2", 1, False, ""), ("2.1", 2, False, "")]


def test_the_load_of_a_person_counts_what_is_under_way_in_each_month() -> None:
    here = made([action("1", "enero a marzo de 2018"), action("2", "marzo de 2018"), action("3")],
                [person("1", "Luna", "CO"), person("2", "Luna", "CO"), person("2", "Luna", "PE"),
                 person("3", "Luna", "CO", accepted=True), person("3", "Todas", kind="everyone")])
    loads = workload.load_by_person(here)
    assert [(one.name, one.kind, one.months[:4], one.actions, one.undated, one.unanswered) for one in loads] == [
        ("Luna (Colombia)", "person", (1, 1, 2, 0), 3, 1, 2), ("Luna (Perú)", "person", (0, 0, 1, 0), 1, 0, 1),
        ("Todas", "everyone", (0, 0, 0, 0), 1, 1, 1)]
    assert loads[0].overloaded(1)[:4] == (False, False, True, False)
    assert not any(loads[0].overloaded())


def test_whoever_joined_is_one_person_however_their_name_is_written() -> None:
    here = made([action("1", "enero de 2018"), action("2", "enero de 2018")],
                [person("1", "Luna", participant_id="p"), person("2", "Luna B.", "CO", participant_id="p")])
    assert [(one.key, one.peak) for one in workload.load_by_person(here)] == [("p", 2)]


def test_whoever_said_no_carries_nothing() -> None:
    here = made([action("1", "enero de 2018")], [person("1", "Luna", "CO", accepted=False), person("1", "Sol", "PE")])
    assert [one.name for one in workload.load_by_person(here)] == ["Sol (Perú)"]
    assert [one.name for one in workload.load_by_country(here)] == ["Perú"]


def test_a_country_counts_an_action_once_however_many_people_it_has() -> None:
    here = made([action("1", "enero de 2018")], [person("1", "Luna", "CO"), person("1", "Sol", "CO")])
    assert [(one.name, one.months[0], one.actions) for one in workload.load_by_country(here)] == [("Colombia", 1, 1)]


def test_a_cost_is_shared_evenly_among_people_and_months() -> None:
    here = made([action("1", "enero a febrero de 2018", cost=100.0, currency="USD"),
                 action("2", cost=7.0, currency="COP")],
                [person("1", "Luna"), person("1", "Sol"), person("2", "Luna")])
    luna, sol = workload.load_by_person(here)
    assert luna.costs == (("COP", 7.0), ("USD", 50.0))
    assert [(c, line[:3]) for c, line in luna.cost_months] == [("COP", (0, 0, 0)), ("USD", (25.0, 25.0, 0))]
    assert sol.costs == (("USD", 50.0),)


SAID = st.sampled_from(["", "junio de 2018", "desde marzo de 2017", "hasta mayo de 2019", "cada año", "2018",
                        "finales de 2018", "marzo de 3018", "1 de enero de 0001", "31 de diciembre de 9999", "pronto"])


@given(st.lists(SAID, max_size=8), st.booleans())
def test_every_action_is_there_once_and_the_calendar_stays_a_calendar(phrases: list[str], dated: bool) -> None:
    actions = [action(str(n), said) for n, said in enumerate(phrases, 1)]
    people = [person(str(n), ("Luna", "Sol")[n % 2], "CO") for n in range(1, len(phrases) + 1)]
    here = made(actions, people, PLAN if dated else {"starts": None, "ends": None})
    assert sorted(e.action_id for e in here.entries) == sorted(a["action_id"] for a in actions)
    assert 1 <= len(here.months) <= MOST_MONTHS
    assert here.months[0] == here.starts
    assert all(e.first <= e.last for e in here.entries if e.first and e.last)
    loads = workload.load_by_person(here)
    assert sum(one.actions for one in loads) == len(actions)
    assert all(len(one.months) == len(here.months) and one.peak <= one.actions - one.undated for one in loads)
