"""Hatches as plain strokes: a pattern of SVG is drawn anew for every tile when a page is printed, and weighs megabytes.

A hatch is a word of one sign, as matplotlib writes them: ``/`` slanted, ``x`` crossed, ``-`` level, ``.`` dotted.
"""

from __future__ import annotations

Stroke = tuple[tuple[float, float], tuple[float, float]]

_GAP = 5.0
"""Pixels between two strokes."""


def strokes(hatch: str, x: float, y: float, width: float, height: float) -> list[Stroke]:
    """The strokes of a hatch inside a rectangle, from left to right and from top to bottom."""
    if min(width, height) <= 0:
        return []
    sign = hatch[:1]
    found: list[Stroke] = []
    if sign in ("/", "x"):
        found += [((x + a, y + b), (x + c, y + d)) for (a, b), (c, d) in _slanted(width, height)]
    if sign == "x":
        found += [((x + a, y + height - b), (x + c, y + height - d)) for (a, b), (c, d) in _slanted(width, height)]
    if sign == "-":
        found += [((x, y + b), (x + width, y + b)) for b in _steps(height)]
    if sign == ".":
        found += [((x + a - 0.6, y + b), (x + a + 0.6, y + b)) for b in _steps(height) for a in _steps(width)]
    return found


def _slanted(width: float, height: float) -> list[Stroke]:
    """Strokes that rise to the right at 45 degrees, cut at the sides."""
    gap = _GAP * 1.4
    return [((max(0.0, at - height), min(height, at)), (min(width, at), max(0.0, at - width)))
            for at in (gap * (n + 0.5) for n in range(int((width + height) / gap + 0.5)))]


def _steps(length: float) -> list[float]:
    count = int(length / _GAP)
    return [(n + 0.5) * length / count for n in range(count)]
