"""The file in which the columns of values and targets are kept: a line that says what is in it, and bare numbers.

The numbers are mapped into memory and not read, so that a column that nobody asks for costs nothing.
"""

from __future__ import annotations

import json
import mmap
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from minga.results.columns_indicators import FIELDS
from minga.results.columns_rows import CODED, KINDS, TABLES, Kept, Part, Rows

_FORM = b"minga columns 4\n"
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
    head, places = json.loads(there.readline()), {}
    for table, name, place in _places(there.tell(), head["rows"]):
        places[table, name] = np.frombuffer(there, KINDS[name], head["rows"][table], place)
        there.seek(place + places[table, name].nbytes)
    if there.read() != _END or head["fields"] != list(FIELDS):
        return Kept.nothing()
    plans = {plan: Part(stamp, (tuple(first), tuple(second)), indicators)
             for plan, (stamp, first, second, indicators) in head["plans"].items()}
    return Kept(head["names"], plans, {
        table: Rows({name: places[table, name] for name in KINDS}) for table in TABLES})


def save(file: Path, kept: Kept) -> None:
    """Put a new file in the place of the one that was there, whole or not at all.

    Raises:
        OSError: the folder takes no file.
    """
    head = {"names": {name: list(kept.names[name]) for name in CODED}, "fields": FIELDS,
            "plans": {plan: [part.stamp, *part.spans, part.indicators] for plan, part in kept.plans.items()},
            "rows": {table: len(kept.rows[table]) for table in TABLES}}
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with aside.open("xb") as out:
            out.write(_FORM + json.dumps(head).encode() + b"\n")
            for table, name, place in _places(out.tell(), head["rows"]):
                out.write(bytes(place - out.tell()))
                out.write(np.ascontiguousarray(kept.rows[table][name], KINDS[name]).data)
            out.write(_END)
        os.replace(aside, file)
    finally:
        aside.unlink(missing_ok=True)


def _places(start: int, rows: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    """Where each column begins, from the end of the head on."""
    for table in TABLES:
        for name, kind in KINDS.items():
            start = -(-start // _STEP) * _STEP
            yield table, name, start
            start += rows[table] * np.dtype(kind).itemsize
