"""Bullets: how far each indicator came towards its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minga.reports.charts.canvas import INK, MUTED, Canvas, width_of
from minga.reports.charts.legend import legend
from minga.reports.words import Look

_END = 1.25
"""Where the scale ends: a quarter beyond the target."""


@dataclass(frozen=True)
class Bullet:
    """One indicator: ``ratio`` is 1 at the target; None when there is nothing to draw.

    Attributes:
        note: what was reached and what was expected, in words.
        expected: what could be expected by the day of the reading, on the same scale.
    """

    title: str
    note: str
    look: Look
    ratio: float | None
    expected: float | None = None


def bullets(rows: Sequence[Bullet], target_word: str, expected_word: str, width: float) -> Canvas:
    """Draw the bullets on one scale, from nothing (or the baseline) to the target."""
    canvas = Canvas(width)
    goal = width / _END
    y = legend(canvas, list(dict.fromkeys(row.look for row in rows)), 2)
    canvas.text(0, y + 8, "0 %", 12, MUTED)
    canvas.text(goal, y + 8, f"{target_word} 100 %", 12, MUTED, anchor="center" if width > 500 else "right")
    y += 20
    for row in rows:
        note = f"{row.look.glyph} {row.note}"
        beside = width_of(note, 12) + 16 <= width * 0.45
        y = canvas.lines(0, y + 15, row.title, width * (0.55 if beside else 1), 13)
        if beside:
            canvas.text(width, y, note, 12, MUTED, anchor="right")
        else:
            y = canvas.lines(0, y + 17, note, width, 12, 2, MUTED)
        y += 8
        _track(canvas, row, y, goal)
        y += 30
    if any(row.expected is not None for row in rows):
        canvas.line([(4, y), (4, y + 12)], INK, 1.5, (2, 2))
        canvas.text(14, y + 11, expected_word, 12, MUTED)
    return canvas


def _track(canvas: Canvas, row: Bullet, y: float, goal: float) -> None:
    canvas.box(0, y, goal, 18, "#EEF1F4")
    if row.ratio is None:
        canvas.box(0.5, y + 0.5, goal - 1, 17, "#FFFFFF", edge="#7B8794")
        canvas.text(8, y + 13, f"{row.look.glyph} {row.look}", 12, MUTED)
    else:
        end = max(0.0, min(row.ratio, _END)) * goal
        canvas.box(0, y + 3, max(end, 2), 12, row.look.colour, row.look.hatch, edge=INK)
        if row.ratio > _END:
            canvas.shape([(canvas.width - 9, y + 1), (canvas.width, y + 9), (canvas.width - 9, y + 17)], "#FFFFFF", INK)
        if row.ratio < 0:
            canvas.shape([(9, y + 1), (0, y + 9), (9, y + 17)], "#FFFFFF", INK)
    if row.expected is not None and 0 < row.expected < 1:
        canvas.line([(row.expected * goal, y - 2), (row.expected * goal, y + 20)], INK, 1.5, (2, 2))
    canvas.line([(goal, y - 3), (goal, y + 21)], INK, 2.5)
