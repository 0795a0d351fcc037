"""Who answers for an action: offered from a phone, accepted or not, and never in somebody else's name."""

from __future__ import annotations

from typing import Any

import pytest

from minga.errors import NotFound, Refused
from minga.store import Store, rows
from minga.workshop import assignments, directions, participants, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor


@pytest.fixture
def plan(store: Store) -> str:
    return plans.new_plan(store, title="Plan")


@pytest.fixture
def action(store: Store, plan: str) -> str:
    direction = directions.add_direction(store, FACILITATOR, plan, "Cuidar el agua")["direction_id"]
    return directions.add_action(store, FACILITATOR, direction, "medir el río")["action_id"]


def person(store: Store, plan: str, alias: str, country: str = "") -> Actor:
    return Actor(participants.join(store, plan, f"device of {alias}", alias, country=country)["participant_id"])


def here(store: Store) -> list[tuple[Any, ...]]:
    return [(a["as_written"], a["accepted"]) for a in rows(store, "assignments", order="position")]


def test_whoever_offers_themselves_is_written_once_with_alias_country_and_yes(
        store: Store, plan: str, action: str) -> None:
    luna = person(store, plan, "Luna", "CO")
    made = assignments.volunteer(store, luna, action)
    again = assignments.volunteer(store, luna, action)
    assert made["assignment_id"] == again["assignment_id"]
    assert {k: made[k] for k in ("as_written", "name", "country", "kind", "role", "accepted", "participant_id")} == {
        "as_written": "Luna (Colombia)", "name": "Luna", "country": "CO", "kind": "person", "role": "responsible",
        "accepted": True, "participant_id": luna.participant_id}
    assert len(rows(store, "assignments")) == 1


def test_an_offer_sent_twice_with_its_operation_id_counts_once(store: Store, plan: str, action: str) -> None:
    luna = person(store, plan, "Luna")
    made = assignments.volunteer(store, luna, action, op_id="operacion-uno")
    assignments.answer_assignment(store, luna, made["assignment_id"], False)
    assert assignments.volunteer(store, luna, action, op_id="operacion-uno")["assignment_id"] == made["assignment_id"]
    assert here(store) == [("Luna", False)]


def test_nobody_offers_themselves_without_having_joined_this_plan(store: Store, plan: str, action: str) -> None:
    other = plans.new_plan(store, title="Otro")
    for actor, refusal in ((Actor(), Refused), (FACILITATOR, Refused), (person(store, other, "Sol"), NotFound),
                           (Actor("nobody"), NotFound)):
        with pytest.raises(refusal):
            assignments.volunteer(store, actor, action)
    with pytest.raises(NotFound):
        assignments.volunteer(store, person(store, plan, "Luna"), "no-such-action")
    assert rows(store, "assignments") == []


def test_nobody_offers_themselves_when_the_directions_stage_is_over_or_locked(
        store: Store, plan: str, action: str) -> None:
    luna = person(store, plan, "Luna")
    stage = reading.stage_by_key(store, plan, "directions")["stage_id"]
    stages.set_phase(store, FACILITATOR, stage, "done")
    with pytest.raises(Refused, match="ya está cerrada"):
        assignments.volunteer(store, luna, action)
    stages.set_phase(store, FACILITATOR, stage, "resolve")
    with store.transaction("set_lock", plan_id=plan) as tx:
        tx.update("stages", stage, locked=True)
    with pytest.raises(Refused, match="no recibe cambios"):
        assignments.volunteer(store, luna, action)
    assert here(store) == []


def test_people_answer_for_what_is_theirs_and_for_nothing_else(store: Store, plan: str, action: str) -> None:
    luna, sol = person(store, plan, "Luna"), person(store, plan, "Sol")
    first, second = assignments.assign(store, FACILITATOR, action, [
        {"as_written": "Luna", "participant_id": luna.participant_id}, {"as_written": "Coordinación", "kind": "group"}])
    assert assignments.answer_assignment(store, luna, first["assignment_id"], True)["accepted"] is True
    for actor, row in ((sol, first), (luna, second), (Actor(), second)):
        with pytest.raises(Refused, match="lo suyo"):
            assignments.answer_assignment(store, actor, row["assignment_id"], False)
    assert assignments.answer_assignment(store, FACILITATOR, second["assignment_id"], False)["accepted"] is False
    assert assignments.answer_assignment(store, FACILITATOR, first["assignment_id"], None)["accepted"] is None
    with pytest.raises(Refused, match="sí, no"):
        assignments.answer_assignment(store, luna, first["assignment_id"], "yes")  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        assignments.answer_assignment(store, luna, "no-such-row", True)


def test_every_answer_stays_in_the_ledger(store: Store, plan: str, action: str) -> None:
    luna = person(store, plan, "Luna")
    made = assignments.volunteer(store, luna, action)["assignment_id"]
    for accepted in (False, True):
        assignments.answer_assignment(store, luna, made, accepted)
    told = [c for c in rows(store, "changes", order="seq") if c["table"] == "assignments"]
    assert [(c["verb"], c["actor"]) for c in told] == [("volunteer", luna.participant_id)] + [
        ("answer_assignment", luna.participant_id)] * 2


def test_what_is_assigned_to_somebody_comes_in_the_order_of_the_plan(store: Store, plan: str, action: str) -> None:
    luna = person(store, plan, "Luna")
    direction = directions.add_direction(store, FACILITATOR, plan, "Contar")["direction_id"]
    radio = directions.add_action(store, FACILITATOR, direction, "radio")["action_id"]
    directions.add_action(store, FACILITATOR, direction, "de nadie")
    for one in (radio, action):
        assignments.volunteer(store, luna, one)
    mine = assignments.assigned_to(store, plan, luna.participant_id)
    assert [(m["direction"], m["code"], m["text"], m["accepted"]) for m in mine] == [
        ("Cuidar el agua", "1", "medir el río", True), ("Contar", "1", "radio", True)]
    assert assignments.assigned_to(store, plan, "") == []


def test_whoever_offered_themselves_stays_so_when_the_list_is_written_again(
        store: Store, plan: str, action: str) -> None:
    luna = person(store, plan, "Luna", "CO")
    assignments.volunteer(store, luna, action)
    assignments.assign(store, FACILITATOR, action, [
        {"as_written": "Todas", "kind": "everyone"},
        {"as_written": "Luna (Colombia)", "name": "Luna", "country": "CO"}])
    kept = rows(store, "assignments", order="position")
    assert [(a["as_written"], a["participant_id"], a["accepted"]) for a in kept] == [
        ("Todas", None, None), ("Luna (Colombia)", luna.participant_id, True)]


def test_somebody_written_by_hand_becomes_a_participant_without_losing_the_answer(
        store: Store, plan: str, action: str) -> None:
    luna = person(store, plan, "Luna", "CO")
    by_hand = {"as_written": "Luna (Colombia)", "name": "Luna", "country": "CO"}
    made = assignments.assign(store, FACILITATOR, action, [by_hand])[0]
    assignments.answer_assignment(store, FACILITATOR, made["assignment_id"], True)
    assignments.assign(store, FACILITATOR, action, [{**by_hand, "participant_id": luna.participant_id}])
    kept = rows(store, "assignments")[0]
    assert (kept["assignment_id"], kept["participant_id"], kept["accepted"]) == (
        made["assignment_id"], luna.participant_id, True)


@pytest.mark.parametrize("wrong", [{"kind": "robot"}, {"role": "jefe"}, {"as_written": ""}, {"as_written": 7},
                                   {"participant_id": "of nobody"}, {"kind": ["person"]}])
def test_a_responsible_that_makes_no_sense_is_refused_and_nothing_changes(
        store: Store, plan: str, action: str, wrong: dict[str, Any]) -> None:
    assignments.assign(store, FACILITATOR, action, [{"as_written": "Sol"}])
    with pytest.raises((Refused, NotFound)):
        assignments.assign(store, FACILITATOR, action, [{"as_written": "Luna"}, {"as_written": "Ceiba", **wrong}])
    assert here(store) == [("Sol", None)]
