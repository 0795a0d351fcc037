"""Tables whose columns are lists of cards: context, vision, obstacles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from minga.exchange.markdown_in.blocks import Line, Table
from minga.exchange.markdown_in.cells import Cell
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.stitch import Habit, Verdict, goes_on, header_is_data, joined, row_goes_on, same_header
from minga.exchange.markdown_in.words import CARD_NAMES, GROUP_NAMES, fixed_column, role_of
from minga.folding import fold
from minga.i18n import gettext as _

_BULLET = re.compile(r"[•·▪‣●○*–-]\s+(?=\S)")


@dataclass
class Column:
    """A column of cards: its title, the line where it stands, and its cards with their lines."""

    title: Cell
    number: int
    cards: list[tuple[Cell, int]] = field(default_factory=list)


@dataclass
class Piece:
    """A table of a stage and the heading that stands right above it, if any."""

    table: Table
    heading: str = ""


class Grid:
    """Reads the tables of one stage into columns; tables that go on from a page before are put together."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.columns: list[Column] = []
        self._open: list[Column | None] = []
        self._above: Table | None = None
        self._titles: Line | None = None
        self._last: Line | None = None

    def read(self, pieces: Sequence[Piece]) -> list[Column]:
        """The columns of all the tables, in order."""
        for piece in pieces:
            self._table(piece)
        return self.columns

    def _table(self, piece: Piece) -> None:
        table, above = piece.table, self._above
        adjoining = above is not None and not piece.heading and bool(self._open)
        if adjoining and self._titles is not None and table.lines and same_header(table.lines[0], self._titles):
            self._note_join(table, repeated=True)
            rows: Iterable[Line] = table.lines[1:]
        elif adjoining and not table.headed and table.width <= len(self._open):
            self._note_join(table)
            rows = table.rows
        elif adjoining and above is not None and header_is_data(table, above):
            self._note_join(table)
            rows = (table.header, *table.rows)
        else:
            if adjoining and above is not None and table.width == above.width:
                self.log.note("doubt", table.number, _("Tabla pegada a la anterior, con otros títulos."),
                              " | ".join(table.header.texts),
                              _("Su primera fila se leyó como títulos de grupos nuevos."))
            rows, adjoining = self._start(piece), False
        self._fill([row for row in rows if not row.blank], adjoining)
        if not adjoining or above is None:
            self._above = table

    def _note_join(self, table: Table, *, repeated: bool = False) -> None:
        done = (_("Se leyó como continuación; los títulos repetidos no se contaron como tarjetas.") if repeated
                else _("Se leyó como continuación de la tabla anterior."))
        self.log.note("join", table.number, _("Tabla partida por un salto de página."),
                      " | ".join(table.header.texts), done)

    def _start(self, piece: Piece) -> Sequence[Line]:
        """Open the columns of a new table and return the rows below its titles."""
        lines = list(piece.table.lines)
        if turned := _turned(lines, piece.table.width):
            self.log.note("doubt", piece.table.number, _("Tabla con un grupo en cada fila."),
                          " | ".join(lines[0].texts), _("Cada fila se leyó como una columna de tarjetas."))
            self._groups_in_rows(lines[turned - 1:])
            return []
        if len(lines) > 1 and len(lines[0].texts) == 1 < piece.table.width and len(lines[1].texts) > 1 and (
                piece.table.width > 2 or lines[1].cell(0).all_bold):
            self.log.note("warning", lines[0].number, _("Rótulo sobre los títulos de una tabla."),
                          lines[0].texts[0], _("No se importó como tarjeta."))
            lines = lines[1:]
        titles = lines.pop(0) if lines else piece.table.header
        if piece.heading and piece.table.width == 1 and not piece.table.headed:
            lines, titles = [titles, *lines], Line((Cell(piece.heading, "-" * len(piece.heading)),), titles.number)
        self._titles = titles
        self._open = [self._column(i, titles, lines) for i in range(piece.table.width)]
        self._last = None
        return lines

    def _groups_in_rows(self, lines: Sequence[Line]) -> None:
        self._open, self._last = [], None
        for line in lines:
            if line.cell(0) or not self.columns:
                self.columns.append(Column(line.cell(0), line.number))
            for cell in line.cells[1:]:
                self._put(self.columns[-1], cell, line.number)

    def _put(self, column: Column, cell: Cell, number: int) -> None:
        """Add a card, or one for each item when the cell holds a list with bullets."""
        pieces = cell.text.split("\n")
        if len(pieces) > 1 and all(_BULLET.match(piece) for piece in pieces):
            self.log.note("doubt", number, _("La celda contiene una lista."), cell.text,
                          _("Cada punto de la lista se importó como una tarjeta."))
            start = 0
            for piece in pieces:
                bullet = _BULLET.match(piece)
                column.cards.append((cell.cut(start + (bullet.end() if bullet else 0), start + len(piece)), number))
                start += len(piece) + 1
        elif cell:
            if len(pieces) > 1:
                self.log.note("offer", number, _("La celda tiene {n} líneas: pueden ser {n} tarjetas.").format(
                    n=len(pieces)), cell.text, _("Se importó como una sola tarjeta."))
            column.cards.append((cell, number))

    def _column(self, index: int, titles: Line, rows: Sequence[Line]) -> Column | None:
        title = titles.cell(index)
        texts = [row.cell(index).text for row in rows if row.cell(index)]
        if not title and not texts:
            return None  # an empty column is a slip of the export, not a group without cards
        if texts and role_of(title.text) == "number" and all(t.strip(".)º°").isdigit() for t in texts):
            self.log.note("warning", titles.number, _("Columna que solo numera las filas."), title.text,
                          _("No se importó: las tarjetas ya tienen su orden."))
            return Column(title, titles.number)
        if not title:
            self.log.note("doubt", titles.number, _("Columna sin título."), texts[0],
                          _("Sus tarjetas quedaron en un grupo sin título."))
        column = Column(title, titles.number)
        self.columns.append(column)
        return column

    def _fill(self, rows: Sequence[Line], continued: bool) -> None:
        habit = Habit(cell.text for column in self.columns for cell, _line in column.cards)
        for position, row in enumerate(rows):
            if position == 0 and continued and self._last is not None:
                verdict = row_goes_on(self._last, row, habit)
                if verdict is Verdict.YES:
                    self._join(row)
                    continue
                if verdict is Verdict.MAYBE:
                    self.log.note("doubt", row.number, _("La primera fila de la página podría ser el final de la "
                                                         "última fila de la página anterior."),
                                  " | ".join(row.texts), _("Se dejaron separadas."))
            self._add(row)

    def _add(self, row: Line, skip: frozenset[int] = frozenset()) -> None:
        for index, cell in enumerate(row.cells):
            if not cell or index in skip:
                continue
            if index < len(self._open) and (column := self._open[index]) is not None:
                self._put(column, cell, row.number)
            else:
                self._extra(index, cell, row.number)
        self._last = row

    def _extra(self, index: int, cell: Cell, number: int) -> None:
        column = Column(Cell(), number, [(cell, number)])
        self._open += [None] * (index + 1 - len(self._open))
        self._open[index] = column
        self.columns.append(column)
        self.log.note("doubt", number, _("Columna sin título."), cell.text,
                      _("Sus tarjetas quedaron en un grupo sin título."))

    def _join(self, row: Line) -> None:
        assert self._last is not None
        merged: set[int] = set()
        for index, (before, after) in enumerate(zip(self._last.cells, row.cells, strict=False)):
            column = self._open[index] if index < len(self._open) else None
            if before and after and column is not None and column.cards:
                if goes_on(before.text, after.text, Habit([])) is Verdict.MAYBE:
                    self.log.note("doubt", row.number, _("La segunda mitad de la celda puede ser otra tarjeta."),
                                  after.text, _("Se unió porque la fila sigue en las otras columnas."))
                whole = joined(column.cards[-1][0], after)
                column.cards[-1] = (whole, column.cards[-1][1])
                merged.add(index)
                self.log.note("join", row.number, _("Celda partida por un salto de página."), whole.text,
                              _("Se unió «{before}» con «{after}».").format(before=before.text[-40:],
                                                                           after=after.text[:40]))
        self._add(row, frozenset(merged))


def _turned(lines: Sequence[Line], width: int) -> int:
    """For a table with a group in each row, the 1-based place of its first group; 0 for any other table."""
    if width != 2 or len(lines) < 2:
        return 0
    names = [fold(cell.text) for cell in lines[0].cells]
    if names[0] in GROUP_NAMES and (names[1] in CARD_NAMES or any(line.cell(0) for line in lines[1:])):
        return 2
    known = [fixed_column(line.cell(0).text) for line in lines if line.cell(0)]
    return 1 if len(known) > 1 and all(known) and not fixed_column(lines[0].cell(1).text) else 0
