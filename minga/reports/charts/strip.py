"""A strip of lateness: from the day something was due to the day of the reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from minga.reports.charts.canvas import INK, MUTED, Canvas, width_of
from minga.reports.charts.days import Scale, axis
from minga.reports.words import Look


@dataclass(frozen=True)
class Late:
    """One late thing: its title, the day it was due, how late it is in words, and its status."""

    title: str
    due: date
    note: str
    look: Look


def strip(rows: Sequence[Late], today: date, today_word: str, width: float) -> Canvas:
    """Draw one bar for each late thing, the latest first."""
    canvas = Canvas(width)
    first = min((row.due for row in rows), default=today) - timedelta(days=7)
    scale = Scale(first, today, 0, width - 3)
    bottom = 24 + len(rows) * 56
    axis(canvas, scale, 18, bottom)
    canvas.line([(scale.at(today), 18), (scale.at(today), bottom)], INK, 2)
    canvas.text(width, 12, today_word, 12, bold=True, anchor="right")
    y = 34.0
    for row in rows:
        words = f"{row.look.glyph} {row.note}"
        room = width - width_of(words, 12) - 16
        canvas.lines(0, y + 13, row.title, room, 13, 1)
        canvas.text(width - 8, y + 13, words, 12, MUTED, anchor="right")
        start = scale.at(row.due)
        canvas.box(start, y + 21, scale.at(today) - start, 14, row.look.colour, row.look.hatch, edge=INK,
                   dashed=row.look.colour == "#FFFFFF")
        y += 56
    return canvas
