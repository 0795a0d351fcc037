"""What was done to directions and actions is taken back whole, newest first, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.errors import MingaError, Refused
from minga.store import Store, plan_rows, rows
from minga.workshop import assignments, cards, clusters, directions, ordering, participants, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor
from minga.workshop.plan_undo import last_act, undo_plan

TABLES = ["directions", "actions", "assignments", "links"]


@pytest.fixture
def plan(store: Store) -> str:
    return made(store, "plan")


def made(store: Store, plan_id: str) -> str:
    """Two directions with three actions each, the first with somebody who answers for it."""
    plans.new_plan(store, title="Plan", plan_id=plan_id)
    for title in ("Agua", "Voz"):
        here = directions.add_direction(store, FACILITATOR, plan_id, title)["direction_id"]
        for text in ("a", "b", "c"):
            action = directions.add_action(store, FACILITATOR, here, f"{title} {text}")["action_id"]
            assignments.assign(store, FACILITATOR, action, [{"as_written": "Sol"}])
    return plan_id


def everything(store: Store, plan: str) -> dict[str, Any]:
    return {name: sorted(map(str, found)) for name, found in plan_rows(store, plan, TABLES).items()}


def action(store: Store, plan: str, n: int) -> str:
    return reading.read_directions(store, plan).actions[n]["action_id"]


def test_a_deleted_action_comes_back_with_its_people_and_its_parts(store: Store, plan: str) -> None:
    ordering.indent_action(store, FACILITATOR, action(store, plan, 1))
    before = everything(store, plan)
    directions.delete_action(store, FACILITATOR, action(store, plan, 0))
    assert last_act(store, plan) == "delete_action"
    assert undo_plan(store, FACILITATOR, plan) == "delete_action"
    assert everything(store, plan) == before
    assert undo_plan(store, FACILITATOR, plan) == "indent_action"


def formed(store: Store, plan: str) -> None:
    """Directions born from a wall with one group of two cards."""
    stage = reading.stage_by_key(store, plan, "directions")["stage_id"]
    stages.set_phase(store, FACILITATOR, stage, "naming")
    ids = [cards.add_card(store, FACILITATOR, stage, text)["card_id"] for text in ("medir", "sembrar")]
    clusters.add_cluster(store, FACILITATOR, stage, card_ids=ids)
    directions.form_directions(store, FACILITATOR, stage)


def test_directions_that_were_formed_from_the_wall_go_with_their_actions_and_links(store: Store, plan: str) -> None:
    before = everything(store, plan)
    formed(store, plan)
    assert everything(store, plan) != before
    assert undo_plan(store, FACILITATOR, plan) == "form_directions"
    assert everything(store, plan) == before


def test_formed_directions_stay_once_somebody_built_upon_them(store: Store, plan: str) -> None:
    formed(store, plan)
    newest = reading.read_directions(store, plan).directions[-1]["direction_id"]
    mine = next(a for a in reading.read_directions(store, plan).actions if a["direction_id"] == newest)
    luna = Actor(participants.join(store, plan, "phone", "Luna")["participant_id"])
    assignments.volunteer(store, luna, mine["action_id"])
    assert last_act(store, plan) != "form_directions"


def test_what_people_said_for_themselves_is_not_taken_back(store: Store, plan: str) -> None:
    luna = Actor(participants.join(store, plan, "phone", "Luna")["participant_id"])
    assignments.volunteer(store, luna, action(store, plan, 0))
    assert last_act(store, plan) == "assign"
    undo_plan(store, FACILITATOR, plan)
    assert len(rows(store, "assignments", participant_id=luna.participant_id)) == 1


def test_an_act_that_others_built_upon_is_left_alone_and_an_older_one_is_taken_back(store: Store, plan: str) -> None:
    directions.edit_direction(store, FACILITATOR, reading.read_directions(store, plan).directions[1]["direction_id"],
                              outcome_measure="Doce ríos")
    directions.add_action(store, FACILITATOR, reading.read_directions(store, plan).directions[0]["direction_id"], "d")
    luna = Actor(participants.join(store, plan, "phone", "Luna")["participant_id"])
    assignments.volunteer(store, luna, rows(store, "actions", text="d")[0]["action_id"])
    assert last_act(store, plan) == "edit_direction"
    assert undo_plan(store, FACILITATOR, plan) == "edit_direction"
    assert len(rows(store, "actions", text="d")) == len(rows(store, "assignments", name="Luna")) == 1


def test_nobody_else_takes_anything_back_and_an_empty_plan_says_so(store: Store, plan: str) -> None:
    with pytest.raises(Refused, match="Solo quien facilita"):
        undo_plan(store, Actor("x"), plan)
    with pytest.raises(Refused, match="nada que deshacer"):
        undo_plan(store, FACILITATOR, plans.new_plan(store, title="Otro"))


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 99)), min_size=1, max_size=6))
def test_whatever_is_done_is_undone_step_by_step_to_what_it_was(
        sqlite_store: Store, acts: list[tuple[int, int]]) -> None:
    store = sqlite_store
    plan = made(store, f"plan-{len(rows(store, 'plans'))}")
    states = [everything(store, plan)]
    for what, n in acts:
        view = reading.read_directions(store, plan)
        key, other = view.actions[n % len(view.actions)]["action_id"], view.directions[n % 2]["direction_id"]
        try:
            [lambda key=key: ordering.move_action(store, FACILITATOR, key, by=1),
             lambda key=key: ordering.indent_action(store, FACILITATOR, key),
             lambda key=key, other=other: ordering.place_action(store, FACILITATOR, key, direction_id=other),
             lambda key=key: directions.edit_action(store, FACILITATOR, key, code="7", text="otra"),
             lambda key=key: directions.delete_action(store, FACILITATOR, key),
             lambda other=other: directions.add_action(store, FACILITATOR, other, "nueva"),
             lambda other=other: ordering.move_direction(store, FACILITATOR, other, by=1),
             lambda plan=plan: ordering.renumber(store, FACILITATOR, plan, everything=True)][what]()
        except MingaError:
            continue
        now = everything(store, plan)
        if now != states[-1]:
            states.append(now)
    while len(states) > 1:
        assert everything(store, plan) == states.pop()
        undo_plan(store, FACILITATOR, plan)
    assert everything(store, plan) == states[0]
