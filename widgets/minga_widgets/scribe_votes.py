"""Entering the votes of people without a phone: so many points for each thing, by so many people together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga.workshop import reading, votes
from minga.workshop.actor import Actor
from minga.workshop.feed import Store


class VotesArea:
    """Votes counted by raised hands or dots on paper."""

    def __init__(self, store: Store, actor: Actor, _plan: dict[str, Any], stage_id: str) -> None:
        self._store, self._actor, self._stage_id = store, actor, stage_id

    def view(self, wall: reading.Wall) -> dict[str, Any]:
        """What can be voted on, with the points it has."""
        points = votes.tally(self._store, self._stage_id)
        names = {c["cluster_id"]: c["title"] or c["symbol"] for c in wall.clusters} | {
            c["card_id"]: c["text"] for c in wall.cards}
        here = votes.targets(wall.stage["kind"], wall.clusters, wall.cards)
        return {"open": wall.stage["voting"], "each": wall.stage["points_each"],
                "targets": [[t, names[t], points.get(t, 0)] for t in here]}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Enter votes."""
        return {"vote_for_many": lambda m: votes.cast_for_many(
            self._store, self._actor, self._stage_id, m.get("points"), m.get("people"), op_id=m["id"]) and None}
