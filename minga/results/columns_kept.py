"""The values and targets of every plan as columns of numbers, kept in one file beside the reports.

Two million rows take some ten seconds to come out of a database as Python objects, and a tenth of a second out of a
file of numbers. The database stays the truth: with the rows of each plan is kept the last line of the ledger that
spoke of it, and the plans of which the ledger says more are read again. The file can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, overload

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from minga import paths, tables
from minga.store import Store
from minga.tables.schema import VALUE_STATUS

KINDS = {"indicator": "i4", "period": "i4", "country": "i4", "dimension": "i4", "part": "i4", "value": "f8",
         "numerator": "f8", "denominator": "f8", "at": "i8", "status": "i1", "told": "?"}
"""The columns of values and targets. Codes are places in ``Kept.names``; 0 is no country, dimension or part; NaN:
nobody said it.

``at`` is the second of its report (−1: nobody said), ``status`` a place in ``VALUE_STATUS``, ``told`` whether there
is a narrative. Rows stand plan by plan, indicator by indicator, period by period, country by country.
"""

CODED = ("indicator", "period", "country", "dimension", "part")
TABLES = ("actuals", "targets")
_FORM = 2
"""Raised when a file of an older Minga would be misread."""

Numbers = NDArray[Any]


class Rows:
    """Values or targets as columns, each as long as the others; ``rows["value"]`` is a column, ``rows[which]`` rows."""

    def __init__(self, columns: Mapping[str, Numbers]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns["indicator"])

    @overload
    def __getitem__(self, which: str) -> Numbers: ...

    @overload
    def __getitem__(self, which: Numbers | slice) -> Rows: ...

    def __getitem__(self, which: str | Numbers | slice) -> Numbers | Rows:
        if isinstance(which, str):
            return self.columns[which]
        if not isinstance(which, slice) and which.dtype == bool:
            if which.all():
                return self
            which = np.flatnonzero(which)
        return Rows({name: column[which] for name, column in self.columns.items()})

    def with_columns(self, **columns: Numbers) -> Rows:
        """The same rows with other columns in the place of some."""
        return Rows({**self.columns, **columns})

    def records(self) -> list[dict[str, Any]]:
        """The rows one by one, for the few that are looked at by themselves."""
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*(
            column.tolist() for column in self.columns.values()), strict=True)]

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """Rows one after another."""
        return cls({name: np.concatenate([part[name] for part in parts]) if parts else np.empty(0, kind)
                    for name, kind in KINDS.items()})


@dataclass(frozen=True)
class Part:
    """The rows of one plan: the state of the ledger they are of, and where they stand in each of ``TABLES``."""

    stamp: str
    spans: tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Kept:
    """All rows, the names of their codes, and the part that each plan has of them."""

    names: Mapping[str, Sequence[str]]
    plans: Mapping[str, Part]
    rows: Mapping[str, Rows]

    def of(self, table: str, plans: Iterable[str]) -> Rows:
        """The rows of some plans, in the order of their ids."""
        spans = [self.plans[plan].spans[TABLES.index(table)] for plan in sorted(plans)]
        if len(spans) == len(self.plans):
            return self.rows[table]
        return Rows.joined([self.rows[table][start:end] for start, end in spans])


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
    kept = _load(file)
    stale = [plan for plan, stamp in now.items() if plan not in kept.plans or kept.plans[plan].stamp != stamp]
    if stale or kept.plans.keys() != now.keys():
        kept = _renewed(kept, connection, now, frozenset(stale))
        with suppress(OSError):  # a folder that takes no file makes it slower, not wrong
            _save(file, kept)
    return kept


def _file(store: Store) -> Path:
    return paths.outputs() / ".columns" / f"{hashlib.sha256(store.url.encode()).hexdigest()[:16]}.npz"


def _empty() -> Kept:
    return Kept({name: [] if name in ("indicator", "period") else [""] for name in CODED}, {},
                {name: Rows.joined([]) for name in TABLES})


def _load(file: Path) -> Kept:
    """What the file holds; nothing when it is not there, or is not one of ours, or is damaged."""
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as found:
            head = json.loads(found["head"].tobytes())
            rows = {table: Rows({name: found[f"{table}_{name}"] for name in KINDS}) for table in TABLES}
        plans = {plan: Part(stamp, (tuple(spans[0]), tuple(spans[1]))) for plan, (stamp, *spans)
                 in head["plans"].items()}
        return Kept(head["names"], plans, rows) if head["form"] == _FORM else _empty()
    except Exception:  # whatever is wrong with it: it is made again
        return _empty()


def _save(file: Path, kept: Kept) -> None:
    head = {"form": _FORM, "names": {name: list(kept.names[name]) for name in CODED},
            "plans": {plan: [part.stamp, *part.spans] for plan, part in kept.plans.items()}}
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with aside.open("xb") as out:
            np.savez(out, head=np.frombuffer(json.dumps(head).encode(), np.uint8), **{
                f"{table}_{name}": column for table, rows in kept.rows.items()
                for name, column in rows.columns.items()})
        os.replace(aside, file)
    finally:
        aside.unlink(missing_ok=True)


def _renewed(kept: Kept, connection: sa.Connection, now: Mapping[str, str], stale: frozenset[str]) -> Kept:
    """The same rows, those of some plans read again, those of plans that are no more left out."""
    codes = {name: {text: n for n, text in enumerate(kept.names[name])} for name in CODED}
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
    return Kept({name: list(known) for name, known in codes.items()},
                {plan: Part(stamp, (first, second)) for plan, (stamp, first, second) in plans.items()}, rows)


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


def _read(connection: sa.Connection, table: str, plan: str, codes: Mapping[str, dict[str, int]]) -> Rows:
    """The rows of one plan from the database; names that are new get the next code."""
    # Straight from the driver: a moment stays the text that the table keeps, and no row becomes an object.
    with connection.execute(_select(table), {"plan_id": plan}) as answer:
        return coded(answer.cursor.fetchall(), codes)


def coded(found: Iterable[tuple[Any, ...]], codes: Mapping[str, dict[str, int]]) -> Rows:
    """Rows of one plan as columns.

    Args:
        found: indicator, period, country, dimension, part, moment (text), id, value, numerator, denominator, status
            and whether there is a narrative, of each row.
        codes: of each of ``CODED``, the code of each name; names that are new get the next one.
    """
    ordered = sorted(found)  # as ``results.reading`` orders them; the id makes it definite
    if not ordered:
        return Rows.joined([])
    columns = list(zip(*ordered, strict=True))
    found_in: dict[str, Any] = {}
    for name, texts in zip(CODED, columns, strict=False):
        known = codes[name]
        found_in[name] = [known.setdefault(text, len(known)) for text in texts]
    found_in["at"] = [_second(text) for text in columns[5]]
    found_in |= zip(("value", "numerator", "denominator"), columns[7:10], strict=True)  # None becomes NaN
    found_in["status"] = [_STATUS[name] for name in columns[10]]
    found_in["told"] = columns[11]
    return Rows({name: np.array(found_in[name], dtype=kind) for name, kind in KINDS.items()})


_STATUS = {name: n for n, name in enumerate(VALUE_STATUS)}


@cache
def _second(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) if text else -1
