"""A copy of a plan under another id: every id is re-made, every reference follows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from minga import tables

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
# Columns that hold an id of some table without being declared as a reference to one.
_LOOSE = {"from_id", "to_id", "target_id", "reported_by", "approved_by"}


def under_another_id(rows: Mapping[str, Sequence[Mapping[str, Any]]], plan_id: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of a plan as rows of another one.

    An id is made from the new plan and the old id, so the same copy made twice has the same ids and can be
    updated; old ids are random, so the new ones say nothing of time or order either.
    """
    known = {row[key] for name, some in rows.items() if name != "plans" and (key := _own_key(name)) for row in some
             if row.get(key)}
    return {name: [_renamed(name, row, plan_id, known) for row in some] for name, some in rows.items()}


def _own_key(name: str) -> str:
    keys = list(tables.table(name).primary_key.columns)
    return keys[0].name if len(keys) == 1 and not keys[0].foreign_keys else ""


def _renamed(name: str, row: Mapping[str, Any], plan_id: str, known: set[str]) -> dict[str, Any]:
    columns, own = tables.table(name).columns, _own_key(name)
    made = dict(row)
    for column, value in row.items():
        if column == "plan_id":
            made[column] = plan_id
        elif column == own or column in _LOOSE or columns[column].foreign_keys:
            made[column] = _id(plan_id, value) if value in known else value
    return made


def _id(plan_id: str, old: str) -> str:
    number = int.from_bytes(hashlib.sha256(f"{plan_id}\n{old}".encode()).digest()[:16], "big")
    letters = []
    for _place in range(16):
        number, rest = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "".join(letters)
