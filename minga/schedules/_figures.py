"""Dates in figures: 15/02/2018, 2018-02-15, 02/2018, 2018-2, S1 2018, 3T 2020, and the year after a month."""

from __future__ import annotations

from dataclasses import replace

from minga.schedules._moment import Moment, chunk, on_days
from minga.schedules._text import Tokens
from minga.schedules._words import BEFORE_YEAR, CODE_LETTERS, COUNTED

Found = tuple[Moment, int] | None

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SHORT_YEARS = range(13, 61)
"""Two figures after a short month (ene-18) are a year when they can hardly be a day or a far century."""

_ROMAN_HALVES = {"i": 1, "ii": 2}


def is_year(t: Tokens, i: int) -> bool:
    """Whether a place holds the figures of a year, not of an amount or of a date in figures."""
    number = t.number(i)
    if number is None or len(t.word(i)) != 4 or not _FIRST_YEAR <= number <= _LAST_YEAR:
        return False
    decimal = t.word(i + 1) in (".", ",") and t.glued(i + 1) and t.word(i + 2).isdigit() and t.glued(i + 2)
    thousands = t.word(i - 1) in (".", ",") and t.glued(i) and t.word(i - 2).isdigit() and t.glued(i - 1)
    return not (decimal or thousands or _iso_day(t, i) or t.word(i + 1) in COUNTED)


def _iso_day(t: Tokens, i: int) -> bool:
    return t.word(i + 1) == "-" == t.word(i + 3) and t.word(i + 4).isdigit() and all(map(t.glued, range(i + 1, i + 5)))


def year_after(t: Tokens, i: int) -> tuple[int | None, int]:
    """The year said right after a month or a piece of a year, and the place after it."""
    for j in range(i, i + 4):
        if is_year(t, j):
            closing = any(t.word(k) == "(" for k in range(i, j)) and t.word(j + 1) == ")"
            return t.number(j), j + 1 + closing
        if t.word(j) not in BEFORE_YEAR:
            break
    return None, i


def short_year(t: Tokens, i: int) -> int | None:
    """The year of two figures in ``ene-18``, whose sign stands at ``i``."""
    if t.word(i) not in ("-", "/", "'") or not (t.glued(i) or t.word(i) == "'") or not t.glued(i + 1):
        return None
    number = t.number(i + 1)
    if number not in _SHORT_YEARS or len(t.word(i + 1)) != 2:
        return None
    return None if t.word(i + 2) in ("-", "/") and t.glued(i + 2) else 2000 + number


def after_dot(t: Tokens, i: int) -> int:
    """The place after the dot of an abbreviation."""
    return i + 1 if t.word(i) == "." and t.glued(i) else i


def code(t: Tokens, i: int) -> Found:
    """``S1 2018``, ``2018-S1``, ``3T 2020``, ``Q3``, ``II-2018``, ``2018-II``."""
    if is_year(t, i):
        after = i + 2 if t.word(i + 1) in ("-", "/") else i + 1
        if found := _short_code(t, after):
            return replace(found[0], year=t.number(i), weak=False), found[1]
        if after == i + 2 and t.word(after) in _ROMAN_HALVES:
            return _half(t, i, after), after + 1
        return None
    if found := _short_code(t, i):
        said, after = year_after(t, found[1])
        return replace(found[0], year=said, weak=said is None), after
    if t.word(i) in _ROMAN_HALVES and t.word(i + 1) in ("-", "/") and is_year(t, i + 2):
        return _half(t, i + 2, i), i + 3
    return None


def _half(t: Tokens, year_place: int, roman_place: int) -> Moment:
    months = (1, 6) if t.word(roman_place) == "i" else (7, 12)
    return Moment(t.number(year_place), months, precision="semester")


def _short_code(t: Tokens, i: int) -> Found:
    letter, figure = (i, i + 1) if t.word(i) in CODE_LETTERS else (i + 1, i)
    if t.word(letter) not in CODE_LETTERS or not t.glued(i + 1) or len(t.word(figure)) != 1:
        return None
    moment = chunk(CODE_LETTERS[t.word(letter)], t.number(figure) or 0)
    return moment and (replace(moment, weak=True), i + 2)


def figures(t: Tokens, i: int) -> Found:
    """A date all in figures: day first unless the year is; the American order only where no other is possible."""
    inside = t.glued(i) and t.word(i - 1) in ("-", "/", ".") and t.word(i - 2).isdigit()
    if t.number(i) is None or (inside and not (t.word(i - 1) == "/" and len(t.word(i)) == 4)):
        return None
    return _three(t, i) or _two(t, i)


def _three(t: Tokens, i: int) -> Found:
    sign = t.word(i + 1)
    a, b, c = (t.number(i + step) for step in (0, 2, 4))
    lengths = tuple(len(t.word(i + step)) for step in (0, 2, 4))
    if sign not in ("/", "-", ".") or sign != t.word(i + 3) or a is None or b is None or c is None:
        return None
    if sign != "/" and not all(map(t.glued, range(i + 1, i + 5))):
        return None
    if lengths[0] == 4 and max(lengths[1:]) <= 2:
        year, month, day = a, b, c
    elif max(lengths[:2]) <= 2 and (lengths[2] == 4 or lengths == (2, 2, 2) or (sign == "/" and lengths[2] == 2)):
        year, month, day = (c if lengths[2] == 4 else 2000 + c), b, a
        if month > 12 >= day:
            month, day = day, month
    else:
        return None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    moment = on_days(month, day, day, year)
    return moment and (moment, i + 5)


def _two(t: Tokens, i: int) -> Found:
    """``2018-02`` and ``02/2018`` are months; ``2018-2`` may be a semester: the year, and a question."""
    sign = t.word(i + 1)
    # "2018-2S" and "2018-1er semestre" are pieces of a year, and the third of "1-2-3" makes no date
    more = t.glued(i + 3) and (t.word(i + 3).isalnum() or (t.word(i + 3) == sign and t.word(i + 4).isdigit()))
    if sign not in ("-", "/") or not (t.glued(i + 1) and t.glued(i + 2)) or t.number(i + 2) is None or more:
        return None
    if is_year(t, i) and len(t.word(i + 2)) <= 2:
        year, month, first = i, i + 2, True
    elif is_year(t, i + 2) and len(t.word(i)) <= 2:
        year, month, first = i + 2, i, False
    elif sign == "/" and max(len(t.word(i)), len(t.word(i + 2))) <= 2:
        moment = on_days(t.number(i + 2) or 0, t.number(i) or 0, t.number(i) or 0, None)
        return moment and (replace(moment, weak=True), i + 3)
    else:
        return None
    number = t.number(month) or 0
    if t.word(month) in ("1", "2") and (first or sign == "-"):
        return Moment(t.number(year), question=t.word(month)), i + 3
    if not 1 <= number <= 12:
        return None
    return Moment(t.number(year), (number, number), precision="month"), i + 3
