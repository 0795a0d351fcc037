"""Responsibles typed one per line, understood as people with a country where they can be."""

from __future__ import annotations

from typing import Any


def people_of_lines(text: str) -> list[dict[str, Any]]:
    """The assignments of a text with one responsible per line; each keeps its line as it was written."""
    return [{"as_written": line.strip(), "name": line.strip()} for line in text.splitlines() if line.strip()]
