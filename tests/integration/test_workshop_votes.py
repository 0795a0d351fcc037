"""Votes: limits, one row for each person and target, and no name where none may be kept."""

from __future__ import annotations

import pytest

from minga.errors import NotFound, Refused
from minga.store import Store, rows
from minga.workshop import cards, clusters, participants, plans, reading, stages, votes
from minga.workshop.actor import FACILITATOR, Actor


@pytest.fixture
def vision(store: Store) -> str:
    plans.new_plan(store, title="Plan", plan_id="plan")
    return voting(store, "vision")


def voting(store: Store, key: str, points: int = 3) -> str:
    found = str(reading.stage_by_key(store, "plan", key)["stage_id"])
    stages.set_phase(store, FACILITATOR, found, "clustering")
    stages.set_voting(store, FACILITATOR, found, True, points)
    return found


def person(store: Store, alias: str) -> Actor:
    me = participants.join(store, "plan", f"secret-{alias}", alias)["participant_id"]
    return Actor(me, "participant", f"secret-{alias}")


def write(store: Store, stage_id: str, *texts: str) -> list[str]:
    return [cards.add_card(store, FACILITATOR, stage_id, text)["card_id"] for text in texts]


def test_points_are_set_changed_and_taken_back_in_one_row_for_each_person_and_card(store: Store, vision: str) -> None:
    one, two = write(store, vision, "uno", "dos")
    luna, sol = person(store, "Luna"), person(store, "Sol")
    votes.cast_vote(store, luna, vision, one, 1)
    votes.cast_vote(store, luna, vision, one, 2)
    votes.cast_vote(store, luna, vision, two, 1)
    votes.cast_vote(store, sol, vision, two, 3)
    assert votes.tally(store, vision) == {one: 2, two: 4}
    votes.cast_vote(store, luna, vision, one, 0)
    votes.cast_vote(store, luna, vision, one, 0)
    assert votes.tally(store, vision) == {two: 4}
    assert len(rows(store, "votes")) == 2


def test_nobody_gives_more_points_than_they_have(store: Store, vision: str) -> None:
    one, two = write(store, vision, "uno", "dos")
    luna = person(store, "Luna")
    votes.cast_vote(store, luna, vision, one, 2)
    with pytest.raises(Refused, match="Solo le queda 1 punto"):
        votes.cast_vote(store, luna, vision, two, 2)
    votes.cast_vote(store, luna, vision, one, 3)
    with pytest.raises(Refused, match="Solo le quedan 0 puntos"):
        votes.cast_vote(store, luna, vision, two, 1)
    assert votes.tally(store, vision) == {one: 3}


def test_what_is_no_number_of_points_is_refused(store: Store, vision: str) -> None:
    (one,) = write(store, vision, "uno")
    luna = person(store, "Luna")
    for points in (-1, 4, True, 1.5, "2", None, [1]):
        with pytest.raises(Refused):
            votes.cast_vote(store, luna, vision, one, points)  # type: ignore[arg-type]
    assert rows(store, "votes") == []


def test_a_vote_sent_again_counts_once_even_after_a_later_one(store: Store, vision: str) -> None:
    (one,) = write(store, vision, "uno")
    luna = person(store, "Luna")
    votes.cast_vote(store, luna, vision, one, 1, op_id="operation-1")
    votes.cast_vote(store, luna, vision, one, 3, op_id="operation-2")
    votes.cast_vote(store, luna, vision, one, 1, op_id="operation-1")
    assert votes.tally(store, vision) == {one: 3}


def test_points_go_to_groups_once_one_has_a_name_and_those_on_cards_are_free_again(store: Store, vision: str) -> None:
    one, two = write(store, vision, "uno", "dos")
    luna = person(store, "Luna")
    votes.cast_vote(store, luna, vision, one, 3)
    group = clusters.add_cluster(store, FACILITATOR, vision, card_ids=[one, two])["cluster_id"]
    with pytest.raises(NotFound):
        votes.cast_vote(store, luna, vision, group, 1)
    stages.set_phase(store, FACILITATOR, vision, "naming")
    clusters.rename_cluster(store, FACILITATOR, group, title="Casas vivas")
    with pytest.raises(NotFound, match="cambió en la pared"):
        votes.cast_vote(store, luna, vision, one, 1)
    votes.cast_vote(store, luna, vision, group, 3)
    assert votes.tally(store, vision)[group] == 3


def test_in_a_stage_of_columns_the_cards_are_voted_on(store: Store, vision: str) -> None:
    context = voting(store, "context")
    column = reading.read_wall(store, context).clusters[0]["cluster_id"]
    card = cards.add_card(store, FACILITATOR, context, "una", cluster_id=column)["card_id"]
    votes.cast_vote(store, person(store, "Luna"), context, card, 2)
    with pytest.raises(NotFound):
        votes.cast_vote(store, person(store, "Luna"), context, column, 1)


def test_no_vote_is_taken_while_voting_is_closed_locked_or_nothing_is_shown(store: Store, vision: str) -> None:
    (one,) = write(store, vision, "uno")
    luna = person(store, "Luna")
    stages.set_voting(store, FACILITATOR, vision, False, 3)
    with pytest.raises(Refused, match="no está abierta"):
        votes.cast_vote(store, luna, vision, one, 1)
    stages.set_voting(store, FACILITATOR, vision, True, 3)
    stages.set_lock(store, FACILITATOR, vision, True)
    with pytest.raises(Refused, match="no recibe cambios"):
        votes.cast_vote(store, luna, vision, one, 1)
    stages.set_lock(store, FACILITATOR, vision, False)
    stages.set_phase(store, FACILITATOR, vision, "writing")
    for somebody in (luna, Actor("nobody", "participant", "x")):
        with pytest.raises(Refused):
            votes.cast_vote(store, somebody, vision, one, 1)
    assert rows(store, "votes") == []


def test_the_votes_of_a_table_are_noted_at_once_within_what_its_people_have(store: Store, vision: str) -> None:
    one, two = write(store, vision, "uno", "dos")
    votes.cast_vote(store, person(store, "Luna"), vision, one, 1)
    for _ in range(2):
        votes.cast_for_many(store, FACILITATOR, vision, {one: 5, two: 4}, 3, op_id="operation-1")
    assert votes.tally(store, vision) == {one: 6, two: 4}
    with pytest.raises(Refused, match="Son 10 puntos y 3 personas tienen 9"):
        votes.cast_for_many(store, FACILITATOR, vision, {one: 5, two: 5}, 3)
    with pytest.raises(Refused, match="Solo quien facilita"):
        votes.cast_for_many(store, person(store, "Luna"), vision, {one: 1}, 1)
    assert votes.tally(store, vision) == {one: 6, two: 4}


def test_an_anonymous_vote_leads_to_nobody_and_still_each_person_has_so_many_points(store: Store, vision: str) -> None:
    hidden = voting(store, "obstacles")
    one, two = write(store, hidden, "uno", "dos")
    luna = person(store, "Luna")
    votes.cast_vote(store, luna, hidden, one, 2)
    with pytest.raises(Refused, match="Solo le queda 1 punto"):
        votes.cast_vote(store, luna, hidden, two, 2)
    votes.cast_vote(store, person(store, "Sol"), hidden, two, 3)
    assert {r["participant_id"] for r in rows(store, "votes")} == {None}
    lines = [line for line in rows(store, "changes") if line["table"] == "votes"]
    assert not any(secret in str(line) for line in lines for secret in (luna.participant_id, luna.secret))
