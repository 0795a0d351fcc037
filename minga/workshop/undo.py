"""Taking back the last change of a stage, and doing it again, through the ledger.

An act is a group of lines in ``changes``. Taking it back is a new group that says what it ``undoes``; doing
it again is a group that undoes that one. So nothing is ever rubbed out, and whoever reads the ledger from
the newest line back knows what is in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from minga import tables
from minga.errors import Conflict, Refused
from minga.i18n import gettext as _
from minga.store import Change, Store
from minga.store.dealing import marked
from minga.store.feed import as_change
from minga.workshop import reverting
from minga.workshop.act import on_stage
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.stages import EDITING, require_open

ARRANGING = ("move_card", "move_cards", "mark_duplicate", "restore_card", "reword_card", "put_away", "add_cluster",
             "split_cluster", "nest_cluster", "rename_cluster", "move_cluster", "merge_cluster", "dissolve_cluster",
             "accept_proposal", "decline_proposal", "edit_stage")
"""Verbs of the wall: what a facilitator's undo button takes back (never a card that somebody just sent)."""

FARTHEST = 60
"""Steps that are looked at when the newest ones can no longer be taken back."""


@dataclass(frozen=True)
class Step:
    """An act that can be taken back or done again.

    Attributes:
        group_id: the group of changes to revert: the act itself, its redoing, or its undoing.
        verb: what was done at first.
        skipped: how many newer steps are left standing because somebody changed the same since.
    """

    group_id: str
    verb: str
    skipped: int = 0


def last_group(store: Store, stage_id: str, verbs: tuple[str, ...] | None = None) -> list[Change]:
    """The changes of the last act on a stage that has not been taken back, oldest first; [] if none.

    Args:
        store: the store.
        stage_id: the stage.
        verbs: only acts of these verbs count; all when None.
    """
    with store.reading() as connection:
        found = next(_undoable(connection, stage_id, verbs), None)
        return _lines(connection, found.group_id) if found else []


def last_done(store: Store, stage_id: str, verbs: tuple[str, ...] | None = None) -> Step | None:
    """The step that ``undo_last`` would take back now; None when there is none."""
    with store.reading() as connection:
        return _first(connection, _undoable(connection, stage_id, verbs))


def last_undone(store: Store, stage_id: str, verbs: tuple[str, ...] | None = None) -> Step | None:
    """The step that ``redo_last`` would do again now; None when something new was done since, or nothing undone."""
    with store.reading() as connection:
        return _first(connection, _redoable(connection, stage_id, verbs))


def undo_last(store: Store, actor: Actor, stage_id: str, *, verbs: tuple[str, ...] | None = None, expected: str = "",
              op_id: str = "") -> str:
    """Take back the last act of a stage and return its verb.

    A step that cannot be taken back, because somebody changed the same since, is left standing, and the next
    older one is taken back instead.

    Args:
        store: the store.
        actor: the facilitator.
        stage_id: the stage.
        verbs: only acts of these verbs count; all when None.
        expected: group that the page showed as the next one: that one or none, so that two people who
            press at the same moment take back one step and not two.
        op_id: random id made by the page.

    Returns:
        The verb that was taken back; "" when this was done before.

    Raises:
        Refused: there is nothing to take back.
        Conflict: somebody changed the same rows since, of every step there is; nothing was written.
    """
    return _revert(store, actor, stage_id, "undo", verbs, expected, op_id)


def redo_last(store: Store, actor: Actor, stage_id: str, *, verbs: tuple[str, ...] | None = None, expected: str = "",
              op_id: str = "") -> str:
    """Do again what was taken back last and return its verb; arguments and errors as in ``undo_last``."""
    return _revert(store, actor, stage_id, "redo", verbs, expected, op_id)


def _revert(store: Store, actor: Actor, stage_id: str, verb: str, verbs: tuple[str, ...] | None, expected: str,
            op_id: str) -> str:
    require_facilitator(actor)
    with store.reading() as connection:
        candidates = _undoable if verb == "undo" else _redoable
        steps = [step for step, _n in zip(candidates(connection, stage_id, verbs), range(FARTHEST), strict=False)]
    if expected:
        steps = [s for s in steps if s.group_id == expected]
    if not steps:
        with on_stage(store, verb, actor, stage_id, op_id=op_id) as act:
            if act.done or expected:
                return ""
            raise Refused(_("No hay nada que deshacer en esta etapa.") if verb == "undo"
                          else _("No hay nada que rehacer en esta etapa."))
    for step in steps:
        try:
            with on_stage(store, verb, actor, stage_id, op_id=op_id, undoes=step.group_id) as act:
                if act.done or act.tx.count("changes", undoes=step.group_id):  # somebody was quicker
                    return ""
                require_open(act.stage, actor, EDITING)
                reverting.revert(act.tx, stage_id, _lines(act.tx.connection, step.group_id))
                act.answer({})
                return step.verb
        except (Conflict, sa.exc.IntegrityError):
            continue
    raise Conflict(_("Alguien cambió lo mismo después; no se deshizo nada.") if verb == "undo"
                   else _("Alguien cambió lo mismo después; no se rehizo nada."),
                   _("Corríjalo a mano: mueva las tarjetas a donde deben estar."))


def _first(connection: sa.Connection, steps: Iterator[Step]) -> Step | None:
    for skipped, step in zip(range(FARTHEST), steps, strict=False):
        if reverting.stands(connection, _lines(connection, step.group_id)):
            return Step(step.group_id, step.verb, skipped)
    return None


def _undoable(connection: sa.Connection, stage_id: str, verbs: tuple[str, ...] | None) -> Iterator[Step]:
    undone: dict[str, str] = {}
    for group_id, verb, undoes in _acts(connection, stage_id, verbs):
        if undoes:
            undone[undoes] = group_id
        if group_id not in undone and verb != "undo":
            yield Step(group_id, _verb(connection, group_id))


def _redoable(connection: sa.Connection, stage_id: str, verbs: tuple[str, ...] | None) -> Iterator[Step]:
    undone: set[str] = set()
    for group_id, verb, undoes in _acts(connection, stage_id, verbs):
        if not undoes:
            return  # something new was done: what was taken back before it is past
        undone.add(undoes)
        if group_id not in undone and verb == "undo":
            yield Step(group_id, _verb(connection, group_id))


def _acts(connection: sa.Connection, stage_id: str, verbs: tuple[str, ...] | None) -> Iterator[tuple[str, str, str]]:
    """Group, verb and what it undoes, newest first; only as much of the ledger is read as is asked for.

    Lines of participants of an anonymous stage have no order, and are nobody else's to take back.
    """
    changes = tables.table("changes")
    query = sa.select(changes.c.seq, changes.c.group_id, changes.c.verb, changes.c.undoes).where(
        changes.c.stage_id == stage_id, ~marked()).order_by(changes.c.seq.desc()).limit(400)
    if verbs is not None:
        query = query.where(changes.c.verb.in_((*verbs, "undo", "redo")))
    seen, before = set(), None
    while True:
        batch = connection.execute(query if before is None else query.where(changes.c.seq < before)).all()
        for line in batch:
            if line.group_id not in seen:
                seen.add(line.group_id)
                yield line.group_id, line.verb, line.undoes
        if len(batch) < 400:
            return
        before = batch[-1].seq


def _verb(connection: sa.Connection, group_id: str) -> str:
    """What was done at first in a chain of undoing and redoing."""
    changes = tables.table("changes")
    while True:
        line = connection.execute(sa.select(changes.c.verb, changes.c.undoes).where(
            changes.c.group_id == group_id).limit(1)).one()
        if not line.undoes:
            return str(line.verb)
        group_id = line.undoes


def _lines(connection: sa.Connection, group_id: str) -> list[Change]:
    changes = tables.table("changes")
    found = connection.execute(sa.select(changes).where(changes.c.group_id == group_id).order_by(changes.c.seq))
    return [as_change(line) for line in found.mappings()]
