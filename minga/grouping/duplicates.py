"""Cards that say the same but for accents, capitals, small words and slips of the keyboard."""

from __future__ import annotations

from difflib import SequenceMatcher

from minga.folding import fold
from minga.grouping.likeness import Matrix
from minga.grouping.vocabulary import Vocabulary

LOOK = 0.6
"""Cosine of letter pieces from which two cards are compared word by word."""
SLIP = 0.75
"""Likeness of two words from which one passes for a slip of the other."""


def same(one: str, other: str, words: Vocabulary) -> float:
    """How surely two cards are repetitions, 0 (they are not) to 1 (letter by letter).

    Every word that says something must have its counterpart on the other card: «formar mujeres» and «formar
    hombres» look alike and are two ideas. A figure must be the same, and a word with a prefix (*confianza*,
    *desconfianza*) is another word.
    """
    mine, yours = fold(one), fold(other)
    if mine == yours:
        return 1.0 if mine else 0.0
    left, right = _telling(mine, words), _telling(yours, words)
    if not left or not right or _denies(mine) != _denies(yours):
        return 0.0
    if not (_covered(left, right) and _covered(right, left)):
        return 0.0
    return min(0.99, SequenceMatcher(None, mine, yours, autojunk=False).ratio())


def candidates(letters: Matrix) -> list[tuple[int, int]]:
    """Pairs of places, first before second, that look alike enough to be compared."""
    return [(int(a), int(b)) for a, b in zip(*(letters >= LOOK).nonzero(), strict=True) if a < b]


def _telling(folded: str, words: Vocabulary) -> list[str]:
    return [word for word in folded.split() if word not in words.stop or word.isdigit()]


def _denies(folded: str) -> bool:
    return bool({"no", "sin", "nunca", "nadie", "nao", "sem", "ninguem", "not", "without", "never", "nobody"}
                & set(folded.split()))


def _covered(these: list[str], those: list[str]) -> bool:
    return all(any(_slip(word, other) for other in those) for word in these)


def _slip(word: str, other: str) -> bool:
    if word == other:
        return True
    if any(map(str.isdigit, word + other)) or word.endswith(other) or other.endswith(word):
        return False
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= SLIP
