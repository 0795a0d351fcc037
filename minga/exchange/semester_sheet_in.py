"""The semester's sheet on its way back: every cell is looked at, every fault is told, nothing is guessed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from minga.errors import Fault, InputError
from minga.exchange import semester_sheet_layout as layout
from minga.exchange.semester_sheet_cells import number_said, status_said, text_said
from minga.i18n import gettext as _
from minga.results.applicable import NOTHING_TO_TELL, means_not_applicable
from minga.results.reporting_numbers import decimal_sign
from minga.results.reviewing_mark import PLACES
from minga.results.reviewing_merge import Coming

MOST_BYTES = 5_000_000
_MOST_UNPACKED = 60_000_000
_MOST_ROWS, _MOST_COLUMNS = 5_000, 40


@dataclass
class SemesterSheet:
    """A sheet as it was read.

    Attributes:
        file: its name, for messages.
        sign: its decimal sign.
        reporter: who fills it in, where a row does not say.
        rows: the rows that say something or once did.
    """

    file: str
    plan_id: str
    period: str
    country: str
    sign: str
    reporter: str
    rows: list[Coming] = field(default_factory=list)


@dataclass(frozen=True)
class _Cell:
    """A cell as the spreadsheet holds it; ``value`` of a formula is what it last gave."""

    value: Any = None
    percent: bool = False
    problem: str = ""


Grid = list[list[_Cell]]


def read_semester_sheet(file: str, content: bytes) -> SemesterSheet:
    """Read a sheet that was filled in.

    Args:
        file: its name; only for messages.
        content: its bytes, five million at most.

    Raises:
        InputError: it is no such sheet, or cells in it cannot be used; every one is named by sheet, row and
            column.
    """
    file = file[-80:]
    grids = _grids(file, content)
    meta = _pairs(grids.get(layout.META, []))
    if meta.get("format") != layout.FORMAT:
        raise InputError(Fault(_("No es una hoja del semestre hecha por Minga."), file=file, advice=_(
            "Pida la hoja a quien coordina y llene esa misma, sin copiarla a otro libro.")))
    if meta.get("version") != layout.VERSION:
        raise InputError(Fault(_("La hoja es de otra versión de Minga."), file=file,
                               advice=_("Genérela otra vez y copie en ella lo llenado.")))
    country, sign = meta.get("country", ""), meta.get("decimal", "")
    made = SemesterSheet(file, meta.get("plan_id", ""), meta.get("period", ""), country,
                         sign if sign in (",", ".") else decimal_sign(country), _cover_reporter(grids))
    faults: list[Fault] = []
    choices = _pairs(grids.get(layout.CHOICES, []))
    for name, grid in grids.items():
        if table := _table_of(grid):
            reading = _Reading(made, table, name, grid, choices)
            made.rows += reading.rows()
            faults += reading.faults
    if faults:
        raise InputError(faults)
    return made


def _pairs(grid: Grid) -> dict[str, str]:
    return {text_said(row[0].value): text_said(row[1].value) for row in grid if len(row) > 1}


def _table_of(grid: Grid) -> str:
    """The table whose rows a sheet holds, by the hidden names of its columns; empty for any other sheet."""
    names = {text_said(cell.value) for cell in grid[0]} if grid else set()
    if {"key", "base"} <= names:
        return "progress" if "status" in names else "actuals"
    return ""


def _cover_reporter(grids: Mapping[str, Grid]) -> str:
    for row in (row for grid in grids.values() for row in grid[:40]):
        if len(row) > 2 and row[0].value == layout.COVER_REPORTER and row[1].value != "base":
            return text_said(row[2].value)
    return ""


class _Reading:
    """One sheet of rows being read."""

    def __init__(self, made: SemesterSheet, table: str, name: str, grid: Grid, choices: Mapping[str, str]) -> None:
        self.made, self.table, self.name, self.grid, self.choices = made, table, name, grid, choices
        self.columns = {text_said(cell.value): at for at, cell in reversed(list(enumerate(grid[0])))}
        self.faults: list[Fault] = []

    def rows(self) -> Iterator[Coming]:
        """The rows that hold something, in their order."""
        absent = [c for c in (*layout.FILLED[self.table], "title") if c not in self.columns]
        if absent:
            self._fault(None, absent[0], _("Falta la columna."), _("Genere la hoja otra vez y no borre columnas."))
            return
        for number, row in enumerate(self.grid[2:], 3):
            if coming := self._row(number, row):
                yield coming

    def _row(self, number: int, row: list[_Cell]) -> Coming | None:
        key, base = text_said(self._cell(row, "key").value), text_said(self._cell(row, "base").value)
        values = {column: self._said(number, row, column) for column in layout.FILLED[self.table]}
        if self._nothing_to_tell(row):
            values |= self._alone(number, values)
        reporter = str(values.pop("reported_by") or "")
        if not base and not any(values.values()) and not any(v == 0 for v in values.values()):
            return None  # nobody wrote anything here; the name alone reports nothing
        where = self._key_place(number, key) if key else self._free_place(number, row)
        if where is None:
            return None
        return Coming(self.table, {**dict(zip(PLACES[self.table], where, strict=True)), **values},
                      reporter or self.made.reporter, base[:64], self.name, number)

    def _nothing_to_tell(self, row: list[_Cell]) -> bool:
        """Whether the cell of the value, or that of what is told in words, says that there is none."""
        return self.table == "actuals" and any(
            means_not_applicable(self._cell(row, column).value) for column in ("value", "narrative"))

    def _alone(self, number: int, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The cells of what does not apply; anything else that is told beside it is a fault."""
        for column in NOTHING_TO_TELL:
            said = values[column]
            if not means_not_applicable(said) and (said or (column == "value" and said is not None)):
                self._fault(number, column, _("La fila dice «no aplica» y trae un dato."), _("Deje uno de los dos."))
        return NOTHING_TO_TELL

    def _cell(self, row: list[_Cell], column: str) -> _Cell:
        at = self.columns.get(column, len(row))
        return row[at] if at < len(row) else _Cell()

    def _said(self, number: int, row: list[_Cell], column: str) -> Any:
        cell = self._cell(row, column)
        try:
            if cell.problem:
                raise ValueError(cell.problem)
            if column == "value" and means_not_applicable(cell.value):
                return None
            if column in layout.NUMBERS:
                return number_said(cell.value, self.made.sign, percent=cell.percent)
            return status_said(cell.value) if column == "status" else text_said(cell.value)
        except ValueError as wrong:
            self._fault(number, column, str(wrong), _("Corrija la celda y vuelva a importar la hoja."))
            return None

    def _key_place(self, number: int, key: str) -> tuple[str, ...] | None:
        """What the hidden cell says that the row speaks about; whether it exists is asked when it is saved."""
        try:
            parts = json.loads(key)
        except (ValueError, RecursionError):
            parts = None
        if isinstance(parts, list) and len(parts) == len(PLACES[self.table]) and all(
                isinstance(part, str) for part in parts):
            return tuple(parts)
        self._fault(number, "title", _("No se reconoce de qué habla la fila."),
                    _("No cambie las columnas ocultas; copie el dato a una fila de una hoja nueva."))
        return None

    def _free_place(self, number: int, row: list[_Cell]) -> tuple[str, ...] | None:
        """What somebody wrote in a free row."""
        title, name, value = (text_said(self._cell(row, c).value) for c in ("title", "dim_name", "dim_value"))
        if self.table == "actuals" and self.choices.get(title):
            return self.choices[title], self.made.country, name, value
        self._fault(number, "title",
                    _("«{value}» no está en la lista.").format(value=title[:60]) if title else _(
                        "La fila tiene datos y no dice de qué."),
                    _("Elija el indicador de la lista de esa celda."))
        return None

    def _fault(self, number: int | None, column: str, message: str, advice: str) -> None:
        self.faults.append(Fault(message, file=f"{self.made.file} · {self.name}", row=number,
                                 column=layout.heading(self.table, column), advice=advice))


def _grids(file: str, content: bytes) -> dict[str, Grid]:
    """The cells of every sheet.

    Raises:
        InputError: too large, or no workbook.
    """
    from openpyxl import load_workbook  # slow to import

    wrong = Fault(_("No se puede leer como libro de Excel."), file=file,
                  advice=_("Guárdela como .xlsx y vuelva a elegirla."))
    if len(content) > MOST_BYTES:
        raise InputError(Fault(_("El archivo es demasiado grande (caben {n} MB).").format(n=MOST_BYTES // 1_000_000),
                               file=file, advice=_("Quite imágenes y hojas que no son de Minga.")))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise InputError(wrong)
        written, given = (load_workbook(io.BytesIO(content), read_only=True, data_only=only) for only in (False, True))
        return {name: _cells(written[name], given[name]) for name in written.sheetnames[:12]}
    except InputError:
        raise
    except Exception as why:  # openpyxl leaves by many doors when a file is not what it says
        raise InputError(wrong) from why


def _cells(written: Any, given: Any) -> Grid:
    """The cells of a sheet: as they were written, and what their formulas gave."""
    grid: Grid = []
    for sheet in (written, given):
        sheet.reset_dimensions()  # what the file says about its own size may be anything
    size = {"max_row": _MOST_ROWS, "max_col": _MOST_COLUMNS}
    for row, results in zip(written.iter_rows(**size), given.iter_rows(**size, values_only=True), strict=True):
        grid.append([_cell(cell, result) for cell, result in zip(row, results, strict=True)])
    return grid


def _cell(cell: Any, result: Any) -> _Cell:
    kind = getattr(cell, "data_type", "n")
    if kind == "e" or (kind == "f" and isinstance(result, str) and result.startswith("#")):
        return _Cell(problem=_("La celda tiene un error de la hoja de cálculo: {value}.").format(
            value=str(result)[:20]))
    if kind == "f" and result is None:
        return _Cell(problem=_("La fórmula no se ha calculado: abra la hoja, guárdela otra vez o escriba el número."))
    percent = isinstance(result, int | float) and "%" in str(getattr(cell, "number_format", "") or "")
    return _Cell(result, percent)
