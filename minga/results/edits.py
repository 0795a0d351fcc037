"""What was changed in a plan since a day: its dates, targets, names and values, as the ledger of changes knows them.

Only the net change of each row counts: what was changed and changed back is no change. What came in when the plan
itself was made or imported is no change either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.store import Store
from minga.store.feed import as_change

WATCHED = ("directions", "actions", "assignments", "indicators", "targets", "actuals", "progress")
"""Tables whose changes a report tells."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Edit:
    """The net change of one row since a day.

    Attributes:
        at: when it was changed last, in UTC.
        before: the row as it was; None when it was added.
        after: the row as it is; None when it was taken away.
    """

    at: datetime
    table: str
    row_id: str
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row as it is, or as it last was."""
        return self.after or self.before or {}

    def columns(self) -> tuple[str, ...]:
        """Names of the columns that changed, in the order of the table; none for a row that came or went."""
        if self.before is None or self.after is None:
            return ()
        return tuple(name for name in self.after if self.after[name] != self.before.get(name))


def read_edits(store: Store, plan_id: str, since: datetime) -> tuple[Edit, ...]:
    """The net changes of a plan since a moment, in the order in which rows were first touched.

    Args:
        store: where the plan is.
        plan_id: the plan.
        since: a moment in UTC; what has no moment (in anonymous stages) is left out.
    """
    changes = tables.table("changes")
    founded = sa.select(changes.c.group_id).where(
        changes.c.plan_id == plan_id, changes.c.table == "plans", changes.c.op == "insert")
    query = sa.select(changes).where(
        changes.c.plan_id == plan_id, changes.c.table.in_(WATCHED), changes.c.at >= since,
        changes.c.group_id.not_in(founded)).order_by(changes.c.seq)
    found: dict[tuple[str, str], Edit] = {}
    with store.reading() as connection:
        for line in connection.execute(query).mappings():
            one = as_change(line)
            first = found.get((one.table, one.row_id))
            before = first.before if first else one.before
            found[one.table, one.row_id] = Edit(line["at"], one.table, one.row_id, before, one.after)
    return tuple(edit for edit in found.values() if edit.before != edit.after)
