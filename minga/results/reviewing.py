"""What whoever analyses does with reports: give them back, approve them, close the period.

Every verb may be asked again with the same effect, so none needs an operation id: what it acts on is named by
its id and by the mark of what was seen (``reviewing_mark``), and a report that changed meanwhile is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from minga import tables
from minga.errors import Conflict, Fault, InputError, NotFound, Refused
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.results.checks import Plan
from minga.results.reading import unknown_plan
from minga.results.refusals import require_editor, require_open
from minga.results.reviewing_mark import REVIEW, is_draft, mark, place
from minga.results.reviewing_waiting import Awaited, Reports, read_periods, read_reports, who_has_not_reported
from minga.store import Store, Transaction

__all__ = ["LONGEST_NOTE", "Awaited", "Reports", "Seen", "approve", "close_period", "read_periods", "read_reports",
           "reopen_period", "return_report", "who_has_not_reported"]

Row = dict[str, Any]

LONGEST_NOTE = 2000
"""Characters of what is asked of whoever reported."""


class Seen(NamedTuple):
    """A report as somebody saw it: its table (``actuals``, ``progress``), its id, and the mark of what it said."""

    table: str
    row_id: str
    mark: str


def approve(store: Store, plan_id: str, seen: Sequence[Seen], *, actor: str, role: str) -> int:
    """Approve reports as they were seen, all of them or none; only approved values count in a report.

    Args:
        store: the store.
        plan_id: the plan.
        seen: the reports.
        actor: participant id.
        role: must be ``facilitator`` or ``analyst``.

    Returns:
        How many were approved now; those that already were are not counted.

    Raises:
        Refused: the role may not, the period is locked, or one of them was never sent.
        Conflict: one of them changed meanwhile; nothing was approved.
        NotFound: one of them is not there any more.
    """
    return _review(store, "approve_reports", plan_id, seen, actor, role, {"review": "approved", "review_note": ""})


def return_report(store: Store, plan_id: str, seen: Sequence[Seen], note: str, *, actor: str, role: str) -> int:
    """Give reports back to whoever reported, saying what to look at; also when they were approved.

    What the person reported and commented stays as it is. Arguments and errors as in ``approve``.

    Raises:
        InputError: nothing is said about what to look at.
    """
    note = str(note).strip()
    if not 0 < len(note) <= LONGEST_NOTE:
        raise InputError(Fault(
            _("Falta decir qué hay que revisar.") if not note else _("La nota es demasiado larga."), column="note",
            advice=_("Escriba una nota para quien informó, de {n} caracteres como mucho.").format(n=LONGEST_NOTE)))
    return _review(store, "return_report", plan_id, seen, actor, role, {"review": "returned", "review_note": note})


def close_period(store: Store, plan_id: str, period: str, *, unreviewed: int, actor: str, role: str) -> Row:
    """Lock a period: what was reported in it cannot change any more, and nothing else can be reported.

    Args:
        store: the store.
        plan_id: the plan.
        period: the period (``2018-S1``).
        unreviewed: how many reports wait for a decision, as the person saw it; they stay unapproved and count in no
            report.
        actor: participant id.
        role: must be ``facilitator`` or ``analyst``.

    Returns:
        The period's row.

    Raises:
        Conflict: other reports came or were decided meanwhile; the period stays open.
        NotFound: the plan has no such period.
    """
    with _acting(store, "lock_period", plan_id, actor, role) as (transaction, plan):
        row = _period(plan, period)
        if row["status"] == "locked":
            return row
        waiting = _waiting(plan, period)
        if waiting != unreviewed:
            raise Conflict(
                ngettext("Ahora hay {n} dato sin aprobar, no los que usted veía; el período sigue abierto.",
                         "Ahora hay {n} datos sin aprobar, no los que usted veía; el período sigue abierto.",
                         waiting).format(n=waiting),
                _("Mire lo que cambió y vuelva a cerrarlo."))
        return transaction.update("periods", f"{plan_id}|{period}", status="locked")


def reopen_period(store: Store, plan_id: str, period: str, *, actor: str, role: str) -> Row:
    """Open a locked period again. Returns the period's row.

    Raises:
        NotFound: the plan has no such period.
    """
    with _acting(store, "open_period", plan_id, actor, role) as (transaction, plan):
        _period(plan, period)
        return transaction.update("periods", f"{plan_id}|{period}", status="open")


@contextmanager
def _acting(store: Store, verb: str, plan_id: str, actor: str, role: str) -> Iterator[tuple[Transaction, Plan]]:
    """One transaction of somebody who may review, and the plan's rows in it."""
    require_editor(role)
    with store.transaction(verb, plan_id=plan_id, actor=actor) as transaction:
        if transaction.get("plans", plan_id) is None:
            raise unknown_plan(store, plan_id)
        yield transaction, Plan(transaction, plan_id)


def _period(plan: Plan, period: str) -> Row:
    row = plan.rows("periods").get(str(period))
    if row is None:
        raise NotFound(_("El plan no tiene el período «{period}».").format(period=str(period)[:40]),
                       _("Elija uno de la lista."))
    return row


def _waiting(plan: Plan, period: str) -> int:
    """How many reports of a period were sent and wait for a decision; the newest one of each place counts."""
    newest: dict[tuple[str, ...], str] = {}
    for table, column in REVIEW.items():
        here = [r for r in plan.rows(table).values() if r["period"] == period]
        for row in sorted(here, key=lambda r: str(r["reported_at"] or "")):
            newest[(table, *place(table, row))] = row[column]
    return list(newest.values()).count("pending")


def _review(store: Store, verb: str, plan_id: str, seen: Sequence[Seen], actor: str, role: str,
            decided: Row) -> int:
    with _acting(store, verb, plan_id, actor, role) as (transaction, plan):
        found = [(one, _as_seen(plan, one)) for one in dict.fromkeys(seen)]
        require_open(plan, {row["period"] for _one, row in found})
        return sum(_decide(transaction, one.table, row, decided, actor) for one, row in found)


def _as_seen(plan: Plan, one: Seen) -> Row:
    """The report, if it still says what was seen."""
    row = plan.rows(one.table).get(one.row_id) if one.table in REVIEW else None
    if row is None:
        raise NotFound(_("Uno de los datos ya no está; nada cambió."), _("Otra persona pudo haberlo borrado."))
    if is_draft(one.table, row):
        raise Refused(_("Uno de los datos es un borrador que no se ha enviado; nada cambió."),
                      _("Espere a que lo envíe quien lo escribe."))
    if mark(one.table, row) != one.mark:
        raise Conflict(_("Uno de los datos cambió mientras usted lo miraba; nada cambió."),
                       _("Mírelo otra vez y decida."))
    return row


def _decide(transaction: Transaction, table: str, row: Row, decided: Row, actor: str) -> bool:
    state = REVIEW[table]
    if row[state] == decided["review"] and row["review_note"] == decided["review_note"]:
        return False
    values: Row = {state: decided["review"], "review_note": decided["review_note"]}
    if table == "actuals":
        approved = decided["review"] == "approved"
        values |= {"approved_by": actor if approved else "", "approved_at": tables.now() if approved else None}
    transaction.update(table, row[tables.id_column(table).name], **values)
    return True
