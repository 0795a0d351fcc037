"""Taking back the last change of a stage, through the ledger."""

from __future__ import annotations

import sqlalchemy as sa

from minga import tables
from minga.errors import Conflict, Refused
from minga.i18n import gettext as _
from minga.store import Change, Store, Transaction
from minga.store.feed import as_change
from minga.workshop import stacks
from minga.workshop.act import on_stage
from minga.workshop.actor import Actor, require_facilitator

ARRANGING = ("move_card", "mark_duplicate", "restore_card", "add_cluster", "rename_cluster", "move_cluster",
             "merge_cluster", "dissolve_cluster", "edit_stage")
"""Verbs of the wall: what a facilitator's undo button takes back (never a card that somebody just sent)."""


def last_group(store: Store, stage_id: str, verbs: tuple[str, ...] | None = None) -> list[Change]:
    """The changes of the last act on a stage that has not been taken back, oldest first; [] if none.

    Args:
        store: the store.
        stage_id: the stage.
        verbs: only acts of these verbs count; all when None.
    """
    changes = tables.table("changes")
    with store.reading() as connection:
        undone = sa.select(changes.c.undoes).where(changes.c.stage_id == stage_id, changes.c.undoes != "")
        query = sa.select(changes.c.group_id).where(
            changes.c.stage_id == stage_id, changes.c.undoes == "", changes.c.group_id.not_in(undone))
        if verbs is not None:
            query = query.where(changes.c.verb.in_(verbs))
        group = connection.execute(query.order_by(changes.c.seq.desc()).limit(1)).scalar()
        if group is None:
            return []
        lines = connection.execute(
            sa.select(changes).where(changes.c.group_id == group).order_by(changes.c.seq)).mappings()
        return [as_change(line) for line in lines]


def undo_last(store: Store, actor: Actor, stage_id: str, *, verbs: tuple[str, ...] | None = None,
              op_id: str = "") -> str:
    """Take back the last act of a stage and return its verb.

    Raises:
        Refused: there is nothing to take back.
        Conflict: somebody changed the same rows since; nothing was written.
    """
    require_facilitator(actor)
    lines = last_group(store, stage_id, verbs)
    try:
        with on_stage(store, "undo", actor, stage_id, op_id=op_id, undoes=lines[0].group_id if lines else "") as act:
            if act.done:
                return ""
            if not lines:
                raise Refused(_("No hay nada que deshacer en esta etapa."))
            for line in reversed(lines):
                _take_back(act.tx, line)
            stacks.settle(act.tx, stage_id)
            act.answer({})
            return lines[0].verb
    except sa.exc.IntegrityError as wrong:  # something was put into what would have to go
        raise _changed_since() from wrong


def _take_back(tx: Transaction, line: Change) -> None:
    now = tx.get(line.table, line.row_id)
    before, after = line.before or {}, line.after or {}
    # Only what this change touched is compared and put back: a card that was moved may have been
    # reworded by its author meanwhile, and both stand.
    touched = {k for k in before | after if before.get(k) != after.get(k)}
    if (now is None) != (line.after is None) or any((now or {}).get(k) != after.get(k) for k in touched):
        raise _changed_since()
    if line.op == "insert":
        tx.delete(line.table, line.row_id)
    elif line.op == "delete":
        tx.insert(line.table, before)
    else:
        tx.update(line.table, line.row_id, **{k: before[k] for k in touched})


def _changed_since() -> Conflict:
    return Conflict(_("Alguien cambió lo mismo después; no se deshizo nada."),
                    _("Deshaga primero lo más reciente o corríjalo a mano."))
