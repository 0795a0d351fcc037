"""The rows of a semester's sheet: what a country has to report, with what is known about it already."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from minga.exchange import semester_sheet_layout as layout
from minga.i18n import format_date, language
from minga.i18n import gettext as _
from minga.results.applicable import WORD, applies_not
from minga.results.model import Action, Indicator
from minga.results.reviewing_mark import REVIEW, SAID, mark
from minga.results.reviewing_waiting import Reporter, Reports

Row = dict[str, Any]
Place = tuple[str, ...]


@dataclass(frozen=True)
class SheetRow:
    """One row: its cells by column, and the columns that are to be filled in."""

    table: str
    cells: Row
    open: frozenset[str]


def sheet_rows(reports: Reports, country: str) -> list[SheetRow]:
    """What a country reports in a period; with an empty country, the totals of the plan and every action."""
    return [*_actuals(reports, country), *_actions(reports, country)]


def free_row() -> SheetRow:
    """A row for a part of an indicator that is not listed."""
    return SheetRow("actuals", {}, frozenset(("title", "dim_name", "dim_value", *layout.FILLED["actuals"])))


def indicator_label(indicator: Indicator) -> str:
    """An indicator as it is chosen in a free row."""
    return f"{indicator.code} · {indicator.title}" if indicator.code else indicator.title


def place_text(where: Place) -> str:
    """The hidden cell that says what a row speaks about."""
    return json.dumps(list(where), ensure_ascii=False)


def _actuals(reports: Reports, country: str) -> Iterator[SheetRow]:
    for indicator in reports.plan.indicators:
        for where in _places(indicator, country):
            targets = [t.value for t in indicator.targets if t.period == reports.period.period
                       and (t.country, t.dim_name, t.dim_value) == where[1:]]
            cells = {"code": indicator.code, "title": indicator.title, "method": _method(indicator),
                     "dim_name": reports.plan.code_label("dim", where[2], language()),
                     "dim_value": reports.plan.code_label(where[2], where[3], language()),
                     "target": targets[0] if targets else None}
            told, fillable = _known(reports, "actuals", where), _open(indicator)
            if applies_not(told):
                told |= {"numerator": None, "denominator": None,
                         "value" if "value" in fillable else "narrative": _(WORD)}
            yield SheetRow("actuals", cells | told, fillable)


def _places(indicator: Indicator, country: str) -> list[Place]:
    """The total of the country, and each part that somebody gave or expected once, anywhere or here."""
    here = [*indicator.targets, *indicator.actuals]
    if country and indicator.aggregation == "none" and indicator.measure != "qualitative" and not any(
            one.country == country for one in here):
        return []  # by its own rule it has no part that a country could give
    parts = {(one.dim_name, one.dim_value) for one in here if one.dim_name and one.country in ("", country)}
    return [(indicator.indicator_id, country, *part) for part in [("", ""), *sorted(parts)]]


def _open(indicator: Indicator) -> frozenset[str]:
    columns = {"comment", "evidence", "reported_by"}
    if indicator.measure != "qualitative":
        columns.add("value")
    if indicator.measure == "percentage":
        columns |= {"numerator", "denominator"}
    if indicator.measure in ("qualitative", "nominal", "ordinal"):
        columns.add("narrative")
    return frozenset(columns)


def _method(indicator: Indicator) -> str:
    words = [indicator.unit, _(layout.METHODS[indicator.method])]
    return " · ".join(filter(None, words))


def _actions(reports: Reports, country: str) -> Iterator[SheetRow]:
    for due in reports.due:
        if due.table != "progress" or (country and not any(who.country == country for who in due.who)):
            continue
        action = due.about
        assert isinstance(action, Action)
        cells = {"code": action.code, "title": action.text, "schedule": action.schedule_text,
                 "who": "\n".join(map(_name, due.who)) or _("sin responsable")}
        yield SheetRow("progress", cells | _known(reports, "progress", due.place), frozenset(layout.FILLED["progress"]))


def _name(who: Reporter) -> str:
    return f"{who.name} ({who.country})" if who.country and who.kind == "person" else who.name


def _known(reports: Reports, table: str, where: Place) -> Row:
    """What a row speaks about, what was said before, and what was said already."""
    row, earlier = reports.sent(table, where) or {}, reports.before.get((table, where)) or {}
    cells: Row = {column: row.get(column) for column in SAID[table]}
    if table == "progress":
        cells["status"] = _(layout.STATUS[row["status"]]) if row else None
        words = _(layout.STATUS[earlier["status"]]) if earlier else ""
        cells["earlier"] = f"{words}, {earlier['percent']:g} %" if earlier.get("percent") is not None else words
    else:
        value = earlier.get("value")
        parts = earlier.get("numerator"), earlier.get("denominator")
        if value is None and None not in parts:
            value = round(100 * parts[0] / parts[1], 6) if parts[1] else None
        words = _(WORD) if applies_not(earlier) else str(earlier.get("narrative") or "")[:200]
        cells["earlier"] = value if value is not None else words
    return cells | {"key": place_text(where), "base": mark(table, row), "saved": _saved(table, row)}


def _saved(table: str, row: Row) -> str:
    """How far a report is, who sent it, and what was asked about it."""
    if not row:
        return ""
    said = [_(layout.REVIEW[row[REVIEW[table]]]), row["reported_by"],
            format_date(row["reported_at"], "medium") if row["reported_at"] else ""]
    return " · ".join(filter(None, said)) + (f"\n{row['review_note']}" if row["review_note"] else "")
