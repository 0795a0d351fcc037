"""What people do with results: each verb is one transaction, all or nothing.

Rows come from forms and editable grids as mappings of column to text or value. A row is found by its id,
or else by what it speaks about (the indicator, period, country and part of a value; the action and period
of a report); otherwise it is new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from minga import tables
from minga.errors import Fault, InputError, NotFound, Refused, UsageError
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.results.checks import NATURAL_KEYS, TABLES, Plan, cells, row_faults
from minga.results.codes import adopt, code_faults
from minga.results.naming import period_named
from minga.results.reading import unknown_plan
from minga.results.refusals import require_editor, require_explained_falls, require_open
from minga.store import Store, Transaction

Row = dict[str, Any]

_NEEDS_OPEN_PERIOD = ("targets", "actuals", "progress")
_DIMENSION = ("dim_name", "dim_value")
_NUMBERS = ("value", "numerator", "denominator", "narrative")


def save_row(store: Store, plan_id: str, table: str, values: Mapping[str, Any], *, actor: str, role: str) -> Row:
    """Save one row of results; see ``save_rows``. Returns the row as it was saved."""
    return save_rows(store, plan_id, table, [values], actor=actor, role=role)[0]


def save_rows(store: Store, plan_id: str, table: str, rows: Sequence[Mapping[str, Any]], *, actor: str,
              role: str) -> list[Row]:
    """Save the rows of an editable grid, all of them or none.

    Args:
        store: the store.
        plan_id: the plan they belong to.
        table: one of ``checks.TABLES``.
        rows: columns that are absent keep their value; the number of a row in a fault counts from 1.
        actor: participant id.
        role: must be ``facilitator`` or ``analyst``.

    Raises:
        Refused: the role may not, the period is locked, or a cumulative value falls without a comment.
        InputError: with every fault, each with its row and column; nothing was saved.
    """
    _require_table(table)
    require_editor(role)
    with store.transaction(f"save_{table}", plan_id=plan_id, actor=actor) as transaction:
        return save_within(transaction, _plan(store, transaction, plan_id), table, rows, actor=actor)


def save_within(transaction: Transaction, plan: Plan, table: str, rows: Sequence[Mapping[str, Any]], *,
                actor: str) -> list[Row]:
    """Save rows inside a transaction that is open already, with every check but that of the role.

    Arguments and errors as in ``save_rows``; ``plan`` is read again afterwards.
    """
    saved = _Saving(transaction, plan, table, actor).all(rows)
    plan.forget()
    if table == "actuals":
        require_explained_falls(plan, {row["actual_id"] for row in saved})
    return saved


def delete_row(store: Store, plan_id: str, table: str, key: str, *, actor: str, role: str) -> Row:
    """Delete one row of results with what has no meaning without it. Returns the row as it was.

    The lines of an objective and the targets of an indicator go with it; what only pointed to it stays.

    Raises:
        Refused: the role may not, values were reported for it, or its period is locked.
        NotFound: there is no such row in this plan.
    """
    _require_table(table)
    require_editor(role)
    with store.transaction(f"delete_{table}", plan_id=plan_id, actor=actor) as transaction:
        plan = _plan(store, transaction, plan_id)
        row = plan.rows(table).get(key)
        if row is None:
            raise NotFound(_("No hay una fila «{key}» en {table}.").format(key=str(key)[:60], table=table),
                           _("Otra persona pudo haberla borrado; recargue la página."))
        if table in _NEEDS_OPEN_PERIOD:
            require_open(plan, [row["period"]])
        _detach(transaction, plan, table, row)
        transaction.delete(table, f"{plan_id}|{key}" if table == "periods" else key)
    return row


def approve_actuals(store: Store, plan_id: str, keys: Sequence[str], *, actor: str, role: str) -> list[Row]:
    """Approve reported values, all or none; only approved values count in a report."""
    return save_rows(store, plan_id, "actuals", [{"actual_id": key, "status": "approved"} for key in keys],
                     actor=actor, role=role)


def return_actual(store: Store, plan_id: str, key: str, comment: str, *, actor: str, role: str) -> Row:
    """Give a value back to whoever reported it, saying what to look at; their own comment stays as it is."""
    if not comment.strip():
        raise InputError(Fault(_("Falta decir qué hay que revisar."), column="comment",
                               advice=_("Escriba un comentario para quien informó.")))
    return save_row(store, plan_id, "actuals", {"actual_id": key, "status": "returned", "review_note": comment},
                    actor=actor, role=role)


def _require_table(table: str) -> None:
    if table not in TABLES:
        raise UsageError(_("«{table}» no es una tabla de resultados.").format(table=str(table)[:60]),
                         _("Las que hay son: {names}.").format(names=", ".join(TABLES)))


def _plan(store: Store, transaction: Transaction, plan_id: str) -> Plan:
    if transaction.get("plans", plan_id) is None:
        raise unknown_plan(store, plan_id)
    return Plan(transaction, plan_id)


class _Saving:
    """The rows of one grid on their way into the store."""

    def __init__(self, transaction: Transaction, plan: Plan, table: str, actor: str) -> None:
        self.transaction, self.plan, self.table, self.actor = transaction, plan, table, actor
        self.key = "period" if table == "periods" else tables.id_column(table).name
        self.faults: list[Fault] = []

    def all(self, rows: Sequence[Mapping[str, Any]]) -> list[Row]:
        """Check every row, then write every row."""
        planned = [self._checked(number, values) for number, values in enumerate(rows, start=1)]
        self._refuse_repeated(planned)
        if self.faults:
            raise InputError(self.faults)
        if self.table in _NEEDS_OPEN_PERIOD:
            require_open(self.plan, [row["period"] for before, row in planned]
                         + [before["period"] for before, row in planned if before])
        adopt(self.transaction, {str(row.get("dim_name") or "") for _before, row in planned})
        return [self._write(before, row) for before, row in planned]

    def _checked(self, number: int, values: Mapping[str, Any]) -> tuple[Row | None, Row]:
        before = self._existing(number, values)
        if self.table == "periods" and before is None and (
                named := period_named(str(values.get("period") or ""), self.plan.fiscal_start)):
            values = {"starts": named.starts, "ends": named.ends, **values, "period": named.period}
        row, faults = cells(self.table, values, new=before is None, number=number)
        self.faults += faults
        whole = {**(before or {}), **row}
        if "plan_id" in tables.columns(self.table):
            whole["plan_id"] = self.plan.plan_id
        bad = {fault.column for fault in faults}
        wrong = [*row_faults(self.table, whole, self.plan, number)]
        if whole.get("dim_name") and (before is None or any(whole[c] != before[c] for c in _DIMENSION)):
            wrong += code_faults(whole, self.plan.lists, number)  # what came from elsewhere as it is may stay
        self.faults += [f for f in wrong if f.column not in bad]
        return before, whole

    def _existing(self, number: int, values: Mapping[str, Any]) -> Row | None:
        given = values.get(self.key)
        if given:
            found = self.plan.rows(self.table).get(given)
            if found is None and self.table != "periods":
                self.faults.append(Fault(
                    _("La fila «{key}» no existe en este plan.").format(key=str(given)[:60]), row=number,
                    column=self.key, advice=_("Otra persona pudo haberla borrado; recargue la página.")))
            return found
        place = self._place(values)
        return next((r for r in self.plan.rows(self.table).values() if self._place(r) == place), None) \
            if place else None

    def _place(self, row: Mapping[str, Any]) -> tuple[str, ...] | None:
        names = NATURAL_KEYS.get(self.table)
        return tuple(str(row.get(name) or "") for name in names) if names else None

    def _refuse_repeated(self, planned: list[tuple[Row | None, Row]]) -> None:
        """Two rows of one save, or a row and another one already saved, may not speak about the same thing."""
        moved = {before[self.key] for before, _row in planned if before}
        seen = {self._place(row): 0 for key, row in self.plan.rows(self.table).items() if key not in moved}
        for number, (_before, row) in enumerate(planned, start=1):
            place = self._place(row) if self.table in NATURAL_KEYS else (row.get(self.key) or number,)
            if place in seen and place is not None:
                other = (_("Es lo mismo que la fila {row}.").format(row=seen[place]) if seen[place]
                         else _("Ya hay una fila guardada para lo mismo."))
                self.faults.append(Fault(other, row=number, column="period" if self.table in NATURAL_KEYS else self.key,
                                         advice=_("Deje una sola.")))
            seen[place] = number

    def _write(self, before: Row | None, row: Row) -> Row:
        row = self._signed(before, row)
        if before is None:
            if "position" in tables.columns(self.table) and row.get("position") is None:
                taken = [r["position"] for r in self.plan.rows(self.table).values()]
                row["position"] = max(taken, default=0) + 1
            written = self.transaction.insert(self.table, row)
            self.plan.rows(self.table)[written[self.key]] = written
            return written
        key = f"{self.plan.plan_id}|{before[self.key]}" if self.table == "periods" else before[self.key]
        return self.transaction.update(self.table, key, **{k: v for k, v in row.items() if v != before.get(k)})

    def _signed(self, before: Row | None, row: Row) -> Row:
        """Who reported and who approved, and when; a changed value has to be approved again."""
        if self.table not in ("actuals", "progress") or row == before:
            return row
        said = before is None or any(row.get(c) != before.get(c) for c in (*_NUMBERS, "status", "percent"))
        if self.table == "progress":
            return {**row, "reported_by": self.actor, "reported_at": tables.now()} if said else row
        if before is None or any(row.get(c) != before.get(c) for c in _NUMBERS):
            row = {**row, "reported_by": self.actor, "reported_at": tables.now()}
            if before is not None and before["status"] == "approved":
                row["status"] = "pending"
        approved = row.get("status") == "approved"
        if approved and (before is None or before["status"] != "approved"):
            return {**row, "approved_by": self.actor, "approved_at": tables.now()}
        return row if approved else {**row, "approved_by": "", "approved_at": None}


def _detach(transaction: Transaction, plan: Plan, table: str, row: Row) -> None:
    """Take away what hangs from a row, leaving its own line in the ledger for each thing."""
    if table == "objectives":
        _loosen(transaction, plan, row["objective_id"], {"objectives": "parent_id", "indicators": "objective_id",
                                                         "results": "objective_id"})
        for key in _pointing(plan, "lines", "objective_id", row["objective_id"]):
            transaction.delete("lines", key)
    elif table == "results":
        _loosen(transaction, plan, row["result_id"], {"indicators": "result_id"})
    elif table == "indicators":
        _refuse_reported(_pointing(plan, "actuals", "indicator_id", row["indicator_id"]))
        require_open(plan, [plan.rows("targets")[key]["period"]
                            for key in _pointing(plan, "targets", "indicator_id", row["indicator_id"])])
        for key in _pointing(plan, "targets", "indicator_id", row["indicator_id"]):
            transaction.delete("targets", key)
    elif table == "periods":
        _refuse_reported([key for name in ("targets", "actuals", "progress")
                          for key in _pointing(plan, name, "period", row["period"])])
    gone = row.get(tables.id_column(table).name)
    for link in transaction.rows("links", plan_id=plan.plan_id):
        if table != "periods" and gone in (link["from_id"], link["to_id"]):
            transaction.delete("links", link["link_id"])


def _pointing(plan: Plan, table: str, column: str, key: str) -> list[str]:
    return [k for k, row in plan.rows(table).items() if row[column] == key]


def _loosen(transaction: Transaction, plan: Plan, gone: str, columns: Mapping[str, str]) -> None:
    for table, column in columns.items():
        for key in _pointing(plan, table, column, gone):
            transaction.update(table, key, **{column: None})


def _refuse_reported(keys: list[str]) -> None:
    if keys:
        raise Refused(ngettext("Tiene {n} valor guardado y no se borró.", "Tiene {n} valores guardados y no se borró.",
                               len(keys)).format(n=len(keys)),
                      _("Borre primero sus valores, si de verdad sobran."))
