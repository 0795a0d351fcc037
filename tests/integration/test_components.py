"""The conversation between a page and Python, without a browser: patches, acknowledgements, refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from minga_widgets.component import Component
from minga_widgets.desk import Desk
from minga_widgets.directions import Directions
from minga_widgets.participate import Participate
from minga_widgets.resolve import Resolve
from minga_widgets.start import Start
from minga_widgets.wall import Wall

from minga.store import Store
from minga.workshop import cards, clusters, participants, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor

OP = "operation-of-this-test"


class Page:
    """Stands for the browser: hears what a component sends and speaks as a page would."""

    def __init__(self, component: Component) -> None:
        self.component, self.state, self.acks, self.seq = component, {}, [], 0
        component.send = self._hear  # type: ignore[method-assign]

    def _hear(self, message: dict[str, Any], buffers: Any = None) -> None:
        if "patch" in message:
            if message.get("reset"):
                self.state = {}
            self.state = {k: v for k, v in (self.state | message["patch"]).items() if v is not None}
            self.seq = message["seq"]
        if "ack" in message:
            self.acks.append(message)

    def say(self, op: str, **data: Any) -> dict[str, Any] | None:
        before = len(self.acks)
        self.component._hear(self.component, {"op": op, **data}, [])
        return self.acks[-1] if len(self.acks) > before else None

    def ask(self, op: str, **data: Any) -> dict[str, Any]:
        answer = self.say(op, **({"id": OP} | data))
        assert answer is not None
        return answer


@pytest.fixture
def plan(sqlite_store: Store) -> dict[str, Any]:
    return plans.find_plan(sqlite_store, plans.new_plan(sqlite_store, title="Plan"))


@pytest.fixture
def vision(sqlite_store: Store, plan: dict[str, Any]) -> str:
    found = reading.stage_by_key(sqlite_store, plan["plan_id"], "vision")["stage_id"]
    stages.set_phase(sqlite_store, FACILITATOR, found, "writing")
    return found


@pytest.fixture
def phone(sqlite_store: Store) -> Page:
    return Page(Participate(sqlite_store, "device-1"))


def join(phone: Page, alias: str = "Luna") -> None:
    phone.say("hello")
    assert phone.ask("join", plan="plan", alias=alias)["ok"]


def test_a_page_that_says_hello_gets_the_whole_state(sqlite_store: Store, vision: str) -> None:
    wall = Page(Wall(sqlite_store, FACILITATOR, vision))
    wall.say("hello")
    assert wall.state["stage"]["phase"] == "writing"


def test_afterwards_only_what_changed_is_sent(sqlite_store: Store, vision: str) -> None:
    page = Page(Wall(sqlite_store, FACILITATOR, vision))
    page.say("hello")
    sent: list[dict[str, Any]] = []
    page.component.send = lambda message, buffers=None: sent.append(message)  # type: ignore[method-assign]
    card = cards.add_card(sqlite_store, FACILITATOR, vision, "una")["card_id"]
    page.component.refresh()
    page.component.refresh()
    assert [set(m["patch"]) for m in sent] == [{f"card:{card}"}]


def test_a_page_that_missed_a_patch_asks_and_gets_everything_again(sqlite_store: Store, vision: str) -> None:
    page = Page(Wall(sqlite_store, FACILITATOR, vision))
    page.say("hello")
    heard, page.component.send = page.component.send, lambda *_a, **_k: None  # type: ignore[method-assign]
    card = cards.add_card(sqlite_store, FACILITATOR, vision, "una")["card_id"]
    page.component.refresh()
    page.component.send = heard  # type: ignore[method-assign]
    page.say("since", seq=page.seq)
    assert f"card:{card}" in page.state


def test_a_card_sent_from_the_phone_is_acknowledged_and_shown_as_its_own(phone: Page, vision: str) -> None:
    join(phone)
    assert phone.ask("add_card", plan="plan", stage=vision, text="una idea")["ok"]
    assert [c["text"] for c in phone.state[f"stage:{vision}"]["mine"]] == ["una idea"]


def test_a_repeated_operation_is_acknowledged_again_and_applied_once(
        phone: Page, sqlite_store: Store, vision: str) -> None:
    join(phone)
    for _n in range(3):
        assert phone.ask("add_card", plan="plan", stage=vision, text="una idea")["ok"]
    assert len(reading.read_wall(sqlite_store, vision).cards) == 1


def test_nobody_writes_before_choosing_an_alias(phone: Page, vision: str) -> None:
    phone.say("hello")
    answer = phone.ask("add_card", plan="plan", stage=vision, text="una idea")
    assert (answer["ok"], answer["message"]) == (False, "Primero elija un alias.")


def test_a_card_for_a_plan_that_left_the_room_is_refused_and_the_text_stays_with_its_author(
        phone: Page, sqlite_store: Store, vision: str) -> None:
    join(phone)
    plans.open_in_room(sqlite_store, plans.new_plan(sqlite_store, title="Otro"))
    answer = phone.ask("add_card", plan="plan", stage=vision, text="una idea")
    assert not answer["ok"]
    assert "sigue en este aparato" in answer["advice"]


@pytest.mark.parametrize("op", ["set_phase", "move_card", "add_cluster", "rename_cluster", "undo", "__init__", "view"])
def test_a_phone_can_ask_only_for_what_a_phone_does(phone: Page, vision: str, op: str) -> None:
    join(phone)
    assert phone.ask(op, plan="plan", stage=vision, phase="done") == {
        "ack": OP, "op": op, "ok": False, "message": "La página pidió algo que no se puede hacer.",
        "advice": "Vuelva a abrirla."}


def test_a_participant_who_reaches_the_wall_can_move_nothing(sqlite_store: Store, vision: str) -> None:
    card = cards.add_card(sqlite_store, FACILITATOR, vision, "una")["card_id"]
    page = Page(Wall(sqlite_store, Actor("somebody", "participant"), vision))
    for op, data in (("move_cards", {"cards": [card]}), ("add_cluster", {}), ("undo", {}), ("redo", {}),
                     ("withdraw_cards", {"cards": [card]}), ("mark_duplicates", {"cards": [card], "of": card}),
                     ("suggest", {}), ("take_suggestion", {}), ("edit_card", {"card": card, "text": "x"})):
        assert not page.ask(op, **data)["ok"]
    assert [c["text"] for c in reading.read_wall(sqlite_store, vision).cards] == ["una"]


@pytest.mark.parametrize("message", [
    None, 7, "x", [], {}, {"op": 7}, {"op": "hello", "proofs": 7}, {"op": "hello", "proofs": [7, None, "x" * 999]},
    {"op": "since", "seq": "x"}, {"op": "add_card"}, {"op": "add_card", "id": 7}, {"op": "add_card", "id": "x" * 99}])
def test_nonsense_from_a_page_is_ignored(phone: Page, vision: str, message: Any) -> None:
    join(phone)
    phone.acks.clear()
    phone.component._hear(phone.component, message, [])
    assert phone.acks == []
    assert phone.state["me"]["alias"] == "Luna"


@pytest.mark.parametrize("data", [
    {"text": {"a": 1}}, {"text": None}, {"stage": None}, {"stage": ["x"]}, {"column": {"x": 1}}, {"plan": None},
    {"text": "x" * 50_000}])
def test_ill_typed_fields_are_refused_in_words_and_write_nothing(
        phone: Page, sqlite_store: Store, vision: str, data: dict[str, Any]) -> None:
    join(phone)
    answer = phone.ask("add_card", **({"plan": "plan", "stage": vision, "text": "una"} | data))
    assert answer["ok"] is False
    assert answer["message"]
    assert reading.read_wall(sqlite_store, vision).cards == ()


def test_an_anonymous_card_is_still_ones_own_after_the_page_is_opened_again(
        phone: Page, sqlite_store: Store, plan: dict[str, Any]) -> None:
    here = reading.stage_by_key(sqlite_store, "plan", "obstacles")["stage_id"]
    stages.set_phase(sqlite_store, FACILITATOR, here, "writing")
    join(phone)
    phone.ask("add_card", plan="plan", stage=here, text="un obstáculo")
    again = Page(Participate(sqlite_store, "device-1"))
    again.say("hello", proofs=[OP])
    mine = again.state[f"stage:{here}"]["mine"]
    assert [c["text"] for c in mine] == ["un obstáculo"]
    assert again.ask("withdraw_card", plan="plan", card=mine[0]["id"], id="f" * 32)["ok"]
    stranger = Page(Participate(sqlite_store, "device-2"))
    stranger.say("hello")
    assert stranger.state[f"stage:{here}"]["mine"] == []


def test_while_people_write_without_a_name_the_wall_says_how_many_cards_there_are_and_shows_none(
        sqlite_store: Store, plan: dict[str, Any]) -> None:
    here = reading.stage_by_key(sqlite_store, plan["plan_id"], "obstacles")["stage_id"]
    stages.set_phase(sqlite_store, FACILITATOR, here, "writing")
    cards.add_card(sqlite_store, FACILITATOR, here, "Nadie debe saber quién")
    page = Page(Wall(sqlite_store, FACILITATOR, here))
    page.say("hello")
    assert page.state["stage"]["held"] == 1
    assert "Nadie debe saber" not in str(page.state)
    stages.set_phase(sqlite_store, FACILITATOR, here, "revealed")
    page.component.refresh()
    assert page.state["stage"]["held"] == 0
    assert "Nadie debe saber" in str(page.state)


def test_the_desk_saves_the_plan_as_csv_after_every_change_of_phase(
        sqlite_store: Store, plan: dict[str, Any], vision: str, home: Any) -> None:
    cards.add_card(sqlite_store, FACILITATOR, vision, "una idea")
    desk = Page(Desk(sqlite_store, FACILITATOR, plan, vision))
    desk.say("hello")
    assert desk.ask("set_phase", phase="revealed")["ok"]
    assert "una idea" in (home / "outputs" / "plan" / "data" / "cards.csv").read_text(encoding="utf-8")
    assert "outputs/plan/data" in desk.state["saved"]


def test_when_the_folder_cannot_be_written_the_desk_says_so_and_the_phase_is_kept(
        sqlite_store: Store, plan: dict[str, Any], vision: str, home: Any) -> None:
    (home / "outputs").write_text("a file where the folder should be")
    desk = Page(Desk(sqlite_store, FACILITATOR, plan, vision))
    desk.say("hello")
    answer = desk.ask("set_phase", phase="revealed")
    assert not answer["ok"]
    assert "a salvo" in f"{answer['message']} {answer['advice']}"
    assert desk.state["stage"]["phase"] == "revealed"


def test_a_desk_counts_who_has_written_but_never_in_an_anonymous_stage(
        sqlite_store: Store, plan: dict[str, Any], vision: str) -> None:
    me = Actor(participants.join(sqlite_store, "plan", "d", "Luna")["participant_id"], "participant")
    cards.add_card(sqlite_store, me, vision, "una idea")
    desk = Page(Desk(sqlite_store, FACILITATOR, plan, vision))
    desk.say("hello")
    assert desk.state["counts"] == "1 tarjeta · 1 persona en la sala · 1 ya escribió"
    here = reading.stage_by_key(sqlite_store, "plan", "obstacles")["stage_id"]
    desk = Page(Desk(sqlite_store, FACILITATOR, plan, here))
    desk.say("hello")
    assert desk.state["counts"] == "0 tarjetas · 1 persona en la sala"


def test_a_plan_is_made_and_opened_from_the_first_page(sqlite_store: Store) -> None:
    start = Page(Start(sqlite_store, FACILITATOR, "http://192.0.2.1:8866/", lambda stage: f"x?stage={stage['key']}"))
    start.say("hello")
    assert start.state["plans"] == []
    assert start.ask("new_plan", title="Plan <b>", method="top", language="pt", starts="2026", ends="2027")["ok"]
    assert (start.state["current"], start.state["plans"][0]["years"]) == ("plan-b", "2026–2027")
    assert start.state["stages"][0]["title"] == "Contexto"
    assert len(start.state["qr"]) > 20
    for wrong in ({"title": "", "method": "top"}, {"title": "x", "method": "../x"}, {"title": "x", "starts": "pronto"}):
        assert not start.ask("new_plan", **wrong)["ok"]


def test_responsibles_typed_in_lines_become_people_with_a_country(sqlite_store: Store, plan: dict[str, Any]) -> None:
    here = reading.stage_by_key(sqlite_store, "plan", "directions")["stage_id"]
    page = Page(Directions(sqlite_store, FACILITATOR, plan, here))
    page.say("hello")
    page.ask("add_direction", title="Una dirección")
    direction = page.state["order"][0]
    page.ask("add_action", direction=direction, text="Una acción", id="a" * 32)
    action = page.state[f"direction:{direction}"]["actions"][0]
    answer = page.ask("edit_action", action=action, people="Jacaranda (México)\nColibrí y Ceiba (Perú)\nTodas/os",
                      schedule_text="Desde enero de 2026", id="b" * 32)
    assert answer["ok"], answer
    shown = ["Jacaranda (México)", "Colibrí (Perú)", "Ceiba (Perú)", "Todas/os"]
    assert page.state[f"action:{action}"]["shown"] == shown
    page.ask("edit_action", action=action, people=page.state[f"action:{action}"]["people"], id="c" * 32)
    assert page.state[f"action:{action}"]["shown"] == shown
    assert "enero de 2026" in page.state[f"action:{action}"]["understood"]


def test_resolve_is_hidden_until_its_time_and_closes_the_stage_with_its_files(
        sqlite_store: Store, plan: dict[str, Any], vision: str, home: Path) -> None:
    page = Page(Resolve(sqlite_store, FACILITATOR, plan, vision))
    page.say("hello")
    assert page.state == {"shown": False}
    group = clusters.add_cluster(sqlite_store, FACILITATOR, vision)["cluster_id"]
    stages.set_phase(sqlite_store, FACILITATOR, vision, "naming")
    clusters.rename_cluster(sqlite_store, FACILITATOR, group, title="Ríos que se pueden beber")
    stages.set_phase(sqlite_store, FACILITATOR, vision, "resolve")
    page.component.refresh()
    assert [title["title"] for title in page.state["titles"]] == ["Ríos que se pueden beber"]
    assert page.ask("note", id="operation-1", stance="object", people=1, text="Falta decir hasta cuándo")["ok"]
    assert not page.state["agreed"]
    (voice,) = page.state["voices"]
    assert page.ask("answer", id="operation-2", voice=voice["id"], text="Hasta 2027")["ok"]
    assert not page.ask("note", id="operation-3", stance="agree", people=0)["ok"]
    assert page.state["agreed"]
    assert page.ask("close", id="operation-4")["ok"]
    assert page.state["done"]
    assert "walls" in page.state["said"]
    assert (home / "outputs" / plan["plan_id"] / "data" / "consents.csv").is_file()
    assert (home / "outputs" / plan["plan_id"] / "walls" / "vision.pdf").is_file()
