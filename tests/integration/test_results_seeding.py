"""What was said in the room about success becomes an indicator, once."""

from __future__ import annotations

import pytest

from minga.errors import NotFound, Refused
from minga.results.seeding import seed_indicator, seeded_directions
from minga.results.verbs import delete_row, save_row
from minga.store import Store, rows
from minga.workshop import directions, plans
from minga.workshop.actor import FACILITATOR

WHO = {"actor": "", "role": "facilitator"}


@pytest.fixture
def plan(store: Store) -> str:
    return plans.new_plan(store, title="Plan")


@pytest.fixture
def direction(store: Store, plan: str) -> str:
    made = directions.add_direction(store, FACILITATOR, plan, "Cuidar el agua")["direction_id"]
    directions.edit_direction(store, FACILITATOR, made, outcome_measure="Doce ríos con guardianas")
    return made


def test_one_press_makes_a_result_and_its_indicator_and_another_press_makes_nothing(
        store: Store, plan: str, direction: str) -> None:
    made = [seed_indicator(store, plan, direction, **WHO)["indicator_id"] for _press in range(3)]
    assert len(set(made)) == 1
    assert [(r["type"], r["direction_id"], r["title"]) for r in rows(store, "results")] == [
        ("outcome", direction, "Cuidar el agua")]
    assert [(i["title"], i["measure"], i["method"], i["result_id"]) for i in rows(store, "indicators")] == [
        ("Doce ríos con guardianas", "unit", "snapshot", rows(store, "results")[0]["result_id"])]
    assert seeded_directions(store, plan) == {direction: made[0]}


def test_an_outcome_that_was_there_gets_the_indicator(store: Store, plan: str, direction: str) -> None:
    was = save_row(store, plan, "results", {"title": "Ríos", "type": "outcome", "direction_id": direction}, **WHO)
    assert seed_indicator(store, plan, direction, **WHO)["result_id"] == was["result_id"]
    assert len(rows(store, "results")) == 1


def test_after_its_indicator_was_deleted_a_direction_can_have_one_again(
        store: Store, plan: str, direction: str) -> None:
    made = seed_indicator(store, plan, direction, **WHO)
    delete_row(store, plan, "indicators", made["indicator_id"], **WHO)
    assert seeded_directions(store, plan) == {}
    assert seed_indicator(store, plan, direction, **WHO)["indicator_id"] != made["indicator_id"]
    assert len(rows(store, "results")) == 1


def test_without_a_measure_or_the_role_or_the_direction_nothing_is_made(
        store: Store, plan: str, direction: str) -> None:
    with pytest.raises(Refused, match="quien facilita y quien analiza"):
        seed_indicator(store, plan, direction, actor="x", role="participant")
    with pytest.raises(NotFound):
        seed_indicator(store, plans.new_plan(store, title="Otro"), direction, **WHO)
    directions.edit_direction(store, FACILITATOR, direction, outcome_measure="")
    with pytest.raises(Refused, match="cómo se sabrá"):
        seed_indicator(store, plan, direction, **WHO)
    assert rows(store, "results") + rows(store, "indicators") == []
