"""Putting back what a group of changes touched, and nothing else."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.errors import Conflict
from minga.i18n import gettext as _
from minga.store import Change, Transaction
from minga.store.ids import key_clause
from minga.workshop import clusters, stacks

PLACE = frozenset({"position"})
"""What others may have changed since: the order around a card moves with every card that comes or goes."""


def revert(tx: Transaction, stage_id: str, lines: list[Change]) -> None:
    """Take back the lines of one act, the last first, and leave the wall in order.

    Raises:
        Conflict: somebody changed the same since.
    """
    # All of it is compared before anything is put back, as it stands now.
    if not stands(tx.connection, lines):
        raise changed_since()
    for line in reversed(lines):
        _take_back(tx, line)
    stacks.settle(tx, stage_id)


def stands(connection: sa.Connection, lines: list[Change]) -> bool:
    """Whether what an act left is still as the act left it, so that it can be taken back.

    Only what the act touched is looked at: a card that was moved may have been reworded by its author
    meanwhile, and both stand.
    """
    left: dict[tuple[str, str], dict[str, Any] | None] = {}
    touched: dict[tuple[str, str], set[str]] = {}
    for line in lines:
        row = (line.table, line.row_id)
        left[row] = line.after
        touched.setdefault(row, set()).update(_touched(line) - PLACE)
    for (name, row_id), after in left.items():
        if not touched[name, row_id]:
            continue
        now = _now(connection, name, row_id)
        if (now is None) != (after is None):
            return False
        if now and after and any(now.get(k) != after.get(k) for k in touched[name, row_id]):
            return False
    return True


def changed_since() -> Conflict:
    """The answer when somebody changed the same rows later."""
    return Conflict(_("Alguien cambió lo mismo después; no se deshizo nada."),
                    _("Deshaga primero lo más reciente o corríjalo a mano."))


def _take_back(tx: Transaction, line: Change) -> None:
    before, after = line.before or {}, line.after or {}
    if line.op == "delete":
        tx.insert(line.table, before)
        return
    now = tx.get(line.table, line.row_id) or {}
    if line.op == "insert":
        if line.table == "clusters":  # what came into it since goes on lying on the wall
            clusters.empty_out(tx, now, None, cards_to=now["parent_id"])
        tx.delete(line.table, line.row_id)
    elif not _touched(line) <= PLACE or (now and all(now[k] == after[k] for k in now.keys() & _AROUND)):
        tx.update(line.table, line.row_id, **{k: before[k] for k in _touched(line)})


_AROUND = {"cluster_id", "parent_id", "stage_id"}
"""A row that only made room is put back only while it is where it made room."""


def _touched(line: Change) -> set[str]:
    before, after = line.before or {}, line.after or {}
    return {k for k in before | after if before.get(k) != after.get(k)}


def _now(connection: sa.Connection, name: str, row_id: str) -> dict[str, Any] | None:
    target = tables.table(name)
    found = connection.execute(sa.select(target).where(key_clause(target, row_id))).mappings().first()
    return dict(found) if found else None
