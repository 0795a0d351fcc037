"""The rows that a phone's page is made of, read in one view of the store: only what that phone may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.store import Store
from minga.workshop.act import Row, own_id
from minga.workshop.actor import Actor
from minga.workshop.proposals import CALLING, PAIRING
from minga.workshop.stages import ADDING, SHOWN, WALLS
from minga.workshop.votes import targets


@dataclass(frozen=True)
class Reading:
    """One consistent reading of the stages that a phone shows.

    Attributes:
        stages: their rows, in the order of the phone.
        clusters, cards, proposals: rows by stage id; cards of others only where they are revealed.
        points: totals by stage id and target, where no voting is under way.
        own_points: one's own points by target.
        stances: one's own stance by stage id.
    """

    stages: list[Row]
    clusters: dict[str, list[Row]]
    cards: dict[str, list[Row]]
    proposals: dict[str, list[Row]]
    points: dict[str, dict[str, int]]
    own_points: dict[str, int]
    stances: dict[str, Row]


def open_stages(stages: list[Row]) -> list[Row]:
    """Those of a plan's stages that participants may take part in, the least advanced first."""
    order = {phase: place for place, phase in enumerate((*ADDING, "resolve"))}
    here = [s for s in stages if s["kind"] in WALLS and s["phase"] in order]
    return sorted(here, key=lambda s: (order[s["phase"]], s["position"]))


def read_stages(store: Store, which: sa.ColumnElement[bool], actor: Actor, own_cards: set[str], *,
                open_only: bool) -> Reading:
    """Read stages for one phone; ``open_only`` leaves those that take nothing from participants."""
    stages, clusters, cards, proposals = (tables.table(n) for n in ("stages", "clusters", "cards", "proposals"))
    with store.reading() as c:
        here = [dict(r) for r in c.execute(sa.select(stages).where(which).order_by(stages.c.position)).mappings()]
        here = open_stages(here) if open_only else here
        ids = [s["stage_id"] for s in here]
        shown = [s for s in here if s["phase"] in SHOWN]
        groups = _by_stage(c, clusters, ids, clusters.c.position, clusters.c.cluster_id)
        # Before the reveal other people's cards do not even leave the store.
        own = cards.c.author_id == actor.participant_id if actor.participant_id else sa.false()
        found = _by_stage(c, cards, ids, cards.c.position, cards.c.card_id, also=sa.and_(
            cards.c.status != "withdrawn",
            sa.or_(cards.c.stage_id.in_([s["stage_id"] for s in shown]), own, cards.c.card_id.in_(own_cards))))
        points = _totals(c, [s["stage_id"] for s in shown if not s["voting"]])
        ballots = {s["stage_id"]: ballot_of(s, groups, found, points) for s in shown}
        talked = [s["stage_id"] for s in here if s["phase"] in (*PAIRING, *CALLING)] if actor.secret else []
        return Reading(here, groups, found, _by_stage(c, proposals, talked, proposals.c.proposal_id), points,
                     _own_points(c, actor, ballots), _stances(c, actor, here))


# What a phone needs of each row; a moment in time, above all, costs more to read than the rest together.
_SHOWN = {
    "clusters": ("stage_id", "cluster_id", "parent_id", "symbol", "title"),
    "cards": ("stage_id", "card_id", "cluster_id", "text", "round", "author_id", "status", "duplicate_of"),
    "proposals": ("stage_id", "proposal_id", "kind", "card_id", "other_id", "cluster_id", "text", "status"),
}


def _by_stage(c: sa.Connection, table: sa.Table, ids: list[str], *order: Any,
              also: sa.ColumnElement[bool] | None = None) -> dict[str, list[Row]]:
    """Rows of some stages, by stage id."""
    kept: dict[str, list[Row]] = {}
    if ids:
        query = sa.select(*(table.c[name] for name in _SHOWN[table.name])).where(
            table.c.stage_id.in_(ids)).order_by(*order)
        for row in c.execute(query if also is None else query.where(also)).mappings():
            kept.setdefault(row["stage_id"], []).append(dict(row))
    return kept


def _totals(c: sa.Connection, ids: list[str]) -> dict[str, dict[str, int]]:
    """Points by stage and target, of stages whose voting is not under way."""
    votes = tables.table("votes")
    kept: dict[str, dict[str, int]] = {}
    if ids:
        for stage_id, target, points in c.execute(sa.select(
                votes.c.stage_id, votes.c.target_id, sa.func.sum(votes.c.points)).where(
                votes.c.stage_id.in_(ids)).group_by(votes.c.stage_id, votes.c.target_id)):
            kept.setdefault(stage_id, {})[target] = int(points)
    return kept


def ballot_of(stage: Row, groups: dict[str, list[Row]], cards: dict[str, list[Row]],
            points: dict[str, dict[str, int]]) -> list[str]:
    """What is voted on, or was: the cards still, where they had the votes before the groups had names."""
    stage_id = stage["stage_id"]
    here = targets(stage["kind"], groups.get(stage_id, []), cards.get(stage_id, []))
    given = points.get(stage_id, {})
    if stage["voting"]:
        return here
    if not any(target in given for target in here):
        here = targets("columns", [], cards.get(stage_id, []))
    return sorted((target for target in here if given.get(target)), key=lambda target: -given[target])


def _own_points(c: sa.Connection, actor: Actor, ballots: dict[str, list[str]]) -> dict[str, int]:
    """One's own points, by target; nobody else's vote is read."""
    votes = tables.table("votes")
    mine = {own_id(actor, "vote", stage_id, target): target for stage_id, ballot in ballots.items()
            for target in ballot} if actor.secret else {}
    if not mine:
        return {}
    return {mine[row[0]]: row[1] for row in c.execute(
        sa.select(votes.c.vote_id, votes.c.points).where(votes.c.vote_id.in_(mine)))}


def _stances(c: sa.Connection, actor: Actor, stages: list[Row]) -> dict[str, Row]:
    """One's own stance in the stages where stances are asked for, by stage id."""
    consents = tables.table("consents")
    mine = [own_id(actor, "consent", s["stage_id"]) for s in stages if s["phase"] == "resolve" and actor.secret]
    if not mine:
        return {}
    return {row["stage_id"]: dict(row) for row in c.execute(
        sa.select(consents).where(consents.c.consent_id.in_(mine))).mappings()}
