"""Plans made from methods, people who join, and taking back the last change of a stage."""

from __future__ import annotations

from datetime import date

import pytest

from minga.errors import Conflict, InputError, NotFound, Refused
from minga.store import Store, rows
from minga.workshop import arranging, cards, clusters, participants, plans, reading, stages, undo
from minga.workshop.actor import FACILITATOR, Actor


@pytest.fixture
def plan(store: Store) -> str:
    return plans.new_plan(store, title="Plan de prueba", organization="Red Sur", ends=date(2027, 12, 31))


@pytest.fixture
def here(store: Store, plan: str) -> str:
    found = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, found, "clustering")
    return found


def snapshot(store: Store, stage_id: str) -> tuple[object, ...]:
    wall = reading.read_wall(store, stage_id)
    return wall.clusters, wall.cards


def test_a_new_plan_has_the_stages_of_its_method_with_its_own_name_in_the_questions(store: Store, plan: str) -> None:
    found = reading.plan_stages(store, plan)
    assert [s["key"] for s in found] == ["context", "vision", "obstacles", "directions", "results"]
    assert "Red Sur" in found[0]["question"]
    assert "2027" in found[1]["question"]
    assert [c["title"] for c in reading.read_wall(store, found[0]["stage_id"]).clusters] == ["Retos", "Oportunidades"]


def test_a_plan_speaks_its_own_language_whatever_the_command_speaks(store: Store) -> None:
    made = plans.new_plan(store, title="Plano", language="pt-BR")
    assert [s["title"] for s in reading.plan_stages(store, made)][1] == "Visão prática"


def test_an_organization_with_braces_is_only_text(store: Store) -> None:
    made = plans.new_plan(store, title="x", organization="{year}{0}{organization.__class__}")
    assert "{0}" in reading.plan_stages(store, made)[0]["question"]


def test_plans_of_the_same_title_get_ids_of_their_own(store: Store) -> None:
    made = [plans.new_plan(store, title="¡Acción ya!") for _n in range(3)]
    assert made == ["accion-ya", "accion-ya-2", "accion-ya-3"]
    assert plans.new_plan(store, title="计划") == "plan"


def test_an_unknown_plan_is_answered_with_those_there_are(store: Store, plan: str) -> None:
    with pytest.raises(NotFound, match=f"No hay un plan «otro».*{plan}"):
        plans.find_plan(store, "otro")


@pytest.mark.parametrize(("wrong", "words"), [
    ({"title": "  "}, "no tiene título"), ({"title": "x", "plan_id": "../etc"}, "identificador"),
    ({"title": "x", "plan_id": "Plan Á"}, "identificador"), ({"title": "x", "method": "nope"}, "método"),
    ({"title": "x", "starts": date(2027, 1, 2), "ends": date(2027, 1, 1)}, "antes de empezar")])
def test_a_plan_that_makes_no_sense_is_refused_whole(store: Store, wrong: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        plans.new_plan(store, **wrong)
    assert plans.list_plans(store) == []


def test_the_room_follows_the_plan_that_was_opened_last(store: Store, plan: str) -> None:
    other = plans.new_plan(store, title="Otro")
    plans.open_in_room(store, plan)
    assert plans.plan_in_room(store) == plan
    plans.open_in_room(store, other)
    assert plans.plan_in_room(store) == other


def test_a_browser_that_joins_again_is_the_same_person(store: Store, plan: str) -> None:
    first = participants.join(store, plan, "device-1", "Luna", country="co")
    again = participants.join(store, plan, "device-1", "Luna llena", country="PE")
    assert again["participant_id"] == first["participant_id"]
    assert [(p["alias"], p["country"]) for p in participants.participants(store, plan)] == [("Luna llena", "PE")]


def test_the_browsers_identity_is_kept_only_as_a_hash(store: Store, plan: str) -> None:
    participants.join(store, plan, "device-secret", "Luna")
    assert "device-secret" not in str(rows(store, "devices"))
    assert participants.who_is(store, plan, "device-secret")["alias"] == "Luna"
    assert participants.who_is(store, plan, "device-other") is None


@pytest.mark.parametrize("country", ["Colombia", "1x", "<b", 7])
def test_a_country_is_a_code_of_two_letters(store: Store, plan: str, country: object) -> None:
    with pytest.raises(Refused, match="País"):
        participants.join(store, plan, "device-1", "Luna", country=country)  # type: ignore[arg-type]


def test_titles_wait_for_the_naming(store: Store, here: str) -> None:
    group = clusters.add_cluster(store, FACILITATOR, here)["cluster_id"]
    with pytest.raises(Refused, match="símbolo"):
        clusters.rename_cluster(store, FACILITATOR, group, title="Un título")
    stages.set_phase(store, FACILITATOR, here, "naming")
    assert clusters.rename_cluster(store, FACILITATOR, group, title="Un\ntítulo")["title"] == "Un título"


def test_every_cluster_starts_with_a_symbol_of_its_own(store: Store, here: str) -> None:
    made = [clusters.add_cluster(store, FACILITATOR, here)["symbol"] for _n in range(25)]
    assert len(set(made)) == 25


def test_a_dissolved_cluster_gives_its_cards_back_and_a_merged_one_hands_them_over(store: Store, here: str) -> None:
    ids = [cards.add_card(store, FACILITATOR, here, t)["card_id"] for t in "abcd"]
    one = clusters.add_cluster(store, FACILITATOR, here, card_ids=ids[:2])["cluster_id"]
    two = clusters.add_cluster(store, FACILITATOR, here, card_ids=ids[2:])["cluster_id"]
    clusters.dissolve_cluster(store, FACILITATOR, one, into=two)
    wall = reading.read_wall(store, here)
    assert [(c["text"], c["cluster_id"], c["position"]) for c in wall.cards] == [
        ("c", two, 1), ("d", two, 2), ("a", two, 3), ("b", two, 4)]
    clusters.dissolve_cluster(store, FACILITATOR, two)
    assert {c["cluster_id"] for c in reading.read_wall(store, here).cards} == {None}


def test_undo_takes_back_each_act_in_turn_until_nothing_is_left(store: Store, here: str) -> None:
    ids = [cards.add_card(store, FACILITATOR, here, t)["card_id"] for t in "abc"]
    states = [snapshot(store, here)]
    group = clusters.add_cluster(store, FACILITATOR, here, card_ids=ids[:2])["cluster_id"]
    states.append(snapshot(store, here))
    arranging.move_card(store, FACILITATOR, ids[2], group, before=ids[0])
    states.append(snapshot(store, here))
    arranging.mark_duplicate(store, FACILITATOR, ids[1], ids[0])
    states.append(snapshot(store, here))
    clusters.dissolve_cluster(store, FACILITATOR, group)
    for verb in ("dissolve_cluster", "mark_duplicate", "move_card", "add_cluster"):
        assert undo.undo_last(store, FACILITATOR, here, verbs=undo.ARRANGING) == verb
        assert snapshot(store, here) == states.pop()
    with pytest.raises(Refused, match="nada que deshacer"):
        undo.undo_last(store, FACILITATOR, here, verbs=undo.ARRANGING)


def test_undo_leaves_a_card_that_somebody_sent_meanwhile(store: Store, plan: str, here: str) -> None:
    card = cards.add_card(store, FACILITATOR, here, "a")["card_id"]
    clusters.add_cluster(store, FACILITATOR, here, card_ids=[card])
    me = Actor(participants.join(store, plan, "d", "Luna")["participant_id"], "participant")
    cards.add_card(store, me, here, "tardía")
    undo.undo_last(store, FACILITATOR, here, verbs=undo.ARRANGING)
    assert {c["text"]: c["cluster_id"] for c in reading.read_wall(store, here).cards} == {"a": None, "tardía": None}


def test_undo_of_a_move_keeps_the_words_that_were_corrected_meanwhile(store: Store, here: str) -> None:
    card = cards.add_card(store, FACILITATOR, here, "a")["card_id"]
    group = clusters.add_cluster(store, FACILITATOR, here)["cluster_id"]
    arranging.move_card(store, FACILITATOR, card, group)
    cards.edit_card(store, FACILITATOR, card, "a, mejor dicho")
    undo.undo_last(store, FACILITATOR, here, verbs=undo.ARRANGING)
    assert [(c["text"], c["cluster_id"]) for c in reading.read_wall(store, here).cards] == [("a, mejor dicho", None)]


def test_undo_refuses_when_the_same_thing_changed_since(store: Store, here: str) -> None:
    card = cards.add_card(store, FACILITATOR, here, "a")["card_id"]
    group = clusters.add_cluster(store, FACILITATOR, here)["cluster_id"]
    cards.edit_card(store, FACILITATOR, card, "b")
    with store.transaction("elsewhere", plan_id="x") as tx:
        tx.update("clusters", group, symbol="Z")
    with pytest.raises(Conflict, match="no se deshizo nada"):
        undo.undo_last(store, FACILITATOR, here, verbs=("add_cluster",))
    assert rows(store, "clusters", cluster_id=group)[0]["symbol"] == "Z"
