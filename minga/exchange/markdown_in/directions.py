"""Which direction the actions that follow belong to: its title, said by a heading or by a row of a table."""

from __future__ import annotations

from dataclasses import dataclass, field

from minga.exchange.markdown_in.blocks import Heading
from minga.exchange.markdown_in.cells import Cell
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.sections import (
    Named,
    direction_of,
    heading_direction,
    is_continued,
    without_continued,
)
from minga.folding import fold
from minga.i18n import gettext as _


@dataclass
class RawAction:
    """An action as read.

    Attributes:
        code: its number as authored, or empty.
        cells: what it says, by role (a key of ``ROLES``).
        number: its 1-based line.
        extras: what unknown columns say, with the name of each.
        names: the names of the columns, by role.
        under: the action that holds it, where a list says so and not the numbers.
    """

    code: str
    cells: dict[str, Cell]
    number: int
    extras: list[tuple[str, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    under: RawAction | None = None

    def text(self, role: str) -> str:
        """The text of a role's cell."""
        return self.cells.get(role, Cell()).text


@dataclass
class RawDirection:
    """A direction as read."""

    code: str
    title: str
    number: int
    actions: list[RawAction] = field(default_factory=list)
    outcome_measure: str = ""


class Directions:
    """The directions so far, the one that is open, and the heading that waits for its first action."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.all: list[RawDirection] = []
        self.current: RawDirection | None = None
        self.waiting: Heading | None = None

    def heading(self, heading: Heading) -> None:
        """Take a heading as the title of what follows; a repeated or continued one changes nothing."""
        named = heading_direction(heading.text)
        if self.current is not None and self.waiting is None and (
                self.is_current(named) or (is_continued(heading.text) and not named.code)):
            self.log.note("join", heading.number, _("Título de dirección que continúa."), heading.text,
                          _("Las acciones que siguen se agregaron a la misma dirección."))
            return
        if self.waiting is not None and not direction_of(heading.text) and direction_of(self.waiting.text):
            self.log.note("warning", heading.number, _("Subtítulo dentro de una dirección."), heading.text,
                          _("No se importó."))
            return
        self._leave_waiting()
        self.waiting = heading

    def _leave_waiting(self) -> None:
        if self.waiting is None:
            return
        if named := direction_of(self.waiting.text):
            self._add(named, self.waiting.number)  # it says that it is a direction; it has no actions yet
        else:
            self.log.note("warning", self.waiting.number, _("Título sin tabla debajo."), self.waiting.text,
                          _("No se importó como dirección."))
        self.waiting = None

    def close(self) -> None:
        """The heading of another chapter: what follows belongs to no direction seen so far."""
        self._leave_waiting()
        self.current = None

    def drop_waiting(self) -> str:
        """Forget the heading that waits for its actions, and return what it says."""
        said = self.waiting.text if self.waiting else ""
        self.waiting = None
        return said

    def is_current(self, named: Named) -> bool:
        """Whether a title is that of the open direction."""
        now = self.current
        return now is not None and fold(without_continued(named.title)) == fold(now.title) and (
            not named.code or named.code == now.code)

    def open(self, named: Named, number: int) -> None:
        """Begin a direction, unless it is the one that is open."""
        self.waiting = None
        if not self.is_current(named):
            self._add(named, number)

    def open_waiting(self) -> None:
        """Begin the direction of the heading that waits, if one does."""
        if self.waiting is not None:
            self.open(heading_direction(self.waiting.text), self.waiting.number)

    def _add(self, named: Named, number: int) -> None:
        title = named.title
        if not title:
            title = named.code
            self.log.note("doubt", number, _("La dirección no tiene título, solo número."), named.code,
                          _("Se usó el número como título."))
        for known in self.all:
            if (known.code, fold(known.title)) == (named.code, fold(title)):
                self.log.note("join", number, _("Título de una dirección que ya estaba."), title,
                              _("Las acciones que siguen se agregaron a la misma dirección."))
                self.current = known
                return
        self.current = RawDirection(named.code, title, number)
        self.all.append(self.current)

    def describe(self, text: str) -> bool:
        """Take a text below a title as its outcome measure, if it says so."""
        label, colon, rest = text.partition(":")
        if not colon or not _is_measure(label):
            return False
        if self.current is None:
            self.open_waiting()
        if self.current is None:
            return False
        self.current.outcome_measure = rest.strip()
        return True


def _is_measure(label: str) -> bool:
    folded = fold(label)
    return folded in ("medida de logro", "medida de exito", "medida de resultado", "indicador de logro",
                      "medida de sucesso", "medida de conquista", "outcome measure", "measure of success",
                      "success measure", "measure of accomplishment")
