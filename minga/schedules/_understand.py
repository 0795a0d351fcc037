"""From a phrase to a schedule."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from minga.i18n import gettext as _
from minga.schedules._phrase import Reading, readings
from minga.schedules._recurrence import Recurrence, recurrence_in
from minga.schedules._schedule import Schedule, month_name
from minga.schedules._spans import Span
from minga.schedules._text import Tokens, fold

_SCANNED = 2000
"""Characters of a phrase that are read; nobody writes dates further on in a cell."""

_SEPARATORS_BEFORE = " \t\r\n\u00a0,;:-–—|/·•*"
_SEPARATORS_AFTER = _SEPARATORS_BEFORE + ".)"
_OF = re.compile(r"^(?:de|del|do|da|of)\s+")
_KINDS = {"after": "from", "before": "until", "between": "at", "about": "at", "piece": "at"}
_FINER_THAN_YEAR = ("day", "third", "month", "quarter", "semester")


def understand(phrase: str, *, plan_starts: date | None = None, plan_ends: date | None = None) -> Schedule:
    """The dates, recurrence and deliverable that a phrase in Spanish, Portuguese or English says.

    Args:
        phrase: any text, without markup; only its beginning is read when it is very long.
        plan_starts: first day of the plan; with ``plan_ends``, it gives the year to a month said without one
            when only one year is possible.
        plan_ends: last day of the plan, inclusive.

    Returns:
        The schedule; of kind ``none`` when nothing was understood. It never raises.
    """
    t = Tokens(phrase[:_SCANNED])
    often = recurrence_in(t)
    found = [reading for reading in readings(t) if often is None or not _inside(t, reading, often)]
    if not found:
        return _recurring(phrase, often)
    schedule = _dated(t, phrase, _started_and_finished(found), (plan_starts, plan_ends))
    if often is None:
        return schedule
    if often.code == "yearly" and schedule.starts is schedule.ends is None:  # "junio de cada año" has no one year
        schedule = replace(schedule, kind="recurring", doubt="")
    # what is left over may be nothing but the recurrence, already told apart
    left = _OF.sub("", fold(schedule.deliverable)[0].strip(_SEPARATORS_AFTER))
    alone = left == fold(phrase[often.start:often.end])[0]
    return replace(schedule, recurrence=often.code, deliverable="" if alone else schedule.deliverable)


def _inside(t: Tokens, reading: Reading, often: Recurrence) -> bool:
    """Whether what looked like a date is part of the recurrence ("todo ano")."""
    return often.start <= t[reading.begin].start and t[reading.end - 1].end <= often.end


def _recurring(phrase: str, often: Recurrence | None) -> Schedule:
    if often is None:
        return Schedule(phrase, deliverable=phrase.strip())
    before, after = phrase[:often.start].rstrip(), phrase[often.end:].lstrip()
    # taken out of the middle of a sentence, it would leave the sentence lame
    apart = (not before or before[-1] in _SEPARATORS_BEFORE + ".") and (not after or after[0] in _SEPARATORS_AFTER)
    deliverable = _rest(phrase, often.start, often.end) if apart else phrase.strip()
    matched = phrase[often.start:often.end]
    return Schedule(phrase, "recurring", recurrence=often.code, matched=matched, deliverable=deliverable)


def _started_and_finished(found: list[Reading]) -> list[Reading]:
    """Join «inicia en enero de 2018 … termina en junio de 2018» into one reading."""
    if len(found) < 2 or found[0].kind != "from" or found[1].kind != "until":
        return found
    first, second = found[0].span.first, found[1].span.last
    if second.year is None and first.year is not None:
        second = replace(second, year=first.year + (second.ends(first.year) < first.starts()))
    if first.year is None and second.year is not None:
        first = replace(first, year=second.year - (first.starts(second.year) > second.ends()))
    if first.year is not None and second.ends() < first.starts():
        return found
    span = Span(first, second, found[1].span.end, ranged=True)
    return [Reading("from", span, found[0].begin, found[1].end), *found[2:]]


def _dated(
    t: Tokens, phrase: str, found: list[Reading], plan: tuple[date | None, date | None],
) -> Schedule:
    reading = found[0]
    span = reading.span
    more = [other for other in found[1:] if other.span.precision in _FINER_THAN_YEAR]
    several = span.several or bool(more)
    start, end = t[reading.begin].start, t[reading.end - 1].end
    year = span.first.year or _only_year(span, *plan)
    kind = "range" if span.ranged and reading.kind not in ("until", "before", "after") else \
        _KINDS.get(reading.kind, reading.kind)
    starts, ends = _days(reading, year) if year else (None, None)
    return Schedule(
        phrase, kind, starts, ends, span.precision,
        open_ended=kind == "from",
        matched=phrase[start:end],
        deliverable=phrase.strip() if several else _rest(phrase, start, end),
        approximate=_is_approximate(reading),
        doubt=_doubt(span, phrase[start:end], year, several),
    )


def _only_year(span: Span, plan_starts: date | None, plan_ends: date | None) -> int | None:
    """The year to give a date without one: the only one in which it falls inside the plan."""
    if plan_starts is None or plan_ends is None or plan_ends.year - plan_starts.year > 200:
        return None
    possible = [
        year for year in range(max(2, plan_starts.year - 1), min(9997, plan_ends.year) + 1)
        if span.first.fits(year) and (days := span.dates(year))[0] <= plan_ends and days[1] >= plan_starts
    ]
    return possible[0] if len(possible) == 1 else None


def _days(reading: Reading, year: int) -> tuple[date | None, date | None]:
    span = reading.span
    starts, ends = span.dates(year)
    if reading.kind == "until":
        return None, ends
    if reading.kind == "before":  # before the end of something is by its last day; before June, by the end of May
        return None, ends if span.first.part == "late" else starts - timedelta(days=1)
    if reading.kind == "after":
        return ends + timedelta(days=1), None
    return starts, None if reading.kind == "from" and not span.ranged else ends


def _is_approximate(reading: Reading) -> bool:
    if reading.kind == "about":
        return True
    if reading.kind in ("until", "before"):
        return reading.span.last.approximate and not reading.span.last.sharp
    return reading.span.first.approximate or reading.span.last.approximate


def _doubt(span: Span, text: str, year: int | None, several: bool) -> str:
    """What to ask about a date, the gravest thing first."""
    if year is None:
        return _("¿De qué año es «{text}»?").format(text=text)
    question = span.first.question or span.last.question
    if question.isdigit():
        return _("¿«{text}» es el semestre {number} o el mes de {month}?").format(
            text=text, number=question, month=month_name(int(question)),
        )
    if question == "day" or not span.first.fits(year):
        return _("El día de «{text}» no existe en ese mes. ¿Cuál es la fecha?").format(text=text)
    if span.backwards:
        return _("Después de «{text}» se menciona un final anterior al comienzo. ¿Cuáles son las fechas?").format(
            text=text,
        )
    if several:
        return _("Se mencionan varias fechas y se tomó la primera, «{text}». ¿Es la de esta acción?").format(text=text)
    return ""


def _rest(phrase: str, start: int, end: int) -> str:
    """The phrase without a stretch of it, and without the separators and brackets left around the hole."""
    before, after = phrase[:start].rstrip(), phrase[end:].lstrip()
    if before.endswith(("(", "[")) and after.startswith((")", "]")):
        before, after = before[:-1], after[1:]
    before, after = before.rstrip(_SEPARATORS_BEFORE), after.lstrip(_SEPARATORS_AFTER)
    rest = f"{before} {after}".strip()
    return rest if any(letter.isalnum() for letter in rest[:_SCANNED * 2]) else ""
