"""What one participant's phone shows: the open stages, their own cards, and the wall once it is revealed.

Two hundred phones ask for this after every change in the room: everything is read in one view of the
store, with a handful of queries however many stages are open.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.errors import NotFound
from minga.folding import fold
from minga.i18n import gettext as _
from minga.store import Store
from minga.workshop.act import Row, own_id
from minga.workshop.actor import Actor
from minga.workshop.phone_reading import Reading, ballot_of, read_stages
from minga.workshop.proposals import CALLING, PAIRING, meaning
from minga.workshop.stages import ADDING, EDITING, SHOWN
from minga.workshop.votes import VOTING

MOST_TEAMS = 200


def read_room(store: Store, plan_id: str, actor: Actor, own_cards: set[str]) -> list[dict[str, Any]]:
    """The stages open to participants, each as one of them sees it; what is written now comes first.

    Args:
        store: the store.
        plan_id: the plan in the room.
        actor: who looks; without a participant id before joining.
        own_cards: ids of cards of anonymous stages that this browser proved to be its own.

    Returns:
        Plain JSON data: nobody's authorship, nothing of other people's cards before the reveal, and no
        points but one's own while votes are taken.
    """
    stages = tables.table("stages")
    found = read_stages(store, stages.c.plan_id == plan_id, actor, own_cards, open_only=True)
    return [_stage_view(found, stage, actor, own_cards) for stage in found.stages]


def participant_view(store: Store, stage_id: str, actor: Actor, own_cards: set[str]) -> dict[str, Any]:
    """What one participant would see of one stage, in whatever phase it is; see ``read_room``.

    Raises:
        NotFound: there is no such stage.
    """
    found = read_stages(store, tables.table("stages").c.stage_id == stage_id, actor, own_cards, open_only=False)
    if not found.stages:
        raise NotFound(_("Esa etapa no existe."), _("Vuelva a abrir la página."))
    return _stage_view(found, found.stages[0], actor, own_cards)


def team_names(store: Store, plan_id: str) -> list[str]:
    """Names of teams already said in the room, each once however it was typed, in order."""
    people = tables.table("participants")
    with store.reading() as connection:
        found = connection.execute(sa.select(people.c.team).where(
            people.c.plan_id == plan_id, people.c.team != "").distinct().limit(MOST_TEAMS)).scalars()
        names = {fold(name): name for name in sorted(found, reverse=True)}
    return [names[key] for key in sorted(names, key=lambda k: (len(k), k))]


def own_cards_everywhere(store: Store, plan_id: str, actor: Actor, own_cards: set[str]) -> list[Row]:
    """One's own cards of every stage of a plan, also of those that are over: id, text, status and stage's title."""
    stages, cards = tables.table("stages"), tables.table("cards")
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(
            sa.select(cards.c.card_id, cards.c.text, cards.c.status, stages.c.stage_id, stages.c.title).join(
                stages, stages.c.stage_id == cards.c.stage_id).where(
                stages.c.plan_id == plan_id, _mine(cards, stages, actor, own_cards)).order_by(
                stages.c.position, cards.c.position, cards.c.card_id)).mappings()]


def has_actions(store: Store, plan_id: str) -> bool:
    """Whether directions have been formed: there is something to answer for."""
    directions, actions = tables.table("directions"), tables.table("actions")
    with store.reading() as connection:
        return connection.execute(sa.select(actions.c.action_id).join(
            directions, directions.c.direction_id == actions.c.direction_id).where(
            directions.c.plan_id == plan_id).limit(1)).first() is not None


def _mine(cards: sa.Table, stages: sa.Table, actor: Actor, own_cards: set[str]) -> sa.ColumnElement[bool]:
    """Whose card it is: an author where one is kept, what the browser proved where none is."""
    proved = sa.and_(stages.c.anonymity == "anonymous", cards.c.card_id.in_(own_cards or {""}))
    return sa.or_(cards.c.author_id == actor.participant_id, proved) if actor.participant_id else proved


def _stage_view(found: Reading, stage: Row, actor: Actor, own_cards: set[str]) -> dict[str, Any]:
    stage_id, phase = stage["stage_id"], stage["phase"]
    groups, cards = found.clusters.get(stage_id, []), found.cards.get(stage_id, [])
    anonymous, fixed, shown = stage["anonymity"] == "anonymous", stage["kind"] == "columns", phase in SHOWN
    mine = [c for c in cards if (c["card_id"] in own_cards if anonymous
                                 else actor.participant_id and c["author_id"] == actor.participant_id)]
    names = {c["cluster_id"]: c["title"] or c["symbol"] for c in groups}
    texts = {c["card_id"]: c["text"] for c in cards} if shown else {}
    ends = stage["timer_ends"]
    return {
        "stage_id": stage_id, "title": stage["title"], "question": stage["question"], "phase": phase,
        "anonymity": stage["anonymity"], "round": stage["round"], "criterion": stage["criterion"],
        "locked": stage["locked"], "timer_ends": int(ends.timestamp() * 1000) if ends else 0,
        "can_add": phase in ADDING, "can_edit": phase in EDITING,
        "can_pair": not fixed and phase in PAIRING, "can_name": not fixed and phase in CALLING,
        "columns": [{"id": c["cluster_id"], "title": c["title"]} for c in groups] if fixed else [],
        "mine": [{"id": c["card_id"], "text": c["text"], "place": names.get(c["cluster_id"], ""),
                  "column": c["cluster_id"] or "", "status": c["status"], "round": c["round"],
                  "under": texts.get(c["duplicate_of"] or "", "")} for c in mine],
        "texts": {c["card_id"]: c["text"] for c in cards if c["status"] == "active"} if shown else {},
        "wall": _wall(groups, cards) if shown else [],
        "own": _own_proposals(found.proposals.get(stage_id, []), stage_id, actor),
        "vote": _vote(found, stage),
        "stance": _stance(found.stances.get(stage_id)) if phase == "resolve" else None,
    }


def _wall(groups: list[Row], cards: list[Row]) -> list[dict[str, Any]]:
    active = [c for c in cards if c["status"] == "active"]
    known = {g["cluster_id"] for g in groups}
    shown = [{"id": g["cluster_id"], "title": g["title"], "symbol": g["symbol"], "parent": g["parent_id"] or "",
              "cards": [c["card_id"] for c in active if c["cluster_id"] == g["cluster_id"]]} for g in groups]
    loose = [c["card_id"] for c in active if c["cluster_id"] not in known]
    return shown + ([{"id": "", "title": "", "symbol": "", "parent": "", "cards": loose}] if loose else [])


def _own_proposals(proposals: list[Row], stage_id: str, actor: Actor) -> list[dict[str, Any]]:
    """One's own proposals, and how many others proposed the same; nothing of those that one did not make."""
    if not actor.secret:
        return []
    same: dict[tuple[str, ...], int] = {}
    for row in proposals:
        same[meaning(row)] = same.get(meaning(row), 0) + 1
    return [{"id": row["proposal_id"], "kind": row["kind"], "cards": [row["card_id"], row["other_id"]],
             "cluster": row["cluster_id"] or "", "text": row["text"], "status": row["status"],
             "others": same[meaning(row)] - 1} for row in proposals if row["proposal_id"] == _proposal_id(
                 actor, stage_id, row)]


def _proposal_id(actor: Actor, stage_id: str, row: Row) -> str:
    if row["kind"] == "pair":
        return own_id(actor, "pair", stage_id, *sorted((row["card_id"] or "", row["other_id"] or "")))
    return own_id(actor, "name", stage_id, row["cluster_id"] or "")


def _vote(found: Reading, stage: Row) -> dict[str, Any] | None:
    """The ballot while votes are taken, the totals afterwards; None when there was no vote."""
    points = found.points.get(stage["stage_id"], {})
    ballot = ballot_of(stage, found.clusters, found.cards, found.points) if stage["phase"] in SHOWN else []
    under_way = stage["voting"] and stage["phase"] in VOTING
    if not ballot or stage["voting"] != under_way:
        return None
    return {"open": under_way, "points_each": stage["points_each"], "targets": ballot,
            "own": {target: found.own_points[target] for target in ballot if target in found.own_points},
            "totals": {} if under_way else {target: points[target] for target in ballot}}


def _stance(row: Row | None) -> dict[str, str]:
    return {k: row[k] for k in ("stance", "text", "answer")} if row else {"stance": "", "text": "", "answer": ""}

