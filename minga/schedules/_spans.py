"""From one date to another (de enero a junio, 2018 - 2019), and several dates said in a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from minga.schedules._dates import Found, moment_at
from minga.schedules._figures import is_year
from minga.schedules._moment import PRECISIONS, Moment
from minga.schedules._text import Tokens
from minga.schedules._words import FILLERS, LIST_WORDS, RANGE_WORDS

_LONGEST = 12
"""Dates in a row that are looked at."""


@dataclass(frozen=True)
class Span:
    """A date, or the first and the last of a stretch of them.

    Attributes:
        first: where it begins.
        last: where it ends; the same as ``first`` for one date.
        end: place in the phrase after what was read.
        ranged: two ends were said.
        several: other dates were said that make no stretch with the first.
        backwards: the end that was said comes before the beginning, and was left out.
    """

    first: Moment
    last: Moment
    end: int
    ranged: bool = False
    several: bool = False
    backwards: bool = False

    @property
    def precision(self) -> str:
        """The coarser of both ends."""
        return max(self.first.precision, self.last.precision, key=PRECISIONS.index)

    def dates(self, year: int | None = None) -> tuple[date, date]:
        """First and last day; ``year`` is that of the beginning when none was said."""
        starts, ends = self.first.starts(year), self.last.ends(year)
        if ends < starts and self.last.year is None:  # "noviembre a febrero" runs into the next year
            ends = self.last.ends((year or 2001) + 1)
        return starts, ends


Link = tuple[str, Moment, int]
"""How a date was joined to the one before (``range``, ``list`` or empty), the date, and the place after it."""


def span_at(t: Tokens, i: int, *, between: bool = False) -> Span | None:
    """What begins at a place of the phrase, read as far as dates follow one another.

    Args:
        t: the phrase.
        i: place to look at.
        between: the words before were "entre" or "between", so that "y" joins two ends.
    """
    found = moment_at(t, i)
    if found is None:
        return None
    chain: list[Link] = [("", *found)]
    while len(chain) < _LONGEST and (link := _next(t, chain[-1], between)):
        chain.append(link)
    return _joined(_with_years(chain))


def _next(t: Tokens, before: Link, between: bool) -> Link | None:
    joint = _joint(t, before[2])
    if joint is None:
        return None
    kind, i = joint
    found = _short_second_year(t, before) or _after_fillers(t, i)
    if found is None or "word" in (found[0].bare, before[1].bare):
        return None
    iso_interval = t.word(before[2]) == "/" and len(t.word(i)) == 4 and found[0].bare != "number"
    return ("range" if between or iso_interval else kind), *found


def _joint(t: Tokens, i: int) -> tuple[str, int] | None:
    """The word that joins two dates (``a``, ``hasta``, ``y``, ``-``, ``, y``, ``y hasta``) and the place after."""
    j = i + 1 if t.word(i) in LIST_WORDS else i
    if t.word(j) in RANGE_WORDS and (j == i or t.word(j) in ("hasta", "ate", "until", "till", "to")):
        return "range", j + 1
    if j == i:
        return None
    return "list", j + 1 if t.word(i) == "," and t.word(j) in LIST_WORDS else j


def _after_fillers(t: Tokens, i: int) -> Found:
    for j in range(i, i + 5):
        if found := moment_at(t, j):
            return found
        if t.word(j) not in FILLERS:
            return None
    return None


def _short_second_year(t: Tokens, before: Link) -> Found:
    """The second year of ``2018-19``."""
    _kind, moment, i = before
    number = t.number(i + 1)
    if moment.bare != "number" or not is_year(t, i - 1) or number is None or len(t.word(i + 1)) != 2:
        return None
    if t.word(i) not in ("-", "/") or not (t.glued(i) and t.glued(i + 1)) or t.glued(i + 2):
        return None
    first = t.number(i - 1) or 0
    if number <= max(12, first % 100):
        return None
    return Moment(first - first % 100 + number, bare="number"), i + 2


def _with_years(chain: list[Link]) -> list[Link]:
    """Give a date without a year that of the date beside it: «enero a junio de 2018», «nov. 2018 - feb.»."""
    chain = list(chain)
    for k in reversed(range(len(chain) - 1)):
        (kind, moment, end), (joint, following, _end) = chain[k], chain[k + 1]
        if moment.year is None and (year := following.year) is not None:
            if joint == "range" and moment.starts(year) > following.ends():
                year -= 1
            chain[k] = (kind, replace(moment, year=year, weak=False), end)
    for k in range(1, len(chain)):
        (_joint, before, _end), (joint, moment, end) = chain[k - 1], chain[k]
        if moment.year is None and (year := before.year) is not None:
            if joint == "range" and moment.ends(year) < before.starts():
                year += 1
            chain[k] = (joint, replace(moment, year=year, weak=False), end)
    return chain


def _joined(chain: list[Link]) -> Span:
    _kind, first, end = chain[0]
    span = Span(first, first, end, ranged=first.ranged, several=first.several)
    for kind, moment, end in chain[1:]:
        if span.several:
            break
        if kind == "list" and moment.starts() != span.last.ends() + timedelta(days=1):
            return replace(span, several=True)
        if moment.year is not None and moment.ends() < span.first.starts():
            return replace(span, backwards=True)
        span = replace(span, last=moment, end=end, ranged=True, several=moment.several)
    return span
