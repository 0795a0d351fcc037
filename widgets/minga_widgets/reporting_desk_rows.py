"""Reports as the desk shows them: plain data, every word in the language in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from minga.i18n import country_name, format_date, format_number, language, ngettext
from minga.i18n import gettext as _
from minga.results import PlanResults
from minga.results.applicable import WORD, applies_not
from minga.results.model import Action, Indicator
from minga.results.reviewing import Awaited, Reports
from minga.results.reviewing_doubts import doubts, parts_that_differ
from minga.results.reviewing_mark import mark
from minga.results.reviewing_waiting import Due, Reporter
from minga_widgets.results_periods import action_statuses

Row = Mapping[str, Any]


def key_of(due: Due) -> str:
    """Names one thing of a period in what the page and Python say to each other."""
    return f"{due.table}:{'|'.join(due.place)}"


def entries(reports: Reports) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each thing of the period with its key; what nobody waits for is there only when it was sent."""
    differ = parts_that_differ(reports)
    groups = _groups(reports.plan)
    for due in reports.due:
        if due.awaited or due.row is not None:
            yield key_of(due), _entry(reports, due, groups, differ)


def _entry(reports: Reports, due: Due, groups: Mapping[str, str], differ: Mapping[str, list[str]]) -> dict[str, Any]:
    row, about = due.row, due.about
    notes = doubts(due)
    whole = due.table == "actuals" and not due.place[2]
    if row is not None and whole:
        notes += differ.get(due.place[0], [])
    return {
        "table": due.table, "id": _id(due) if row else "", "mark": mark(due.table, row) if row else "",
        "state": "missing" if due.state == "draft" else due.state, "code": about.code, "text": _text(about),
        "where": _where(reports.plan, due), "group": groups.get(_key(about), ""), "country": _country(due),
        "said": said(due.table, row, about), "narrative": _words(row, "narrative"), "comment": _words(row, "comment"),
        "evidence": [one.strip() for one in _words(row, "evidence").split(";") if one.strip()],
        "earlier": said(due.table, due.earlier, about) or _words(due.earlier, "narrative")[:200],
        "earlier_in": str(due.earlier["period"]) if due.earlier else "",
        "target": format_number(due.target) if due.target is not None else "",
        "who": ", ".join(map(name_of, due.who)), "by": _by(row), "note": _words(row, "review_note"), "doubts": notes}


def people(awaited: Iterable[Awaited]) -> list[dict[str, Any]]:
    """From whom something is awaited, nobody first."""
    return [{"key": "|".join(one.who.key), "name": one.who.name, "facts": " · ".join(filter(None, _facts(one))),
             "missing": [key_of(d) for d in one.missing], "returned": [key_of(d) for d in one.returned]}
            for one in awaited]


def _facts(one: Awaited) -> Iterator[str]:
    """Where somebody is, and how much is awaited from them."""
    missing, returned = len(one.missing), len(one.returned)
    yield country_name(one.who.country)
    yield {"group": _("grupo"), "organization": _("organización"), "everyone": _("todas las personas")}.get(
        one.who.kind, "")
    if missing:
        yield (ngettext("le falta {n}", "le faltan {n}", missing) if one.who.name
               else ngettext("falta {n}", "faltan {n}", missing)).format(n=missing)
    if returned:
        yield ngettext("{n} devuelto", "{n} devueltos", returned).format(n=returned)
    if one.drafts:
        yield _("{n} en borrador").format(n=one.drafts)
    if one.who.name:
        yield _("tiene enlace personal") if one.link else _("sin enlace personal")


def countries(reports: Reports) -> list[list[str]]:
    """The countries that the entries of the period name, as they may be filtered by."""
    found = {_country(due) for due in reports.due} | {who.country for due in reports.due for who in due.who}
    return sorted(([code, country_name(code)] for code in found - {""}), key=lambda pair: pair[1])


def name_of(who: Reporter) -> str:
    """Somebody as they are called in a list."""
    return f"{who.name} ({country_name(who.country)})" if who.country else who.name


def said(table: str, row: Row | None, about: Action | Indicator) -> str:
    """What was reported, in a few words; its narrative stands apart."""
    if not row:
        return ""
    if isinstance(about, Action):
        percent = f" · {format_number(row['percent'])} %" if row["percent"] is not None else ""
        return action_statuses().get(row["status"], row["status"]) + percent
    if applies_not(row):
        return _(WORD)
    top, bottom, value = row["numerator"], row["denominator"], row["value"]
    if value is None and top is not None and bottom:
        value = round(100 * top / bottom, 2)
    parts = "" if top is None or bottom is None else _("{part} de {whole}").format(
        part=format_number(top), whole=format_number(bottom))
    number = "" if value is None else f"{format_number(value)} {'%' if about.measure == 'percentage' else about.unit}"
    return " · ".join(filter(None, (number.strip(), parts)))


def _id(due: Due) -> str:
    return str((due.row or {})["progress_id" if due.table == "progress" else "actual_id"])


def _key(about: Action | Indicator) -> str:
    return about.action_id if isinstance(about, Action) else about.indicator_id


def _text(about: Action | Indicator) -> str:
    return about.text if isinstance(about, Action) else about.title


def _country(due: Due) -> str:
    """The country that a value is of, or where the only one who answers for an action is."""
    if due.table == "actuals":
        return due.place[1]
    places = {who.country for who in due.who}
    return places.pop() if len(places) == 1 else ""


def _where(plan: PlanResults, due: Due) -> str:
    if due.table == "progress":
        return ""
    _id, country, name, value = due.place
    part = f"{plan.code_label('dim', name, language())}: {plan.code_label(name, value, language())}" if name else ""
    return " · ".join(filter(None, (country_name(country), part))) or _("Total")


def _words(row: Row | None, column: str) -> str:
    return str((row or {}).get(column) or "")


def _by(row: Row | None) -> str:
    """Who sent it and when."""
    if not row:
        return ""
    at = row["reported_at"]
    return ", ".join(filter(None, (row["reported_by"], format_date(at, "medium") if isinstance(at, datetime) else "")))


def _groups(plan: PlanResults) -> dict[str, str]:
    """The direction of each action and the objective of each indicator."""
    named = {a.action_id: " ".join(filter(None, (d.code, d.title))) for d in plan.directions for a in d.actions}
    titles = {o.objective_id: " ".join(filter(None, (o.code, o.title or o.text))) for o in plan.objectives}
    return named | {i.indicator_id: titles.get(i.objective_id or "", "") for i in plan.indicators}
