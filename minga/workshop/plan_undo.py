"""Taking back what was done to directions and actions, which belong to the plan and to no stage's wall."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import sqlalchemy as sa

from minga import tables
from minga.errors import Conflict, Refused
from minga.i18n import gettext as _
from minga.store import Change, Store, Transaction
from minga.store.feed import as_change
from minga.store.ids import key_clause
from minga.workshop.act import Row, on_plan
from minga.workshop.actor import Actor, require_facilitator

EDITING = ("form_directions", "add_direction", "edit_direction", "delete_direction", "move_direction", "add_action",
           "edit_action", "delete_action", "move_action", "indent_action", "outdent_action", "place_action",
           "renumber", "assign")
"""What the page of directions takes back; never what people said for themselves on their phones."""

FARTHEST = 40
"""Acts that are looked at when the newest ones can no longer be taken back."""

_HANGING = {
    "actions": (("assignments", "action_id"), ("progress", "action_id"), ("actions", "parent_id"),
                ("links", "from_id"), ("links", "to_id")),
    "directions": (("actions", "direction_id"), ("results", "direction_id"), ("objectives", "direction_id"),
                   ("links", "from_id"), ("links", "to_id")),
}
"""What would go, unsaid, with a row that is taken back."""


def undo_plan(store: Store, actor: Actor, plan_id: str, *, op_id: str = "") -> str:
    """Take back the last act on directions and actions that still stands, and return its verb.

    An act that cannot be taken back, because somebody changed the same since or built upon it, is left as it is.

    Raises:
        Refused: there is nothing to take back.
        Conflict: somebody changed the same at this very moment; nothing was written.
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
            lines = _lines(act.tx.connection, group)
            if not _stands(act.tx.connection, lines):
                raise _changed_since()
            _revert(act.tx, lines)
            act.answer({})
            return verb
    except sa.exc.IntegrityError as wrong:  # something was hung on what would have to go
        raise _changed_since() from wrong


def last_act(store: Store, plan_id: str) -> str:
    """The verb that ``undo_plan`` would take back; empty when there is none."""
    with store.reading() as connection:
        return next((verb for _group, verb in _undoable(connection, plan_id)), "")


def _undoable(connection: sa.Connection, plan_id: str) -> Iterator[tuple[str, str]]:
    """Group and verb of the acts that were not taken back and still stand, newest first."""
    changes = tables.table("changes")
    found = connection.execute(
        sa.select(changes.c.group_id, changes.c.verb, changes.c.undoes).where(
            changes.c.plan_id == plan_id, sa.or_(changes.c.stage_id == "", changes.c.verb == "form_directions"),
            changes.c.verb.in_((*EDITING, "undo_plan"))
        ).order_by(changes.c.seq.desc()).limit(2000)).all()
    undone = {line.undoes for line in found if line.undoes}
    acts = dict.fromkeys((line.group_id, line.verb) for line in found
                         if not line.undoes and line.group_id not in undone)
    for group, verb in islice(acts, FARTHEST):
        if _stands(connection, _lines(connection, group)):
            yield group, verb


def _stands(connection: sa.Connection, lines: list[Change]) -> bool:
    """Whether what an act left is still as it left it, and nothing was hung on what it made."""
    left: dict[tuple[str, str], Row | None] = {}
    touched: dict[tuple[str, str], set[str]] = {}
    made = {(line.table, line.row_id) for line in lines if line.op == "insert"}
    own: dict[str, set[str]] = {}  # what the act hung on its own rows goes with them
    for name, key in made:
        own.setdefault(name, set()).add(key)
    for line in lines:
        left[line.table, line.row_id] = line.after
        touched.setdefault((line.table, line.row_id), set()).update(_touched(line))
    for (name, key), after in left.items():
        now = _now(connection, name, key)
        if (now is None) != (after is None):
            return False
        if now and after and any(now.get(k) != after.get(k) for k in touched[name, key]):
            return False
        if (name, key) in made and any(_hung(connection, other, column, key) - own.get(other, set())
                                       for other, column in _HANGING.get(name, ())):
            return False
    return True


def _now(connection: sa.Connection, name: str, key: str) -> Row | None:
    target = tables.table(name)
    found = connection.execute(sa.select(target).where(key_clause(target, key))).mappings().first()
    return dict(found) if found else None


def _hung(connection: sa.Connection, name: str, column: str, key: str) -> set[str]:
    """Keys of the rows that point at a row."""
    target = tables.table(name)
    (own,) = target.primary_key.columns
    return set(connection.execute(sa.select(own).where(target.c[column] == key)).scalars())


def _touched(line: Change) -> set[str]:
    before, after = line.before or {}, line.after or {}
    return {k for k in before | after if before.get(k) != after.get(k)}


def _lines(connection: sa.Connection, group: str) -> list[Change]:
    changes = tables.table("changes")
    found = connection.execute(sa.select(changes).where(changes.c.group_id == group).order_by(changes.c.seq))
    return [as_change(line) for line in found.mappings()]


def _revert(tx: Transaction, lines: list[Change]) -> None:
    for line in reversed(lines):
        before = line.before or {}
        if line.op == "insert":
            tx.delete(line.table, line.row_id)
        elif line.op == "delete":
            tx.insert(line.table, before)
        else:
            tx.update(line.table, line.row_id, **{k: before[k] for k in _touched(line)})


def _changed_since() -> Conflict:
    return Conflict(_("Alguien cambió lo mismo después; no se deshizo nada."),
                    _("Corríjalo a mano en la dirección o en la acción."))
