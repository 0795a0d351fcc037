"""Votes: each person's points on cards, or on groups once they have names; totals are seen when voting closes."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from minga import tables
from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.store import Store
from minga.workshop.act import Act, Row, on_stage, own_id
from minga.workshop.actor import Actor
from minga.workshop.voices import author, mark, require_voice

VOTING = ("revealed", "clustering", "naming", "resolve")
"""Phases in which a voting that is open takes votes: nobody votes on what cannot be seen."""

MOST_PEOPLE = 2000
"""People for whom votes can be noted at once."""


def cast_vote(store: Store, actor: Actor, stage_id: str, target_id: str, points: int, *, op_id: str = "") -> Row:
    """Give a card or a group so many points; 0 takes them back. There is one vote for each person and target.

    Args:
        store: the store.
        actor: who votes; in an anonymous stage only an id that nobody can trace is kept.
        stage_id: the stage, with its voting open.
        target_id: a named group, or a card where no group has a name yet.
        points: all the points this person gives to it, not points to add.
        op_id: operation id.

    Raises:
        Refused: the voting is closed, the target is not on the wall, or the points are more than are left.
    """
    with on_stage(store, "cast_vote", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        _require_voting(act, actor)
        if not actor.secret:  # nothing would tell a second vote from the first
            raise Refused(_("Cada persona vota desde su teléfono."))
        wanted = _whole(points, act.stage["points_each"])
        here = _targets(act)
        _require_target(here, target_id)
        mine = _ids(actor, stage_id, here)
        given = {row["target_id"]: row for row in act.tx.rows("votes", stage_id=stage_id) if row["vote_id"] in mine}
        left = act.stage["points_each"] - sum(v["points"] for t, v in given.items() if t != target_id)
        if wanted > left:
            raise _too_many(left)
        mark(act, actor, "vote")
        if not wanted:
            gone = given.get(target_id)
            return act.answer(act.tx.delete("votes", gone["vote_id"]) if gone else {})
        if target_id in given:
            return act.answer(act.tx.update("votes", given[target_id]["vote_id"], points=wanted))
        return act.answer(act.tx.insert("votes", {
            "vote_id": own_id(actor, "vote", stage_id, target_id), "stage_id": stage_id, "target_id": target_id,
            "participant_id": author(act, actor), "points": wanted}))


def cast_for_many(store: Store, actor: Actor, stage_id: str, points: dict[str, int], people: int, *,
                  op_id: str = "") -> Row:
    """Note the votes of people without a phone: so many points for each target, by so many people together.

    Raises:
        Refused: not the facilitator or a scribe, the voting is closed, or more points than these people have.
    """
    if not actor.leads and actor.role != "scribe":
        raise Refused(_("Solo quien facilita o toma nota puede anotar votos de otras personas."))
    with on_stage(store, "cast_for_many", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        _require_voting(act, actor)
        if type(people) is not int or not 1 <= people <= MOST_PEOPLE:
            raise Refused(_("Personas: se esperaba un número de 1 a {most}.").format(most=MOST_PEOPLE))
        if not isinstance(points, dict) or not points:
            raise Refused(_("Votos: se esperaban los puntos de cada tarjeta o grupo."))
        most = people * act.stage["points_each"]
        here = _targets(act)
        for target_id in points:
            _require_target(here, target_id)
        wanted = {target_id: _whole(n, most) for target_id, n in points.items()}
        if sum(wanted.values()) > most:
            raise Refused(_("Son {points} puntos y {people} personas tienen {most}.").format(
                points=sum(wanted.values()), people=people, most=most), _("Revise la suma y anótelos de nuevo."))
        act.tx.insert_many("votes", [{"stage_id": stage_id, "target_id": target_id, "points": n}
                                     for target_id, n in wanted.items() if n])
        return act.answer({})


def tally(store: Store, stage_id: str) -> dict[str, int]:
    """Points of every card or group of a stage that has any, by its id."""
    votes = tables.table("votes")
    with store.reading() as connection:
        return {row[0]: int(row[1]) for row in connection.execute(
            sa.select(votes.c.target_id, sa.func.sum(votes.c.points)).where(votes.c.stage_id == stage_id).group_by(
                votes.c.target_id))}


def targets(kind: str, clusters: Iterable[Row], cards: Iterable[Row]) -> list[str]:
    """What can be voted on, in the order of the wall: groups once any has a name, cards before.

    In a stage of fixed columns it is always the cards: its columns had their names from the start.
    """
    named = [c["cluster_id"] for c in clusters if c["title"]] if kind != "columns" else []
    return named or [c["card_id"] for c in cards if c["status"] == "active"]


def _targets(act: Act) -> list[str]:
    stage_id = act.stage["stage_id"]
    return targets(act.stage["kind"], act.tx.rows("clusters", stage_id=stage_id), act.tx.rows(
        "cards", stage_id=stage_id))


def _ids(actor: Actor, stage_id: str, here: Iterable[str]) -> set[str]:
    return {own_id(actor, "vote", stage_id, target_id) for target_id in here} if actor.secret else set()


def _require_voting(act: Act, actor: Actor) -> None:
    require_voice(act, actor, VOTING)
    if not act.stage["voting"] or act.stage["phase"] not in VOTING:
        raise Refused(_("La votación de la etapa «{stage}» no está abierta.").format(stage=act.stage["title"]),
                      _("Espere a que quien facilita la abra."))


def _require_target(here: list[str], target_id: str) -> None:
    if target_id not in here:
        raise NotFound(_("Ya no se vota por eso: cambió en la pared."), _("Reparta esos puntos de nuevo."))


def _whole(points: object, most: int) -> int:
    if type(points) is not int or not 0 <= points <= most:  # True is no number of points
        raise Refused(_("Puntos: se esperaba un número de 0 a {most}.").format(most=most))
    return points


def _too_many(left: int) -> Refused:
    return Refused(ngettext("Solo le queda {n} punto.", "Solo le quedan {n} puntos.", left).format(n=left),
                   _("Quite puntos de otra parte para darlos aquí."))
