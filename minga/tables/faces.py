"""The faces derived from the schema: cells, ``datapackage.json``, the data dictionary."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from minga.errors import Fault
from minga.i18n import gettext as _
from minga.tables import schema
from minga.tables.check import duplicates, orphans
from minga.tables.declare import METADATA, Instant, instant_text

assert schema  # declaring the tables is what the import is for

MAX_CELL = 20_000
"""Longest text of one cell, in characters."""

_FRICTIONLESS = {"text": "string", "choice": "string", "integer": "integer", "number": "number",
                 "boolean": "boolean", "date": "date", "datetime": "datetime"}
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def table(name: str) -> sa.Table:
    """The table with that name; KeyError when there is none."""
    return METADATA.tables[name]


def exported_tables() -> list[sa.Table]:
    """Tables that travel in a plan's data package, parents before children."""
    return [t for t in METADATA.sorted_tables if not t.info["private"]]


def columns(name: str) -> list[str]:
    """Column names of a table, in the order of its CSV file."""
    return [c.name for c in table(name).columns]


def id_column(name: str) -> sa.Column[Any]:
    """The (first) primary key column of a table."""
    return next(iter(table(name).primary_key.columns))


def column_kind(column: sa.Column[Any]) -> str:
    """``text``, ``choice``, ``integer``, ``number``, ``boolean``, ``date`` or ``datetime``."""
    if "values" in column.info:
        return "choice"
    for kind, name in ((Instant, "datetime"), (sa.Boolean, "boolean"), (sa.Integer, "integer"),
                       (sa.Float, "number"), (sa.Date, "date")):
        if isinstance(column.type, kind):
            return name
    return "text"


def plan_path(name: str) -> list[tuple[str, str]]:
    """Steps from a table up to its plan: ``[("actions", "direction_id"), ("directions", "plan_id")]``."""
    path, current = [], table(name)
    while scope := current.info["scope"]:
        path.append((current.name, scope))
        if scope == "plan_id":
            break
        current = next(iter(current.columns[scope].foreign_keys)).column.table
    return path


def parse_cell(column: sa.Column[Any], cell: str) -> Any:
    """The value of a CSV cell.

    Raises:
        ValueError: with a sentence that says what was expected.
    """
    kind = column_kind(column)
    if len(cell) > MAX_CELL:
        raise ValueError(_("El texto tiene {n} caracteres y caben {limit}.").format(n=len(cell), limit=MAX_CELL))
    if "\x00" in cell:
        raise ValueError(_("El texto contiene un carácter nulo, que no se puede guardar."))
    if kind in ("text", "choice") and not (column.nullable and cell == ""):
        return _parse_text(column, cell)
    if cell.strip() == "":
        if column.nullable:
            return None
        if column.info.get("optional"):
            return column.default.arg if column.default is not None else ""
        raise ValueError(_("La celda está vacía y este dato es obligatorio."))
    return _within(column, _PARSERS[kind](cell.strip()), cell)


def _within(column: sa.Column[Any], value: Any, cell: str) -> Any:
    least, most = column.info.get("between") or (value, value)
    if not least <= value <= most:
        raise ValueError(_("«{value}» no puede ser; se espera un número de {least} a {most}.").format(
            value=cell[:60], least=least, most=most))
    return value


def _parse_text(column: sa.Column[Any], cell: str) -> str:
    values = column.info.get("values")
    if cell == "" and not column.info.get("optional"):
        raise ValueError(_("La celda está vacía y este dato es obligatorio."))
    if values is None:
        return cell
    if cell == "":
        return column.default.arg if column.default is not None else ""
    if cell not in values:
        raise ValueError(_("«{value}» no es un valor conocido; se esperaba uno de: {values}.").format(
            value=cell[:60], values=", ".join(values)))
    return cell


def _parse_integer(cell: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,15}", cell):
        raise ValueError(_("«{value}» no es un número entero.").format(value=cell[:60]))
    return int(cell)


def _parse_number(cell: str) -> float:
    if not _NUMBER.fullmatch(cell) or not math.isfinite(float(cell)):
        raise ValueError(_("«{value}» no es un número; se espera punto decimal y sin separador de miles, por "
                           "ejemplo 1234.5.").format(value=cell[:60]))
    return float(cell)


def _parse_boolean(cell: str) -> bool:
    if cell.lower() not in ("true", "false"):
        raise ValueError(_("«{value}» no es true ni false.").format(value=cell[:60]))
    return cell.lower() == "true"


def _parse_date(cell: str) -> date:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):  # 20180228 and 2018-W09-3 are ISO too
            raise ValueError(cell)
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(_("«{value}» no es una fecha; se espera año-mes-día, por ejemplo 2018-02-28.").format(
            value=cell[:60])) from None


def _parse_instant(cell: str) -> datetime:
    try:
        return datetime.strptime(cell, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(_("«{value}» no es un instante; se espera por ejemplo 2018-02-28T15:30:00Z.").format(
            value=cell[:60])) from None


_PARSERS = {"integer": _parse_integer, "number": _parse_number, "boolean": _parse_boolean,
            "date": _parse_date, "datetime": _parse_instant}


def format_cell(column: sa.Column[Any], value: Any) -> str:
    """A value as the canonical CSV cell of a column; the inverse of ``parse_cell``."""
    return cell_text(value)


def cell_text(value: Any) -> str:
    """A value as a canonical CSV cell: dot decimals, ISO dates, moments in UTC, empty where there is none."""
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def check_tables(cells: dict[str, list[tuple[int, dict[str, str]]]],
                 files: dict[str, str] | None = None) -> tuple[dict[str, list[dict[str, Any]]], list[Fault]]:
    """Turn the cells of a whole package into typed rows, with every fault found.

    Args:
        cells: per table, pairs of (row number in the file, cell text per column).
        files: name of the file of each table; ``<table>.csv`` when absent.

    Returns:
        Typed rows per table (columns that the file lacks get their default), and the faults.
    """
    names = {name: (files or {}).get(name, f"{name}.csv") for name in cells}
    faults: list[Fault] = []
    typed: dict[str, list[dict[str, Any]]] = {}
    for name, rows in cells.items():
        typed[name] = [_typed_row(table(name), number, row, names[name], faults) for number, row in rows]
    numbers = {name: [number for number, _row in rows] for name, rows in cells.items()}
    faults += duplicates(typed, numbers, names)
    faults += orphans(typed, numbers, names)
    return typed, faults


def _typed_row(target: sa.Table, number: int, row: dict[str, str], file: str, faults: list[Fault]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in target.columns:
        try:
            values[column.name] = parse_cell(column, row.get(column.name, ""))
        except ValueError as wrong:
            values[column.name] = None
            faults.append(Fault(str(wrong), file=file, row=number, column=column.name,
                                advice=_("Corrija la celda y vuelva a importar.")))
    return values


def datapackage(plan_id: str, title: str, names: list[str] | None = None) -> dict[str, Any]:
    """The ``datapackage.json`` of a plan, as plain data (Frictionless Data Package v1)."""
    chosen = [t for t in exported_tables() if names is None or t.name in names]
    return {
        "profile": "tabular-data-package", "name": re.sub(r"[^a-z0-9._-]", "-", plan_id.lower()), "title": title,
        "resources": [_resource(t, {c.name for c in chosen}) for t in chosen],
    }


def _resource(target: sa.Table, present: set[str]) -> dict[str, Any]:
    links = [
        {"fields": c.name, "reference": {
            "resource": "" if fk.column.table.name == target.name else fk.column.table.name, "fields": fk.column.name}}
        for c in target.columns for fk in c.foreign_keys if fk.column.table.name in present
    ]
    keys = [c.name for c in target.primary_key.columns]
    return {
        "name": target.name, "path": f"{target.name}.csv", "profile": "tabular-data-resource",
        "description": _(target.comment or ""), "encoding": "utf-8", "format": "csv", "mediatype": "text/csv",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "schema": {
            "fields": [_field(c) for c in target.columns], "missingValues": [""],
            "primaryKey": keys, **({"foreignKeys": links} if links else {}),
        },
    }


def _field(column: sa.Column[Any]) -> dict[str, Any]:
    kind = column_kind(column)
    constraints: dict[str, Any] = {}
    if not column.nullable and not column.info.get("optional"):
        constraints["required"] = True
    if kind == "choice":
        constraints["enum"] = list(column.info["values"])
    if column.info.get("between"):
        constraints["minimum"], constraints["maximum"] = column.info["between"]
    field = {"name": column.name, "type": _FRICTIONLESS[kind], "description": _(column.comment or "")}
    if kind == "datetime":
        field["format"] = "%Y-%m-%dT%H:%M:%SZ"
    return {**field, **({"constraints": constraints} if constraints else {})}


def dictionary() -> str:
    """The data dictionary page, in Markdown, in the language in force."""
    parts = [f"# {_('Diccionario de datos')}", "",
             _("Una tabla es un archivo CSV: coma, UTF-8, fechas ISO, punto decimal. Los códigos son texto."), ""]
    for target in METADATA.sorted_tables:
        private = f" *({_('privada: no se exporta')})*" if target.info["private"] else ""
        parts += [f"## `{target.name}`{private}", "", _(target.comment or ""), "",
                  f"| {_('columna')} | {_('tipo')} | {_('obligatoria')} | {_('qué es')} |", "|--|--|--|--|"]
        parts += [_dictionary_line(c) for c in target.columns] + [""]
    return "\n".join(parts)


def _dictionary_line(column: sa.Column[Any]) -> str:
    kind = column_kind(column)
    words = _(column.comment or "")
    if kind == "choice":
        words += " " + ", ".join(f"`{v}`" for v in column.info["values"])
    for fk in column.foreign_keys:
        words += f" → `{fk.column.table.name}`"
    needed = _("sí") if not column.nullable and not column.info.get("optional") else ""
    return f"| `{column.name}` | {_FRICTIONLESS[kind]} | {needed} | {words} |"
