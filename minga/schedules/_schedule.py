"""What was understood of a phrase about dates, and how to say it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from babel import dates

from minga.i18n import N_, format_date, format_month, locale
from minga.i18n import gettext as _
from minga.schedules._recurrence import recurrence_label

KINDS = ("at", "from", "until", "during", "range", "recurring", "none")
"""How a schedule stands in time."""

_PIECES = {
    (1, 6): N_("1.er semestre de {year}"), (7, 12): N_("2.º semestre de {year}"),
    (1, 3): N_("1.er trimestre de {year}"), (4, 6): N_("2.º trimestre de {year}"),
    (7, 9): N_("3.er trimestre de {year}"), (10, 12): N_("4.º trimestre de {year}"),
}


@dataclass(frozen=True)
class Schedule:
    """What was understood of a phrase about dates.

    Attributes:
        phrase: the phrase, as written.
        kind: one of KINDS.
        starts: first day, or None when it was not said (``until``) or could not be known.
        ends: last day, inclusive, or None.
        precision: one of PRECISIONS; known even when the year is not.
        open_ended: it goes on with no end said.
        recurrence: one of RECURRENCES, or empty.
        matched: the words of the phrase that say the date (or else the recurrence), as written.
        deliverable: the rest of the phrase, what is done or handed over; all of it when it has several dates.
        approximate: the days are ours, the words were vaguer (principios, mediados, finales).
        doubt: a question to ask, in the language in force, when the phrase can be read in several ways.
    """

    phrase: str
    kind: str = "none"
    starts: date | None = None
    ends: date | None = None
    precision: str = "none"
    open_ended: bool = False
    recurrence: str = ""
    matched: str = ""
    deliverable: str = ""
    approximate: bool = False
    doubt: str = ""

    def describe(self) -> str:
        """The schedule in a few words, in the language in force: ``del 21 al 28 de febrero de 2018 (aproximado)``."""
        when = self._when()
        if when and self.approximate:
            when = _("{when} (aproximado)").format(when=when)
        often = recurrence_label(self.recurrence)
        if when and often:
            return _("{when}; {often}").format(when=when, often=often)
        return when or often or _("sin fecha interpretable")

    def _when(self) -> str:
        if self.starts and self.ends:
            return _stretch(self.starts, self.ends)
        if self.starts:
            return _("desde el {date}").format(date=format_date(self.starts))
        if self.ends:
            return _("hasta el {date}").format(date=format_date(self.ends))
        return _("«{text}», sin año").format(text=self.matched) if self.precision != "none" else ""


def _stretch(starts: date, ends: date) -> str:
    """From one day to another, as shortly as whole months, quarters, semesters and years allow."""
    if starts == ends:
        return _("el {date}").format(date=format_date(starts))
    if starts.day == 1 and (ends + timedelta(days=1)).day == 1:
        return _whole_months(starts, ends)
    if (starts.year, starts.month) == (ends.year, ends.month):
        return _("del {first} al {last} de {month}").format(
            first=starts.day, last=ends.day, month=format_month(starts),
        )
    return _("del {starts} al {ends}").format(starts=format_date(starts), ends=format_date(ends))


def month_name(month: int) -> str:
    """A month by its number (1 to 12), in the language in force."""
    return dates.get_month_names("wide", context="stand-alone", locale=locale())[month]


def _whole_months(starts: date, ends: date) -> str:
    if starts.year == ends.year and starts.month == ends.month:
        return format_month(starts)
    if (starts.month, ends.month) == (1, 12):
        if starts.year == ends.year:
            return str(starts.year)
        return _("de {first} a {last}").format(first=starts.year, last=ends.year)
    if starts.year == ends.year and (starts.month, ends.month) in _PIECES:
        return _(_PIECES[starts.month, ends.month]).format(year=starts.year)
    same_year = starts.year == ends.year
    first = month_name(starts.month) if same_year else format_month(starts)
    return _("de {first} a {last}").format(first=first, last=format_month(ends))
