"""The semester's sheet: what a country fills in without a connection, and how it comes back.

- ``make_sheet(store, plan_id, period, country=…)`` gives the XLSX; ``write_sheet`` puts it in a file.
- ``read_semester_sheet(file, content)`` reads one that was filled in, with every fault at once.
- ``merge_sheet(store, sheet, …)`` puts it in the store: by indicator, period, country, part and reporter; what is
  in conflict is told and left as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from minga import i18n, paths
from minga.errors import Fault, InputError, NotFound
from minga.exchange import files
from minga.exchange import semester_sheet_layout as layout
from minga.exchange.semester_sheet_in import SemesterSheet, read_semester_sheet
from minga.exchange.semester_sheet_rows import sheet_rows
from minga.i18n import gettext as _
from minga.periods import parse_period
from minga.results.reviewing_merge import Outcome, merge_reports
from minga.results.reviewing_waiting import Reports, read_reports
from minga.store import Store, rows

__all__ = ["MergedSheet", "SemesterSheet", "make_sheet", "merge_sheet", "read_semester_sheet", "sheet_countries",
           "sheet_name", "write_sheet"]


@dataclass(frozen=True)
class MergedSheet:
    """What became of a sheet: an outcome for each of its rows, and whether it was only a trial."""

    sheet: SemesterSheet
    outcomes: tuple[Outcome, ...]
    dry_run: bool = False

    def count(self, what: str) -> int:
        """How many rows ended in one way (``new``, ``changed``, ``same``, ``kept``, ``conflict``)."""
        return sum(one.what == what for one in self.outcomes)


def sheet_countries(reports: Reports) -> list[str]:
    """The countries that a plan's reports speak about: its own, and those of whoever answers for something."""
    found = set(reports.plan.plan.countries) | {who.country for one in reports.due for who in one.who}
    for indicator in reports.plan.indicators:
        found |= {one.country for one in (*indicator.targets, *indicator.actuals)}
    return sorted(found - {""})


def make_sheet(store: Store, plan_id: str, period: str, *, country: str = "", reporter: str = "",
               language: str = "") -> bytes:
    """The sheet of a country as XLSX, with what is known and what was already reported.

    Args:
        store: the store.
        plan_id: the plan.
        period: the period to report about.
        country: two letters; the totals of the plan and every action when empty.
        reporter: who will fill it in, if it is known.
        language: the plan's when empty.

    Raises:
        NotFound: there is no such plan or period.
        InputError: the plan has nothing to do with that country.
    """
    from minga.exchange.semester_sheet_out import sheet_bytes  # openpyxl is slow to import

    reports = read_reports(store, plan_id, period)
    if country and country not in sheet_countries(reports):
        raise InputError(Fault(_("El plan no tiene nada del país «{country}».").format(country=country[:20]),
                               column="country", advice=_("Los que hay son: {countries}.").format(
                                   countries=", ".join(sheet_countries(reports)) or "–")))
    [plan] = rows(store, "plans", plan_id=plan_id)
    with i18n.speaking(language or str(plan["language"])):
        return sheet_bytes(reports.plan, reports.period, country, reporter, sheet_rows(reports, country),
                           _last_day(reports, plan["grace_days"]))


def _last_day(reports: Reports, grace_days: Any) -> date:
    return reports.period.ends + timedelta(days=int(grace_days or 0))


def sheet_name(period: str, country: str) -> str:
    """The name of the file of a sheet, the same in every language.

    Raises:
        InputError: the period is none that is understood.
    """
    # Both may come from an imported plan, and neither may lead out of its folder.
    where = re.sub(r"[^A-Za-z0-9]", "", country) or "all"
    return f"sheet-{parse_period(period)}-{where}.xlsx"


def write_sheet(store: Store, plan_id: str, period: str, target: Path | None = None, *, country: str = "",
                reporter: str = "", language: str = "") -> Path:
    """Write the sheet of a country; arguments and errors as in ``make_sheet``.

    Args:
        target: the file; in the period's folder under ``outputs/`` when None.

    Raises:
        StoreError: the file cannot be written.
    """
    content = make_sheet(store, plan_id, period, country=country, reporter=reporter, language=language)
    folder = paths.plan_outputs(plan_id) / str(parse_period(period))
    return files.write_bytes(target or folder / sheet_name(period, country), content)


def merge_sheet(store: Store, sheet: SemesterSheet, *, actor: str, role: str, plan_id: str = "",
                take: Mapping[tuple[str, int], str | None] | None = None, dry_run: bool = False) -> MergedSheet:
    """Put a sheet in the store; see ``results.reviewing_merge.merge_reports``.

    Args:
        plan_id: the plan that the person is looking at; a sheet of another one is refused.

    Raises:
        InputError: rows of it cannot be saved, or it belongs to another plan; nothing was written.
        NotFound: its plan or its period is not in this store.
        Refused: the role may not, the period is closed, or a cumulative value falls without a comment.
    """
    if plan_id and sheet.plan_id != plan_id:
        raise InputError(Fault(_("La hoja es de otro plan: {plan}.").format(plan=sheet.plan_id[:80]), file=sheet.file,
                               advice=_("Abra ese plan y vuelva a importarla.")))
    if rows(store, "plans", plan_id=sheet.plan_id) and not rows(
            store, "periods", plan_id=sheet.plan_id, period=sheet.period):
        raise NotFound(Fault(_("El plan no tiene el período «{period}».").format(period=sheet.period[:40]),
                             file=sheet.file, advice=_("Genere la hoja otra vez desde este plan.")))
    try:
        made = merge_reports(store, sheet.plan_id, sheet.period, sheet.rows, actor=actor, role=role, take=take,
                             dry_run=dry_run)
    except NotFound:
        raise
    except InputError as wrong:
        raise InputError([_in_the_sheet(fault, sheet) for fault in wrong.faults]) from wrong
    return MergedSheet(sheet, tuple(made), dry_run)


def _in_the_sheet(fault: Fault, sheet: SemesterSheet) -> Fault:
    """The fault as whoever filled in the sheet finds it: with its file and the headings of its columns."""
    table = next((r.table for r in sheet.rows if r.where == fault.file and r.row == fault.row), "actuals")
    column = "title" if fault.column in ("indicator_id", "action_id") else fault.column
    return replace(fault, file=" · ".join(filter(None, (sheet.file, fault.file))),
                   column=layout.heading(table, column) if column else "")
