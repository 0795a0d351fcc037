"""How far the ledger of each plan has come: equal marks mean that nobody changed the plan in between."""

from __future__ import annotations

import sqlalchemy as sa

from minga import tables
from minga.store.store import Store


def plan_marks(store: Store) -> dict[str, str]:
    """The mark of every plan, in one question that touches one line of each.

    A number alone could come again (a copy put back, a line that an anonymous stage moved); with the random group of
    the newest line it cannot. A plan that came into the store without leaving a line has no mark: the empty text.
    """
    plans, changes = tables.table("plans"), tables.table("changes")
    newest = sa.select(sa.func.max(changes.c.seq)).where(
        changes.c.plan_id == plans.c.plan_id).correlate(plans).scalar_subquery()
    line = changes.alias("line")
    query = sa.select(plans.c.plan_id, line.c.seq, line.c.group_id).select_from(
        plans.outerjoin(line, line.c.seq == newest))
    with store.reading() as connection:
        return {plan: f"{seq} {group}" if seq else "" for plan, seq, group in connection.execute(query)}
