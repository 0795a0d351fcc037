"""Ids that are the same when the same plan is read again, so that a second import updates instead of doubling.

An id is made from the plan and from what the row is (the stage's key, the action's direction and code, the
card's group and words): it says nothing of who wrote it, when or in which order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from minga import tables
from minga.exchange.markdown_in.draft import Row

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

# Parents before children: what a row is includes what its parent is.
_WHAT: dict[str, Callable[[Row], tuple[object, ...]]] = {
    "stages": lambda row: (row["key"],),
    "clusters": lambda row: (row["stage_id"], row["title"]),
    "cards": lambda row: (row["stage_id"], row["cluster_id"], row["text"]),
    "directions": lambda row: (row["code"] or row["title"],),
    "actions": lambda row: (row["direction_id"], row["code"] or row["text"]),
    "assignments": lambda row: (row["action_id"], row["as_written"], row["name"]),
    "sections": lambda row: (row["key"],),
}


def settled(rows: dict[str, list[Row]], plan_id: str) -> dict[str, list[Row]]:
    """The rows with lasting ids, every reference following; rows that say the same are told apart by order."""
    renamed: dict[str, str] = {}
    made: dict[str, list[Row]] = {"plans": rows["plans"]}
    for name, what in _WHAT.items():
        own = tables.id_column(name).name
        linked = [c.name for c in tables.table(name).columns if c.foreign_keys]
        seen: dict[tuple[object, ...], int] = {}
        following: list[Row] = []
        for row in rows[name]:
            row = {**row, **{c: renamed.get(row[c], row[c]) for c in linked if row[c]}}
            key = what(row)
            seen[key] = seen.get(key, 0) + 1
            renamed[row[own]] = _id(plan_id, name, *key, seen[key])
            following.append({**row, own: renamed[row[own]]})
        made[name] = [{**row, **{c: renamed.get(row[c], row[c]) for c in linked if row[c]}} for row in following]
    return made


def _id(*parts: object) -> str:
    number = int.from_bytes(hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "replace")).digest(), "big")
    letters = []
    for _place in range(16):
        number, rest = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "".join(letters)
