"""Marks as SVG: text stays text, every mark is one short element, and nothing of the outside is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import escape

from minga.reports.charts.marks import PAPER, Box, Dot, Hatch, Line, Mark, Point, Shape, Words
from minga.reports.charts.measure import plain

if TYPE_CHECKING:
    from minga.reports.charts.canvas import Canvas

_ANCHORS = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}


def standalone(canvas: Canvas, title: str = "", description: str = "") -> bytes:
    """A drawing as a file of its own."""
    told = "".join(f"<{tag}>{escape(plain(words))}</{tag}>" for tag, words in (("title", title), ("desc", description))
                   if words)
    size = f'width="{_n(canvas.width)}" height="{_n(canvas.height)}"'
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" {_view(canvas)} {size} '
            f'role="img" font-family="DejaVu Sans, Verdana, sans-serif">{told}'
            f'<rect {size} fill="{PAPER}"/>{"".join(map(_mark, canvas.marks))}</svg>\n').encode()


def inline(canvas: Canvas, prefix: str, title: str, description: str) -> str:
    """A drawing as an element of an HTML page, in the font of the page.

    Args:
        canvas: the drawing.
        prefix: what its two ids begin with, so that several drawings can share a page.
        title: its name, one sentence.
        description: its alternative text.
    """
    return (f'<svg {_view(canvas)} role="img" style="max-width:{_n(canvas.width)}px" '
            f'aria-labelledby="{prefix}-title {prefix}-desc"><title id="{prefix}-title">{escape(plain(title))}</title>'
            f'<desc id="{prefix}-desc">{escape(plain(description))}</desc>{"".join(map(_mark, canvas.marks))}</svg>')


def _view(canvas: Canvas) -> str:
    return f'viewBox="0 0 {_n(canvas.width)} {_n(canvas.height)}"'


def _n(number: float) -> str:
    """A number to a tenth of a pixel."""
    return f"{number:.1f}".removesuffix(".0")


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _mark(mark: Mark) -> str:
    match mark:
        case Words():
            bold = ' font-weight="bold"' if mark.bold else ""
            return (f'<text x="{_n(mark.x)}" y="{_n(mark.y)}" font-size="{_n(mark.size)}" fill="{mark.colour}"'
                    f"{_ANCHORS[mark.anchor]}{bold}>{escape(mark.text)}</text>")
        case Box():
            edge = f' stroke="{mark.edge}" stroke-width=".8"' if mark.edge else ""
            edge += ' stroke-dasharray="3 2"' if mark.dashed and mark.edge else ""
            edge += f' rx="{_n(mark.radius)}"' if mark.radius else ""
            return (f'<rect x="{_n(mark.x)}" y="{_n(mark.y)}" width="{_n(max(0, mark.width))}" '
                    f'height="{_n(max(0, mark.height))}" fill="{mark.fill}"{edge}/>')
        case Hatch():
            return (f'<path d="{"".join(map(_path, mark.strokes))}" fill="none" stroke="{mark.colour}" '
                    'stroke-width=".7"/>')
        case Line():
            dash = f' stroke-dasharray="{" ".join(map(_n, mark.dash))}"' if mark.dash else ""
            return (f'<path d="{_path(mark.points)}" fill="none" stroke="{mark.colour}" '
                    f'stroke-width="{_n(mark.width)}"{dash}/>')
        case Shape():
            return f'<path d="{_path(mark.points)}Z" fill="{mark.fill}" stroke="{mark.edge or mark.fill}"/>'
        case Dot():
            return (f'<circle cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.radius)}" fill="{mark.fill}" '
                    f'stroke="{mark.edge}" stroke-width="1.4"/>')
