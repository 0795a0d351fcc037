"""The document in its parts: its title, and for every stage its heading, questions, tables and loose texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minga.exchange.markdown_in.blocks import Block, Heading, Table, Text
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.lists import is_title, run_at
from minga.exchange.markdown_in.parts import CLOSED, GRIDS, NO_LEVEL, Part, Parts
from minga.exchange.markdown_in.placing import Placing, heads_actions, shape_of
from minga.exchange.markdown_in.sections import (
    chapter_of,
    direction_of,
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
_LONGEST_BYLINE = 14
_LONGEST_RUNNING = 600


class Outline:
    """Walks the blocks once and gives each to the part it belongs to."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.title = ""
        self.byline: list[Text] = []
        self.at = Parts(log)
        self._placing = Placing(self.at, log)
        self._directions_ahead = 0

    @property
    def parts(self) -> dict[str, Part]:
        """The parts found, by key."""
        return self.at.all

    def part(self, key: str) -> Part:
        """The part with that key, made when it is not there yet."""
        return self.at.part(key)

    def read(self, blocks: Sequence[Block]) -> Outline:
        """Read every block, in order."""
        place = 0
        self._directions_ahead = sum(
            isinstance(block, Heading) and section_of(block.text, exact=True) == "directions" for block in blocks)
        while place < len(blocks):
            run = run_at(blocks, place)
            if run and self._placing.list_of(run):
                place += len(run)
                continue
            for block in blocks[place:place + max(1, len(run))]:
                place += 1
                self._block(block, blocks[place] if place < len(blocks) else None, in_list=len(run) > 1)
        self.at.drop_waiting()
        self.at.actions.close()
        return self

    def _block(self, block: Block, below: Block | None, *, in_list: bool) -> None:
        if isinstance(block, Table):
            self._placing.table(block)
        elif isinstance(block, Heading) and not self._asks(block):
            self._take_heading(block, below)
        elif isinstance(block, Text) and not in_list and self._stands_for_heading(block, below):
            self._take_heading(Heading(block.whole, block.number), below)
        elif isinstance(block, Text) and self.at.key in GRIDS and _is_list(below) and is_title(block):
            self._take_list_title(block)
        else:
            self._text(block)

    def _asks(self, heading: Heading) -> bool:
        """Whether a heading is a guiding question; one that names a stage not seen yet also opens it."""
        if not heading.text.rstrip().endswith("?"):
            return False
        key = section_of(heading.text, anywhere=True)
        if key and key not in self.at.all:
            self.at.enter(key, heading)
            self.at.part(key).title = ""
        return True

    # ── headings ───────────────────────────────────────────────────────────────────────────────────

    def _stands_for_heading(self, text: Text, below: Block | None) -> bool:
        """Whether a paragraph is a heading that lost its sign: short, and named or set as one."""
        said = text.text
        if "?" in said or "\n" in said or len(said.split()) > _LONGEST_TITLE:
            return False
        if section_of(said, exact=True):
            return True
        if direction_of(said) and self.at.key in ("", "directions"):
            return True
        if not self.title and not self.at.key and looks_like_title(said):
            return True
        if self.at.key == "directions" and chapter_of(said, exact=True):
            return True
        ordered = stripped(said) != said.strip() or said.isupper()
        if ordered and (isinstance(below, Table) or _is_list(below)) and section_of(said):
            return True  # «B. VISÃO DE FUTURO» right above its table
        return text.cell.all_bold and bool(section_of(said) or self.at.key == "directions")

    def _take_heading(self, heading: Heading, below: Block | None) -> None:
        said = without_continued(heading.text)
        if self.title and fold(said) == fold(self.title):
            self._repeated_title(heading)
        elif not self.title and not self.at.key and self._is_title(heading, below):
            self.title = heading.text
        elif self._still_on_top() and not section_of(said) and self._goes_on(heading, below):
            self.title = f"{self.title} {heading.text}"
        elif self.at.key in CLOSED and not self._opens_again(heading, below):
            chapter = chapter_of(said) if heading.level <= self.at.level else ""
            if chapter:
                self.at.enter(chapter, heading)
            else:
                self.at.wait(heading)
        elif self.at.key == "directions" and (chapter := self._closing(heading, below)):
            self.at.enter(chapter, heading)
        elif self.at.key in GRIDS and _is_list(below) and self._below_section(heading) and not self._section(heading):
            self.at.wait(heading)  # the title of a group of cards, whatever its words
        elif self.at.key == "directions" or direction_of(said):
            self._take_direction(heading, below)
        else:
            self._take_section(heading)

    def _take_direction(self, heading: Heading, below: Block | None) -> None:
        said = without_continued(heading.text)
        if direction_of(said) is None and (key := section_of(said)) and not heads_actions(below):
            self.at.enter(key, heading)
        elif direction_of(said) is None and section_of(said, exact=True) == "directions":
            self.at.enter("directions", heading)
        else:
            self.at.drop_waiting()
            self.at.key = "directions"
            self.at.directions.heading(heading)

    def _take_section(self, heading: Heading) -> None:
        said = without_continued(heading.text)
        if key := section_of(said, anywhere=True):
            if key == self.at.key == "context" and fixed_column(stripped(said)):
                self.at.wait(heading)  # a subtitle of the context: «Retos», «Oportunidades»
            else:
                self.at.enter(key, heading)
                self.at.waiting = heading if fixed_column(stripped(said)) else None
        else:
            self.at.drop_waiting()
            if self.at.key and heading.level <= self.at.level and self.at.open.pieces:
                self.at.key = ""  # another chapter, which is none of the stages
            self.at.waiting = heading

    def _section(self, heading: Heading) -> bool:
        """Whether a heading names a stage and says nothing else."""
        said = without_continued(heading.text)
        key = section_of(said, exact=True)
        return bool(key) or (direction_of(said) is not None and not self._directions_ahead)

    def _below_section(self, heading: Heading) -> bool:
        return heading.level > self.at.level or heading.level == self.at.level == NO_LEVEL

    def _closing(self, heading: Heading, below: Block | None) -> str:
        """The chapter that a heading met among the directions opens, or the empty text when it is one of them."""
        if direction_of(heading.text) is not None:
            return ""
        chapter = chapter_of(heading.text, exact=heading.level == NO_LEVEL)
        higher = heading.level <= self.at.level and heading.level != NO_LEVEL
        actions = heads_actions(below) or _is_list(below)
        if chapter:
            return chapter if higher or not actions else ""
        # A heading as high as that of the directions, after directions that stand lower or inside their tables
        return "after" if higher and not actions and self.at.directions.all and not section_of(heading.text) else ""

    def _opens_again(self, heading: Heading, below: Block | None) -> bool:
        """Whether a heading below a chapter of no stage takes the document back to one of them."""
        if heading.level > self.at.level:
            return bool(section_of(heading.text, exact=True))
        return bool(section_of(heading.text, anywhere=True) or (
            direction_of(heading.text) and (heads_actions(below) or _is_list(below))))

    def _take_list_title(self, text: Text) -> None:
        self.at.wait(Heading(text.cell, text.number))
        if not text.cell.all_bold:
            self.log.note("doubt", text.number, _("Línea sobre una lista."), text.text,
                          _("Se leyó como el título de un grupo."))

    def _still_on_top(self) -> bool:
        """Whether nothing but the title was read so far."""
        return bool(self.title) and not self.at.key and not self.at.all

    def _goes_on(self, heading: Heading, below: Block | None) -> bool:
        """Whether a second heading is the rest of a title that names nobody («PLAN 2022» / «RED DEL AGUA»)."""
        return not (read_title(self.title).organization or direction_of(heading.text) or isinstance(below, Table))

    def _repeated_title(self, block: Heading | Text) -> None:
        self.log.note("warning", block.number, _("El título del plan se repite."), block.text,
                      _("No se importó de nuevo."))

    def _is_running_title(self, said: str) -> bool:
        """Whether a text repeats the title of the plan, or says whose it is, with or without a page number."""
        if not self.title or len(said) > _LONGEST_RUNNING:
            return False
        bare = fold(re.sub(r"\W*\d{1,3}\s*$", "", said))
        paged = bare != fold(said) and bare in (fold(self.title), fold(read_title(self.title).organization))
        return fold(said) == fold(self.title) or (paged and bool(bare))

    def _is_title(self, heading: Heading, below: Block | None) -> bool:
        key = section_of(heading.text)
        if not key:
            return direction_of(heading.text) is None and not (isinstance(below, Table) and shape_of(below))
        # «Plan de acción» on top of everything is the title of the plan when its directions come under their own
        named = key == section_of(heading.text, exact=True) and not (key == "directions" and self._directions_ahead > 1)
        return says_plan(heading.text) and not isinstance(below, Table) and not named

    # ── texts ──────────────────────────────────────────────────────────────────────────────────────

    def _text(self, block: Heading | Text) -> None:
        said = block.text
        if self._is_running_title(said):
            self._repeated_title(block)
        elif self.at.key == "directions" and self.at.directions.describe(said):
            pass
        elif self.at.key and ("?" in said or fold(said).startswith(("pregunta", "focus question", "questao"))):
            self.at.open.questions.append(said)
        elif not self.title and not self.at.key and looks_like_title(said):
            self.title = " ".join(said.split())
        elif not self.at.key and not self.at.all and isinstance(block, Text) and _is_byline(block):
            self.byline.append(block)
        else:
            self.at.note(said, block.number)


def _is_list(block: Block | None) -> bool:
    return isinstance(block, Text) and block.depth > 0


def _is_byline(text: Text) -> bool:
    """Whether a line below the plan's title may say whose plan it is, or for when: short, and no sentence."""
    said = text.text.strip()
    return not text.depth and len(said.split()) <= _LONGEST_BYLINE and "?" not in said and "\n" not in said and (
        said[-1:] not in ".:;,!" and (said[:1].isupper() or said[:1].isdigit()))
