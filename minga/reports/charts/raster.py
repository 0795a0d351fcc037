"""Marks as a PNG picture, with Pillow.

What has slanted lines or dots is drawn larger and made smaller, so that they are smooth. Two hundred colours are
plenty for letters and bars; a picture of so few is a third of the size and half of the time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from minga.reports.charts.marks import PAPER, Box, Dot, Hatch, Line, Mark, Point, Shape, Words
from minga.reports.charts.measure import font

_FINE = 2
"""How many times larger a picture with slanted lines is drawn than it is kept."""
_COLOURS = 200
_LARGEST = 60_000_000
"""Pixels of the largest sheet that is drawn; a taller one is drawn less finely."""


def png(marks: Sequence[Mark], width: float, height: float, scale: float = 2) -> bytes:
    """A drawing as PNG; the same marks give the same bytes.

    Args:
        marks: from the ground up.
        width: of the sheet, in its own pixels.
        height: of the sheet.
        scale: pixels of the picture for each pixel of the sheet.
    """
    scale = min(scale, math.sqrt(_LARGEST / (width * height)))
    fine = _FINE if any(map(_slanted, marks)) and width * height * (scale * _FINE) ** 2 <= _LARGEST else 1
    times = scale * fine
    sheet = Image.new("RGB", (math.ceil(width * times), math.ceil(height * times)), PAPER)
    pen = ImageDraw.Draw(sheet)
    for mark in marks:
        _draw(pen, mark, times)
    if fine > 1:
        sheet = sheet.reduce(fine)
    out = BytesIO()
    _few(sheet).save(out, "PNG", compress_level=1, dpi=(72 * scale, 72 * scale))
    return out.getvalue()


def _slanted(mark: Mark) -> bool:
    """Whether a mark would show steps: anything but level and upright lines."""
    if isinstance(mark, Line):
        return any(x1 != x2 and y1 != y2 for (x1, y1), (x2, y2) in zip(mark.points, mark.points[1:], strict=False))
    return isinstance(mark, Dot)


def _few(sheet: Image.Image) -> Image.Image:
    """The picture in few colours; paper stays white."""
    made = sheet.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    made.putpalette([255 if part >= 253 else part for part in made.getpalette() or []])
    return made


def _draw(pen: ImageDraw.ImageDraw, mark: Mark, times: float) -> None:
    match mark:
        case Words():
            anchor = {"left": "ls", "center": "ms", "right": "rs"}[mark.anchor]
            pen.text((mark.x * times, mark.y * times), mark.text, mark.colour,
                     font(max(1, round(mark.size * times)), mark.bold), anchor=anchor)
        case Box():
            _box(pen, mark, times)
        case Hatch():
            for stroke in mark.strokes:
                pen.line(_scaled(stroke, times), mark.colour, _wide(0.7, times))
        case Line():
            for part in _dashes(mark.points, mark.dash) if mark.dash else (mark.points,):
                pen.line(_scaled(part, times), mark.colour, _wide(mark.width, times))
        case Shape():
            pen.polygon(_scaled(mark.points, times), mark.fill)
            pen.line(_scaled((*mark.points, mark.points[0]), times), mark.edge or mark.fill, _wide(1, times))
        case Dot():
            x, y, r = mark.x * times, mark.y * times, (mark.radius + 0.7) * times
            pen.ellipse((x - r, y - r, x + r, y + r), mark.fill, mark.edge, _wide(1.4, times))


def _box(pen: ImageDraw.ImageDraw, box: Box, times: float) -> None:
    if box.width <= 0 or box.height <= 0:
        return
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    area = tuple(round(n * times) for n in (left, top, right, bottom))
    area = (area[0], area[1], max(area[0], area[2] - 1), max(area[1], area[3] - 1))
    if box.radius:
        pen.rounded_rectangle(area, box.radius * times, box.fill, box.edge or None, _wide(0.8, times))
        return
    edge = box.edge if box.edge and not box.dashed else None
    pen.rectangle(area, box.fill, edge, _wide(0.8, times) if edge else 0)
    if box.edge and box.dashed:
        around = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
        for part in _dashes(around, (3, 2)):
            pen.line(_scaled(part, times), box.edge, _wide(0.8, times))


def _scaled(points: Sequence[Point], times: float) -> list[Point]:
    return [(x * times, y * times) for x, y in points]


def _wide(width: float, times: float) -> int:
    return max(1, round(width * times))


def _dashes(points: Sequence[Point], dash: Sequence[float]) -> Iterator[tuple[Point, Point]]:
    """The pieces of a line that are drawn, along each of its segments."""
    on, off = dash[0], dash[1] if len(dash) > 1 else dash[0]
    for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
        length = math.hypot(x2 - x1, y2 - y1)
        for number in range(int(length / (on + off)) + 1 if length else 0):
            start = number * (on + off)
            end = min(length, start + on)
            yield ((x1 + (x2 - x1) * start / length, y1 + (y2 - y1) * start / length),
                   (x1 + (x2 - x1) * end / length, y1 + (y2 - y1) * end / length))
