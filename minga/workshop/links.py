"""The chain as data: obstacle blocks vision, action addresses obstacle, direction advances vision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.methods import known_method
from minga.store import Store, Transaction
from minga.workshop.act import Row, on_plan
from minga.workshop.actor import Actor, require_facilitator

FITTING = {
    "blocks": (("obstacle",), ("vision",)),
    "addresses": (("action", "direction"), ("obstacle",)),
    "advances": (("direction",), ("vision",)),
    "delivers": (("action",), ("indicator",)),
    "came_from": (("action", "direction"), ("card", "cluster", "vision", "obstacle")),
}
"""What each kind of link may join: what it leaves, and where it arrives."""

_BY_KEY = {"vision": "vision", "obstacles": "obstacle"}
"""Roles of the usual stages where no method says them."""


def link(store: Store, actor: Actor, plan_id: str, from_id: str, to_id: str, kind: str, *, op_id: str = "") -> Row:
    """Say that one thing of the plan blocks, addresses, advances, delivers or came from another.

    No phase of a stage forbids it: links are made when the walls are long closed. Linking twice is
    linking once.

    Args:
        store: the store.
        actor: who links.
        plan_id: the plan of both ends.
        from_id: the obstacle, action or direction.
        to_id: the vision, obstacle, indicator, card or group.
        kind: one of ``FITTING``.
        op_id: random id made by the page; repeating it adds nothing.

    Raises:
        NotFound: an end is not in this plan.
        Refused: these two cannot be joined so.
    """
    require_facilitator(actor)
    _require_kind(kind)
    with on_plan(store, "link", actor, plan_id, op_id=op_id) as act:
        if act.done:
            return act.result
        _require_fitting(act.tx, plan_id, str(from_id), str(to_id), kind)
        there = act.tx.rows("links", from_id=str(from_id), to_id=str(to_id), kind=kind)
        return act.answer(there[0] if there else act.tx.insert("links", {
            "plan_id": plan_id, "from_id": str(from_id), "to_id": str(to_id), "kind": kind}))


def unlink(store: Store, actor: Actor, plan_id: str, from_id: str, to_id: str, kind: str, *, op_id: str = "") -> int:
    """Take back what was said between two things, and between the sub-groups of these; says how many links went.

    Nothing is refused when there was no link: somebody else took it away an instant ago.
    """
    require_facilitator(actor)
    _require_kind(kind)
    with on_plan(store, "unlink", actor, plan_id, op_id=op_id) as act:
        if act.done:
            return 0
        starts, ends = (set(_family(act.tx, str(one))) for one in (from_id, to_id))
        gone = [row for row in act.tx.rows("links", plan_id=plan_id, kind=kind)
                if row["from_id"] in starts and row["to_id"] in ends]
        for row in gone:
            act.tx.delete("links", row["link_id"])
        act.answer({})
        return len(gone)


def move_ends(tx: Transaction, old_id: str, new_id: str | None) -> None:
    """Something goes: its links go over to what takes its place, or with it when nothing does.

    To be called by any verb that merges or deletes what links may join, within its transaction, so that
    undoing the verb gives the links back too.

    Args:
        tx: the transaction of the verb.
        old_id: what goes.
        new_id: what takes its place (the group it was merged into), or None.
    """
    for side, other in (("from_id", "to_id"), ("to_id", "from_id")):
        for row in tx.rows("links", **{side: old_id}):
            kept = new_id and new_id != row[other] and not tx.rows(
                "links", kind=row["kind"], **{side: new_id, other: row[other]})
            if kept:
                tx.update("links", row["link_id"], **{side: new_id})
            else:
                tx.delete("links", row["link_id"])


def roles_in(method: str, stage_keys: Iterable[str]) -> dict[str, str]:
    """What the groups of each stage are in the chain, by its key: vision, obstacle, or only a group (cluster).

    The method says so (``role``); where it does not, or is not here, the usual keys do.
    """
    known = known_method(method)
    said = {s.key: s.role for s in known.stages if s.role} if known else {}
    return {key: said.get(key) or ("cluster" if said else _BY_KEY.get(key, "cluster")) for key in stage_keys}


def _require_kind(kind: str) -> None:
    if kind not in FITTING:
        raise Refused(_("«{kind}» no es un eslabón de la cadena.").format(kind=str(kind)[:40]))


def _require_fitting(tx: Transaction, plan_id: str, from_id: str, to_id: str, kind: str) -> None:
    what = []
    for end in (from_id, to_id):
        found = _what(tx, plan_id, end)
        if not found:
            raise NotFound(_("Lo que se quiso enlazar ya no está en este plan."), _("Vuelva a abrir la página."))
        what.append(found)
    starts, ends = FITTING[kind]
    if what[0] not in starts or what[1] not in ends:
        raise Refused(_("Esas dos cosas no se enlazan así."), fitting(kind))


def fitting(kind: str) -> str:
    """What a kind of link joins, as advice."""
    return {
        "blocks": _("Un obstáculo bloquea una visión."),
        "addresses": _("Una acción o una dirección atiende un obstáculo."),
        "advances": _("Una dirección acerca una visión."),
        "delivers": _("Una acción entrega a un indicador."),
        "came_from": _("Una acción o una dirección viene de una tarjeta o de un grupo."),
    }[kind]


def _what(tx: Transaction, plan_id: str, row_id: str) -> str:
    """What a row of this plan is in the chain; empty when the plan has no such row."""
    for table, name in (("cards", "card"), ("clusters", "")):
        row = tx.get(table, row_id)
        stage = tx.get("stages", row["stage_id"]) if row else None
        if stage:
            return (name or _role(tx, stage)) if stage["plan_id"] == plan_id else ""
    for table, name in (("directions", "direction"), ("indicators", "indicator")):
        row = tx.get(table, row_id)
        if row:
            return name if row["plan_id"] == plan_id else ""
    action = tx.get("actions", row_id)
    direction = tx.get("directions", action["direction_id"]) if action else None
    return "action" if direction and direction["plan_id"] == plan_id else ""


def _role(tx: Transaction, stage: Row) -> str:
    plan = tx.get("plans", stage["plan_id"]) or {}
    return roles_in(plan.get("method", ""), [stage["key"]])[stage["key"]]


def _family(tx: Transaction, row_id: str) -> Iterator[str]:
    """The row itself and, of a group, the groups within it at any depth."""
    seen, waiting = set(), [row_id]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            yield one
            waiting += [c["cluster_id"] for c in tx.rows("clusters", parent_id=one)]
