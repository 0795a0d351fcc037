"""What is remembered of the plans' data, so that asking what is due does not read plans that nobody changed.

A copy that may be lost at any time: what is not in it is computed again from the rows.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import minga
from minga import paths, tables
from minga.errors import StoreError
from minga.exchange.files import write_text
from minga.runs.inputs import PlanInputs, read_inputs, tables_read
from minga.store import Store
from minga.store.marks import plan_marks
from minga.store.reading import rows


def due_folder() -> Path:
    """Where this memory and the lock of whoever makes what is due are; only its owner may look inside."""
    folder = paths.outputs() / ".due"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


class Memory:
    """Fingerprints of the plans of a store, each with the mark of the ledger at which it was made."""

    def __init__(self, store: Store) -> None:
        self._store, self._marks = store, plan_marks(store)
        self._shape = _shape(store)
        self._known = _read(self._shape)
        self._changed = False

    def inputs(self, plan: str) -> PlanInputs:
        """The fingerprints of a plan, remembered or made anew."""
        mark = self._marks.get(plan, "")
        known = self._known.get(plan)
        if mark and known is not None and known["mark"] == mark:
            return _made(known)
        found = read_inputs(self._store, plan)
        if mark:  # the mark is older than the reading: what came in between makes the next one read again
            self._known[plan] = _kept(mark, found)
            self._changed = True
        return found

    def keep(self) -> None:
        """Write what is known, for the next time; plans that are gone are forgotten."""
        known = {plan: self._known[plan] for plan in sorted(self._known) if plan in self._marks}
        if self._changed or len(known) < len(self._known):
            with suppress(OSError, StoreError):  # nothing depends on it
                write_text(due_folder() / "inputs.json", json.dumps({"shape": self._shape, "plans": known}))


def _shape(store: Store) -> str:
    """What the rows look like and what no plan owns: when this changes, nothing that is remembered holds."""
    columns = {name: [column.name for column in tables.table(name).columns] for name in tables_read()}
    codes = [list(line.values()) for line in rows(store, "codelists", order="codelist")]
    told = json.dumps([minga.__version__, columns, sorted(codes)], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _read(shape: str) -> dict[str, Any]:
    try:
        content = json.loads((paths.outputs() / ".due" / "inputs.json").read_text(encoding="utf-8"))
        if content["shape"] != shape:
            return {}
        for known in content["plans"].values():
            _made(known)
        return dict(content["plans"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # not there, or not ours
        return {}


def _kept(mark: str, found: PlanInputs) -> dict[str, Any]:
    return {"mark": mark, "base": found.base, "blank": found.blank,
            "periods": [[day.isoformat(), text] for day, text in zip(found.begins, found.marks, strict=True)]}


def _made(known: dict[str, Any]) -> PlanInputs:
    return PlanInputs(tuple(date.fromisoformat(day) for day, _mark in known["periods"]),
                      tuple(mark for _day, mark in known["periods"]), known["base"], known["blank"])
