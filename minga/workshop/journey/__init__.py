"""The journey of a card, group, direction, action or indicator: its story along the chain, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minga.errors import NotFound
from minga.folding import fold
from minga.i18n import gettext as _
from minga.store import Store
from minga.workshop.chain import Chain, read_chain
from minga.workshop.journey.action import tell_action, tell_direction
from minga.workshop.journey.became import what_became
from minga.workshop.journey.group import tell_group
from minga.workshop.journey.idea import tell_card
from minga.workshop.journey.results import (
    direction_of,
    indicators_of,
    tell_indicator,
    tell_indicators,
    tell_objectives,
    tell_progress,
)
from minga.workshop.journey.words import CHAPTERS, Step, refs, step

__all__ = ["CHAPTERS", "MOST", "Step", "find", "journey", "tell", "what_became"]

MORE = ["cards", "participants", "votes", "assignments", "progress", "objectives", "results", "indicators",
        "targets", "actuals"]
"""Tables that a story needs besides the chain's own."""

SEARCHED = {"cards": "text", "clusters": "title", "directions": "title", "actions": "text", "indicators": "title"}
"""Where a story may begin, and the words by which it is found."""

MOST = 40
"""Things that a search shows."""


def journey(store: Store, plan_id: str, row_id: str) -> list[Step]:
    """The story of one thing of the plan, in the order of the chain, with what came before and after it.

    Where a stage is anonymous nothing is said of who or when, and what the ledger holds has no order.

    Args:
        store: the store.
        plan_id: the plan.
        row_id: a card, group, direction, action or indicator.

    Returns:
        Steps in order, plain JSON: ``chapter`` (one of ``CHAPTERS``), ``text`` (a sentence in the language
        in force), ``when`` (an ISO day, or empty) and ``refs`` (what the step speaks of besides itself:
        ``id``, ``what`` and ``name`` each).

    Raises:
        NotFound: the plan has nothing with that id.
    """
    return tell(store, plan_id, row_id)[1]


def tell(store: Store, plan_id: str, row_id: str) -> tuple[dict[str, str], list[Step]]:
    """What a story is about (``id``, ``what``, ``name`` and its ``full`` text) and the story, read once.

    Raises:
        NotFound: the plan has nothing with that id.
    """
    chain, row_id = read_chain(store, plan_id, MORE), str(row_id)
    table = chain.table_of(row_id)
    if table not in SEARCHED:
        raise NotFound(_("Eso ya no está en el plan."), _("Búsquelo de nuevo por sus palabras."))
    told = {"cards": _of_card, "clusters": _of_group, "directions": _of_direction, "actions": _of_action,
            "indicators": _of_indicator}[table]
    about = refs(chain, row_id)[0]
    order = {chapter: n for n, chapter in enumerate(CHAPTERS)}
    steps = (s | {"refs": [r for r in s["refs"] if r["id"] != row_id]} for s in told(store, plan_id, chain, row_id))
    return (about | {"full": chain.by[table][row_id][SEARCHED[table]] or about["name"]},
            sorted(steps, key=lambda s: order[s["chapter"]]))


def find(store: Store, plan_id: str, words: str, *, most: int = MOST) -> list[dict[str, str]]:
    """What the plan has with all of these words, whatever their accents and capitals.

    Returns:
        ``id``, ``what`` and ``name`` of each, cards first; everything but the cards when there are no words.
    """
    wanted = fold(words[:200]).split()
    chain = read_chain(store, plan_id, ["cards", "objectives", "indicators"])
    found = [key for table, column in SEARCHED.items() if wanted or table != "cards"
             for key, row in chain.by[table].items()
             if all(word in fold(f"{row.get('code', '')} {row[column]}") for word in wanted)]
    return refs(chain, *found[:most])


def _of_card(store: Store, plan_id: str, chain: Chain, card_id: str) -> Iterator[Step]:
    yield from tell_card(store, plan_id, chain, card_id)
    card = chain.by["cards"][card_id]
    born = chain.of(card_id, "came_from")
    if card["cluster_id"] in chain.by["clusters"]:
        yield from tell_group(store, plan_id, chain, card["cluster_id"], card_id)
        if not born:
            yield from _after_group(store, plan_id, chain, chain.top(card["cluster_id"]))
    for action_id in born:
        yield from _in_direction(store, plan_id, chain, action_id)
        yield from _done(store, plan_id, chain, action_id)


def _of_group(store: Store, plan_id: str, chain: Chain, cluster_id: str) -> Iterator[Step]:
    yield from tell_group(store, plan_id, chain, cluster_id)
    yield from _after_group(store, plan_id, chain, chain.top(cluster_id))


def _of_direction(store: Store, plan_id: str, chain: Chain, direction_id: str) -> Iterator[Step]:
    yield from tell_direction(store, plan_id, chain, direction_id, own=True)
    yield from tell_objectives(chain, direction_id)
    yield from tell_indicators(chain, indicators_of(chain, [direction_id]), _("Se mide con {indicator}."))


def _of_action(store: Store, plan_id: str, chain: Chain, action_id: str) -> Iterator[Step]:
    for card_id in chain.to(action_id, "came_from"):
        if card_id in chain.by["cards"]:
            yield from tell_card(store, plan_id, chain, card_id)
            group = chain.by["cards"][card_id]["cluster_id"]
            if group in chain.by["clusters"]:
                yield from tell_group(store, plan_id, chain, group, card_id)
    yield from _in_direction(store, plan_id, chain, action_id)
    yield from _done(store, plan_id, chain, action_id)


def _of_indicator(store: Store, plan_id: str, chain: Chain, indicator_id: str) -> Iterator[Step]:
    direction_id = direction_of(chain, indicator_id)
    if direction_id:
        for group in chain.to(direction_id, "came_from"):
            if group in chain.by["clusters"]:
                yield from tell_group(store, plan_id, chain, group)
        yield from tell_direction(store, plan_id, chain, direction_id, own=True)
    yield from tell_indicator(chain, indicator_id)


def _in_direction(store: Store, plan_id: str, chain: Chain, action_id: str) -> Iterator[Step]:
    direction_id = chain.by["actions"][action_id]["direction_id"]
    yield from tell_direction(store, plan_id, chain, direction_id, own=False)


def _done(store: Store, plan_id: str, chain: Chain, action_id: str) -> Iterator[Step]:
    """An action and what came of it; without indicators of its own, those of its direction."""
    yield from tell_action(store, plan_id, chain, action_id)
    yield from tell_progress(chain, action_id)
    direction_id = chain.by["actions"][action_id]["direction_id"]
    yield from tell_objectives(chain, direction_id)
    own = chain.to(action_id, "delivers")
    yield from tell_indicators(chain, own, _("Entrega a {indicator}."))
    if not own:
        measured = indicators_of(chain, [direction_id])
        yield from tell_indicators(chain, measured, _("Su dirección se mide con {indicator}."))


def _after_group(store: Store, plan_id: str, chain: Chain, cluster_id: str) -> Iterator[Step]:
    """From a group to the directions born of it or that meet it, and the indicators that measure these."""
    born = chain.of(cluster_id, "came_from")
    for direction_id in born:
        yield from tell_direction(store, plan_id, chain, direction_id, own=False)
    actions = [a for a in chain.of(cluster_id, "addresses") if a in chain.by["actions"]]
    meeting = [d for d in (*chain.of(cluster_id, "addresses"), *chain.of(cluster_id, "advances"))
               if d in chain.by["directions"]]
    fed = _unique(i for a in actions for i in chain.to(a, "delivers"))
    if fed:
        yield from tell_indicators(chain, fed, _("Lo que se hace se mide con {indicator}."))
    else:
        about = _unique([*born, *meeting, *(chain.by["actions"][a]["direction_id"] for a in actions)])
        yield from tell_indicators(chain, indicators_of(chain, about), _("Lo que se hace se mide con {indicator}."))
    if not (born or actions or meeting) and chain.role(cluster_id) == "cluster":
        yield step("group", _("Hasta aquí llega su camino por ahora."))


def _unique(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))
