"""What the ledger remembers of some rows: the changes that still stand, in order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.store import Store
from minga.store.feed import as_change

MOST = 900
"""Ids in one question, so that no database refuses it."""


@dataclass(frozen=True)
class Trace:
    """One change of a row that nobody took back.

    Attributes:
        at: when, in UTC; None where the stage is anonymous.
        verb: what was done.
        group_id: the act that it was part of.
        row_id: the row.
        op: insert, update or delete.
        before: the row before, {} for a new one.
        after: the row after, {} for one that was removed.
    """

    at: datetime | None
    verb: str
    group_id: str
    row_id: str
    op: str
    before: dict[str, Any]
    after: dict[str, Any]

    def turned(self, column: str) -> bool:
        """Whether a column of a row that was there before and after has another value."""
        return self.op == "update" and self.before.get(column) != self.after.get(column)


def traces(store: Store, plan_id: str, table: str, row_ids: Collection[str]) -> list[Trace]:
    """The changes of some rows that still stand, oldest first.

    What was undone is left out with its undoing; what was redone is in again.

    Args:
        store: the store.
        plan_id: the plan.
        table: table of the rows.
        row_ids: ids of the rows.
    """
    wanted = list(row_ids)[:MOST]
    changes = tables.table("changes")
    query = sa.select(changes).where(changes.c.plan_id == plan_id, changes.c.table == table,
                                     changes.c.row_id.in_(wanted)).order_by(changes.c.seq)
    with store.reading() as connection:
        lines = list(connection.execute(query).mappings()) if wanted else []
    gone: set[str] = set()
    for line in reversed(lines):  # the newest first: an undoing that was itself undone takes nothing back
        if line["undoes"] and line["group_id"] not in gone:
            gone.add(line["undoes"])
    return [_trace(line) for line in lines if line["group_id"] not in gone and not line["undoes"]]


def _trace(line: Any) -> Trace:
    change = as_change(line)
    return Trace(line["at"], change.verb, change.group_id, change.row_id, change.op, change.before or {},
                 change.after or {})
