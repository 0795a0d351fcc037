"""Row keys as text, and one-way hashes of secrets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa


def key_of(table: sa.Table, row: Mapping[str, Any]) -> str:
    """The row's primary key as one text; several columns are joined by ``|``."""
    return "|".join(str(row[c.name]) for c in table.primary_key.columns)


def key_clause(table: sa.Table, key: str) -> sa.ColumnElement[bool]:
    """The SQL condition that finds a row by its text key."""
    names = list(table.primary_key.columns)
    parts = key.split("|", len(names) - 1) if len(names) > 1 else [key]
    return sa.and_(*(column == part for column, part in zip(names, parts, strict=True)))


def hashed(secret: str) -> str:
    """A one-way hash of a random secret (a cookie, an operation id)."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
