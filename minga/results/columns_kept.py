"""The values and targets of every plan as columns of numbers, and its indicators, in one file beside the reports.

Two million rows take some ten seconds to come out of a database as Python objects, and a tenth of a second out of a
file of numbers. The database stays the truth: with the rows of each plan is kept the last line of the ledger that
spoke of it, and the plans of which the ledger says more are read again. The file can be deleted at any time.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from minga import paths, tables
from minga.results import columns_file
from minga.results.columns_indicators import indicator_rows
from minga.results.columns_rows import CODED, KINDS, TABLES, Kept, Part, Rows
from minga.store import Store
from minga.tables.schema import VALUE_STATUS


@contextmanager
def without_collecting() -> Iterator[None]:
    """While many rows are read, none of them a part of a circle, they are not looked through for circles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def stamps(connection: sa.Connection) -> dict[str, str]:
    """For each plan, what names the state in which it is: its last line in the ledger."""
    plans, changes = tables.table("plans"), tables.table("changes")
    last = sa.select(sa.func.max(changes.c.seq)).where(changes.c.plan_id == plans.c.plan_id).scalar_subquery()
    found = connection.execute(sa.select(plans.c.plan_id, last)).all()
    numbers = [seq for _plan, seq in found if seq is not None]
    groups: dict[int, str] = {}
    for start in range(0, len(numbers), 500):
        some = sa.select(changes.c.seq, changes.c.group_id).where(changes.c.seq.in_(numbers[start:start + 500]))
        groups |= dict(connection.execute(some).all())
    # The group's random id tells apart two stores, or a store and the backup that took its place.
    return {plan: f"{seq} {groups.get(seq, '')}" for plan, seq in sorted(found)}


def kept_values(store: Store, connection: sa.Connection) -> Kept:
    """The rows of every plan as the connection sees them; what changed since the last time is read, the rest is there.

    Args:
        store: says which file.
        connection: one consistent reading.
    """
    file, now = _file(store), stamps(connection)
    kept = columns_file.load(file)
    stale = [plan for plan, stamp in now.items() if plan not in kept.plans or kept.plans[plan].stamp != stamp]
    if stale or kept.plans.keys() != now.keys():
        kept = _renewed(kept, connection, now, frozenset(stale))
        with suppress(OSError):  # a folder that takes no file makes it slower, not wrong
            columns_file.save(file, kept)
    return kept


def _file(store: Store) -> Path:
    return paths.outputs() / ".columns" / f"{hashlib.sha256(store.url.encode()).hexdigest()[:16]}.bin"


def _renewed(kept: Kept, connection: sa.Connection, now: Mapping[str, str], stale: frozenset[str]) -> Kept:
    """The same rows, those of some plans read again, those of plans that are no more left out."""
    codes = {name: Codes({text: n for n, text in enumerate(kept.names[name])}) for name in CODED}
    plans: dict[str, list[Any]] = {plan: [stamp] for plan, stamp in now.items()}
    rows = {}
    for table in TABLES:
        parts, at = [], 0
        for plan in plans:
            part = (_read(connection, table, plan, codes) if plan in stale
                    else kept.rows[table][slice(*kept.plans[plan].spans[TABLES.index(table)])])
            parts.append(part)
            plans[plan].append((at, at + len(part)))
            at += len(part)
        rows[table] = Rows.joined(parts)
    read = indicator_rows(connection, sorted(stale))
    return Kept({name: list(known) for name, known in codes.items()}, {
        plan: Part(stamp, (first, second), read[plan] if plan in stale else kept.plans[plan].indicators)
        for plan, (stamp, first, second) in plans.items()}, rows)


_PLACE = ("indicator_id", "period", "country", "dim_name", "dim_value")


@cache
def _select(table: str) -> sa.Select[Any]:
    """The rows of a plan with the columns that matter here: the place of a row, what decides ties, the numbers."""
    made, owner = tables.table(table), tables.table("indicators")
    there = made.columns

    def own(name: str, otherwise: Any) -> Any:
        return there.get(name, otherwise)

    return (sa.select(*(there[name] for name in _PLACE),
                      sa.func.coalesce(sa.type_coerce(own("reported_at", sa.null()), sa.Text), ""),
                      tables.id_column(table), there.value, own("numerator", sa.null()), own("denominator", sa.null()),
                      own("status", sa.literal("approved")), own("narrative", sa.literal("")) != "")
            .join(owner, there.indicator_id == owner.c.indicator_id).where(owner.c.plan_id == sa.bindparam("plan_id")))


def _read(connection: sa.Connection, table: str, plan: str, codes: Mapping[str, Codes]) -> Rows:
    """The rows of one plan from the database; names that are new get the next code."""
    # Straight from the driver: a moment stays the text that the table keeps, and no row becomes an object.
    with connection.execute(_select(table), {"plan_id": plan}) as answer:
        return coded(answer.cursor.fetchall(), codes)


class Codes(dict[str, int]):
    """The code of each name; a name that is new gets the next one."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


class _Seconds(dict[str, int]):
    """The second of each moment that was written; −1 of none."""

    def __missing__(self, text: str) -> int:
        self[text] = int(datetime.fromisoformat(text).timestamp()) if text else -1
        return self[text]


_STATUS = {name: n for n, name in enumerate(VALUE_STATUS)}


def coded(found: Iterable[tuple[Any, ...]], codes: Mapping[str, Codes]) -> Rows:
    """Rows of one plan as columns.

    Args:
        found: indicator, period, country, dimension, part, moment (text), id, value, numerator, denominator, status
            and whether there is a narrative, of each row.
        codes: those of each of ``CODED``.
    """
    ordered = sorted(found)  # as ``results.reading`` orders them; the id makes it definite
    if not ordered:
        return Rows.joined([])
    columns = list(zip(*ordered, strict=True))
    made: dict[str, Iterable[Any]] = {
        name: map(codes[name].__getitem__, texts) for name, texts in zip(CODED, columns, strict=False)}
    made["at"], made["status"] = map(_Seconds().__getitem__, columns[5]), map(_STATUS.__getitem__, columns[10])
    made["told"] = columns[11]
    numbers = dict(zip(("value", "numerator", "denominator"), columns[7:10], strict=True))
    return Rows({name: np.array(numbers[name], dtype=kind) if name in numbers  # None becomes NaN
                 else np.fromiter(made[name], kind, len(ordered)) for name, kind in KINDS.items()})
