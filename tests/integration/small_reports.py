"""Help for the tests of runs: a report whose notebook is a few lines, and plans to make it of."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat

from minga import tables
from minga.store import Store

DECLARED = Path(__file__).resolve().parents[2] / "parameters" / "monitoring" / "monitoring.yaml"
PARAMETERS = "\n".join(f'{name}: str = "{value}"' for name, value in (
    ("plan", ""), ("period", ""), ("language", "es"), ("audience", "internal"), ("country", ""), ("store", ""),
    ("out", "")))


def write_report(home: Path, *sources: str) -> None:
    """The notebook of the monitoring report, with these cells after that of its parameters."""
    (home / "notebooks").mkdir(exist_ok=True)
    (home / "parameters" / "monitoring").mkdir(parents=True, exist_ok=True)
    shutil.copy(DECLARED, home / "parameters" / "monitoring")
    first = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    spec = {"name": "python3", "language": "python", "display_name": "Python 3"}
    made = nbformat.v4.new_notebook(cells=[first, *map(nbformat.v4.new_code_cell, sources)],
                                    metadata={"kernelspec": spec, "language_info": {"name": "python"}})
    nbformat.write(made, home / "notebooks" / "monitoring.ipynb")


def add_plan(store: Store, plan_id: str = "alfa", **more: Any) -> None:
    """A plan without anything in it."""
    with store.transaction("new_plan", plan_id=plan_id) as transaction:
        transaction.insert("plans", {"plan_id": plan_id, "title": "Plan <Alfa>", "method": "top",
                                     "created_at": tables.now(), **more})
