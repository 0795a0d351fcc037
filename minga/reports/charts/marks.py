"""What can stand on a sheet: six kinds of mark, in pixels from the top left. Whoever draws them needs no other."""

from __future__ import annotations

from dataclasses import dataclass

from minga.reports.charts.hatch import Stroke

Point = tuple[float, float]

INK, MUTED, GRID, PAPER, ACCENT = "#1F2933", "#52606D", "#D5DAE0", "#FFFFFF", "#0072B2"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; without ``edge`` it has none."""

    x: float
    y: float
    width: float
    height: float
    fill: str = GRID
    edge: str = ""
    dashed: bool = False
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Hatch:
    """The strokes of a pattern."""

    strokes: tuple[Stroke, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line through some points; ``dash`` is a length on and a length off."""

    points: tuple[Point, ...]
    colour: str = GRID
    width: float = 1
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A closed polygon."""

    points: tuple[Point, ...]
    fill: str
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A round mark."""

    x: float
    y: float
    fill: str
    edge: str
    radius: float = 3.2


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text: ``y`` is its baseline, ``anchor`` is ``left``, ``center`` or ``right``."""

    x: float
    y: float
    text: str
    size: float = 12
    colour: str = INK
    bold: bool = False
    anchor: str = "left"


Mark = Box | Hatch | Line | Shape | Dot | Words


def dark(colour: str) -> bool:
    """Whether white is read better than ink on a colour."""
    red, green, blue = (int(colour[i:i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 150
