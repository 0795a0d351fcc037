"""What one participant's phone shows: the open stages, their own cards, and the wall once it is revealed.

Two hundred phones ask for this after every change in the room: everything is read in one view of the
store, with a handful of queries however many stages are open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.errors import NotFound
from minga.folding import fold
from minga.i18n import gettext as _
from minga.store import Store
from minga.workshop import phone_reading as reading
from minga.workshop.act import Row
from minga.workshop.actor import Actor
from minga.workshop.participants import device_key
from minga.workshop.phone_parts import Sight, open_stages

MOST_TEAMS = 200


def read_sight(store: Store, device: str, own: Callable[[str], Iterable[str]], *, teams: bool = False) -> Sight:
    """What one phone may see now, in one reading.

    Args:
        store: the store.
        device: identity of the browser, as the door established it.
        own: from the plan's id, the ids of cards of anonymous stages that this browser proved to be its own.
        teams: also read the names of teams; whoever has not joined yet gets them anyway.
    """
    with store.reading() as connection:
        plan = reading.plan_in_room(connection)
        if plan is None:
            return Sight(None, None, None, [], False)
        plan_id = plan["plan_id"]
        me = reading.person_of(connection, device_key(plan_id, device))
        actor = Actor(me["participant_id"] if me else "", "participant", device)
        stages = open_stages(reading.stages_of(connection, plan_id=plan_id))
        return Sight(
            plan, me,
            in_order(reading.teams_of(connection, plan_id, MOST_TEAMS)) if teams or not me else None,
            reading.stage_views(connection, stages, actor, set(own(plan_id))),
            me is not None and reading.actions_formed(connection, plan_id))


def who_speaks(store: Store, device: str) -> tuple[str, Row | None]:
    """The id of the plan in the room (empty without any), and the participant whose browser this is in it."""
    with store.reading() as connection:
        plan = reading.plan_in_room(connection)
        plan_id = plan["plan_id"] if plan else ""
        return plan_id, reading.person_of(connection, device_key(plan_id, device)) if plan else None


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
    with store.reading() as connection:
        stages = open_stages(reading.stages_of(connection, plan_id=plan_id))
        return reading.stage_views(connection, stages, actor, own_cards)


def participant_view(store: Store, stage_id: str, actor: Actor, own_cards: set[str]) -> dict[str, Any]:
    """What one participant would see of one stage, in whatever phase it is; see ``read_room``.

    Raises:
        NotFound: there is no such stage.
    """
    with store.reading() as connection:
        stages = reading.stages_of(connection, stage_id=stage_id)
        if not stages:
            raise NotFound(_("Esa etapa no existe."), _("Vuelva a abrir la página."))
        return reading.stage_views(connection, stages, actor, own_cards)[0]


def team_names(store: Store, plan_id: str) -> list[str]:
    """Names of teams already said in the room, each once however it was typed, in order."""
    with store.reading() as connection:
        return in_order(reading.teams_of(connection, plan_id, MOST_TEAMS))


def in_order(teams: Iterable[str]) -> list[str]:
    """Names of teams, each once however it was typed, the short ones first."""
    names = {fold(name): name for name in sorted(teams, reverse=True)}
    return [names[key] for key in sorted(names, key=lambda k: (len(k), k))]


def own_cards_everywhere(store: Store, plan_id: str, actor: Actor, own_cards: set[str]) -> list[Row]:
    """One's own cards of every stage of a plan, also of those that are over: id, text, status and stage's title."""
    stages, cards = tables.table("stages"), tables.table("cards")
    proved = sa.and_(stages.c.anonymity == "anonymous", cards.c.card_id.in_(own_cards or {""}))
    mine = sa.or_(cards.c.author_id == actor.participant_id, proved) if actor.participant_id else proved
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(
            sa.select(cards.c.card_id, cards.c.text, cards.c.status, stages.c.stage_id, stages.c.title).join(
                stages, stages.c.stage_id == cards.c.stage_id).where(stages.c.plan_id == plan_id, mine).order_by(
                stages.c.position, cards.c.position, cards.c.card_id)).mappings()]


def has_actions(store: Store, plan_id: str) -> bool:
    """Whether directions have been formed: there is something to answer for."""
    with store.reading() as connection:
        return reading.actions_formed(connection, plan_id)
