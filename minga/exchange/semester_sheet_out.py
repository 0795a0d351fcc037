"""The semester's sheet on its way out: what one country has to report, to be filled in without a connection."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from minga import tables
from minga.exchange import semester_sheet_layout as layout
from minga.exchange.semester_sheet_rows import SheetRow, free_row, indicator_label
from minga.exchange.text import neutralised, xml_safe
from minga.i18n import country_name, format_date, language
from minga.i18n import gettext as _
from minga.periods import parse_period
from minga.results.applicable import WORD
from minga.results.model import Period, PlanResults
from minga.results.reporting_numbers import decimal_sign

_ACCENT, _PAPER, _LINE = "FF12566B", "FFFFF4D6", "FFB9B2A3"
_EDGE = Border(*[Side(style="thin", color=_LINE)] * 4)
_TOP = Alignment(wrap_text=True, vertical="top")
_OPEN = Protection(locked=False)
_FIRST = 3
"""The first row of rows: above it are the names of the columns, hidden, and their headings."""
_LARGEST = 1e15


def sheet_bytes(plan: PlanResults, period: Period, country: str, reporter: str, rows: Sequence[SheetRow],
                last_day: date) -> bytes:
    """The sheet as XLSX: every text a text, everything locked but what is to be filled in."""
    book = Workbook()
    book.properties.creator = ""
    book.properties.title = xml_safe(f"{plan.plan.title} · {period.period}")[:255]
    sign = decimal_sign(country or next(iter(plan.plan.countries), ""))
    _Cover(book.active).write(plan, period, country, reporter, last_day, sign)
    offered = _offered(plan)
    for table in ("actuals", "progress"):
        here = [row for row in rows if row.table == table]
        if table == "actuals" and plan.indicators:
            here += [free_row() for _n in range(layout.FREE_ROWS)]
        if here:
            _Rows(book.create_sheet(layout.sheet_title(table)), table, offered).write(here)
    _hide(book, layout.CHOICES, offered["title"], [i.indicator_id for i in plan.indicators], offered["dim_name"],
          offered["dim_value"])
    about = {"format": layout.FORMAT, "version": layout.VERSION, "plan_id": plan.plan.plan_id,
             "period": period.period, "country": country, "decimal": sign, "made_at": tables.now().isoformat()}
    _hide(book, layout.META, list(about), list(about.values()))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _offered(plan: PlanResults) -> dict[str, list[str]]:
    """What may be chosen in the free rows: indicators, each under a name of its own; disaggregations; parts."""
    labels: list[str] = []
    for indicator in plan.indicators:
        label, number = xml_safe(indicator_label(indicator))[:200], 1
        while (label if number == 1 else f"{label} ({number})") in labels:
            number += 1
        labels.append(label if number == 1 else f"{label} ({number})")
    said = {kind: list(dict.fromkeys(code.label(language()) for code in plan.codes if (code.codelist == "dim") is own))
            for kind, own in (("dim_name", True), ("dim_value", False))}
    return {"title": labels, **said}


def _hide(book: Workbook, name: str, *columns: Sequence[str]) -> None:
    """A sheet that people do not see."""
    sheet = book.create_sheet(name)
    sheet.sheet_state = "veryHidden"
    for at, column in enumerate(columns, 1):
        for number, text in enumerate(column, 1):
            _put(sheet, number, at, text)


class _Cover:
    """The first sheet: what this is, how it is filled in, and who does it."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.row = sheet, 1
        sheet.title = _("Cómo llenarla")
        sheet.sheet_view.showGridLines = False
        sheet.column_dimensions["A"].hidden = True
        sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = 26, 74
        sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def write(self, plan: PlanResults, period: Period, country: str, reporter: str, last_day: date,
              sign: str) -> None:
        """Everything on it."""
        self._line(_("Informe de {period}").format(period=parse_period(period.period).label()),
                   Font(bold=True, size=15, color=_ACCENT))
        self._line(plan.plan.title, Font(bold=True))
        self._pair(_("País"), country_name(country) or _("todos: solo los totales de la red"))
        self._pair(_("Se espera hasta"), format_date(last_day))
        name = self._pair(_("Quién informa"), reporter)
        name.protection, name.fill, name.border = _OPEN, PatternFill("solid", fgColor=_PAPER), _EDGE
        self.sheet.cell(name.row, 1).value = layout.COVER_REPORTER
        self.row += 1
        for text in _instructions(sign):
            self._line("• " + text)
        self.sheet.protection.sheet = True

    def _line(self, text: str, font: Font | None = None) -> None:
        cell = _put(self.sheet, self.row, 2, text)
        self.sheet.merge_cells(start_row=self.row, start_column=2, end_row=self.row, end_column=3)
        # No spreadsheet fits the height of merged cells by itself.
        lines = -(-len(text) // (62 if font and font.size and font.size > 11 else 95)) or 1
        self.sheet.row_dimensions[self.row].height = 16.5 * lines * (1.35 if font and font.size == 15 else 1)
        if font:
            cell.font = font
        self.row += 1

    def _pair(self, label: str, text: str) -> Cell:
        _put(self.sheet, self.row, 2, label).font = Font(bold=True)
        cell = _put(self.sheet, self.row, 3, text)
        self.row += 1
        return cell


def _instructions(sign: str) -> Iterator[str]:
    yield _("Llene solo las celdas de fondo claro; lo demás está cerrado para que la hoja se pueda leer de vuelta.")
    yield _("Escriba los números como en su país, sin separador de miles ni unidades, por ejemplo {example}.").format(
        example=f"1234{sign}5")
    yield _("Vacío quiere decir que no se informó y cero es un cero. Si no había nada que contar, escriba «{word}» en "
            "la celda del valor y explíquelo en el comentario.").format(word=_(WORD))
    yield _("Del período: lo de estos meses, contado desde cero. Acumulado: todo desde que empezó el plan. Foto al "
            "cierre: cómo está el último día.")
    yield _("De un porcentaje escriba el numerador y el denominador; el valor se calcula.")
    yield _("Si falta una parte (mujeres, jóvenes…), use las filas libres del final de la hoja de indicadores.")
    yield _("Varias evidencias se separan con punto y coma.")
    yield _("Si una fila la informa otra persona, escriba su nombre en esa fila.")
    yield _("Guárdela como .xlsx y envíela a quien coordina. Lo que no llene queda como estaba, y nada de lo que ya "
            "informó otra persona se borra: se compara antes.")


class _Rows:
    """A sheet of rows: the names of its columns, its headings, what is known, and what is to be filled in."""

    def __init__(self, sheet: Worksheet, table: str, offered: Mapping[str, Sequence[str]]) -> None:
        self.sheet, self.table, self.offered = sheet, table, offered
        self.columns = layout.COLUMNS[table]

    def write(self, rows: Sequence[SheetRow]) -> None:
        """Every row, and what Excel accepts in it."""
        for at, column in enumerate(self.columns, 1):
            _put(self.sheet, 1, at, column)
            cell = _put(self.sheet, 2, at, layout.heading(self.table, column))
            cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor=_ACCENT)
            cell.border = _EDGE
            self.sheet.column_dimensions[get_column_letter(at)].width = layout.WIDTHS[column]
        for number, row in enumerate(rows, _FIRST):
            self._row(number, row)
        self._look(len(rows))
        self._validate(_FIRST, _FIRST + len(rows) - 1)

    def _row(self, number: int, row: SheetRow) -> None:
        for at, column in enumerate(self.columns, 1):
            cell = _put(self.sheet, number, at, row.cells.get(column))
            cell.border = _EDGE
            if column in row.open:
                cell.protection, cell.fill = _OPEN, PatternFill("solid", fgColor=_PAPER)
            elif column in layout.FILLED[self.table]:
                cell.fill = PatternFill("solid", fgColor="FFE9E6DF")  # nothing of this kind for this row

    def _look(self, count: int) -> None:
        sheet = self.sheet
        sheet.row_dimensions[1].hidden = True
        for name in ("A", "B"):
            sheet.column_dimensions[name].hidden = True
        sheet.freeze_panes = f"E{_FIRST}"
        sheet.print_title_rows = "2:2"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.sheet_view.showGridLines = False
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        sheet.print_area = f"C2:{get_column_letter(len(self.columns))}{_FIRST + count - 1}"

    def _validate(self, first: int, last: int) -> None:
        """What the spreadsheet itself refuses; the reading of the sheet believes none of it."""
        for column in (c for c in layout.NUMBERS if c in self.columns):
            self._accept(column, first, last, self._value_rule(first) if column == "value" else self._number(column))
        if self.table == "progress":
            words = ",".join(_(word) for word in layout.STATUS.values())
            self._accept("status", first, last, DataValidation(
                type="list", formula1=f'"{words}"', allow_blank=True, errorTitle=layout.heading("progress", "status"),
                error=_("Elija un estado de la lista.")))
        for column, letter in (("title", "A"), ("dim_name", "C"), ("dim_value", "D")):
            if self.table == "actuals" and self.offered[column]:
                # Indicators come from the list alone; a part that is not listed is explained when the sheet is read.
                self._accept(column, max(first, last - layout.FREE_ROWS + 1), last, DataValidation(
                    type="list", formula1=f"'{layout.CHOICES}'!${letter}$1:${letter}${len(self.offered[column])}",
                    allow_blank=True, errorTitle=layout.heading("actuals", column),
                    error=_("Elija uno de la lista."), errorStyle="stop" if column == "title" else "warning"))

    def _number(self, column: str) -> DataValidation:
        most = 100 if column == "percent" else _LARGEST
        return DataValidation(
            type="decimal", operator="between", formula1=0 if most == 100 else -most, formula2=most,
            allow_blank=True, errorTitle=layout.heading(self.table, column),
            error=_("Escriba un número, o deje vacía la celda y explíquelo en el comentario."))

    def _value_rule(self, first: int) -> DataValidation:
        """A number, or the word for what does not apply."""
        cell = f"{get_column_letter(self.columns.index('value') + 1)}{first}"
        return DataValidation(
            type="custom", formula1=f'OR(ISNUMBER({cell}),TRIM({cell})="{_(WORD)}")', allow_blank=True,
            errorTitle=layout.heading(self.table, "value"),
            error=_("Escriba un número, o «{word}» si no había nada que contar. Si no hay dato, deje vacía la "
                    "celda.").format(word=_(WORD)))

    def _accept(self, column: str, first: int, last: int, rule: DataValidation) -> None:
        letter = get_column_letter(self.columns.index(column) + 1)
        rule.showErrorMessage = True
        rule.add(f"{letter}{first}:{letter}{last}")
        self.sheet.add_data_validation(rule)


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> Cell:
    """Write a cell; a text stays a text, whatever it begins with."""
    cell: Cell = sheet.cell(row, column)
    cell.alignment = _TOP
    if isinstance(value, str):
        text = xml_safe(value)[:32_767]
        if text:
            cell.value = text
            cell.data_type, cell.number_format = "s", "@"
            cell.quotePrefix = neutralised(text) != text
    else:
        cell.value = value
    return cell

