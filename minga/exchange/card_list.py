"""A list of cards as people have it: lines pasted from a message, a sheet's cells, a CSV or XLSX file."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from minga.errors import Fault, InputError
from minga.exchange.csv_in import CsvTable, decoded
from minga.exchange.text import restored
from minga.folding import fold
from minga.i18n import gettext as _
from minga.workshop.card_lists import MOST_AT_ONCE, NewCard

COLUMNS = {
    "sheet": ("sheet", "hoja", "folha", "numero", "number", "no"),
    "text": ("text", "texto", "tarjeta", "cartao", "card", "idea", "ideia"),
    "team": ("team", "equipo", "equipe", "mesa", "table"),
    "round": ("round", "ronda", "rodada"),
    "column": ("column", "columna", "coluna", "cluster", "grupo", "group"),
}
"""What each column may be called, without accents; the first name is the one that is documented."""

EXAMPLES = frozenset(("ejemplo", "exemplo", "example"))
"""In place of a number: a row that only shows how rows are filled in."""

MOST_BYTES = 2_000_000
_MOST_UNPACKED = 60_000_000
_NAMES = {name: column for column, names in COLUMNS.items() for name in names}
_BULLET = re.compile(r"\s*(?:[-*+•·▪◦–—‣●○]|\[[ xX]?\])\s+(?=\S)")
_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s+(?=\S)")
_SEPARATORS = ("\t", ";", ",", "|")


@dataclass
class CardList:
    """What a list holds.

    Attributes:
        cards: the cards, each with its row.
        faults: why the list cannot be kept as it is.
        empty: sheets of paper that are in the list and have no text yet.
    """

    cards: list[NewCard] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    empty: int = 0


def read_card_list(text: str, *, file: str = "") -> CardList:
    """Cards of a text: a table when its first line names a column of texts, else one card a line.

    Bullets and, where every line has one, numbers before the text are taken off.

    Args:
        text: what was pasted, or what ``read_card_file`` gave.
        file: name of the list, for messages.
    """
    made = CardList()
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    announced = re.match(r'"?sep=(.)"?[ \t]*(?:\n|$)', text)
    separator = _separator(text[announced.end():] if announced else text)
    if separator is None:
        _read_lines(made, text, file)
    else:
        _read_table(made, text, announced[1] if announced else separator, file)
    if len(made.cards) > MOST_AT_ONCE:
        made.faults.append(Fault(_("La lista tiene {n} tarjetas y caben {limit}.").format(
            n=len(made.cards), limit=MOST_AT_ONCE), file=file, advice=_("Pártala en varias.")))
    return made


def _separator(text: str) -> str | None:
    """What separates the cells of the header; None when the first line is no header."""
    first = next((line for line in text.split("\n") if line.strip(' \t;,|"') and not line.lstrip('"').startswith("#")),
                 "")[:2000]
    for separator in _SEPARATORS:
        cells = [fold(cell) for cell in first.split(separator)]
        known = {_NAMES[cell] for cell in cells if cell in _NAMES}
        # «Texto, imagen y sonido» is a card; a comma alone makes no header of it.
        if "text" in known and (len(known) > 1 or len(cells) == 1 or separator in "\t;"):
            return separator
    return None


def _read_lines(made: CardList, text: str, file: str) -> None:
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    bare = [(n, _BULLET.sub("", line, count=1)) for n, line in lines]
    if len(bare) > 1 and all(_NUMBER.match(line) for _n, line in bare):
        bare = [(n, _NUMBER.sub("", line, count=1)) for n, line in bare]
    wide = [n for n, line in bare if "\t" in line.strip()]
    if len(wide) > len(bare) / 2:
        made.faults.append(Fault(
            _("Las filas tienen varias columnas y la primera no dice cuál es cuál."), file=file, row=wide[0],
            advice=_("Ponga arriba una fila con los nombres: {names}.").format(names=", ".join(COLUMNS))))
    made.cards = [NewCard(line.strip(), row=n) for n, line in bare]


def _read_table(made: CardList, text: str, separator: str, file: str) -> None:
    header: list[str] | None = None
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                if not cells[0].lstrip().startswith(("#", "sep=")):
                    header = _header(made, cells, number, file)
            else:
                _read_row(made, dict(zip(header, cells, strict=False)), number, file)
    except csv.Error as wrong:
        made.faults.append(Fault(
            _("No se puede leer como tabla: {why}.").format(why=wrong), file=file, row=number + 1,
            advice=_("Revise las comillas de esa fila: las de dentro de un texto se escriben dos veces.")))


def _header(made: CardList, cells: Sequence[str], number: int, file: str) -> list[str]:
    header = [_NAMES.get(fold(cell), "") for cell in cells]
    for column in COLUMNS:
        if header.count(column) > 1:
            made.faults.append(Fault(_("La columna está repetida."), file=file, row=number, column=column,
                                     advice=_("Deje una sola.")))
    return header


def _read_row(made: CardList, row: dict[str, str], number: int, file: str) -> None:
    cell = {column: row.get(column, "").strip() for column in COLUMNS}
    if fold(cell["sheet"]) in EXAMPLES:
        return
    if not cell["text"] and cell["sheet"]:
        made.empty += 1
        return
    if not any(cell.values()):
        return  # only columns that are not ours
    written = re.sub(r"\.0+$", "", cell["round"])  # what a spreadsheet makes of a whole number
    round = int(written) if written.isascii() and written.isdigit() and len(written) < 5 else None
    if written and round is None:
        made.faults.append(Fault(_("«{value}» no es una ronda.").format(value=written[:40]), file=file, row=number,
                                 column="round", advice=_("Escriba un número entero o deje la celda vacía.")))
    sheet = re.sub(r"^(\d+)\.0+$", r"\1", cell["sheet"])
    made.cards.append(NewCard(cell["text"], cell["team"], round, cell["column"], sheet, number))


def read_card_file(file: str, content: bytes) -> str:
    """The text of an uploaded file, as ``read_card_list`` understands it: it can be looked at and mended.

    Args:
        file: its name; only for messages, what it is shows in its content.
        content: its bytes, two million at most.

    Returns:
        The lines of a plain text; of a CSV or a workbook's first sheet, its cells separated by tabs.

    Raises:
        InputError: too large, empty, or no list at all.
    """
    file = file[-80:]
    if len(content) > MOST_BYTES:
        raise InputError(Fault(_("El archivo es demasiado grande (caben {n} MB).").format(n=MOST_BYTES // 1_000_000),
                               file=file, advice=_("Deje solo la hoja de las tarjetas o pártalo en varios.")))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(Fault(_("Es un libro de Excel antiguo."), file=file,
                               advice=_("Guárdelo como .xlsx o como CSV y vuelva a subirlo.")))
    if content.startswith(b"PK"):
        rows = _workbook(file, content)
        text = as_tabs(rows)
        return text if _separator(text) else _as_lines(rows)
    made = CsvTable("cards", file)
    text = decoded(made, content)
    if text is None:
        raise InputError(made.faults)
    if not text.strip():
        raise InputError(Fault(_("El archivo está vacío."), file=file, advice=_("Escriba una tarjeta en cada línea.")))
    return _text_of(text, file, spreadsheet=made.excel)


def _text_of(text: str, file: str, *, spreadsheet: bool) -> str:
    announced = re.match(r'"?sep=(.)"?[ \t]*(?:\r\n|\r|\n|$)', text)
    body = text[announced.end():] if announced else text
    separator = announced[1] if announced else _separator(body)
    if separator is None:
        if file.lower().endswith((".csv", ".tsv")):
            raise InputError(Fault(_("La primera fila no nombra la columna de los textos."), file=file, row=1,
                                   advice=_("Ponga arriba una fila con los nombres: {names}.").format(
                                       names=", ".join(COLUMNS))))
        return text
    undo = restored if spreadsheet or announced or separator != "," else str
    try:
        rows = [[undo(cell) for cell in row] for row in csv.reader(
            io.StringIO(body, newline=""), delimiter=separator, strict=True)]
    except csv.Error:
        return text  # the reading of the list names the row
    return as_tabs([[], *rows] if announced else rows)  # so that rows keep the numbers that a spreadsheet shows


def _as_lines(rows: Sequence[Sequence[str]]) -> str:
    """Rows without a header, one a line: a list is read line by line, quotes and all."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row).strip() for row in rows) + "\n"


def _workbook(file: str, content: bytes) -> list[list[str]]:
    from openpyxl import load_workbook  # slow to import

    wrong = Fault(_("No se puede leer como libro de Excel."), file=file,
                  advice=_("Guárdelo como .xlsx o como CSV y vuelva a subirlo."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise InputError(wrong)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says about its own size may be anything
        rows = [[_cell(value) for value in row] for row in sheet.iter_rows(
            max_row=MOST_AT_ONCE + 100, max_col=40, values_only=True)]
    except InputError:
        raise
    except Exception as why:  # openpyxl leaves by many doors when a file is not what it says
        raise InputError(wrong) from why
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise InputError(Fault(_("El archivo está vacío."), file=file, advice=_("Escriba una tarjeta en cada fila.")))
    return rows


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return restored(str(value))


def as_tabs(rows: Iterable[Sequence[str]]) -> str:
    """Cells as text separated by tabs, the way a spreadsheet puts them on the clipboard."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for row in rows:
        cells = list(row)
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            writer.writerow([cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells])
        else:
            out.write("\n")
    return out.getvalue()
