"""What a document is made of: headings, texts and tables, each with its line."""

from __future__ import annotations

from dataclasses import dataclass

from minga.exchange.markdown_in.cells import Cell


@dataclass(frozen=True)
class Line:
    """A row of a table: its cells and its 1-based line in the source."""

    cells: tuple[Cell, ...]
    number: int

    @property
    def blank(self) -> bool:
        """Whether no cell has text."""
        return not any(self.cells)

    def cell(self, index: int) -> Cell:
        """The cell at a place; empty beyond the last."""
        return self.cells[index] if 0 <= index < len(self.cells) else Cell()

    @property
    def texts(self) -> list[str]:
        """The texts of the cells that have one."""
        return [cell.text for cell in self.cells if cell]


@dataclass(frozen=True)
class Table:
    """A table as it stands in the source; ``headed`` is false when its first row has no text."""

    header: Line
    rows: tuple[Line, ...]

    @property
    def number(self) -> int:
        """The 1-based line where it starts."""
        return self.header.number

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.header.cells)

    @property
    def headed(self) -> bool:
        """Whether its header has text."""
        return not self.header.blank

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every row with text, the header among them."""
        return tuple(line for line in (self.header, *self.rows) if not line.blank)


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` is 1 to 6, and 7 for a paragraph that stands for one."""

    cell: Cell
    number: int
    level: int = 7

    @property
    def text(self) -> str:
        """What it says, on one line."""
        return " ".join(self.cell.text.split("\n"))


@dataclass(frozen=True)
class Text:
    """A paragraph, or a paragraph of an item of a list.

    Attributes:
        cell: what it says, without the item's number.
        number: its 1-based line.
        depth: how deep its list is; 0 outside any list.
        marker: the item's number with its sign (``1. ``), empty for a bullet.
        opens: whether it is the first paragraph of its item.
    """

    cell: Cell
    number: int
    depth: int = 0
    marker: str = ""
    opens: bool = False

    @property
    def whole(self) -> Cell:
        """What it says, the item's number included."""
        return Cell(self.marker, "-" * len(self.marker)).plus(self.cell, "") if self.cell else self.cell

    @property
    def text(self) -> str:
        """What it says, the item's number included, as text."""
        return self.whole.text


Block = Heading | Text | Table
