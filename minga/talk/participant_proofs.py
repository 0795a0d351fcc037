"""The operation ids that a page kept: they prove which cards of anonymous stages are its own."""

from __future__ import annotations

from minga.workshop.act import operation_results
from minga.workshop.feed import Store

MOST_PROOFS = 400


class Proofs:
    """What one page proved.

    An operation's answer never changes: what is known is never asked again.

    Args:
        store: the store.

    Attributes:
        kept: the operation ids, the latest last.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.kept: dict[str, None] = {}
        self._plan = ""
        self._known: dict[str, str] = {}

    def keep(self, proof: str, plan_id: str = "", card_id: str = "") -> None:
        """Keep an operation id, and the card that it made where that is known."""
        self.kept.pop(proof, None)
        self.kept[proof] = None
        if card_id and plan_id == self._plan:
            self._known[proof] = card_id
        while len(self.kept) > 2 * MOST_PROOFS:  # a page that greets for ever must not fill the memory
            gone = next(iter(self.kept))
            del self.kept[gone]
            self._known.pop(gone, None)

    def cards(self, plan_id: str) -> dict[str, str]:
        """The page's own cards in a plan, each with the operation id that proves it."""
        if plan_id != self._plan:
            self._plan, self._known = plan_id, {}
        if unknown := [proof for proof in self.kept if proof not in self._known]:
            self._known |= {proof: answer.get("card_id", "") for proof, answer in operation_results(
                self._store, plan_id, unknown).items()}
        return {self._known[proof]: proof for proof in self.kept if self._known.get(proof)}
