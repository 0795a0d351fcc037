"""What the facilitator sets for the room: lock, round, time, votes, quorum, and the promise about authors."""

from __future__ import annotations

from datetime import timedelta

import pytest

from minga import tables
from minga.errors import Refused
from minga.store import Store, rows
from minga.workshop import cards, participants, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor

OP = "op-0123456789abcdef"


@pytest.fixture
def plan(store: Store) -> str:
    return plans.new_plan(store, title="Plan de prueba", organization="Red Sur")


@pytest.fixture
def here(store: Store, plan: str) -> str:
    found = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, found, "writing")
    return found


def stage(store: Store, stage_id: str) -> dict[str, object]:
    return rows(store, "stages", stage_id=stage_id)[0]


def test_each_setting_is_kept_and_repeating_its_operation_changes_nothing(store: Store, here: str) -> None:
    stages.set_round(store, FACILITATOR, here, 2, "  las más\n distintas ")
    stages.set_voting(store, FACILITATOR, here, True, 7)
    stages.set_quorum(store, FACILITATOR, here, 12)
    stages.set_lock(store, FACILITATOR, here, True, op_id=OP)
    stages.set_lock(store, FACILITATOR, here, False)
    stages.set_lock(store, FACILITATOR, here, True, op_id=OP)
    kept = stage(store, here)
    assert (kept["round"], kept["criterion"]) == (2, "las más distintas")
    assert (kept["voting"], kept["points_each"], kept["quorum"], kept["locked"]) == (True, 7, 12, False)
    stages.set_quorum(store, FACILITATOR, here, None)
    assert stage(store, here)["quorum"] is None


def test_a_timer_ends_at_a_moment_that_more_time_moves_and_stopping_removes(store: Store, here: str) -> None:
    before = tables.now()
    ends = stages.set_timer(store, FACILITATOR, here, 180)["timer_ends"]
    assert before + timedelta(seconds=180) <= ends <= tables.now() + timedelta(seconds=180)
    assert stages.extend_timer(store, FACILITATOR, here, 60, op_id=OP)["timer_ends"] == ends + timedelta(seconds=60)
    stages.extend_timer(store, FACILITATOR, here, 60, op_id=OP)
    assert stage(store, here)["timer_ends"] == ends + timedelta(seconds=60)
    assert stages.set_timer(store, FACILITATOR, here, None)["timer_ends"] is None
    assert stages.extend_timer(store, FACILITATOR, here, 60)["timer_ends"] > tables.now()


def test_while_a_stage_is_locked_phones_change_nothing_and_the_facilitator_does(store: Store, plan: str,
                                                                               here: str) -> None:
    me = Actor(participants.join(store, plan, "device-1", "Colibrí")["participant_id"])
    card = cards.add_card(store, me, here, "una idea")["card_id"]
    stages.set_lock(store, FACILITATOR, here, True)
    for verb in (lambda: cards.add_card(store, me, here, "otra"), lambda: cards.edit_card(store, me, card, "otra")):
        with pytest.raises(Refused, match="no recibe cambios"):
            verb()
    cards.edit_card(store, FACILITATOR, card, "una idea corregida")
    stages.set_lock(store, FACILITATOR, here, False)
    cards.add_card(store, me, here, "otra")


def test_the_promise_about_authors_is_made_before_the_first_card(store: Store, here: str) -> None:
    stages.set_anonymity(store, FACILITATOR, here, "anonymous")
    assert stage(store, here)["anonymity"] == "anonymous"
    stages.set_anonymity(store, FACILITATOR, here, "alias")
    card = cards.add_card(store, FACILITATOR, here, "una idea")["card_id"]
    cards.withdraw_card(store, FACILITATOR, card)
    with pytest.raises(Refused, match="antes de la primera tarjeta"):
        stages.set_anonymity(store, FACILITATOR, here, "named")
    assert stage(store, here)["anonymity"] == "alias"


@pytest.mark.parametrize("verb", [
    lambda store, who, at: stages.set_round(store, who, at, 0, ""),
    lambda store, who, at: stages.set_round(store, who, at, "2", ""),
    lambda store, who, at: stages.set_round(store, who, at, 2, "x" * 300),
    lambda store, who, at: stages.set_lock(store, who, at, "no"),
    lambda store, who, at: stages.set_timer(store, who, at, 0),
    lambda store, who, at: stages.set_timer(store, who, at, 10**9),
    lambda store, who, at: stages.set_timer(store, who, at, 1.5),
    lambda store, who, at: stages.extend_timer(store, who, at, -60),
    lambda store, who, at: stages.set_voting(store, who, at, True, 0),
    lambda store, who, at: stages.set_voting(store, who, at, 1, 5),
    lambda store, who, at: stages.set_quorum(store, who, at, True),
    lambda store, who, at: stages.set_anonymity(store, who, at, "secret"),
])
def test_a_value_without_meaning_is_refused_and_nothing_changes(sqlite_store: Store, verb: object) -> None:
    plan = plans.new_plan(sqlite_store, title="Plan de prueba")
    here = reading.stage_by_key(sqlite_store, plan, "vision")["stage_id"]
    before = stage(sqlite_store, here)
    with pytest.raises(Refused):
        verb(sqlite_store, FACILITATOR, here)  # type: ignore[operator]
    assert stage(sqlite_store, here) == before


def test_only_the_facilitator_sets_anything(store: Store, here: str) -> None:
    me = Actor("p1")
    for verb in (lambda: stages.set_round(store, me, here, 2, ""), lambda: stages.set_lock(store, me, here, True),
                 lambda: stages.set_timer(store, me, here, 60), lambda: stages.extend_timer(store, me, here, 60),
                 lambda: stages.set_voting(store, me, here, True, 5), lambda: stages.set_quorum(store, me, here, 5),
                 lambda: stages.set_anonymity(store, me, here, "named")):
        with pytest.raises(Refused, match="Solo quien facilita"):
            verb()
