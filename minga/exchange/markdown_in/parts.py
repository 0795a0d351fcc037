"""The parts of the plan as they fill up, and which of them the document is in."""

from __future__ import annotations

from dataclasses import dataclass, field

from minga.exchange.markdown_in.actions import ActionTables
from minga.exchange.markdown_in.blocks import Heading
from minga.exchange.markdown_in.directions import Directions
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.grids import Piece
from minga.exchange.markdown_in.sections import is_continued, stripped, without_continued
from minga.folding import fold
from minga.i18n import gettext as _

GRIDS = ("context", "vision", "obstacles")
CLOSED = ("results", "after")
"""Chapters after the directions; what they hold is kept as notes."""
NO_LEVEL = 7
"""Level of a heading that lost its sign."""


@dataclass
class Part:
    """What was found of one stage; the key is empty for what stands before any stage."""

    key: str
    title: str = ""
    number: int = 1
    questions: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Parts:
    """Where the reading stands.

    Attributes:
        all: the parts, by key.
        key: the part that is open; empty before any stage.
        level: the level of the heading that opened it.
        waiting: a heading below which nothing was found yet.
        tables: how many tables and lists were taken as parts of the plan.
    """

    def __init__(self, log: Log) -> None:
        self.log = log
        self.all: dict[str, Part] = {}
        self.key = ""
        self.level = 0
        self.waiting: Heading | None = None
        self.tables = 0
        self.directions = Directions(log)
        self.actions = ActionTables(log, self.directions)

    def part(self, key: str) -> Part:
        """The part with that key, made when it is not there yet."""
        return self.all.setdefault(key, Part(key))

    @property
    def open(self) -> Part:
        """The part that the document is in."""
        return self.part(self.key)

    def enter(self, key: str, heading: Heading) -> None:
        """Open a part with its heading; one that says that it goes on changes nothing."""
        self.drop_waiting()
        if key == self.key and is_continued(heading.text):
            return
        if self.key == "directions":
            self.actions.close()
        self.key, self.level = key, heading.level
        part = self.open
        if not part.title:
            part.title, part.number = stripped(without_continued(heading.text)), heading.number
        elif fold(part.title) != fold(stripped(heading.text)):
            part.notes.append(heading.text)

    def wait(self, heading: Heading) -> None:
        """Hold a heading until something stands below it; the one that was held becomes a note."""
        self.drop_waiting()
        self.waiting = heading

    def drop_waiting(self) -> None:
        """A heading under which nothing was found is kept as a note."""
        if self.waiting is not None:
            self.note_heading(self.waiting)
            self.waiting = None

    def note_heading(self, heading: Heading) -> None:
        """Keep a heading as a note, unless it is the title of the part."""
        if fold(stripped(heading.text)) != fold(self.open.title):
            self.note(heading.text, heading.number)

    def hand_waiting_to_directions(self) -> None:
        """The heading that waits turns out to be that of a direction."""
        if self.waiting is not None:
            self.directions.heading(self.waiting)
            self.waiting = None

    def note(self, said: str, number: int) -> None:
        """Keep a text that is no part of the plan."""
        self.open.notes.append(said)
        self.log.note("warning", number, _("Texto fuera de las tablas."), said,
                      _("Se conservó en las notas del plan."))
