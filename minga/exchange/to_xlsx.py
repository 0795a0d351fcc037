"""The plan document as a workbook: a sheet for each part, every text a text and never a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from minga import i18n
from minga.exchange.document.blocks import (
    ActionLine,
    Actions,
    Bullets,
    Cards,
    Document,
    Empty,
    Grid,
    Heading,
    Matrix,
    Paragraph,
    Part,
    Questions,
)
from minga.exchange.text import xml_safe
from minga.exchange.xlsx_sheet import Sheet
from minga.i18n import gettext as _


def to_xlsx(document: Document) -> bytes:
    """The document as XLSX: wrapped text, frozen headers, codes and texts as explicit strings."""
    with i18n.speaking(document.language):
        book = Workbook()
        book.properties.title, book.properties.creator = xml_safe(document.title)[:255], ""
        names: set[str] = set()
        _cover(Sheet(book.active, _("Plan"), names), document)
        for part in document.parts:
            _part(book, part, names)
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()


def _cover(sheet: Sheet, document: Document) -> None:
    """The first sheet: which plan this is."""
    sheet.title(document.title)
    for text in (document.organization, document.years, " · ".join(document.countries)):
        if text:
            sheet.line(text)
    sheet.finish()


def _part(book: Workbook, part: Part, names: set[str]) -> None:
    sheet = Sheet(book.create_sheet(), part.title, names)
    sheet.title(part.title)
    actions = [block for block in part.blocks if isinstance(block, Actions)]
    cards = [block for block in part.blocks if isinstance(block, Cards)]
    heading = part.title
    for block, after in zip_longest(part.blocks, part.blocks[1:]):
        match block:
            case Heading() if isinstance(after, Grid):
                heading = block.text  # the title of the grid's own sheet
            case Cards() if block is cards[0]:
                _cards(sheet, cards)
            case Actions() if block is actions[0]:
                _actions(sheet, actions)
            case Matrix():
                sheet.table([block.corner, *block.header],
                            [[band.label, *("\n".join(items) for items in band.cells)] for band in block.bands],
                            [16, *[34] * len(block.header)])
            case Grid():
                _grid(Sheet(book.create_sheet(), heading, names), heading, block)
            case Heading() | Paragraph() | Questions() | Bullets() | Empty():
                _lines(sheet, block)
    sheet.finish()


def _lines(sheet: Sheet, block: Heading | Paragraph | Questions | Bullets | Empty) -> None:
    soft = Font(italic=True, color="FF555C64")
    match block:
        case Heading():
            sheet.line(block.text, Font(bold=True, size=12))
        case Paragraph():
            sheet.line("".join(run.text for run in block.text))
        case Questions():
            for line in block.lines:
                sheet.line(line, soft)
        case Bullets():
            for item in block.items:
                sheet.line("• " + "".join(run.text for run in item))
        case Empty():
            sheet.line(block.text, soft)


def _cards(sheet: Sheet, blocks: Sequence[Cards]) -> None:
    """All columns in one table: a sheet is as wide as it needs to be."""
    columns = [column for block in blocks for column in block.columns]
    rows = zip_longest(*(column.cards for column in columns), fillvalue="")
    about = [[c.description for c in columns]] if any(c.description for c in columns) else []
    sheet.table([c.title for c in columns], [*about, *rows], [34] * len(columns))


def _actions(sheet: Sheet, blocks: Sequence[Actions]) -> None:
    """Every direction in one table, so that it can be filtered by responsible or by date."""
    labels = list(dict.fromkeys(label for b in blocks for line in b.lines for label, _value in line.details))
    what, when, who = blocks[0].header
    measures = any(b.measure for b in blocks)
    header = [_("Dirección"), _("N.º"), what, when, _("Inicio entendido"), _("Fin entendido"), who, *labels,
              *([_("Medida de logro")] if measures else [])]
    rows = [[b.title, *_action(line, labels), *([b.measure] if measures else [])] for b in blocks
            for line in (b.lines or (ActionLine("", ()),))]
    sheet.table(header, rows, [28, 7, 52, 38, 12, 12, 34, *[22] * len(labels), 26])


def _action(line: ActionLine, labels: Sequence[str]) -> list[Any]:
    details = dict(line.details)
    return [line.code, "".join(run.text for run in line.text), line.schedule, line.starts, line.ends,
            "\n".join(line.people), *(details.get(label, "") for label in labels)]


def _grid(sheet: Sheet, title: str, block: Grid) -> None:
    grouped = any(group.title for group in block.groups)
    rows = [[*([group.title] if grouped else []), *row] for group in block.groups for row in group.rows]
    sheet.title(title)
    sheet.table([*([block.group_label] if grouped else []), *block.header], rows,
                [*([28] if grouped else []), 36,
                 *(14 if i in block.figures else 28 for i in range(1, len(block.header)))])
    sheet.finish()
