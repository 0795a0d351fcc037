"""The semester's form of one person, read: what is theirs, what was said before, what is being written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from minga.i18n import language
from minga.numbering import sort_key
from minga.results.achievement import applies
from minga.results.model import Indicator, Period
from minga.results.reporting_links import Reporter
from minga.results.reporting_scope import duty_of, others_who_report
from minga.results.reviewing_mark import REVIEW, is_draft, mark
from minga.results.status import CANCELLED, DONE
from minga.store import Store, hashed, plan_rows

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]

ACTION, INDICATOR = "action", "indicator"
TABLE = {ACTION: "progress", INDICATOR: "actuals"}
_KEY = {ACTION: "action_id", INDICATOR: "indicator_id"}
TABLES = ["plans", "periods", "directions", "actions", "assignments", "progress", "objectives", "results",
          "indicators", "targets", "actuals"]
WHOLE = ("", "")
"""The part that is the whole: no disaggregation."""


@dataclass(frozen=True)
class Said:
    """What was reported in a period: its rows, one for each part (dimension, code)."""

    period: str
    rows: Mapping[tuple[str, str], Row]


@dataclass(frozen=True)
class Item:
    """One thing to report on.

    Attributes:
        kind: ``action`` or ``indicator``.
        about: the row of the action or indicator.
        group: title of its direction, objective or result.
        country: whose value it is; empty for the whole plan.
        parts: the disaggregations that are asked for, as (dimension, code).
        said: what is reported for this period; None while nobody has.
        last: what was reported last before this period.
        target: what was expected of this period.
        others: who else reports on it.
        awaited: whether somebody should tell about it in this period; it can be told all the same.
    """

    kind: str
    about: Row
    group: str = ""
    country: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    said: Said | None = None
    last: Said | None = None
    target: float | None = None
    others: tuple[str, ...] = ()
    awaited: bool = True

    @property
    def subject(self) -> str:
        """Names the thing in what pages and Python say to each other."""
        return f"{self.kind}:{self.about[_KEY[self.kind]]}"

    @property
    def mark(self) -> str:
        """The mark of what is reported now; empty while nothing is."""
        rows = self.said.rows if self.said else {}
        told = [f"{where}={mark(TABLE[self.kind], row)}" for where, row in sorted(rows.items())]
        return hashed("\x1f".join(told))[:16] if told else ""

    @property
    def state(self) -> str:
        """How far it is: empty, ``pending``, ``returned`` or ``approved``; the least of its parts."""
        states = {str(row[REVIEW[TABLE[self.kind]]]) for row in (self.said.rows.values() if self.said else ())}
        return next((state for state in ("returned", "pending", "approved") if state in states), "")

    @property
    def note(self) -> str:
        """What whoever gave it back asked for."""
        column = REVIEW[TABLE[self.kind]]
        rows = self.said.rows.values() if self.said else ()
        return next((row["review_note"] for row in rows if row[column] == "returned" and row["review_note"]), "")


@dataclass(frozen=True)
class Form:
    """The form of one person for one period.

    Attributes:
        plan: the plan's row.
        periods: the rows of the periods that have begun, oldest first.
        period: the chosen one; None while none has begun.
        due: last day on which the report is awaited.
        drafts: what is being written, by subject.
        words: names of the codes of disaggregations, by list and code; the list ``dim`` names the lists.
    """

    reporter: Reporter
    plan: Row
    periods: tuple[Row, ...] = ()
    period: Row | None = None
    items: tuple[Item, ...] = ()
    drafts: Mapping[str, Row] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def country(self) -> str:
        """Whose decimal sign is used."""
        return country_of(self.reporter, self.plan)

    @property
    def due(self) -> date | None:
        """Last day on which the report is awaited."""
        if self.period is None:
            return None
        return min(self.period["ends"], date.max - timedelta(days=999)) + timedelta(
            days=min(self.plan["grace_days"], 999))


def read_form(store: Store, reporter: Reporter, period: str = "", now: datetime | None = None) -> Form | None:
    """The form of one person; None when the plan is gone.

    Args:
        store: the store.
        reporter: whose form.
        period: the one asked for; that which is due when empty or unknown.
        now: the present moment, with its time zone.
    """
    found = plan_rows(store, reporter.plan_id, [*TABLES, "report_drafts", "codelists"])
    if not found["plans"]:
        return None
    plan = found["plans"][0]
    today = today_of(plan, now or datetime.now(UTC))
    begun = tuple(sorted((p for p in found["periods"] if p["starts"] <= today), key=lambda p: (p["ends"], p["starts"])))
    chosen = next((p for p in begun if p["period"] == period), None) or which_is_due(begun, today)
    drafts = {d["subject"]: json.loads(d["body"]) for d in found["report_drafts"]
              if d["link_id"] == reporter.link_id and chosen and d["period"] == chosen["period"]}
    items = items_of(found, reporter, chosen["period"]) if chosen else ()
    words = {(r["codelist"], r["code"]): r[f"label_{language()}"] or r["label_es"] for r in found["codelists"]}
    return Form(reporter, plan, begun, chosen, items, drafts, words)


def country_of(reporter: Reporter, plan: Mapping[str, Any]) -> str:
    """The country whose decimal sign somebody writes with: their own, else the plan's first; empty without either."""
    return reporter.country or next(iter(plan["countries"].split()), "")


def which_is_due(begun: Iterable[Row], today: date) -> Row | None:
    """The period that people report on at a day: the last one that ended and is open, else the one under way."""
    periods = list(begun)
    ended = [p for p in periods if p["ends"] < today and p["status"] == "open"]
    return (ended or [p for p in periods if p["status"] == "open"] or periods or [None])[-1]


def today_of(plan: Mapping[str, Any], now: datetime) -> date:
    """The day it is for the people of a plan; the machine's own where the plan's time zone is none."""
    try:
        return now.astimezone(ZoneInfo(plan["time_zone"]) if plan.get("time_zone") else None).date()
    except (ValueError, OSError, LookupError):
        return now.astimezone().date()


def items_of(rows: Rows, reporter: Reporter, period: str) -> tuple[Item, ...]:
    """What somebody reports on in a period, in the plan's order: actions first, then indicators.

    Args:
        rows: the plan's rows, of ``TABLES``.
        reporter: the person.
        period: the period.
    """
    duty = duty_of(rows["assignments"], rows["indicators"], reporter.name, reporter.country)
    reading = _Reading(rows, reporter, period)
    return (*reading.actions(set(duty.actions)), *reading.indicators(set(duty.indicators)))


class _Reading:
    """A plan's rows as one person sees them in one period."""

    def __init__(self, rows: Rows, reporter: Reporter, period: str) -> None:
        self.rows, self.reporter, self.period = rows, reporter, period
        self.order = {p["period"]: (p["ends"], p["starts"]) for p in rows["periods"]}
        self.titles = {r[key]: r["title"] or r.get("text", "") for table, key in (
            ("directions", "direction_id"), ("objectives", "objective_id"), ("results", "result_id"))
            for r in rows[table]}

    def actions(self, wanted: set[str]) -> list[Item]:
        rank = {d["direction_id"]: place for place, d in enumerate(_ordered(self.rows["directions"]))}
        mine = [a for a in _ordered(self.rows["actions"]) if a["action_id"] in wanted]
        return [self._item(ACTION, a, "", ()) for a in sorted(mine, key=lambda a: rank.get(a["direction_id"], 0))]

    def indicators(self, wanted: set[str]) -> list[Item]:
        rank = {o["objective_id"]: place for place, o in enumerate(_ordered(self.rows["objectives"]))}
        mine = [i for i in _ordered(self.rows["indicators"]) if i["indicator_id"] in wanted]
        return [self._item(INDICATOR, i, *self._place(i))
                for i in sorted(mine, key=lambda i: rank.get(i["objective_id"], len(rank)))]

    def _place(self, indicator: Row) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Whose value somebody reports, and in which parts: as the plan expects it, or as it was told before."""
        known = [r for table in ("targets", "actuals") for r in self.rows[table]
                 if r["indicator_id"] == indicator["indicator_id"]]
        country = self.reporter.country if any(r["country"] for r in known) else ""
        parts = {(r["dim_name"], r["dim_value"]): None for r in known
                 if r["dim_name"] and r["country"] in ("", country)}
        return country, tuple(sorted(parts))

    def _item(self, kind: str, about: Row, country: str, parts: tuple[tuple[str, str], ...]) -> Item:
        key = about[_KEY[kind]]
        by_period: dict[str, dict[tuple[str, str], Row]] = {}
        for row in self.rows[TABLE[kind]]:
            if row[_KEY[kind]] == key and row.get("country", "") == country and not is_draft(TABLE[kind], row):
                where = row.get("dim_name", ""), row.get("dim_value", "")
                by_period.setdefault(row["period"], {})[where] = row
        here = self.order.get(self.period)
        earlier = [p for p in by_period if here and p in self.order and self.order[p] < here]
        last = max(earlier, key=self.order.__getitem__, default="")
        target = self._target(key, country) if kind == INDICATOR else None
        owner = about.get("direction_id") or about.get("objective_id") or about.get("result_id") or ""
        return Item(
            kind, about, self.titles.get(owner, ""), country, parts,
            said=Said(self.period, by_period[self.period]) if self.period in by_period else None,
            last=Said(last, by_period[last]) if last else None,
            target=target,
            others=tuple(others_who_report(self.rows["assignments"], key, self.reporter.name))
            if kind == ACTION else (),
            awaited=self._under_way(about, [by_period[p][WHOLE] for p in earlier])
            if kind == ACTION else target is not None or self._told_now(about))

    def _under_way(self, action: Row, earlier: list[Row]) -> bool:
        """Whether an action has begun and was not closed before: as ``status.awaited_in``, on rows."""
        here = self.order.get(self.period)
        if here and action["starts"] is not None and action["starts"] > here[0]:
            return False
        approved = [row for row in earlier if row["review"] == "approved"]
        newest = max(approved, key=lambda row: self.order[row["period"]], default=None)
        return newest is None or newest["status"] not in (DONE, CANCELLED)

    def _told_now(self, indicator: Row) -> bool:
        """Whether the period is one in which an indicator is told; some are told once a year."""
        ends, starts = self.order.get(self.period, (date.max, date.max))
        return applies(Indicator(indicator["indicator_id"], indicator["method"], frequency=indicator["frequency"]),
                       Period(self.period, starts, ends))

    def _target(self, indicator_id: str, country: str) -> float | None:
        return next((t["value"] for t in self.rows["targets"] if (
            t["indicator_id"], t["period"], t["country"], t["dim_name"]) == (
            indicator_id, self.period, country, "")), None)


def _ordered(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda r: (r.get("position") or 0, sort_key(r.get("code") or "")))
