"""One date at a place of the phrase, in words: months, days, years, pieces and parts of them."""

from __future__ import annotations

from dataclasses import replace

from minga.schedules import _figures as figures
from minga.schedules._moment import Moment, chunk, half_of, on_days, part_of, weeks_of
from minga.schedules._text import Tokens
from minga.schedules._words import (
    ARTICLES,
    CHUNKS,
    CODE_LETTERS,
    FILLERS,
    HALVES,
    LIST_WORDS,
    MONTHS,
    OF,
    ORDINAL_ENDINGS,
    ORDINALS,
    PARTS,
    RANGE_WORDS,
    SHORT_MONTHS,
    WEAK_MONTHS,
    WEEKDAYS,
    WEEKS,
    YEAR_WORDS,
)

Found = tuple[Moment, int] | None
"""A date and the place after it."""

_PARTS: dict[str, list[tuple[tuple[str, ...], str, bool, bool]]] = {}
for _text, *_rest in sorted(PARTS, key=lambda row: -len(row[0].split())):
    _PARTS.setdefault(_text.split()[0], []).append((tuple(_text.split()), *_rest))
OPENERS = (
    ORDINALS.keys() | MONTHS.keys() | CHUNKS.keys() | CODE_LETTERS.keys() | _PARTS.keys() | YEAR_WORDS | WEEKDAYS
    | ARTICLES
)
"""Words, besides figures, that a date can begin with."""

_AFTER_YEAR_WORD = frozenset({"fiscal", "calendario", "todo", "entero", "inteiro", "completo"})
_NOT_MARCO = frozenset({"el", "un", "del", "al", "este", "nuevo", "dicho", "mismo"})


def moment_at(t: Tokens, i: int) -> Found:
    """The date that begins at a place of the phrase, if one does."""
    if t.word(i) not in OPENERS and not t.word(i).isdigit():
        return None
    for read in (figures.code, figures.figures, _piece, _part, _days_of_month, _month_then_days, month, year):
        if found := read(t, i):
            return found
    return None


def ordinal(t: Tokens, i: int) -> tuple[int, int, bool] | None:
    """An ordinal (``primer``, ``2do``, ``1.er``, ``II``, ``3``): number, place after, whether plainly one."""
    if t.word(i) in ORDINALS:
        return ORDINALS[t.word(i)], i + 1, True
    number = t.number(i)
    if number is None or not 1 <= number <= 31:
        return None
    after = i + 2 if t.word(i + 1) == "." and t.glued(i + 1) and t.glued(i + 2) else i + 1
    if t.word(after) in ORDINAL_ENDINGS and t.glued(after):
        return number, figures.after_dot(t, after + 1), True
    return number, i + 1, False


def _piece(t: Tokens, i: int) -> Found:
    """``primer semestre de 2018``, ``semestre 2 de 2018``, ``segunda quincena de marzo``, ``última semana de…``."""
    if t.word(i) in CHUNKS:
        return _named_piece(t, i)
    found = _ordinals(t, i)
    if found is None:
        return None
    ends, several, plain, j = found
    unit = t.word(j)
    if unit in CHUNKS:
        weak = not plain or CHUNKS[unit] == 1  # "el primer mes" is that of the project
        piece = _with_year(t, chunk(CHUNKS[unit], *ends), figures.after_dot(t, j + 1), weak=weak)
    elif unit in HALVES | WEEKS:
        piece = _inside(t, j + 1, unit, *ends)
    else:
        return None
    return piece and (replace(piece[0], several=several, ranged=ends[0] != ends[1]), piece[1])


def _ordinals(t: Tokens, i: int) -> tuple[tuple[int, int], bool, bool, int] | None:
    """``primer``, ``primer y segundo``, ``I - III``: both ends, whether others were left out, plainly, place after."""
    found = ordinal(t, i)
    if found is None:
        return None
    first, j, plain = found
    if t.word(j) in RANGE_WORDS | LIST_WORDS and (more := ordinal(t, t.skip(j + 1, ARTICLES, 1))):
        several = t.word(j) in LIST_WORDS and more[0] != first + 1 and not _said_between(t, i)
        return (first, first if several else more[0]), several, plain and more[2], more[1]
    return (first, first), False, plain, j


def _said_between(t: Tokens, i: int) -> bool:
    """Whether "entre" or "between" stands before a place, so that "y" joins two ends."""
    while t.word(i - 1) in FILLERS:
        i -= 1
    return t.word(i - 1) in ("entre", "between")


def _named_piece(t: Tokens, i: int) -> Found:
    """``semestre 2 de 2018``, ``trimestre III 2018``, ``semestre 2018-2``."""
    size = CHUNKS[t.word(i)]
    j = t.skip(i + 1, frozenset({".", "n", "no", "nro", "numero", "o"}), 3)
    if figures.is_year(t, j) and t.word(j + 1) in ("-", "/") and t.glued(j + 2):
        piece = chunk(size, t.number(j + 2) or 0)
        return piece and (replace(piece, year=t.number(j)), j + 3)
    found = _ordinals(t, j)
    if found is None:
        return None
    ends, several, _plain, j = found
    piece = _with_year(t, chunk(size, *ends), j, weak=True)
    return piece and (replace(piece[0], several=several, ranged=ends[0] != ends[1]), piece[1])


def _with_year(t: Tokens, moment: Moment | None, i: int, *, weak: bool) -> Found:
    if moment is None:
        return None
    said, after = figures.year_after(t, i)
    return replace(moment, year=said, weak=weak and said is None), after


def _inside(t: Tokens, i: int, unit: str, first: int, last: int) -> Found:
    """A half, fortnight or week, by number, of the month, semester or year that follows."""
    j = t.skip(i, FILLERS, 4)
    whole = month(t, j) or (None if unit in WEEKS else figures.code(t, j) or _piece(t, j) or year(t, j))
    if whole is None:
        return None
    inside = (weeks_of if unit in WEEKS else half_of)(whole[0], first, last)
    return inside and (inside, whole[1])


def _part(t: Tokens, i: int) -> Found:
    """``finales de febrero 2018``, ``mid-2019``, ``fin de año``, ``inicios del segundo semestre de 2018``."""
    for text, part, needs_of, sharp in _PARTS.get(t.word(i), ()):
        if not t.starts_with(i, text):
            continue
        j = t.skip(i + len(text), FILLERS | {"-"}, 4)
        said_of = any(t.word(k) in OF for k in range(i + len(text), j))
        whole = figures.code(t, j) or _piece(t, j) or month(t, j) or year(t, j)
        if whole is None or (needs_of and not said_of and not (sharp and whole[0].bare == "number")):
            return None
        moment = part_of(whole[0], part)
        return moment and (replace(moment, sharp=sharp), whole[1])
    return None


def _day_numbers(t: Tokens, i: int) -> tuple[list[int], bool, int] | None:
    """Days in a row (``3 al 7``, ``15, 16 y 17``): numbers, whether a range was said, place after."""
    found = ordinal(t, i)
    if found is None or not 1 <= found[0] <= 31 or t.word(i) in {"i", "ii", "iii", "iv", "v"}:
        return None
    days, ranged, j = [found[0]], _said_between(t, i), found[1]
    while len(days) < 8 and t.word(j) in RANGE_WORDS | LIST_WORDS:
        k = j + 1
        if t.word(j) == "," and t.word(k) in LIST_WORDS:
            k += 1
        k = t.skip(k, ARTICLES | {"dia", "dias", "de", "del"}, 3)
        more = ordinal(t, k)
        if more is None or not days[-1] < more[0] <= 31:
            break
        # "March 3-5, 2019", but in "March 3, 2019" the year is no day
        ranged = ranged or t.word(j) in RANGE_WORDS
        days.append(more[0])
        j = more[1]
    return days, ranged, j


def _on(month_number: int, days: list[int], ranged: bool, said: int | None) -> Moment | None:
    in_a_row = ranged or days[-1] - days[0] == len(days) - 1
    moment = on_days(month_number, days[0], days[-1] if in_a_row else days[0], said)
    return moment and replace(moment, several=not in_a_row)


def _days_of_month(t: Tokens, i: int) -> Found:
    """``15 de marzo de 2018``, ``del 3 al 7 de junio``, ``15-mar-2018``, ``1º de mayo``, ``15th of March 2018``."""
    i = t.skip(i, WEEKDAYS | {","} if t.word(i) in WEEKDAYS else frozenset(), 3)
    found = _day_numbers(t, t.skip(i, ARTICLES, 1))
    if found is None:
        return None
    days, ranged, j = found
    j = t.skip(j, OF | {"-", "/", "mes"}, 3)
    if t.word(j) not in MONTHS:
        return None
    whole = month(t, j)
    if whole is None:
        return None
    moment = _on(MONTHS[t.word(j)], days, ranged, whole[0].year)
    return moment and (moment, whole[1])


def _month_then_days(t: Tokens, i: int) -> Found:
    """``March 15, 2018``, ``June 3-7, 2019``, ``marzo 15 de 2018``; without a year, only before a pause."""
    i = t.skip(i, WEEKDAYS | {","} if t.word(i) in WEEKDAYS else frozenset(), 3)
    if t.word(i) not in MONTHS or (found := _day_numbers(t, figures.after_dot(t, i + 1))) is None:
        return None
    days, ranged, j = found
    if figures.short_year(t, i + 1) is not None and t.word(i) in SHORT_MONTHS:
        return None
    said, after = figures.year_after(t, j)
    if said is None:
        following = t.word(j)
        if t.word(i) in SHORT_MONTHS or (following.isalnum() and following not in RANGE_WORDS | LIST_WORDS):
            return None
    moment = _on(MONTHS[t.word(i)], days, ranged, said)
    return moment and (moment, after)


def month(t: Tokens, i: int) -> Found:
    """``febrero de 2018``, ``ene. 2018``, ``ene-18``, ``febrero``."""
    word = t.word(i)
    if word not in MONTHS:
        return None
    if word == "marco" and t.word(i - 1) in _NOT_MARCO and t.phrase[t[i].start:t[i].end].casefold() == "marco":
        return None
    number = MONTHS[word]
    moment = Moment(months=(number, number), precision="month", weak=word in WEAK_MONTHS)
    after = figures.after_dot(t, i + 1) if word in SHORT_MONTHS else i + 1
    if word in SHORT_MONTHS and (said := figures.short_year(t, after)) is not None:
        return replace(moment, year=said, weak=False), after + 2
    if word == "out" and t.word(after) == "of":  # "3 out of 2018 answers"
        return None
    return _with_year(t, moment, after, weak=moment.weak)


def year(t: Tokens, i: int) -> Found:
    """``2018``, ``año 2018``, ``año de 2018``, and ``año`` alone, which only some words before it make a date."""
    if t.word(i) in YEAR_WORDS:
        j = t.skip(i + 1, OF | _AFTER_YEAR_WORD, 3)
        if figures.is_year(t, j):
            return Moment(t.number(j)), j + 1
        if t.word(i) not in ("ano", "year"):
            return None
        return Moment(weak=True, bare="word"), t.skip(i + 1, _AFTER_YEAR_WORD, 1)
    if figures.is_year(t, i):
        return Moment(t.number(i), bare="number"), i + 1
    return None
