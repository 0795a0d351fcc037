"""One date as it was said: a stretch of months and days, of a year that may be missing."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

PRECISIONS = ("day", "third", "month", "quarter", "semester", "year", "none")
"""How finely a date is known, the finest first; a fortnight counts as a third, two or four months as a quarter."""

_BY_MONTHS = {1: "month", 2: "quarter", 3: "quarter", 4: "quarter", 6: "semester", 12: "year"}
_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_YEAR_PARTS = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}


@dataclass(frozen=True)
class Moment:
    """One date as it was said.

    Attributes:
        year: None when it was not said.
        months: first and last month, 1 to 12.
        days: day of the first month and day of the last; 31 is the last one there is, -7 the seventh last.
        precision: one of PRECISIONS.
        approximate: whether the limits are ours (principios, mediados, finales).
        part: ``early``, ``mid``, ``late`` or empty.
        sharp: "fin de": as a deadline, an exact one.
        weak: could be something else than a date, unless a year stands beside it.
        bare: ``number`` for a year without the word, ``word`` for the word without the year.
        ranged: two ends were said (15-20 de mayo).
        several: other days were said besides the first.
        question: what to ask: ``1`` or ``2`` (semester or month?), ``day`` (there is no such day), or empty.
    """

    year: int | None = None
    months: tuple[int, int] = (1, 12)
    days: tuple[int, int] = (1, 31)
    precision: str = "year"
    approximate: bool = False
    part: str = ""
    sharp: bool = False
    weak: bool = False
    bare: str = ""
    ranged: bool = False
    several: bool = False
    question: str = ""

    def starts(self, year: int | None = None) -> date:
        """First day, in its own year, or in the one given when it has none."""
        return _day(self.year or year or 2001, self.months[0], self.days[0])

    def ends(self, year: int | None = None) -> date:
        """Last day, in its own year, or in the one given when it has none."""
        return _day(self.year or year or 2001, self.months[1], self.days[1])

    def fits(self, year: int) -> bool:
        """Whether the days exist in a year, which only a 29 February can fail."""
        return self.precision != "day" or self.days[1] <= monthrange(year, self.months[1])[1]

    def whole_month(self) -> bool:
        """Whether it is one month and nothing finer."""
        return self.precision == "month" and self.months[0] == self.months[1]


def _day(year: int, month: int, day: int) -> date:
    length = monthrange(year, month)[1]
    return date(year, month, length + day + 1 if day < 0 else min(day, length))


def chunk(size: int, first: int, last: int | None = None) -> Moment | None:
    """Pieces of a year (``size`` 3: quarters) by number, -1 for the last; None when there is no such piece."""
    count = 12 // size
    first = count if first == -1 else first
    last = first if last is None else count if last == -1 else last
    if not 1 <= first <= last <= count:
        return None
    return Moment(months=((first - 1) * size + 1, last * size), precision=_BY_MONTHS[size])


def on_days(month: int, first: int, last: int, year: int | None) -> Moment | None:
    """Days of a month; the whole month and a question when the day does not exist; None for day 0 or 32."""
    if not (1 <= month <= 12 and 1 <= first <= last <= 31):
        return None
    if last > monthrange(year or 2000, month)[1]:
        return Moment(year, (month, month), precision="month", question="day")
    return Moment(year, (month, month), (first, last), "day", ranged=last > first)


def part_of(moment: Moment, part: str) -> Moment | None:
    """The beginning, middle or end of a month or of something longer; None for anything shorter."""
    first, last = moment.months
    length = last - first + 1
    if moment.precision in ("day", "third") or moment.part:
        return None
    approximate = replace(moment, part=part, approximate=True, bare="", weak=False)
    if length == 1:
        return replace(approximate, days=_THIRDS[part], precision="third")
    if length == 12:
        return replace(approximate, months=_YEAR_PARTS[part], precision="quarter")
    third = max(1, length // 3)
    months = {
        "early": (first, first + third - 1), "mid": (first + third, last - third), "late": (last - third + 1, last),
    }[part]
    return replace(approximate, months=months, precision=_BY_MONTHS[months[1] - months[0] + 1])


def half_of(moment: Moment, first: int, last: int) -> Moment | None:
    """Halves of a month (fortnights), a semester or a year, by number; -1 for the last."""
    first, last = (2 if n == -1 else n for n in (first, last))
    start, end = moment.months
    length = end - start + 1
    if not 1 <= first <= last <= 2 or moment.part or moment.precision in ("day", "third"):
        return None
    if length == 1:
        days = (1 if first == 1 else 16, 15 if last == 1 else 31)
        return replace(moment, days=days, precision="third", weak=False)
    if length % 2:
        return None
    size = length // 2
    months = (start + (first - 1) * size, start + last * size - 1)
    return replace(moment, months=months, precision=_BY_MONTHS.get(size, "month"), bare="", weak=False)


def weeks_of(moment: Moment, first: int, last: int) -> Moment | None:
    """Weeks of a month, counted in sevens from its first day; -1 for its last seven days."""
    if not moment.whole_month():
        return None
    if first == last == -1:
        return replace(moment, days=(-7, -1), precision="third", weak=False)
    if not 1 <= first <= last <= 4:
        return None
    return replace(moment, days=(first * 7 - 6, last * 7), precision="third", weak=False)
