"""What an import gives back: rows ready for the tables, and everything a person should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from minga import tables
from minga.errors import Fault
from minga.folding import fold

Row = dict[str, Any]
ISSUE_KINDS = ("join", "warning", "doubt", "offer")
_QUOTED = 300


@dataclass(frozen=True)
class Issue:
    """One thing that was noticed while reading.

    Attributes:
        kind: ``join`` (pieces put together), ``warning`` (something was left as it was or kept elsewhere),
            ``doubt`` (a person should look) or ``offer`` (something more could be made of the text).
        file: name of the file as the person knows it.
        line: 1-based line of the source.
        message: one sentence in the reader's language.
        text: what the source says.
        done: what was done with it, in the reader's language.
    """

    kind: str
    file: str
    line: int
    message: str
    text: str = ""
    done: str = ""


class Log:
    """Collects issues and faults of one file while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[Issue] = []
        self.faults: list[Fault] = []

    def note(self, kind: str, line: int, message: str, text: str = "", done: str = "") -> None:
        """Write down an issue; a long quotation is shortened."""
        quoted = text if len(text) <= _QUOTED else text[:_QUOTED] + "…"
        self.issues.append(Issue(kind, self.file, line, message, quoted, done))

    def fault(self, line: int | None, message: str, advice: str, column: str = "") -> None:
        """Write down a fault: with one, nothing is imported."""
        self.faults.append(Fault(message, file=self.file, row=line, column=column, advice=advice))


@dataclass(frozen=True)
class Draft:
    """A plan as read, not yet written anywhere.

    Attributes:
        rows: typed rows per table (``plans``, ``stages``, ``clusters``, ``cards``, ``directions``, ``actions``,
            ``assignments``, ``sections``), every column present.
        issues: what was noticed, in the order of the file.
        questions: the guiding questions found in the file, per stage key.
    """

    rows: dict[str, list[Row]]
    issues: list[Issue]
    questions: dict[str, list[str]] = field(default_factory=dict)

    def counts(self) -> dict[str, Any]:
        """How much of everything there is, as plain JSON data of a stable shape."""
        actions, directions = self.rows["actions"], self.rows["directions"]
        scheduled = [a for a in actions if a["schedule_text"]]
        return {
            **{key: self._stage(key, name) for key, name in
               (("context", "columns"), ("vision", "clusters"), ("obstacles", "clusters"))},
            "directions": [{"code": d["code"], "title": d["title"],
                            "actions": sum(a["direction_id"] == d["direction_id"] for a in actions)}
                           for d in directions],
            "actions": len(actions),
            "subactions": sum(a["parent_id"] is not None for a in actions),
            "scheduled": len(scheduled),
            "understood": sum(map(is_understood, scheduled)),
            "without_schedule": len(actions) - len(scheduled),
            **self._people(),
            "questions": {key: len(found) for key, found in self.questions.items()},
            "issues": {kind: sum(i.kind == kind for i in self.issues) for kind in ISSUE_KINDS},
        }

    def _stage(self, key: str, name: str) -> dict[str, Any]:
        ids = {s["stage_id"] for s in self.rows["stages"] if s["key"] == key}
        per_cluster = Counter(c["cluster_id"] for c in self.rows["cards"] if c["stage_id"] in ids)
        clusters = [c for c in self.rows["clusters"] if c["stage_id"] in ids]
        return {name: [{"title": c["title"], "cards": per_cluster[c["cluster_id"]]} for c in clusters],
                "cards": per_cluster.total()}

    def _people(self) -> dict[str, Any]:
        assignments = self.rows["assignments"]
        people = [a for a in assignments if a["kind"] == "person"]
        others = Counter(a["kind"] for a in assignments if a["kind"] != "person")
        return {
            "assignments": len(assignments),
            "person_assignments": len(people),
            "name_country_pairs": len({(a["name"], a["country"]) for a in people}),
            "name_country_pairs_folded": len({(fold(a["name"]), a["country"]) for a in people}),
            "groups": others.total(),
            "group_cells": len({a["action_id"] for a in assignments if a["kind"] != "person"}),
            "groups_by_kind": {kind: others[kind] for kind in ("group", "organization", "everyone")},
        }


def is_understood(action: Row) -> bool:
    """Whether something (a date or how often) was understood from an action's schedule."""
    return bool(action["starts"] or action["ends"] or action["recurrence"])


def full_row(table: str, **values: Any) -> Row:
    """A row with every column of the table: what is given, else the column's default, else empty."""
    row: Row = {}
    for column in tables.table(table).columns:
        default = column.default.arg if column.default is not None else None
        row[column.name] = values.pop(column.name, default)
    if values:
        raise KeyError(f"{table}: {', '.join(values)}")
    return row


def issues_table(draft: Draft | Iterable[Issue]) -> list[dict[str, Any]]:
    """The issues as rows for a CSV or JSON file: kind, file, line, message, text, done."""
    issues = draft.issues if isinstance(draft, Draft) else draft
    return [{"kind": i.kind, "file": i.file, "line": i.line, "message": i.message, "text": i.text, "done": i.done}
            for i in issues]
