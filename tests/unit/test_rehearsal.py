"""The parts of a rehearsal: words for everybody, choices that the moment allows, and a check that sees faults."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import InputError
from minga.rehearsal.check import card_faults, place_faults, voice_faults
from minga.rehearsal.choices import choose
from minga.rehearsal.record import Operation, Record, part
from minga.rehearsal.words import Deck, words

STAGE: dict[str, Any] = {
    "stage_id": "s", "phase": "writing", "mine": [], "columns": [], "can_add": True, "can_edit": True,
    "can_pair": False, "can_name": False, "own": [], "vote": None, "stance": None, "locked": False}
WALL = [{"id": "g", "title": "", "cards": ["a", "b"]}, {"id": "", "title": "", "cards": ["c", "d"]}]


def deck(seed: int = 1) -> Deck:
    return Deck(words("es"), random.Random(seed))


def choices(**changes: Any) -> list[tuple[str, dict[str, Any]]]:
    """What forty people would do in a stage."""
    state = {"stages": ["s"], "stage:s": STAGE | changes, "wall:s": WALL}
    found = [choose(state, random.Random(seed), {}, deck(), {"s": "vision"}) for seed in range(40)]
    return [(one.op, one.fields) for one in found if one]


def answered(record: Record, *, ok: bool = True, was: str = "", who: str = "Ceiba", op: str = "add_card",
             **fields: Any) -> Operation:
    made = record.begin(who, op, was=was, **fields)
    record.sending(made)
    record.answered(made, {"ok": ok, "message": "" if ok else "No."})
    return made


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_no_text_and_no_name_is_given_out_twice(language: str) -> None:
    dealt = Deck(words(language), random.Random(1))
    texts = [dealt.card(stage) for stage in ("vision", "obstacles", "directions", "context", "other") * 120]
    texts += [dealt.correction(text) for text in texts[:50]]
    assert len(set(texts)) == len(texts)
    assert max(map(len, texts)) < 120
    assert len(set(dealt.people(130))) == 130


def test_words_of_another_shape_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGA_HOME", str(tmp_path))
    file = tmp_path / "parameters" / "rehearsal" / "es.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("title: Ensayo\naliases: Ceiba\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"es\.yaml"):
        words("es")


def test_each_moment_allows_its_own() -> None:
    assert {op for op, _fields in choices()} == {"add_card"}
    assert all(not fields["text"].isspace() for _op, fields in choices())
    with_one = choices(mine=[{"id": "c1", "text": "x", "status": "active"}])
    assert {op for op, _fields in with_one} == {"add_card", "edit_card", "withdraw_card"}
    clustering = {"phase": "clustering", "can_add": False, "can_edit": False, "can_pair": True}
    assert {op for op, _fields in choices(**clustering)} == {"propose_pair"}
    assert {op for op, _fields in choices(phase="naming", can_add=False, can_edit=False, can_name=True)} == {
        "propose_name"}
    vote = {"open": True, "points_each": 5, "targets": ["g", "h"], "own": {"g": 4}}
    assert set(map(str, choices(phase="naming", vote=vote))) == {
        str(("cast_vote", {"stage": "s", "target": "h", "points": 1}))}
    stances = choices(phase="resolve", can_add=False, can_edit=False, stance={"stance": "", "text": ""})
    assert {op for op, _fields in stances} == {"consent"}
    assert all(fields["text"] for _op, fields in stances if fields["stance"] != "agree")
    assert choices(phase="resolve", can_add=False, can_edit=False, stance={"stance": "agree", "text": ""}) == []


def test_in_fixed_columns_a_card_goes_into_one_of_them() -> None:
    found = choices(columns=[{"id": "k1", "title": "A"}, {"id": "k2", "title": "B"}])
    assert {fields["column"] for _op, fields in found} == {"k1", "k2"}


def test_a_room_in_no_stage_leaves_people_waiting() -> None:
    assert choose({"stages": []}, random.Random(1), {}, deck(), {}) is None


def test_a_plan_with_everything_once_has_no_fault() -> None:
    record = Record()
    answered(record, text="uno")
    answered(record, text="dos")
    answered(record, op="edit_card", card="c2", text="dos mejor", was="dos")
    answered(record, text="tres")
    answered(record, op="withdraw_card", card="c3", was="tres")
    answered(record, ok=False, text="cuatro")
    record.sending(record.begin("Ceiba", "add_card", text="cinco"))  # nobody knows
    kept = {"c1": ("uno", "active"), "c2": ("dos mejor", "active"), "c3": ("tres", "withdrawn")}
    assert card_faults(record, kept) == []
    assert card_faults(record, kept | {"c5": ("cinco", "active"), "x": ("de otra persona", "active")}) == []
    assert record.fates() == {"acknowledged": 5, "refused": 1, "unknown": 1}


@pytest.mark.parametrize(("kept", "count"), [
    ({}, 1), ({"a": ("uno", "active"), "b": ("uno", "active")}, 1), ({"a": ("otro", "active")}, 1)])
def test_a_card_that_is_lost_or_doubled_is_a_fault(kept: dict[str, tuple[str, str]], count: int) -> None:
    record = Record()
    answered(record, text="uno")
    assert len(card_faults(record, kept)) == count


def test_a_correction_or_withdrawal_that_did_not_stay_is_a_fault() -> None:
    record = Record()
    answered(record, op="edit_card", card="c", text="mejor", was="uno")
    answered(record, op="withdraw_card", card="d", was="dos")
    assert len(card_faults(record, {"c": ("uno", "active"), "d": ("dos", "active")})) == 2


def test_only_the_last_word_of_each_person_counts() -> None:
    record = Record()
    answered(record, op="cast_vote", target="g", points=3)
    answered(record, op="cast_vote", target="g", points=1)
    answered(record, op="cast_vote", target="h", points=2)
    answered(record, op="cast_vote", target="h", points=0)
    answered(record, op="cast_vote", target="g", points=1, who="Puma")
    answered(record, op="propose_pair", card="b", other="a", stage="s")
    answered(record, op="propose_name", cluster="g", text="Nombre", stage="s")
    answered(record, op="consent", stage="s", stance="agree")
    pair = {"kind": "pair", "card_id": "a", "other_id": "b", "cluster_id": "", "text": ""}
    name = {"kind": "name", "card_id": "", "other_id": "", "cluster_id": "g", "text": "Nombre"}
    held = {"votes": [{"target_id": "g", "points": "1"}] * 2, "proposals": [pair, name],
            "consents": [{"stage_id": "s", "stance": "agree"}]}
    assert voice_faults(record, held) == []
    assert len(voice_faults(record, held | {"votes": held["votes"][:1]})) == 1
    assert len(voice_faults(record, held | {"proposals": [pair, name, name], "consents": []})) == 2


def test_a_card_out_of_its_place_is_a_fault() -> None:
    assert place_faults({"a": "g", "b": "g"}, {"a": "g", "b": "g", "c": "h"}) == []
    assert len(place_faults({"a": "g", "b": "g"}, {"a": "g"})) == 1


@given(st.lists(st.floats(0, 100), max_size=30), st.floats(0, 1))
def test_a_share_of_the_waits_is_one_of_them(waits: list[float], share: float) -> None:
    assert part(waits, share) in [round(one, 3) for one in waits] if waits else part(waits, share) is None
