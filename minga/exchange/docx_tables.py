"""The tables of the plan document for Word: cards, actions, objectives, indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from minga.exchange.document.blocks import ActionLine, Actions, Cards, Grid, Matrix
from minga.exchange.document.wording import shown
from minga.exchange.docx_xml import Ink, Para, TableCell, table
from minga.i18n import gettext as _

_ACCENT, _SOFT, _TINT, _PALE, _LINE = "12566B", "555C64", "F4F1EA", "E4EEF1", "B9B2A3"
_WHITE, _STRONG, _SMALL = Ink(bold=True, colour="FFFFFF"), Ink(bold=True), Ink(colour=_SOFT, size=17)
_STEP = 360


def card_table(block: Cards, rows: Sequence[Sequence[str]], width: int) -> Any:
    """Columns of cards side by side."""
    header = []
    for column in block.columns:
        ink = Ink(italic=True, bold=True, colour=_SOFT) if column.loose else _WHITE
        header.append(TableCell((Para(((column.title, ink),), keep=True),), ground=_TINT if column.loose else _ACCENT))
    about = [[replace(_plain(text), ground=_PALE) for text in block.about]] if block.about else []
    return table(block.caption, _even(width, len(header)), [header],
                 [*about, *([_plain(text) for text in row] for row in rows)], _LINE)


def action_table(block: Actions, width: int) -> Any:
    """The title of the direction over the names of the columns, and an action in each row."""
    title = TableCell((Para(((block.title, Ink(bold=True, colour="FFFFFF", size=24)),), keep=True),), span=3,
                      ground=_ACCENT)
    names = [_named(name) for name in block.header]
    first, second = round(width * 0.5), round(width * 0.26)
    return table(block.title, [first, second, width - first - second], [[title], names], map(_action, block.lines),
                 _LINE)


def _action(line: ActionLine) -> list[TableCell]:
    code = ((f"{line.code} – ", Ink(bold=True, colour=_ACCENT)),) if line.code else ()
    indent = min(line.depth, 4) * _STEP
    what = [Para((*code, *((r.text, Ink(bold=r.bold)) for r in line.text)), indent)]
    what += [Para(((f"{label}: {value}", _SMALL),), indent) for label, value in line.details]
    when = [Para(((line.schedule, Ink()),))]
    if line.understood:
        when.append(Para(((_("Se entendió: {when}").format(when=line.understood), _SMALL),)))
    return [TableCell(tuple(what)), TableCell(tuple(when)),
            TableCell(tuple(Para(((person, Ink()),)) for person in line.people))]


def matrix_table(block: Matrix, width: int) -> Any:
    """Objectives side by side; the first column names what each row says of them."""
    first = min(1500, width // 5)
    header = [TableCell((Para(((block.corner, Ink(italic=True, bold=True, colour=_SOFT)),), keep=True),), ground=_TINT),
              *(TableCell((Para(((title, _WHITE),), keep=True),), ground=_ACCENT) for title in block.header)]
    rows = [[_named(band.label, keep=False), *(_items(items, band.listed) for items in band.cells)]
            for band in block.bands]
    return table(block.caption, [first, *_even(width - first, len(block.header))], [header], rows, _LINE)


def _items(items: Sequence[str], listed: bool) -> TableCell:
    return TableCell(tuple(Para(((item, Ink()),), bullet=listed) for item in items))


def grid_table(block: Grid, width: int) -> Any:
    """A plain table; the title of each group stands across it."""
    rows: list[list[TableCell]] = []
    for group in block.groups:
        if group.title:
            title = Para(((group.title, _STRONG),), keep=True)
            rows.append([TableCell((title,), span=len(block.header), ground=_PALE)])
        rows += [[_plain(shown(cell), "right" if i in block.figures else "") for i, cell in enumerate(row)]
                 for row in group.rows]
    names = [_named(name, "right" if i in block.figures else "") for i, name in enumerate(block.header)]
    return table(block.caption, _grid_widths(block, width), [names], rows, _LINE)


def _grid_widths(block: Grid, width: int) -> list[int]:
    """A figure needs little room; the names take what is left, and share it with the columns of text."""
    figures, texts = len(block.figures), block.texts
    figure = min(1300, (width - 2600 - texts * 1900) // max(1, figures))
    left = width - figure * figures
    text = round(left * 0.56 / texts) if texts else 0
    return [left - text * texts, *(figure if i in block.figures else text for i in range(1, len(block.header)))]


def _even(width: int, columns: int) -> list[int]:
    return [width // columns] * columns if columns else []


def _plain(text: str, align: str = "") -> TableCell:
    return TableCell((Para(((text, Ink()),), align=align),))


def _named(name: str, align: str = "", *, keep: bool = True) -> TableCell:
    return TableCell((Para(((name, _STRONG),), align=align, keep=keep),), ground=_TINT)
