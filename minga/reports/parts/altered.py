"""What somebody altered in a plan: its dates, targets, names and wordings, as an audience may read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from minga.i18n import N_, format_date
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.facts import Facts, country_name
from minga.reports.parts.indicators import value_words
from minga.results.edits import Edit

STATUS, VALUE, DATE, TARGET, NAME, TEXT, ADDED, REMOVED = (
    "status", "value", "date", "target", "name", "text", "added", "removed")
KINDS = {
    STATUS: N_("estado"), VALUE: N_("valor"), DATE: N_("fecha"), TARGET: N_("meta"), NAME: N_("responsable"),
    TEXT: N_("redacción"), ADDED: N_("nuevo"), REMOVED: N_("quitado"),
}
_COLUMNS = {
    "starts": DATE, "ends": DATE, "schedule_text": DATE, "open_ended": DATE, "text": TEXT, "title": TEXT,
    "target_total": TARGET, "baseline_value": TARGET, "name": NAME, "country": NAME, "as_written": NAME,
    "method": TEXT, "unit": TEXT, "aggregation": TEXT,
}
"""What a change of a column is, in tables of the plan; a change of another column is not told."""
REPORTED, EDITED = "report", "edit"


@dataclass(frozen=True)
class Change:
    """One thing that changed.

    Attributes:
        basis: ``report``, what was told now and before; or ``edit``, somebody altered the plan.
        kind: one of ``KINDS``.
        title: of what.
        before: as people read it; empty when there was nothing, or when it is not for this audience.
        raw: before and after as files keep them.
        day: of an edit.
        look: for what was told, which way it went.
    """

    basis: str
    kind: str
    table: str
    row_id: str
    title: str
    before: str
    after: str
    raw: tuple[object, object] = ("", "")
    day: date | None = None
    look: words.Look | None = None


def status_words(status: object) -> str:
    """A status as people read it; what nobody told is «sin dato»."""
    return str(words.ACTIONS[str(status) if status else "no_data"])


def altered(facts: Facts) -> Iterator[Change]:
    """Every alteration that this report tells, in the order in which it was first made."""
    new = {edit.row_id for edit in facts.edits if edit.before is None}
    for edit in facts.edits:
        if edit.row.get("indicator_id" if edit.table == "targets" else "action_id") in new - {edit.row_id}:
            continue  # the target of a new indicator and the hands of a new action came with it
        if edit.table in ("actuals", "progress"):
            yield from _corrected(facts, edit)
        elif edit.before is None or edit.after is None:
            yield from _came_or_went(facts, edit)
        else:
            yield from _edited(facts, edit)


def _corrected(facts: Facts, edit: Edit) -> Iterator[Change]:
    """What had been approved and is now another; what is told for the first time is no correction."""
    before, after = edit.before, edit.after
    column, review, kind = (("value", "status", VALUE) if edit.table == "actuals" else ("status", "review", STATUS))
    if before is None or after is None or before.get(review) != "approved" or before[column] == after[column]:
        return
    if str(edit.row.get("period")) > facts.period.period:
        return
    title = _title(facts, edit)
    if title and not (facts.public and edit.row.get("country")):
        yield _change(facts, edit, kind, column, f"{title} · {edit.row['period']}")


def _came_or_went(facts: Facts, edit: Edit) -> Iterator[Change]:
    title = _title(facts, edit)
    if not title:
        return
    kind = ADDED if edit.before is None else REMOVED
    if edit.table == "targets":
        yield _change(facts, edit, TARGET, "value", f"{title} · {edit.row['period']}")
    elif edit.table == "assignments":
        yield _change(facts, edit, NAME, "name", title)
    elif edit.table in ("actions", "indicators", "directions"):
        yield Change(EDITED, kind, edit.table, edit.row_id, title, "", "", day=_day(edit))


def _edited(facts: Facts, edit: Edit) -> Iterator[Change]:
    title = _title(facts, edit)
    if not title:
        return
    if edit.table == "targets":
        if "value" in edit.columns():
            yield _change(facts, edit, TARGET, "value", f"{title} · {edit.row['period']}")
        return
    told: set[str] = set()
    for column in edit.columns():
        kind = _COLUMNS.get(column, "")
        if not kind or (kind == NAME and edit.table != "assignments") or kind in told:
            continue
        told.add(kind)  # a phrase and the days read from it are one change
        yield _change(facts, edit, kind, column, title)


def _change(facts: Facts, edit: Edit, kind: str, column: str, title: str) -> Change:
    before, after = (_words(facts, kind, column, row) for row in (edit.before, edit.after))
    raw = (_raw(facts, kind, column, edit.before), _raw(facts, kind, column, edit.after))
    return Change(EDITED, kind, edit.table, edit.row_id, title, before, after, raw, _day(edit))


def _raw(facts: Facts, kind: str, column: str, row: dict[str, Any] | None) -> object:
    """A changed cell as files keep it; days of a schedule as ``first/last``."""
    if row is None or (facts.public and kind in (NAME, TEXT)):
        return ""
    if kind == DATE:
        return "/".join(day.isoformat() if day else "" for day in (row.get("starts"), row.get("ends")))
    value = row.get(column)
    return facts.text(value) if isinstance(value, str) else value


def _words(facts: Facts, kind: str, column: str, row: dict[str, Any] | None) -> str:
    """What a column said, as this audience may read it: names and old wordings are not for everybody."""
    if row is None or (facts.public and kind in (NAME, TEXT)):
        return ""
    if kind == NAME:
        name, country = str(row["name"] or row["as_written"]), country_name(str(row["country"] or ""))
        return f"{name} ({country})" if country and country not in name else name
    value = row.get(column)
    if kind == DATE:
        return _dates(facts, row)
    if kind == STATUS:
        return status_words(value)
    if isinstance(value, bool) or value is None:
        return ""
    return value_words(float(value)) if isinstance(value, int | float) else facts.text(str(value))


def _dates(facts: Facts, row: dict[str, Any]) -> str:
    """The schedule of an action: the words somebody wrote, else the days."""
    if row.get("schedule_text"):
        return facts.text(str(row["schedule_text"]))
    days = [format_date(day, "medium") for day in (row.get("starts"), row.get("ends")) if day]
    return " – ".join(dict.fromkeys(days)) or _("sin fecha")


def _day(edit: Edit) -> date:
    return edit.at.date()


def _title(facts: Facts, edit: Edit) -> str:
    """What the changed row is about; empty when this report does not speak of it."""
    row, actions = edit.row, {a.action_id: a for a in facts.results.actions}
    if edit.table in ("actions", "assignments", "progress"):
        action = actions.get(str(row.get("action_id")))
        if action is not None:
            return facts.title(action)
        gone = edit.table == "actions" and edit.after is None and not facts.country
        return f"{row['code']} {'' if facts.public else facts.text(str(row['text']))}".strip() if gone else ""
    if edit.table == "directions":
        return f"{row['code']} {facts.text(str(row['title']))}".strip()
    known = {i.indicator_id: i for i in facts.results.indicators}
    made = known.get(str(row.get("indicator_id")))
    if made is not None:
        return f"{made.code} {facts.text(made.title)}".strip()
    gone = edit.table == "indicators" and edit.after is None and not facts.country
    return f"{row['code']} {facts.text(str(row['title']))}".strip() if gone else ""
