"""The order of directions and actions, and the numbers that follow it.

An action keeps its id wherever it goes. Its code is renewed when the order changes if Minga made it
(``numbered``); a code that a person wrote is never touched, unless whoever facilitates asks for all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga import numbering
from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.store import Store, Transaction, plan_rows, rows
from minga.workshop.act import Row, on_plan
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.assignments import plan_of
from minga.workshop.outline import Outline, arranged


def move_action(store: Store, actor: Actor, action_id: str, *, by: int, op_id: str = "") -> Row:
    """Move an action up (by −1) or down (by 1) among its siblings, with everything inside it."""
    def move(outline: Outline) -> None:
        _shift(outline.siblings(action_id), action_id, by)
    return _rearrange(store, "move_action", actor, action_id, move, op_id)


def indent_action(store: Store, actor: Actor, action_id: str, *, op_id: str = "") -> Row:
    """Make an action part of the one before it.

    Raises:
        Refused: there is none before it, or it would be too deep.
    """
    def indent(outline: Outline) -> None:
        siblings = outline.siblings(action_id)
        at = siblings.index(action_id)
        if at == 0:
            raise Refused(_("Antes de esta acción no hay otra de la que pueda ser parte."),
                          _("Bájela primero."))
        parent = siblings[at - 1]
        outline.put(outline.take(action_id), parent)
    return _rearrange(store, "indent_action", actor, action_id, indent, op_id)


def outdent_action(store: Store, actor: Actor, action_id: str, *, op_id: str = "") -> Row:
    """Take an action out of the one that contains it; it stands right after it.

    Raises:
        Refused: nothing contains it.
    """
    def outdent(outline: Outline) -> None:
        parent = outline.parent(action_id)
        if parent is None:
            raise Refused(_("Esta acción no es parte de otra."))
        beside = outline.siblings(parent)
        following = beside[beside.index(parent) + 1:]
        above = outline.parent(parent)
        outline.put(outline.take(action_id), above, following[0] if following else None)
    return _rearrange(store, "outdent_action", actor, action_id, outdent, op_id)


def place_action(store: Store, actor: Actor, action_id: str, *, direction_id: str, parent_id: str | None = None,
                 before: str | None = None, op_id: str = "") -> Row:
    """Put an action, with everything inside it, anywhere in the plan.

    Args:
        store: the store.
        actor: who moves.
        action_id: the action.
        direction_id: the direction where it goes.
        parent_id: the action that will contain it; None for the first level.
        before: the sibling that it goes before; None for the end.
        op_id: operation id.

    Raises:
        NotFound: one of them is not in this plan.
        Refused: it would contain itself, or be too deep.
    """
    require_facilitator(actor)
    plan_id = plan_of(store, action_id)["plan_id"]
    with on_plan(store, "place_action", actor, plan_id, op_id=op_id) as act:
        if act.done:
            return act.result
        _direction_of_plan(act.tx, str(direction_id), plan_id)
        left = _action(act.tx, action_id)["direction_id"]
        old = _outline(act.tx, left)
        new = old if left == direction_id else _outline(act.tx, direction_id)
        new.put(old.take(action_id), parent_id or None, before or None)
        _write(act.tx, direction_id, new)
        if new is not old:
            settle(act.tx, left)
        return act.answer(_action(act.tx, action_id))


def move_direction(store: Store, actor: Actor, direction_id: str, *, by: int, op_id: str = "") -> Row:
    """Move a direction up (by −1) or down (by 1), with its actions."""
    require_facilitator(actor)
    found = rows(store, "directions", direction_id=str(direction_id))
    if not found:
        raise NotFound(_("Esa dirección no existe."), _("Vuelva a abrir la página."))
    with on_plan(store, "move_direction", actor, found[0]["plan_id"], op_id=op_id) as act:
        if act.done:
            return act.result
        order = [d["direction_id"] for d in _directions(act.tx, found[0]["plan_id"])]
        if direction_id not in order:
            raise NotFound(_("Esa dirección no existe."), _("Vuelva a abrir la página."))
        _shift(order, direction_id, by)
        settle_directions(act.tx, found[0]["plan_id"], order)
        return act.answer(act.tx.get("directions", direction_id))


def renumbering(store: Store, plan_id: str, *, everything: bool = False) -> list[dict[str, Any]]:
    """What ``renumber`` would change, without changing it.

    Args:
        store: the store.
        plan_id: the plan.
        everything: also the codes that people wrote.

    Returns:
        In the order of the plan: table (directions or actions), id, text, before and after.
    """
    found = plan_rows(store, plan_id, ["directions", "actions"])
    directions = sorted(found["directions"], key=lambda d: (d["position"], d["direction_id"]))
    codes = _codes([(d, 1) for d in directions], everything)
    planned = []
    for direction, code in zip(directions, codes, strict=True):
        planned.append(("directions", direction["direction_id"], direction["title"], direction["code"], code))
        own = arranged(a for a in found["actions"] if a["direction_id"] == direction["direction_id"])
        planned += [("actions", a["action_id"], a["text"], a["code"], new)
                    for (a, _depth), new in zip(own, _codes(own, everything), strict=True)]
    return [dict(zip(("table", "id", "text", "before", "after"), one, strict=True))
            for one in planned if one[3] != one[4]]


def renumber(store: Store, actor: Actor, plan_id: str, *, everything: bool = False, op_id: str = "") -> int:
    """Renew the codes of a plan so that they follow the order.

    Args:
        store: the store.
        actor: who asks.
        plan_id: the plan.
        everything: also the codes that people wrote; from then on Minga keeps them in order too.
        op_id: operation id.

    Returns:
        How many codes changed.
    """
    require_facilitator(actor)
    with on_plan(store, "renumber", actor, plan_id, op_id=op_id) as act:
        if act.done:
            return 0
        changed = 0
        order = [(d, 1) for d in _directions(act.tx, plan_id)]
        lists = [("directions", order), *(("actions", arranged(act.tx.rows("actions", direction_id=d["direction_id"])))
                                          for d, _depth in order)]
        for table, items in lists:
            key = "direction_id" if table == "directions" else "action_id"
            for (row, _depth), code in zip(items, _codes(items, everything), strict=True):
                changed += row["code"] != code
                act.tx.update(table, row[key], code=code, numbered=bool(row["numbered"] or everything))
        act.answer({})
        return changed


def settle(tx: Transaction, direction_id: str) -> None:
    """Positions 1, 2, 3… for the actions of a direction in reading order, and the codes that follow."""
    _write(tx, direction_id, _outline(tx, direction_id))


def _write(tx: Transaction, direction_id: str, outline: Outline) -> None:
    order, parents = outline.walk(), outline.parents()
    for position, ((row, _depth), code) in enumerate(zip(order, _codes(order), strict=True), 1):
        values = {"direction_id": direction_id, "parent_id": parents[row["action_id"]], "position": position,
                  "code": code}
        if any(row[name] != value for name, value in values.items()):
            tx.update("actions", row["action_id"], **values)


def settle_directions(tx: Transaction, plan_id: str, order: list[str] | None = None) -> None:
    """Positions 1, 2, 3… for the directions of a plan, in the given order or as they stand, and their codes."""
    found = _directions(tx, plan_id)
    if order is not None:
        found.sort(key=lambda d: order.index(d["direction_id"]))
    codes = _codes([(d, 1) for d in found])
    for position, (row, code) in enumerate(zip(found, codes, strict=True), 1):
        if (row["position"], row["code"]) != (position, code):
            tx.update("directions", row["direction_id"], position=position, code=code)


def _rearrange(store: Store, verb: str, actor: Actor, action_id: str, change: Callable[[Outline], None],
               op_id: str) -> Row:
    require_facilitator(actor)
    plan_id = plan_of(store, action_id)["plan_id"]
    with on_plan(store, verb, actor, plan_id, op_id=op_id) as act:
        if act.done:
            return act.result
        direction_id = _action(act.tx, action_id)["direction_id"]
        outline = _outline(act.tx, direction_id)
        change(outline)
        _write(act.tx, direction_id, outline)
        return act.answer(_action(act.tx, action_id))


def _shift(order: list[str], key: str, by: int) -> None:
    at = order.index(key)
    order.insert(max(0, min(at + int(by), len(order) - 1)), order.pop(at))


def _codes(order: list[tuple[Row, int]], everything: bool = False) -> list[str]:
    return numbering.renumber(numbering.Numbered(depth, row["code"], not (everything or row["numbered"]))
                              for row, depth in order)


def _outline(tx: Transaction, direction_id: str) -> Outline:
    return Outline(tx.rows("actions", direction_id=direction_id))


def _directions(tx: Transaction, plan_id: str) -> list[Row]:
    return sorted(tx.rows("directions", plan_id=plan_id), key=lambda d: (d["position"], d["direction_id"]))


def _direction_of_plan(tx: Transaction, direction_id: str, plan_id: str) -> Row:
    row = tx.get("directions", direction_id)
    if row is None or row["plan_id"] != plan_id:
        raise NotFound(_("Esa dirección no existe."), _("Vuelva a abrir la página."))
    return row


def _action(tx: Transaction, action_id: str) -> Row:
    row = tx.get("actions", str(action_id))
    if row is None:
        raise NotFound(_("Esa acción no existe."), _("Vuelva a abrir la página."))
    return row
