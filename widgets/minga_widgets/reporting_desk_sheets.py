"""Sheets to fill in without a connection: made for a country, read back, compared, and only then saved."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

from minga.errors import InputError, Refused
from minga.exchange.semester_sheet import (
    MergedSheet,
    SemesterSheet,
    make_sheet,
    merge_sheet,
    read_semester_sheet,
    sheet_countries,
    sheet_name,
)
from minga.exchange.semester_sheet_told import summary, take_key, tell
from minga.i18n import country_name, language
from minga.i18n import gettext as _
from minga.results import read_results
from minga.results.reviewing import read_reports
from minga.results.reviewing_mark import mark
from minga_widgets.component import Component, css, esm
from minga_widgets.reporting_desk_labels import sheet_labels
from minga_widgets.reporting_desk_term import Term

MOST_SHOWN = 200


class ReportingSheets(Component):
    """The semester's sheet of a country, out and back.

    Args:
        term: the periods of the plan, and the one that is looked at.
    """

    _esm = esm("calendar_parts", "reporting_desk_parts", "reporting_desk_sheets")
    _css = css("reporting_desk")

    limit = 3_000_000  # a sheet travels as text

    def __init__(self, term: Term) -> None:
        self._term = term
        self._read: SemesterSheet | None = None
        self._saw: dict[tuple[str, int], str | None] = {}
        super().__init__(labels=sheet_labels())
        term.listen(self.refresh)

    def view(self) -> dict[str, Any]:
        """The period, and the countries that a sheet may be made for."""
        state = self._term.view()
        found = sheet_countries(read_reports(self._term.store, self._term.plan_id, state["period"])) \
            if state["period"] else []
        return {"term": state, "countries": [[code, country_name(code)] for code in found]}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Make a sheet, compare one that was filled in, save it."""
        return {"make": self._make, "compare": self._compare, "save": self._save}

    def _make(self, message: dict[str, Any]) -> None:
        period, country, reporter = (str(message.get(name) or "")[:120] for name in ("period", "country", "reporter"))
        content = make_sheet(self._term.store, self._term.plan_id, period, country=country, reporter=reporter,
                             language=language())
        self.send({"file": sheet_name(period, country)}, buffers=[content])

    def _compare(self, message: dict[str, Any]) -> dict[str, Any]:
        self._read = None
        try:
            content = base64.b64decode(str(message.get("content", "")), validate=True)
        except (binascii.Error, ValueError) as wrong:
            raise Refused(_("El archivo no llegó completo."), _("Vuelva a elegirlo.")) from wrong
        try:
            read = read_semester_sheet(str(message.get("name", "")), content)
            merged = self._merge(read, {}, dry_run=True)
        except InputError as wrong:
            return {"faults": [str(fault) for fault in wrong.faults[:MOST_SHOWN]], "rows": [], "said": ""}
        self._read = read
        self._saw = {one.coming.key: mark(one.coming.table, one.before or {}) for one in merged.outcomes}
        return self._told(merged)

    def _save(self, message: dict[str, Any]) -> dict[str, Any]:
        if self._read is None:
            raise Refused(_("No hay una hoja que guardar."), _("Elija otra vez el archivo."))
        wanted = message.get("take")
        keys = [take_key(one) for one in wanted if isinstance(one, str)] if isinstance(wanted, list) else []
        # Only over what the page showed: what changed since is a conflict again.
        merged = self._merge(self._read, {key: self._saw[key] for key in keys if key in self._saw}, dry_run=False)
        self._read = None
        return self._told(merged)

    def _merge(self, read: SemesterSheet, take: dict[tuple[str, int], str | None], *, dry_run: bool) -> MergedSheet:
        return merge_sheet(self._term.store, read, plan_id=self._term.plan_id, take=take, dry_run=dry_run,
                           **self._term.who)

    def _told(self, merged: MergedSheet) -> dict[str, Any]:
        """What becomes of every row, with both sides of what is in conflict."""
        rows = tell(read_results(self._term.store, self._term.plan_id), merged)
        sheet = merged.sheet
        return {"faults": [], "said": summary(merged), "rows": [one.as_dict() for one in rows[:MOST_SHOWN]],
                "more": max(0, len(rows) - MOST_SHOWN), "writes": merged.count("new") + merged.count("changed"),
                "about": " · ".join(filter(None, (sheet.period, country_name(sheet.country), sheet.reporter)))}
