"""Pairs and names proposed from phones: counted, accepted one by one, and nobody's authorship in anonymous stages."""

from __future__ import annotations

import pytest

from minga.errors import NotFound, Refused
from minga.store import Store, rows
from minga.workshop import arranging, cards, clusters, participants, plans, proposals, reading, stages
from minga.workshop.actor import FACILITATOR, Actor


@pytest.fixture
def vision(store: Store) -> str:
    plans.new_plan(store, title="Plan", plan_id="plan")
    return at(store, "vision", "clustering")


def at(store: Store, key: str, phase: str) -> str:
    found = str(reading.stage_by_key(store, "plan", key)["stage_id"])
    stages.set_phase(store, FACILITATOR, found, phase)
    return found


def person(store: Store, alias: str) -> Actor:
    me = participants.join(store, "plan", f"secret-{alias}", alias)["participant_id"]
    return Actor(me, "participant", f"secret-{alias}")


def write(store: Store, stage_id: str, *texts: str) -> list[str]:
    return [cards.add_card(store, FACILITATOR, stage_id, text)["card_id"] for text in texts]


def groups(store: Store, stage_id: str) -> list[set[str]]:
    wall = reading.read_wall(store, stage_id)
    return [{c["text"] for c in wall.cards if c["cluster_id"] == g["cluster_id"]} for g in wall.clusters]


def test_the_same_pair_from_several_people_is_one_entry_that_counts_them(store: Store, vision: str) -> None:
    one, two, _three = write(store, vision, "uno", "dos", "tres")
    luna, sol = person(store, "Luna"), person(store, "Sol")
    proposals.propose_pair(store, luna, vision, one, two)
    proposals.propose_pair(store, luna, vision, two, one)
    proposals.propose_pair(store, sol, vision, two, one)
    (entry,) = proposals.open_proposals(store, vision)
    assert (entry["kind"], entry["count"], set(entry["card_ids"])) == ("pair", 2, {one, two})


def test_accepting_a_pair_makes_a_group_and_answers_every_equal_proposal(store: Store, vision: str) -> None:
    one, two, three = write(store, vision, "uno", "dos", "tres")
    for alias in ("Luna", "Sol"):
        proposals.propose_pair(store, person(store, alias), vision, one, two)
    proposals.propose_pair(store, person(store, "Luna"), vision, two, three)
    (first, _) = proposals.open_proposals(store, vision)
    proposals.accept_proposal(store, FACILITATOR, first["ids"][0], op_id="operation-1")
    proposals.accept_proposal(store, FACILITATOR, first["ids"][0], op_id="operation-1")
    assert groups(store, vision) == [{"uno", "dos"}]
    (left,) = proposals.open_proposals(store, vision)
    proposals.accept_proposal(store, FACILITATOR, left["ids"][0])
    assert groups(store, vision) == [{"uno", "dos", "tres"}]
    assert {r["status"] for r in rows(store, "proposals")} == {"accepted"}


def test_a_pair_from_two_groups_moves_to_the_larger_and_brings_what_lies_under_it(store: Store, vision: str) -> None:
    ids = write(store, vision, "a1", "a2", "a3", "b1", "b2 (igual que b1)")
    clusters.add_cluster(store, FACILITATOR, vision, card_ids=ids[:3])
    clusters.add_cluster(store, FACILITATOR, vision, card_ids=ids[3:])
    arranging.mark_duplicate(store, FACILITATOR, ids[4], ids[3])
    made = proposals.propose_pair(store, person(store, "Luna"), vision, ids[0], ids[3])
    proposals.accept_proposal(store, FACILITATOR, made["proposal_id"])
    assert groups(store, vision) == [{"a1", "a2", "a3", "b1", "b2 (igual que b1)"}, set()]


def test_a_proposal_that_has_nothing_left_to_say_is_not_listed(store: Store, vision: str) -> None:
    one, two, three, four = write(store, vision, "uno", "dos", "tres", "cuatro")
    luna = person(store, "Luna")
    proposals.propose_pair(store, luna, vision, one, two)
    gone = proposals.propose_pair(store, luna, vision, three, four)
    clusters.add_cluster(store, FACILITATOR, vision, card_ids=[one, two])
    cards.withdraw_card(store, FACILITATOR, four)
    assert proposals.open_proposals(store, vision) == []
    with pytest.raises(Refused, match="ya no está en la pared"):
        proposals.accept_proposal(store, FACILITATOR, gone["proposal_id"])
    assert rows(store, "proposals", proposal_id=gone["proposal_id"])[0]["status"] == "open"


def test_names_are_counted_without_accents_and_the_last_of_each_person_stands(store: Store, vision: str) -> None:
    group = clusters.add_cluster(store, FACILITATOR, vision, card_ids=write(store, vision, "uno"))["cluster_id"]
    said = (("Luna", "Otra cosa"), ("Luna", "Casas  vivas"), ("Sol", "casas vivas"), ("Mar", "Casas vivas"))
    for alias, text in said:
        proposals.propose_name(store, person(store, alias), vision, group, text)
    (entry,) = proposals.open_proposals(store, vision)
    assert (entry["count"], entry["text"], entry["cluster_id"]) == (3, "Casas vivas", group)
    with pytest.raises(Refused, match="Los títulos se ponen al nombrar"):
        proposals.accept_proposal(store, FACILITATOR, entry["ids"][0])
    stages.set_phase(store, FACILITATOR, vision, "naming")
    proposals.accept_proposal(store, FACILITATOR, entry["ids"][0])
    assert rows(store, "clusters", cluster_id=group)[0]["title"] in ("Casas vivas", "casas vivas")
    assert proposals.open_proposals(store, vision) == []


def test_what_was_declined_stays_so_until_it_says_something_else(store: Store, vision: str) -> None:
    group = clusters.add_cluster(store, FACILITATOR, vision, card_ids=write(store, vision, "uno"))["cluster_id"]
    luna = person(store, "Luna")
    made = proposals.propose_name(store, luna, vision, group, "Uno")
    proposals.decline_proposal(store, FACILITATOR, made["proposal_id"])
    proposals.propose_name(store, luna, vision, group, "Uno")
    assert proposals.open_proposals(store, vision) == []
    proposals.propose_name(store, luna, vision, group, "Dos")
    assert [e["text"] for e in proposals.open_proposals(store, vision)] == ["Dos"]
    with pytest.raises(Refused, match="Solo quien facilita"):
        proposals.accept_proposal(store, luna, made["proposal_id"])


def test_a_group_with_proposed_names_can_be_dissolved(store: Store, vision: str) -> None:
    group = clusters.add_cluster(store, FACILITATOR, vision, card_ids=write(store, vision, "uno"))["cluster_id"]
    proposals.propose_name(store, person(store, "Luna"), vision, group, "Uno")
    clusters.dissolve_cluster(store, FACILITATOR, group)
    assert [(r["cluster_id"], r["status"]) for r in rows(store, "proposals")] == [(None, "declined")]


def test_pairs_are_proposed_only_while_cards_are_shown_and_loose(store: Store, vision: str) -> None:
    one, two = write(store, vision, "uno", "dos")
    luna = person(store, "Luna")
    for phase in ("closed", "writing", "naming", "resolve", "done"):
        stages.set_phase(store, FACILITATOR, vision, phase)
        with pytest.raises(Refused):
            proposals.propose_pair(store, luna, vision, one, two)
    assert rows(store, "proposals") == []


def test_nothing_is_proposed_under_a_lock_by_strangers_or_about_other_stages(store: Store, vision: str) -> None:
    one, two = write(store, vision, "uno", "dos")
    other = at(store, "obstacles", "clustering")
    (elsewhere,) = write(store, other, "de otra etapa")
    luna = person(store, "Luna")
    with pytest.raises(NotFound):
        proposals.propose_pair(store, luna, vision, one, elsewhere)
    with pytest.raises(Refused, match="distintas"):
        proposals.propose_pair(store, luna, vision, one, one)
    with pytest.raises(Refused, match="otro plan"):
        proposals.propose_pair(store, Actor("nobody", "participant", "x"), vision, one, two)
    stages.set_lock(store, FACILITATOR, vision, True)
    with pytest.raises(Refused, match="no recibe cambios"):
        proposals.propose_pair(store, luna, vision, one, two)
    assert rows(store, "proposals") == []


def test_an_anonymous_stage_keeps_nobody_beside_a_proposal_and_still_counts_people(store: Store, vision: str) -> None:
    hidden = at(store, "obstacles", "clustering")
    assert rows(store, "stages", stage_id=hidden)[0]["anonymity"] == "anonymous"
    one, two = write(store, hidden, "uno", "dos")
    luna, sol = person(store, "Luna"), person(store, "Sol")
    for somebody in (luna, luna, sol):
        proposals.propose_pair(store, somebody, hidden, one, two)
    assert [e["count"] for e in proposals.open_proposals(store, hidden)] == [2]
    assert {r["participant_id"] for r in rows(store, "proposals")} == {None}
    known = {luna.participant_id, sol.participant_id, luna.secret, sol.secret}
    lines = [line for line in rows(store, "changes") if line["table"] == "proposals"]
    assert not any(secret in str(line) for line in lines for secret in known)
