"""The file in which the columns of values and targets are kept: a line that says what is in it, and bare numbers.

The numbers are mapped into memory and not read, so that a column that nobody asks for costs nothing.
"""

from __future__ import annotations

import json
import mmap
import os
import secrets
from pathlib import Path

import numpy as np

from minga.results.columns_indicators import FIELDS
from minga.results.columns_rows import CODED, KINDS, TABLES, Kept, Numbers, Part, Rows

_FORM = b"minga columns 5\n"
"""Raised when a file of an older Minga would be misread."""
_END = b"whole\n"
_STEP = 64
"""Bytes; each column begins at a multiple, where a processor likes it."""


def load(file: Path) -> Kept:
    """What the file holds; nothing when it is not there, or is not one of ours, or is damaged."""
    try:
        with file.open("rb") as stream:
            there = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        return _read(there)
    except Exception:  # whatever is wrong with it: it is made again
        return Kept.nothing()


def _read(there: mmap.mmap) -> Kept:
    if there.readline() != _FORM:
        return Kept.nothing()
    head, columns = json.loads(there.readline()), {}
    place = there.tell()
    for table, name, kind, count in head["columns"]:
        place = _next(place)
        columns[table, name] = np.broadcast_to(np.frombuffer(there, kind, count, place), head["rows"][table])
        place += count * np.dtype(kind).itemsize
    if there[place:] != _END or head["fields"] != list(FIELDS):
        return Kept.nothing()
    plans = {plan: Part(stamp, (tuple(first), tuple(second)), indicators)
             for plan, (stamp, first, second, indicators) in head["plans"].items()}
    return Kept(head["names"], plans, {
        table: Rows({name: columns[table, name] for name in KINDS}) for table in TABLES})


def save(file: Path, kept: Kept) -> None:
    """Put a new file in the place of the one that was there, whole or not at all.

    Raises:
        OSError: the folder takes no file.
    """
    columns = {(table, name): _small(kept.rows[table][name]) for table in TABLES for name in KINDS}
    head = {"names": {name: list(kept.names[name]) for name in CODED}, "fields": FIELDS,
            "plans": {plan: [part.stamp, *part.spans, part.indicators] for plan, part in kept.plans.items()},
            "rows": {table: len(kept.rows[table]) for table in TABLES},
            "columns": [(*key, column.dtype.str, len(column)) for key, column in columns.items()]}
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with aside.open("xb") as out:
            out.write(_FORM + json.dumps(head).encode() + b"\n")
            for column in columns.values():
                out.write(bytes(_next(out.tell()) - out.tell()))
                out.write(column.data)
            out.write(_END)
        os.replace(aside, file)
    finally:
        aside.unlink(missing_ok=True)


def _small(column: Numbers) -> Numbers:
    """A column in as few bytes as hold it: one number where all are the same, and narrow whole numbers."""
    if len(column) and (column == column[0]).all():
        column = column[:1]
    if column.dtype.kind == "i" and len(column) and column.min() >= 0:
        column = column.astype(np.min_scalar_type(column.max()))
    return np.ascontiguousarray(column)


def _next(place: int) -> int:
    """Where the next column begins."""
    return -(-place // _STEP) * _STEP
