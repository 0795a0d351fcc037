"""What a plan document is made of: a frozen tree that every format renders in its own way.

    Document ─► Part (a stage, or what belongs to none) ─► blocks

Texts are verbatim; a line break inside one is ``\\n``. Escaping is the renderer's work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Run:
    """A piece of text, bold or not."""

    text: str
    bold: bool = False


Text = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a part; 3 is the level below the part's own title."""

    text: str
    level: int = 3


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``lead`` sets a statement apart, as the general objective."""

    text: Text
    lead: bool = False


@dataclass(frozen=True)
class Questions:
    """The guiding questions of a part, one by line."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Empty:
    """Says that there is nothing yet where something will be."""

    text: str


@dataclass(frozen=True)
class CardColumn:
    """A column of cards; ``loose`` for those that are in no group."""

    title: str
    cards: tuple[str, ...]
    description: str = ""
    loose: bool = False


@dataclass(frozen=True)
class Cards:
    """Columns of cards side by side."""

    caption: str
    columns: tuple[CardColumn, ...]

    @property
    def about(self) -> tuple[str, ...]:
        """The description of each column, or nothing when no column has one."""
        found = tuple(column.description for column in self.columns)
        return found if any(found) else ()


@dataclass(frozen=True)
class ActionLine:
    """A numbered action.

    Attributes:
        code: its number as authored; 1.10 is not 1.1.
        text: what will be done, its keywords bold.
        depth: 0 for an action, 1 for a sub-action…
        schedule: the schedule as written.
        understood: what was understood of it, in words; empty when nothing was, or when it says the same.
        starts: first day understood.
        ends: last day understood.
        people: who answers, one by item.
        details: pairs of (label, text): accomplishment, deliverable, place, cost.
    """

    code: str
    text: Text
    depth: int = 0
    schedule: str = ""
    understood: str = ""
    starts: date | None = None
    ends: date | None = None
    people: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Actions:
    """The table of one direction; ``header`` names the action, schedule and people columns."""

    title: str
    header: tuple[str, str, str]
    lines: tuple[ActionLine, ...]
    measure: str = ""


@dataclass(frozen=True)
class Band:
    """A row of a matrix: its name and, per column, its items."""

    label: str
    cells: tuple[tuple[str, ...], ...]

    @property
    def listed(self) -> bool:
        """Whether its cells are lists: one of them has more than one item."""
        return any(len(items) > 1 for items in self.cells)


@dataclass(frozen=True)
class Matrix:
    """Objectives side by side: what, how, and how it will be known."""

    caption: str
    corner: str
    header: tuple[str, ...]
    bands: tuple[Band, ...]


class Percent(float):
    """A number that counts in a hundred: 60 is 60 %."""


Cell = str | float | None
"""What a grid holds: a text, a number, or None where a number could stand and nobody said one."""


@dataclass(frozen=True)
class Group:
    """Rows of a grid that belong together, under a title that may be empty."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Grid:
    """A plain table; ``figures`` are the columns that hold numbers."""

    caption: str
    header: tuple[str, ...]
    groups: tuple[Group, ...]
    group_label: str = ""
    figures: frozenset[int] = frozenset()

    @property
    def texts(self) -> int:
        """How many columns of text it has besides the first."""
        return len(self.header) - 1 - len(self.figures)


_UPRIGHT = 4
"""Most columns of cards that still read well on a sheet of paper held upright."""

Block = Heading | Paragraph | Questions | Bullets | Empty | Cards | Actions | Matrix | Grid


@dataclass(frozen=True)
class Part:
    """A part of the plan: ``key`` and ``kind`` of its stage, its title with the method's letter, its blocks."""

    key: str
    kind: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def wide(self) -> bool | None:
        """Whether it needs a sheet of paper on its side; None when a few columns of cards fit on either."""
        if any(isinstance(b, Actions | Grid | Matrix) or (isinstance(b, Cards) and len(b.columns) > _UPRIGHT)
               for b in self.blocks):
            return True
        return None if any(isinstance(b, Cards) for b in self.blocks) else False


@dataclass(frozen=True)
class Document:
    """The whole plan as people read it.

    Attributes:
        plan_id: id of the plan.
        title: its title.
        organization: whose it is.
        years: the time it covers, in words.
        countries: names of its countries.
        language: es, pt or en.
        parts: its parts, in order.
    """

    plan_id: str
    title: str
    organization: str
    years: str
    countries: tuple[str, ...]
    language: str
    parts: tuple[Part, ...]

    @property
    def turned(self) -> tuple[bool, ...]:
        """For each part, whether its sheet is on its side; it turns only where a part needs the other way."""
        found: list[bool] = []
        for part in self.parts:
            found.append(part.wide if part.wide is not None else bool(found) and found[-1])
        return tuple(found)
