"""From cards to suggestions: repetitions, cards that would fit in a group, pairs, and groups of loose cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minga.grouping.duplicates import candidates, same
from minga.grouping.likeness import Matrix, likeness, spelling
from minga.grouping.vocabulary import Vocabulary, vocabulary

KINDS = ("duplicate", "join", "pair", "group")
SMALLEST, LARGEST = 3, 12
"""Cards of a suggested group."""
SEEN = 400
"""Loose cards that are looked at: the effort grows with the square."""
_PAIR = 0.15  # where these lie was measured on walls that people grouped: benchmarks/suggested_grouping.py
_TOGETHER = 0.08
_JOIN, _MARGIN = 0.15, 0.10


@dataclass(frozen=True)
class Card:
    """A card as it is looked at.

    Attributes:
        id: its id.
        text: what it says.
        group: the group where people put it; empty while it is loose.
    """

    id: str
    text: str
    group: str = ""


@dataclass(frozen=True)
class Suggestion:
    """Something that people may accept or leave.

    Attributes:
        kind: one of ``KINDS``.
        card_ids: the cards, the one that stays first for a ``duplicate``; for a ``join`` only the loose card.
        group: for a ``join`` the group where the card would go; for a ``duplicate`` where the staying card is.
        score: how alike they are, 0 to 1; it orders suggestions and is no probability.
    """

    kind: str
    card_ids: tuple[str, ...]
    group: str
    score: float


def propose(cards: Sequence[Card], language: str) -> list[Suggestion]:
    """Suggest what may belong together; cards in a group are never suggested to leave it.

    The same cards give the same suggestions. A loose card is in one ``duplicate`` as the one that goes, in one
    ``join``, one ``pair`` and one ``group`` at most.

    Args:
        cards: the wall in its order, ids all different; empty texts are left alone.
        language: ``es``, ``pt`` or ``en``.

    Returns:
        Repetitions first, then joins, pairs and groups; within a kind the surest first.
    """
    here = _looked_at(cards)
    if len(here) < 2 or all(card.group for card in here):
        return []
    words = vocabulary(language)
    texts = [card.text for card in here]
    repeated = _duplicates(here, spelling(texts), words)
    going = {found.card_ids[1] for found in repeated}
    loose = [i for i, card in enumerate(here) if not card.group and card.id not in going]
    alike = likeness(texts, words)
    return [*repeated, *_joins(here, loose, alike), *_pairs(here, loose, alike), *_groups(here, loose, alike)]


def _looked_at(cards: Sequence[Card]) -> list[Card]:
    written = [card for card in cards if card.text.strip()]
    loose = {card.id for card in [card for card in written if not card.group][:SEEN]}
    grouped = {card.id for card in [card for card in written if card.group][:2 * SEEN]}
    return [card for card in written if card.id in loose or card.id in grouped]


def _suggestion(kind: str, here: list[Card], places: Sequence[int], score: float, group: str = "") -> Suggestion:
    return Suggestion(kind, tuple(here[i].id for i in places), group, round(float(min(1.0, max(0.0, score))), 3))


def _surest(found: list[Suggestion]) -> list[Suggestion]:
    return sorted(found, key=lambda s: -s.score)  # stable: equal ones stay in the order of the wall


def _duplicates(here: list[Card], letters: Matrix, words: Vocabulary) -> list[Suggestion]:
    found, gone = [], set()
    for first, second in candidates(letters):
        stays, goes = (second, first) if here[second].group and not here[first].group else (first, second)
        if here[goes].group or stays in gone or goes in gone:
            continue
        if sure := same(here[stays].text, here[goes].text, words):
            gone.add(goes)
            found.append(_suggestion("duplicate", here, (stays, goes), sure, here[stays].group))
    # A card that stayed for one may have gone to another since.
    return _surest([one for one in found if one.card_ids[0] not in gone])


def _joins(here: list[Card], loose: list[int], alike: Matrix) -> list[Suggestion]:
    groups: dict[str, list[int]] = {}
    for i, card in enumerate(here):
        if card.group:
            groups.setdefault(card.group, []).append(i)
    found = []
    for i in loose:
        # The two nearest of each group: a whole group speaks of more than one thing.
        near = sorted(((sum(sorted(alike[i, members], reverse=True)[:2]) / 2, group)
                       for group, members in groups.items()), key=lambda pair: -pair[0])
        if near and near[0][0] >= _JOIN and (len(near) == 1 or near[0][0] - near[1][0] >= _MARGIN):
            found.append(_suggestion("join", here, (i,), near[0][0], near[0][1]))
    return _surest(found)


def _pairs(here: list[Card], loose: list[int], alike: Matrix) -> list[Suggestion]:
    if len(loose) < 2:
        return []
    among = alike[loose][:, loose]
    nearest = among.argmax(axis=1)
    return _surest([_suggestion("pair", here, (loose[a], loose[b]), among[a, b]) for a, b in enumerate(nearest)
                    if a < b and nearest[b] == a and among[a, b] >= _PAIR])


def _groups(here: list[Card], loose: list[int], alike: Matrix) -> list[Suggestion]:
    if len(loose) < 2 * SMALLEST:  # with fewer, the pairs say it all
        return []
    from sklearn.cluster import AgglomerativeClustering

    among = alike[loose][:, loose]
    tree = AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=0).fit(1 - among)
    branches = list(zip(tree.children_.tolist(), tree.distances_.tolist(), strict=True))
    inside: list[list[int]] = [[i] for i in range(len(loose))]  # what lies below each branch, leaves first
    for (left, right), _apart in branches:
        inside.append(sorted(inside[left] + inside[right]))
    found, waiting = [], [len(inside) - 1]
    while waiting:  # from the whole wall down, the first branches that are small and whose halves are close
        branch = waiting.pop()
        if len(places := inside[branch]) < SMALLEST:
            continue
        halves, apart = branches[branch - len(loose)]
        if len(places) <= LARGEST and 1 - apart >= _TOGETHER:
            found.append((places, among[places][:, places].sum() / (len(places) * (len(places) - 1))))
        else:
            waiting += halves
    found.sort(key=lambda group: group[0])
    return _surest([_suggestion("group", here, [loose[i] for i in places], close) for places, close in found])

