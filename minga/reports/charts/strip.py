"""A strip of lateness: from the day something was due to the day of the reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from minga.reports.charts.canvas import INK, MUTED, Canvas, width_of, wrap
from minga.reports.charts.days import Scale, axis
from minga.reports.charts.legend import legend
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
    top = legend(canvas, list(dict.fromkeys(row.look for row in rows)), 2)
    rooms = [width - width_of(f"{row.look.glyph} {row.note}", 12) - 18 for row in rows]
    taller = [17 * (len(wrap(row.title, room, 13)) - 1) for row, room in zip(rows, rooms, strict=True)]
    bottom = top + 20 + len(rows) * 54 + sum(taller)
    axis(canvas, scale, top + 12, bottom)
    canvas.line([(scale.at(today), top + 12), (scale.at(today), bottom)], INK, 2)
    canvas.text(width, top + 6, today_word, 12, bold=True, anchor="right")
    y = top + 28
    for row, room, more in zip(rows, rooms, taller, strict=True):
        canvas.lines(0, y + 13, row.title, room, 13, ground=True)
        words = f"{row.look.glyph} {row.note}"
        canvas.ground(width - 8 - width_of(words, 12), y + 13, words, 12)
        canvas.text(width - 8, y + 13, words, 12, MUTED, anchor="right")
        start, y = scale.at(row.due), y + more
        canvas.box(start, y + 21, scale.at(today) - start, 14, row.look.colour, row.look.hatch, edge=INK)
        y += 54
    return canvas
