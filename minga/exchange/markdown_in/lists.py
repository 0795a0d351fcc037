"""Lists with bullets or numbers in the place of tables: groups of cards, directions with their actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from minga.exchange.markdown_in.blocks import Block, Heading, Line, Table, Text
from minga.exchange.markdown_in.cells import Cell
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.sections import direction_of
from minga.i18n import gettext as _

_LONGEST_TITLE = 14
"""Words of a line that can be the title of the list below it."""


@dataclass
class Item:
    """An item of a list, with the items below it."""

    cell: Cell
    number: int
    marker: str = ""
    below: list[Item] = field(default_factory=list)

    @property
    def title(self) -> Cell:
        """What it says, without the colon that announces what follows."""
        kept = self.cell.text.rstrip()
        return self.cell.cut(0, len(kept) - 1) if kept.endswith(":") else self.cell


def run_at(blocks: Sequence[Block], start: int) -> list[Text]:
    """The items of lists that stand together at a place; none when no list stands there."""
    run: list[Text] = []
    for place in range(start, len(blocks)):
        block = blocks[place]
        if not isinstance(block, Text) or not block.depth:
            break
        run.append(block)
    return run


def tree(run: Sequence[Text]) -> list[Item]:
    """The items with those below each; a second paragraph of an item is one more line of it."""
    roots: list[Item] = []
    path: list[tuple[int, Item]] = []
    for text in run:
        while path and path[-1][0] > text.depth:
            path.pop()
        if path and path[-1][0] == text.depth and not text.opens:
            path[-1][1].cell = path[-1][1].cell.plus(text.cell, "\n")
            continue
        if path and path[-1][0] == text.depth:
            path.pop()
        item = Item(text.cell, text.number, text.marker)
        (path[-1][1].below if path else roots).append(item)
        path.append((text.depth, item))
    return roots


def is_title(text: Text) -> bool:
    """Whether a paragraph right above a list can be its title: short, and no sentence."""
    said = text.text.strip()
    return not text.depth and "\n" not in said and "?" not in said and len(said.split()) <= _LONGEST_TITLE and (
        text.cell.all_bold or said.endswith(":") or (said[:1].isupper() and said[-1:] not in ".;,!…"))


def cards_in(run: Sequence[Text], heading: Heading | None, log: Log) -> list[Table] | None:
    """One table of a single column for each group of cards; None when the list does not say its groups.

    Args:
        run: the items, from ``run_at``.
        heading: the title above the list, if any.
        log: where it is said how the list was read.
    """
    items = tree(run)
    titles = all(item.below for item in items) and (
        heading is None or all(item.cell.all_bold or item.cell.text.rstrip().endswith(":") for item in items))
    if titles:
        if heading is not None:
            log.note("warning", heading.number, _("Título sobre una lista que tiene sus propios títulos."),
                     heading.text, _("No se importó como grupo."))
        return [_table(item.title, item.number, item.below, log) for item in items]
    if heading is None:
        return None
    return [_table(Item(heading.cell, heading.number).title, heading.number, items, log)]


def _table(title: Cell, number: int, items: Sequence[Item], log: Log) -> Table:
    return Table(Line((title,), number), tuple(Line((_whole(item, log),), item.number) for item in items))


def _whole(item: Item, log: Log) -> Cell:
    """An item and those below it as one text, a line each."""
    if not item.below:
        return item.cell
    whole = item.cell
    for line in _lines(item.below):
        whole = whole.plus(line, "\n")
    log.note("join", item.number, _("Puntos dentro de otro punto."), whole.text,
             _("Se importaron como líneas de la misma tarjeta."))
    return whole


def _lines(items: Sequence[Item], indent: str = "") -> Iterator[Cell]:
    for item in items:
        sign = f"{indent}{item.marker or '– '}"
        yield Cell(sign, "-" * len(sign)).plus(item.cell, "") if item.cell else item.cell
        yield from _lines(item.below, indent + "  ")


def directions_in(run: Sequence[Text]) -> list[tuple[Heading, list[Item]]]:
    """The directions of a list whose first level names them and whose second holds their actions; else none."""
    items = tree(run)
    if not all(item.below for item in items) or not (
            all(item.cell.all_bold for item in items) or all(direction_of(item.cell.text) for item in items)):
        return []
    found = []
    for item in items:
        title = item.title
        if not direction_of(title.text) and item.marker:
            title = Cell(item.marker, "-" * len(item.marker)).plus(title, "")
        found.append((Heading(title, item.number), item.below))
    return found


def lines_of(item: Item) -> list[Item]:
    """The item as one item for each of its lines, the first with what is below it."""
    text, places = item.cell.text, [0]
    for place, sign in enumerate(text):
        if sign == "\n":
            places.append(place + 1)
    cells = [item.cell.cut(start, end) for start, end in zip(places, [*places[1:], len(text)], strict=True)]
    first, *rest = [replace(item, cell=cell, below=[]) for cell in cells]
    first.below = item.below
    return [first, *rest]
