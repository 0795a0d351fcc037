"""Arranging in whole acts: cards moved together, groups split and nested, and every step back and forth."""

from __future__ import annotations

from typing import Any

import pytest

from minga.errors import Conflict, NotFound, Refused
from minga.store import Store, plan_rows, rows
from minga.workshop import arranging, cards, clusters, plans, proposals, reading, stages, undo
from minga.workshop.actor import FACILITATOR, Actor

OP = "op-0123456789abcdef"


@pytest.fixture
def here(store: Store) -> str:
    plan = plans.new_plan(store, title="Plan de prueba", plan_id="plan")
    found = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, found, "clustering")
    return found


def write(store: Store, here: str, letters: str) -> list[str]:
    return [cards.add_card(store, FACILITATOR, here, letter)["card_id"] for letter in letters]


def group(store: Store, here: str, *ids: str) -> str:
    return str(clusters.add_cluster(store, FACILITATOR, here, card_ids=ids)["cluster_id"])


def told(store: Store, here: str) -> list[str]:
    """The texts of what is not grouped, then of each group in order, cards in order."""
    wall = reading.read_wall(store, here)
    return ["".join(c["text"] for c in wall.cards if c["cluster_id"] == g and c["status"] == "active")
            for g in (None, *(c["cluster_id"] for c in wall.clusters))]


def back(store: Store, here: str, **named: Any) -> str:
    return undo.undo_last(store, FACILITATOR, here, verbs=undo.ARRANGING, **named)


def again(store: Store, here: str, **named: Any) -> str:
    return undo.redo_last(store, FACILITATOR, here, verbs=undo.ARRANGING, **named)


def test_cards_moved_together_keep_their_order_and_come_back_in_one_step(store: Store, here: str) -> None:
    a, b, c, d = write(store, here, "abcd")
    one = group(store, here, d)
    assert arranging.move_cards(store, FACILITATOR, here, [c, a], one, d, OP) == [c, a]
    assert told(store, here) == ["b", "cad"]
    assert arranging.move_cards(store, FACILITATOR, here, [b], one, None, OP) == []  # the same operation again
    assert back(store, here) == "move_cards"
    assert told(store, here) == ["abc", "d"]
    assert again(store, here) == "move_cards"
    assert told(store, here) == ["b", "cad"]


def test_a_move_before_a_card_that_went_away_meanwhile_ends_at_the_end(store: Store, here: str) -> None:
    a, b, c = write(store, here, "abc")
    one, two = group(store, here, b), group(store, here, c)
    arranging.move_card(store, FACILITATOR, b, two)
    arranging.move_cards(store, FACILITATOR, here, [a], one, b)
    assert told(store, here) == ["", "a", "cb"]


def test_cards_dropped_on_one_of_themselves_stay_together_there(store: Store, here: str) -> None:
    a, _b, c, _d = write(store, here, "abcd")
    arranging.move_cards(store, FACILITATOR, here, [a, c], None, c)
    assert told(store, here) == ["bacd"]


def test_what_left_the_wall_while_the_hand_was_under_way_stays_behind_and_the_others_move(
        store: Store, here: str) -> None:
    a, b, c = write(store, here, "abc")
    one = group(store, here)
    cards.withdraw_card(store, FACILITATOR, a)
    arranging.mark_duplicate(store, FACILITATOR, c, b)
    assert arranging.move_cards(store, FACILITATOR, here, [a, b, c], one) == [b]
    assert told(store, here) == ["", "b"]
    assert rows(store, "cards", card_id=c)[0]["cluster_id"] == one  # it lies under b
    with pytest.raises(Refused, match="ya no está en la pared"):
        arranging.move_cards(store, FACILITATOR, here, [a], one)


@pytest.mark.parametrize("given", [[], ["ninguna"], ["x"] * 3])
def test_crafted_lists_of_cards_move_nothing(store: Store, here: str, given: list[str]) -> None:
    write(store, here, "ab")
    with pytest.raises((Refused, NotFound)):
        arranging.move_cards(store, FACILITATOR, here, given, None)
    with pytest.raises(Refused, match="Solo quien facilita"):
        arranging.move_cards(store, Actor("somebody"), here, given, None)
    assert told(store, here) == ["ab"]


def test_several_cards_are_stacked_under_one_and_none_is_lost(store: Store, here: str) -> None:
    a, b, c = write(store, here, "abc")
    arranging.mark_duplicates(store, FACILITATOR, here, [b, c], a)
    assert told(store, here) == ["a"]
    assert {c["duplicate_of"] for c in rows(store, "cards", stage_id=here, status="duplicate")} == {a}
    with pytest.raises(Refused, match="Elija otra tarjeta"):
        arranging.mark_duplicates(store, FACILITATOR, here, [a], a)
    back(store, here)
    assert told(store, here) == ["abc"]


def test_cards_put_away_come_back_with_what_lay_under_them(store: Store, here: str) -> None:
    a, b, c = write(store, here, "abc")
    arranging.mark_duplicate(store, FACILITATOR, b, a)
    before = plan_rows(store, "plan")
    arranging.put_away(store, FACILITATOR, here, [a, c])
    assert told(store, here) == ["b"]
    assert back(store, here) == "put_away"
    assert plan_rows(store, "plan") == before


def test_a_split_group_stands_beside_the_one_it_came_from(store: Store, here: str) -> None:
    a, b, c, d = write(store, here, "abcd")
    one, _two = group(store, here, a, b, c), group(store, here, d)
    new = clusters.split_cluster(store, FACILITATOR, one, [c, a])
    assert told(store, here) == ["", "b", "ca", "d"]
    assert len({c["symbol"] for c in rows(store, "clusters", stage_id=here)}) == 3
    with pytest.raises(Refused, match="ya no están en ese grupo"):
        clusters.split_cluster(store, FACILITATOR, new["cluster_id"], [d])
    back(store, here)
    assert told(store, here) == ["", "abc", "d"]


def test_groups_lie_one_level_deep_and_come_out_beside_the_one_that_held_them(store: Store, here: str) -> None:
    a, b, c = write(store, here, "abc")
    one, two, three = group(store, here, a), group(store, here, b), group(store, here, c)
    clusters.nest_cluster(store, FACILITATOR, three, one)
    assert rows(store, "clusters", cluster_id=three)[0]["parent_id"] == one
    for inner, outer in ((one, two), (two, three), (two, two)):
        with pytest.raises(Refused):
            clusters.nest_cluster(store, FACILITATOR, inner, outer)
    clusters.nest_cluster(store, FACILITATOR, three, None)
    assert told(store, here) == ["", "a", "c", "b"]
    clusters.nest_cluster(store, FACILITATOR, three, one)
    clusters.dissolve_cluster(store, FACILITATOR, three)  # a group inside gives its cards to the one that holds it
    assert told(store, here) == ["", "ac", "b"]


def test_a_merged_group_hands_over_the_groups_inside_it_and_the_names_proposed_for_it(store: Store, here: str) -> None:
    a, b, c = write(store, here, "abc")
    one, two, three = group(store, here, a), group(store, here, b), group(store, here, c)
    clusters.nest_cluster(store, FACILITATOR, three, one)
    with store.transaction("propose_name", plan_id="plan", stage_id=here) as tx:
        tx.insert("proposals", {"proposal_id": "p", "stage_id": here, "kind": "name", "cluster_id": one,
                                "text": "Casas de semillas"})
    clusters.dissolve_cluster(store, FACILITATOR, one, into=two)
    assert rows(store, "clusters", cluster_id=three)[0]["parent_id"] == two
    assert [p["cluster_id"] for p in proposals.open_proposals(store, here)] == [two]
    clusters.nest_cluster(store, FACILITATOR, three, None)
    clusters.dissolve_cluster(store, FACILITATOR, two)
    assert proposals.open_proposals(store, here) == []
    for _step in range(3):
        back(store, here)
    assert [p["cluster_id"] for p in proposals.open_proposals(store, here)] == [one]


def test_fixed_columns_are_neither_split_nor_nested_nor_dissolved(store: Store, here: str) -> None:
    context = reading.stage_by_key(store, "plan", "context")["stage_id"]
    stages.set_phase(store, FACILITATOR, context, "writing")
    first, second = (c["cluster_id"] for c in reading.read_wall(store, context).clusters)
    card = cards.add_card(store, FACILITATOR, context, "a", cluster_id=first)["card_id"]
    for verb in (lambda: clusters.split_cluster(store, FACILITATOR, first, [card]),
                 lambda: clusters.nest_cluster(store, FACILITATOR, first, second),
                 lambda: clusters.dissolve_cluster(store, FACILITATOR, first)):
        with pytest.raises(Refused, match="fijas"):
            verb()


def test_a_new_act_ends_what_could_be_done_again(store: Store, here: str) -> None:
    a, b = write(store, here, "ab")
    one = group(store, here)
    arranging.move_card(store, FACILITATOR, a, one)
    back(store, here)
    assert undo.last_undone(store, here, undo.ARRANGING) is not None
    cards.add_card(store, FACILITATOR, here, "c")  # somebody's card is no step of the wall
    assert undo.last_undone(store, here, undo.ARRANGING) is not None
    arranging.move_card(store, FACILITATOR, b, one)
    assert undo.last_undone(store, here, undo.ARRANGING) is None
    with pytest.raises(Refused, match="nada que rehacer"):
        again(store, here)


def test_a_step_that_can_no_longer_be_taken_back_gives_way_to_the_one_before_it(store: Store, here: str) -> None:
    a, b = write(store, here, "ab")
    one = group(store, here)
    arranging.move_card(store, FACILITATOR, a, one)
    arranging.mark_duplicate(store, FACILITATOR, b, a)
    cards.withdraw_card(store, FACILITATOR, a)  # b comes on top of what lay under a: nobody can un-stack it
    step = undo.last_done(store, here, undo.ARRANGING)
    assert step is not None
    assert (step.verb, step.skipped) == ("move_card", 1)
    assert back(store, here) == "move_card"
    assert rows(store, "cards", card_id=a)[0]["cluster_id"] is None
    assert [c["text"] for c in reading.read_wall(store, here).cards] == ["b"]


def test_a_stage_that_is_done_is_opened_before_anything_in_it_is_taken_back(store: Store, here: str) -> None:
    clusters.add_cluster(store, FACILITATOR, here)
    stages.set_phase(store, FACILITATOR, here, "done")
    with pytest.raises(Refused, match="ya está cerrada"):
        undo.undo_last(store, FACILITATOR, here, verbs=undo.ARRANGING)
    stages.set_phase(store, FACILITATOR, here, "naming")
    assert undo.undo_last(store, FACILITATOR, here, verbs=undo.ARRANGING) == "add_cluster"


def test_two_who_press_at_the_same_moment_take_back_one_step(store: Store, here: str) -> None:
    a, b = write(store, here, "ab")
    one = group(store, here)
    arranging.move_card(store, FACILITATOR, a, one)
    arranging.move_card(store, FACILITATOR, b, one)
    seen = undo.last_done(store, here, undo.ARRANGING)
    assert seen is not None
    assert back(store, here, expected=seen.group_id) == "move_card"
    assert back(store, here, expected=seen.group_id) == ""
    assert told(store, here) == ["b", "a"]


def test_taking_back_a_group_leaves_on_the_wall_what_came_into_it_since(store: Store, here: str) -> None:
    (a,) = write(store, here, "a")
    one = group(store, here, a)
    cards.add_card(store, FACILITATOR, here, "tardía", cluster_id=one)
    assert back(store, here) == "add_cluster"
    assert sorted(c["text"] for c in reading.read_wall(store, here).cards if c["cluster_id"] is None) == ["a", "tardía"]
    changes = [r for r in plan_rows(store, "plan")["cards"] if r["cluster_id"]]
    assert changes == []


def test_a_change_elsewhere_of_everything_there_is_to_take_back_is_said(store: Store, here: str) -> None:
    one = group(store, here)
    with store.transaction("elsewhere", plan_id="x") as tx:
        tx.update("clusters", one, symbol="Z")
    assert undo.last_done(store, here, undo.ARRANGING) is None
    with pytest.raises(Conflict, match="no se deshizo nada"):
        back(store, here)
