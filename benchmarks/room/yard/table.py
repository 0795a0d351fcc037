"""One line a measure: the median of every side, its range, and how much the first side takes of the others."""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from pathlib import Path
from typing import Any

WIDTH = 24


class Table:
    """Collects figures by measure and side, and prints them side by side.

    Args:
        sides: what is compared, the yardstick first.
        goals: the figure that a side may not pass, by measure and side.
    """

    def __init__(self, sides: list[str], goals: dict[tuple[str, str], float] | None = None) -> None:
        self.sides, self.goals = sides, goals or {}
        self.figures: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        self.notes: dict[str, Any] = {}

    def add(self, measure: str, side: str, *values: float) -> None:
        """Note what was measured; the unit stands in the measure's name."""
        self.figures[measure][side] += values

    def middle(self, measure: str, side: str) -> float | None:
        """The median; None where nothing was measured."""
        values = self.figures[measure].get(side)
        return statistics.median(values) if values else None

    def line(self, measure: str) -> str:
        """The measure's line: each side's median (least to most), ratios to the yardstick, goals passed or not."""
        first = self.middle(measure, self.sides[0])
        parts = [f"{measure:44}"]
        for side in self.sides:
            parts.append(f"{self._cell(measure, side, first if side != self.sides[0] else None):{WIDTH + 14}}")
        return " ".join(parts).rstrip()

    def _cell(self, measure: str, side: str, yardstick: float | None) -> str:
        middle = self.middle(measure, side)
        if middle is None:
            return "–"
        values = sorted(self.figures[measure][side])
        told = number(middle) + (f" ({number(values[0])}…{number(values[-1])})" if len(values) > 1 else "")
        if yardstick is not None and middle > 0 and yardstick > 0:
            told += f" ÷{yardstick / middle:.1f}"
        goal = self.goals.get((measure, side))
        if goal is not None:
            told += f" {'✓' if middle <= goal else '✗'}≤{number(goal)}"
        return told

    def show(self) -> None:
        """Print everything."""
        print(f"{'':44} " + " ".join(f"{side:{WIDTH + 14}}" for side in self.sides).rstrip())
        for measure in self.figures:
            print(self.line(measure), flush=True)
        for name, note in self.notes.items():
            print(f"{name}: {note}", flush=True)

    def write(self, file: Path | None) -> None:
        """Keep the figures for a later comparison."""
        if file is not None:
            file.write_text(json.dumps({"figures": self.figures, "notes": self.notes}, indent=1, ensure_ascii=False))


def number(value: float) -> str:
    """A figure with three digits that say something."""
    if value == 0 or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def part(values: list[float], share: float) -> float:
    """The value below which lies a share of all (0.5 the median)."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
