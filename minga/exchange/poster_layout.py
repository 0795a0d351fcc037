"""Where everything goes on the picture of a wall: pure arithmetic, in millimetres and points.

Nothing here draws; ``poster_draw.py`` does, from the pages that come out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

PAGE = (420.0, 297.0)
"""A3, landscape: width and height in millimetres."""
MARGIN = 12.0
GAP = 5.0
POINT = 25.4 / 72
"""Millimetres in a point."""
LEADING = 1.25
SIZES = tuple(size / 2 for size in range(44, 12, -1))
"""Type sizes that are tried, in points, from what is read across a room down to what is read at arm's length."""
SEVERAL = 10.0
"""Type size where one sheet is not enough anyway, in points."""
NARROWEST, WIDEST = 36.0, 130.0
"""Of a column, in millimetres."""

Measure = Callable[[str, float, bool], float]
"""Width in millimetres of a text at a size in points, bold or not."""


@dataclass(frozen=True)
class Card:
    """A card of the picture: its words, and how many more said the same."""

    text: str
    copies: int = 0


@dataclass(frozen=True)
class Column:
    """A cluster, or the unclustered cards.

    Attributes:
        title: its title; empty until it has one.
        symbol: its provisional symbol.
        cards: its cards in order.
        inner: whether it stands inside the one before it.
        note: a short line below the title, such as its points.
    """

    title: str
    symbol: str = ""
    cards: tuple[Card, ...] = ()
    inner: bool = False
    note: str = ""


@dataclass(frozen=True)
class Box:
    """A rectangle with lines of text; ``y`` grows downwards from the top of the page."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...] = ()
    size: float = 0.0
    tag: str = ""


@dataclass
class Page:
    """One sheet."""

    boxes: list[Box] = field(default_factory=list)


def pad_of(size: float) -> float:
    """Space around the words of a card, in millimetres."""
    return 0.5 + 0.1 * size


def wrap(text: str, width: float, size: float, measure: Measure, *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines no wider than ``width``; a word that is wider is cut."""
    lines: list[str] = []
    blank = measure(" ", size, bold)
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for word in paragraph.split():
            # Word by word: measuring whole lines would cost a thousand times more, and letters at the two
            # sides of a blank hardly change each other's place.
            across = measure(word, size, bold)
            if line and used + blank + across <= width:
                line, used = f"{line} {word}", used + blank + across
                continue
            if line:
                lines.append(line)
            *cut, line = _pieces(word, width, size, measure, bold) if across > width else [word]
            lines += cut
            used = measure(line, size, bold) if cut else across
        lines.append(line)
    return tuple(lines)


def _pieces(word: str, width: float, size: float, measure: Measure, bold: bool) -> list[str]:
    pieces, piece = [], ""
    for character in word:
        if piece and measure(piece + character, size, bold) > width:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def line_height(size: float) -> float:
    """Height of one line, in millimetres."""
    return size * POINT * LEADING


def lay_out(columns: Sequence[Column], top: float, measure: Measure) -> list[Page]:
    """The sheets of a wall: as large a type as fits on one sheet, or several sheets.

    Args:
        columns: in the order of the wall.
        top: where the wall begins on each sheet, below its heading, in millimetres.
        measure: how wide a text is.

    Returns:
        At least one page; every card stands on exactly one of them.
    """
    room = PAGE[1] - MARGIN - top
    for size in SIZES:
        for across in range(1, len(columns) + 1):
            width = min(WIDEST, (PAGE[0] - 2 * MARGIN + GAP) / across - GAP)
            if width < NARROWEST:
                break
            bands = [columns[i:i + across] for i in range(0, len(columns), across)]
            heights = [max(_height(c, width, size, measure) for c in band) for band in bands]
            if sum(heights) + GAP * (len(bands) - 1) <= room:
                return [_one_page(bands, heights, width, size, top, measure)]
    return _many_pages(columns, SEVERAL, top, room, measure)


def _parts(column: Column, width: float, size: float, measure: Measure) -> list[Box]:
    """A column's boxes at x = 0 and y = 0 downwards."""
    inset = GAP if column.inner else 0.0
    pad = pad_of(size)
    inside = width - inset - 2 * pad
    heading = " ".join(part for part in (column.symbol, column.title) if part) or "…"
    lines = wrap(heading, inside, size * 1.15, measure, bold=True)
    high = len(lines) * line_height(size * 1.15) + 2 * pad
    boxes = [Box("inner" if column.inner else "title", inset, 0, width - inset, high, lines, size * 1.15)]
    y = high + pad / 2
    if column.note:
        boxes.append(Box("note", inset, y, width - inset, line_height(size * 0.8), (column.note,), size * 0.8))
        y += line_height(size * 0.8) + pad / 2
    for card in column.cards:
        tag = f"×{card.copies + 1}" if card.copies else ""
        lines = wrap(card.text, inside - (measure(tag, size, True) + pad if tag else 0), size, measure)
        high = len(lines) * line_height(size) + 2 * pad
        boxes.append(Box("card", inset, y, width - inset, high, lines, size, tag))
        y += high + pad * 0.8
    return boxes


def _bottom(boxes: Sequence[Box]) -> float:
    return max((box.y + box.height for box in boxes), default=0.0)


def _height(column: Column, width: float, size: float, measure: Measure) -> float:
    return _bottom(_parts(column, width, size, measure))


def _one_page(bands: Sequence[Sequence[Column]], heights: Sequence[float], width: float, size: float, top: float,
              measure: Measure) -> Page:
    page, y = Page(), top
    for band, high in zip(bands, heights, strict=True):
        for i, column in enumerate(band):
            page.boxes += [replace(box, x=MARGIN + i * (width + GAP) + box.x, y=y + box.y)
                           for box in _parts(column, width, size, measure)]
        y += high + GAP
    return page


def _many_pages(columns: Sequence[Column], size: float, top: float, room: float, measure: Measure) -> list[Page]:
    across = int((PAGE[0] - 2 * MARGIN + GAP) // (NARROWEST * 1.4 + GAP))
    width = (PAGE[0] - 2 * MARGIN + GAP) / across - GAP
    strips = [strip for column in columns for strip in _strips(column, width, size, room, measure)]
    pages = []
    for start in range(0, len(strips), across):
        page = Page()
        for i, strip in enumerate(strips[start:start + across]):
            page.boxes += [replace(box, x=MARGIN + i * (width + GAP) + box.x, y=top + box.y) for box in strip]
        pages.append(page)
    return pages


def _strips(column: Column, width: float, size: float, room: float, measure: Measure) -> list[list[Box]]:
    """A column cut into strips that fit a sheet; each goes on under the same title."""
    title, *rest = _parts(column, width, size, measure)
    pad = pad_of(size)
    strips, here, y = [], [title], title.height + pad / 2
    for box in rest:
        if y + box.height > room and len(here) > 1:
            strips.append(here)
            here, y = [title], title.height + pad / 2
        here.append(replace(box, y=y))
        y += box.height + pad * 0.8
    return [*strips, here]
