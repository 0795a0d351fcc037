"""What is read for all phones of a process: the room as a whole, and afterwards the rows that the ledger names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.store import dealing
from minga.workshop.act import Row
from minga.workshop.board import KEY
from minga.workshop.phone_reading import select

_MORE = {"cards": ("position",)}
"""Columns that a reader needs besides those that a phone needs: it puts rows in order itself."""

_AT_ONCE = 500
"""Ids in one question; SQLite takes more, old ones only a thousand."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of the ledger tells of where something changed, without what it says.

    Attributes:
        dealt: its place was drawn by lot, and its row is not the one that was changed just now.
    """

    seq: int
    table: str
    row_id: str
    stage_id: str
    op: str
    verb: str
    actor: str
    dealt: bool


def newest(connection: sa.Connection, plan_id: str) -> int:
    """Number of the plan's newest line; 0 without any."""
    return connection.execute(_newest(), {"plan": plan_id}).scalar() or 0


def lines_since(connection: sa.Connection, plan_id: str, seq: int, most: int) -> list[Line]:
    """The plan's lines after a number, oldest first."""
    return [Line(*row[:7], dealing.is_dealt(row[7])) for row in connection.execute(
        _lines(), {"plan": plan_id, "seq": seq, "most": most})]


def rows_of_stage(connection: sa.Connection, name: str, stage_id: str) -> list[Row]:
    """All rows that a table has of a stage; withdrawn cards left out."""
    return _dicts(connection.execute(_of("stage_id", name), {"ids": [stage_id]}))


def rows_by_id(connection: sa.Connection, name: str, ids: Collection[str]) -> list[Row]:
    """Rows with these ids; withdrawn cards left out."""
    wanted, key = list(ids), KEY.get(name, "participant_id")
    return [row for start in range(0, len(wanted), _AT_ONCE) for row in _dicts(
        connection.execute(_of(key, name), {"ids": wanted[start:start + _AT_ONCE]}))]


def people_of(connection: sa.Connection, plan_id: str) -> list[Row]:
    """Everybody who joined the plan."""
    return _dicts(connection.execute(_of("plan_id", "participants"), {"ids": [plan_id]}))


def devices_of(connection: sa.Connection, people: Sequence[str]) -> dict[str, str]:
    """The participant of each browser's hash, of these participants."""
    return {row[0]: row[1] for start in range(0, len(people), _AT_ONCE) for row in connection.execute(
        _devices(), {"ids": people[start:start + _AT_ONCE]})}


def _dicts(found: sa.CursorResult[Any]) -> list[Row]:
    names = tuple(found.keys())
    return [dict(zip(names, row, strict=True)) for row in found]


@cache
def _of(column: str, name: str) -> sa.Select[Any]:
    table = tables.table(name)
    query = select(name, *_MORE.get(name, ())).order_by(None).where(
        table.c[column].in_(sa.bindparam("ids", expanding=True)))
    return query.where(table.c.status != "withdrawn") if name == "cards" else query


@cache
def _newest() -> sa.Select[Any]:
    changes = tables.table("changes")
    return sa.select(sa.func.max(changes.c.seq)).where(changes.c.plan_id == sa.bindparam("plan"))


@cache
def _lines() -> sa.Select[Any]:
    line = tables.table("changes").c
    return sa.select(line.seq, line.table, line.row_id, line.stage_id, line.op, line.verb, line.actor, line.group_id
                     ).where(line.plan_id == sa.bindparam("plan"), line.seq > sa.bindparam("seq")).order_by(
        line.seq).limit(sa.bindparam("most"))


@cache
def _devices() -> sa.Select[Any]:
    devices = tables.table("devices")
    return sa.select(devices.c.device_hash, devices.c.participant_id).where(
        devices.c.participant_id.in_(sa.bindparam("ids", expanding=True)))
