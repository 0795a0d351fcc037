"""Where a table or a list belongs: to the cards of a stage, to the actions of a direction, or to the notes."""

from __future__ import annotations

from collections.abc import Sequence

from minga.exchange.markdown_in.action_lists import add_actions
from minga.exchange.markdown_in.blocks import Block, Table, Text
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.grids import Piece
from minga.exchange.markdown_in.layout import header_roles, is_action_header
from minga.exchange.markdown_in.lists import Item, cards_in, directions_in, tree
from minga.exchange.markdown_in.parts import CLOSED, GRIDS, Parts
from minga.exchange.markdown_in.sections import direction_of
from minga.exchange.markdown_in.words import LABELS, fixed_column, role_of
from minga.folding import fold
from minga.i18n import gettext as _


class Placing:
    """Gives tables and lists to the part that the document is in, or to the one that their own words name."""

    def __init__(self, parts: Parts, log: Log) -> None:
        self.at, self.log = parts, log
        self._in_lists = False

    def list_of(self, run: Sequence[Text]) -> bool:
        """Take a list as cards or as actions where it is clear that it holds them."""
        if any("?" in text.text for text in run) and self.at.waiting is None and self.at.directions.waiting is None:
            return False  # guiding questions
        if self.at.key in GRIDS:
            return self._list_of_cards(run)
        return self.at.key == "directions" and self._list_of_actions(run)

    def _list_of_cards(self, run: Sequence[Text]) -> bool:
        made = cards_in(run, self.at.waiting, self.log)
        if made is None:
            return False
        self.at.waiting = None
        self.at.tables += len(made)
        self.at.open.pieces += [Piece(table, "-") for table in made]
        return True

    def _list_of_actions(self, run: Sequence[Text]) -> bool:
        self.at.hand_waiting_to_directions()
        waiting, current = self.at.directions.waiting, self.at.directions.current
        if waiting is not None:
            if role_of(waiting.text.rstrip(" :")) in LABELS:
                return False
            self.at.directions.open_waiting()
        elif current is None:
            found = directions_in(run)
            for heading, items in found:
                self.at.directions.heading(heading)
                self.at.directions.open_waiting()
                self._add_list(items)
            return bool(found)
        elif current.actions and not self._in_lists:
            return False  # a list after the table of the actions is a note on them
        self._add_list(tree(run))
        return True

    def _add_list(self, items: Sequence[Item]) -> None:
        if self.at.directions.current is not None:
            self.at.tables += 1
            self._in_lists = True
            add_actions(self.at.directions.current, items, self.log)

    def table(self, table: Table) -> None:
        """Put a table where it belongs."""
        self.at.tables += 1
        shape = shape_of(table)
        if self.at.key in CLOSED:
            if not _names_direction(table):
                self.at.drop_waiting()
                self._unknown(table)
                return
            self._enter_directions()
        elif shape == "context" and self.at.key == "directions" and not self.at.directions.all:
            self.at.key = "context"  # what looked like the heading of the directions was that of the whole plan
            self.at.waiting, self.at.directions.waiting = self.at.directions.waiting, None
        elif shape == "directions" and (self.at.key in ("", "directions") or heads_actions(table)):
            self._enter_directions()
        elif not self.at.key and shape:
            self.at.key = shape
        if self.at.key == "directions":
            self.at.hand_waiting_to_directions()
            if self.at.actions.accepts(table):
                self._in_lists = False
                self.at.actions.table(table)
            else:
                self._unknown(table)
        elif self.at.key:
            self._piece(table)
        else:
            self._unknown(table)

    def _piece(self, table: Table) -> None:
        """A table of cards; a heading above a column without title is its title."""
        waiting, self.at.waiting = self.at.waiting, None
        if waiting is None:
            self.at.open.pieces.append(Piece(table))
        elif table.width == 1 and not table.headed:
            self.at.open.pieces.append(Piece(table, waiting.text))
        else:
            if not table.lines or fold(waiting.text) != fold(table.lines[0].cell(0).text):
                self.at.note_heading(waiting)
            self.at.open.pieces.append(Piece(table, "-"))

    def _enter_directions(self) -> None:
        if self.at.key != "directions":
            self.at.key = "directions"
            self.at.part("directions")

    def _unknown(self, table: Table) -> None:
        if table.width == 1 or not any(header_roles(line) for line in table.lines[:2]):
            self.at.drop_waiting()
        if self.at.key == "directions" and (said := self.at.directions.drop_waiting()):
            self.at.note(said, table.number)
        text = "\n".join(" | ".join(cell.text for cell in line.cells) for line in table.lines)
        self.at.open.notes.append(text)
        self.at.tables -= 1
        self.log.note("warning", table.number, _("Tabla que no se reconoce como parte del plan."),
                      " | ".join(table.lines[0].texts) if table.lines else "", _("Se conservó en las notas del plan."))


def heads_actions(below: Block | None) -> bool:
    """Whether what stands below is a table with the columns of actions."""
    return isinstance(below, Table) and any(is_action_header(line) for line in below.lines[:3])


def shape_of(table: Table) -> str:
    """The stage that the table's own words announce, or the empty text."""
    top = table.lines[:3]
    if any(is_action_header(line) for line in top):
        return "directions"
    if top and any(fixed_column(text) for text in top[0].texts) and all(len(t) < 60 for t in top[0].texts):
        return "context"
    if len(top) > 1 and len(top[0].texts) == 1 and direction_of(top[0].texts[0]):
        return "directions"
    return ""


def _names_direction(table: Table) -> bool:
    """Whether the first row of a table is the title of a direction and nothing else."""
    top = table.lines[:1]
    return bool(top) and len(top[0].texts) == 1 and direction_of(top[0].texts[0]) is not None
