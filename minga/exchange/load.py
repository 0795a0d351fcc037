"""Rows of one plan into the store: all of them in one transaction, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.errors import Fault, InputError
from minga.exchange.promises import broken_promises
from minga.exchange.remap import under_another_id
from minga.i18n import gettext as _
from minga.store import Store, Transaction, key_of
from minga.store.reading import plan_query

Row = dict[str, Any]
Rows = Mapping[str, Sequence[Mapping[str, Any]]]

_PLAN_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_SHARED = ("codelists",)


@dataclass(frozen=True)
class LoadReport:
    """What an import did, in rows per table.

    Attributes:
        plan_id: the plan that now holds the rows.
        inserted: new rows.
        updated: rows that were there and changed.
        unchanged: rows that were there, equal.
        kept: rows of the plan that the file does not mention; they stay as they were, nothing is deleted.
    """

    plan_id: str
    inserted: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """The report as plain JSON data."""
        return {"plan_id": self.plan_id, "inserted": self.inserted, "updated": self.updated,
                "unchanged": self.unchanged, "kept": self.kept}


def load_plan(store: Store, rows: Rows, *, plan_id: str | None = None, update: bool = False) -> LoadReport:
    """Write the rows of one plan, all in one transaction.

    Args:
        store: where to.
        rows: typed rows per table, as ``read_package`` gives them; columns that a row lacks get their default
            (or, when updating, stay as they are).
        plan_id: another id for the plan; every id is then re-made from it, so that both copies can live in one
            store and repeating the import with ``update`` finds the same rows again.
        update: the plan may be there already: rows are matched by id, changed ones are updated, new ones
            inserted, and those that ``rows`` does not mention are kept.

    Raises:
        InputError: there is not exactly one plan, its id is not a plain name, it is there already and
            ``update`` is false, an id belongs to another plan, or two rows would claim the same place.
            Nothing was written.
    """
    plans = rows.get("plans", ())
    if len(plans) != 1:
        raise InputError(Fault(_("Se esperaba un solo plan y hay {n}.").format(n=len(plans)), file="plans.csv",
                               advice=_("Ponga cada plan en su propia carpeta.")))
    chosen = _checked(plan_id or str(plans[0]["plan_id"]))
    if chosen != plans[0]["plan_id"]:
        rows = under_another_id(rows, chosen)
    try:
        with store.transaction("import_plan", plan_id=chosen) as tx:
            if not update and tx.get("plans", chosen):
                raise InputError(Fault(
                    _("Ya hay un plan «{plan}».").format(plan=chosen), file="plans.csv", column="plan_id",
                    advice=_("Use --plan con otro identificador para traer una copia, o --update para poner al día "
                             "el que hay.")))
            return _write(tx, chosen, _Comparison(tx, chosen, rows))
    except sa.exc.IntegrityError as wrong:
        raise InputError(_("El almacén no aceptó las filas: {why}.").format(why=str(wrong.orig)[:200]),
                         _("No se escribió nada. Revise identificadores repetidos o referencias que faltan."),
                         ) from wrong


def _checked(plan_id: str) -> str:
    if not _PLAN_ID.fullmatch(plan_id):
        raise InputError(Fault(
            _("«{plan}» no sirve como identificador de plan.").format(plan=plan_id[:60]), file="plans.csv",
            column="plan_id", advice=_("Use letras sin tildes, números, guiones, hasta 80; se cambia con --plan.")))
    return plan_id


class _Comparison:
    """What the store has of a plan beside what is being imported; finds the faults before anything is written."""

    def __init__(self, tx: Transaction, plan_id: str, rows: Rows) -> None:
        self.there: dict[str, dict[str, Row]] = {}
        self.coming: dict[str, dict[str, Row]] = {}
        for target in tables.exported_tables():
            found = tx.connection.execute(plan_query(target.name, plan_id)).mappings()
            there = {key_of(target, row): dict(row) for row in found}
            self.there[target.name] = there
            complete = (_complete(target, values, there) for values in rows.get(target.name, ()))
            self.coming[target.name] = {key_of(target, row): row for row in complete}
        faults = [*self._foreign(tx), *self._rivals(), *broken_promises(self.there, self.coming)]
        if faults:
            raise InputError(faults)

    def _foreign(self, tx: Transaction) -> Iterator[Fault]:
        """Ids that the store already uses for another plan; writing them would change that plan."""
        for name, coming in self.coming.items():
            target = tables.table(name)
            keys = [key for key in coming if key not in self.there[name]]
            if name in _SHARED or len(target.primary_key.columns) > 1:
                continue
            for taken in _present(tx, target, keys):
                yield Fault(_("El identificador «{value}» ya lo usa otro plan.").format(value=taken[:60]),
                            file=f"{name}.csv", column=tables.id_column(name).name,
                            advice=_("Importe con --plan y otro identificador: así se rehacen todos."))

    def _rivals(self) -> Iterator[Fault]:
        """Rows with different ids that would stand in the same place: two values of one indicator and period."""
        for name, coming in self.coming.items():
            final = {**self.there[name], **coming}
            for columns in _unique_sets(tables.table(name)):
                seen: dict[tuple[Any, ...], str] = {}
                for key, row in final.items():
                    other = seen.setdefault(tuple(row[c] for c in columns), key)
                    if other != key:
                        yield Fault(_("«{value}» y «{other}» dicen lo mismo dos veces.").format(
                            value=key[:60], other=other[:60]), file=f"{name}.csv", column=", ".join(columns),
                            advice=_("Deje en el archivo el identificador que ya está en el almacén."))


def _complete(target: sa.Table, values: Mapping[str, Any], there: Mapping[str, Row]) -> Row:
    own = tables.id_column(target.name)
    if not own.foreign_keys and not values.get(own.name):
        values = {**values, own.name: tables.new_id()}
    before = there.get(key_of(target, values), {})
    if target.name == "plans" and before:
        values = {**values, "created_at": before["created_at"]}  # a plan is born once
    row: Row = {}
    for column in target.columns:
        if column.name in values and (values[column.name] is not None or column.nullable):
            row[column.name] = values[column.name]
        elif column.name in before:
            row[column.name] = before[column.name]
        else:
            row[column.name] = column.default.arg if column.default is not None else None
    return row


def _present(tx: Transaction, target: sa.Table, keys: Sequence[str]) -> Iterator[str]:
    column = next(iter(target.primary_key.columns))
    for start in range(0, len(keys), 500):
        yield from tx.connection.execute(sa.select(column).where(column.in_(keys[start:start + 500]))).scalars()


def _unique_sets(target: sa.Table) -> Iterable[list[str]]:
    return [[c.name for c in rule.columns] for rule in target.constraints if isinstance(rule, sa.UniqueConstraint)]


def _write(tx: Transaction, plan_id: str, both: _Comparison) -> LoadReport:
    report = LoadReport(plan_id)
    for name, coming in both.coming.items():  # parents before children
        there = both.there[name]
        new = [row for key, row in coming.items() if key not in there]
        changed = {key: row for key, row in coming.items() if key in there and row != there[key]}
        tx.insert_many(name, new)
        for key, row in changed.items():
            tx.update(name, key, **{c: v for c, v in row.items() if v != there[key][c]})
        counts = (len(new), len(changed), len(coming) - len(new) - len(changed),
                  0 if name in _SHARED else sum(key not in coming for key in there))
        for part, n in zip((report.inserted, report.updated, report.unchanged, report.kept), counts, strict=True):
            if n:
                part[name] = n
    return report
