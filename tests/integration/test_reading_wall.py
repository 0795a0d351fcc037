"""A wall of thousands of cards is read again many times: what did not change is not made anew."""

from __future__ import annotations

from minga.store import Store
from minga.workshop import arranging, cards, clusters, plans, reading, stages
from minga.workshop.actor import FACILITATOR


def _stage(store: Store) -> str:
    plan = plans.new_plan(store, title="Red")
    stage = str(reading.stage_by_key(store, plan, "vision")["stage_id"])
    stages.set_phase(store, FACILITATOR, stage, "writing")
    return stage


def test_rows_that_did_not_change_are_the_same_objects_and_the_others_are_read(store: Store) -> None:
    stage = _stage(store)
    one, two, three = (str(cards.add_card(store, FACILITATOR, stage, text)["card_id"])
                       for text in ("Agua limpia", "Radio propia", "Semillas"))
    group = str(clusters.add_cluster(store, FACILITATOR, stage, card_ids=[one])["cluster_id"])
    before = reading.read_wall(store, stage)
    arranging.reword_card(store, FACILITATOR, two, "Radio comunitaria")
    arranging.put_away(store, FACILITATOR, stage, [three])
    late = str(cards.add_card(store, FACILITATOR, stage, "Escuela")["card_id"])
    after = reading.read_wall(store, stage, before)
    assert after == reading.read_wall(store, stage)
    old, new = ({row["card_id"]: row for row in wall.cards} for wall in (before, after))
    assert {name for name, row in new.items() if row is old.get(name)} == {one}
    assert new[two]["text"] == "Radio comunitaria"
    assert late in new
    assert three not in new
    assert [row is kept for row, kept in zip(after.clusters, before.clusters, strict=True)] == [True]
    assert after.clusters[0]["cluster_id"] == group


def test_what_was_read_of_another_stage_is_not_taken_for_this_one(store: Store) -> None:
    stage = _stage(store)
    cards.add_card(store, FACILITATOR, stage, "Agua limpia")
    plan = str(reading.read_wall(store, stage).stage["plan_id"])
    other = str(reading.stage_by_key(store, plan, "obstacles")["stage_id"])
    assert reading.read_wall(store, other, reading.read_wall(store, stage)) == reading.read_wall(store, other)
