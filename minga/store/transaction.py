"""One transaction: rows written together with their lines in ``changes``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.store import dealing, statements
from minga.store.ids import key_of
from minga.tables.faces import format_cell

Row = dict[str, Any]


class Transaction:
    """What a verb may do to the store; made by ``Store.transaction``."""

    def __init__(self, connection: sa.Connection, *, verb: str, plan_id: str, stage_id: str, actor: str,
                 anonymous: bool, undoes: str) -> None:
        self.connection = connection
        self.group_id = tables.new_id()
        self._dealt = False
        self._line = {"verb": verb, "plan_id": plan_id, "stage_id": stage_id, "actor": actor,
                      "at": None if anonymous else tables.now(), "undoes": undoes, "group_id": self.group_id}

    def conceal(self, *, dealt: bool) -> None:
        """Keep neither who acts nor when.

        Args:
            dealt: also leave the lines of this act at places that say nothing of their order (``dealing.py``).
        """
        self._line |= {"actor": "", "at": None}
        self._dealt = dealt

    def get(self, name: str, key: str) -> Row | None:
        """The row with that text key, or None."""
        found = self.connection.execute(statements.get(name), statements.key(name, key)).mappings().first()
        return dict(found) if found else None

    def rows(self, name: str, /, *, order: str | None = None, **where: Any) -> list[Row]:
        """Rows whose columns equal the given values."""
        return [dict(r) for r in self.connection.execute(*statements.rows(name, where, order)).mappings()]

    def count(self, name: str, /, **where: Any) -> int:
        """How many rows have columns that equal the given values."""
        return int(self.connection.execute(*statements.count(name, where)).scalar() or 0)

    def highest(self, name: str, column: str, /, **where: Any) -> int:
        """The highest number in a column of rows whose columns equal the given values; 0 without any."""
        return int(self.connection.execute(*statements.highest(name, column, where)).scalar() or 0)

    def insert(self, name: str, values: Mapping[str, Any]) -> Row:
        """Write a new row; a missing id is made, missing columns get their default. Returns the row."""
        return self.insert_many(name, [values])[0]

    def insert_many(self, name: str, many: Sequence[Mapping[str, Any]]) -> list[Row]:
        """Write several new rows of one table."""
        if not many:
            return []
        target = tables.table(name)
        complete = [_complete(target, values) for values in many]
        self._insert(name, complete)
        self._record(target, [("insert", None, row) for row in complete])
        return complete

    def update(self, name: str, key: str, /, **values: Any) -> Row:
        """Change columns of one row; nothing is recorded when nothing changes. Returns the row after.

        Raises:
            LookupError: when the row is not there.
        """
        target, before = tables.table(name), self.get(name, key)
        if before is None:
            raise LookupError(f"{name} {key}")
        after = {**before, **values}
        if after != before:
            self.connection.execute(statements.update(name, tuple(values)), {
                **statements.key(name, key), **{f"to_{column}": value for column, value in values.items()}})
            self._record(target, [("update", before, after)])
        return after

    def delete(self, name: str, key: str) -> Row:
        """Remove one row that nothing refers to any more. Returns the row as it was."""
        target, before = tables.table(name), self.get(name, key)
        if before is None:
            raise LookupError(f"{name} {key}")
        self.connection.execute(statements.delete(name), statements.key(name, key))
        self._record(target, [("delete", before, None)])
        return before

    def put_private(self, name: str, values: Mapping[str, Any], *, new: bool = False) -> None:
        """Write or replace a row of the house's own books, which leave no line in ``changes``.

        Args:
            name: the table.
            values: columns of the row.
            new: this transaction has seen that there is no such row.
        """
        row = _complete(tables.table(name), values)
        if not new:
            self.connection.execute(statements.delete(name), statements.key(name, key_of(tables.table(name), row)))
        self._insert(name, [row])

    def _insert(self, name: str, complete: list[Row]) -> None:
        self.connection.execute(statements.insert(name), complete if len(complete) > 1 else complete[0])

    def _record(self, target: sa.Table, lines: Sequence[tuple[str, Row | None, Row | None]]) -> None:
        written = [{**self._line, "table": target.name, "op": op, "row_id": key_of(target, after or before or {}),
                    "before": dump(before), "after": dump(after)} for op, before, after in lines]
        if self._dealt:
            for line in written:
                dealing.deal(self.connection, line)
        else:
            self._insert("changes", written)


def _complete(target: sa.Table, values: Mapping[str, Any]) -> Row:
    blank = _blank(target)
    unknown = values.keys() - blank.keys()
    if unknown:
        raise KeyError(f"{target.name} has no column {', '.join(sorted(unknown))}")
    row = {name: values[name] if name in values and (values[name] is not None or nullable) else default
           for name, (default, nullable, _own) in blank.items()}
    return row | {name: tables.new_id() for name, (_default, _nullable, own) in blank.items()
                  if own and row[name] is None}


@cache
def _blank(target: sa.Table) -> dict[str, tuple[Any, bool, bool]]:
    """For each column: what it holds when nothing is said, whether it may hold nothing, whether its id is made."""
    return {c.name: (c.default.arg if c.default is not None else None, bool(c.nullable), bool(
        c.default is None and c.primary_key and not c.foreign_keys and isinstance(c.type, sa.Text)))
        for c in target.columns}


def dump(row: Row | None) -> str:
    """A row as JSON; days and moments as their ISO text."""
    return "" if row is None else json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return format_cell(sa.Column("x", sa.Text), value)
    raise TypeError(type(value))


def load(name: str, text: str) -> Row | None:
    """The row that ``dump`` wrote, typed again."""
    if not text:
        return None
    target, row = tables.table(name), json.loads(text)
    return {k: tables.parse_cell(target.c[k], v)
            if isinstance(v, str) and tables.column_kind(target.c[k]) in ("date", "datetime") else v
            for k, v in row.items() if k in target.columns}
