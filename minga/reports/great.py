"""A table of the report as a Great Table, for analysts who want to dress it further in a notebook of their own.

The report itself does not use it: its own tables become cards on a phone, fold when they are long and are tagged in
PDF, and Great Tables (with the pandas it needs) takes most of a second to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minga.errors import UsageError
from minga.i18n import gettext as _
from minga.i18n import language
from minga.reports.blocks import Cell, Noted, Table
from minga.reports.words import Look

if TYPE_CHECKING:
    from great_tables import GT


def great_table(table: Table, key: str) -> GT:
    """Every row of a table, also those that the page leaves to the file.

    Args:
        table: as a part of the report has it.
        key: name of the part; the table's id on the page, so that the same data give the same bytes.

    Raises:
        UsageError: Great Tables is not installed.
    """
    try:
        import pandas as pd
        from great_tables import GT
    except ImportError as wrong:
        raise UsageError(_("Esta tabla necesita Great Tables, que no está instalado."),
                         _("Instálelo con «pip install minga[tables]».")) from wrong
    names = [column.title for column in table.columns]
    rows = [[_words(cell) for cell in row] for row in table.rows]
    made = GT(pd.DataFrame(rows, columns=names, dtype=str), id=f"minga-{key}", locale=language())
    made = made.tab_header(title=table.caption).cols_align("left").tab_source_note(f"{table.source} {table.file}")
    numbers = [column.title for column in table.columns if column.number]
    return made.cols_align("right", columns=numbers) if numbers else made


def _words(cell: Cell) -> str:
    if isinstance(cell, Look):
        return f"{cell.glyph} {cell}"
    return " · ".join(filter(None, (cell.words, *cell.notes))) if isinstance(cell, Noted) else cell
