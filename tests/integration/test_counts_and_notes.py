"""How many have written, never who; and the notes of a stage, kept but not published unless marked."""

from __future__ import annotations

import pytest

from minga.errors import NotFound, Refused
from minga.exchange.document import build_document
from minga.exchange.to_markdown import to_markdown
from minga.store import Store, rows
from minga.workshop import cards, participants, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor
from minga.workshop.counts import count_room
from minga.workshop.reflections import publish_note, read_notes, write_note

OP = "op-0123456789abcdef"


@pytest.fixture
def plan(store: Store) -> str:
    return plans.new_plan(store, title="Plan de prueba", organization="Red Sur")


def stage(store: Store, plan: str, key: str = "vision", phase: str = "writing") -> str:
    found = reading.stage_by_key(store, plan, key)["stage_id"]
    stages.set_phase(store, FACILITATOR, found, phase)
    return found


def person(store: Store, plan: str, alias: str, team: str = "") -> Actor:
    return Actor(participants.join(store, plan, f"device-{alias}", alias, team=team)["participant_id"],
                 secret=f"device-{alias}")


def test_a_team_knows_how_many_of_it_have_written(store: Store, plan: str) -> None:
    here = stage(store, plan)
    ceiba, jaguar, _luna = (person(store, plan, alias, team) for alias, team in (
        ("Ceiba", "Mesa 2"), ("Jaguar", "mesa 2"), ("Luna", "Mesa 10")))
    person(store, plan, "Colibrí")
    cards.add_card(store, ceiba, here, "una idea", team="Mesa 2")
    cards.add_card(store, ceiba, here, "otra", team="Mesa 2")
    gone = cards.add_card(store, jaguar, here, "me arrepentí")["card_id"]
    cards.withdraw_card(store, jaguar, gone)
    room = count_room(store, here)
    assert (room.people, room.written, room.waiting, room.cards) == (4, 1, 3, 2)
    assert [(t.team, t.people, t.written, t.waiting, t.cards) for t in room.teams] == [
        ("Mesa 2", 2, 1, 1, 2), ("Mesa 10", 1, 0, 1, 0)]


def test_cards_that_arrive_late_are_counted(store: Store, plan: str) -> None:
    here = stage(store, plan)
    cards.add_card(store, FACILITATOR, here, "a tiempo")
    stages.set_phase(store, FACILITATOR, here, "clustering")
    assert count_room(store, here).late == 0
    cards.add_card(store, FACILITATOR, here, "tarde")
    assert count_room(store, here).late == 1


def test_an_anonymous_stage_counts_people_by_marks_and_names_no_team(store: Store, plan: str) -> None:
    here = stage(store, plan, "obstacles")
    person(store, plan, "Ceiba", "Mesa 1")
    with store.transaction("test", plan_id=plan, stage_id=here, anonymous=True) as tx:
        tx.put_private("marks", {"mark_id": "m1", "stage_id": here, "what": "write"})
        tx.put_private("marks", {"mark_id": "m2", "stage_id": here, "what": "vote"})
    room = count_room(store, here)
    assert (room.people, room.written, room.waiting, room.late, room.teams) == (1, 1, 0, None, ())


def test_notes_stand_in_the_order_of_the_conversation_and_an_empty_one_goes(store: Store, plan: str) -> None:
    here = stage(store, plan)
    write_note(store, FACILITATOR, here, "D", 1, "nos reunimos en marzo")
    write_note(store, FACILITATOR, here, "O", 2, "doce tarjetas", question="¿Qué vimos?", op_id=OP)
    write_note(store, FACILITATOR, here, "O", 2, "otra cosa", op_id=OP)
    write_note(store, FACILITATOR, here, "O", 1, "había música")
    write_note(store, FACILITATOR, here, "R", 1, "sorpresa")
    write_note(store, FACILITATOR, here, "R", 1, " ")
    write_note(store, FACILITATOR, here, "D", 1, "nos reunimos en abril")
    assert [(n["level"], n["question"], n["text"], n["publish"]) for n in read_notes(store, here)] == [
        ("O", "", "había música", False), ("O", "¿Qué vimos?", "doce tarjetas", False),
        ("D", "", "nos reunimos en abril", False)]


def test_only_notes_marked_for_it_reach_the_document(store: Store, plan: str) -> None:
    here = stage(store, plan, phase="closed")
    shown = write_note(store, FACILITATOR, here, "I", 1, "lo que **significa**", question="¿Qué significa?")
    write_note(store, FACILITATOR, here, "R", 1, "esto queda entre nosotras")
    publish_note(store, FACILITATOR, shown["reflection_id"], True)
    words = to_markdown(build_document(store, plan))
    assert r"lo que \*\*significa\*\*" in words
    assert "¿Qué significa?" in words
    assert "entre nosotras" not in words
    publish_note(store, FACILITATOR, shown["reflection_id"], False)
    assert "significa" not in to_markdown(build_document(store, plan))
    assert len(rows(store, "reflections")) == 2  # both stay in the plan's own files


def test_notes_are_the_facilitators_and_have_a_place(store: Store, plan: str) -> None:
    here = stage(store, plan)
    with pytest.raises(Refused, match="Solo quien facilita"):
        write_note(store, Actor("p"), here, "O", 1, "texto")
    for level, position in (("X", 1), ("O", 0), ("O", 41), ("O", "1")):
        with pytest.raises(Refused):
            write_note(store, FACILITATOR, here, level, position, "texto")  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        publish_note(store, FACILITATOR, "nothing", True)
    assert read_notes(store, here) == []
