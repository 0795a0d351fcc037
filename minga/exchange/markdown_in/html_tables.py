"""A table written in HTML, as pandoc and Word leave them when cells hold paragraphs or span others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from minga.exchange.markdown_in.blocks import Line, Table
from minga.exchange.markdown_in.cells import Cell, Run, from_runs

_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_BOLD = frozenset({"b", "strong"})
_STYLE = frozenset({"i", "em", "u", "s", "sup", "sub", "span", "font", "small", "mark", "strike"})
_FRAME = frozenset({"table", "thead", "tbody", "tfoot", "colgroup", "col", "figure", "center"})
_WIDEST, _TALLEST = 100, 5_000
"""Columns and rows that one cell can span."""
_SPANNED = 2_000
"""Columns in which a cell of a row above is looked for."""


@dataclass
class _Place:
    """A cell while it is read: what it says and how many columns and rows it takes."""

    runs: list[Run] = field(default_factory=list)
    columns: int = 1
    rows: int = 1


class _Reader(HTMLParser):
    """Collects the cells of one table; a tag that is no style stays in the text as it was typed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[int, list[_Place]]] = []
        self._place: _Place | None = None
        self._bold = self._inner = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a row, a cell, a break or a style."""
        if tag == "table" and self._place is not None:
            self._inner += 1  # a table inside a cell is flattened into its text
        elif tag == "tr" and not self._inner:
            self._place = None
            self.rows.append((self.getpos()[0], []))
        elif tag in ("td", "th", "caption") and not self._inner:
            said = dict(attrs)
            self._open(_number(said.get("colspan"), _WIDEST), _number(said.get("rowspan"), _TALLEST))
            if tag == "caption":
                self._bold = 0
        elif tag in _BOLD:
            self._bold += 1
        elif tag in _BREAKS or tag in ("tr", "td", "th"):
            self._add(None)
            self._add("• " if tag == "li" else "")
        elif tag not in _STYLE | _FRAME:
            self._add(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "table":
            self._inner = max(0, self._inner - 1)
        elif tag in ("td", "th", "tr", "caption") and not self._inner:
            self._place = None
        elif tag in _BOLD:
            self._bold = max(0, self._bold - 1)
        elif tag in _BREAKS:
            self._add(None)
        elif tag not in _STYLE | _FRAME | {"td", "th", "tr"}:
            self._add(f"</{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself."""
        if tag in _BREAKS:
            self._add(None)
        elif tag not in _STYLE | _FRAME | _BOLD:
            self._add(self.get_starttag_text() or "")

    def handle_data(self, data: str) -> None:
        """Text; in HTML a line end is a blank."""
        if data.strip() and self._place is None:
            self._open(1, 1)  # a text between cells is a slip of the export: it gets a cell of its own
        self._add(re.sub(r"[ \t\n]+", " ", data))

    def _open(self, columns: int, rows: int) -> None:
        if not self.rows:
            self.rows.append((self.getpos()[0], []))
        self._place, self._bold = _Place([], columns, rows), 0
        self.rows[-1][1].append(self._place)

    def _add(self, text: str | None) -> None:
        if self._place is not None and text != "":
            self._place.runs.append((text, self._bold > 0))


def _number(text: str | None, most: int) -> int:
    return max(1, min(int(text[:9]), most)) if text and text.isascii() and text.isdigit() else 1


def read_html(text: str, number: int) -> Table | None:
    """The table that a piece of HTML holds, or None when it has no rows.

    A cell that spans several columns or rows stands in the first of them; the others are empty.

    Args:
        text: from ``<table>`` to ``</table>``.
        number: the 1-based line where it starts.
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    rows = _spread([places for _line, places in reader.rows])
    lines = [Line(cells, number + line - 1) for (line, _places), cells in zip(reader.rows, rows, strict=True)]
    return Table(lines[0], tuple(lines[1:])) if lines else None


def _spread(rows: Sequence[Sequence[_Place]]) -> list[tuple[Cell, ...]]:
    """Every row with as many cells as the widest, each cell in its column."""
    held: dict[int, int] = {}
    made: list[list[Cell]] = []
    for places in rows:
        cells: list[Cell] = []
        coming: dict[int, int] = {}
        for place in places:
            while held.get(len(cells), 0) > 0:
                cells.append(Cell())
            if place.rows > 1 and len(cells) < _SPANNED:
                coming |= dict.fromkeys(range(len(cells), len(cells) + place.columns), place.rows - 1)
            cells += [from_runs(place.runs), *[Cell()] * (place.columns - 1)]
        held = {column: left - 1 for column, left in held.items() if left > 1} | coming
        made.append(cells)
    width = max(map(len, made), default=0)
    return [tuple(cells + [Cell()] * (width - len(cells))) for cells in made]
