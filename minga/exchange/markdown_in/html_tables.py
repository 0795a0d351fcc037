"""A table written in HTML, as pandoc and Word leave them when cells hold paragraphs or span others."""

from __future__ import annotations

from html.parser import HTMLParser

from minga.exchange.markdown_in.blocks import Line, Table
from minga.exchange.markdown_in.cells import Cell, from_runs

_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "tr"})
_STYLE = frozenset({"b", "strong", "i", "em", "u", "s", "sup", "sub", "span", "font", "small", "mark", "a", "strike"})
_FRAME = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col", "caption", "div",
                    "figure", "center"})
_WIDEST = 200
_TALLEST = 2_000


class _Reader(HTMLParser):
    """Collects the cells of one table; what is no table nor style stays in the text as it was typed."""

    def __init__(self, shift: int) -> None:
        super().__init__(convert_charrefs=True)
        self.shift = shift
        self.rows: list[tuple[int, list[Cell]]] = []
        self.caption: list[tuple[str | None, bool]] = []
        self._held: dict[int, int] = {}
        self._span = 1
        self._runs: list[tuple[str | None, bool]] | None = None
        self._bold = self._inner = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a row, a cell, a break or a style."""
        if self._inner or (tag == "table" and self._runs is not None):
            self._inner += tag == "table"
            self._text(" " if tag in ("td", "th") else None)
        elif tag == "tr":
            self._close_cell()
            self.rows.append((self.getpos()[0] - 1 + self.shift, []))
            self._fill_held()
        elif tag in ("td", "th"):
            self._open_cell(dict(attrs))
        elif tag == "caption":
            self._runs = self.caption
        elif self._runs is not None:
            self._inside(tag)

    def _inside(self, tag: str) -> None:
        if tag in _BREAKS:
            self._text(None)
            if tag == "li":
                self._text("• ")
        elif tag in ("b", "strong"):
            self._bold += 1
        elif tag not in _STYLE | _FRAME:
            self._text(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself."""
        if self._runs is not None and tag not in ("td", "th", "tr", "table", "b", "strong"):
            self._inside(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if self._inner:
            self._inner -= tag == "table"
            self._text(None if tag == "tr" else "")
        elif tag in ("td", "th", "tr", "table", "caption"):
            self._close_cell()
        elif self._runs is not None and tag in _BREAKS:
            self._text(None)
        elif tag in ("b", "strong"):
            self._bold = max(0, self._bold - 1)
        elif self._runs is not None and tag not in _STYLE | _FRAME:
            self._text(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Text; in HTML a line end is a blank."""
        self._text(" ".join(data.split("\n")))

    def _text(self, text: str | None) -> None:
        if text and self._runs is None and text.strip():
            if not self.rows:
                self.caption.append((text, False))
                return
            self._open_cell({})  # a text between cells is a slip of the export; it gets a cell of its own
        if self._runs is not None and text != "":
            self._runs.append((text, self._bold > 0))

    def _open_cell(self, attributes: dict[str, str | None]) -> None:
        self._close_cell()
        if not self.rows:
            self.rows.append((self.getpos()[0] - 1 + self.shift, []))
        self._runs, self._bold = [], 0
        self._span = _number(attributes.get("colspan"), _WIDEST)
        rows = _number(attributes.get("rowspan"), _TALLEST)
        if rows > 1:
            start = len(self.rows[-1][1])
            self._held |= dict.fromkeys(range(start, start + self._span), rows)

    def _close_cell(self) -> None:
        if self._runs is None:
            return
        if self._runs is not self.caption:
            cells = self.rows[-1][1]
            cells += [_cell(self._runs), *[Cell()] * (self._span - 1)]
            self._runs = None
            self._fill_held()
        self._runs = None

    def _fill_held(self) -> None:
        """Leave empty the places that a cell of a row above takes."""
        cells = self.rows[-1][1]
        while len(cells) < _WIDEST and self._held.get(len(cells), 0) > 0 and not self._is_origin(len(cells)):
            cells.append(Cell())

    def _is_origin(self, place: int) -> bool:
        return place in self._new

    @property
    def _new(self) -> set[int]:
        return set()


def _number(text: str | None, most: int) -> int:
    return min(int(text), most) if text and text.isascii() and text.isdigit() and int(text[:9]) else 1


def _cell(runs: list[tuple[str | None, bool]]) -> Cell:
    squeezed = [(text if text is None else " ".join(f".{text}.".split())[1:-1], bold) for text, bold in runs]
    return from_runs(squeezed)


def read_html(text: str, number: int) -> Table | None:
    """The table that a piece of HTML holds, or None when it has no cells.

    A cell that spans several columns or rows stands in the first of them; the others are empty.

    Args:
        text: from ``<table>`` to ``</table>``.
        number: the 1-based line where it starts.
    """
    reader = _Reader(number)
    reader.feed(text)
    reader.close()
    return None
