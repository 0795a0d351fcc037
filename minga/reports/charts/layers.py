"""From marks to paths: those that look alike become one path, as far as nothing that lies between them touches them.

A heat map has hundreds of marks and a dozen looks; drawing takes so long, and a page so much room, as there are paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from matplotlib.patches import BoxStyle
from matplotlib.path import Path

from minga.reports.charts.marks import Box, Dot, Hatch, Line, Mark, Point, Shape, Words

_CIRCLE = Path.arc(0, 360, 4)
_ROOM = 0.5
"""Pixels around a path that count as touched by it."""


class Look(NamedTuple):
    """How a path is drawn.

    Attributes:
        fill: colour, or nothing.
        edge: colour of its line, or nothing.
        width: of its line, in pixels.
        dash: lengths on and off; a line without gaps has none.
        level: whether all of it is level or upright, and looks best on whole pixels.
    """

    fill: str = ""
    edge: str = ""
    width: float = 0
    dash: tuple[float, ...] = ()
    level: bool = False


class Layer:
    """A path of one look.

    Attributes:
        points: its vertices.
        codes: what leads to each of them, as matplotlib counts.
    """

    def __init__(self, look: Look) -> None:
        self.look = look
        self.points: list[Point] = []
        self.codes: list[int] = []
        self._parts: list[tuple[float, float, float, float]] = []
        self._whole = (float("inf"), float("inf"), -float("inf"), -float("inf"))

    def touches(self, part: tuple[float, float, float, float]) -> bool:
        """Whether something within these sides (left, top, right, bottom) may touch this."""
        return _meet(self._whole, part) and any(_meet(mine, part) for mine in self._parts)

    def add(self, points: Sequence[Point], codes: Sequence[int], part: tuple[float, float, float, float]) -> None:
        """Make something a part of this path."""
        self.points += points
        self.codes += codes
        self._parts.append(part)
        left, top, right, bottom = self._whole
        self._whole = min(left, part[0]), min(top, part[1]), max(right, part[2]), max(bottom, part[3])


def layers(marks: Iterable[Mark]) -> list[Layer]:
    """The paths of some marks, from the ground up; words are none."""
    found: list[Layer] = []
    for mark in marks:
        if isinstance(mark, Words):
            continue
        look, points, codes = _outline(mark)
        xs, ys = zip(*points, strict=True)
        room = look.width / 2 + _ROOM
        part = min(xs) - room, min(ys) - room, max(xs) + room, max(ys) + room
        _place(found, look, part).add(points, codes, part)
    return found


def _place(found: list[Layer], look: Look, part: tuple[float, float, float, float]) -> Layer:
    """The layer for something: the uppermost of its look, unless it would slip under what it must lie on."""
    for layer in reversed(found):
        touched = layer.touches(part)
        if layer.look == look and not (touched and look.fill and look.edge):
            return layer
        if touched:
            break
    found.append(Layer(look))
    return found[-1]


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _outline(mark: Box | Hatch | Line | Shape | Dot) -> tuple[Look, Sequence[Point], Sequence[int]]:
    match mark:
        case Box():
            return _box(mark)
        case Hatch():
            points = [point for stroke in mark.strokes for point in stroke]
            return (Look("", mark.colour, 0.7, (), _is_level(points[:2])), points,
                    [Path.MOVETO, Path.LINETO] * len(mark.strokes))
        case Line():
            return (Look("", mark.colour, mark.width, mark.dash, _is_level(mark.points)), mark.points,
                    [Path.MOVETO, *[Path.LINETO] * (len(mark.points) - 1)])
        case Shape():
            return Look(mark.fill, mark.edge or mark.fill, 1), *_closed(mark.points)
        case Dot():
            circle = _CIRCLE.vertices * mark.radius + (mark.x, mark.y)
            return Look(mark.fill, mark.edge, 1.4), circle.tolist(), _CIRCLE.codes.tolist()


def _box(box: Box) -> tuple[Look, Sequence[Point], Sequence[int]]:
    x, y, width, height = box.x, box.y, max(0.0, box.width), max(0.0, box.height)
    look = Look(box.fill, box.edge, 0.8 if box.edge else 0, (3, 2) if box.dashed and box.edge else (), not box.radius)
    if not box.radius:
        return look, *_closed(((x, y), (x + width, y), (x + width, y + height), (x, y + height)))
    rounded = BoxStyle.Round(0, box.radius)(x, y, width, height, 1)
    return look, rounded.vertices.tolist(), rounded.codes.tolist()


def _closed(points: Sequence[Point]) -> tuple[Sequence[Point], Sequence[int]]:
    return (*points, points[0]), (Path.MOVETO, *[Path.LINETO] * (len(points) - 1), Path.CLOSEPOLY)


def _is_level(points: Sequence[Point]) -> bool:
    return all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(points))
