"""Marks put down by matplotlib: its renderers are handed one path after another.

No pyplot, no figure and no artist stand in between: a sheet has nothing to lay out, a report has two dozen of them,
and artists make every mark take three times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.patches import BoxStyle
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from minga.reports.charts.marks import Box, Dot, Hatch, Line, Mark, Point, Shape
from minga.reports.charts.measure import font_file

SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",  # text stays text: it can be searched, copied and read aloud
    "svg.id": None,
    "font.sans-serif": ["DejaVu Sans", "Verdana"],  # the second where the first is not installed
    "path.simplify": False,
}
"""All that renderers look up, whatever the person's matplotlibrc says."""

_AS_IT_IS = IdentityTransform()
_CIRCLE = Path.arc(0, 360, 4)


@lru_cache(maxsize=256)
def font(size: float, bold: bool = False) -> FontProperties:
    """The font of every chart; named by its file, it is not searched for."""
    return FontProperties(family="sans-serif", style="normal", variant="normal", stretch="normal", size=size,
                          weight="bold" if bold else "normal", fname=font_file(bold))


class Pen:
    """Draws on a renderer, in pixels of the sheet, from the top left.

    Args:
        renderer: of any of matplotlib's backends.
        height: of the sheet.
        scale: units of the renderer for each pixel.
    """

    def __init__(self, renderer: RendererBase, height: float, scale: float = 1) -> None:
        self._renderer, self._height, self._scale = renderer, height, scale

    def draw(self, marks: Iterable[Mark]) -> None:
        """Put marks down, from the ground up; words are left to whoever knows how they are kept."""
        for mark in marks:
            match mark:
                case Box():
                    self._box(mark)
                case Hatch():
                    self.path([point for stroke in mark.strokes for point in stroke],
                              [Path.MOVETO, Path.LINETO] * len(mark.strokes), "", mark.colour, 0.7)
                case Line():
                    self.path(mark.points, None, "", mark.colour, mark.width, mark.dash)
                case Shape():
                    self.polygon(mark.points, mark.fill, mark.edge or mark.fill, 1)
                case Dot():
                    self.path(_CIRCLE.vertices * mark.radius + (mark.x, mark.y), _CIRCLE.codes, mark.fill, mark.edge,
                              1.4)

    def _box(self, box: Box) -> None:
        x, y, width, height = box.x, box.y, max(0.0, box.width), max(0.0, box.height)
        if box.radius:
            rounded = BoxStyle.Round(0, box.radius)(x, y, width, height, 1)
            self.path(rounded.vertices, rounded.codes, box.fill, box.edge, 0.8)
        else:
            self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], box.fill, box.edge, 0.8,
                         (3, 2) if box.dashed else ())

    def polygon(self, points: Sequence[Point], fill: str, edge: str = "", width: float = 0,
                dash: Sequence[float] = ()) -> None:
        """A closed line through some points."""
        self.path([*points, points[0]], [Path.MOVETO, *[Path.LINETO] * (len(points) - 1), Path.CLOSEPOLY], fill, edge,
                  width, dash)

    def path(self, points: Any, codes: Any, fill: str, edge: str = "", width: float = 0,
             dash: Sequence[float] = (), fine: bool = False) -> None:
        """Any path, filled, drawn along its edge, or both.

        Args:
            points: vertices (n, 2).
            codes: what leads to each of them, as matplotlib counts; None for one line through all.
            fill: colour, or nothing.
            edge: colour, or nothing.
            width: of the edge.
            dash: lengths on and off, or nothing.
            fine: whether less than a tenth of a pixel is seen.
        """
        vertices = np.array(points, dtype=float)
        if not fine:  # a page is smaller without it
            vertices = vertices.round(1)
        vertices[:, 1] = self._height - vertices[:, 1]
        context = self._renderer.new_gc()
        context.set_linewidth(width if edge else 0)  # in points, whatever the scale
        if fine:
            context.set_snap(False)
        if edge:
            context.set_foreground(to_rgba(edge), isRGBA=True)
            if dash:
                context.set_dashes(0, dash)
        self._renderer.draw_path(context, Path(vertices * self._scale, codes), _AS_IT_IS,
                                 to_rgba(fill) if fill else None)
