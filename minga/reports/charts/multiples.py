"""Small multiples: one little chart for each indicator, period by period, gaps left as gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from minga.reports.charts.canvas import ACCENT, GRID, INK, MUTED, PAPER, Canvas, width_of
from minga.results.achievement import Point


@dataclass(frozen=True)
class Panel:
    """One indicator; ``last`` is the index of the report's period, after which there are only targets.

    Attributes:
        say: a value of this indicator as people write it.
    """

    title: str
    points: tuple[Point, ...]
    baseline: float | None
    last: int
    say: Callable[[float], str]


@dataclass(frozen=True)
class Key:
    """The words of the legend."""

    actual: str
    target: str
    baseline: str
    gap: str
    pending: str


_HEIGHT = 190


def multiples(panels: Sequence[Panel], key: Key, width: float) -> Canvas:
    """Draw the panels in as many columns as the width holds."""
    canvas = Canvas(width)
    top = _legend(canvas, key, panels)
    across = max(1, min(3, len(panels), int(width // 270)))
    gap = 28
    wide = (width - gap * (across - 1)) / across
    for number, panel in enumerate(panels):
        x, y = number % across * (wide + gap), top + number // across * _HEIGHT
        _panel(canvas, panel, x, y, wide)
    return canvas


def _legend(canvas: Canvas, key: Key, panels: Sequence[Panel]) -> float:
    marks = [("actual", key.actual), ("target", key.target)]
    marks += [("baseline", key.baseline)] if any(p.baseline is not None for p in panels) else []
    marks += [("gap", key.gap)]
    marks += [("pending", key.pending)] if any(q.pending is not None for p in panels for q in p.points) else []
    x, y = 0.0, 12.0
    for name, words in marks:
        wide = 30 + width_of(words, 12) + 18
        if x and x + wide > canvas.width:
            x, y = 0.0, y + 20
        _mark(canvas, name, x + 10, y - 4)
        canvas.text(x + 26, y, words, 12)
        x += wide
    return y + 16


def _mark(canvas: Canvas, name: str, x: float, y: float) -> None:
    if name == "actual":
        canvas.line([(x - 10, y), (x + 10, y)], ACCENT, 2)
        canvas.dot(x, y, ACCENT, ACCENT)
    elif name == "target":
        canvas.line([(x - 9, y), (x + 9, y)], INK, 2.5)
    elif name == "baseline":
        canvas.line([(x - 10, y), (x + 10, y)], MUTED, 1.2, (2, 3))
    elif name == "pending":
        canvas.dot(x, y, PAPER, ACCENT)
    else:
        canvas.text(x, y + 4.5, "?", 12, MUTED, bold=True, anchor="center")


def _panel(canvas: Canvas, panel: Panel, x: float, y: float, width: float) -> None:
    canvas.lines(x, y + 12, panel.title, width, 12, 2, bold=True)
    top, bottom, left = y + 58, y + _HEIGHT - 36, x + 4
    values = [v for p in panel.points for v in (p.actual, p.target, p.pending) if v is not None]
    values += [panel.baseline] if panel.baseline is not None else []
    low, high = min([0.0, *values]), max([*values, _top_of_empty(values)])
    step = (width - 8) / max(1, len(panel.points))

    def up(value: float) -> float:
        return bottom - (bottom - top) * (value - low) / ((high - low) or 1)

    canvas.line([(x, up(0)), (x + width, up(0))], GRID, 1)
    if panel.baseline is not None:
        canvas.line([(x, up(panel.baseline)), (x + width, up(panel.baseline))], MUTED, 1.2, (2, 3))
    run: list[tuple[float, float]] = []
    dots: list[tuple[float, float]] = []
    dashes: list[tuple[float, float, float]] = []
    for i, point in enumerate(panel.points):
        middle = left + step * (i + 0.5)
        _ticks(canvas, panel, i, middle, bottom, step)
        if point.target is not None:
            dashes.append((middle - step * 0.32, middle + step * 0.32, up(point.target)))
            canvas.line([(dashes[-1][0], dashes[-1][2]), (dashes[-1][1], dashes[-1][2])], INK, 2.5)
        if point.pending is not None:
            canvas.dot(middle, up(point.pending), PAPER, ACCENT)
        if point.actual is None:
            run = []
            if i <= panel.last and point.pending is None:
                canvas.text(middle, bottom - 4, "?", 12, MUTED, bold=True, anchor="center")
            continue
        here = (middle, up(point.actual))
        if run:
            canvas.line([run[-1], here], ACCENT, 2)
        run = [here]
        dots.append(here)
    for dot in dots:
        canvas.dot(*dot, ACCENT, ACCENT)
    _last_value(canvas, panel, dots, dashes, bottom)


def _top_of_empty(values: list[float]) -> float:
    """The top of an empty scale is one, so that nothing is divided by zero."""
    return 1.0 if not values or max(values) <= 0 else 0.0


def _ticks(canvas: Canvas, panel: Panel, i: int, middle: float, bottom: float, step: float) -> None:
    every = max(1, -(-52 // max(1, int(step))))
    if i % every == 0 or i == panel.last:
        if i != panel.last and abs(i - panel.last) < every:
            return
        bold = i == panel.last
        canvas.text(middle, bottom + 16, panel.points[i].period.period, 11, INK if bold else MUTED, bold,
                    anchor="center")


def _last_value(canvas: Canvas, panel: Panel, dots: list[tuple[float, float]],
                dashes: list[tuple[float, float, float]], bottom: float) -> None:
    """Write the last value beside its dot, where it covers no target: above, below, or above the target."""
    known = [p.actual for p in panel.points if p.actual is not None]
    if not dots or not known:
        return
    x, y = dots[-1]
    words = panel.say(known[-1])
    half = width_of(words, 12, bold=True) / 2 + 2
    near = [high for left, right, high in dashes if left < x + half and right > x - half]

    def covers(base: float) -> bool:
        return any(base - 12 < high + 2 and base + 5 > high - 2 for high in near)

    places = [y - 8, *([y + 18] if y + 22 < bottom else []), *(high - 7 for high in sorted(near))]
    base = next((place for place in places if not covers(place)), y - 8)
    canvas.ground(x - half + 2, base, words, 12, True)
    canvas.text(x, base, words, 12, ACCENT, bold=True, anchor="center")
