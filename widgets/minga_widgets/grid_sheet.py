"""The canvas of a grid: ipydatagrid, told what to show and asked what was changed or chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as ipw
import pandas as pd
from ipydatagrid import DataGrid, TextRenderer

from minga.i18n import gettext as _
from minga_widgets.grid_cells import Column

ROW, HEADER, FRAME, TALLEST = 46, 36, 24, 480
"""Heights in pixels: a row (two lines of text), the header, the frame with its scroll bar, the whole grid."""


class Sheet:
    """A table of texts on a canvas.

    Args:
        columns: what stands above.
        texts: the rows, each with one text for each column.
        changed: called with row and column (from 0) and what was written.
        picked: called when another cell is chosen.
    """

    def __init__(self, columns: Sequence[Column], texts: Sequence[Sequence[str]],
                 changed: Callable[[int, int, Any], None], picked: Callable[[], None]) -> None:
        self._changed, self._telling = changed, False
        self._columns, self._texts = list(columns), [list(row) for row in texts]
        self.widget = DataGrid(
            _frame(columns, texts), editable=True, selection_mode="cell", base_row_size=ROW,
            base_column_header_size=HEADER, base_row_header_size=74, column_widths=_widths(columns),
            default_renderer=TextRenderer(font="14px system-ui, sans-serif", text_wrap=True, vertical_alignment="top"),
            header_renderer=TextRenderer(font="600 14px system-ui, sans-serif"),
            layout=ipw.Layout(height=_height(len(texts))))
        self.widget.on_cell_change(self._hear)
        self.widget.observe(lambda _change: picked(), names=["selections"])

    def _hear(self, cell: dict[str, Any]) -> None:
        row, column = cell.get("row"), cell.get("column_index")
        if self._telling or not isinstance(row, int) or not isinstance(column, int):
            return
        if 0 <= row < len(self._texts) and 0 <= column < len(self._columns):
            self._texts[row][column] = cell.get("value")
            self._changed(row, column, cell.get("value"))
        else:  # ipydatagrid made room for a cell that does not exist
            self._rebuild()

    def show(self, columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> None:
        """Bring the canvas up to date, cell by cell where its shape is the same, so that an open editor survives."""
        before, same = self._texts, len(texts) == len(self._texts) and _widths(columns) == _widths(self._columns)
        self._columns, self._texts = list(columns), [list(row) for row in texts]
        self._telling = True
        try:
            if same:
                self._mend(before)
            else:
                self._rebuild()
        finally:
            self._telling = False

    def _rebuild(self) -> None:
        self.widget.column_widths = _widths(self._columns)
        self.widget.data = _frame(self._columns, self._texts)
        self.widget.layout.height = _height(len(self._texts))

    def _mend(self, before: Sequence[Sequence[Any]]) -> None:
        for row, (old, new) in enumerate(zip(before, self._texts, strict=True)):
            for column, was, now in zip(self._columns, old, new, strict=True):
                if was != now:
                    self.widget.set_cell_value_by_index(column.title, row, now)

    def chosen(self) -> tuple[int, int] | None:
        """Row and column of the chosen cell, from 0; None when the canvas says that none is."""
        if not self.widget.selections:
            return None
        last = self.widget.selections[-1]
        # The canvas may be sorted; what it says about its rows is late when their number has just changed.
        order = self.widget._visible_rows if self.widget._transforms else []
        row = order[last["r1"]] if last["r1"] < len(order) == len(self._texts) else last["r1"]
        return row, last["c1"]

    def choose(self, row: int, column: int) -> None:
        """Choose a cell; a sorted canvas is left alone, because its rows stand elsewhere."""
        if not self.widget._transforms:
            self.widget.select(row, column, clear_mode="all")

    def choose_nothing(self) -> None:
        """Take the choice away."""
        self.widget.clear_selection()

    def lock(self, locked: bool) -> None:
        """Let it be read only, or changed again."""
        self.widget.editable = not locked


def _frame(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> pd.DataFrame:
    index = pd.Index(range(1, len(texts) + 1), name=_("Fila"))
    return pd.DataFrame(list(texts), columns=[c.title for c in columns], index=index, dtype=object)


def _widths(columns: Sequence[Column]) -> dict[str, int]:
    return {c.title: c.width for c in columns}


def _height(rows: int) -> str:
    return f"{min(HEADER + FRAME + ROW * max(1, rows), TALLEST)}px"
