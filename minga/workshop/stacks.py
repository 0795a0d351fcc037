"""Stacks of cards that say the same: they lie where the card on top lies, and no idea vanishes with it."""

from __future__ import annotations

from minga.store import Transaction
from minga.workshop.act import Row


def next_position(tx: Transaction, stage_id: str, cluster_id: str | None) -> int:
    """The first free place at the end of a cluster, counting cards that are no longer seen."""
    return tx.highest("cards", "position", stage_id=stage_id, cluster_id=cluster_id or None) + 1


def under(tx: Transaction, card_id: str) -> list[Row]:
    """The cards that are repetitions of this one, in order."""
    return tx.rows("cards", duplicate_of=card_id, order="position")


def lay_under(tx: Transaction, card: Row, top: Row) -> Row:
    """Make a card, with whatever lies under it, a repetition of ``top``."""
    for other in under(tx, card["card_id"]):
        lay_under(tx, other, top)
    return tx.update("cards", card["card_id"], status="duplicate", duplicate_of=top["card_id"],
                     **_place(tx, card, top["cluster_id"]))


def follow(tx: Transaction, top: Row) -> Row:
    """Bring what lies under a card to the cluster where it lies now; returns the card."""
    for other in under(tx, top["card_id"]):
        tx.update("cards", other["card_id"], **_place(tx, other, top["cluster_id"]))
    return top


def hand_on(tx: Transaction, card_id: str) -> None:
    """A card leaves the wall: the first of those under it takes its place on top of the others."""
    heirs = under(tx, card_id)
    for other in heirs[:1]:
        tx.update("cards", other["card_id"], status="active", duplicate_of=None)
    for other in heirs[1:]:
        tx.update("cards", other["card_id"], duplicate_of=heirs[0]["card_id"])


def settle(tx: Transaction, stage_id: str) -> None:
    """Put in order what an undo met on its way: taken places, and stacks whose top had gone meanwhile."""
    here = {c["card_id"]: c for c in tx.rows("cards", stage_id=stage_id, order="position")}
    for card in here.values():
        top = here.get(card["duplicate_of"] or "")
        if top and top["status"] == "duplicate":
            lay_under(tx, card, here[top["duplicate_of"]])
        elif top and top["status"] == "withdrawn":
            hand_on(tx, top["card_id"])
        elif top:
            follow(tx, top)
    _space(tx, "cards", tx.rows("cards", stage_id=stage_id, order="card_id"), "cluster_id")
    _space(tx, "clusters", tx.rows("clusters", stage_id=stage_id, order="cluster_id"), "stage_id")


def _space(tx: Transaction, name: str, here: list[Row], place: str) -> None:
    """Move on whatever shares a position with another row of the same place; the order stays."""
    last: dict[str | None, int] = {}
    for row in sorted(here, key=lambda row: row["position"]):
        position = max(row["position"], last.get(row[place], 0) + 1)
        last[row[place]] = position
        if position != row["position"]:
            tx.update(name, row[f"{name[:-1]}_id"], position=position)


def _place(tx: Transaction, card: Row, cluster_id: str | None) -> Row:
    if card["cluster_id"] == cluster_id:
        return {}
    return {"cluster_id": cluster_id, "position": next_position(tx, card["stage_id"], cluster_id)}
