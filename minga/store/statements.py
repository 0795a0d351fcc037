"""Statements made once for each table and set of columns: making one anew takes longer than running it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa

from minga import tables

Where = Mapping[str, Any]


def rows(name: str, where: Where, order: str | None = None) -> tuple[sa.Select[Any], dict[str, Any]]:
    """The select of rows whose columns equal the given values (None: nothing is there), and its parameters."""
    return _rows(name, *_split(where), order), _values(where)


def count(name: str, where: Where) -> tuple[sa.Select[Any], dict[str, Any]]:
    """The number of such rows."""
    return _count(name, *_split(where)), _values(where)


def highest(name: str, column: str, where: Where) -> tuple[sa.Select[Any], dict[str, Any]]:
    """The highest value of a column in such rows."""
    return _highest(name, column, *_split(where)), _values(where)


@cache
def insert(name: str) -> sa.Insert:
    """The insert of whole rows."""
    return sa.insert(tables.table(name)).inline()  # nobody asks which number a line got


@cache
def update(name: str, columns: tuple[str, ...]) -> sa.Update:
    """The update of some columns of the row with the parameters of ``key``; new values are called ``to_<column>``."""
    table = tables.table(name)
    return sa.update(table).where(_key(table)).values({c: sa.bindparam(f"to_{c}") for c in columns})


@cache
def delete(name: str) -> sa.Delete:
    """The delete of the row with the parameters of ``key``."""
    table = tables.table(name)
    return sa.delete(table).where(_key(table))


@cache
def get(name: str) -> sa.Select[Any]:
    """The select of the row with the parameters of ``key``."""
    table = tables.table(name)
    return sa.select(table).where(_key(table))


def key(name: str, text: str) -> dict[str, str]:
    """The parameters that find a row by its text key; see ``ids.key_of``."""
    names = _key_names(name)
    return dict(zip(names, text.split("|", len(names) - 1) if len(names) > 1 else [text], strict=True))


@cache
def _key_names(name: str) -> tuple[str, ...]:
    return tuple(f"key_{column.name}" for column in tables.table(name).primary_key.columns)


def _key(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == sa.bindparam(f"key_{column.name}") for column in table.primary_key.columns))


def _split(where: Where) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(k for k, v in where.items() if v is not None), tuple(k for k, v in where.items() if v is None)


def _values(where: Where) -> dict[str, Any]:
    return {f"is_{k}": v for k, v in where.items() if v is not None}


def _conditions(table: sa.Table, equal: tuple[str, ...], absent: tuple[str, ...]) -> list[sa.ColumnElement[bool]]:
    return [*(table.c[k] == sa.bindparam(f"is_{k}") for k in equal), *(table.c[k].is_(None) for k in absent)]


@cache
def _rows(name: str, equal: tuple[str, ...], absent: tuple[str, ...], order: str | None) -> sa.Select[Any]:
    table = tables.table(name)
    query = sa.select(table).where(*_conditions(table, equal, absent))
    return query.order_by(table.c[order]) if order else query


@cache
def _count(name: str, equal: tuple[str, ...], absent: tuple[str, ...]) -> sa.Select[Any]:
    table = tables.table(name)
    return sa.select(sa.func.count()).select_from(table).where(*_conditions(table, equal, absent))


@cache
def _highest(name: str, column: str, equal: tuple[str, ...], absent: tuple[str, ...]) -> sa.Select[Any]:
    table = tables.table(name)
    return sa.select(sa.func.max(table.c[column])).where(*_conditions(table, equal, absent))
