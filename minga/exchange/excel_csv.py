"""The CSV that a spreadsheet opens well: BOM, the country's separator and decimal sign, no formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from minga import paths, tables
from minga.exchange import files, text
from minga.exchange.package_out import csv_text, read_plan
from minga.store import Store

DECIMAL_COMMA = frozenset(["ES", "CO", "AR", "BO", "VE", "CL", "CR", "EC", "PY", "UY", "BR", "PT", "IT"])
"""Countries whose spreadsheets write 1234,5 and separate cells with a semicolon."""
DECIMAL_POINT = frozenset(["MX", "GT", "SV", "NI", "HN", "PE", "PA", "DO", "CU"])
"""Countries whose spreadsheets write 1234.5 and separate cells with a comma."""


def export_excel_csv(store: Store, plan_id: str, folder: Path | None = None, *, country: str = "") -> list[Path]:
    """Write every exported table of a plan for spreadsheets of one country.

    Args:
        store: where the plan is.
        plan_id: the plan.
        folder: where; ``outputs/<plan>/excel`` when None.
        country: two letters; the plan's first country when empty. Countries that are not known here get
            the semicolon, as most of the continent.

    Raises:
        NotFound: there is no such plan.
        StoreError: the folder cannot be written.
    """
    rows = read_plan(store, plan_id)
    where = country or next(iter(rows["plans"][0]["countries"].split()), "")
    target = folder or paths.plan_outputs(plan_id) / "excel"
    return [files.write_bytes(target / f"{name}.csv", excel_table(name, some, where)) for name, some in rows.items()]


def excel_table(name: str, rows: Sequence[Mapping[str, Any]], country: str) -> bytes:
    """A table as the CSV that the spreadsheets of a country open without questions."""
    comma = country.upper() not in DECIMAL_POINT
    columns = [tables.table(name).columns[c] for c in tables.columns(name)]
    lines = [[_cell(c, row[c.name], comma) for c in columns] for row in rows]
    made = csv_text([c.name for c in columns], lines, ";" if comma else ",", "\r\n")
    return b"\xef\xbb\xbf" + made.encode("utf-8")


def _cell(column: sa.Column[Any], value: Any, comma: bool) -> str:
    cell = tables.format_cell(column, value)
    if tables.column_kind(column) == "number":
        return cell.replace(".", ",") if comma else cell
    return text.neutralised(cell) if tables.column_kind(column) in ("text", "choice") else cell
