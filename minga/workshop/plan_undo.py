"""Taking back what was done to directions and actions, which belong to the plan and to no stage's wall."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from minga import tables
from minga.errors import Conflict, Refused
from minga.i18n import gettext as _
from minga.store import Change, Store, Transaction
from minga.store.feed import as_change
from minga.workshop.act import on_plan
from minga.workshop.actor import Actor, require_facilitator

EDITING = ("add_direction", "edit_direction", "delete_direction", "move_direction", "add_action", "edit_action",
           "delete_action", "move_action", "indent_action", "outdent_action", "place_action", "renumber", "assign")
"""What the page of directions takes back; never what people said for themselves on their phones."""

_HANGING = {
    "actions": (("assignments", "action_id"), ("progress", "action_id"), ("actions", "parent_id"),
                ("links", "from_id"), ("links", "to_id")),
    "directions": (("actions", "direction_id"), ("results", "direction_id"), ("objectives", "direction_id"),
                   ("links", "from_id"), ("links", "to_id")),
}
"""What would go, unsaid, with a row that is taken back."""


def undo_plan(store: Store, actor: Actor, plan_id: str, *, op_id: str = "") -> str:
    """Take back the last act on directions and actions that still stands, and return its verb.

    Raises:
        Refused: there is nothing to take back.
        Conflict: somebody changed the same since; nothing was written.
    """
    require_facilitator(actor)
    with store.reading() as connection:
        group, verb = next(_undoable(connection, plan_id), ("", ""))
    try:
        with on_plan(store, "undo_plan", actor, plan_id, op_id=op_id, undoes=group) as act:
            if act.done or (group and act.tx.count("changes", undoes=group)):  # somebody was quicker
                return ""
            if not group:
                raise Refused(_("No hay nada que deshacer en las direcciones."))
            _revert(act.tx, _lines(act.tx.connection, group))
            act.answer({})
            return verb
    except sa.exc.IntegrityError as wrong:  # something was hung on what would have to go
        raise _changed_since() from wrong


def last_act(store: Store, plan_id: str) -> str:
    """The verb that ``undo_plan`` would take back; empty when there is none."""
    with store.reading() as connection:
        return next((verb for _group, verb in _undoable(connection, plan_id)), "")


def _undoable(connection: sa.Connection, plan_id: str) -> Iterator[tuple[str, str]]:
    """Group and verb of the acts that were not taken back, newest first."""
    changes = tables.table("changes")
    found = connection.execute(
        sa.select(changes.c.group_id, changes.c.verb, changes.c.undoes).where(
            changes.c.plan_id == plan_id, changes.c.stage_id == "", changes.c.verb.in_((*EDITING, "undo_plan"))
        ).order_by(changes.c.seq.desc()).limit(2000)).all()
    undone = {line.undoes for line in found if line.undoes}
    yield from dict.fromkeys((line.group_id, line.verb) for line in found
                             if not line.undoes and line.group_id not in undone)


def _lines(connection: sa.Connection, group: str) -> list[Change]:
    changes = tables.table("changes")
    found = connection.execute(sa.select(changes).where(changes.c.group_id == group).order_by(changes.c.seq))
    return [as_change(line) for line in found.mappings()]


def _revert(tx: Transaction, lines: list[Change]) -> None:
    for line in reversed(lines):
        now, before, after = tx.get(line.table, line.row_id), line.before or {}, line.after or {}
        touched = {k for k in before | after if before.get(k) != after.get(k)}
        if (now is None) != (line.after is None) or any((now or {}).get(k) != after.get(k) for k in touched):
            raise _changed_since()
        if line.op == "insert":
            if any(tx.count(name, **{column: line.row_id}) for name, column in _HANGING.get(line.table, ())):
                raise _changed_since()
            tx.delete(line.table, line.row_id)
        elif line.op == "delete":
            tx.insert(line.table, before)
        else:
            tx.update(line.table, line.row_id, **{k: before[k] for k in touched})


def _changed_since() -> Conflict:
    return Conflict(_("Alguien cambió lo mismo después; no se deshizo nada."),
                    _("Corríjalo a mano en la dirección o en la acción."))
