"""The lines between ``---`` at the top of a Markdown file: title, subtitle, author, date."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from minga.exchange.markdown_in.blocks import Block, Heading, Text
from minga.exchange.markdown_in.cells import Cell

_MOST_LINES = 60
_LONGEST = 5_000


def front_matter(lines: Sequence[str]) -> tuple[list[Block], int]:
    """The title and the other facts said at the top, and how many lines they take; nothing and 0 without them."""
    first = next((i for i, line in enumerate(lines[:5]) if line.strip()), 0)
    if not lines or lines[first].rstrip() != "---":
        return [], 0
    end = next((i for i in range(first + 1, min(len(lines), first + _MOST_LINES))
                if lines[i].rstrip() in ("---", "...")), 0)
    text = "\n".join(lines[first + 1:end])
    if not end or not text.strip() or len(text) > _LONGEST:
        return [], 0
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return [], 0
    if not isinstance(found, dict):
        return [], 0
    said = {str(key): _plain(value) for key, value in found.items()}
    if None in said.values():  # lists inside lists say nothing of a plan: kept as they were typed
        return [Text(_cell(text), first + 1)], end + 1
    blocks: list[Block] = []
    for key, value in sorted(said.items(), key=lambda item: item[0] != "title"):
        number = next((i for i, line in enumerate(lines[:end], 1) if line.startswith(key)), first + 1)
        if key == "title" and value:
            blocks.append(Heading(_cell(value), number, 1))
        elif value:
            blocks.append(Text(_cell(value if key in ("author", "subtitle") else f"{key}: {value}"), number))
    return blocks, end + 1


def _plain(value: object) -> str | None:
    """A fact as one text; None when it is not a text nor a list of texts."""
    parts = value if isinstance(value, list) else [value]
    if any(isinstance(part, (list, dict)) for part in parts):
        return None
    return ", ".join(" ".join(str(part).split()) for part in parts if part is not None)


def _cell(text: str) -> Cell:
    return Cell(text, "-" * len(text))
