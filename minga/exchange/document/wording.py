"""How the document says what the tables hold: years, countries, keywords, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from minga import i18n
from minga.exchange.document.blocks import Bullets, Cell, Paragraph, Percent, Run, Text
from minga.i18n import gettext as _

Row = Mapping[str, Any]

_BULLET = re.compile(r"\s*[-*•·▪–]\s+(?=\S)")


def years(starts: date | None, ends: date | None) -> str:
    """The time a plan covers: whole years as such, other spans by their days."""
    if starts and ends:
        if (starts.month, starts.day, ends.month, ends.day) == (1, 1, 12, 31):
            return str(starts.year) if starts.year == ends.year else f"{starts.year} – {ends.year}"
        return _("del {starts} al {ends}").format(starts=i18n.format_date(starts), ends=i18n.format_date(ends))
    if starts:
        return _("desde el {date}").format(date=i18n.format_date(starts))
    return _("hasta el {date}").format(date=i18n.format_date(ends)) if ends else ""


def country(code: str) -> str:
    """The name of a country in the language in force; what is no code stays as it is."""
    return str(i18n.locale().territories.get(code.upper(), code)) if len(code) == 2 else code


def plain(text: str) -> Text:
    """A text without anything bold."""
    return (Run(text),)


def emphasized(text: str, keyword: str) -> Text:
    """A text with its keywords bold; ``keyword`` holds one a line, in the order of the text."""
    runs: list[Run] = []
    place = 0
    for word in filter(None, keyword.split("\n")):
        start = text.find(word, place)
        if start >= 0:
            runs += [Run(text[place:start]), Run(word, bold=True)]
            place = start + len(word)
    return tuple(run for run in (*runs, Run(text[place:])) if run.text)


def responsible(assignment: Row) -> str:
    """Who answers, as ``name (country)``; a group, and whoever has no name, as written."""
    if assignment["kind"] != "person" or not assignment["name"]:
        return str(assignment["as_written"])
    place = country(assignment["country"])
    who = f"{assignment['name']} ({place})" if place else str(assignment["name"])
    if assignment["role"] == "coordinates":
        return _("Coordina: {who}").format(who=who)
    return _("Apoya: {who}").format(who=who) if assignment["role"] == "supports" else who


def shown(cell: Cell) -> str:
    """A cell of a grid as people read it; a dash where nobody said a number, which is not zero."""
    if cell is None:
        return "—"
    if isinstance(cell, str):
        return cell
    number = i18n.format_number(cell)
    return f"{number}\u00a0%" if isinstance(cell, Percent) else number


def narrative(text: str) -> list[Paragraph | Bullets]:
    """Paragraphs and lists of a text in which an empty line ends a paragraph and a dash opens an item."""
    made: list[Paragraph | Bullets] = []
    for piece in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line for line in piece.split("\n") if line.strip()]
        first = next((i for i, line in enumerate(lines) if _BULLET.match(line)), len(lines))
        if lines[:first]:
            made.append(Paragraph(plain("\n".join(lines[:first]))))
        if lines[first:]:
            made.append(Bullets(tuple(plain(item) for item in _items(lines[first:]))))
    return made


def _items(lines: Sequence[str]) -> Iterable[str]:
    items: list[str] = []
    for line in lines:
        if found := _BULLET.match(line):
            items.append(line[found.end():])
        else:
            items[-1] += "\n" + line
    return items
