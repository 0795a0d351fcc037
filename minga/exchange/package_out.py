"""The data package of a plan: one canonical CSV per table and ``datapackage.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from minga import i18n, paths, tables
from minga.errors import NotFound
from minga.exchange import files
from minga.i18n import gettext as _
from minga.store import Store, plan_rows

_NEEDS_QUOTES = re.compile(r'[",\r\n]')


def export_package(store: Store, plan_id: str, folder: Path | None = None) -> list[Path]:
    """Write every exported table of a plan and its ``datapackage.json``; the same rows give the same bytes.

    Args:
        store: where the plan is.
        plan_id: the plan.
        folder: the folder that will hold ``plans.csv`` and the others; ``outputs/<plan>/data`` when None.

    Returns:
        The files, parents before children, ``datapackage.json`` last.

    Raises:
        NotFound: there is no such plan.
        StoreError: the folder cannot be written.
    """
    rows = read_plan(store, plan_id)
    target = folder or paths.plan_outputs(plan_id) / "data"
    written = [files.write_text(target / f"{name}.csv", table_csv(name, some)) for name, some in rows.items()]
    return [*written, files.write_text(target / "datapackage.json", _description(rows["plans"][0]))]


def read_plan(store: Store, plan_id: str) -> dict[str, list[dict[str, Any]]]:
    """Every exported row of a plan, each table in canonical order.

    Raises:
        NotFound: there is no such plan.
    """
    rows = plan_rows(store, plan_id)
    if not rows["plans"]:
        raise NotFound(_("No hay un plan llamado «{plan}».").format(plan=plan_id[:80]),
                       _("«minga plans» muestra los que hay."))
    return {name: canonical_order(name, some) for name, some in rows.items()}


def canonical_order(name: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows as they stand in the file: by container, position, period and key, compared as plain text.

    The databases do not agree on how text is ordered, so the order is made here.
    """
    target = tables.table(name)
    present = target.columns.keys()
    keys = dict.fromkeys([target.info["scope"], "position", "period", *(c.name for c in target.primary_key.columns)])
    by = [key for key in keys if key in present]
    return sorted(map(dict, rows), key=lambda row: tuple("" if row[k] is None else row[k] for k in by))


def table_csv(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """A table as canonical CSV: comma, LF, RFC 4180 quotes, the header first."""
    columns = [tables.table(name).columns[c] for c in tables.columns(name)]
    return csv_text([c.name for c in columns], [[_cell(c, row[c.name]) for c in columns] for row in rows])


def _cell(column: sa.Column[Any], value: Any) -> str:
    return value if type(value) is str else tables.format_cell(column, value)


def csv_text(header: Sequence[str], lines: Iterable[Sequence[str]], separator: str = ",", end: str = "\n") -> str:
    """Cells as CSV text.

    Written by hand because ``csv.writer`` leaves a lone carriage return unquoted in some versions of
    Python, and a reader then sees two rows.
    """
    needs = _NEEDS_QUOTES if separator == "," else re.compile(rf'["\r\n{re.escape(separator)}]')

    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if needs.search(cell) else cell

    return "".join(separator.join(map(quoted, line)) + end for line in [header, *lines])


def _description(plan: Mapping[str, Any]) -> str:
    # In the plan's own language, so that whoever exports gets the same bytes.
    with i18n.speaking(plan["language"]):
        made = tables.datapackage(plan["plan_id"], plan["title"])
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
