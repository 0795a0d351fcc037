"""What the wall may suggest: pairs, repetitions and groups of its loose cards, to be accepted one by one."""

from __future__ import annotations

from typing import Any

from minga.grouping import Card, propose
from minga.store import Store, rows
from minga.workshop.reading import read_wall


def suggest(store: Store, stage_id: str) -> list[dict[str, Any]]:
    """Suggestions for a stage; nothing is written, and nothing that people grouped is ever named to move.

    Args:
        store: the store.
        stage_id: a stage with cards; where the columns are fixed, only repetitions and joins are suggested.

    Returns:
        Dicts of ``kind`` ("duplicate", "join", "pair" or "group"), ``card_ids`` (for a duplicate, first the one
        that stays and then the one that repeats it), ``cluster_id`` (where a card would join, or where the
        staying card of a duplicate is; "" otherwise) and ``score`` from 0 to 1, the surest of each kind first.
    """
    wall = read_wall(store, stage_id)
    known = {cluster["cluster_id"] for cluster in wall.clusters}
    cards = [Card(card["card_id"], card["text"], card["cluster_id"] if card["cluster_id"] in known else "")
             for card in wall.cards if card["status"] == "active"]
    plan = rows(store, "plans", plan_id=wall.stage["plan_id"])[0]
    fixed = wall.stage["kind"] == "columns"
    return [{"kind": one.kind, "card_ids": list(one.card_ids), "cluster_id": one.group, "score": one.score}
            for one in propose(cards, plan["language"]) if not fixed or one.kind in ("duplicate", "join")]
