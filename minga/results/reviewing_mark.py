"""What somebody said about an action or an indicator, as a short mark: the same words give the same mark.

A page and a sheet carry the mark of what they showed, so that nobody approves or overwrites what they never saw.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from minga.store import hashed

SAID = {
    "actuals": ("value", "numerator", "denominator", "narrative", "comment", "evidence"),
    "progress": ("status", "percent", "comment", "evidence"),
}
"""The columns that a person fills in, by table."""

PLACES = {"actuals": ("indicator_id", "country", "dim_name", "dim_value"), "progress": ("action_id",)}
"""The columns that say what a row speaks about inside a period, by table."""

REVIEW = {"actuals": "status", "progress": "review"}
"""The column that says how far a row is: ``draft``, ``pending``, ``returned`` or ``approved``."""

# Spaces, what a spreadsheet cannot carry, and what stands for it afterwards.
_LOOSE = re.compile("[\\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]+")


def mark(table: str, row: Mapping[str, Any]) -> str:
    """The mark of what a row says; empty when it says nothing.

    Args:
        table: ``actuals`` or ``progress``.
        row: columns that are absent say nothing. Numbers are compared by their first twelve digits, texts
            without their spaces and line ends, because a spreadsheet keeps neither.
    """
    said = [_plain(row.get(column)) for column in SAID[table]]
    return hashed("\x1f".join((table, *said)))[:16] if any(said) else ""


def place(table: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """What a row speaks about, inside its period."""
    return tuple(str(row.get(column) or "") for column in PLACES[table])


def is_draft(table: str, row: Mapping[str, Any]) -> bool:
    """Whether a row was begun and not sent: its words are its author's alone."""
    return row.get(REVIEW[table]) == "draft"


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return _LOOSE.sub(" ", value).strip() if isinstance(value, str) else f"{value:.12g}"
