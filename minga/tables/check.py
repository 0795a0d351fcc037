"""Checks across the rows of a package: ids that repeat, references that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from minga.errors import Fault
from minga.i18n import gettext as _
from minga.tables.declare import METADATA

Rows = dict[str, list[dict[str, Any]]]
Numbers = dict[str, list[int]]

_LINKED = ("cards", "clusters", "directions", "actions", "objectives", "indicators", "results", "lines")


def duplicates(rows: Rows, numbers: Numbers, files: dict[str, str]) -> list[Fault]:
    """Faults for rows whose key, or unique combination of columns, already stood above."""
    faults = []
    for name, table_rows in rows.items():
        for keys in _unique_sets(METADATA.tables[name]):
            seen: dict[tuple[Any, ...], int] = {}
            for number, row in zip(numbers[name], table_rows, strict=True):
                value = tuple(row[k] for k in keys)
                if any(v is None for v in value):
                    continue
                if value in seen:
                    faults.append(Fault(
                        _("«{value}» ya está en la fila {row}.").format(
                            value=" · ".join(str(v)[:60] for v in value), row=seen[value]),
                        file=files[name], row=number, column=", ".join(keys),
                        advice=_("Deje una sola fila con ese identificador y vuelva a importar.")))
                else:
                    seen[value] = number
    return faults


def _unique_sets(table: sa.Table) -> Iterator[list[str]]:
    yield [c.name for c in table.primary_key.columns]
    for constraint in table.constraints:
        if isinstance(constraint, sa.UniqueConstraint):
            yield [c.name for c in constraint.columns]


def orphans(rows: Rows, numbers: Numbers, files: dict[str, str]) -> list[Fault]:
    """Faults for references to ids that are nowhere in the package, and for circles of parents."""
    known = {name: _ids(name, table_rows) for name, table_rows in rows.items()}
    anything = set().union(*(known.get(name, set()) for name in _LINKED))
    faults = []
    for name, table_rows in rows.items():
        for column, target in _references(METADATA.tables[name]):
            pool = anything if target == "*" else known.get(target, set())
            for number, row in zip(numbers[name], table_rows, strict=True):
                value = row[column]
                if value is not None and value not in pool:
                    where = _("el plan") if target == "*" else files.get(target, f"{target}.csv")
                    faults.append(Fault(
                        _("«{value}» no existe en {file}.").format(value=str(value)[:60], file=where),
                        file=files[name], row=number, column=column,
                        advice=_("Agregue la fila que falta o corrija el identificador.")))
        faults += _circles(name, table_rows, numbers[name], files[name])
    return faults


def _ids(name: str, rows: list[dict[str, Any]]) -> set[Any]:
    first = next(iter(METADATA.tables[name].primary_key.columns)).name
    return {row[first] for row in rows}


def _references(table: sa.Table) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        for fk in column.foreign_keys:
            yield column.name, fk.column.table.name
    if table.name == "links":
        yield "from_id", "*"
        yield "to_id", "*"
    if table.name == "votes":
        yield "target_id", "*"


def _circles(name: str, rows: list[dict[str, Any]], numbers: list[int], file: str) -> Iterator[Fault]:
    table = METADATA.tables[name]
    if "parent_id" not in table.columns:
        return
    key = next(iter(table.primary_key.columns)).name
    parents = {row[key]: row["parent_id"] for row in rows}
    for number, row in zip(numbers, rows, strict=True):
        seen, here = set(), row[key]
        while here is not None and here not in seen:
            seen.add(here)
            here = parents.get(here)
        if here is not None and here == row[key]:
            yield Fault(_("«{value}» termina siendo su propio contenedor.").format(value=str(row[key])[:60]),
                        file=file, row=number, column="parent_id",
                        advice=_("Rompa el círculo: deje vacío el contenedor de una de esas filas."))
