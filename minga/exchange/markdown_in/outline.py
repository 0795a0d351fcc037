"""The document in its parts: its title, and for every stage its heading, questions, tables and loose texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from minga.exchange.markdown_in.actions import ActionTables
from minga.exchange.markdown_in.blocks import Block, Heading, Table, Text
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.grids import Piece
from minga.exchange.markdown_in.layout import header_roles, is_action_header
from minga.exchange.markdown_in.sections import (
    direction_of,
    is_continued,
    looks_like_title,
    read_title,
    says_plan,
    section_of,
    stripped,
    without_continued,
)
from minga.exchange.markdown_in.words import fixed_column
from minga.folding import fold
from minga.i18n import gettext as _

_LONGEST_TITLE = 25


@dataclass
class Part:
    """What was found of one stage; the key is empty for what stands before any stage."""

    key: str
    title: str = ""
    questions: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Outline:
    """Walks the blocks once and gives each to the part it belongs to."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.title = ""
        self.parts: dict[str, Part] = {}
        self.actions = ActionTables(log)
        self.tables = 0
        self._key = ""
        self._level = 0
        self._heading: Heading | None = None

    def read(self, blocks: Sequence[Block]) -> Outline:
        """Read every block, in order."""
        for index, block in enumerate(blocks):
            if isinstance(block, Table):
                self.tables += 1
                self._table(block)
            elif isinstance(block, Heading) and not self._asks(block):
                self._take_heading(block, following=blocks[index + 1:index + 2])
            elif isinstance(block, Text) and self._stands_for_heading(block):
                self._take_heading(Heading(block.cell, block.number), following=blocks[index + 1:index + 2])
            else:
                self._text(block)
        self.actions.close_section()
        return self

    def part(self, key: str) -> Part:
        """The part with that key, made when it is not there yet."""
        return self.parts.setdefault(key, Part(key))

    def _asks(self, heading: Heading) -> bool:
        """Whether a heading is a guiding question; one that names a stage not seen yet also opens it."""
        if not heading.text.rstrip().endswith("?"):
            return False
        key = section_of(heading.text, anywhere=True)
        if key and key not in self.parts:
            self._enter(key, heading)
            self.part(key).title = ""
        return True

    # ── headings ───────────────────────────────────────────────────────────────────────────────────

    def _stands_for_heading(self, text: Text) -> bool:
        """Whether a paragraph is a heading that lost its sign: short, and named or set as one."""
        said = text.text
        if "?" in said or "\n" in said or len(said.split()) > _LONGEST_TITLE:
            return False
        if section_of(said, exact=True):
            return True
        if direction_of(said) and self._key in ("", "directions"):
            return True
        if not self.title and not self._key and looks_like_title(said):
            return True
        return text.cell.all_bold and bool(section_of(said) or self._key == "directions")

    def _take_heading(self, heading: Heading, following: Sequence[Block]) -> None:
        said = without_continued(heading.text)
        if self.title and fold(said) == fold(self.title):
            self._repeated_title(heading)
            return
        below = following[0] if following else None
        if not self.title and not self._key and self._is_title(heading, below):
            self.title = heading.text
            return
        if self.title and not self.parts and not self._key and not section_of(said) and self._goes_on(heading, below):
            self.title = f"{self.title} {heading.text}"
            return
        if self._key == "directions" or direction_of(said):
            if direction_of(said) is None and (key := section_of(said)) and not self._heads_actions(below):
                self._enter(key, heading)
            elif direction_of(said) is None and section_of(said, exact=True) == "directions":
                self._enter("directions", heading)
            else:
                self._key = "directions"
                self.actions.heading(heading)
            return
        if key := section_of(said, anywhere=True):
            if key == self._key == "context" and fixed_column(stripped(said)):
                self._heading = heading  # a subtitle of the context: «Retos», «Oportunidades»
            else:
                self._enter(key, heading)
                self._heading = heading if fixed_column(stripped(said)) else None
        else:
            self._drop_heading()
            if self._key and heading.level <= self._level and self.part(self._key).pieces:
                self._key = ""  # another chapter, which is none of the stages
            self._heading = heading

    def _goes_on(self, heading: Heading, below: Block | None) -> bool:
        """Whether a second heading is the rest of a title that names nobody («PLAN 2022» / «RED DEL AGUA»)."""
        return not (read_title(self.title).organization or direction_of(heading.text) or isinstance(below, Table))

    def _repeated_title(self, block: Heading | Text) -> None:
        self.log.note("warning", block.number, _("El título del plan se repite."), block.text,
                      _("No se importó de nuevo."))

    def _is_title(self, heading: Heading, below: Block | None) -> bool:
        key = section_of(heading.text)
        if not key:
            return direction_of(heading.text) is None and not (isinstance(below, Table) and self._shape(below))
        return says_plan(heading.text) and not isinstance(below, Table) and key != section_of(
            heading.text, exact=True)

    def _heads_actions(self, below: Block | None) -> bool:
        return isinstance(below, Table) and any(is_action_header(line) for line in below.lines[:3])

    def _enter(self, key: str, heading: Heading) -> None:
        self._drop_heading()
        if key == self._key and is_continued(heading.text):
            return
        if self._key == "directions":
            self.actions.close_section()
        self._key, self._level = key, heading.level
        part = self.part(key)
        if not part.title:
            part.title = stripped(without_continued(heading.text))
        elif fold(part.title) != fold(stripped(heading.text)):
            part.notes.append(heading.text)

    def _drop_heading(self) -> None:
        """A heading under which nothing was found is kept as a note."""
        if self._heading is not None:
            self._note(self._heading.text, self._heading.number)
            self._heading = None

    # ── texts and tables ───────────────────────────────────────────────────────────────────────────

    def _text(self, block: Heading | Text) -> None:
        said = block.text
        if self.title and fold(said) == fold(self.title):
            self._repeated_title(block)
        elif self._key == "directions" and self.actions.describe(said):
            pass
        elif self._key and ("?" in said or fold(said).startswith(("pregunta", "focus question", "questao"))):
            self.part(self._key).questions.append(said)
        elif not self.title and not self._key and looks_like_title(said):
            self.title = " ".join(said.split())
        else:
            self._note(said, block.number)

    def _note(self, said: str, number: int) -> None:
        self.part(self._key).notes.append(said)
        self.log.note("warning", number, _("Texto fuera de las tablas."), said,
                      _("Se conservó en las notas del plan."))

    def _shape(self, table: Table) -> str:
        """The stage that the table's own words announce, or the empty text."""
        top = table.lines[:3]
        if any(is_action_header(line) for line in top):
            return "directions"
        if top and any(fixed_column(text) for text in top[0].texts) and all(len(t) < 60 for t in top[0].texts):
            return "context"
        if len(top) > 1 and len(top[0].texts) == 1 and direction_of(top[0].texts[0]):
            return "directions"
        return ""

    def _table(self, table: Table) -> None:
        shape = self._shape(table)
        if shape == "directions" and (self._key in ("", "directions") or self._heads_actions(table)):
            self._enter_directions()
        elif not self._key and shape:
            self._key = shape
        if self._key == "directions":
            self._move_heading_to_actions()
            if self.actions.accepts(table):
                self.actions.table(table)
            else:
                self._unknown(table)
        elif self._key:
            piece = Piece(table, self._heading.text if self._heading else "")
            if self._heading is not None and table.width > 1:
                self._drop_heading()
                piece = Piece(table, "-")
            self._heading = None
            self.part(self._key).pieces.append(piece)
        else:
            self._unknown(table)

    def _enter_directions(self) -> None:
        if self._key != "directions":
            self._key = "directions"
            self.part("directions")

    def _move_heading_to_actions(self) -> None:
        if self._heading is not None:
            self.actions.heading(self._heading)
            self._heading = None

    def _unknown(self, table: Table) -> None:
        if table.width == 1 or not any(header_roles(line) for line in table.lines[:2]):
            self._drop_heading()
        if self._key == "directions" and (said := self.actions.drop_heading()):
            self._note(said, table.number)
        text = "\n".join(" | ".join(cell.text for cell in line.cells) for line in table.lines)
        self.part(self._key).notes.append(text)
        self.tables -= 1
        self.log.note("warning", table.number, _("Tabla que no se reconoce como parte del plan."),
                      " | ".join(table.lines[0].texts) if table.lines else "", _("Se conservó en las notas del plan."))
