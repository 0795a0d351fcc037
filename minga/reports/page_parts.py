"""A page taken apart again: headings, paragraphs, lists, tables and pictures, for formats that are not HTML.

Whatever stands on the page comes along, also what an analyst added to a notebook; style and drawing do not.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal

Run = tuple[str, bool]
"""Some text, and whether it is bold."""


@dataclass
class Text:
    """A heading (level 1 to 6), a paragraph or an item of a list."""

    kind: Literal["heading", "paragraph", "item"]
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    role: str = ""

    @property
    def words(self) -> str:
        """The text without its looks."""
        return "".join(text for text, _bold in self.runs)


@dataclass
class Cell:
    """A cell of a table: its lines (those after the first are notes), and whether it holds a number."""

    lines: list[str] = field(default_factory=lambda: [""])
    number: bool = False


@dataclass
class Table:
    """A table: its caption, and its rows; the first ``head`` of them are the titles of its columns."""

    caption: str = ""
    rows: list[list[Cell]] = field(default_factory=list)
    head: int = 0


@dataclass
class Picture:
    """A picture: a file beside the page, or the picture itself; and its alternative text."""

    file: str = ""
    content: bytes = b""
    alt: str = ""


Part = Text | Table | Picture


@dataclass
class Page:
    """What a page says, in its order."""

    title: str = ""
    language: str = ""
    parts: list[Part] = field(default_factory=list)


_SKIPPED = frozenset(("style", "title", "summary", "script", "head"))
_TEXTS = frozenset(("p", "li", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "dt", "dd"))
_BOLD = frozenset(("strong", "b"))


def read_page(html: str) -> Page:
    """The parts of a page; what cannot be told in them is left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    """Reads tag by tag; ``_deep`` counts how far inside something skipped it is."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._deep, self._inside, self._titled = 0, False, False
        self._text: Text | None = None
        self._table: Table | None = None
        self._picture: Picture | None = None
        self._cell: Cell | None = None
        self._bold, self._drawing, self._telling, self._caption = 0, False, False, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.page.language = given.get("lang", "")
        if tag == "title" and not self._inside:
            self._titled = True
        self._inside = self._inside or tag == "main"
        if self._drawing:
            self._telling = tag == "desc" and self._picture is not None and not self._picture.alt
        elif tag == "svg":
            self._drawing = True
        elif tag in _SKIPPED:
            self._deep += 1
        elif self._inside and not self._deep:
            self._open(tag, given)

    def _open(self, tag: str, given: dict[str, str]) -> None:
        role = given.get("class", "")
        if tag in _BOLD:
            self._bold += 1
        elif tag == "figure":
            self._picture = Picture(given.get("data-figure", ""))
            self.page.parts.append(self._picture)
        elif tag == "img":
            self._image(given)
        elif tag == "table":
            self._table = Table()
            self.page.parts.append(self._table)
        elif self._table is not None:
            self._open_in_table(tag, role)
        elif tag == "ul" and "minga-tiles" in role:
            self._text = Text("paragraph", role="tiles")
            self.page.parts.append(self._text)
        elif tag in _TEXTS and not (self._text and self._text.role == "tiles"):
            kind: Literal["heading", "paragraph", "item"] = (
                "heading" if tag[0] == "h" else "item" if tag == "li" else "paragraph")
            self._text = Text(kind, level=int(tag[1]) if kind == "heading" else 0, role=role.removeprefix("minga-"))
            self.page.parts.append(self._text)
        elif tag == "li" and self._text and self._text.runs:
            self._text.runs.append(("   ", False))

    def _open_in_table(self, tag: str, role: str) -> None:
        assert self._table is not None
        if tag == "caption":
            self._caption = True
        elif tag == "tr":
            self._table.rows.append([])
        elif tag in ("th", "td") and self._table.rows:
            self._cell = Cell(number="minga-number" in role)
            self._table.rows[-1].append(self._cell)
        elif tag in ("small", "br") and self._cell is not None:
            self._cell.lines.append("")

    def _image(self, given: dict[str, str]) -> None:
        if self._picture is None:
            self._picture = Picture()
            self.page.parts.append(self._picture)
        self._picture.alt = given.get("alt", "")
        head, _sign, content = given.get("src", "").partition(";base64,")
        if head in ("data:image/png", "data:image/jpeg"):
            try:
                self._picture.content = base64.b64decode(content, validate=True)
            except binascii.Error:
                return

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self._drawing = False
        elif self._drawing:
            self._telling = False
        elif tag in _SKIPPED:
            self._deep, self._titled = max(0, self._deep - 1), False
        elif not self._deep:
            self._close(tag)

    def _close(self, tag: str) -> None:
        if tag in _BOLD:
            self._bold = max(0, self._bold - 1)
        elif tag == "figure":
            self._picture = None
        elif tag == "table":
            self._table = self._cell = None
        elif tag == "caption":
            self._caption = False
        elif tag == "thead" and self._table is not None:
            self._table.head = len(self._table.rows)
        elif tag in ("th", "td"):
            self._cell = None
        elif tag == "ul" or (tag in _TEXTS and not (self._text and self._text.role == "tiles")):
            self._text = None
        elif tag == "main":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._titled:
            self.page.title += data
        elif self._drawing:
            if self._telling and self._picture is not None:
                self._picture.alt += data
        elif self._deep or not self._inside:
            return
        elif self._caption and self._table is not None:
            self._table.caption += data
        elif self._cell is not None:
            self._cell.lines[-1] += data
        elif self._text is not None and (data.strip() or self._text.runs):
            self._text.runs.append((" ".join(data.split("\n")), self._bold > 0))
