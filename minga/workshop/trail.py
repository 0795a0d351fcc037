"""From rows of the plan back to the cards that they came from: the way along the chain, without its story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from minga.store import Store
from minga.workshop.chain import Chain, Row, read_chain
from minga.workshop.journey.action import taken_on
from minga.workshop.journey.results import direction_of
from minga.workshop.journey.words import name
from minga.workshop.stages import SHOWN

OWN, DIRECTION, OBSTACLE, VISION = "own", "direction", "obstacle", "vision"
WAYS = (OWN, DIRECTION, OBSTACLE, VISION)
"""How a row leads to a card, the nearest way first: the card became the action (or the one that holds it); it is in
the group that the direction was born of; it is in an obstacle that is met; it is in a vision that is brought nearer."""

MORE = ["cards", "objectives", "results", "indicators"]
"""Tables that a trail needs besides the chain's own."""


@dataclass(frozen=True)
class Place:
    """Cards that lie together and that some rows lead to in the same way.

    Attributes:
        way: one of ``WAYS``.
        stage: title of the stage in which they were written.
        group_id: the outermost group that they lie in; empty for cards outside any group.
        group: its name.
        cards: id and text of each, in the order of the wall.
        rows: ids of the rows that lead here, in the order in which they were asked for.
    """

    way: str
    stage: str
    group_id: str
    group: str
    cards: tuple[tuple[str, str], ...]
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Trail:
    """The places that some rows lead to, the nearest way first, and the rows that lead to no card."""

    places: tuple[Place, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def cards(self) -> int:
        """How many different cards there are on it."""
        return len({card for place in self.places for card, _text in place.cards})


def read_trail(store: Store, plan_id: str, row_ids: Iterable[str]) -> Trail:
    """The way from actions, indicators or directions of a plan to their cards, in one consistent reading."""
    return trail(read_chain(store, plan_id, MORE), row_ids)


def trail(chain: Chain, row_ids: Iterable[str]) -> Trail:
    """The way from actions, indicators or directions to their cards; nothing is read.

    Cards of a wall that is not shown yet are left out, and so are those that were withdrawn; a repeated card
    stands for the one that it repeats. Ids that the plan does not have are left out.
    """
    walk = _Walk(chain)
    found: dict[tuple[str, str], tuple[set[str], dict[str, None]]] = {}
    lost = []
    for row_id in dict.fromkeys(row_ids):
        if chain.table_of(row_id) not in ("actions", "indicators", "directions"):
            continue
        some = set(walk.from_row(row_id))
        for way, card in some:
            cards, leading = found.setdefault((way, walk.lies_in(card)), (set(), {}))
            cards.add(card)
            leading[row_id] = None
        if not some:
            lost.append(row_id)
    order = {key: at for at, key in enumerate([*chain.by["stages"], *chain.by["clusters"]])}
    ordered = sorted(found, key=lambda key: (WAYS.index(key[0]), order.get(key[1], 0)))
    return Trail(tuple(_place(chain, key, *found[key]) for key in ordered), tuple(lost))


def _place(chain: Chain, key: tuple[str, str], cards: set[str], leading: dict[str, None]) -> Place:
    way, group = key
    grouped = group in chain.by["clusters"]
    stage = chain.stage(group) if grouped else chain.by["stages"][group]
    order = {key: at for at, key in enumerate(chain.by["clusters"])}
    here = sorted((c for c in chain.rows["cards"] if c["card_id"] in cards),
                  key=lambda c: order.get(c["cluster_id"] or "", 0))
    return Place(way, stage["title"], group if grouped else "", name(chain, group) if grouped else "",
                 tuple((c["card_id"], c["text"]) for c in here), tuple(leading))


class _Walk:
    """Walks a chain backwards, to the cards that people may see."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self._inside: dict[str, list[str]] = {}
        for card in chain.rows["cards"]:
            if self._seen(card):
                for group in self._around(card["cluster_id"] or ""):
                    self._inside.setdefault(group, []).append(card["card_id"])

    def from_row(self, row_id: str) -> Iterator[tuple[str, str]]:
        """Each card that a row leads to, and how; a card may be reached in several ways."""
        table = self.chain.table_of(row_id)
        if table == "actions":
            yield from self._from_action(row_id)
            yield from self._from_direction(self.chain.by["actions"][row_id]["direction_id"], met=not self._met(row_id))
        elif table == "directions":
            yield from self._from_direction(row_id, met=True)
        else:
            feeding = [one for one in self.chain.of(row_id, "delivers") if one in self.chain.by["actions"]]
            for action_id in feeding:
                yield from self._from_action(action_id)
            direction_id = direction_of(self.chain, row_id)
            if direction_id:
                yield from self._from_direction(direction_id, met=not any(self._met(one) for one in feeding))

    def lies_in(self, card_id: str) -> str:
        """The outermost group of a card; its stage when it lies in none."""
        card = self.chain.by["cards"][card_id]
        inside = card["cluster_id"] in self.chain.by["clusters"]
        return self.chain.top(card["cluster_id"]) if inside else str(card["stage_id"])

    def _from_action(self, action_id: str) -> Iterator[tuple[str, str]]:
        """The card that an action was, else that of the action that holds it; and the obstacles that it meets."""
        born = next((some for one in self._upwards(action_id) if (some := self.chain.to(one, "came_from"))), ())
        yield from self._reached(OWN, born)
        yield from self._reached(OBSTACLE, self._met(action_id))

    def _from_direction(self, direction_id: str, *, met: bool) -> Iterator[tuple[str, str]]:
        """The groups that a direction was born of, the visions it brings nearer; if asked, the obstacles it meets."""
        yield from self._reached(DIRECTION, self.chain.to(direction_id, "came_from"))
        yield from self._reached(VISION, self.chain.to(direction_id, "advances"))
        yield from self._reached(OBSTACLE, taken_on(self.chain, direction_id) if met else ())

    def _met(self, action_id: str) -> tuple[str, ...]:
        """The obstacles that an action meets, else those of the action that holds it."""
        return next((some for one in self._upwards(action_id) if (some := self.chain.to(one, "addresses"))), ())

    def _upwards(self, action_id: str) -> Iterator[str]:
        """An action, the one that holds it, and so on."""
        seen: set[str] = set()
        here = action_id
        while here in self.chain.by["actions"] and here not in seen:
            seen.add(here)
            yield here
            here = self.chain.by["actions"][here]["parent_id"] or ""

    def _reached(self, way: str, sources: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The cards of some groups; of a card, itself or the one that it repeats."""
        cards = self.chain.by["cards"]
        for source in sources:
            card = cards.get(source)
            if card is not None:
                card = cards.get(card["duplicate_of"] or "", card) if card["status"] == "duplicate" else card
                if self._seen(card):
                    yield way, card["card_id"]
            for inside in self._inside.get(source, ()):
                yield way, inside

    def _seen(self, card: Row) -> bool:
        return card["status"] == "active" and self.chain.stage(card["card_id"])["phase"] in SHOWN

    def _around(self, cluster_id: str) -> set[str]:
        """A group and those that it lies in."""
        found: set[str] = set()
        while cluster_id in self.chain.by["clusters"] and cluster_id not in found:
            found.add(cluster_id)
            cluster_id = self.chain.by["clusters"][cluster_id]["parent_id"] or ""
        return found
