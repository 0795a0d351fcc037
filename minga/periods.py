"""Semesters, quarters and years: frozen values that know their dates and sort as their text does.

A period is written ``2018-S1``, ``2018-Q3`` or ``2018`` wherever it is stored. A plan whose year does
not begin in January gives its ``fiscal_start_month``: the year of a period is then the one in which
its fiscal year begins, and the written form stays the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar, NamedTuple, Self

from minga.errors import Fault, InputError
from minga.i18n import N_
from minga.i18n import gettext as _

_LONGEST = 80
"""Characters of a period's text that are read; nobody writes a longer one."""

def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORDS = re.compile(r"[0-9]+|[a-z]+")
_PUNCTUATION = re.compile(r"[0-9a-z\s\-–—_/.,°']*")
_FILLERS = _words("de del do da of the el la o a er era ero ra ro st nd rd th ano year")
_ORDINALS = {
    **dict.fromkeys(_words("i primer primero primera primeiro primeira first"), 1),
    **dict.fromkeys(_words("ii segundo segunda second"), 2),
    **dict.fromkeys(_words("iii tercer tercero tercera terceiro terceira third"), 3),
    **dict.fromkeys(_words("iv cuarto cuarta quarto quarta fourth"), 4),
}


class _Parts(NamedTuple):
    """What the text of a period says: year, number inside the year and unit word, '' where unsaid."""

    year: str
    number: str
    unit: str
    year_first: bool


def _read(text: str) -> _Parts | None:
    """The parts of a period's text in any accepted spelling, or None when something else is in it."""
    if len(text) > _LONGEST:
        return None
    folded = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    if not _PUNCTUATION.fullmatch(folded):
        return None
    found: dict[str, str] = {}
    year_first = True
    for word in _WORDS.findall(folded):
        if word in _FILLERS:
            continue
        if re.fullmatch("[0-9]{4}", word):
            name, year_first = "year", "number" not in found
        elif word in _ORDINALS or re.fullmatch("[1-9]", word):
            name = "number"
        else:
            name = "unit"
        if name in found:
            return None
        found[name] = word
    return _Parts(found.get("year", ""), found.get("number", ""), found.get("unit", ""), year_first)


@dataclass(frozen=True, order=True)
class _Period:
    """What semesters, quarters and years have in common."""

    year: int

    _months: ClassVar[int] = 12
    _units: ClassVar[frozenset[str]] = frozenset()
    _expected: ClassVar[str] = N_("Se espera el año, por ejemplo 2018.")

    @property
    def _number(self) -> int:
        return 1

    def __post_init__(self) -> None:
        fiscal = getattr(self, "fiscal_start_month", 1)
        if not (1 <= self.year <= 9999 and 1 <= self._number <= 12 // self._months and 1 <= fiscal <= 12):
            raise self._wrong(str(self))

    @classmethod
    def _wrong(cls, text: str) -> InputError:
        shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
        message = _("«{text}» no es un período que se entienda.").format(text=shown)
        return InputError(Fault(message, column="period", advice=_(cls._expected)))

    @classmethod
    def _at(cls, index: int, fiscal_start_month: int) -> Self:
        """The period number ``index`` counted from the year 0."""
        year, number = divmod(index, 12 // cls._months)
        return cls._make(year, number + 1, fiscal_start_month)

    @classmethod
    def _make(cls, year: int, number: int, fiscal_start_month: int) -> Self:
        raise NotImplementedError

    @property
    def _index(self) -> int:
        return self.year * (12 // self._months) + self._number - 1

    @property
    def _fiscal(self) -> int:
        return getattr(self, "fiscal_start_month", 1)

    @classmethod
    def of(cls, day: date, fiscal_start_month: int = 1) -> Self:
        """The period a day belongs to.

        Args:
            day: any date.
            fiscal_start_month: 1 to 12, the month in which the plan's year begins.
        """
        months = day.year * 12 + day.month - fiscal_start_month
        return cls._at(months // cls._months, fiscal_start_month)

    @classmethod
    def parse(cls, text: str, fiscal_start_month: int = 1) -> Self:
        """The period a text names, in any of the spellings people use.

        Raises:
            InputError: the text names something else; the message gives an example.
        """
        text = str(text).strip()
        parts = _read(text)
        if parts is None or not parts.year or not cls._accepts(parts):
            raise cls._wrong(text)
        number = _ORDINALS.get(parts.number) or int(parts.number or 1)
        try:
            return cls._make(int(parts.year), number, fiscal_start_month)
        except InputError:
            raise cls._wrong(text) from None

    @classmethod
    def _accepts(cls, parts: _Parts) -> bool:
        return bool(parts.number) and parts.unit in cls._units

    @property
    def starts(self) -> date:
        """First day, inclusive."""
        month = self._index * self._months + self._fiscal - 1
        return date(month // 12, month % 12 + 1, 1)

    @property
    def ends(self) -> date:
        """Last day, inclusive."""
        month = (self._index + 1) * self._months + self._fiscal - 1
        if month // 12 > date.max.year:  # a period that runs over the end of the calendar
            return date.max
        return date(month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def next(self) -> Self:
        """The period that follows."""
        return self + 1

    @property
    def previous(self) -> Self:
        """The period before."""
        return self - 1

    def __add__(self, count: int) -> Self:
        if not isinstance(count, int):
            return NotImplemented
        return self._at(self._index + count, self._fiscal)

    def __sub__(self, count: int) -> Self:
        if not isinstance(count, int):
            return NotImplemented
        return self + -count

    def __contains__(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    @classmethod
    def range(cls, first: Self, last: Self) -> list[Self]:
        """Every period from ``first`` to ``last``, both included; empty when ``last`` is earlier."""
        return [first + step for step in range(last._index - first._index + 1)]


@dataclass(frozen=True, order=True)
class Semester(_Period):
    """Half a year: ``Semester(2018, 1)`` is written ``2018-S1``."""

    half: int
    fiscal_start_month: int = field(default=1, repr=False)

    _months: ClassVar[int] = 6
    _units: ClassVar[frozenset[str]] = _words("s sem semestre semester h half mitad metade")
    _expected: ClassVar[str] = N_("Se espera el año y el semestre, por ejemplo 2018-S1.")
    _labels: ClassVar[tuple[str, ...]] = (N_("1.er semestre de {year}"), N_("2.º semestre de {year}"))

    @property
    def _number(self) -> int:
        return self.half

    @classmethod
    def _make(cls, year: int, number: int, fiscal_start_month: int) -> Self:
        return cls(year, number, fiscal_start_month)

    @classmethod
    def _accepts(cls, parts: _Parts) -> bool:
        # Without a unit, "2018-2" and "II-2018" are semesters, but "2-2018" could as well be February.
        bare = not parts.unit and (parts.year_first or not parts.number.isdigit())
        return bool(parts.number) and (bare or parts.unit in cls._units)

    def __str__(self) -> str:
        return f"{self.year:04d}-S{self.half}"

    def label(self) -> str:
        """The semester as people write it, in the language in force (``1.er semestre de 2018``)."""
        return _(self._labels[self.half - 1]).format(year=self.year)


@dataclass(frozen=True, order=True)
class Quarter(_Period):
    """Three months: ``Quarter(2018, 3)`` is written ``2018-Q3``."""

    quarter: int
    fiscal_start_month: int = field(default=1, repr=False)

    _months: ClassVar[int] = 3
    _units: ClassVar[frozenset[str]] = _words("q t trim trimestre quarter")
    _expected: ClassVar[str] = N_("Se espera el año y el trimestre, por ejemplo 2018-Q3.")
    _labels: ClassVar[tuple[str, ...]] = (
        N_("1.er trimestre de {year}"), N_("2.º trimestre de {year}"),
        N_("3.er trimestre de {year}"), N_("4.º trimestre de {year}"),
    )

    @property
    def _number(self) -> int:
        return self.quarter

    @classmethod
    def _make(cls, year: int, number: int, fiscal_start_month: int) -> Self:
        return cls(year, number, fiscal_start_month)

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.quarter}"

    def label(self) -> str:
        """The quarter as people write it, in the language in force (``3.er trimestre de 2018``)."""
        return _(self._labels[self.quarter - 1]).format(year=self.year)


@dataclass(frozen=True, order=True)
class Year(_Period):
    """Twelve months: ``Year(2018)`` is written ``2018``."""

    fiscal_start_month: int = field(default=1, repr=False)

    @classmethod
    def _make(cls, year: int, number: int, fiscal_start_month: int) -> Self:
        return cls(year, fiscal_start_month)

    @classmethod
    def _accepts(cls, parts: _Parts) -> bool:
        return not parts.number and not parts.unit

    def __str__(self) -> str:
        return f"{self.year:04d}"

    def label(self) -> str:
        """The year as people write it."""
        return str(self.year)


Period = Semester | Quarter | Year


def parse_period(text: str, fiscal_start_month: int = 1) -> Period:
    """The semester, quarter or year a text names; ``2018-2`` is read as a semester.

    Raises:
        InputError: the text names none of the three; the message gives an example of each.
    """
    for kind in (Semester, Quarter, Year):
        try:
            return kind.parse(text, fiscal_start_month)
        except InputError:
            continue
    fault = _Period._wrong(str(text).strip()).faults[0]
    advice = _("Se espera un semestre (2018-S1), un trimestre (2018-Q3) o un año (2018).")
    raise InputError(Fault(fault.message, column=fault.column, advice=advice))


def semesters_between(starts: date, ends: date, fiscal_start_month: int = 1) -> list[Semester]:
    """Every semester that has at least one day from ``starts`` to ``ends``, in order.

    Raises:
        InputError: ``ends`` is before ``starts``.
    """
    if ends < starts:
        message = _("La fecha final {ends} es anterior a la inicial {starts}.")
        raise InputError(Fault(
            message.format(ends=ends.isoformat(), starts=starts.isoformat()), column="ends",
            advice=_("Se espera una fecha final igual o posterior a la inicial."),
        ))
    first, last = Semester.of(starts, fiscal_start_month), Semester.of(ends, fiscal_start_month)
    return Semester.range(first, last)
