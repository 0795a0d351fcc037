"""The rows that one phone's page is made of, read in one view of the store: only what that phone may see.

Two hundred kernels ask for this: the statements are made once and the database finds them in its cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.workshop.act import Row, own_id
from minga.workshop.actor import Actor
from minga.workshop.phone_parts import Face, face_of, is_mine, own_proposals, stage_view, talked
from minga.workshop.plans import CURRENT
from minga.workshop.stages import SHOWN

# What a phone needs of each row; a moment in time, above all, costs more to read than the rest together.
COLUMNS = {
    "plans": ("plan_id", "title", "countries"),
    "participants": ("participant_id", "plan_id", "alias", "country", "team", "role"),
    "clusters": ("stage_id", "cluster_id", "parent_id", "symbol", "title"),
    "cards": ("stage_id", "card_id", "cluster_id", "text", "round", "author_id", "status", "duplicate_of"),
    "proposals": ("stage_id", "proposal_id", "kind", "card_id", "other_id", "cluster_id", "text", "status"),
    "consents": ("stage_id", "consent_id", "stance", "text", "answer"),
    "votes": ("stage_id", "vote_id", "target_id", "points"),
}
ORDER = {"clusters": ("position", "cluster_id"), "cards": ("position", "card_id"), "proposals": ("proposal_id",)}


def select(name: str, *more: str) -> sa.Select[Any]:
    """The columns of a table that phones need, in the order that phones show."""
    table = tables.table(name)
    return sa.select(*(table.c[column] for column in (*COLUMNS[name], *more))).order_by(
        *(table.c[column] for column in ORDER.get(name, ())))


def plan_in_room(connection: sa.Connection) -> Row | None:
    """Id, title and countries of the plan in the room, as ``plans.plan_in_room`` finds it; None without any plan."""
    found = connection.execute(_plan(chosen=True)).mappings().first() or connection.execute(
        _plan(chosen=False)).mappings().first()
    return dict(found) if found else None


def person_of(connection: sa.Connection, device_hash: str) -> Row | None:
    """The participant whose browser has this hash in the plan; None before joining."""
    found = connection.execute(_person(), {"device": device_hash}).mappings().first()
    return dict(found) if found else None


def teams_of(connection: sa.Connection, plan_id: str, most: int) -> list[str]:
    """Names of teams as they were typed, in no order."""
    return list(connection.execute(_teams(), {"plan": plan_id, "most": most}).scalars())


def actions_formed(connection: sa.Connection, plan_id: str) -> bool:
    """Whether directions have been formed: there is something to answer for."""
    return connection.execute(_formed(), {"plan": plan_id}).first() is not None


def stages_of(connection: sa.Connection, *, plan_id: str = "", stage_id: str = "") -> list[Row]:
    """Rows of the stages of a plan in order, or of one stage."""
    found = (connection.execute(_stages("plan_id"), {"id": plan_id}) if plan_id
             else connection.execute(_stages("stage_id"), {"id": stage_id}))
    return [dict(row) for row in found.mappings()]


def stage_views(connection: sa.Connection, stages: list[Row], actor: Actor, own_cards: set[str]) -> list[Row]:
    """Stages as one phone sees them: before the reveal other people's cards do not even leave the store."""
    ids, shown = [s["stage_id"] for s in stages], [s["stage_id"] for s in stages if s["phase"] in SHOWN]
    groups = by_stage(connection, "clusters", ids)
    cards = _cards(connection, ids, shown, actor, own_cards)
    points = totals(connection, [s["stage_id"] for s in stages if s["stage_id"] in shown and not s["voting"]])
    faces = [face_of(s, groups.get(s["stage_id"], []), cards.get(s["stage_id"], []), points.get(s["stage_id"], {}))
             for s in stages]
    talks = [s["stage_id"] for s in stages if talked(s)] if actor.secret else []
    said = by_stage(connection, "proposals", talks)
    given, stances = _own_points(connection, actor, faces), _stances(connection, actor, stages)
    return [stage_view(
        face, [c for c in cards.get(s["stage_id"], []) if is_mine(c, s, actor, own_cards)],
        own_proposals(said.get(s["stage_id"], []), s["stage_id"], actor), given, stances.get(s["stage_id"]))
        for s, face in zip(stages, faces, strict=True)]


def by_stage(connection: sa.Connection, name: str, ids: Sequence[str]) -> dict[str, list[Row]]:
    """Rows of some stages, in order, by stage id; withdrawn cards left out."""
    return _grouped(connection.execute(_of_stages(name), {"ids": ids})) if ids else {}


def totals(connection: sa.Connection, ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Points by stage and target, of stages whose voting is not under way."""
    kept: dict[str, dict[str, int]] = {}
    for stage_id, target, points in connection.execute(_totals(), {"ids": ids}) if ids else ():
        kept.setdefault(stage_id, {})[target] = int(points)
    return kept


def _cards(connection: sa.Connection, ids: list[str], shown: list[str], actor: Actor,
           own_cards: set[str]) -> dict[str, list[Row]]:
    if not ids:
        return {}
    return _grouped(connection.execute(_visible(), {
        "ids": ids, "shown": shown, "author": actor.participant_id or None, "own": list(own_cards)}))


def _own_points(connection: sa.Connection, actor: Actor, faces: list[Face]) -> dict[str, int]:
    """One's own points, by target; nobody else's vote is read."""
    mine = {own_id(actor, "vote", face.head["stage_id"], target): target for face in faces if face.ballot
            for target in face.ballot["targets"]} if actor.secret else {}
    return {mine[row[0]]: row[1] for row in connection.execute(_votes(), {"ids": list(mine)})} if mine else {}


def _stances(connection: sa.Connection, actor: Actor, stages: list[Row]) -> dict[str, Row]:
    """One's own stance in the stages where stances are asked for, by stage id."""
    mine = [own_id(actor, "consent", s["stage_id"]) for s in stages if s["phase"] == "resolve" and actor.secret]
    return {row["stage_id"]: dict(row) for row in connection.execute(
        _consents(), {"ids": mine}).mappings()} if mine else {}


def _grouped(found: sa.CursorResult[Any]) -> dict[str, list[Row]]:
    kept: dict[str, list[Row]] = {}
    names = tuple(found.keys())
    for row in found:
        kept.setdefault(row[0], []).append(dict(zip(names, row, strict=True)))
    return kept


def _many(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, expanding=True)


@cache
def _plan(*, chosen: bool) -> sa.Select[Any]:
    plans, settings = tables.table("plans"), tables.table("settings")
    if chosen:
        return select("plans").where(plans.c.plan_id == sa.select(settings.c.value).where(
            settings.c.name == CURRENT).scalar_subquery())
    return select("plans").order_by(plans.c.created_at.desc(), plans.c.plan_id.desc()).limit(1)


@cache
def _person() -> sa.Select[Any]:
    devices, people = tables.table("devices"), tables.table("participants")
    return select("participants").join(devices, devices.c.participant_id == people.c.participant_id).where(
        devices.c.device_hash == sa.bindparam("device"))


@cache
def _teams() -> sa.Select[Any]:
    people = tables.table("participants")
    return sa.select(people.c.team).where(people.c.plan_id == sa.bindparam("plan"), people.c.team != "").distinct(
        ).limit(sa.bindparam("most"))


@cache
def _formed() -> sa.Select[Any]:
    directions, actions = tables.table("directions"), tables.table("actions")
    return sa.select(actions.c.action_id).join(directions, directions.c.direction_id == actions.c.direction_id).where(
        directions.c.plan_id == sa.bindparam("plan")).limit(1)


@cache
def _stages(column: str) -> sa.Select[Any]:
    stages = tables.table("stages")
    return sa.select(stages).where(stages.c[column] == sa.bindparam("id")).order_by(stages.c.position)


@cache
def _of_stages(name: str) -> sa.Select[Any]:
    table = tables.table(name)
    query = select(name).where(table.c.stage_id.in_(_many("ids")))
    return query.where(table.c.status != "withdrawn") if name == "cards" else query


@cache
def _visible() -> sa.Select[Any]:
    cards = tables.table("cards")
    return _of_stages("cards").where(sa.or_(
        cards.c.stage_id.in_(_many("shown")), cards.c.author_id == sa.bindparam("author"),
        cards.c.card_id.in_(_many("own"))))


@cache
def _totals() -> sa.Select[Any]:
    votes = tables.table("votes")
    return sa.select(votes.c.stage_id, votes.c.target_id, sa.func.sum(votes.c.points)).where(
        votes.c.stage_id.in_(_many("ids"))).group_by(votes.c.stage_id, votes.c.target_id)


@cache
def _votes() -> sa.Select[Any]:
    votes = tables.table("votes")
    return sa.select(votes.c.vote_id, votes.c.points).where(votes.c.vote_id.in_(_many("ids")))


@cache
def _consents() -> sa.Select[Any]:
    consents = tables.table("consents")
    return select("consents").where(consents.c.consent_id.in_(_many("ids")))
