"""A stage kept in memory for all phones of a process: its rows by id, and what everybody sees of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import fields

from minga.workshop.act import Row
from minga.workshop.anonymity import is_anonymous
from minga.workshop.phone_parts import Face, face_of, talked
from minga.workshop.proposals import meaning
from minga.workshop.stages import SHOWN

KEY = {"cards": "card_id", "votes": "vote_id", "proposals": "proposal_id", "consents": "consent_id"}
"""The tables of a board, whose rows are kept by id, and the column of that id."""


def kept_of(stage: Row) -> list[str]:
    """The tables of which phones need rows while a stage is as it is."""
    wanted = {"cards": True, "votes": stage["phase"] in SHOWN, "proposals": talked(stage),
              "consents": stage["phase"] == "resolve"}
    return [name for name in KEY if wanted[name]]


class Board:
    """One open stage.

    Args:
        stage: its row; whoever has another one makes another board.
        groups: its clusters, in order.
        read: gives the rows of a table; cards with their position, withdrawn ones left out.
        like: the face of the board before; parts of it that say the same are kept as they are.

    Attributes:
        face: what everybody sees of the stage; made again by ``settle``.
        rows: rows of cards, votes, proposals and consents by table and id.
        said: ids of proposals as they came or changed here; each phone reads on where it stopped.
    """

    def __init__(self, stage: Row, groups: list[Row], read: Callable[[str], Iterable[Row]],
                 like: Face | None = None) -> None:
        self.stage, self.groups, self.kept = stage, groups, kept_of(stage)
        self.rows: dict[str, dict[str, Row]] = {name: {} for name in KEY}
        self.said: list[str] = []
        self._same: Counter[tuple[str, ...]] = Counter()
        self._by_author: dict[str, set[str]] = {}
        self._unsettled = False
        for name in self.kept:
            self.put(name, {row[KEY[name]]: row for row in read(name)})
        made, self._unsettled = self._face(), False
        self.face = _merged(like, made) if like else made

    def put(self, name: str, now: Mapping[str, Row | None]) -> set[Hashable]:
        """Put rows over those that are known; None for one that is gone.

        Returns:
            Whom it may concern: authors of cards, ids of rows, what proposals mean. Nothing for rows that say
            what they said before.
        """
        known, concerned = self.rows[name], set[Hashable]()
        for row_id, row in now.items():
            before = known.get(row_id)
            if before == row:
                continue
            if row is None:
                del known[row_id]
            else:
                known[row_id] = row
            self._unsettled |= self._shows(name)
            for one, more in ((before, False), (row, True)):
                if one is not None:
                    concerned.add(self._noted(name, row_id, one, more))
        return concerned

    def reload(self, name: str, rows: Iterable[Row]) -> set[Hashable]:
        """Put all the rows that a table has of this stage; see ``put``."""
        gone: dict[str, Row | None] = dict.fromkeys(self.rows[name])
        return self.put(name, gone | {row[KEY[name]]: row for row in rows})

    def arrange(self, groups: list[Row]) -> None:
        """Put the stage's groups, in order."""
        if groups != self.groups:
            self.groups, self._unsettled = groups, True

    def settle(self) -> bool:
        """Make what everybody sees anew, if it may have changed; says whether it did.

        Parts that say the same stay the same objects, so that nobody compares or writes them again.
        """
        if not self._unsettled:
            return False
        self._unsettled, made = False, self._face()
        changed = made != self.face
        if changed:
            self.face = _merged(self.face, made)
        return changed

    def mine(self, author: str, proved: Iterable[str]) -> list[Row]:
        """Cards of one person, in order: by author where one is kept, else those that their browser proved."""
        known = self.rows["cards"]
        ids = proved if is_anonymous(self.stage) else self._by_author.get(author, ()) if author else ()
        return sorted((known[one] for one in ids if one in known), key=_place)

    def same(self, proposal: Row) -> int:
        """How many people propose the same."""
        return self._same[meaning(proposal)]

    def about(self, proposal: Row) -> Hashable:
        """The key under which a change to a proposal, or to one that says the same, is told."""
        return self.stage["stage_id"], meaning(proposal)

    def _shows(self, name: str) -> bool:
        """Whether a row of this table is part of what everybody sees."""
        return (name == "cards" and self.stage["phase"] in SHOWN) or (name == "votes" and not self.stage["voting"])

    def _noted(self, name: str, row_id: str, row: Row, more: bool) -> Hashable:
        """Keep the books about a row that came (``more``) or went; returns whom it concerns."""
        if name == "proposals":
            self._same[meaning(row)] += 1 if more else -1
            self.said.append(row_id)
            return self.about(row)
        if name != "cards" or is_anonymous(self.stage) or not row["author_id"]:
            return row_id
        written = self._by_author.setdefault(row["author_id"], set())
        (written.add if more else written.discard)(row_id)
        return str(row["author_id"])

    def _face(self) -> Face:
        shown = self.stage["phase"] in SHOWN
        cards = sorted(self.rows["cards"].values(), key=_place) if shown else []
        points: Counter[str] = Counter()
        if shown and not self.stage["voting"]:
            for vote in self.rows["votes"].values():
                points[vote["target_id"]] += vote["points"]
        return face_of(self.stage, self.groups, cards, points)


def _place(card: Row) -> tuple[int, str]:
    return card["position"], card["card_id"]


def _merged(old: Face, new: Face) -> Face:
    pairs = ((getattr(old, part.name), getattr(new, part.name)) for part in fields(Face))
    return Face(*(before if before == after else after for before, after in pairs))
