"""The wall's side list: what phones propose and what the program suggests, accepted one by one."""

from __future__ import annotations

from typing import Any

from minga.errors import Refused
from minga.i18n import gettext as _
from minga.workshop import arranging, clusters, proposals, reading
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.feed import Store

MOST_SHOWN = 40
"""Entries of each kind on the page: nobody reads a longer list while a room waits."""


class Side:
    """What lies beside one wall; suggestions belong to the page that asked for them and are never stored.

    Args:
        store: the store.
        actor: who accepts; the verbs refuse those who may not.
        stage_id: the stage.
    """

    def __init__(self, store: Store, actor: Actor, stage_id: str) -> None:
        self._store, self._actor, self._stage_id = store, actor, stage_id
        self._suggested: dict[str, dict[str, Any]] | None = None

    def view(self, wall: reading.Wall) -> dict[str, Any]:
        """Open proposals, and those suggestions that people have not overtaken meanwhile."""
        found = proposals.open_proposals(self._store, self._stage_id)
        suggested = self._suggested or {}
        return {
            "proposals": [{"id": p["ids"][0], "kind": p["kind"], "count": p["count"], "cards": p["card_ids"],
                           "cluster": p["cluster_id"] or "", "text": p["text"]} for p in found[:MOST_SHOWN]],
            "suggestions": [{"id": key, "kind": s["kind"], "cards": s["card_ids"], "cluster": s["cluster_id"] or "",
                             "percent": round(100 * s["score"])}
                            for key, s in suggested.items() if holds(s, wall)][:MOST_SHOWN],
            "asked": self._suggested is not None,
        }

    def suggest(self, _message: dict[str, Any]) -> None:
        """Compute suggestions now; only ever because somebody pressed the button."""
        from minga.workshop import suggesting  # its library takes a second to load

        require_facilitator(self._actor)
        found = suggesting.suggest(self._store, self._stage_id)
        self._suggested = {"+".join((s["kind"], s["cluster_id"] or "", *s["card_ids"])): s for s in found}

    def take(self, message: dict[str, Any]) -> None:
        """Do what a suggestion says."""
        require_facilitator(self._actor)
        entry = (self._suggested or {}).get(str(message.get("suggestion")))
        if entry is None or not holds(entry, reading.read_wall(self._store, self._stage_id)):
            raise Refused(_("Esa sugerencia ya no vale: alguien movió sus tarjetas."), _("Pida sugerencias de nuevo."))
        ids = entry["card_ids"]
        if entry["kind"] == "duplicate":
            arranging.mark_duplicates(self._store, self._actor, self._stage_id, ids[1:], ids[0], op_id=message["id"])
        elif entry["kind"] == "join":
            arranging.move_cards(self._store, self._actor, self._stage_id, ids, entry["cluster_id"],
                                 op_id=message["id"])
        else:
            clusters.add_cluster(self._store, self._actor, self._stage_id, card_ids=ids, op_id=message["id"])

    def leave(self, message: dict[str, Any]) -> None:
        """Set a suggestion aside."""
        (self._suggested or {}).pop(str(message.get("suggestion")), None)

    def accept(self, message: dict[str, Any]) -> None:
        """Do what people proposed from their phones."""
        proposals.accept_proposal(self._store, self._actor, str(message.get("proposal")), op_id=message["id"])

    def decline(self, message: dict[str, Any]) -> None:
        """Set what people proposed aside."""
        proposals.decline_proposal(self._store, self._actor, str(message.get("proposal")), op_id=message["id"])


def holds(suggestion: dict[str, Any], wall: reading.Wall) -> bool:
    """Whether a suggestion still touches nothing that people grouped."""
    here = {c["card_id"]: c for c in wall.cards if c["status"] == "active"}
    known = {c["cluster_id"] for c in wall.clusters}
    ids = suggestion["card_ids"]
    loose = ids[1:] if suggestion["kind"] == "duplicate" else ids
    there = suggestion["kind"] != "join" or suggestion["cluster_id"] in known
    return there and all(one in here for one in ids) and not any(here[one]["cluster_id"] in known for one in loose)
