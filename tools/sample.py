"""A small complete plan made from the schema itself: one row in every table, every reference kept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from minga import tables

Row = dict[str, Any]

_VALUES: dict[str, Any] = {
    "integer": 1, "number": 2.5, "boolean": True, "date": date(2018, 2, 28),
    "datetime": datetime(2018, 2, 28, 15, 30, tzinfo=UTC),
}


def sample_rows(plan_id: str = "muestra", *, private: bool = False) -> dict[str, list[Row]]:
    """One row for every table of a plan, every column filled.

    Args:
        plan_id: the plan; ids of the other rows begin with it, so that two samples fit in one store.
        private: also the tables that never leave the store, except the book of changes.
    """
    chosen = [t for t in tables.METADATA.sorted_tables if t.name != "changes" and (private or not t.info["private"])]
    return {t.name: [_row(t, plan_id)] for t in chosen}


def insert_sample(store: Any, plan_id: str = "muestra") -> dict[str, list[Row]]:
    """Write a sample plan to a store, in one transaction; returns what was written."""
    rows = sample_rows(plan_id)
    with store.transaction("sample", plan_id=plan_id) as tx:
        for name, many in rows.items():
            tx.insert_many(name, many)
    return rows


def _row(target: sa.Table, plan_id: str) -> Row:
    return {c.name: _value(target, c, plan_id) for c in target.columns}


def _value(target: sa.Table, column: sa.Column[Any], plan_id: str) -> Any:
    for fk in column.foreign_keys:
        parent = fk.column.table.name
        # A row that contained itself would be a circle, and the only card cannot repeat another.
        return None if parent == target.name else _id(parent, plan_id)
    kind = tables.column_kind(column)
    if kind == "choice":
        return "done" if "done" in column.info["values"] else column.info["values"][0]
    if kind != "text":
        return _VALUES[kind]
    if column.name == "plan_id":
        return plan_id
    if column.primary_key and len(target.primary_key.columns) == 1:
        return _id(target.name, plan_id)
    special: dict[str, str] = {"from_id": _id("cards", plan_id), "to_id": _id("clusters", plan_id),
               "target_id": _id("cards", plan_id), "period": "2018-S1", "code": "1.10", "country": "CO"}
    return special.get(column.name, f"Texto de {target.name}.{column.name}, con «comas», \"comillas\"\ny línea nueva")


def _id(name: str, plan_id: str) -> str:
    return plan_id if name == "plans" else f"{plan_id}-{name}"
