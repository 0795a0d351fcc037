"""What was filled in elsewhere, put together with what is saved: conflicts are told, nothing is overwritten silently.

Each row that comes brings the mark of what was there when it was taken away (see ``reviewing_mark``). So there
are three sides to look at: what was there, what comes, and what is saved now.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from minga import tables
from minga.errors import Fault, InputError
from minga.folding import fold
from minga.i18n import gettext as _
from minga.results.checks import Plan, cells, row_faults
from minga.results.codes import DIMENSIONS, adopt, code_faults, code_of
from minga.results.reading import unknown_plan
from minga.results.refusals import require_editor, require_explained_falls, require_open
from minga.results.reviewing_mark import REVIEW, is_draft, mark, place
from minga.store import Store, Transaction

Row = dict[str, Any]

NEW, CHANGED, SAME, KEPT, CONFLICT, UNTOUCHED = "new", "changed", "same", "kept", "conflict", "untouched"
"""What becomes of a row: written, written over one's own words, already said, emptied and therefore left as it
was, in conflict and left as it was, or never filled in."""

REASONS = ("draft", "reporter", "approved", "since")
"""Why a row is in conflict: somebody has begun a draft, somebody else reported, it is approved, it changed since."""


@dataclass(frozen=True)
class Coming:
    """One row on its way in.

    Attributes:
        table: ``actuals`` or ``progress``.
        values: what it speaks about and what it says.
        reporter: who says it.
        base: mark of what was there when it was taken away; empty when nothing was.
        where: name of the sheet, for messages; ``row`` is its row there.
    """

    table: str
    values: Row
    reporter: str
    base: str = ""
    where: str = ""
    row: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """The row, for whoever decides a conflict."""
        return self.table, self.row


@dataclass(frozen=True)
class Outcome:
    """What became of a row, and what was saved before; ``why`` is one of ``REASONS`` when it is in conflict."""

    coming: Coming
    what: str
    why: str = ""
    before: Row | None = None


class _Tried(Exception):
    """Everything was done, and is taken back."""


def decide(coming: Coming, saved: Row | None, *, taken: bool = False) -> tuple[str, str]:
    """What becomes of a row, and why when it is in conflict.

    Args:
        coming: the row.
        saved: what is saved for the same.
        taken: somebody saw the conflict and chose what comes.
    """
    theirs, ours = mark(coming.table, coming.values), mark(coming.table, saved or {})
    if not theirs:
        return (KEPT, "") if coming.base and ours else (UNTOUCHED, "")
    if theirs == coming.base:
        return UNTOUCHED, ""
    if saved is None or not ours:
        return NEW, ""
    draft = is_draft(coming.table, saved)
    if theirs == ours:
        return (CHANGED, "") if draft else (SAME, "")
    if taken:
        return CHANGED, ""
    if draft:
        return CONFLICT, "draft"
    if _name(saved["reported_by"]) != _name(coming.reporter):
        return CONFLICT, "reporter"
    if saved[REVIEW[coming.table]] == "approved":
        return CONFLICT, "approved"
    return (CHANGED, "") if ours == coming.base else (CONFLICT, "since")


def _name(text: str) -> str:
    """A name as it is compared: a country in brackets after it is no part of it."""
    return fold(re.sub(r"\s*\([^()]*\)\s*$", "", str(text)))


def merge_reports(store: Store, plan_id: str, period: str, rows: Sequence[Coming], *, actor: str, role: str,
                  take: Mapping[tuple[str, int], str | None] | None = None, dry_run: bool = False) -> list[Outcome]:
    """Put rows that were filled in elsewhere into a period; they wait there to be approved.

    Doing it again changes nothing. Rows in conflict are left as they are and are told.

    Args:
        store: the store.
        plan_id: the plan.
        period: the period that all of them report about.
        rows: what comes.
        actor: participant id of whoever brings them.
        role: must be ``facilitator`` or ``analyst``.
        take: rows whose conflict somebody decided for what comes, by key, each with the mark of what they saw
            saved; None where they take it over whatever is there.
        dry_run: check and decide everything, and write nothing.

    Returns:
        What became of each row, in their order.

    Raises:
        Refused: the role may not, the period is locked, or a cumulative value falls without a comment.
        InputError: with every fault, each with its sheet, row and column; nothing was written.
        NotFound: there is no such plan.
    """
    require_editor(role)
    made: list[Outcome] = []
    try:
        with store.transaction("merge_reports", plan_id=plan_id, actor=actor) as transaction:
            if transaction.get("plans", plan_id) is None:
                raise unknown_plan(store, plan_id)
            merging = _Merging(transaction, Plan(transaction, plan_id), period)
            made = merging.all(rows, take or {})
            if dry_run:
                raise _Tried
    except _Tried:
        pass
    return made


class _Merging:
    """The rows of one sheet on their way into the store."""

    def __init__(self, transaction: Transaction, plan: Plan, period: str) -> None:
        self.transaction, self.plan, self.period = transaction, plan, period
        self.faults: list[Fault] = []
        self.here: dict[tuple[str, ...], list[Row]] = {}
        for table in REVIEW:
            for row in plan.rows(table).values():
                if row["period"] == period:
                    self.here.setdefault((table, *place(table, row)), []).append(row)

    def all(self, rows: Sequence[Coming], take: Mapping[tuple[str, int], str | None]) -> list[Outcome]:
        """Decide every row, check what is to be written, then write it."""
        require_open(self.plan, [self.period])
        made = []
        for coming in map(self._coded, rows):
            saved = self._saved(coming)
            taken = coming.key in take and take[coming.key] in (None, mark(coming.table, saved or {}))
            what, why = decide(coming, saved, taken=taken)
            made.append(Outcome(coming, what, why, saved))
        self._refuse_repeated([one.coming for one in made])
        ready = [(one, self._checked(one)) for one in made if one.what in (NEW, CHANGED)]
        if self.faults:
            raise InputError(self.faults)
        adopt(self.transaction, {str(row.get("dim_name") or "") for _one, row in ready})
        written = {self._write(one, row) for one, row in ready}
        self.plan.forget()
        require_explained_falls(self.plan, written)
        return made

    def _coded(self, coming: Coming) -> Coming:
        """The row with the code of its part, where somebody wrote the name that people know it by."""
        name, value = (str(coming.values.get(c) or "").strip() for c in ("dim_name", "dim_value"))
        if not name:
            return coming
        lists = self.plan.lists
        name = code_of(lists[DIMENSIONS], name) or name
        return replace(coming, values={**coming.values, "dim_name": name,
                                       "dim_value": code_of(lists.get(name, {}), value) or value})

    def _saved(self, coming: Coming) -> Row | None:
        """What is saved for the same: by the same person if there are several, else the newest."""
        found = self.here.get((coming.table, *place(coming.table, coming.values)), [])
        return max(found, key=lambda r: (_name(r["reported_by"]) == _name(coming.reporter),
                                         str(r["reported_at"] or "")), default=None)

    def _refuse_repeated(self, rows: Sequence[Coming]) -> None:
        """Two rows may not speak about the same: nobody would know which one was meant."""
        seen: dict[tuple[str, ...], Coming] = {}
        for coming in (one for one in rows if mark(one.table, one.values)):
            here = (coming.table, *place(coming.table, coming.values))
            if here in seen:
                self.faults.append(Fault(
                    _("Es lo mismo que la fila {row}.").format(row=seen[here].row), file=coming.where,
                    row=coming.row, advice=_("Deje una sola.")))
            seen.setdefault(here, coming)

    def _checked(self, one: Outcome) -> Row:
        """The whole row as it would be saved; its faults are kept."""
        coming = one.coming
        given, faults = cells(coming.table, {**coming.values, "period": self.period}, new=one.before is None,
                              number=coming.row)
        whole = {**(one.before or {}), **given}
        bad = {fault.column for fault in faults}
        wrong = [*row_faults(coming.table, whole, self.plan, coming.row)]
        if one.before is None:
            wrong += code_faults(whole, self.plan.lists, coming.row)
        faults += [f for f in wrong if f.column not in bad]
        if not coming.reporter.strip():
            faults.append(Fault(_("Falta decir quién informa."), row=coming.row, column="reported_by",
                                advice=_("Escriba su nombre en la fila o al comienzo de la hoja.")))
        self.faults += [replace(fault, file=coming.where) for fault in faults]
        return whole

    def _write(self, one: Outcome, row: Row) -> str:
        """Write a row that waits for approval; returns its id."""
        table = one.coming.table
        row = {**row, REVIEW[table]: "pending", "review_note": "", "reported_by": one.coming.reporter.strip(),
               "reported_at": tables.now()}
        if table == "actuals":
            row |= {"approved_by": "", "approved_at": None}
        key = tables.id_column(table).name
        if one.before is None:
            return str(self.transaction.insert(table, row)[key])
        changed = {column: value for column, value in row.items() if value != one.before.get(column)}
        return str(self.transaction.update(table, one.before[key], **changed)[key])
