"""What a reader of the room remembers of one phone, so that nothing is worked out for it twice."""

from __future__ import annotations

from collections.abc import Hashable, Set

from minga.workshop.act import Row, own_id
from minga.workshop.actor import Actor
from minga.workshop.board import Board
from minga.workshop.participants import device_key
from minga.workshop.phone_parts import own_proposal_id


class Visitor:
    """One phone; made by ``RoomReader.visitor``.

    Attributes:
        device: identity of the browser, as the door established it.
        seen: the reader's version when this phone was last looked at.
        keys: what concerns this phone alone.
    """

    def __init__(self, device: str) -> None:
        self.device, self.seen = device, -1
        self.keys: set[Hashable] = set()
        self._hashed = ("", "")
        self._votes: dict[str, tuple[list[str], dict[str, str]]] = {}
        self._said: dict[str, tuple[Board, int, set[str]]] = {}

    def hashed_in(self, plan_id: str) -> str:
        """The hash by which the browser is known in a plan."""
        if self._hashed[0] != plan_id:
            self._hashed = plan_id, device_key(plan_id, self.device)
        return self._hashed[1]

    def leave(self, stages: Set[str]) -> None:
        """Forget every stage but these."""
        for known in (self._votes, self._said):
            for gone in known.keys() - stages:
                del known[gone]

    def concerned(self, by: Set[Hashable]) -> bool:
        """Whether a change that concerns these keys may change what this phone shows."""
        return not self.keys.isdisjoint(by) or not all(
            ids.keys().isdisjoint(by) for _targets, ids in self._votes.values())

    def points(self, board: Board, actor: Actor) -> dict[str, int]:
        """One's own points in a stage, by target."""
        ballot, stage_id = board.face.ballot, board.stage["stage_id"]
        if not ballot or not actor.secret:
            self._votes.pop(stage_id, None)
            return {}
        known, ids = self._votes.get(stage_id, ([], {}))
        if known is not ballot["targets"]:
            known, before = ballot["targets"], {target: one for one, target in ids.items()}
            ids = {before.get(target) or own_id(actor, "vote", stage_id, target): target for target in known}
            self._votes[stage_id] = known, ids
        votes = board.rows["votes"]
        return {target: votes[one]["points"] for one, target in ids.items() if one in votes}

    def proposals(self, board: Board, actor: Actor) -> list[Row]:
        """One's own proposals in a stage, in the order of their ids."""
        if not actor.secret:
            return []
        stage_id, known = board.stage["stage_id"], board.rows["proposals"]
        of, read, own = self._said.get(stage_id, (None, 0, set()))
        if of is not board:
            read, own = 0, set()
        for one in board.said[read:]:
            mine = one in known and one == own_proposal_id(actor, stage_id, known[one])
            (own.add if mine else own.discard)(one)
        self._said[stage_id] = board, len(board.said), own
        return [known[one] for one in sorted(own)]
