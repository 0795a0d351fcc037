"""The scribe's desk and the notes without a browser: what they show, what they refuse, what reaches the store."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from minga_widgets.notes import Notes
from minga_widgets.scribe import Scribe

from minga.errors import Refused
from minga.store import Store, rows
from minga.workshop import participants, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor
from tests.integration.test_components import Page


@pytest.fixture
def plan(sqlite_store: Store) -> dict[str, Any]:
    return plans.find_plan(sqlite_store, plans.new_plan(sqlite_store, title="Plan"))


def opened(store: Store, plan: dict[str, Any], key: str = "vision", *areas: str) -> tuple[str, Page]:
    here = reading.stage_by_key(store, plan["plan_id"], key)["stage_id"]
    stages.set_phase(store, FACILITATOR, here, "writing")
    page = Page(Scribe(store, FACILITATOR, plan, here))
    page.say("hello")
    for n, area in enumerate(areas):
        assert page.ask("open_area", area=area, open=True, id=f"open-the-area-{n}")["ok"]
    return here, page


def test_a_part_is_made_when_it_is_opened_and_left_alone_when_it_is_folded(
        sqlite_store: Store, plan: dict[str, Any]) -> None:
    _here, page = opened(sqlite_store, plan)
    assert not {"typing", "list", "paper", "votes"} & set(page.state)
    page.ask("open_area", area="paper", open=True)
    assert page.state["paper"]["missing"] == []
    page.ask("open_area", area="paper", open=False, id="fold-the-paper-again")
    assert "paper" not in page.state
    assert not page.ask("open_area", area="nothing", open=True, id="open-what-is-not")["ok"]


def test_a_card_is_typed_in_the_name_of_somebody_without_a_phone_once_however_often_they_speak(
        sqlite_store: Store, plan: dict[str, Any]) -> None:
    joined = participants.join(sqlite_store, "plan", "device-1", "Jaguar")["participant_id"]
    _here, page = opened(sqlite_store, plan, "vision", "typing")
    for n, (text, who) in enumerate((("una", {"alias": "Abuela Nopal"}), ("dos", {"alias": "abuela nopal"}),
                                     ("tres", {"person": joined}), ("cuatro", {"alias": "JAGUAR"}), ("cinco", {}))):
        assert page.ask("type_card", text=text, team="Mesa 1", round=2, id=f"typing-card-{n}", **who)["ok"]
    people = {p["participant_id"]: p["alias"] for p in participants.participants(sqlite_store, "plan")}
    assert sorted(people.values()) == ["Abuela Nopal", "Jaguar"]
    assert {c["text"]: people.get(c["author_id"], "") for c in rows(sqlite_store, "cards")} == {
        "una": "Abuela Nopal", "dos": "Abuela Nopal", "tres": "Jaguar", "cuatro": "Jaguar", "cinco": ""}
    assert [c["text"] for c in page.state["typing"]["last"]] == ["cinco", "cuatro", "tres", "dos", "una"]
    assert "Ronda 2 · Mesa 1 · Jaguar" in {c["about"] for c in page.state["typing"]["last"]}
    card = page.state["typing"]["last"][0]["id"]
    assert page.ask("correct_card", card=card, text="cinco y medio", id="correcting-five")["ok"]
    assert page.ask("take_back", card=card, id="taking-five-back")["ok"]
    assert [c["text"] for c in page.state["typing"]["last"]] == ["cuatro", "tres", "dos", "una"]


def test_in_an_anonymous_stage_nobody_is_offered_and_nobody_is_kept(sqlite_store: Store, plan: dict[str, Any]) -> None:
    joined = participants.join(sqlite_store, "plan", "device-1", "Jaguar", team="Mesa 1")["participant_id"]
    _here, page = opened(sqlite_store, plan, "obstacles", "typing")
    assert (page.state["typing"]["people"], page.state["typing"]["teams"]) == ([], [])
    assert page.ask("type_card", text="un obstáculo", team="Mesa 1", round=2, person=joined, alias="Ceiba")["ok"]
    [card] = rows(sqlite_store, "cards")
    assert (card["author_id"], card["team"], card["created_at"]) == (None, "", None)
    assert len(participants.participants(sqlite_store, "plan")) == 1


@pytest.mark.parametrize(("op", "data"), [
    ("type_card", {"text": "", "round": 1}), ("type_card", {"text": "x", "round": "1"}),
    ("type_card", {"text": "x", "round": 1, "person": "somebody-else"}),
    ("type_card", {"text": "x", "round": 1, "alias": "Facilitadora"}),
    ("type_card", {"text": "x", "round": 1, "column": "nowhere"}),
    ("type_card", {"text": ["x"], "round": 1, "team": 7}),
    ("correct_card", {"card": "not-mine", "text": "x"}), ("take_back", {"card": None}),
    ("read_file", {"name": "a.csv", "content": "no base 64"}), ("read_file", {"content": ""}),
    ("preview_list", {"text": "  "}), ("preview_list", {"text": 7}), ("import_list", {"text": "x", "repeated": "all"}),
    ("import_list", {"text": "texto\tronda\nx\tdos"}), ("print_sheets", {"first": 1, "last": 10_000}),
    ("print_sheets", {"first": 1, "last": 4, "per_page": 5, "paper": "A4"}),
    ("print_sheets", {"first": 1, "last": 4, "per_page": 6, "paper": "A4; margin: 0"}),
    ("type_sheet", {"number": 3, "text": "x"}), ("type_sheet", {"number": "3", "text": ""}),
    ("vote_for_many", {"points": {"nothing": 3}, "people": 2}),
])
def test_whatever_a_page_sends_is_looked_at_and_nothing_half_done_remains(
        sqlite_store: Store, plan: dict[str, Any], op: str, data: dict[str, Any]) -> None:
    _here, page = opened(sqlite_store, plan)
    answer = page.ask(op, **data)
    assert not answer["ok"]
    assert "Algo falló" not in answer["message"]
    assert rows(sqlite_store, "cards") == []
    assert participants.participants(sqlite_store, "plan") == []


def test_a_file_becomes_a_text_that_can_be_mended_looked_at_and_put_on_the_wall(
        sqlite_store: Store, plan: dict[str, Any]) -> None:
    _here, page = opened(sqlite_store, plan, "context", "list")
    content = base64.b64encode("hoja;tarjeta;columna\n1;una sequía;retos\n2;un puente;Problemas\n".encode("cp1252"))
    text = page.ask("read_file", name="lista.csv", content=content.decode())["result"]
    assert text == "hoja\ttarjeta\tcolumna\n1\tuna sequía\tretos\n2\tun puente\tProblemas\n"
    found = page.ask("preview_list", text=text, id="looking-at-it")["result"]
    assert [(f["where"], f["message"]) for f in found["faults"]] == [
        ("Fila 3 · columna", "No hay una columna o grupo «Problemas».")]
    assert [line["state"] for line in found["lines"]] == ["", "bad"]
    mended = text.replace("Problemas", "Oportunidades")
    assert page.ask("import_list", text=mended, id="importing-it")["result"] == "Listo: 2 tarjetas nuevas."
    assert page.ask("import_list", text=mended, id="importing-again")["result"] == "Listo: 2 sin cambios."
    assert {c["source"] for c in rows(sqlite_store, "cards")} == {"paper"}


def test_notes_offer_the_questions_of_the_method_and_keep_what_is_said(
        sqlite_store: Store, plan: dict[str, Any]) -> None:
    here = reading.stage_by_key(sqlite_store, "plan", "vision")["stage_id"]
    page = Page(Notes(sqlite_store, FACILITATOR, plan, here))
    page.say("hello")
    assert page.state["order"] == []
    page.ask("open", open=True)
    assert [place[0] for place in page.state["order"]] == sorted((p[0] for p in page.state["order"]), key="ORID".index)
    first = page.state["note:O1"]
    assert first["question"].startswith("¿")
    made = page.ask("write_note", place="O1", text="doce tarjetas", question=first["question"], id="first-note-of-all")
    assert page.state["note:O1"]["id"] == made["result"]
    assert page.ask("publish_note", note=made["result"], publish=True, id="publish-this-note")["ok"]
    assert page.state["note:O1"]["publish"] is True
    page.ask("write_note", place="D9", text="en marzo", question="¿Cuándo?", id="a-question-of-ours")
    assert page.state["order"][-1] == "D9"
    for n, place in enumerate(("", "O", "X1", "O0", "Oé", None, "O1; drop")):
        assert not page.ask("write_note", place=place, text="x", id=f"no-place-at-all-{n}")["ok"]
    with pytest.raises(Refused, match="Solo quien facilita"):
        Notes(sqlite_store, Actor("p"), plan, here)
