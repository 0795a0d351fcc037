"""The row of marks with their words that stands on top of a chart."""

from __future__ import annotations

from collections.abc import Sequence

from minga.reports.charts.canvas import Canvas, width_of
from minga.reports.words import Look


def legend(canvas: Canvas, looks: Sequence[Look], y: float) -> float:
    """A row (or more) of marks with their words; returns the y below it."""
    x = 0.0
    for look in looks:
        words = f"{look.glyph} {look}"
        wide = 22 + width_of(words, 12) + 18
        if x and x + wide > canvas.width:
            x, y = 0.0, y + 22
        canvas.box(x + 1, y, 15, 13, look.colour, look.hatch, edge="#7B8794")
        canvas.text(x + 22, y + 11, words, 12)
        x += wide
    return y + 28
