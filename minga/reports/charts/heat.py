"""A heat map of marks: a row for each thing, a column for each period, a mark for how it stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minga.reports.charts.canvas import INK, MUTED, Canvas, width_of, wrap
from minga.reports.charts.legend import legend
from minga.reports.words import Look


@dataclass(frozen=True)
class Row:
    """One thing over the periods; a period without a mark stays empty."""

    title: str
    cells: tuple[Look | None, ...]


@dataclass(frozen=True)
class Band:
    """Rows under a common title."""

    title: str
    rows: tuple[Row, ...]


_CELL, _ROW = 20, 26


def heat(bands: Sequence[Band], periods: Sequence[str], last: int, width: float) -> Canvas:
    """Draw the marks; on a narrow sheet only the latest periods, and each title above its row.

    Args:
        bands: the rows, in groups.
        periods: names of the columns.
        last: index of the report's column, which stands out.
        width: of the sheet.
    """
    canvas = Canvas(width)
    beside = width > 600
    left = width * 0.5 if beside else 0.0
    first, after = _window(len(periods), last, int((width - left) // 58))
    wide = (width - left) / max(1, after - first)
    used = dict.fromkeys(cell for band in bands for row in band.rows for cell in row.cells[first:after] if cell)
    y = legend(canvas, list(used), 2) + 12
    for place in range(first, after):
        middle = left + wide * (place - first + 0.5)
        canvas.text(middle, y, periods[place], 11, INK if place == last else MUTED, place == last, anchor="center")
    top = y + 6
    y = top + 4
    for band in bands:
        canvas.box(0, y, width, 20, "#EEF1F4")
        canvas.lines(4, y + 14, band.title, width - 8, 12, 1, bold=True)
        y += 26
        for row in band.rows:
            y = _row(canvas, row, (first, after), (left, wide), y)
        y += 4
    if beside and first <= last < after:  # on a phone the frame would cross the titles
        x = left + wide * (last - first)
        canvas.line([(x + 1, top), (x + wide - 1, top), (x + wide - 1, y), (x + 1, y), (x + 1, top)], INK, 1.2)
    return canvas


def _window(count: int, last: int, room: int) -> tuple[int, int]:
    """The first and the last column of those that fit, the report's among them."""
    after = min(count, max(last + 1, room))
    return max(0, after - max(1, room)), after


def _row(canvas: Canvas, row: Row, window: tuple[int, int], scale: tuple[float, float], y: float) -> float:
    left, wide = scale
    if left:
        canvas.text(0, y + 14, wrap(row.title, left - 12, 12, 1)[0], 12)
    else:
        canvas.text(0, y + 12, wrap(row.title, canvas.width, 12, 1)[0], 12)
        y += 18
    for place, cell in enumerate(row.cells[window[0]:window[1]]):
        x = left + wide * place + 3
        if cell is None:
            continue
        canvas.box(x, y, wide - 6, _CELL, cell.colour, cell.hatch, edge="#7B8794")
        mark = width_of(cell.glyph, 12, bold=True) + 8
        canvas.box(x + (wide - 6 - mark) / 2, y + 3, mark, _CELL - 6, "#FFFFFF", radius=2)
        canvas.text(x + (wide - 6) / 2, y + 14.2, cell.glyph, 12, INK, bold=True, anchor="center")
    return y + _ROW
