"""What a person does next, from what their phone shows."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from minga.rehearsal.words import Deck

Row = dict[str, Any]
MOST_CARDS, MOST_PAIRS, MOST_ACTIONS = 7, 4, 2


@dataclass(frozen=True)
class Choice:
    """An operation that a phone could send now.

    Attributes:
        op: the verb.
        fields: what goes with it.
        was: the text until now of a card that changes.
        counts: under which name it is counted among what this person did.
    """

    op: str
    fields: Row = field(default_factory=dict)
    was: str = ""
    counts: str = ""


def choose(state: Row, chance: random.Random, done: dict[str, int], deck: Deck, keys: dict[str, str]) -> Choice | None:
    """One thing to do, or nothing for now.

    Args:
        state: what the phone shows.
        chance: where chance comes from.
        done: how often this person did what, by ``Choice.counts``.
        deck: cards to be written.
        keys: keys of stages by their id, where they are known.
    """
    stages = [state[f"stage:{one}"] for one in state.get("stages", ()) if f"stage:{one}" in state]
    for stage in stages:
        walls = state.get(f"wall:{stage['stage_id']}") or []
        found = _vote(stage, chance) or _stance(stage, chance, deck, done) or _writing(stage, chance, deck, done, keys)
        if not found and chance.random() < 0.6:
            found = _name(stage, walls, chance, deck) or _pair(stage, walls, chance, done)
        if found:
            return found
    return _action(state, chance, done)


def _writing(stage: Row, chance: random.Random, deck: Deck, done: dict[str, int],
             keys: dict[str, str]) -> Choice | None:
    here, mine = stage["stage_id"], [card for card in stage["mine"] if card["status"] == "active"]
    silent = stage["phase"] == "writing"
    quick = chance.random()
    if stage["can_edit"] and mine and quick < (0.12 if silent else 0.02):
        card = chance.choice(mine)
        if quick < 0.03 and silent:
            return Choice("withdraw_card", {"stage": here, "card": card["id"]}, card["text"], f"withdraw {here}")
        return Choice("edit_card", {"stage": here, "card": card["id"], "text": deck.correction(card["text"])},
                      card["text"], f"edit {here}")
    late = chance.random() < 0.02
    if stage["can_add"] and not stage.get("locked") and (silent or late) and done.get(f"add {here}", 0) < MOST_CARDS:
        columns = {"column": chance.choice(stage["columns"])["id"]} if stage["columns"] else {}
        return Choice("add_card", {"stage": here, "text": deck.card(keys.get(here, "")), **columns}, "", f"add {here}")
    return None


def _pair(stage: Row, wall: list[Row], chance: random.Random, done: dict[str, int]) -> Choice | None:
    here = stage["stage_id"]
    places = {card: group["id"] for group in wall for card in group["cards"]}
    if not stage.get("can_pair") or len(places) < 2 or done.get(f"pair {here}", 0) >= MOST_PAIRS:
        return None
    one, other = chance.sample(sorted(places), 2)
    if places[one] and places[one] == places[other]:
        return None
    return Choice("propose_pair", {"stage": here, "card": one, "other": other}, "", f"pair {here}")


def _name(stage: Row, wall: list[Row], chance: random.Random, deck: Deck) -> Choice | None:
    named = {own["cluster"] for own in stage.get("own", ()) if own["kind"] == "name"}
    open_groups = [group["id"] for group in wall if group["id"] and not group["title"] and group["id"] not in named]
    if not stage.get("can_name") or not open_groups:
        return None
    return Choice("propose_name", {"stage": stage["stage_id"], "cluster": chance.choice(open_groups),
                                   "text": chance.choice(deck.words.names)}, "", f"name {stage['stage_id']}")


def _vote(stage: Row, chance: random.Random) -> Choice | None:
    vote = stage.get("vote") or {}
    left = vote.get("points_each", 0) - sum(vote.get("own", {}).values())
    fresh = [target for target in vote.get("targets", ()) if target not in vote.get("own", {})]
    if not vote.get("open") or left < 1 or not fresh:
        return None
    return Choice("cast_vote", {"stage": stage["stage_id"], "target": chance.choice(fresh),
                                "points": chance.randint(1, min(3, left))}, "", f"vote {stage['stage_id']}")


def _stance(stage: Row, chance: random.Random, deck: Deck, done: dict[str, int]) -> Choice | None:
    here, said = stage["stage_id"], stage.get("stance")
    if said is None or said.get("stance") or done.get(f"stance {here}", 0) >= 2:
        return None
    stance = chance.choices(("agree", "aside", "object"), (80, 12, 8))[0]
    text = "" if stance == "agree" else chance.choice(deck.words.stances)
    return Choice("consent", {"stage": here, "stance": stance, "text": text}, "", f"stance {here}")


def _action(state: Row, chance: random.Random, done: dict[str, int]) -> Choice | None:
    if not state.get("formed") or done.get("volunteer", 0) >= MOST_ACTIONS or chance.random() > 0.3:
        return None
    if "actions" not in state:
        return Choice("look", {"at": "actions"}, "", "look")
    free = [action["id"] for action in state["actions"] if not action["mine"]]
    return Choice("volunteer", {"action": chance.choice(free)}, "", "volunteer") if free else None
