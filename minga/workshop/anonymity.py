"""What an anonymous stage must not tell: who, when, in which order. See «Anonymity» in ``docs/architecture.md``."""

from __future__ import annotations

import logging
import secrets

from minga.errors import StoreError
from minga.store import Store, Transaction, seal_stage
from minga.workshop.act import Row

_PLACES = 1_000_000
_log = logging.getLogger("minga.workshop")


def is_anonymous(stage: Row) -> bool:
    """Whether nobody's authorship may be kept in this stage."""
    return bool(stage["anonymity"] == "anonymous")


def concealed(stage: Row) -> bool:
    """Whether no screen of the room may show cards yet: one that pops up tells who has just pressed «send»."""
    return is_anonymous(stage) and bool(stage["phase"] == "writing")


def drawn_place(tx: Transaction, stage_id: str, cluster_id: str | None) -> int:
    """A free place in a cluster, drawn by lot from very many: the order of the wall is then no order of arrival.

    No other card changes its place for it, so that the wall stays still for whoever reads it.
    """
    while True:
        position = 1 + secrets.randbelow(_PLACES)
        if not tx.count("cards", stage_id=stage_id, cluster_id=cluster_id or None, position=position):
            return position


def seal(store: Store, stage: Row) -> None:
    """Wipe from the database's own files the order in which an anonymous stage was written.

    Called whenever such a stage has left a phase in which people write, after the commit. A store that is too busy is
    sealed the next time; nothing that people did depends on it.
    """
    if not is_anonymous(stage):
        return
    try:
        seal_stage(store, stage["plan_id"], stage["stage_id"])
    except StoreError as wrong:
        _log.warning("an anonymous stage could not be sealed: %s", wrong.message)
