"""A line of days: where a day falls on the sheet, and its ticks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minga.reports.charts.canvas import GRID, MUTED, Canvas


@dataclass(frozen=True)
class Scale:
    """Days from ``first`` to ``last`` spread from ``left`` to ``right``, in pixels."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """Where a day falls; days outside stay at the edge."""
        span = max(1, (self.last - self.first).days)
        return self.left + (self.right - self.left) * min(1, max(0, (day - self.first).days / span))

    def ticks(self) -> list[tuple[float, str]]:
        """Half-years that fall inside, thinned out until their labels fit; years when they are many."""
        months = [date(y, m, 1) for y in range(self.first.year, self.last.year + 1) for m in (1, 7)]
        inside = [d for d in months if self.first <= d <= self.last]
        room = max(1, int((self.right - self.left) / 62))
        if len(inside) > room:
            inside = [d for d in inside if d.month == 1]
        step = -(-len(inside) // room) if inside else 1
        return [(self.at(d), f"{d.year}-S{1 if d.month == 1 else 2}") for d in inside[::step]]


def axis(canvas: Canvas, scale: Scale, top: float, bottom: float) -> None:
    """Draw the ticks as pale lines with their half-year on top."""
    for x, words in scale.ticks():
        canvas.line([(x, top), (x, bottom)], GRID, 1)
        canvas.text(x + 3, top + 9, words, 11, MUTED)
