"""Plain bars under common titles: parts of a whole, each with its value in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minga.reports.charts.canvas import ACCENT, INK, MUTED, Canvas, width_of, wrap


@dataclass(frozen=True)
class Part:
    """One bar: ``value`` None is drawn as an empty frame, with its words saying why."""

    title: str
    words: str
    value: float | None


@dataclass(frozen=True)
class Whole:
    """Parts on one scale of their own, under a title."""

    title: str
    parts: tuple[Part, ...]


def ranked(wholes: Sequence[Whole], width: float) -> Canvas:
    """Draw the parts, each whole on its own scale, from zero."""
    canvas = Canvas(width)
    beside = width > 600
    left = width * 0.34 if beside else 0.0
    y = 0.0
    for whole in wholes:
        y = canvas.lines(0, y + 15, whole.title, width, 13, bold=True) + 8
        most = max((part.value for part in whole.parts if part.value is not None), default=0) or 1
        room = width - left - max((width_of(part.words, 12) for part in whole.parts), default=0) - 10
        for part in whole.parts:
            canvas.text(0, y + 12, wrap(part.title, (left or width) - 10, 12, 1)[0], 12)
            y += 0 if beside else 17
            if part.value is None:
                canvas.box(left, y + 1, 16, 14, "#FFFFFF", edge="#7B8794", dashed=True)
                canvas.text(left + 22, y + 12, part.words, 12, MUTED)
            else:
                long = max(2.0, room * max(0.0, part.value) / most)
                canvas.box(left, y + 1, long, 14, ACCENT, edge=INK)
                canvas.text(left + long + 6, y + 12, part.words, 12)
            y += 22
        y += 10
    return canvas
