"""A sheet to draw on, in pixels from the top left: it keeps its marks, and matplotlib writes them as SVG or PNG.

Whatever is drawn later lies on top, but words lie on top of all. Text from people is never read as markup.
"""

from __future__ import annotations

from minga.reports.charts.hatch import strokes
from minga.reports.charts.marks import ACCENT, GRID, INK, MUTED, PAPER, Box, Dot, Hatch, Line, Mark, Shape, Words, dark
from minga.reports.charts.measure import plain, width_of, wrap

__all__ = ["ACCENT", "GRID", "INK", "MUTED", "PAPER", "Canvas", "plain", "width_of", "wrap"]


class Canvas:
    """A sheet as wide as asked and as tall as what is drawn on it."""

    def __init__(self, width: float) -> None:
        self.width, self._bottom = width, 0.0
        self.marks: list[Mark] = []
        self._written = ""

    @property
    def height(self) -> float:
        """How tall the sheet is, with a little room below."""
        return self._bottom + 6

    def box(self, x: float, y: float, width: float, height: float, fill: str = GRID, hatch: str = "",
            edge: str | None = None, dashed: bool = False, radius: float = 0) -> None:
        """A rectangle; its hatch is drawn in ink over the fill."""
        self._add(Box(x, y, width, height, fill, edge or "", dashed, radius), y + height)
        inset = 0.8 if edge else 0  # strokes over an edge would make it look dashed, which means approximate
        if found := strokes(hatch, x + inset, y + inset, width - 2 * inset, height - 2 * inset):
            self._add(Hatch(tuple(found), PAPER if dark(fill) else "#7B8794"), y + height)

    def line(self, points: list[tuple[float, float]], colour: str = GRID, width: float = 1,
             dash: tuple[float, ...] = ()) -> None:
        """A line through some points."""
        self._add(Line(tuple(points), colour, width, dash), max(y for _x, y in points))

    def shape(self, points: list[tuple[float, float]], fill: str, edge: str | None = None) -> None:
        """A closed polygon."""
        self._add(Shape(tuple(points), fill, edge or ""), max(y for _x, y in points))

    def dot(self, x: float, y: float, fill: str, edge: str, radius: float = 3.2) -> None:
        """A round mark."""
        self._add(Dot(x, y, fill, edge, radius), y + radius)

    def text(self, x: float, y: float, words: str, size: float = 12, colour: str = INK, bold: bool = False,
             anchor: str = "left") -> None:
        """One line of text whose baseline is at ``y``."""
        self._add(Words(x, y, plain(words), size, colour, bold, anchor), y + size * 0.35)

    def ground(self, x: float, y: float, words: str, size: float, bold: bool = False) -> None:
        """Clean paper under one line of text, so that no other line crosses it."""
        self.box(x - 2, y - size, width_of(plain(words), size, bold) + 4, size * 1.4, PAPER)

    def lines(self, x: float, y: float, words: str, width: float, size: float = 12, most: int = 2,
              colour: str = INK, bold: bool = False, ground: bool = False) -> float:
        """Text wrapped to a width; returns the baseline of its last line."""
        for number, line in enumerate(wrap(words, width, size, most, bold)):
            y += size * 1.3 if number else 0
            if ground:
                self.ground(x, y, line, size, bold)
            self.text(x, y, line, size, colour, bold)
        return y

    def _add(self, mark: Mark, bottom: float) -> None:
        self.marks.append(mark)
        self._written = ""
        self._bottom = max(self._bottom, bottom)

    @property
    def written(self) -> str:
        """The drawing as matplotlib writes it, once for the page and for the file."""
        from minga.reports.charts.vector import write

        self._written = self._written or write(self.marks, self.width, self.height)
        return self._written

    def svg(self, title: str = "", description: str = "") -> bytes:
        """The drawing as an SVG file, with its name and its alternative text."""
        from minga.reports.charts.vector import standalone

        return standalone(self.written, title, description)

    def png(self, scale: float = 2) -> bytes:
        """The drawing as a PNG picture, so many times larger than its pixels."""
        from minga.reports.charts.picture import png

        return png(self.marks, self.width, self.height, scale)
