"""Soft sentences about a card, a title or an action while it is being written; they never stop anybody."""

from __future__ import annotations

from typing import Any

from minga.store import Store

Row = dict[str, Any]


def card_hints(store: Store, stage: Row, text: str) -> list[str]:
    """What could be said better in a card, in the language in force; nothing when all is well."""
    return []


def title_hints(store: Store, stage: Row, title: str) -> list[str]:
    """What could be said better in the title of a group, in the language in force; nothing when all is well."""
    return []


def action_hints(action: Row, assignments: list[Row]) -> list[str]:
    """What an action still has to say: when, who and where, in the language in force."""
    return []
