"""What a stage shows on a phone, made of rows: what everybody sees, made once, and what is one person's own.

Nothing is read here: ``phone_reading.py`` reads for one phone, ``room.py`` for all phones of a process, and both
make the same parts of what they read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from minga.workshop.act import Row, own_id
from minga.workshop.actor import Actor
from minga.workshop.proposals import CALLING, PAIRING, meaning
from minga.workshop.shared import SharedDict, SharedList
from minga.workshop.stages import ADDING, EDITING, SHOWN, WALLS
from minga.workshop.votes import VOTING, targets

OPEN = (*ADDING, "resolve")
"""Phases in which a stage takes something from participants, the least advanced first."""


@dataclass(frozen=True, slots=True)
class Face:
    """What everybody sees of a stage.

    Attributes:
        head: what the stage is and asks for.
        wall: its groups with the ids of their cards, once it is revealed.
        texts: the texts of the cards on the wall, by id.
        said: the same with the cards that lie under others.
        places: what each group is called.
        ballot: what is or was voted on, without anybody's points; None when there was no vote.
    """

    head: Row
    wall: SharedList
    texts: SharedDict
    said: dict[str, str]
    places: dict[str, str]
    ballot: Row | None


@dataclass(frozen=True, slots=True)
class Sight:
    """What one phone may see.

    Attributes:
        plan: id, title and countries of the plan in the room; None when there is none.
        me: the row of whoever's phone it is; None before joining.
        teams: names of teams to choose from; None when they were not asked for.
        stages: the open ones, as ``stage_view`` makes them.
        formed: whether there are actions to answer for.
    """

    plan: Row | None
    me: Row | None
    teams: list[str] | None
    stages: list[Row]
    formed: bool


def open_stages(stages: Iterable[Row]) -> list[Row]:
    """Those of a plan's stages that participants may take part in, the least advanced first."""
    order = {phase: place for place, phase in enumerate(OPEN)}
    here = [s for s in stages if s["kind"] in WALLS and s["phase"] in order]
    return sorted(here, key=lambda s: (order[s["phase"]], s["position"]))


def talked(stage: Row) -> bool:
    """Whether people may propose something in the stage as it is."""
    return stage["phase"] in PAIRING or stage["phase"] in CALLING


def face_of(stage: Row, groups: list[Row], cards: list[Row], points: Mapping[str, int]) -> Face:
    """What everybody sees of a stage.

    Args:
        stage: its row.
        groups: its clusters in order.
        cards: its cards in order, withdrawn ones left out; looked at only once the stage is revealed.
        points: totals by target, where no voting is under way.
    """
    phase, fixed = stage["phase"], stage["kind"] == "columns"
    shown = cards if phase in SHOWN else []
    active = [c for c in shown if c["status"] == "active"]
    ends = stage["timer_ends"]
    head = {
        "stage_id": stage["stage_id"], "title": stage["title"], "question": stage["question"], "phase": phase,
        "anonymity": stage["anonymity"], "round": stage["round"], "criterion": stage["criterion"],
        "locked": stage["locked"], "timer_ends": int(ends.timestamp() * 1000) if ends else 0,
        "can_add": phase in ADDING, "can_edit": phase in EDITING,
        "can_pair": not fixed and phase in PAIRING, "can_name": not fixed and phase in CALLING,
        "columns": [{"id": c["cluster_id"], "title": c["title"]} for c in groups] if fixed else [],
    }
    return Face(head, SharedList(_wall(groups, active) if phase in SHOWN else []),
                SharedDict({c["card_id"]: c["text"] for c in active}), {c["card_id"]: c["text"] for c in shown},
                {c["cluster_id"]: c["title"] or c["symbol"] for c in groups}, _ballot(stage, groups, shown, points))


def stage_view(face: Face, mine: Iterable[Row], own: list[Row], points: Mapping[str, int],
               stance: Row | None) -> Row:
    """A stage as one participant sees it.

    Args:
        face: what everybody sees of it.
        mine: one's own cards, in order.
        own: one's own proposals, as ``own_proposal`` makes them.
        points: one's own points by target.
        stance: one's own stance.
    """
    vote = face.ballot and {**face.ballot, "own": {t: points[t] for t in face.ballot["targets"] if t in points}}
    return {
        **face.head, "wall": face.wall, "texts": face.texts, "own": own, "vote": vote,
        "mine": [{"id": c["card_id"], "text": c["text"], "place": face.places.get(c["cluster_id"], ""),
                  "column": c["cluster_id"] or "", "status": c["status"], "round": c["round"],
                  "under": face.said.get(c["duplicate_of"] or "", "")} for c in mine],
        "stance": _stance(stance) if face.head["phase"] == "resolve" else None,
    }


def is_mine(card: Row, stage: Row, actor: Actor, own_cards: set[str]) -> bool:
    """Whose card it is: an author where one is kept, what the browser proved where none is."""
    if stage["anonymity"] == "anonymous":
        return card["card_id"] in own_cards
    return bool(actor.participant_id) and card["author_id"] == actor.participant_id


def own_proposal(row: Row, same: int) -> Row:
    """One of one's own proposals, with how many people in all proposed the same."""
    return {"id": row["proposal_id"], "kind": row["kind"], "cards": [row["card_id"], row["other_id"]],
            "cluster": row["cluster_id"] or "", "text": row["text"], "status": row["status"], "others": same - 1}


def own_proposals(proposals: list[Row], stage_id: str, actor: Actor) -> list[Row]:
    """One's own proposals, and how many others proposed the same; nothing of those that one did not make."""
    if not actor.secret:
        return []
    same: dict[tuple[str, ...], int] = {}
    for row in proposals:
        same[meaning(row)] = same.get(meaning(row), 0) + 1
    return [own_proposal(row, same[meaning(row)]) for row in proposals
            if row["proposal_id"] == own_proposal_id(actor, stage_id, row)]


def own_proposal_id(actor: Actor, stage_id: str, row: Row) -> str:
    """The id that a proposal would have if it were the actor's."""
    if row["kind"] == "pair":
        return own_id(actor, "pair", stage_id, *sorted((row["card_id"] or "", row["other_id"] or "")))
    return own_id(actor, "name", stage_id, row["cluster_id"] or "")


def _wall(groups: list[Row], active: list[Row]) -> list[dict[str, Any]]:
    lying: dict[str, list[str]] = {g["cluster_id"]: [] for g in groups}
    loose: list[str] = []
    for card in active:
        lying.get(card["cluster_id"], loose).append(card["card_id"])
    shown = [{"id": g["cluster_id"], "title": g["title"], "symbol": g["symbol"], "parent": g["parent_id"] or "",
              "cards": lying[g["cluster_id"]]} for g in groups]
    return shown + ([{"id": "", "title": "", "symbol": "", "parent": "", "cards": loose}] if loose else [])


def _ballot(stage: Row, groups: list[Row], cards: list[Row], points: Mapping[str, int]) -> Row | None:
    """The ballot while votes are taken, the totals afterwards; None when there was no vote."""
    under_way = stage["voting"] and stage["phase"] in VOTING
    ballot = _targets(stage, groups, cards, points) if stage["phase"] in SHOWN else []
    if not ballot or stage["voting"] != under_way:
        return None
    return {"open": under_way, "points_each": stage["points_each"], "targets": ballot,
            "totals": {} if under_way else {target: points[target] for target in ballot}}


def _targets(stage: Row, groups: list[Row], cards: list[Row], points: Mapping[str, int]) -> list[str]:
    """What is voted on, or was: the cards still, where they had the votes before the groups had names."""
    here = targets(stage["kind"], groups, cards)
    if stage["voting"]:
        return here
    if not any(target in points for target in here):
        here = targets("columns", [], cards)
    return sorted((target for target in here if points.get(target)), key=lambda target: -points[target])


def _stance(row: Row | None) -> dict[str, str]:
    return {k: row[k] for k in ("stance", "text", "answer")} if row else {"stance": "", "text": "", "answer": ""}
