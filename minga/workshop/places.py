"""Places on the wall: an order that several people change at once, with as few rows written as can be."""

from __future__ import annotations

from collections.abc import Sequence

from minga.store import Transaction
from minga.workshop.act import Row


def insert_at(here: Sequence[Row], key: str, ids: Sequence[str], before: str | None) -> dict[str, int]:
    """Positions that put ``ids``, in their order, before a row of ``here`` or at its end.

    Args:
        here: the other rows of that place, by position; none of them is in ``ids``.
        key: name of the id column.
        ids: what is put there.
        before: id of a row of ``here``; whoever names one that is gone meanwhile gets the end.

    Returns:
        The position of each of ``ids``, and of those rows of ``here`` that have to make room for them.
    """
    at = next((i for i, row in enumerate(here) if row[key] == before), len(here))
    last = int(here[at - 1]["position"]) if at else 0
    found = {one: last + n for n, one in enumerate(ids, 1)}
    last += len(ids)
    for row in here[at:]:
        if row["position"] > last:
            break
        last += 1
        found[row[key]] = last
    return found


def put_cards(tx: Transaction, stage_id: str, cluster_id: str | None, ids: Sequence[str], before: str | None) -> None:
    """Lay cards in a cluster (None: unclustered), together and in this order."""
    lying = tx.rows("cards", stage_id=stage_id, cluster_id=cluster_id or None, order="position")
    moving = set(ids)
    if before in moving:  # dropped on one of themselves: before whatever follows it
        after = [c["card_id"] for c in lying[[c["card_id"] for c in lying].index(before) + 1:]] if any(
            c["card_id"] == before for c in lying) else []
        before = next((one for one in after if one not in moving), None)
    others = [c for c in lying if c["card_id"] not in moving]
    for card_id, position in insert_at(others, "card_id", ids, before).items():
        if card_id in moving:
            tx.update("cards", card_id, cluster_id=cluster_id or None, position=position)
        else:
            tx.update("cards", card_id, position=position)


def put_cluster(tx: Transaction, stage_id: str, cluster_id: str, before: str | None) -> None:
    """Put a cluster on the wall before another one, or at the end."""
    others = [c for c in tx.rows("clusters", stage_id=stage_id, order="position") if c["cluster_id"] != cluster_id]
    for one, position in insert_at(others, "cluster_id", [cluster_id], before).items():
        tx.update("clusters", one, position=position)
