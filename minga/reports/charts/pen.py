"""Paths put down by matplotlib: its renderers are handed one after another.

No pyplot, no figure and no artist stand in between: a sheet has nothing to lay out, a report has two dozen of them,
and with artists they take six times as long.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from minga.reports.charts.layers import Look
from minga.reports.charts.measure import font_file

SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",  # text stays text: it can be searched, copied and read aloud
    "font.sans-serif": ["DejaVu Sans", "Verdana"],  # the second where the first is not installed
    "path.simplify": False,
}
"""All that renderers look up, whatever the person's matplotlibrc says."""

_AS_IT_IS = IdentityTransform()


@lru_cache(maxsize=256)
def font(size: float, bold: bool = False) -> FontProperties:
    """The font of every chart; named by its file, it is not searched for."""
    return FontProperties(family="sans-serif", style="normal", variant="normal", stretch="normal", size=size,
                          weight="bold" if bold else "normal", fname=font_file(bold))


def draw(renderer: RendererBase, look: Look, vertices: Any, codes: Any) -> None:
    """Put down one path.

    Args:
        renderer: of any of matplotlib's backends.
        look: how it is drawn.
        vertices: an array (n, 2), in units of the renderer, from the bottom left.
        codes: what leads to each of them, as matplotlib counts.
    """
    context = renderer.new_gc()
    context.set_linewidth(look.width if look.edge else 0)  # in points: renderers know how many of their units those are
    context.set_snap(look.level)
    if look.edge:
        context.set_foreground(to_rgba(look.edge), isRGBA=True)
    if look.dash:
        context.set_dashes(0, look.dash)
    renderer.draw_path(context, Path(np.asarray(vertices), codes), _AS_IT_IS,
                       to_rgba(look.fill) if look.fill else None)
