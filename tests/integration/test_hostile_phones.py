"""A phone that sends anything at all: every answer is in words, nothing breaks, nobody else is touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ipywidgets.widgets.widget import _registry
from minga_widgets.component import Component
from minga_widgets.desk import Desk
from minga_widgets.directions import Directions
from minga_widgets.document import Document
from minga_widgets.participate import Participate
from minga_widgets.start import Start
from minga_widgets.wall import Wall

from minga.errors import InputError, Refused
from minga.store import Store, open_store, rows
from minga.workshop import cards, participants, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor
from minga.workshop.pace import Bucket

ODD = ["", "\ud800", "a\udfffb", "\x00", "\u202e", "\u2066", "__proto__", "constructor", "vision", "../../etc", "'; --",
       "%00", "x" * 5000, "\uffff", "\u200d", "👩‍🌾", "=1+1", "<img src=x>", "0", "-1", "1e999"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(ODD) | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(ODD), inner, max_size=4), max_leaves=8)
FIELDS = ("plan", "stage", "text", "column", "card", "alias", "country", "team", "other", "cluster", "target", "points",
          "stance", "action", "assignment", "accepted", "at", "kind")
PHONE_VERBS = ("join", "add_card", "edit_card", "withdraw_card", "propose_pair", "propose_name", "cast_vote", "consent",
               "volunteer", "answer_assignment", "look", "check", "clock")


class Phone:
    """A page that sends whatever it is told, at any speed, and keeps the answers."""

    def __init__(self, component: Component) -> None:
        self.component, self.heard = component, []
        component.send = lambda message, buffers=None: self.heard.append(message)  # type: ignore[method-assign]

    def say(self, message: Any) -> list[dict[str, Any]]:
        """Send a message; returns what came back."""
        self.heard.clear()
        self.component._hear(self.component, message, [])
        json.dumps(self.heard).encode()
        return [one for one in self.heard if "ack" in one]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    """A store with an open vision, where one may write, propose and vote."""
    store = open_store(str(tmp_path_factory.mktemp("s") / "minga.sqlite"))
    plans.new_plan(store, title="Plan")
    vision = reading.stage_by_key(store, "plan", "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, vision, "clustering")
    stages.set_voting(store, FACILITATOR, vision, True, 5)
    yield store, vision
    store.close()


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(op=st.sampled_from(PHONE_VERBS), field=st.sampled_from(FIELDS), odd=JSON, more=st.dictionaries(
    st.sampled_from(FIELDS), JSON, max_size=3))
def test_any_value_in_any_field_is_answered_in_words(
        room: tuple[Store, str], caplog: pytest.LogCaptureFixture, op: str, field: str, odd: Any,
        more: dict[str, Any]) -> None:
    store, vision = room
    participants.join(store, "plan", "aparato", "Luna")
    mine = cards.add_card(store, Actor(rows(store, "devices")[0]["participant_id"]), vision, "una", op_id="o" * 9)
    phone = Phone(Participate(store, "aparato"))
    other = cards.add_card(store, FACILITATOR, vision, "otra", op_id="p" * 9)
    good = {"plan": "plan", "stage": vision, "text": "idea", "card": mine["card_id"], "alias": "Luna",
            "other": other["card_id"], "target": mine["card_id"], "points": 1}
    caplog.clear()
    (answer,) = phone.say({**good, **more, field: odd, "op": op, "id": "operation"})
    assert answer["ok"] or answer["message"]
    assert [record.message for record in caplog.records] == []


@pytest.mark.parametrize("message", [
    {"op": "hello", "proofs": ["\ud800" * 9, "\x00" * 9, {"a": 1}]}, {"op": "hello", "proofs": {"length": 9}},
    {"op": "\ud800", "id": "operation"}, {"op": {"a": 1}, "id": "operation"}, {"op": "x" * 9999, "id": "operation"},
    {"op": "add_card", "id": "\ud800" * 9}, {"op": "since", "seq": {"a": []}}])
def test_odd_words_around_an_operation_break_nothing(
        room: tuple[Store, str], caplog: pytest.LogCaptureFixture, message: dict[str, Any]) -> None:
    phone = Phone(Participate(room[0], "otro"))
    assert [answer["ok"] for answer in phone.say(message)] == [False] * ("operation" in message.values())
    assert [record.message for record in caplog.records] == []


def test_endless_nesting_is_refused(room: tuple[Store, str]) -> None:
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    phone = Phone(Participate(room[0], "hondo"))
    (answer,) = phone.say({"op": "join", "id": "operation", "plan": "plan", "alias": deep})
    assert not answer["ok"]
    while isinstance(deep, list):  # taken apart by hand: Python's own way of forgetting it goes too deep
        deep = deep.pop()


def test_a_flood_is_told_to_come_again_and_what_came_before_it_is_kept(sqlite_store: Store) -> None:
    vision = opened(sqlite_store)
    phone = Phone(Participate(sqlite_store, "aparato"))
    phone.component._acts = Bucket(20, 60, clock=lambda: 0.0)
    answers = [phone.say({"op": "add_card", "id": f"operation{n}", "plan": "plan", "stage": vision, "text": f"{n}"})[0]
               for n in range(100)]
    assert [answer["ok"] for answer in answers] == [True] * 60 + [False] * 40
    assert ["again" in answer for answer in answers] == [False] * 60 + [True] * 40
    assert len(rows(sqlite_store, "cards")) == 60


def test_a_bucket_fills_again_and_a_debt_is_waited_for() -> None:
    now = [0.0]
    bucket = Bucket(10, 5, clock=lambda: now[0])
    assert [bucket.take() for _ in range(6)] == [True] * 5 + [False]
    now[0] = 0.1
    assert [bucket.take(), bucket.take()] == [True, False]
    assert bucket.owe(20) == pytest.approx(2.0)
    now[0] = 99.0
    assert bucket.owe(5) == 0.0


def test_one_person_has_room_for_many_cards_but_not_for_endless_ones(
        sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    vision = opened(sqlite_store)
    monkeypatch.setattr(cards, "MOST_OF_ONE", 3)
    me, other = (Actor(participants.join(sqlite_store, "plan", d, d)["participant_id"]) for d in ("uno", "dos"))
    for n in range(3):
        cards.add_card(sqlite_store, me, vision, f"{n}", op_id=f"operation{n}")
    with pytest.raises(Refused, match="no caben más"):
        cards.add_card(sqlite_store, me, vision, "otra")
    assert cards.add_card(sqlite_store, me, vision, "0", op_id="operation0")["card_id"]
    assert cards.add_card(sqlite_store, other, vision, "de otra persona")["position"] == 4
    assert cards.add_card(sqlite_store, FACILITATOR, vision, "de quien facilita")["position"] == 5


def test_where_nobody_is_named_the_page_itself_counts(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    vision = opened(sqlite_store)
    with sqlite_store.transaction("edit_stage", plan_id="plan") as tx:
        tx.update("stages", vision, anonymity="anonymous")
    monkeypatch.setattr(cards, "MOST_OF_ONE", 2)
    phone = Phone(Participate(sqlite_store, "aparato"))
    said = [phone.say({"op": "add_card", "id": f"operation{n}", "plan": "plan", "stage": vision, "text": "x"})[0]["ok"]
            for n in range(3)]
    assert said == [True, True, False]


def test_a_plan_has_room_for_a_crowd_but_not_for_endless_devices(
        sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(sqlite_store)
    monkeypatch.setattr(participants, "MOST_PEOPLE", 2)
    participants.join(sqlite_store, "plan", "dos", "Sol")
    with pytest.raises(Refused, match="no caben más personas"):
        participants.join(sqlite_store, "plan", "tres", "Mar")
    assert participants.join(sqlite_store, "plan", "dos", "Cielo")["alias"] == "Cielo"


def test_a_stage_of_another_plan_or_without_a_wall_takes_no_card(sqlite_store: Store) -> None:
    opened(sqlite_store)
    me = Actor(rows(sqlite_store, "devices")[0]["participant_id"])
    plans.new_plan(sqlite_store, title="Otro", method="mobilisation")
    for stage in reading.plan_stages(sqlite_store, "otro"):
        stages.set_phase(sqlite_store, FACILITATOR, stage["stage_id"], "writing")
        with pytest.raises(Refused):
            cards.add_card(sqlite_store, me, stage["stage_id"], "una idea")
    assert rows(sqlite_store, "cards") == []


@pytest.mark.parametrize("alias", [
    "Facilitadora", "FACILITADOR", "  quien   facilita ", "Fácilitador", "facilitator", "Minga", "quien\u202efacilita"])
def test_nobody_can_call_themselves_whoever_leads(sqlite_store: Store, alias: str) -> None:
    opened(sqlite_store)
    with pytest.raises(Refused, match="como se llama a quien facilita"):
        participants.join(sqlite_store, "plan", "x", alias)


@pytest.mark.parametrize("text", ["\u200b", "\u2800\u3164", "\u202e\u202c", "\ufeff", "\x00\ud800", " \u00a0\u2003"])
def test_a_text_that_nobody_can_see_is_no_text(sqlite_store: Store, text: str) -> None:
    vision = opened(sqlite_store)
    with pytest.raises(Refused, match="falta el texto"):
        cards.add_card(sqlite_store, FACILITATOR, vision, text)


def test_a_card_keeps_no_character_that_a_file_cannot_hold(sqlite_store: Store) -> None:
    vision = opened(sqlite_store)
    odd = "uno\u2028dos\ufffe\uffff\u202e\x00\ud800 👩‍🌾 ñandú"
    assert cards.add_card(sqlite_store, FACILITATOR, vision, odd)["text"] == "uno\ndos 👩‍🌾 ñandú"


@pytest.mark.parametrize("odd", ["\ud800", "\x00"])
def test_half_a_character_as_a_name_is_answered_in_words_on_both_databases(store: Store, odd: str) -> None:
    plans.new_plan(store, title=f"Plan {odd}", plan_id="plan")
    assert plans.find_plan(store, "plan")["title"] == "Plan"
    with pytest.raises(InputError):
        plans.find_plan(store, odd)


def test_no_message_of_a_browser_can_make_one_of_our_components(sqlite_store: Store) -> None:
    for ours in (Wall, Desk, Directions, Document, Start, Participate):
        registered = [kind for module in _registry._registry.values() for version in module.values()
                      for name in version.values() for view in name.values() for late in view.values()
                      for kind in late.values()]
        assert ours not in registered
        assert not any(isinstance(kind, type) and issubclass(kind, Component) for kind in registered)
        with pytest.raises(TypeError):
            ours(comm=None)  # what ipywidgets would do: no store, no actor, no power
    assert issubclass(ipywidgets.HTML, ipywidgets.Widget)


def test_no_power_of_a_component_lies_in_what_a_browser_may_set(sqlite_store: Store) -> None:
    vision = opened(sqlite_store)
    wall = Wall(sqlite_store, Actor("somebody", "participant"), vision)
    wall.set_state({"_actor": "facilitator", "_store": None, "role": "facilitator", "_stage_id": "x", "lang": "pt"})
    assert (wall._actor.role, wall._stage_id, wall._store) == ("participant", vision, sqlite_store)
    assert set(Wall(sqlite_store, FACILITATOR, vision).keys) >= {"labels", "lang"}
    assert not {key for key in wall.keys if "actor" in key or "store" in key or "role" in key}


def opened(store: Store, folder: Path | None = None) -> str:
    """A plan whose vision is open, with one person in it; returns the stage."""
    plans.new_plan(store, title="Plan")
    vision = str(reading.stage_by_key(store, "plan", "vision")["stage_id"])
    stages.set_phase(store, FACILITATOR, vision, "writing")
    participants.join(store, "plan", "aparato", "Luna")
    return vision
