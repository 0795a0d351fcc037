"""What one run is: a frozen, picklable value that says everything a worker must know."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import minga
from minga import paths, tables
from minga.runs.parameters import Scalar
from minga.store import Store, plan_rows


@dataclass(frozen=True)
class RunSpec:
    """One report to make.

    Attributes:
        plan: plan id.
        period: period in its written form (``2018-S1``).
        template: name of the notebook, without extension.
        parameters: pairs of name and value that people chose, sorted by name.
        input_hash: fingerprint of all that goes in; the same fingerprint gives the same report.
    """

    plan: str
    period: str
    template: str
    parameters: tuple[tuple[str, Scalar], ...]
    input_hash: str

    @property
    def language(self) -> str:
        """Language of the report; Spanish when the parameters do not say."""
        return str(dict(self.parameters).get("language", "es"))


def make_spec(store: Store, plan: str, period: str, template: str, parameters: Mapping[str, Scalar]) -> RunSpec:
    """The spec of a run whose inputs were validated before.

    Args:
        store: where the plan is.
        plan: plan id.
        period: period in its written form.
        template: name of the notebook.
        parameters: what people chose.
    """
    chosen = tuple(sorted(parameters.items()))
    return RunSpec(plan, period, template, chosen, _fingerprint(store, plan, period, template, chosen))


def _fingerprint(store: Store, plan: str, period: str, template: str, chosen: tuple[tuple[str, Scalar], ...]) -> str:
    made = hashlib.sha256()
    made.update(json.dumps([minga.__version__, plan, period, template, chosen], ensure_ascii=False).encode())
    made.update((paths.notebooks() / f"{template}.ipynb").read_bytes())
    # Private names go in too: a public report leaves them out wherever they were written.
    names = [table.name for table in tables.exported_tables()] + ["people"]
    for name, lines in plan_rows(store, plan, names).items():
        # Sorted here, because SQLite and PostgreSQL do not sort texts alike.
        for text in sorted(json.dumps(line, sort_keys=True, ensure_ascii=False, default=_plain) for line in lines):
            made.update(f"\n{name} {text}".encode())
    return made.hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value))
