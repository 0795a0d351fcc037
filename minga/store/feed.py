"""What happened since: the lines of ``changes``, and a cheap way to know that there are new ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.store import dealing
from minga.store.store import Store
from minga.store.transaction import load


@dataclass(frozen=True)
class Change:
    """One line of the ledger, its rows typed again."""

    seq: int
    verb: str
    actor: str
    stage_id: str
    group_id: str
    undoes: str
    table: str
    row_id: str
    op: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def last_seq(store: Store, plan_id: str) -> int:
    """Sequence number of the plan's newest change; 0 when there is none."""
    changes = tables.table("changes")
    with store.reading() as connection:
        return connection.execute(
            sa.select(sa.func.max(changes.c.seq)).where(changes.c.plan_id == plan_id)).scalar() or 0


def changes_since(store: Store, plan_id: str, seq: int, *, stage_id: str | None = None) -> list[Change]:
    """The plan's changes after a sequence number, oldest first.

    In an anonymous stage a new line may have changed places with an earlier one (``dealing.py``): when there is
    something new in such a stage, every line that may have moved comes too, so that whoever puts ``after`` over
    the rows they have, in this order, has them as they are. A vote that was taken back leaves no line at all.
    """
    changes = tables.table("changes")
    newer = sa.and_(changes.c.plan_id == plan_id, changes.c.seq > seq)
    stirred = sa.select(changes.c.stage_id).where(newer, dealing.marked())
    query = sa.select(changes).where(changes.c.plan_id == plan_id, sa.or_(
        changes.c.seq > seq, sa.and_(changes.c.stage_id.in_(stirred), dealing.movable()))).order_by(changes.c.seq)
    if stage_id is not None:
        query = query.where(changes.c.stage_id == stage_id)
    with store.reading() as connection:
        return [as_change(r) for r in connection.execute(query).mappings()]


def as_change(line: Any) -> Change:
    """A ledger row as a ``Change``."""
    return Change(seq=line["seq"], verb=line["verb"], actor=line["actor"], stage_id=line["stage_id"],
                  group_id=line["group_id"], undoes=line["undoes"], table=line["table"], row_id=line["row_id"],
                  op=line["op"], before=load(line["table"], line["before"]), after=load(line["table"], line["after"]))


class Watcher:
    """Says cheaply whether anything was committed since it was last asked.

    SQLite answers from ``PRAGMA data_version`` without touching a table; PostgreSQL from the newest
    ``seq`` of each plan (of all plans together it would miss a line: two plans' writers do not queue, so
    a lower ``seq`` may become visible after a higher one). A watcher keeps one connection and belongs to
    one thread.
    """

    def __init__(self, store: Store) -> None:
        self._connection, self._sqlite = store.engine.connect(), store.is_sqlite
        self._seen = self._ask()

    def changed(self) -> bool:
        """True when something was committed since the last time this was asked."""
        now = self._ask()
        changed, self._seen = now != self._seen, now
        return changed

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _ask(self) -> Any:
        if self._sqlite:  # by the driver's own cursor: 200 kernels ask this every second
            return self._connection.connection.cursor().execute("PRAGMA data_version").fetchone()
        answer = self._connection.execute(_newest_of_each_plan()).all()
        self._connection.rollback()
        return answer


@cache
def _newest_of_each_plan() -> sa.Select[Any]:
    """The newest line of each plan, and the settings: which plan is in the room leaves no line."""
    plans, changes, settings = tables.table("plans"), tables.table("changes"), tables.table("settings")
    newest = sa.select(sa.func.max(changes.c.seq)).where(changes.c.plan_id == plans.c.plan_id).scalar_subquery()
    said = sa.select(sa.func.string_agg(settings.c.name + "=" + settings.c.value, sa.literal("|"))).scalar_subquery()
    return sa.select(plans.c.plan_id, newest, said).order_by(plans.c.plan_id)
