"""Arranging the wall: cards moved together, stacked, reworded or put away, each time in one act."""

from __future__ import annotations

from collections.abc import Sequence

from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.store import Store, Transaction, rows
from minga.workshop import places, stacks, wording
from minga.workshop.act import Act, Row, on_stage
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.stages import EDITING, require_open

MOST_AT_ONCE = 2000
"""Cards of one act; more comes from a program, not from a hand."""


def move_card(store: Store, actor: Actor, card_id: str, cluster_id: str | None, *, before: str | None = None,
              op_id: str = "") -> Row:
    """Move a card to a cluster (None: unclustered), before another card or at the end."""
    require_facilitator(actor)
    with on_stage(store, "move_card", actor, stage_of(store, card_id), op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, EDITING)
        _require_cluster(act, cluster_id)
        _lay(act, [require_on_wall(act.tx, card_id)], cluster_id, before)
        return act.answer(act.tx.get("cards", card_id))


def move_cards(store: Store, actor: Actor, stage_id: str, card_ids: Sequence[str], cluster_id: str | None,
               before: str | None = None, op_id: str = "") -> list[str]:
    """Move cards together to a cluster (None: unclustered), in the order given, as one act.

    A card that left the wall while the hand was under way stays where it is; the others move.

    Args:
        store: the store.
        actor: the facilitator.
        stage_id: the stage.
        card_ids: cards of the stage, in the order they shall lie.
        cluster_id: where to; unclustered when None.
        before: the card they are laid before; at the end when None or when it is gone meanwhile.
        op_id: random id made by the page.

    Returns:
        Ids of the cards that were moved; [] when the operation had been applied before.

    Raises:
        Refused: none of the cards is on the wall any more.
        NotFound: a card or the cluster is not of this stage.
    """
    require_facilitator(actor)
    with on_stage(store, "move_card" if len(card_ids) == 1 else "move_cards", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return []
        require_open(act.stage, actor, EDITING)
        _require_cluster(act, cluster_id)
        there = still_there(act, card_ids)
        _lay(act, there, cluster_id, before)
        act.answer({})
        return [c["card_id"] for c in there]


def mark_duplicate(store: Store, actor: Actor, card_id: str, original_id: str, *, op_id: str = "") -> Row:
    """Stack a card under the one that says the same; both stay in the file."""
    require_facilitator(actor)
    with on_stage(store, "mark_duplicate", actor, stage_of(store, card_id), op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, EDITING)
        original = _original(act, [card_id], original_id)
        card = act.tx.get("cards", card_id) or {}
        if card.get("status") == "withdrawn":
            raise _gone()
        return act.answer(stacks.lay_under(act.tx, card, original))


def mark_duplicates(store: Store, actor: Actor, stage_id: str, card_ids: Sequence[str], original_id: str, *,
                    op_id: str = "") -> None:
    """Stack several cards under the one that says the same, as one act."""
    require_facilitator(actor)
    with on_stage(store, "mark_duplicate", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return
        require_open(act.stage, actor, EDITING)
        copies = [one for one in dict.fromkeys(map(str, card_ids)) if one != original_id]
        original = _original(act, copies, original_id)
        for card in still_there(act, copies):
            stacks.lay_under(act.tx, card, original)
        act.answer({})


def reword_card(store: Store, actor: Actor, card_id: str, text: str, *, op_id: str = "") -> Row:
    """Correct the words of a card at the wall: a step that can be taken back, as any other there."""
    require_facilitator(actor)
    text = wording.clean(text, wording.CARD, what=_("Tarjeta"))
    with on_stage(store, "reword_card", actor, stage_of(store, card_id), op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, EDITING)
        return act.answer(act.tx.update("cards", card_id, text=text))


def put_away(store: Store, actor: Actor, stage_id: str, card_ids: Sequence[str], *, op_id: str = "") -> None:
    """Take cards off the wall, as one act; they stay in the plan's file as withdrawn.

    What was stacked under one of them stays on the wall: the first takes its place.
    """
    require_facilitator(actor)
    with on_stage(store, "put_away", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return
        require_open(act.stage, actor, EDITING)
        for card in still_there(act, card_ids):
            stacks.hand_on(act.tx, card["card_id"])
            act.tx.update("cards", card["card_id"], status="withdrawn", duplicate_of=None)
        act.answer({})


def still_there(act: Act, card_ids: Sequence[str]) -> list[Row]:
    """Those of the cards that are on the wall, each once.

    Raises:
        NotFound: one of them is no card of this stage.
        Refused: none is on the wall any more, or they are more than hands hold.
    """
    wanted = list(dict.fromkeys(map(str, card_ids)))
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise Refused(_("Elija primero una o más tarjetas."))
    here = {c["card_id"]: c for c in act.tx.rows("cards", stage_id=act.stage["stage_id"])}
    if any(one not in here for one in wanted):
        raise NotFound(_("Esa tarjeta no existe."), _("Vuelva a abrir la página."))
    found = [here[one] for one in wanted if here[one]["status"] == "active"]
    if not found:
        raise _gone()
    return found


def stage_of(store: Store, card_id: str) -> str:
    """The stage a card belongs to.

    Raises:
        NotFound: there is no such card.
    """
    found = rows(store, "cards", card_id=str(card_id))
    if not found:
        raise NotFound(_("Esa tarjeta no existe."), _("Vuelva a abrir la página."))
    return str(found[0]["stage_id"])


def require_on_wall(tx: Transaction, card_id: str) -> Row:
    """The card's row.

    Raises:
        Refused: it was withdrawn, or lies under another one.
    """
    card = tx.get("cards", card_id)
    if card is None or card["status"] != "active":
        raise _gone()
    return card


def _lay(act: Act, cards: list[Row], cluster_id: str | None, before: str | None) -> None:
    places.put_cards(act.tx, act.stage["stage_id"], cluster_id, [c["card_id"] for c in cards], before)
    for card in cards:
        stacks.follow(act.tx, act.tx.get("cards", card["card_id"]) or card)


def _original(act: Act, copies: Sequence[str], original_id: str) -> Row:
    original = act.tx.get("cards", str(original_id))
    if original is None or original["stage_id"] != act.stage["stage_id"] or not copies or original_id in copies:
        raise Refused(_("Elija otra tarjeta de la misma etapa."))
    return require_on_wall(act.tx, str(original_id))


def _require_cluster(act: Act, cluster_id: str | None) -> None:
    cluster = act.tx.get("clusters", str(cluster_id)) if cluster_id else None
    if cluster_id and (cluster is None or cluster["stage_id"] != act.stage["stage_id"]):
        raise NotFound(_("Ese grupo no existe en esta etapa."), _("Vuelva a abrir la página."))


def _gone() -> Refused:
    return Refused(_("Esa tarjeta ya no está en la pared."), _("Elija una tarjeta visible."))
