"""An editable grid: ipydatagrid's canvas, and beside it the cell that is chosen, what to do and what went wrong.

A cell can be changed in the canvas itself or in the field below it, which shows long texts whole, offers
the choices of the column and speaks to screen readers. Every accepted change is committed at once; a refused
one puts the old value back and stays in words, naming row and column, until it is mended or dismissed.
A row that still lacks something it needs waits here, whole, until it can be saved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import ipywidgets as ipw

from minga.errors import Fault, InputError, MingaError
from minga.i18n import gettext as _
from minga.i18n import quoted
from minga_widgets.component import Component, css, esm, log
from minga_widgets.grid_cells import Column
from minga_widgets.grid_drafts import Draft, waiting
from minga_widgets.grid_sheet import Sheet
from minga_widgets.grid_source import GridRow, Source


class Grid(Component):
    """The panel of one grid.

    Args:
        source: the rows.
        save_all: writes the plan as CSV and returns the sentence that says where.
    """

    _esm = esm("grid")
    _css = css("grid")

    def __init__(self, source: Source, save_all: Callable[[], str]) -> None:
        self.source, self._save_all = source, save_all
        self._drafts: dict[str, Draft] = {}
        self._problems: dict[tuple[str, str], str] = {}
        self._done, self._exported, self._made = "", "", 0
        self._cursor = ("", "")
        self._columns: list[Column] = []
        self._rows: list[GridRow] = []
        self._read()
        self.sheet = Sheet(self._columns, [self._shown(row) for row in self._rows], self._written, self._picked)
        super().__init__(labels=_labels())
        self.sheet.lock(bool(self.source.status().get("locked")))

    def panel(self) -> ipw.VBox:
        """The grid and its panel, to be displayed."""
        box = ipw.VBox([self.sheet.widget, self])
        box.add_class("minga-grid")
        return box

    # ── what is shown ───────────────────────────────────────────────────────────────────────────────

    def _read(self) -> None:
        self.source.fresh()
        self._columns = self.source.columns()
        kept = self.source.rows()
        known = {row.key for row in kept}
        self._drafts = {key: d for key, d in self._drafts.items() if key in known or key.startswith("new:")}
        new = {key: draft.after for key, draft in self._drafts.items() if key.startswith("new:")}
        beside = [[row.key, *(key for key, after in new.items() if after == row.key)] for row in kept]
        rows = {row.key: row for row in kept} | {
            key: GridRow(key, _("Fila nueva"), {}, saved=False) for key in new}
        self._rows = [rows[key] for keys in [*beside, [key for key, after in new.items() if after not in known]]
                      for key in keys]

    def _values(self, row: GridRow) -> dict[str, Any]:
        draft = self._drafts.get(row.key)
        return {**row.cells, **(draft.cells if draft else {})}

    def _shown(self, row: GridRow) -> list[str]:
        values = self._values(row)
        return [c.show(values.get(c.name)) for c in self._columns]

    def _redraw(self) -> None:
        self.sheet.show(self._columns, [self._shown(row) for row in self._rows])
        self.sheet.lock(bool(self.source.status().get("locked")))

    def refresh(self) -> None:
        """Read the rows again and show what changed."""
        self._read()
        self._redraw()
        self.refresh_bar()

    def refresh_bar(self) -> None:
        """Show what changed in the panel below the grid."""
        super().refresh()

    def view(self) -> dict[str, Any]:
        """The panel: the chosen cell, what may be done, what went wrong, what waits."""
        return {
            "about": {"title": self.source.title, "hint": self.source.hint,
                      "empty": "" if self._rows else self.source.empty, "shown": bool(self._columns)},
            "may": self.source.status(),
            "cell": self._chosen(),
            "problems": list(self._problems.values()),
            "waiting": waiting(self._drafts, self._number),
            "done": self._done,
            "exported": self._exported,
        }

    def _picked(self) -> None:
        """The canvas says which cell is chosen. It also says "none" when its rows change; that is not believed."""
        chosen = self.sheet.chosen()
        if chosen and chosen[0] < len(self._rows) and chosen[1] < len(self._columns):
            self._cursor = self._rows[chosen[0]].key, self._columns[chosen[1]].name
        self.refresh_bar()

    def _chosen(self) -> dict[str, Any] | None:
        """The chosen cell as the panel shows it, whole and with its choices."""
        key, name = self._cursor
        row = next((r for r in self._rows if r.key == key), None)
        column = next((c for c in self._columns if c.name == name), None)
        if row is None or column is None:
            return None
        return {"key": key, "column": name, "row": self._number(key), "title": column.title, "kind": column.kind,
                "text": column.show(self._values(row).get(name)), "choices": list(column.choices.values()),
                "help": column.help, "name": row.name, "editable": self._may_edit(row, column),
                "deletable": row.saved or key.startswith("new:")}

    def _may_edit(self, row: GridRow, column: Column) -> bool:
        fixed = column.fixed or (column.new_only and not row.key.startswith("new:"))
        return not fixed and not self.source.status().get("locked")

    def _number(self, key: str) -> int:
        return next((i for i, row in enumerate(self._rows, 1) if row.key == key), 0)

    # ── what people do ──────────────────────────────────────────────────────────────────────────────

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """What the panel may ask for."""
        return {"set": lambda m: self.edit(str(m.get("key")), str(m.get("column")), m.get("text")),
                "add": lambda _m: self.add(), "delete": lambda m: self.delete(str(m.get("key"))),
                "spread": lambda m: self.spread(str(m.get("key"))), "dismiss": lambda _m: self._problems.clear(),
                "period": lambda m: self.source.choose_period(str(m.get("period"))), "save": lambda _m: self.export()}

    def _written(self, row: int, column: int, written: Any) -> None:
        """A cell was changed in the canvas; what it says is a wish like any other."""
        self.edit(self._rows[row].key, self._columns[column].name, written)
        self.refresh()

    def edit(self, key: str, name: str, written: Any) -> None:
        """Change one cell: saved at once, kept until the row is complete, or refused in words."""
        row = next((r for r in self._rows if r.key == key), None)
        column = next((c for c in self._columns if c.name == name), None)
        if row is None or column is None:
            raise MingaError(_("Esa celda ya no está."), _("Otra persona pudo haberla borrado; elija otra."))
        if column.show(self._values(row).get(name)) == (written or ""):
            return  # nothing changed; the canvas also repeats what it was told
        self._problems.pop((key, name), None)
        try:
            if not self._may_edit(row, column):
                raise ValueError(self.source.status().get("locked") or _("Esta columna no se cambia aquí."))
            value = column.read(written)
        except ValueError as wrong:
            return self._refuse(row, column, self._where(row, column) + str(wrong))
        self._commit(row, column, value)

    def _commit(self, row: GridRow, column: Column, value: Any) -> None:
        draft = self._drafts.get(row.key) or Draft()
        cells = {**draft.cells, column.name: value}
        if not row.key.startswith("new:"):
            was = {c.name: c.show(row.cells.get(c.name)) for c in self._columns}
            cells = {c.name: cells[c.name] for c in self._columns
                     if c.name in cells and c.show(cells[c.name]) != was[c.name]}
            if not cells:  # the row is again as it was saved: nothing waits any more
                self._drafts.pop(row.key, None)
                return
        try:
            saved = self.source.save(None if row.key.startswith("new:") else row.key, cells)
        except InputError as wrong:
            missing = self._missing(row, {**self._values(row), **cells}, wrong.faults, column)
            if missing is None:
                return self._refuse(row, column, *[self._sentence(row, column, f) for f in wrong.faults])
            self._drafts[row.key], self._done = Draft(cells, missing, draft.after), ""
        except MingaError as refused:
            return self._refuse(row, column, self._where(row, column) + str(refused))
        except Exception:  # the person must be told, and the cell must not seem saved
            log.exception("could not save a cell")
            failed = _("Algo falló y no se guardó. Intente de nuevo.")
            return self._refuse(row, column, self._where(row, column) + failed)
        else:
            self._drafts.pop(row.key, None)
            self._saved()
            if saved != row.key:
                self._follow(saved, column.name)

    def _saved(self) -> None:
        self._done = _("Guardado") + datetime.now().strftime(" · %H:%M:%S")

    def _missing(self, row: GridRow, values: dict[str, Any], faults: Sequence[Fault], edited: Column) -> str | None:
        """The sentence about what the row lacks, or None when something written in it is wrong."""
        columns = {c.name: c for c in self._columns}
        lacking = []
        for fault in faults:
            column = columns.get(fault.column)
            blank = column is not None and not str(column.show(values.get(column.name))).strip()
            if column is None or column is edited or not blank:
                return None
            plain = column.kind == "choice" and fault.row is not None  # the source itself says more than a checked row
            lacking.append(_("«{column}»: elija una opción.").format(column=column.title) if plain
                           else f"{quoted(column.title)}: {fault.advice or fault.message}")
        return _("Falta {what}").format(what=" ".join(lacking))

    def _sentence(self, row: GridRow, edited: Column, fault: Fault) -> str:
        column = next((c for c in self._columns if c.name == fault.column), edited)
        return self._where(row, column) + f"{fault.message} {fault.advice}".strip()

    def _where(self, row: GridRow, column: Column) -> str:
        return _("Fila {row}, columna «{column}»: ").format(row=self._number(row.key), column=column.title)

    def _refuse(self, row: GridRow, column: Column, *sentences: str) -> None:
        self._problems[row.key, column.name] = " ".join(sentences)
        self._done = ""

    def add(self) -> None:
        """Begin a new row, with its first cell chosen."""
        status = self.source.status()
        if not status.get("add") or status.get("locked"):
            raise MingaError(status.get("locked") or _("Aquí no se añaden filas."))
        self._made += 1
        key = f"new:{self._made}"
        self._drafts[key] = Draft(self.source.defaults(), _("Escriba en sus celdas."))
        self._follow(key, next(c.name for c in self._columns if not c.fixed))

    def spread(self, key: str) -> None:
        """Offer the rows that are like a chosen one and not there yet, one for each country."""
        status = self.source.status()
        row = next((r for r in self._rows if r.key == key), None)
        if row is None or not status.get("spread") or status.get("locked"):
            raise MingaError(status.get("locked") or _("Esa celda ya no está."),
                             _("Elija primero una fila de la tabla."))
        made, name = self.source.spread(self._values(row))
        if not made:
            raise MingaError(_("Ya hay una fila para cada país."))
        keys = [f"new:{self._made + n}" for n in range(1, len(made) + 1)]
        self._made += len(made)
        waits = _("Escriba en sus celdas.")
        self._drafts = {old: draft for old, draft in self._drafts.items() if not (draft.offered and draft.after == key)}
        self._drafts |= {new: Draft(cells, waits, key, offered=True) for new, cells in zip(keys, made, strict=True)}
        self._follow(keys[0], name)

    def _follow(self, key: str, name: str) -> None:
        """Choose a cell of a row that has just appeared or moved."""
        self._read()
        self._redraw()
        self._cursor = key, name
        if number := self._number(key):
            self.sheet.choose(number - 1, [c.name for c in self._columns].index(name))

    def delete(self, key: str) -> None:
        """Delete a row; a new one that was never saved is only forgotten."""
        if self._drafts.pop(key, None) is None or not key.startswith("new:"):
            status = self.source.status()
            if not status.get("delete") or status.get("locked"):
                raise MingaError(status.get("locked") or _("Aquí no se borran filas."))
            self.source.delete(key)
            self._done = _("Borrado") + datetime.now().strftime(" · %H:%M:%S")
        self._problems = {place: said for place, said in self._problems.items() if place[0] != key}
        self.sheet.choose_nothing()

    @property
    def waits(self) -> bool:
        """Whether a row in which somebody wrote is not saved yet."""
        return any(not draft.offered for draft in self._drafts.values())

    def turned(self) -> None:
        """The period changed: what was said about the one before goes."""
        self._problems.clear()
        self._drafts = {key: draft for key, draft in self._drafts.items() if not draft.offered}
        self._done = ""
        self.sheet.choose_nothing()
        self.refresh()

    def export(self) -> None:
        """Write the plan as CSV."""
        self._exported = self._save_all()


def _labels() -> dict[str, Any]:
    return {"add": _("Añadir fila"), "delete": _("Borrar fila"), "confirm": _("¿Borrar la fila {row}, «{name}»?"),
            "yes": _("Sí, borrar"), "no": _("No, conservar"), "save": _("Guardar en CSV ahora"),
            "cell": _("Fila {row} · {column}"),
            "pick": _("Elija una celda de la tabla para cambiarla aquí o en su lugar."),
            "apply": _("Aplicar"), "dismiss": _("Entendido"), "period": _("Período"), "none": _("(vacío)"),
            "fixed": _("Esta columna no se cambia aquí."),
            "keys": _("Con el teclado: flechas para moverse, Intro para cambiar la celda, Esc para dejarla como "
                      "estaba, Supr para vaciarla."),
            "grid": _("Tabla: {title}"),
            "menu": {"sort:Asc": _("Ordenar de menor a mayor"), "sort:Desc": _("Ordenar de mayor a menor"),
                     "sort:Clear": _("Sin ordenar"), "clearSelection": _("Quitar la selección"),
                     "copyToClipboard": _("Copiar"), "copySelectionToClipboard": _("Copiar la selección"),
                     "grid:reset": _("Volver al orden del plan")}}
