"""What became of some cards, one sentence each: for whoever wrote them."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from minga import tables
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.store import Store
from minga.workshop.chain import Chain, Row, read_chain
from minga.workshop.journey.words import said
from minga.workshop.stages import SHOWN
from minga.workshop.traces import MOST


def what_became(store: Store, plan_id: str, card_ids: list[str],
                chain_of: Callable[[], Chain] | None = None) -> dict[str, str]:
    """What became of some cards, one sentence each; cards that are not in the plan are left out.

    Nothing is said of a wall that is not revealed yet, and little is read for it: that is when everybody's
    phone asks at each card that anybody sends. ``chain_of`` gives the plan's chain with its cards, for whoever asks
    for many people.
    """
    asked, stages = _asked(store, plan_id, card_ids)
    told = {card["card_id"]: _unseen(card, stages[card["stage_id"]]) for card in asked}
    if not all(told.values()):
        chain = chain_of() if chain_of else read_chain(store, plan_id, ["cards"])
        cards = chain.by["cards"]
        told |= {card_id: _became(chain, cards[card_id]) for card_id, said in told.items()
                 if not said and card_id in cards}
    return {card_id: told[card_id] for card_id in card_ids if told.get(card_id)}


def _asked(store: Store, plan_id: str, card_ids: list[str]) -> tuple[list[Row], dict[str, Row]]:
    """The rows of these cards, as far as they are in the plan, and the plan's stages by id."""
    cards, stages = tables.table("cards"), tables.table("stages")
    with store.reading() as connection:
        known = {s["stage_id"]: dict(s) for s in connection.execute(
            sa.select(stages).where(stages.c.plan_id == plan_id)).mappings()}
        found = connection.execute(sa.select(cards).where(cards.c.card_id.in_(card_ids[:MOST]))).mappings()
        return [dict(c) for c in found if c["stage_id"] in known], known


def _unseen(card: Row, stage: Row) -> str:
    """What is said of a card that is not on a wall that people see; empty for the others."""
    if card["status"] == "withdrawn":
        return _("Se retiró de la pared.")
    return "" if stage["phase"] in SHOWN else _("Está guardada; la pared todavía no se muestra.")


def _became(chain: Chain, card: Row) -> str:
    if gone := _unseen(card, chain.stage(card["card_id"])):
        return gone
    top = chain.by["cards"].get(card["duplicate_of"] or "")
    if card["status"] == "duplicate" and top:
        same = _("Quedó junto a otra que dice lo mismo: {card}.").format(card=said(chain, top["card_id"]))
        return f"{same} {_became(chain, top)}" if top["status"] == "active" else same  # a stack is one deep
    for action_id in chain.of(card["card_id"], "came_from"):
        action = chain.by["actions"].get(action_id)
        if action:
            return _("Es ahora la acción {code} de la dirección {direction}.").format(
                code=action["code"], direction=said(chain, action["direction_id"]))
    return _in_group(chain, card)


def _in_group(chain: Chain, card: Row) -> str:
    group_id = card["cluster_id"]
    if group_id not in chain.by["clusters"]:
        return _("Está en la pared, todavía sin grupo.")
    name = said(chain, group_id)
    if chain.stage(group_id)["kind"] == "columns":
        return _("Está en la columna {group}.").format(group=name)
    others = sum(c["cluster_id"] == group_id and c["status"] == "active" for c in chain.rows["cards"]) - 1
    text = (ngettext("Está en el grupo {group} con otra tarjeta.", "Está en el grupo {group} con otras {n} tarjetas.",
                     others).format(group=name, n=others) if others > 0
            else _("Está en el grupo {group}.").format(group=name))
    return " ".join([text, *_answered(chain, chain.top(group_id))])


def _answered(chain: Chain, cluster_id: str) -> list[str]:
    """How many places of the plan take on an obstacle or bring a vision nearer."""
    against, nearer = len(chain.of(cluster_id, "addresses")), len(chain.of(cluster_id, "advances"))
    born = chain.of(cluster_id, "came_from")
    return [words for count, words in (
        (born, _("De él nació la dirección {direction}.").format(direction=said(chain, born[0])) if born else ""),
        (against, ngettext("Ya hay {n} acción o dirección que lo atiende.",
                           "Ya hay {n} acciones o direcciones que lo atienden.", against).format(n=against)),
        (nearer, ngettext("Ya hay {n} dirección que lo acerca.", "Ya hay {n} direcciones que lo acercan.",
                          nearer).format(n=nearer)),
    ) if count]
