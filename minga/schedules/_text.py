"""A phrase as words without accents or capitals, each knowing its place in the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SAME = {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "´": "'", "°": "o"}
_TOKEN = re.compile(r"[0-9]+|[a-z]+|-{1,3}|\S")


def fold(text: str) -> tuple[str, list[int]]:
    """The text without accents or capitals, and for each of its letters its place in the original."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(plain):
                letters.append(_SAME.get(plain, plain))
                places.append(place)
    return "".join(letters), places


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign; ``start`` and ``end`` are places in the original phrase."""

    text: str
    start: int
    end: int
    glued: bool


class Tokens:
    """The words of a phrase, safe to look at beyond both ends (where every word is empty)."""

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self.folded, self._places = fold(phrase)
        self._tokens: list[Token] = []
        previous = -1
        for found in _TOKEN.finditer(self.folded):
            start, end = self.original(*found.span())
            # two or three hyphens are the dash of who has no dash on the keyboard
            word = "-" if found[0].startswith("-") else found[0]
            self._tokens.append(Token(word, start, end, found.start() == previous))
            previous = found.end()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Places in the phrase of a stretch of the folded text, accents that stand apart included."""
        first, last = self._places[start], self._places[end - 1] + 1
        while last < len(self.phrase) and unicodedata.combining(self.phrase[last]):
            last += 1
        return first, last

    def __len__(self) -> int:
        return len(self._tokens)

    def __getitem__(self, i: int) -> Token:
        return self._tokens[i]

    def word(self, i: int) -> str:
        """The word at a place; empty outside the phrase."""
        return self._tokens[i].text if 0 <= i < len(self._tokens) else ""

    def glued(self, i: int) -> bool:
        """Whether a word touches the one before it."""
        return 0 <= i < len(self._tokens) and self._tokens[i].glued

    def number(self, i: int) -> int | None:
        """The number of one to four figures at a place, or None."""
        word = self.word(i)
        return int(word) if word.isdigit() and len(word) <= 4 else None

    def skip(self, i: int, words: frozenset[str], most: int) -> int:
        """The place after at most ``most`` of these words."""
        stop = i + most
        while i < stop and self.word(i) in words:
            i += 1
        return i

    def starts_with(self, i: int, words: tuple[str, ...]) -> bool:
        """Whether these words stand at a place, one after another."""
        return all(self.word(i + step) == word for step, word in enumerate(words))
