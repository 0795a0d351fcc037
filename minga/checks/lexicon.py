"""The shape of a language's word lists, and how phrases are found in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from minga.checks.tokens import Token, plain, tokens


def entries(text: str) -> tuple[str, ...]:
    """The phrases of a list written in lines and separated by ``·``."""
    return tuple(entry.strip() for line in text.splitlines() for entry in line.split("·") if entry.strip())


def words(text: str) -> frozenset[str]:
    """The words of a list, without accents or capitals."""
    return frozenset(plain(text).split())


@dataclass(frozen=True)
class Lexicon:
    """What the checks know about one language; ``*`` at the end of a word stands for any ending.

    Attributes:
        comparatives: words that promise a change without saying which.
        not_comparatives: idioms where such a word promises nothing.
        more: words that a «no» before them turns into an end («no habrá más incendios»).
        negations: words that say no.
        numbers: words that count or measure.
        measures: phrases that say how often or how much.
        year_after: words after which a number of four digits is a year.
        lack: phrases that name what is not there.
        not_lack: idioms with the same words.
        negation_may_open: whether a bare «no» before a noun says that something is not there.
        empty: words that any plan could have in its titles.
        stop: small words without content of their own.
        honorifics: short forms that stand before a name, with or without capitals.
        offices: posts that stand before a name in capitals.
        places: words that stand before the name of a place.
        place_after: prepositions after which a single capital is a place more often than somebody.
        capitals: words that people write with a capital though they name nobody.
        shouted: short words that people write in capitals to stress them, and acronyms of things.
        companies: endings of the names of companies.
    """

    comparatives: tuple[str, ...]
    not_comparatives: tuple[str, ...]
    more: frozenset[str]
    negations: frozenset[str]
    numbers: frozenset[str]
    measures: tuple[str, ...]
    year_after: frozenset[str]
    lack: tuple[str, ...]
    not_lack: tuple[str, ...]
    empty: tuple[str, ...]
    stop: frozenset[str]
    honorifics: frozenset[str]
    offices: tuple[str, ...]
    places: frozenset[str]
    place_after: frozenset[str]
    capitals: tuple[str, ...]
    shouted: frozenset[str]
    companies: frozenset[str]
    negation_may_open: bool = field(default=False)


class _Step:
    """Where one can be in the phrases after some words: what may follow, and whether one may stop."""

    __slots__ = ("ends", "exact", "open", "stems")

    def __init__(self) -> None:
        self.exact: dict[str, _Step] = {}
        self.open: list[tuple[str, _Step]] = []
        self.stems: tuple[str, ...] = ()
        self.ends = False

    def to(self, part: str) -> _Step:
        if not part.endswith("*"):
            return self.exact.setdefault(part, _Step())
        stem = part[:-1]
        known = dict(self.open)
        if stem not in known:
            known[stem] = _Step()
            self.open.append((stem, known[stem]))
            self.stems = tuple(known)
        return known[stem]

    def after(self, word: str) -> Iterator[_Step]:
        if word in self.exact:
            yield self.exact[word]
        if self.stems and word.startswith(self.stems):
            yield from (step for stem, step in self.open if word.startswith(stem))


class Phrases:
    """A set of phrases that can be found in the words of a text in one pass."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._start = _Step()
        for phrase in phrases:
            step = self._start
            for part in _parts(phrase):
                step = step.to(part)
            step.ends = step is not self._start

    def find(self, found: list[Token]) -> Iterator[tuple[int, int]]:
        """Where phrases stand, as (first token, one past the last); the longest at each place."""
        for i in range(len(found)):
            end = self._end(found, i)
            if end > i:
                yield i, end

    def _end(self, found: list[Token], i: int) -> int:
        end, steps = i, [self._start]
        for n in range(i, len(found)):
            if n > i and (found[n].first or "," in found[n].gap):
                break
            steps = [after for step in steps for after in step.after(found[n].plain)]
            if not steps:
                break
            if any(step.ends for step in steps):
                end = n + 1
        return end

    def covered(self, found: list[Token]) -> set[int]:
        """The tokens that belong to some phrase."""
        return {n for start, end in self.find(found) for n in range(start, end)}

    def says(self, token: Token) -> bool:
        """Whether a word is a phrase by itself."""
        return any(step.ends for step in self._start.after(token.plain))


def _parts(phrase: str) -> tuple[str, ...]:
    # A phrase is cut as a text is, so that both agree about «d'água» or «e-mail».
    return tuple(t.plain + ("*" if phrase[t.end:t.end + 1] == "*" else "") for t in tokens(phrase))
