"""One sheet of a workbook, written from top to bottom: lines of text and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from minga.exchange.document.blocks import Percent
from minga.exchange.text import neutralised, xml_safe
from minga.i18n import gettext as _

LONGEST = 32_767
"""Characters that a cell of a workbook holds; more would be cut without a word."""

_ACCENT = "FF12566B"
_EDGE = Border(*[Side(style="thin", color="FFB9B2A3")] * 4)
_TOP = Alignment(wrap_text=True, vertical="top")
_TEXT_WIDTH = 100
_LINE_HEIGHT = 15.0


class Sheet:
    """Writes one sheet; ``finish`` is called when everything is in it."""

    def __init__(self, sheet: Worksheet, name: str, taken: set[str]) -> None:
        self.sheet, self.row = sheet, 1
        self.lines: list[int] = []
        self.widths: list[float] = []
        sheet.title = sheet_name(name, taken)
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.sheet_view.showGridLines = False

    def title(self, text: str) -> None:
        """A title across the sheet."""
        self.line(text, Font(bold=True, size=15, color=_ACCENT))

    def line(self, text: str, font: Font | None = None) -> None:
        """A line of text across the sheet."""
        cell = self._put(self.row, 1, text)
        cell.alignment = _TOP
        if font:
            cell.font = font
        self.lines.append(self.row)
        self.row += 1

    def table(self, header: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float]) -> None:
        """A table; the header of the first one stays in sight and is repeated on every printed page."""
        self.row += 1
        for column, name in enumerate(header, 1):
            cell = self._put(self.row, column, name)
            cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor=_ACCENT)
            cell.border, cell.alignment = _EDGE, _TOP
        if not self.widths:
            self.sheet.freeze_panes = f"A{self.row + 1}"
            self.sheet.print_title_rows = f"{self.row}:{self.row}"
        self.widths += list(widths[len(self.widths):len(header)])
        for number, row in enumerate(rows, self.row + 1):
            for column, value in enumerate(row, 1):
                cell = self._put(number, column, value)
                cell.border, cell.alignment = _EDGE, _TOP
        self.row += len(rows) + 2

    def finish(self) -> None:
        """Give the columns their width and the lines the whole width of the sheet."""
        widths = self.widths or [_TEXT_WIDTH]
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        across = max(min(sum(widths), 200), 1)
        for row in self.lines:
            if len(widths) > 1:
                self.sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(widths))
            # No spreadsheet fits the height of merged cells by itself.
            cell = self.sheet.cell(row, 1)
            size = float(cell.font.size or 11) / 11
            lines = sum(-(-len(line) // max(int(across / size), 1)) or 1 for line in str(cell.value or "").split("\n"))
            self.sheet.row_dimensions[row].height = min(lines * _LINE_HEIGHT * size + 3, 409)

    def _put(self, row: int, column: int, value: Any) -> Cell:
        cell: Cell = self.sheet.cell(row, column)
        if not isinstance(value, str):
            cell.value = value
            if hasattr(value, "isoformat"):
                cell.number_format = "yyyy-mm-dd"
            elif isinstance(value, Percent):
                cell.number_format = 'General" %"'
            return cell
        text = xml_safe(value)
        if len(text) > LONGEST:
            notice = " " + _("[… el texto completo está en los CSV del plan]")
            text = text[:LONGEST - len(notice)] + notice
        if text:
            # A text that begins like a formula would become one; and again when somebody edits the cell, were it
            # not marked as quoted.
            cell.value = text
            cell.data_type, cell.number_format = "s", "@"
            cell.quotePrefix = neutralised(text) != text
        return cell


def sheet_name(title: str, taken: set[str]) -> str:
    """A name that spreadsheets accept: 31 characters, none of their signs, unlike the others."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", xml_safe(title)).strip(" '") or "-"
    name, number = plain[:31].strip(" '"), 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        name = f"{plain[:27].strip()} {number}"
    taken.add(name.casefold())
    return name
