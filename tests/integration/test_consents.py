"""Resolve: one stance for each person, objections with their answer, quorum."""

from __future__ import annotations

import json

import pytest

from minga.errors import NotFound, Refused
from minga.store import Store, rows
from minga.workshop import participants, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor
from minga.workshop.consents import answer_objection, ask_again, consent, note_stances, own_consent, read_consents


def agreeing(store: Store, key: str = "vision") -> str:
    plan = plans.new_plan(store, title="Plan")
    stage = reading.stage_by_key(store, plan, key)["stage_id"]
    stages.set_phase(store, FACILITATOR, stage, "resolve")
    return stage


def person(store: Store, alias: str) -> Actor:
    plan = plans.plan_in_room(store)
    return Actor(participants.join(store, plan, f"aparato de {alias}", alias)["participant_id"], "participant",
                 f"aparato de {alias}")


def test_each_person_has_one_stance_and_may_change_it(store: Store) -> None:
    stage = agreeing(store)
    jaguar, ceiba = person(store, "Jaguar"), person(store, "Ceiba")
    consent(store, jaguar, stage, "object", "Falta decir quién cuida el agua")
    consent(store, ceiba, stage, "agree")
    assert read_consents(store, stage)["open"] == 1
    consent(store, jaguar, stage, "agree")
    state = read_consents(store, stage)
    assert (state["counts"], state["said"], state["people"]) == ({"agree": 2, "aside": 0, "object": 0}, 2, 2)
    assert state["agreed"]
    assert own_consent(store, jaguar, stage)["stance"] == "agree"
    assert own_consent(store, Actor(), stage) is None


def test_a_stage_agrees_when_the_quorum_is_reached_and_every_objection_is_answered(store: Store) -> None:
    stage = agreeing(store)
    with store.transaction("test", plan_id=plans.plan_in_room(store)) as tx:
        tx.update("stages", stage, quorum=2)
    consent(store, person(store, "Jaguar"), stage, "object", "El título no dice dónde")
    assert not read_consents(store, stage)["reached"]
    note_stances(store, FACILITATOR, stage, "agree", people=3)
    state = read_consents(store, stage)
    assert (state["reached"], state["agreed"], state["said"]) == (True, False, 4)
    answer_objection(store, FACILITATOR, state["voices"][0]["id"], "Se agregó «en la costa»")
    assert read_consents(store, stage)["agreed"]
    consent(store, person(store, "Jaguar"), stage, "object", "Ahora falta el cuándo")
    assert read_consents(store, stage)["voices"][0]["answer"] == "", "an answer to other words does not stand"
    assert ask_again(store, FACILITATOR, stage) == 4
    assert read_consents(store, stage)["said"] == 0


def test_in_an_anonymous_stage_a_stance_names_nobody(store: Store) -> None:
    stage = agreeing(store, "obstacles")
    jaguar = person(store, "Jaguar")
    consent(store, jaguar, stage, "aside", "No conozco esa zona")
    consent(store, jaguar, stage, "object", "Se culpa a quien no está")
    (row,) = rows(store, "consents", stage_id=stage)
    assert row["participant_id"] is None
    assert read_consents(store, stage)["voices"][0]["alias"] == ""
    lines = [line for line in rows(store, "changes") if line["table"] == "consents"]
    assert [(line["actor"], line["at"]) for line in lines] == [("", None)]  # what was said first is nowhere any more
    assert jaguar.participant_id not in json.dumps([dict(line) for line in lines], default=str)


@pytest.mark.parametrize(("stance", "text"), [("object", ""), ("object", "  "), ("quizá", "x"), ("agree", "x" * 2001)])
def test_what_is_not_a_stance_is_refused_and_nothing_is_kept(sqlite_store: Store, stance: str, text: str) -> None:
    stage = agreeing(sqlite_store)
    with pytest.raises(Refused):
        consent(sqlite_store, person(sqlite_store, "Jaguar"), stage, stance, text)
    with pytest.raises(Refused):
        note_stances(sqlite_store, FACILITATOR, stage, stance, text=text)
    assert rows(sqlite_store, "consents") == []


@pytest.mark.parametrize("people", [0, -1, True, 501, "3", 2.5])
def test_only_a_sensible_number_of_hands_is_noted(sqlite_store: Store, people: object) -> None:
    stage = agreeing(sqlite_store)
    with pytest.raises(Refused):
        note_stances(sqlite_store, FACILITATOR, stage, "agree", people=people)  # type: ignore[arg-type]


def test_only_who_is_in_the_plan_speaks_and_only_while_it_is_being_agreed(sqlite_store: Store) -> None:
    stage = agreeing(sqlite_store)
    jaguar = person(sqlite_store, "Jaguar")
    plans.open_in_room(sqlite_store, plans.new_plan(sqlite_store, title="Otro"))
    with pytest.raises(Refused, match="otro plan"):
        consent(sqlite_store, person(sqlite_store, "Ceiba"), stage, "agree")
    with pytest.raises(Refused, match="quien facilita"):
        note_stances(sqlite_store, jaguar, stage, "agree")
    stages.set_phase(sqlite_store, FACILITATOR, stage, "naming")
    with pytest.raises(Refused, match="no recibe cambios"):
        consent(sqlite_store, jaguar, stage, "agree")
    with pytest.raises(NotFound):
        answer_objection(sqlite_store, FACILITATOR, "no existe", "x")


def test_a_repeated_operation_counts_once(sqlite_store: Store) -> None:
    stage = agreeing(sqlite_store)
    for _n in range(3):
        note_stances(sqlite_store, FACILITATOR, stage, "agree", people=2, op_id="la misma operación")
    assert read_consents(sqlite_store, stage)["said"] == 2
