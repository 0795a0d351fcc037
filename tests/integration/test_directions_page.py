"""The page of directions as it speaks with Python: dates in words, people of the room, moves, numbers, measures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from minga_widgets.directions import Directions
from minga_widgets.directions_when import phrase_with, reading_of
from minga_widgets.people import people_of_lines

from minga.errors import Refused
from minga.i18n import set_language
from minga.schedules import understand
from minga.store import Store, rows
from minga.workshop import assignments, participants, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor
from tests.integration.test_components import Page

PLAN = {"starts": date(2018, 1, 1), "ends": date(2019, 12, 31)}


@pytest.fixture
def plan(sqlite_store: Store) -> dict[str, Any]:
    return plans.find_plan(sqlite_store, plans.new_plan(sqlite_store, title="Plan", starts=date(2018, 1, 1),
                                                        ends=date(2019, 12, 31)))


@pytest.fixture
def page(sqlite_store: Store, plan: dict[str, Any]) -> Page:
    """One direction with actions a, b and c."""
    made = Page(Directions(sqlite_store, FACILITATOR, plan,
                           reading.stage_by_key(sqlite_store, "plan", "directions")["stage_id"]))
    made.say("hello")
    asked(made, "add_direction", title="Agua")
    for text in ("a", "b", "c"):
        asked(made, "add_action", direction=made.state["order"][0], text=text)
    return made


def asked(page: Page, op: str, **data: Any) -> Any:
    answer = page.ask(op, **data, id=f"operacion-{len(page.acks)}")
    assert answer["ok"], answer
    return answer["result"]


def action(page: Page, n: int) -> str:
    return page.state[f"direction:{page.state['order'][0]}"]["actions"][n]


def told(page: Page) -> str:
    here = page.state[f"direction:{page.state['order'][0]}"]["actions"]
    return " ".join(f"{page.state[f'action:{key}']['code']}:{page.state[f'action:{key}']['text']}" for key in here)


def said(phrase: str) -> list[tuple[str, str]]:
    return [(line["kind"], line["text"]) for line in reading_of(phrase, PLAN)]


def test_what_is_understood_is_said_with_its_precision_and_what_is_handed_over() -> None:
    assert said("finales de febrero 2018, entrega del mapa") == [
        ("good", "Se entiende: del 21 al 28 de febrero de 2018 (aproximado)."),
        ("more", "Precisión: unos diez días de un mes."), ("more", "Se hace o se entrega: entrega del mapa.")]
    assert said("Desde enero de 2018, cada mes") == [
        ("good", "Se entiende: desde el 1 de enero de 2018."), ("more", "Precisión: un mes."),
        ("more", "Sin fecha de cierre."), ("more", "Se repite: cada mes.")]
    assert said("cada mes") == [("good", "Se repite: cada mes.")]
    assert said("   ") == []


def test_what_is_not_understood_is_kept_and_says_what_to_write_instead() -> None:
    kinds = said("cuando se pueda")
    assert [kind for kind, _text in kinds] == ["bad", "more"]
    assert "«junio de 2026»" in kinds[1][1]


@pytest.mark.parametrize("language", ["es", "pt", "en"])
@settings(max_examples=15)
@given(days=st.tuples(st.integers(0, 3000), st.integers(0, 500)), which=st.sampled_from(["both", "from", "to"]))
def test_dates_that_are_picked_become_a_phrase_that_means_them(
        language: str, days: tuple[int, int], which: str) -> None:
    set_language(language)
    first = date(2017, 1, 1) + timedelta(days=days[0])
    last = first + timedelta(days=days[1])
    starts, ends = (first if which != "to" else None), (last if which != "from" else None)
    phrase = phrase_with("", starts.isoformat() if starts else "", ends.isoformat() if ends else "", PLAN)
    meant = understand(phrase)
    set_language("es")
    assert (meant.starts, meant.ends) == (starts, ends), phrase


def test_picked_dates_take_the_place_of_those_that_were_written_and_leave_the_rest() -> None:
    picked = {"starts": "2018-06-01", "ends": "2018-06-30", "plan": PLAN}
    assert phrase_with("", **picked) == "Junio de 2018"
    assert phrase_with("Finales de febrero 2018, entrega del mapa", **picked) == "Junio de 2018, entrega del mapa"
    assert phrase_with("entrega del mapa", **picked) == "Junio de 2018, entrega del mapa"
    for starts, ends in (("", ""), ("2018-06-02", "2018-06-01"), ("pronto", ""), ("2018-02-30", ""), (7, None)):
        with pytest.raises(Refused):
            phrase_with("x", starts, ends, PLAN)


def someone(store: Store, device: str, alias: str, country: str = "") -> dict[str, Any]:
    return participants.join(store, "plan", device, alias, country=country)


def test_people_of_the_room_are_known_by_how_they_are_written(sqlite_store: Store, plan: dict[str, Any]) -> None:
    luna, x7 = someone(sqlite_store, "1", "Luna", "CO"), someone(sqlite_store, "2", "x7")
    room = participants.participants(sqlite_store, "plan")
    found = people_of_lines("Luna y Sol (Colombia)\nx7\nLuna (Perú)\nTodas", room)
    assert [(p["name"], p["country"], p.get("kind", "person"), p.get("participant_id")) for p in found] == [
        ("Luna", "CO", "person", luna["participant_id"]), ("Sol", "CO", "person", None),
        ("x7", "", "person", x7["participant_id"]), ("Luna", "PE", "person", None), ("Todas", "", "everyone", None)]


def test_two_people_of_one_name_are_told_apart_by_who_was_picked(sqlite_store: Store, plan: dict[str, Any]) -> None:
    first, second = (someone(sqlite_store, device, "Luna", "CO")["participant_id"] for device in "12")
    room = participants.participants(sqlite_store, "plan")
    both = people_of_lines("Luna (Colombia)\nLuna (Colombia)", room, [first, second])
    assert {p.get("participant_id") for p in both} == {first, second}
    assert [p.get("participant_id") for p in people_of_lines("Luna (Colombia)", room, [second])] == [second]
    assert "participant_id" not in people_of_lines("Luna (Colombia)", room)[0]


def test_somebody_picked_from_the_room_is_asked_on_their_phone_and_their_answer_is_shown(
        page: Page, sqlite_store: Store) -> None:
    luna = someone(sqlite_store, "1", "Luna", "CO")
    page.component.refresh()
    assert page.state["room"] == [{"id": luna["participant_id"], "name": "Luna (Colombia)"}]
    asked(page, "edit_action", action=action(page, 0), people="Luna (Colombia)\nSol (Perú)",
          picked=[luna["participant_id"]])
    mine = assignments.assigned_to(sqlite_store, "plan", luna["participant_id"])
    assignments.answer_assignment(sqlite_store, Actor(luna["participant_id"]), mine[0]["assignment_id"], True)
    page.component.refresh()
    shown = page.state[f"action:{action(page, 0)}"]["answers"]
    assert [(a["accepted"], a["joined"]) for a in shown] == [(True, True), (None, False)]
    asked(page, "answer", assignment=shown[1]["id"], accepted=False)
    assert page.state[f"action:{action(page, 0)}"]["answers"][1]["accepted"] is False


def test_when_somebody_makes_no_sense_nothing_of_the_form_is_saved(page: Page, sqlite_store: Store) -> None:
    answer = page.ask("edit_action", action=action(page, 0), text="otra", people="x" * 300, id="operacion-mala")
    assert not answer["ok"]
    assert rows(sqlite_store, "actions", text="otra") == []


def test_actions_move_by_every_button_and_only_where_they_can(page: Page) -> None:
    ways = [[page.state[f"action:{action(page, n)}"][way] for way in ("up", "down", "in", "out")] for n in range(3)]
    assert ways == [[False, True, False, False], [True, True, True, False], [True, False, True, False]]
    asked(page, "indent_action", action=action(page, 1))
    assert told(page) == "1:a 1.1:b 2:c"
    asked(page, "move_action", action=action(page, 2), by=-1)
    assert told(page) == "1:c 2:a 2.1:b"
    asked(page, "outdent_action", action=action(page, 2))
    asked(page, "place_action", action=action(page, 2), direction=page.state["order"][0], before=action(page, 0))
    assert told(page) == "1:b 2:c 3:a"
    asked(page, "add_direction", title="Voz")
    asked(page, "place_action", action=action(page, 0), direction=page.state["order"][1])
    assert told(page) == "1:c 2:a"
    asked(page, "move_direction", direction=page.state["order"][1], by=-1)
    assert told(page) == "1:b"


def test_numbers_are_shown_before_they_change(page: Page) -> None:
    assert asked(page, "renumbering") == []
    asked(page, "edit_action", action=action(page, 0), code="9")
    asked(page, "edit_action", action=action(page, 1), text="b", code="")
    assert asked(page, "renumbering") == []
    planned = asked(page, "renumbering", everything=True)
    assert [(p["text"], p["before"], p["after"]) for p in planned] == [
        ("a", "9", "1"), ("b", "10", "2"), ("c", "11", "3")]
    assert asked(page, "renumber", everything=True) == 3
    assert told(page) == "1:a 2:b 3:c"


def test_a_measure_becomes_an_indicator_and_says_so(page: Page, sqlite_store: Store) -> None:
    here = page.state["order"][0]
    assert not page.ask("measure", direction=here, id="operacion-m0")["ok"]
    asked(page, "edit_direction", direction=here, outcome="Doce ríos con guardianas")
    for _press in range(2):
        asked(page, "measure", direction=here)
    assert page.state[f"direction:{here}"]["indicator"] is True
    assert [i["title"] for i in rows(sqlite_store, "indicators")] == ["Doce ríos con guardianas"]


def test_directions_without_measure_are_spoken_of_when_titles_are_agreed(page: Page, sqlite_store: Store) -> None:
    assert page.state["unmeasured"] == ""
    stage = reading.stage_by_key(sqlite_store, "plan", "directions")["stage_id"]
    stages.set_phase(sqlite_store, FACILITATOR, stage, "resolve")
    page.component.refresh()
    assert page.state["unmeasured"] == "1 dirección todavía no dice cómo se sabrá que se logró."
    asked(page, "edit_direction", direction=page.state["order"][0], outcome="Doce ríos")
    assert page.state["unmeasured"] == ""


def test_a_participant_who_reaches_the_page_changes_nothing(page: Page, sqlite_store: Store) -> None:
    page.component._actor = Actor("x")
    first, here = action(page, 0), page.state["order"][0]
    for op, data in (("move_action", {"action": first, "by": 1}), ("indent_action", {"action": first}),
                     ("outdent_action", {"action": first}), ("place_action", {"action": first, "direction": here}),
                     ("move_direction", {"direction": here, "by": 1}), ("renumber", {"everything": True}),
                     ("measure", {"direction": here}), ("delete_direction", {"direction": here}),
                     ("edit_action", {"action": first, "text": "x"}),
                     ("edit_direction", {"direction": here, "code": "9"})):
        assert not page.ask(op, **data, id=f"operacion-{op}")["ok"], op
    assert told(page) == "1:a 2:b 3:c"


def test_a_cost_is_read_with_the_decimal_sign_of_the_page_and_kept_with_its_currency(page: Page) -> None:
    asked(page, "edit_action", action=action(page, 0), text="a", people="", cost="1500,5", currency="GTQ", place="Xela")
    shown = page.state[f"action:{action(page, 0)}"]
    assert (shown["cost"], shown["currency"], shown["place"]) == ("1500,5", "GTQ", "Xela")
    asked(page, "edit_action", action=action(page, 0), text="a", people="", cost="  ")
    assert page.state[f"action:{action(page, 0)}"]["cost"] == ""


@pytest.mark.parametrize("written", ["mil", "1.500", "-3", "1e400", "=1+1"])
def test_a_cost_that_is_no_clear_number_is_refused_and_nothing_is_written(page: Page, written: str) -> None:
    answer = page.ask("edit_action", action=action(page, 0), text="otra", people="", cost=written, id="costo-que-no")
    assert not answer["ok"]
    assert answer["message"].startswith("Costo")
    assert page.state[f"action:{action(page, 0)}"]["text"] == "a"
