"""The document in its parts: its title, and for every stage its heading, questions, tables and loose texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from minga.exchange.markdown_in.action_lists import add_actions
from minga.exchange.markdown_in.actions import ActionTables
from minga.exchange.markdown_in.blocks import Block, Heading, Table, Text
from minga.exchange.markdown_in.directions import Directions
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.grids import Piece
from minga.exchange.markdown_in.layout import header_roles, is_action_header
from minga.exchange.markdown_in.lists import Item, cards_in, directions_in, is_title, run_at, tree
from minga.exchange.markdown_in.sections import (
    chapter_of,
    direction_of,
    is_continued,
    looks_like_title,
    read_title,
    says_plan,
    section_of,
    stripped,
    without_continued,
)
from minga.exchange.markdown_in.words import LABELS, fixed_column, role_of
from minga.folding import fold
from minga.i18n import gettext as _

_LONGEST_TITLE = 25
_GRIDS = ("context", "vision", "obstacles")
_LONGEST_BYLINE = 14
_NO_LEVEL = 7
_CLOSED = ("results", "after")
"""Chapters after the directions; what they hold is kept as notes."""


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
        self.directions = Directions(log)
        self.actions = ActionTables(log, self.directions)
        self.byline: list[Text] = []
        self.tables = 0
        self._key = ""
        self._level = 0
        self._heading: Heading | None = None
        self._in_lists = False
        self._directions_ahead = 0

    def read(self, blocks: Sequence[Block]) -> Outline:
        """Read every block, in order."""
        place = 0
        self._directions_ahead = sum(
            isinstance(block, Heading) and section_of(block.text, exact=True) == "directions" for block in blocks)
        while place < len(blocks):
            run = run_at(blocks, place)
            if run and self._list(run):
                place += len(run)
                continue
            for block in blocks[place:place + max(1, len(run))]:
                place += 1
                self._block(block, blocks[place] if place < len(blocks) else None, in_list=len(run) > 1)
        self._drop_heading()
        self.actions.close()
        return self

    def _block(self, block: Block, below: Block | None, *, in_list: bool) -> None:
        if isinstance(block, Table):
            self.tables += 1
            self._table(block)
        elif isinstance(block, Heading) and not self._asks(block):
            self._take_heading(block, below)
        elif isinstance(block, Text) and not in_list and self._stands_for_heading(block):
            self._take_heading(Heading(block.whole, block.number), below)
        elif isinstance(block, Text) and self._key in _GRIDS and _is_list(below) and is_title(block):
            self._take_list_title(block)
        else:
            self._text(block)

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
        if self._key == "directions" and chapter_of(said, exact=True):
            return True
        return text.cell.all_bold and bool(section_of(said) or self._key == "directions")

    def _take_heading(self, heading: Heading, below: Block | None) -> None:
        said = without_continued(heading.text)
        if self.title and fold(said) == fold(self.title):
            self._repeated_title(heading)
        elif not self.title and not self._key and self._is_title(heading, below):
            self.title = heading.text
        elif self.title and not self.parts and not self._key and not section_of(said) and self._goes_on(heading, below):
            self.title = f"{self.title} {heading.text}"
        elif self._key in _CLOSED and not self._opens_again(heading, below):
            self._drop_heading()
            self._heading = heading
        elif self._key == "directions" and (chapter := self._closing(heading, below)):
            self._enter(chapter, heading)
        elif self._key in _GRIDS and _is_list(below) and self._below_section(heading) and not self._section(heading):
            self._drop_heading()
            self._heading = heading  # the title of a group of cards, whatever its words
        elif self._key == "directions" or direction_of(said):
            self._take_direction(heading, below)
        else:
            self._take_section(heading)

    def _take_direction(self, heading: Heading, below: Block | None) -> None:
        said = without_continued(heading.text)
        if direction_of(said) is None and (key := section_of(said)) and not self._heads_actions(below):
            self._enter(key, heading)
        elif direction_of(said) is None and section_of(said, exact=True) == "directions":
            self._enter("directions", heading)
        else:
            self._drop_heading()
            self._key = "directions"
            self.directions.heading(heading)

    def _take_section(self, heading: Heading) -> None:
        said = without_continued(heading.text)
        if key := section_of(said, anywhere=True):
            if key == self._key == "context" and fixed_column(stripped(said)):
                self._drop_heading()
                self._heading = heading  # a subtitle of the context: «Retos», «Oportunidades»
            else:
                self._enter(key, heading)
                self._heading = heading if fixed_column(stripped(said)) else None
        else:
            self._drop_heading()
            if self._key and heading.level <= self._level and self.part(self._key).pieces:
                self._key = ""  # another chapter, which is none of the stages
            self._heading = heading

    def _section(self, heading: Heading) -> bool:
        """Whether a heading names a stage and says nothing else."""
        said = without_continued(heading.text)
        key = section_of(said, exact=True)
        return bool(key) or (direction_of(said) is not None and not self._directions_ahead)

    def _below_section(self, heading: Heading) -> bool:
        return heading.level > self._level or heading.level == self._level == _NO_LEVEL

    def _closing(self, heading: Heading, below: Block | None) -> str:
        """The chapter that a heading met among the directions opens, or the empty text when it is one of them."""
        if direction_of(heading.text) is not None:
            return ""
        chapter = chapter_of(heading.text, exact=heading.level == _NO_LEVEL)
        higher = heading.level <= self._level and heading.level != _NO_LEVEL
        actions = self._heads_actions(below) or _is_list(below)
        if chapter:
            return chapter if higher or not actions else ""
        # A heading as high as that of the directions, after directions that stand lower or inside their tables
        return "after" if higher and not actions and self.directions.all and not section_of(heading.text) else ""

    def _opens_again(self, heading: Heading, below: Block | None) -> bool:
        """Whether a heading below a chapter of no stage takes the document back to one of them."""
        if heading.level > self._level:
            return bool(section_of(heading.text, exact=True))
        return bool(section_of(heading.text, anywhere=True) or (
            direction_of(heading.text) and (self._heads_actions(below) or _is_list(below))))

    def _take_list_title(self, text: Text) -> None:
        self._drop_heading()
        self._heading = Heading(text.cell, text.number)
        if not text.cell.all_bold:
            self.log.note("doubt", text.number, _("Línea sobre una lista."), text.text,
                          _("Se leyó como el título de un grupo."))

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
        # «Plan de acción» on top of everything is the title of the plan when its directions come under their own
        named = key == section_of(heading.text, exact=True) and not (key == "directions" and self._directions_ahead > 1)
        return says_plan(heading.text) and not isinstance(below, Table) and not named

    def _heads_actions(self, below: Block | None) -> bool:
        return isinstance(below, Table) and any(is_action_header(line) for line in below.lines[:3])

    def _enter(self, key: str, heading: Heading) -> None:
        self._drop_heading()
        if key == self._key and is_continued(heading.text):
            return
        if self._key == "directions":
            self.actions.close()
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

    # ── lists ──────────────────────────────────────────────────────────────────────────────────────

    def _list(self, run: Sequence[Text]) -> bool:
        """Take a list as cards or as actions where it is clear that it holds them."""
        if any("?" in text.text for text in run) and self._heading is None and self.directions.waiting is None:
            return False  # guiding questions
        if self._key in _GRIDS:
            return self._list_of_cards(run)
        return self._key == "directions" and self._list_of_actions(run)

    def _list_of_cards(self, run: Sequence[Text]) -> bool:
        made = cards_in(run, self._heading, self.log)
        if made is None:
            return False
        self._heading = None
        self.tables += len(made)
        self.part(self._key).pieces += [Piece(table, "-") for table in made]
        return True

    def _list_of_actions(self, run: Sequence[Text]) -> bool:
        self._move_heading_to_actions()
        waiting, current = self.directions.waiting, self.directions.current
        if waiting is not None:
            if role_of(waiting.text.rstrip(" :")) in LABELS:
                return False
            self.directions.open_waiting()
        elif current is None:
            found = directions_in(run)
            for heading, items in found:
                self.directions.heading(heading)
                self.directions.open_waiting()
                self._add_list(items)
            return bool(found)
        elif current.actions and not self._in_lists:
            return False  # a list after the table of the actions is a note on them
        self._add_list(tree(run))
        return True

    def _add_list(self, items: Sequence[Item]) -> None:
        if self.directions.current is not None:
            self.tables += 1
            self._in_lists = True
            add_actions(self.directions.current, items, self.log)

    # ── texts and tables ───────────────────────────────────────────────────────────────────────────

    def _text(self, block: Heading | Text) -> None:
        said = block.text
        if self.title and fold(said) == fold(self.title):
            self._repeated_title(block)
        elif self._key == "directions" and self.directions.describe(said):
            pass
        elif self._key and ("?" in said or fold(said).startswith(("pregunta", "focus question", "questao"))):
            self.part(self._key).questions.append(said)
        elif not self.title and not self._key and looks_like_title(said):
            self.title = " ".join(said.split())
        elif self.title and not self._key and not self.parts and isinstance(block, Text) and _is_byline(block):
            self.byline.append(block)
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
        if self._key in _CLOSED:
            if not _names_direction(table):
                self._drop_heading()
                self._unknown(table)
                return
            self._enter_directions()
        elif shape == "context" and self._key == "directions" and not self.directions.all:
            self._key = "context"  # what looked like the heading of the directions was that of the whole plan
            self._heading, self.directions.waiting = self.directions.waiting, None
        elif shape == "directions" and (self._key in ("", "directions") or self._heads_actions(table)):
            self._enter_directions()
        elif not self._key and shape:
            self._key = shape
        if self._key == "directions":
            self._move_heading_to_actions()
            if self.actions.accepts(table):
                self._in_lists = False
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
            self.directions.heading(self._heading)
            self._heading = None

    def _unknown(self, table: Table) -> None:
        if table.width == 1 or not any(header_roles(line) for line in table.lines[:2]):
            self._drop_heading()
        if self._key == "directions" and (said := self.directions.drop_waiting()):
            self._note(said, table.number)
        text = "\n".join(" | ".join(cell.text for cell in line.cells) for line in table.lines)
        self.part(self._key).notes.append(text)
        self.tables -= 1
        self.log.note("warning", table.number, _("Tabla que no se reconoce como parte del plan."),
                      " | ".join(table.lines[0].texts) if table.lines else "", _("Se conservó en las notas del plan."))


def _is_list(block: Block | None) -> bool:
    return isinstance(block, Text) and block.depth > 0


def _names_direction(table: Table) -> bool:
    """Whether the first row of a table is the title of a direction and nothing else."""
    top = table.lines[:1]
    return bool(top) and len(top[0].texts) == 1 and direction_of(top[0].texts[0]) is not None


def _is_byline(text: Text) -> bool:
    """Whether a line below the plan's title may say whose plan it is, or for when: short, and no sentence."""
    said = text.text.strip()
    return not text.depth and len(said.split()) <= _LONGEST_BYLINE and "?" not in said and "\n" not in said and (
        said[-1:] not in ".:;,!" and (said[:1].isupper() or said[:1].isdigit()))
