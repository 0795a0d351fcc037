"""What the dashboard reads of one plan besides its results: what delivers to each indicator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from minga import tables
from minga.results.model import PlanResults
from minga.results.reading import results_of, unknown_plan
from minga.store import Store, plan_rows

SHOWN = ("plans", "stages", "periods", "directions", "actions", "assignments", "progress", "objectives", "results",
         "indicators", "targets", "actuals", "codelists", "links")
"""Tables of which the dashboard shows something."""


@dataclass(frozen=True)
class BoardPlan:
    """A plan as the dashboard reads it.

    Attributes:
        results: everything that was promised and reported.
        delivers: the actions that deliver to each indicator, by its id.
    """

    results: PlanResults
    delivers: Mapping[str, frozenset[str]] = field(default_factory=dict)


def read_board(store: Store, plan_id: str) -> BoardPlan:
    """Read a plan for its dashboard, in one consistent reading.

    Raises:
        NotFound: there is no such plan.
    """
    found = plan_rows(store, plan_id, list(SHOWN))
    if not found["plans"]:
        raise unknown_plan(store, plan_id)
    feeding: dict[str, set[str]] = defaultdict(set)
    for row in found["links"]:
        if row["kind"] == "delivers":
            feeding[row["to_id"]].add(row["from_id"])
    return BoardPlan(results_of(found), {key: frozenset(some) for key, some in feeding.items()})


def news_of(store: Store, plan_id: str, seq: int) -> tuple[int, bool]:
    """The newest line of a plan's ledger, and whether any after ``seq`` changed something that a dashboard shows.

    A wall where many write commits several times a second; none of it is read here again. In an anonymous stage a
    line may have changed places with another, so that its table says nothing: it counts as news.
    """
    changes = tables.table("changes")
    mine = changes.c.plan_id == plan_id
    shown = sa.or_(changes.c.table.in_(SHOWN), changes.c.group_id.like("~%"))
    with store.reading() as connection:
        newest = connection.execute(sa.select(sa.func.max(changes.c.seq)).where(mine)).scalar() or 0
        if newest == seq:
            return newest, False
        some = connection.execute(sa.select(changes.c.seq).where(mine, changes.c.seq > seq, shown).limit(1)).first()
    return newest, some is not None
