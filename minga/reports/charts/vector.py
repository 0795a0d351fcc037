"""A sheet as SVG, written by matplotlib: text stays text, and the same marks give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import Any

import matplotlib
import numpy as np
from markupsafe import escape
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgba
from matplotlib.text import Text

from minga.reports.charts.layers import layers
from minga.reports.charts.marks import PAPER, Box, Mark, Point, Words
from minga.reports.charts.measure import plain
from minga.reports.charts.pen import SETTINGS, draw, font

_UNTOLD = dict.fromkeys(("Date", "Creator", "Format", "Type"))


def write(marks: Sequence[Mark], width: float, height: float) -> str:
    """A drawing as matplotlib writes it.

    Args:
        marks: from the ground up; words lie on top of all.
        width: of the sheet, in pixels.
        height: of the sheet.
    """
    out, height = StringIO(), round(height, 1)
    with matplotlib.rc_context(SETTINGS):
        renderer = RendererSVG(width, height, out, metadata=_UNTOLD)
        for layer in layers([Box(0, 0, width, height, PAPER), *marks]):
            draw(renderer, layer.look, _upright(layer.points, height), layer.codes)
        _words(renderer, [mark for mark in marks if isinstance(mark, Words)], height)
        renderer.finalize()
    return out.getvalue()


def _upright(points: Sequence[Point], height: float) -> Any:
    """Points from the bottom left; nobody sees more than a tenth of a pixel, and without it a page is smaller."""
    return np.array(points).round(1) * (1, -1) + (0, height)


def _words(renderer: RendererSVG, words: Sequence[Words], height: float) -> None:
    anchor = Text()
    for mark in words:
        context = renderer.new_gc()
        context.set_foreground(to_rgba(mark.colour), isRGBA=True)
        x, y = round(mark.x, 1), round(mark.y, 1)
        if mark.anchor != "left":  # the reader's own font is another one, so it must know where the text hangs
            anchor.set_position((x, height - y))
            anchor.set_horizontalalignment(mark.anchor)
        renderer.draw_text(context, x, y, mark.text, font(mark.size, mark.bold), 0,
                           mtext=anchor if mark.anchor != "left" else None)


def standalone(written: str, title: str = "", description: str = "") -> bytes:
    """A drawing as a file of its own, with its name and its alternative text.

    Args:
        written: as matplotlib wrote it.
        title: its name, one sentence.
        description: its alternative text.
    """
    told = "".join(f" <{tag}>{escape(plain(words))}</{tag}>\n"
                   for tag, words in (("title", title), ("desc", description)) if words)
    head, defs, body = written.partition(" <defs>\n")  # what stands before it is one tag, which matplotlib ends so
    return f'{head.removesuffix(_OPEN)} role="img"{_OPEN}{told}{defs}{body}'.encode()


_OPEN = ">\n"
