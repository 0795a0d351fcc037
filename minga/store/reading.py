"""Reading rows: plain selects, and all rows of one plan."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.store import statements
from minga.store.store import Store


def rows(store: Store, name: str, /, *, order: str | None = None, **where: Any) -> list[dict[str, Any]]:
    """Rows of a table whose columns equal the given values."""
    with store.reading() as connection:
        return [dict(r) for r in connection.execute(*statements.rows(name, where, order)).mappings()]


def plan_query(name: str, plan_id: str) -> sa.Select[Any]:
    """The select of every row of a table that belongs to a plan, in the order of its key."""
    target = tables.table(name)
    query = sa.select(target)
    path = tables.plan_path(name)
    for table_name, column in path[:-1]:
        link = tables.table(table_name).c[column]
        parent = next(iter(link.foreign_keys)).column
        query = query.join(parent.table, link == parent)
    if path:
        last, column = path[-1]
        query = query.where(tables.table(last).c[column] == plan_id)
    return query.order_by(*target.primary_key.columns)


def plan_rows(store: Store, plan_id: str, names: list[str] | None = None) -> dict[str, list[dict[str, Any]]]:
    """Every row of a plan, per table, in one consistent reading.

    Args:
        store: the store.
        plan_id: the plan.
        names: tables to read; the exported ones when None.
    """
    chosen = names if names is not None else [t.name for t in tables.exported_tables()]
    with store.reading() as connection:
        return {name: [dict(r) for r in connection.execute(plan_query(name, plan_id)).mappings()]
                for name in chosen}
