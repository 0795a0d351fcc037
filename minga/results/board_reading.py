"""What the dashboard reads of one plan besides its results: what feeds each indicator, and what waits for review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from minga import tables
from minga.results.model import PlanResults
from minga.results.reading import read_results
from minga.store import Store, plan_rows

_SHOWN = ("plans", "stages", "periods", "directions", "actions", "assignments", "progress", "objectives", "results",
          "indicators", "targets", "actuals", "links", "codelists")
"""Tables of which the dashboard shows something."""


@dataclass(frozen=True)
class Waiting:
    """A report of an action that does not count yet; ``review`` is ``draft``, ``pending`` or ``returned``."""

    action_id: str
    period: str
    review: str
    status: str = ""
    note: str = ""


@dataclass(frozen=True)
class BoardPlan:
    """A plan as the dashboard reads it.

    Attributes:
        results: everything that was promised and reported.
        delivers: the actions that deliver to each indicator, by its id.
        informers: who informs of each indicator, as written, by its id; empty texts are left out.
        waiting: reports of actions that do not count yet.
    """

    results: PlanResults
    delivers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    informers: Mapping[str, str] = field(default_factory=dict)
    waiting: tuple[Waiting, ...] = ()


def read_board(store: Store, plan_id: str) -> BoardPlan:
    """Read a plan for its dashboard.

    Raises:
        NotFound: there is no such plan.
    """
    results = read_results(store, plan_id)
    found = plan_rows(store, plan_id, ["links", "indicators", "progress"])
    feeding: dict[str, set[str]] = defaultdict(set)
    for row in found["links"]:
        if row["kind"] == "delivers":
            feeding[row["to_id"]].add(row["from_id"])
    return BoardPlan(
        results, {key: frozenset(some) for key, some in feeding.items()},
        {row["indicator_id"]: row["responsible"].strip() for row in found["indicators"] if row["responsible"].strip()},
        tuple(Waiting(row["action_id"], row["period"], row["review"], row["status"], row["review_note"])
              for row in found["progress"] if row["review"] != "approved"))


def news_of(store: Store, plan_id: str, seq: int) -> tuple[int, bool]:
    """The newest line of a plan's ledger, and whether any after ``seq`` changed something that a dashboard shows.

    A wall where many write commits several times a second; none of it is read here again. In an anonymous stage a
    line may have changed places with another, so that its table says nothing: it counts as news.
    """
    changes = tables.table("changes")
    mine = changes.c.plan_id == plan_id
    shown = sa.or_(changes.c.table.in_(_SHOWN), changes.c.group_id.like("~%"))
    with store.reading() as connection:
        newest = connection.execute(sa.select(sa.func.max(changes.c.seq)).where(mine)).scalar() or 0
        if newest == seq:
            return newest, False
        some = connection.execute(sa.select(changes.c.seq).where(mine, changes.c.seq > seq, shown).limit(1)).first()
    return newest, some is not None
