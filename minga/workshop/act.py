"""One verb, one transaction: who may act, on which stage, and once for each operation id."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from minga import tables
from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.store import Store, Transaction, hashed, rows
from minga.workshop.actor import Actor

Row = dict[str, Any]


@dataclass
class Act:
    """A verb under way: its transaction, its stage, and the answer it will give.

    Attributes:
        tx: the open transaction.
        stage: the stage's row, read inside the transaction ({} for verbs about the whole plan).
        done: whether this operation id was applied before; the verb then returns ``result`` untouched.
    """

    tx: Transaction
    stage: Row = field(default_factory=dict)
    done: bool = False
    result: Any = None
    _op_hash: str = ""
    _plan_id: str = ""

    def answer(self, result: Any) -> Any:
        """Keep the answer for a repeated operation, and return it."""
        if self._op_hash:
            kept = {k: v for k, v in result.items() if k.endswith("_id")} if isinstance(result, dict) else {}
            self.tx.put_private("operations", {
                "op_hash": self._op_hash, "plan_id": self._plan_id, "result": json.dumps(kept)}, new=True)
        self.result = result
        return result


def stage_row(store: Store, stage_id: str) -> Row:
    """The stage's row.

    Raises:
        NotFound: there is no such stage.
    """
    found = rows(store, "stages", stage_id=str(stage_id))
    if not found:
        raise NotFound(_("Esa etapa no existe."), _("Vuelva a abrir la página."))
    return found[0]


_plans: WeakKeyDictionary[Store, dict[str, str]] = WeakKeyDictionary()
"""The plan of each stage that somebody acted on, by store: it never changes."""


def _plan_of(store: Store, stage_id: str) -> str:
    known = _plans.setdefault(store, {})
    if stage_id not in known:
        known[stage_id] = str(stage_row(store, stage_id)["plan_id"])
    return known[stage_id]


@contextmanager
def on_stage(store: Store, verb: str, actor: Actor, stage_id: str, *, op_id: str = "",
             undoes: str = "") -> Iterator[Act]:
    """Act on a stage; commits when the block ends well.

    Args:
        store: the store.
        verb: name of the verb, kept in the ledger.
        actor: who acts.
        stage_id: the stage.
        op_id: random id that the page made; a second act with the same id has no effect.
        undoes: the group of changes that is taken back.
    """
    plan_id = _plan_of(store, str(stage_id))
    with store.transaction(verb, plan_id=plan_id, stage_id=stage_id, actor=actor.participant_id or actor.role,
                           undoes=undoes) as tx:
        stage = tx.get("stages", stage_id)
        if stage is None or stage["plan_id"] != plan_id:
            _plans[store].pop(stage_id, None)
            raise NotFound(_("Esa etapa no existe."), _("Vuelva a abrir la página."))
        if stage["anonymity"] == "anonymous":  # as it is now, not as it was before waiting for one's turn
            tx.conceal(dealt=not actor.leads)
        yield _act(tx, plan_id, op_id, stage)


@contextmanager
def on_plan(store: Store, verb: str, actor: Actor, plan_id: str, *, op_id: str = "",
            undoes: str = "") -> Iterator[Act]:
    """Act on a plan as a whole; commits when the block ends well. Arguments as in ``on_stage``."""
    if not rows(store, "plans", plan_id=str(plan_id)):
        raise NotFound(_("No hay un plan «{plan}».").format(plan=str(plan_id)[:80]),
                       _("Los planes que hay se ven con «minga plans»."))
    with store.transaction(verb, plan_id=plan_id, actor=actor.participant_id or actor.role, undoes=undoes) as tx:
        yield _act(tx, plan_id, op_id, {})


def _act(tx: Transaction, plan_id: str, op_id: str, stage: Row) -> Act:
    if not op_id:
        return Act(tx, stage, _plan_id=plan_id)
    if not isinstance(op_id, str) or not 8 <= len(op_id) <= 80:
        raise Refused(_("La operación no trae un identificador válido."), _("Vuelva a abrir la página."))
    digest = hashed(f"{plan_id}:{op_id}")
    known = tx.get("operations", digest)
    return Act(tx, stage, done=known is not None, result=json.loads(known["result"]) if known else None,
               _op_hash=digest, _plan_id=plan_id)


def own_id(actor: Actor, *what: str) -> str:
    """An id that only the actor's browser can make again: one vote, one stance, one mark of each person.

    The same for the same browser and ``what``; without the browser's secret, which no store keeps, nothing
    leads from the id to a person, nor from one such id to another. Random for an actor without a secret.
    """
    return hashed(":".join((*what, actor.secret)))[:24] if actor.secret else tables.new_id()


def mark(act: Act, actor: Actor, what: str) -> None:
    """Note that somebody has done this in the stage, so that people can be counted without knowing who they are.

    Args:
        act: the verb under way, on a stage.
        actor: who does it; without a browser of their own there is nothing to tell them from others.
        what: ``write``, ``vote``, ``consent``…
    """
    if not actor.secret:
        return
    mark_id = own_id(actor, "mark", act.stage["stage_id"], what)
    if act.tx.get("marks", mark_id) is None:  # written again it would stand beside the newest card
        act.tx.put_private("marks", {"mark_id": mark_id, "stage_id": act.stage["stage_id"], "what": what}, new=True)


def operation_results(store: Store, plan_id: str, op_ids: list[str]) -> dict[str, Row]:
    """What earlier operations answered: how a phone proves that an anonymous card is its own.

    Args:
        store: the store.
        plan_id: the plan.
        op_ids: ids that the phone kept.

    Returns:
        The ids that the operation answered with, per operation id that is known.
    """
    wanted = {hashed(f"{plan_id}:{op}"): op for op in op_ids if isinstance(op, str)}
    if not wanted:
        return {}
    operations = tables.table("operations")
    with store.reading() as connection:
        found = connection.execute(operations.select().where(operations.c.op_hash.in_(wanted))).mappings()
        return {wanted[r["op_hash"]]: json.loads(r["result"]) for r in found}
