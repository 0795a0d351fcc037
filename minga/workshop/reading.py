"""The read model: a stage as the wall shows it, and the plan's directions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.errors import NotFound
from minga.i18n import gettext as _
from minga.store import Store, plan_rows

Row = dict[str, Any]


@dataclass(frozen=True)
class Wall:
    """A stage with its clusters and cards, in the order of the wall.

    Attributes:
        stage: the stage's row.
        clusters: rows of clusters by position.
        cards: rows of cards by position; withdrawn ones left out.
        seq: number of the plan's newest change when this was read.
    """

    stage: Row
    clusters: tuple[Row, ...]
    cards: tuple[Row, ...]
    seq: int


def read_wall(store: Store, stage_id: str, like: Wall | None = None) -> Wall:
    """Read a stage in one consistent view.

    Args:
        store: the store.
        stage_id: the stage.
        like: what was read before; rows that are as they were stay the same objects.
    """
    stages, clusters, cards, changes = (tables.table(n) for n in ("stages", "clusters", "cards", "changes"))
    with store.reading() as c:
        stage = c.execute(sa.select(stages).where(stages.c.stage_id == stage_id)).mappings().first()
        if stage is None:
            raise NotFound(_("Esa etapa no existe."), _("Vuelva a abrir la página."))
        seq = c.execute(sa.select(sa.func.max(changes.c.seq)).where(changes.c.plan_id == stage["plan_id"])).scalar()
        return Wall(
            dict(stage),
            _rows(c.execute(sa.select(clusters).where(clusters.c.stage_id == stage_id).order_by(
                clusters.c.position, clusters.c.cluster_id)), "cluster_id", like.clusters if like else ()),
            _rows(c.execute(sa.select(cards).where(
                cards.c.stage_id == stage_id, cards.c.status != "withdrawn").order_by(
                cards.c.position, cards.c.card_id)), "card_id", like.cards if like else ()),
            seq or 0)


def _rows(found: sa.CursorResult[Any], key: str, like: tuple[Row, ...]) -> tuple[Row, ...]:
    """All rows by column. A wall may have thousands and is read several times a second: SQLAlchemy's own mappings
    take four times as long, and making each row anew twice as long as seeing that it is known."""
    names = tuple(found.keys())
    at, known = names.index(key), {row[key]: row for row in like}
    made = []
    for row in found.all():
        old, values = known.get(row[at]), tuple(row)
        made.append(old if old is not None and tuple(old.values()) == values
                    else dict(zip(names, values, strict=True)))
    return tuple(made)


def stage_by_key(store: Store, plan_id: str, key: str) -> Row:
    """The stage of a plan with that key.

    Raises:
        NotFound: the plan's method has no such stage; the message lists those it has.
    """
    here = plan_stages(store, plan_id)
    found = next((s for s in here if s["key"] == key), None)
    if found is None:
        raise NotFound(_("Este plan no tiene una etapa «{key}».").format(key=key[:60]),
                       _("Las que tiene: {keys}.").format(keys=", ".join(s["key"] for s in here)))
    return found


def plan_stages(store: Store, plan_id: str) -> list[Row]:
    """Stages of a plan, in order."""
    stages = tables.table("stages")
    with store.reading() as c:
        return [dict(r) for r in c.execute(
            sa.select(stages).where(stages.c.plan_id == plan_id).order_by(stages.c.position)).mappings()]


def card_counts(store: Store, plan_id: str) -> dict[str, int]:
    """Cards on the wall per stage id."""
    stages, cards = tables.table("stages"), tables.table("cards")
    with store.reading() as c:
        counted = c.execute(
            sa.select(cards.c.stage_id, sa.func.count()).join(stages, stages.c.stage_id == cards.c.stage_id).where(
                stages.c.plan_id == plan_id, cards.c.status == "active").group_by(cards.c.stage_id))
        return {row[0]: row[1] for row in counted}


@dataclass(frozen=True)
class DirectionsView:
    """The plan's directions in order, their actions in the same order, and who answers for them."""

    directions: tuple[Row, ...]
    actions: tuple[Row, ...]
    assignments: tuple[Row, ...]


def read_directions(store: Store, plan_id: str) -> DirectionsView:
    """Read directions, actions and assignments of a plan in one consistent view."""
    found = plan_rows(store, plan_id, ["directions", "actions", "assignments"])
    directions = sorted(found["directions"], key=lambda d: (d["position"], d["direction_id"]))
    order = {d["direction_id"]: i for i, d in enumerate(directions)}
    return DirectionsView(
        tuple(directions),
        tuple(sorted(found["actions"], key=lambda a: (order[a["direction_id"]], a["position"], a["action_id"]))),
        tuple(sorted(found["assignments"], key=lambda p: (p["position"], p["assignment_id"]))))


def formable(store: Store, stage_id: str) -> int:
    """How many clusters of a directions stage are not directions yet, or have cards that are no action yet."""
    wall = read_wall(store, stage_id)
    born = {link["to_id"] for link in plan_rows(store, wall.stage["plan_id"], ["links"])["links"]
            if link["kind"] == "came_from"}
    waiting = {c["cluster_id"] for c in wall.cards
               if c["status"] == "active" and c["cluster_id"] and c["card_id"] not in born}
    return len(waiting & {c["cluster_id"] for c in wall.clusters})
