"""One CSV file, however a spreadsheet left it: bytes in, cells out, with every fault of its shape."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from minga import tables
from minga.errors import Fault
from minga.exchange.text import restored
from minga.i18n import gettext as _

_SEPARATORS = (",", ";", "\t", "|")
_TRUE, _FALSE = ("true", "verdadero", "verdadeiro"), ("false", "falso")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_FIELD_LIMIT = 1 << 30
_limit_lock = threading.Lock()


@dataclass
class CsvTable:
    """What one file holds.

    Attributes:
        name: the table.
        file: the name of the file as the person knows it.
        rows: pairs of (row number as a spreadsheet shows it, the header is row 1; cell text per column).
        missing: columns that a row cannot do without and the file does not have.
        faults: what is wrong with the shape of the file.
        warnings: what was read in spite of being odd.
        excel: whether the file was made by or for a spreadsheet.
    """

    name: str
    file: str
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    excel: bool = False

    def fault(self, message: str, advice: str, row: int | None = None, column: str = "") -> None:
        """Add something wrong with this file."""
        self.faults.append(Fault(message, file=self.file, row=row, column=column, advice=advice))

    def warning(self, message: str, advice: str = "", column: str = "") -> None:
        """Add something odd about this file."""
        self.warnings.append(Fault(message, file=self.file, column=column, advice=advice))


def read_csv(name: str, file: str, content: bytes) -> CsvTable:
    """The cells of one table's file.

    Accepts a BOM, UTF-16 with a BOM, Windows-1252, a comma, semicolon, TAB or bar, a first line ``sep=;``
    and any line end. "NA" and "None" are texts. In a file made for spreadsheets (BOM, ``sep=`` or another
    separator than the comma) the ``'`` before formula signs, the decimal comma of files separated by
    semicolons and VERDADERO/FALSO are understood; in a canonical file every cell is taken verbatim.
    """
    made = CsvTable(name, file)
    text = decoded(made, content)
    if text is None:
        return made
    announced = re.match(r'"?sep=(.)"?[ \t]*(?:\r\n|\r|\n|$)', text)
    if announced:
        made.excel, text = True, text[announced.end():]
    if not text.strip():
        made.fault(_("El archivo está vacío."),
                   _("Debe tener al menos la fila de encabezados: {columns}.").format(columns=_some(name)))
        return made
    separator = announced[1] if announced else _separator(name, text)
    made.excel = made.excel or separator != ","
    with _long_fields():
        _read_rows(made, csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), separator)
    return made


def decoded(made: CsvTable, content: bytes) -> str | None:
    """The text of a file: UTF-8, UTF-16 with a mark or Windows-1252; None, and a fault, when it is no text."""
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    made.excel = encoding != "utf-8"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text[:4096]:
        made.fault(_("No es un archivo de texto."), _("Guárdelo como «CSV UTF-8» y vuelva a importar."))
        return None
    made.warning(_("No está en UTF-8; se leyó como Windows-1252."), _("Revise las tildes y las eñes."))
    return text


def _separator(name: str, text: str) -> str:
    first = re.split(r"\r\n|\r|\n", text.lstrip("\r\n"), maxsplit=1)[0][:10_000]
    known = set(tables.columns(name))

    def score(separator: str) -> tuple[int, int]:
        cells = [_header_cell(cell) for cell in first.split(separator)]
        return sum(cell in known for cell in cells), -_SEPARATORS.index(separator)

    return max(_SEPARATORS, key=score)


def _header_cell(cell: str) -> str:
    return cell.strip().strip('"').strip().lower()


@contextmanager
def _long_fields() -> Iterator[None]:
    # The limit belongs to the whole process. A cell that is too long must be answered with its row and
    # column, so it has to be read first; the lock keeps two readers from restoring each other's limit.
    with _limit_lock:
        before = csv.field_size_limit(_FIELD_LIMIT)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _read_rows(made: CsvTable, reader: Iterator[list[str]], separator: str) -> None:
    header: list[str] | None = None
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if not any(cells):
                continue
            if header is None:
                header = [_header_cell(cell) for cell in cells]
                if not _check_header(made, header):
                    return
                continue
            _add_row(made, header, number, cells, separator)
    except csv.Error as wrong:
        made.fault(_("No se puede leer como CSV: {why}.").format(why=wrong),
                   _("Revise las comillas de esa fila: las de dentro de un texto se escriben dos veces."), number + 1)


def _check_header(made: CsvTable, header: list[str]) -> bool:
    known = tables.columns(made.name)
    if not set(header) & set(known):
        made.fault(_("No es un CSV de esta tabla: ningún encabezado es conocido."),
                   _("Se esperaban las columnas {columns}.").format(columns=_some(made.name)), 1)
        return False
    for repeated in sorted({cell for cell in header if cell and header.count(cell) > 1}):
        made.fault(_("La columna está repetida."), _("Deje una sola."), 1, repeated)
    for column in tables.table(made.name).columns:
        if column.name not in header and not column.nullable and not column.info.get("optional"):
            made.missing.add(column.name)
            made.fault(_("Falta la columna."), _("Agréguela con un valor en cada fila."), 1, column.name)
    for cell in dict.fromkeys(header):
        if cell and cell not in known:
            made.warning(_("La columna no existe y no se importa."),
                         _("Las que hay son: {columns}.").format(columns=", ".join(known)), cell[:60])
    return True


def _add_row(made: CsvTable, header: list[str], number: int, cells: list[str], separator: str) -> None:
    if len(cells) > len(header) and not any(cells[len(header):]):
        cells = cells[:len(header)]
    if len(cells) != len(header):
        made.fault(_("La fila tiene {n} celdas y el encabezado {expected}.").format(n=len(cells), expected=len(header)),
                   _("Revise las comas y las comillas de la fila."), number)
        return
    row = dict(zip(header, cells, strict=True))
    made.rows.append((number, _from_excel(made.name, row, separator) if made.excel else row))


def _from_excel(name: str, row: dict[str, str], separator: str) -> dict[str, str]:
    columns = tables.table(name).columns
    for key, cell in row.items():
        if not cell or key not in columns:
            continue
        kind = tables.column_kind(columns[key])
        if kind in ("text", "choice"):
            row[key] = restored(cell)
        elif kind == "number" and separator == ";" and re.fullmatch(r"\s*[+-]?\d+,\d+([eE][+-]?\d+)?\s*", cell):
            row[key] = cell.replace(",", ".")
        elif kind == "boolean" and cell.strip().lower() in (*_TRUE, *_FALSE):
            row[key] = "true" if cell.strip().lower() in _TRUE else "false"
    return row


def _some(name: str) -> str:
    return ", ".join(tables.columns(name)[:6])
