"""What was said in the room about success becomes an indicator, once."""

from __future__ import annotations

import pytest

from minga.errors import NotFound, Refused
from minga.results.seeding import promises, seed_from_action, seed_indicator, seeded_actions, seeded_directions
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


@pytest.fixture
def action(store: Store, direction: str) -> str:
    made = directions.add_action(store, FACILITATOR, direction, "Formar guardianas")["action_id"]
    directions.edit_action(store, FACILITATOR, made, accomplishment="Cien guardianas formadas")
    return made


def test_the_accomplishment_of_an_action_becomes_an_indicator_that_it_delivers_once(
        store: Store, plan: str, direction: str, action: str) -> None:
    made = [seed_from_action(store, plan, action, **WHO)["indicator_id"] for _press in range(3)]
    assert len(set(made)) == 1
    assert [(r["type"], r["direction_id"], r["title"]) for r in rows(store, "results")] == [
        ("output", direction, "Formar guardianas")]
    assert [i["title"] for i in rows(store, "indicators")] == ["Cien guardianas formadas"]
    assert [(one["from_id"], one["to_id"]) for one in rows(store, "links", kind="delivers")] == [(action, made[0])]
    assert seeded_actions(store, plan) == {action: made[0]}


def test_an_indicator_made_of_what_was_said_stands_under_the_objective_of_its_direction(
        store: Store, plan: str, direction: str, action: str) -> None:
    objective = save_row(store, plan, "objectives", {"level": "specific", "text": "Agua", "direction_id": direction},
                         **WHO)["objective_id"]
    for made in (seed_indicator(store, plan, direction, **WHO), seed_from_action(store, plan, action, **WHO)):
        assert made["objective_id"] == objective


def test_an_action_whose_indicator_was_deleted_takes_its_output_up_again(
        store: Store, plan: str, action: str) -> None:
    made = seed_from_action(store, plan, action, **WHO)
    delete_row(store, plan, "indicators", made["indicator_id"], **WHO)
    assert seeded_actions(store, plan) == {}
    assert seed_from_action(store, plan, action, **WHO)["result_id"] == made["result_id"]
    assert len(rows(store, "results")) == 1


def test_everything_that_was_said_is_listed_with_its_indicator(
        store: Store, plan: str, direction: str, action: str) -> None:
    made = seed_from_action(store, plan, action, **WHO)["indicator_id"]
    assert [(p.table, p.row_id, p.text, p.indicator_id) for p in promises(store, plan)] == [
        ("directions", direction, "Doce ríos con guardianas", ""),
        ("actions", action, "Cien guardianas formadas", made)]


def test_an_action_that_says_no_accomplishment_or_is_elsewhere_makes_nothing(
        store: Store, plan: str, direction: str, action: str) -> None:
    with pytest.raises(Refused, match="quien facilita y quien analiza"):
        seed_from_action(store, plan, action, actor="x", role="participant")
    with pytest.raises(NotFound):
        seed_from_action(store, plans.new_plan(store, title="Otro"), action, **WHO)
    silent = directions.add_action(store, FACILITATOR, direction, "Otra")["action_id"]
    with pytest.raises(Refused, match="qué logro"):
        seed_from_action(store, plan, silent, **WHO)
    assert rows(store, "results") + rows(store, "indicators") == []
