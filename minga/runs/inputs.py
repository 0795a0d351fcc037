"""What goes into the reports of a plan, as fingerprints: the same fingerprint gives the same report.

The report of a period speaks of what was known at its close: values and progress of later periods are no part of
it, so that what people report this semester puts no report of an earlier one out of date.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import minga
from minga import paths, tables
from minga.errors import InputError
from minga.periods import parse_period
from minga.runs.calendar import periods_of
from minga.store import Store, plan_rows

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

OF_A_PERIOD = ("actuals", "progress")
"""Tables whose rows speak of one period, and enter its report and those of later ones."""

_REPORTED_ON = ("actions", "indicators")


@dataclass(frozen=True)
class PlanInputs:
    """Fingerprints of what the reports of one plan are made from.

    Attributes:
        begins: first days of the periods that have values, in order.
        marks: for each of them, the fingerprint of all that was known when that period was the last.
        base: the fingerprint before any of them.
        blank: the plan has neither actions nor indicators, so that there is nothing to report on.
    """

    begins: tuple[date, ...]
    marks: tuple[str, ...]
    base: str
    blank: bool

    def at(self, close: date) -> str:
        """The fingerprint of what was known at the close of a period.

        Args:
            close: last day of the period.
        """
        found = bisect_right(self.begins, close)
        return self.marks[found - 1] if found else self.base


def tables_read() -> list[str]:
    """The tables that count: those that are exported, and the names that a public report leaves out."""
    return [table.name for table in tables.exported_tables()] + ["people"]


def read_inputs(store: Store, plan: str) -> PlanInputs:
    """The fingerprints of a plan, from all its rows."""
    return fingerprints(plan_rows(store, plan, tables_read()))


def fingerprints(found: Rows) -> PlanInputs:
    """The fingerprints of a plan's rows, by table; the order of the rows does not matter."""
    begins = _first_days(found)
    made, later = hashlib.sha256(), defaultdict(list)
    for name, lines in found.items():
        if name not in OF_A_PERIOD:
            _add(made, name, map(_text, lines) if name != "periods" else _periods(found))
            continue
        for line in lines:  # a period that nobody understands could be any: it counts always
            later[begins.get(line["period"], date.min)].append(f"{name} {_text(line)}")
    base, days, marks = made.hexdigest(), sorted(later), []
    for day in days:
        _add(made, day.isoformat(), later[day])
        marks.append(made.hexdigest())
    return PlanInputs(tuple(days), tuple(marks), base, not any(found.get(name) for name in _REPORTED_ON))


def fingerprint(plan: str, period: str, template: str, chosen: Sequence[tuple[str, Any]], data: str,
                notebook: str = "") -> str:
    """The fingerprint of one run: its data, its notebook, what people chose, and the version of Minga.

    Args:
        plan: plan id.
        period: period in its written form.
        template: name of the notebook.
        chosen: pairs of name and value, sorted by name.
        data: ``PlanInputs.at`` of the period's last day.
        notebook: ``notebook_fingerprint``, for whoever asks for many runs; made when empty.
    """
    told = [minga.__version__, plan, period, template, list(map(list, chosen)), data,
            notebook or notebook_fingerprint(template)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def notebook_fingerprint(template: str) -> str:
    """The fingerprint of a report's notebook."""
    return hashlib.sha256((paths.notebooks() / f"{template}.ipynb").read_bytes()).hexdigest()


def last_day(text: str, known: Mapping[str, date] | None = None, fiscal_start: int = 1) -> date:
    """The last day of a period by its text: as the plan's table says, else as its name says; else the last of all.

    Args:
        text: the period in its written form.
        known: last days of the periods that the plan declares.
        fiscal_start: month in which the plan's year begins.
    """
    if known and text in known:
        return known[text]
    try:
        return parse_period(text, fiscal_start).ends
    except InputError:
        return date.max


def _first_days(found: Rows) -> dict[str, date]:
    """The first day of each period that a row speaks of, where it can be known."""
    fiscal = next((int(plan.get("fiscal_start") or 1) for plan in found.get("plans", ())), 1)
    declared = {line["period"]: line["starts"] for line in found.get("periods", ())}
    named = {line["period"] for name in OF_A_PERIOD for line in found.get(name, ())} - declared.keys()
    for text in named:
        try:
            declared[text] = parse_period(text, fiscal).starts
        except InputError:
            continue
    return declared


def _periods(found: Rows) -> list[str]:
    """The plan's periods and their days, whether it declares them or not, whether they are closed to changes or not.

    Reports say neither, and a page that declares the semesters when it is opened must put no report out of date.
    """
    plan = next(iter(found.get("plans", ())), {})
    with suppress(InputError):
        return [f"{p.period} {p.starts} {p.ends}" for p in periods_of(plan, found["periods"])]
    return [_text(line) for line in found["periods"]]


def _add(made: Any, name: str, lines: Iterable[str]) -> None:
    # Sorted here, because SQLite and PostgreSQL do not sort texts alike.
    made.update(f"\n{name}".encode())
    for text in sorted(lines):
        made.update(f"\n{text}".encode())


def _text(line: Mapping[str, Any]) -> str:
    return json.dumps(line, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value))
