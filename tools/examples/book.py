"""The rows of an example plan while it is being written: ids that never change, and what every plan needs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from minga import tables
from minga.methods import load_method
from minga.periods import parse_period, semesters_between
from minga.results.codes import DIMENSIONS, offered
from minga.workshop.plans import plan_skeleton

Row = dict[str, Any]
Rows = dict[str, list[Row]]

SYNTHETIC = "dato sintético"
"""Who reports and approves every invented value."""
DISAGGREGATED = ("sexo", "edad")
"""What values of the examples are told by; both plans bring both, because a store shares its lists."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Book:
    """The rows of one plan, table by table."""

    def __init__(self, method: str, created_at: datetime, called: str, **plan: Any) -> None:
        """Begin a plan as its method says: the plan, its stages (all of them done), fixed columns and sections.

        Args:
            method: name of the method.
            created_at: when the plan was made.
            called: the organisation as questions name it, with its article.
            plan: what ``plan_skeleton`` takes.
        """
        self.plan_id: str = plan["plan_id"]
        self.rows: Rows = {}
        self.stages: dict[str, str] = {}
        self.columns: dict[str, list[str]] = {}
        made = plan_skeleton(load_method(method), **{**plan, "organization": called})
        self.rows["plans"] = [{**made["plans"][0], "organization": plan["organization"], "created_at": created_at}]
        keys = {row["stage_id"]: row["key"] for row in made["stages"]}
        for row in made["stages"]:
            self.stages[row["key"]] = self.add("stages", row["key"], **{**row, "phase": "done"})
        for row in made["clusters"]:
            key = keys[row["stage_id"]]
            column = self.add("clusters", key, row["position"], **{**row, "stage_id": self.stages[key]})
            self.columns.setdefault(key, []).append(column)
        for row in made["sections"]:
            self.add("sections", row["key"], **row)
        start, end = made["plans"][0]["starts"], made["plans"][0]["ends"]
        self.rows["periods"] = [{"plan_id": self.plan_id, "period": str(s), "starts": s.starts, "ends": s.ends,
                                 "status": "open"} for s in semesters_between(start, end)]

    def id(self, table: str, *what: object) -> str:
        """The id of a row: as if drawn at random, and always the same for the same plan, table and row."""
        whole = "|".join(map(str, ("minga examples", self.plan_id, table, *what)))
        number, drawn = int.from_bytes(hashlib.sha256(whole.encode()).digest(), "big"), ""
        for _letter in range(16):
            number, rest = divmod(number, len(_LETTERS))
            drawn += _LETTERS[rest]
        return drawn

    def add(self, table: str, *what: object, **values: Any) -> str:
        """Add a row.

        Args:
            table: its table.
            what: what tells it apart from the other rows of the table; its id comes from it.
            values: its columns; the id and the plan are filled in.

        Returns:
            Its id.
        """
        own = tables.id_column(table).name
        row = {**values, own: self.id(table, *what)}
        if "plan_id" in tables.columns(table):
            row["plan_id"] = self.plan_id
        self.rows.setdefault(table, []).append(row)
        return str(row[own])

    def cards(self, stage: str, cluster: str, texts: Sequence[str]) -> list[str]:
        """Add cards from paper to a column or group."""
        return [self.add("cards", stage, text, stage_id=self.stages[stage], cluster_id=cluster, position=n, text=text,
                         source="paper") for n, text in enumerate(texts, 1)]

    def clusters(self, stage: str, groups: Mapping[str, Sequence[str]], explained: Mapping[str, str] | None = None,
                 ) -> list[str]:
        """Add named groups with their cards; returns the ids of the groups."""
        made = []
        for n, (title, texts) in enumerate(groups.items(), 1):
            made.append(self.add("clusters", stage, title, stage_id=self.stages[stage], position=n, title=title,
                                 description=(explained or {}).get(title, "")))
            self.cards(stage, made[-1], texts)
        return made

    def write_sections(self, texts: Mapping[str, str]) -> None:
        """Put the texts of narrative sections in their place, by key."""
        for row in self.rows["sections"]:
            row["text"] = texts[row["key"]].strip()

    def link(self, kind: str, pairs: Sequence[tuple[str, str]]) -> None:
        """Add links of one kind, from one id to another."""
        for start, end in pairs:
            self.add("links", kind, start, end, from_id=start, to_id=end, kind=kind)

    def lock(self, *periods: str) -> None:
        """Close periods to changes."""
        for row in self.rows["periods"]:
            if row["period"] in periods:
                row["status"] = "locked"

    def actual(self, indicator: str, period: str, *, status: str = "approved", comment: str = "", country: str = "",
               dim: tuple[str, str] = ("", ""), **values: Any) -> str:
        """Add an invented value, labelled as such, reported in the second week after its period."""
        said = _after(period, 10)
        signed = {"approved_by": SYNTHETIC, "approved_at": said + timedelta(days=5)} if status == "approved" else {}
        return self.add("actuals", indicator, period, country, *dim, indicator_id=indicator, period=period,
                        country=country, dim_name=dim[0], dim_value=dim[1], status=status, comment=labelled(comment),
                        reported_by=SYNTHETIC, reported_at=said, **signed, **values)

    def disaggregate(self, *names: str) -> None:
        """Bring the names of some disaggregations and of all their codes."""
        self.rows["codelists"] = [vars(code) for code in offered()
                                  if code.codelist in names or (code.codelist == DIMENSIONS and code.code in names)]

    def target(self, indicator: str, period: str, value: float, country: str = "") -> str:
        """Add the value expected of a period."""
        return self.add("targets", indicator, period, country, indicator_id=indicator, period=period, country=country,
                        value=float(value))

    def progress(self, action: str, period: str, status: str, percent: float | None, comment: str) -> str:
        """Add an invented report of an action, labelled as such."""
        return self.add("progress", action, period, action_id=action, period=period, status=status,
                        percent=None if percent is None else float(percent), comment=labelled(comment),
                        reported_by=SYNTHETIC, reported_at=_after(period, 10))


def labelled(comment: str) -> str:
    """A comment that says first of all that the datum is invented."""
    return f"Dato sintético. {comment}".strip()


def _after(period: str, days: int) -> datetime:
    day = parse_period(period).ends + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
