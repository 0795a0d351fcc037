"""The schedule: one bar for each dated action, honest about dates that are only approximate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from minga.reports.charts.canvas import INK, MUTED, Canvas, width_of, wrap
from minga.reports.charts.days import Scale, axis
from minga.reports.charts.legend import legend
from minga.reports.words import Look


@dataclass(frozen=True)
class Span:
    """One action in time: ``ends`` None goes on without an end; ``about`` marks an approximate date."""

    code: str
    title: str
    starts: date
    ends: date | None
    about: bool
    look: Look


@dataclass(frozen=True)
class Group:
    """A direction and its spans."""

    title: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Window:
    """The days shown, and the report's period among them."""

    first: date
    last: date
    period_starts: date
    close: date
    close_word: str


def gantt(groups: Sequence[Group], window: Window, width: float) -> Canvas:
    """Draw the groups one under another; on a narrow sheet each title stands above its bar."""
    canvas = Canvas(width)
    beside = width > 600
    left = width * 0.36 if beside else 0
    row = 24 if beside else 42
    scale = Scale(window.first, window.last, left, width - 8)
    top = legend(canvas, list(dict.fromkeys(span.look for g in groups for span in g.spans)), 2)
    bottom = top + 44 + sum(30 + row * len(g.spans) for g in groups)
    canvas.box(scale.at(window.period_starts), top + 20, scale.at(window.close) - scale.at(window.period_starts),
               bottom - top - 20, "#EAF2F8")
    axis(canvas, scale, top + 20, bottom)
    y = top + 40
    for group in groups:
        canvas.box(0, y - 2, width, 20, "#EEF1F4")
        canvas.lines(4, y + 12, group.title, width - 8, 12, 1, bold=True)
        y += 24
        for span in group.spans:
            _row(canvas, span, scale, y, left - 10 if beside else width)
            y += row
        y += 6
    x = scale.at(window.close)
    canvas.line([(x, top + 18), (x, bottom)], INK, 2)
    half = width_of(window.close_word, 12, bold=True) / 2
    canvas.text(max(half, min(x, width - half)), top + 12, window.close_word, 12, bold=True, anchor="center")
    return canvas


def _row(canvas: Canvas, span: Span, scale: Scale, y: float, room: float) -> None:
    title = wrap(f"{span.code} {span.title}".strip(), room, 12, 1)[0]
    canvas.text(0, y + 12, title, 12)
    top = y + 2 if scale.left else y + 18
    start = scale.at(span.starts)
    end = scale.right if span.ends is None else max(start + 5, scale.at(span.ends))
    canvas.box(start, top, end - start, 14, span.look.colour, span.look.hatch, edge=INK, dashed=span.about)
    if span.ends is None:
        canvas.shape([(end - 1, top - 2), (end + 8, top + 7), (end - 1, top + 16)], "#FFFFFF", INK)
    # A short bar has no room for a dashed edge: the sign beside it is what says that its days are approximate.
    words = f"≈ {span.look.glyph}" if span.about else span.look.glyph
    room = width_of(words, 12) + 5
    glyph_at = end + 5 if span.ends is not None and end + room < canvas.width else start - room
    if glyph_at > scale.left:
        canvas.text(glyph_at, top + 11.5, words, 12, MUTED)
