"""Stacked bars: how many actions stand in each status, direction by direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minga.reports.charts.canvas import INK, MUTED, Canvas, width_of
from minga.reports.charts.legend import legend
from minga.reports.words import Look


@dataclass(frozen=True)
class Bar:
    """One bar: its title, a note at its right, and its parts in order.

    Attributes:
        strong: drawn larger, with its title in bold.
        full: fills the width by itself instead of sharing the scale of the others.
    """

    title: str
    note: str
    parts: tuple[tuple[Look, int], ...]
    strong: bool = False
    full: bool = False


def stacked(bars: Sequence[Bar], looks: Mapping[str, Look], width: float) -> Canvas:
    """Draw the bars one under another, each under its own title, all on one scale."""
    canvas = Canvas(width)
    used = {look for bar in bars for look, n in bar.parts if n}
    y = legend(canvas, [look for look in looks.values() if look in used], 2)
    longest = max((sum(n for _look, n in bar.parts) for bar in bars if not bar.full), default=0) or 1
    for bar in bars:
        size = 14 if bar.strong else 13
        note = width_of(bar.note, 12) + 12
        y = canvas.lines(0, y + size, bar.title, width - note, size, bold=bar.strong)
        canvas.text(width, y, bar.note, 12, MUTED, anchor="right")
        y += 8
        height, x = (26 if bar.strong else 20), 0.0
        total = sum(n for _look, n in bar.parts)
        unit = width / (total or 1) if bar.full else width / longest
        for look, n in bar.parts:
            if n:
                _part(canvas, look, n, x, y, unit * n, height)
                x += unit * n
        y += height + 14
    return canvas


def _part(canvas: Canvas, look: Look, n: int, x: float, y: float, width: float, height: float) -> None:
    canvas.box(x + 0.75, y, max(1.0, width - 1.5), height, look.colour, look.hatch, edge="#7B8794")
    label = f"{look.glyph} {n}"
    for words in (label, str(n)):
        wide = width_of(words, 12, bold=True) + 4
        if wide + 6 <= width:
            canvas.box(x + (width - wide) / 2, y + (height - 16) / 2, wide, 16, "#FFFFFF", radius=2)
            canvas.text(x + width / 2, y + height / 2 + 4.2, words, 12, INK, bold=True, anchor="center")
            return
