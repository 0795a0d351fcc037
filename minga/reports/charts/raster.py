"""Marks as a PNG picture, with Pillow, straight into a palette: a report has a dozen and nobody waits for them.

Level and upright edges are sharp as they are. Letters, slanted lines and dots are stamped: drawn in shades of grey,
and put down as shades between paper and their colour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw

from minga.reports.charts.marks import PAPER, Box, Dot, Hatch, Line, Mark, Point, Shape, Words
from minga.reports.charts.measure import font

_LARGEST = 60_000_000
"""Pixels of the largest picture; a taller sheet is drawn smaller."""
_SHADES = 8
"""Steps from paper to a colour."""
_FINE = 2
"""How many times larger a stamp with slanted lines is drawn than it is put down."""


def png(marks: Sequence[Mark], width: float, height: float, scale: float = 2) -> bytes:
    """A drawing as PNG; the same marks give the same bytes.

    Args:
        marks: from the ground up.
        width: of the sheet, in its own pixels.
        height: of the sheet.
        scale: pixels of the picture for each pixel of the sheet.
    """
    scale = min(scale, math.sqrt(_LARGEST / (width * height)))
    sheet = _Sheet(math.ceil(width * scale), math.ceil(height * scale), scale)
    for mark in marks:
        sheet.draw(mark)
    return sheet.content()


class _Sheet:
    """A picture in the making."""

    def __init__(self, width: int, height: int, scale: float) -> None:
        self._image, self._scale = Image.new("P", (width, height), 0), scale
        self._pen = ImageDraw.Draw(self._image)
        self._palette: list[int] = []
        self._places: dict[str, int] = {}
        self._tables: dict[str, bytes] = {}
        self._ink(PAPER)

    def content(self) -> bytes:
        """The picture as a file."""
        self._image.putpalette(self._palette[:768])
        out, dots = BytesIO(), 72 * self._scale
        self._image.save(out, "PNG", compress_level=1, dpi=(dots, dots))
        return out.getvalue()

    def draw(self, mark: Mark) -> None:
        """Put one mark on the sheet."""
        match mark:
            case Words():
                self._words(mark)
            case Box():
                self._box(mark)
            case Hatch():
                self._soft(mark.colour, [p for stroke in mark.strokes for p in stroke], 1, lambda pen, at, times: [
                    pen.line([at(p) for p in stroke], 255, max(1, round(times))) for stroke in mark.strokes])
            case Line():
                self._line(mark)
            case Shape():
                closed = (*mark.points, mark.points[0])
                self._soft(mark.fill, closed, 1, lambda pen, at, times: pen.polygon([at(p) for p in mark.points], 255))
                self._soft(mark.edge or mark.fill, closed, 1, lambda pen, at, times: pen.line(
                    [at(p) for p in closed], 255, max(1, round(times)), joint="curve"))
            case Dot():
                inside = [] if mark.fill == mark.edge else [(mark.fill, mark.radius - 0.7)]
                for colour, radius in [(mark.edge, mark.radius + 0.7), *inside]:
                    corners = ((mark.x - radius, mark.y - radius), (mark.x + radius, mark.y + radius))
                    self._soft(colour, corners, 1, lambda pen, at, times, corners=corners: pen.ellipse(
                        [at(p) for p in corners], 255))

    def _ink(self, colour: str) -> int:
        """The place of a colour in the palette; charts have a dozen colours, and a dozen times eight fit."""
        if colour not in self._places:
            self._places[colour] = min(255, len(self._palette) // 3)
            self._palette += [int(colour[i:i + 2], 16) for i in (1, 3, 5)]
        return self._places[colour]

    def _table(self, colour: str) -> bytes:
        """For each grey of a stamp, the place of the shade that it becomes."""
        if colour not in self._tables:
            end = [int(colour[i:i + 2], 16) for i in (1, 3, 5)]
            shades = [self._ink("#" + "".join(f"{round(255 + (part - 255) * n / _SHADES):02X}" for part in end))
                      for n in range(_SHADES + 1)]
            self._tables[colour] = bytes(shades[round(grey * _SHADES / 255)] for grey in range(256))
        return self._tables[colour]

    def _put(self, stamp: Image.Image, colour: str, left: int, top: int) -> None:
        greys = stamp.tobytes()  # two tables over bytes are a good deal quicker than Pillow's own
        shades, seen = (Image.frombytes("L", stamp.size, greys.translate(table))
                        for table in (self._table(colour), _SEEN))
        self._image.paste(shades, (left, top), seen)

    def _words(self, mark: Words) -> None:
        if not mark.text.strip():
            return
        letters = font(max(1, round(mark.size * self._scale)), mark.bold)
        anchor = {"left": "ls", "center": "ms", "right": "rs"}[mark.anchor]
        x, y = round(mark.x * self._scale), round(mark.y * self._scale)
        left, top, right, bottom = (int(n) for n in letters.getbbox(mark.text, anchor=anchor))
        stamp = Image.new("L", (right - left + 2, bottom - top + 2))
        ImageDraw.Draw(stamp).text((1 - left, 1 - top), mark.text, 255, letters, anchor=anchor)
        self._put(stamp, mark.colour, x + left - 1, y + top - 1)

    def _box(self, box: Box) -> None:
        if box.width <= 0 or box.height <= 0:
            return
        left, top, right, bottom = (round(n * self._scale) for n in (
            box.x, box.y, box.x + box.width, box.y + box.height))
        area = (left, top, max(left, right - 1), max(top, bottom - 1))
        wide = max(1, round(0.8 * self._scale))
        edge = self._ink(box.edge) if box.edge and not box.dashed else None
        if box.radius:
            self._pen.rounded_rectangle(area, box.radius * self._scale, self._ink(box.fill), edge, wide)
            return
        self._pen.rectangle(area, self._ink(box.fill), edge, wide if edge is not None else 0)
        if box.edge and box.dashed:
            x1, y1, x2, y2 = box.x, box.y, box.x + box.width, box.y + box.height
            self._line(Line(((x1, y1), (x2, y1), (x2, y2), (x1, y2), (x1, y1)), box.edge, 0.8, (3, 2)))

    def _line(self, line: Line) -> None:
        parts = _dashes(line.points, line.dash) if line.dash else [line.points]
        if any(x1 != x2 and y1 != y2 for (x1, y1), (x2, y2) in pairwise(line.points)):
            self._soft(line.colour, line.points, line.width, lambda pen, at, times: [
                pen.line([at(p) for p in part], 255, max(1, round(line.width * times)), joint="curve")
                for part in parts])
            return
        for part in parts:
            self._pen.line([(x * self._scale, y * self._scale) for x, y in part], self._ink(line.colour),
                           max(1, round(line.width * self._scale)))

    def _soft(self, colour: str, points: Sequence[Point], width: float, draw: Callable[..., object]) -> None:
        """Stamp something with slanted edges: drawn larger in grey, then made smaller."""
        left = math.floor((min(x for x, _y in points) - width) * self._scale) - 1
        top = math.floor((min(y for _x, y in points) - width) * self._scale) - 1
        right = math.ceil((max(x for x, _y in points) + width) * self._scale) + 1
        bottom = math.ceil((max(y for _x, y in points) + width) * self._scale) + 1
        stamp = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE))
        times = self._scale * _FINE

        def at(point: Point) -> Point:
            return point[0] * times - left * _FINE, point[1] * times - top * _FINE

        draw(ImageDraw.Draw(stamp), at, times)
        self._put(stamp.reduce(_FINE), colour, left, top)


_SEEN = bytes(255 if grey * _SHADES >= 128 else 0 for grey in range(256))
"""What of a stamp is put down at all: whatever is nearer to the first shade than to paper."""


def _dashes(points: Sequence[Point], dash: Sequence[float]) -> list[tuple[Point, Point]]:
    """The pieces of a line that are drawn, along each of its segments."""
    on, off = dash[0], dash[1] if len(dash) > 1 else dash[0]
    found: list[tuple[Point, Point]] = []
    for (x1, y1), (x2, y2) in pairwise(points):
        length = math.hypot(x2 - x1, y2 - y1)
        for number in range(int(length / (on + off)) + 1 if length else 0):
            start = number * (on + off)
            end = min(length, start + on)
            found.append(((x1 + (x2 - x1) * start / length, y1 + (y2 - y1) * start / length),
                          (x1 + (x2 - x1) * end / length, y1 + (y2 - y1) * end / length)))
    return found
