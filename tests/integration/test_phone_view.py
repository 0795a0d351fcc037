"""What a phone is shown: its own things, the room's once revealed, and nobody's name; and how little it costs."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from minga_widgets.participate import Participate

from minga.store import Store
from minga.workshop import (
    assignments,
    cards,
    clusters,
    directions,
    participants,
    phone,
    plans,
    proposals,
    reading,
    stages,
    votes,
)
from minga.workshop.actor import FACILITATOR, Actor


class Page:
    """Stands for the browser: keeps the state and asks with ids of its own."""

    def __init__(self, store: Store, device: str, alias: str = "") -> None:
        self.component, self.state, self.count = Participate(store, device), {}, 0
        self.component.send = self._hear  # type: ignore[method-assign]
        self.say({"op": "hello"})
        if alias:
            assert self.ask("join", alias=alias)["ok"]

    def _hear(self, message: dict[str, Any], buffers: Any = None) -> None:
        json.dumps(message)
        if message.get("reset"):
            self.state = {}
        self.state = {k: v for k, v in (self.state | message.get("patch", {})).items() if v is not None}
        self.answer = message if "ack" in message else None

    def say(self, message: dict[str, Any]) -> None:
        self.component._hear(self.component, message, [])

    def ask(self, op: str, **data: Any) -> dict[str, Any]:
        self.count += 1
        heard: list[dict[str, Any]] = []
        def listen(message: dict[str, Any], buffers: Any = None) -> None:
            self._hear(message)
            if "ack" in message:
                heard.append(message)
        self.component.send = listen  # type: ignore[method-assign]
        self.say({"op": op, "id": f"operation-{id(self)}-{self.count}", "plan": "plan", **data})
        self.component.refresh()
        return heard[0]

    def stage(self, stage_id: str) -> dict[str, Any]:
        self.component.refresh()
        return {**self.state[f"stage:{stage_id}"], "wall": self.state[f"wall:{stage_id}"],
                "texts": self.state[f"texts:{stage_id}"]}


def at(store: Store, key: str, phase: str) -> str:
    found = str(reading.stage_by_key(store, "plan", key)["stage_id"])
    stages.set_phase(store, FACILITATOR, found, phase)
    return found


@pytest.fixture
def vision(store: Store) -> str:
    plans.new_plan(store, title="Plan", plan_id="plan")
    return at(store, "vision", "writing")


@pytest.fixture
def room(sqlite_store: Store) -> str:
    """The same on one database, for what does not depend on it."""
    plans.new_plan(sqlite_store, title="Plan", plan_id="plan")
    return at(sqlite_store, "vision", "writing")


def test_before_the_reveal_nothing_of_others_reaches_a_phone_and_afterwards_no_name_does(
        store: Store, vision: str) -> None:
    luna, sol = Page(store, "secret-luna", "Luna"), Page(store, "secret-sol", "Sol")
    sol.ask("add_card", stage=vision, text="la idea ajena")
    luna.ask("add_card", stage=vision, text="la idea propia")
    seen = luna.stage(vision)
    assert [c["text"] for c in seen["mine"]] == ["la idea propia"]
    assert (seen["wall"], seen["texts"]) == ([], {})
    assert "ajena" not in json.dumps(luna.state)
    stages.set_phase(store, FACILITATOR, vision, "revealed")
    seen = luna.stage(vision)
    assert sorted(seen["texts"].values()) == ["la idea ajena", "la idea propia"]
    other = participants.who_is(store, "plan", "secret-sol")
    assert other is not None
    assert not any(word in json.dumps(luna.state) for word in (other["participant_id"], "Sol", "secret"))


def test_whoever_has_not_joined_gets_no_card_of_an_anonymous_stage_before_the_reveal(
        sqlite_store: Store, room: str) -> None:
    hidden = at(sqlite_store, "obstacles", "writing")
    cards.add_card(sqlite_store, FACILITATOR, hidden, "lo que nadie debe ver todavía")
    assert phone.participant_view(sqlite_store, hidden, Actor(), set())["mine"] == []
    assert "nadie debe" not in json.dumps(Page(sqlite_store, "stranger").state)


def test_a_card_takes_the_round_that_the_stage_is_in_whatever_the_page_says(sqlite_store: Store, room: str) -> None:
    luna = Page(sqlite_store, "secret-luna", "Luna")
    stages.set_round(sqlite_store, FACILITATOR, room, 3, "lo más distinto")
    luna.ask("add_card", stage=room, text="una", round=9)
    seen = luna.stage(room)
    assert (seen["round"], seen["criterion"], [c["round"] for c in seen["mine"]]) == (3, "lo más distinto", [3])


def test_one_sees_how_many_others_proposed_the_same_and_nothing_that_one_did_not_propose(
        store: Store, vision: str) -> None:
    people = [Page(store, f"secret-{name}", name) for name in ("Luna", "Sol", "Mar")]
    one, two, three = (cards.add_card(store, FACILITATOR, vision, t)["card_id"] for t in ("uno", "dos", "tres"))
    stages.set_phase(store, FACILITATOR, vision, "clustering")
    for page in people:
        assert page.ask("propose_pair", stage=vision, card=two, other=one)["ok"]
    people[1].ask("propose_pair", stage=vision, card=two, other=three)
    assert [(p["kind"], p["others"], p["status"]) for p in people[0].stage(vision)["own"]] == [("pair", 2, "open")]
    assert len(people[1].stage(vision)["own"]) == 2
    entry = next(e for e in proposals.open_proposals(store, vision) if e["count"] == 3)
    proposals.accept_proposal(store, FACILITATOR, entry["ids"][0])
    assert [p["status"] for p in people[0].stage(vision)["own"]] == ["accepted"]


def test_while_votes_are_taken_one_sees_only_ones_own_points_and_afterwards_the_totals(
        store: Store, vision: str) -> None:
    luna, sol = Page(store, "secret-luna", "Luna"), Page(store, "secret-sol", "Sol")
    one, two = (cards.add_card(store, FACILITATOR, vision, t)["card_id"] for t in ("uno", "dos"))
    stages.set_phase(store, FACILITATOR, vision, "clustering")
    stages.set_voting(store, FACILITATOR, vision, True, 4)
    luna.ask("cast_vote", stage=vision, target=one, points=1)
    sol.ask("cast_vote", stage=vision, target=two, points=3)
    assert not sol.ask("cast_vote", stage=vision, target=one, points=2)["ok"]
    again = Page(store, "secret-luna")
    assert again.stage(vision)["vote"] == {
        "open": True, "points_each": 4, "targets": [one, two], "own": {one: 1}, "totals": {}}
    stages.set_voting(store, FACILITATOR, vision, False, 4)
    shown = luna.stage(vision)["vote"]
    assert (shown["targets"], shown["totals"], shown["own"]) == ([two, one], {one: 1, two: 3}, {one: 1})
    # Groups that get their names later do not hide what was voted on before.
    stages.set_phase(store, FACILITATOR, vision, "naming")
    group = clusters.add_cluster(store, FACILITATOR, vision, card_ids=[one])["cluster_id"]
    clusters.rename_cluster(store, FACILITATOR, group, title="Con nombre")
    assert luna.stage(vision)["vote"]["totals"] == {one: 1, two: 3}


def test_a_stance_is_ones_own_also_in_an_anonymous_stage(sqlite_store: Store, room: str) -> None:
    hidden = at(sqlite_store, "obstacles", "resolve")
    luna, sol = Page(sqlite_store, "secret-luna", "Luna"), Page(sqlite_store, "secret-sol", "Sol")
    assert luna.ask("consent", stage=hidden, stance="object", text="Falta decir quién")["ok"]
    assert luna.stage(hidden)["stance"]["stance"] == "object"
    assert sol.stage(hidden)["stance"] == {"stance": "", "text": "", "answer": ""}
    assert "Falta decir" not in json.dumps(sol.state)


def test_ones_cards_and_actions_are_read_only_while_somebody_looks(sqlite_store: Store, room: str) -> None:
    page = Page(sqlite_store, "secret-luna", "Luna")
    here = at(sqlite_store, "directions", "writing")
    page.ask("add_card", stage=here, text="Levantar un censo")
    card = reading.read_wall(sqlite_store, here).cards[0]["card_id"]
    stages.set_phase(sqlite_store, FACILITATOR, here, "naming")
    group = clusters.add_cluster(sqlite_store, FACILITATOR, here, card_ids=[card])["cluster_id"]
    clusters.rename_cluster(sqlite_store, FACILITATOR, group, title="Proteger la semilla")
    assert page.state["formed"] is False
    directions.form_directions(sqlite_store, FACILITATOR, here)
    page.ask("look", at="actions")
    assert page.state["formed"] is True
    (action,) = page.state["actions"]
    assert (action["text"], action["mine"]) == ("Levantar un censo", None)
    page.ask("volunteer", action=action["id"])
    mine = page.state["actions"][0]["mine"]
    assert mine["accepted"] is True
    page.ask("answer_assignment", assignment=mine["id"], accepted=False)
    me = participants.who_is(sqlite_store, "plan", "secret-luna")
    assert me is not None
    assert [a["accepted"] for a in assignments.assigned_to(sqlite_store, "plan", me["participant_id"])] == [False]
    stages.set_phase(sqlite_store, FACILITATOR, here, "done")
    page.ask("look", at="mine")
    assert "actions" not in page.state
    assert [(c["text"], "acción" in c["became"]) for c in page.state["everywhere"]] == [("Levantar un censo", True)]


def test_teams_already_named_are_offered_once_to_whoever_comes_in(sqlite_store: Store, room: str) -> None:
    for n, team in enumerate(("Mesa 2", "mesa 2", "Mesa 10", "", "Mesa 1")):
        participants.join(sqlite_store, "plan", f"secret-{n}", f"Persona {n}", team=team)
    assert Page(sqlite_store, "new").state["teams"] == ["Mesa 1", "Mesa 2", "Mesa 10"]
    page = Page(sqlite_store, "secret-0")
    assert "teams" not in page.state
    page.ask("look", at="join")
    assert len(page.state["teams"]) == 3


def test_advice_is_given_on_a_text_of_this_plan_and_nothing_is_kept(sqlite_store: Store, room: str) -> None:
    page = Page(sqlite_store, "secret-luna", "Luna")
    assert page.ask("check", stage=room, text="mejor organización")["result"] != []
    assert page.ask("check", stage=room, text="   ")["result"] == []
    assert not page.ask("check", stage="nothing", text="mejor")["ok"]
    assert reading.read_wall(sqlite_store, room).cards == ()


def test_a_look_costs_a_handful_of_queries_however_full_the_wall_is(sqlite_store: Store) -> None:
    plans.new_plan(sqlite_store, title="Plan", plan_id="plan")
    for key in ("vision", "obstacles", "directions"):
        here = at(sqlite_store, key, "clustering")
        for n in range(12):
            cards.add_card(sqlite_store, FACILITATOR, here, f"idea {n}")
        stages.set_voting(sqlite_store, FACILITATOR, here, True, 5)
    page = Page(sqlite_store, "secret-luna", "Luna")
    first = page.state["stages"][0]
    votes.cast_vote(sqlite_store, page.component._actor("plan"), first, page.stage(first)["vote"]["targets"][0], 2)
    asked: list[str] = []
    def count(*call: Any) -> None:
        asked.append(call[2])
    sa.event.listen(sqlite_store.engine, "before_cursor_execute", count)
    page.component.view()
    sa.event.remove(sqlite_store.engine, "before_cursor_execute", count)
    assert len([q for q in asked if q.startswith("SELECT")]) <= 11
