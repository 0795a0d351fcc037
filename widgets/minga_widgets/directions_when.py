"""A schedule while it is typed: what is understood of it, and words for dates that were picked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from minga.errors import Refused
from minga.i18n import N_
from minga.i18n import gettext as _
from minga.schedules import Schedule, recurrence_label, understand

_PRECISIONS = {
    "day": N_("al día"), "third": N_("unos diez días de un mes"), "month": N_("un mes"),
    "quarter": N_("un trimestre o algo parecido"), "semester": N_("un semestre"), "year": N_("un año"),
}


def reading_of(phrase: str, plan: dict[str, Any]) -> list[dict[str, str]]:
    """What is understood of a phrase, as lines to show beneath it; none for an empty phrase.

    Returns:
        Lines with ``kind`` (good, more, ask or bad) and ``text``.
    """
    if not phrase.strip():
        return []
    schedule = understand(phrase, plan_starts=plan["starts"], plan_ends=plan["ends"])
    lines = []
    if _vague(schedule):
        lines.append(("bad", schedule.doubt or _("No se entendió una fecha; la frase se guarda tal cual.")))
        lines.append(("more", _("Se entiende por ejemplo: «junio de 2026», «finales de febrero 2026», «desde enero de "
                                "2026», «1.er semestre de 2026», «cada mes», «del 3 al 8 de mayo de 2026».")))
        return [{"kind": kind, "text": text} for kind, text in lines]
    dates = replace(schedule, recurrence="")
    if schedule.starts or schedule.ends:
        lines.append(("good", _("Se entiende: {when}.").format(when=dates.describe())))
    elif schedule.precision != "none":
        lines.append(("ask", _("Falta el año: {when}.").format(when=dates.describe())))
    if schedule.precision in _PRECISIONS:
        lines.append(("more", _("Precisión: {precision}.").format(precision=_(_PRECISIONS[schedule.precision]))))
    if schedule.open_ended:
        lines.append(("more", _("Sin fecha de cierre.")))
    if often := recurrence_label(schedule.recurrence):
        lines.append(("more" if schedule.starts else "good", _("Se repite: {often}.").format(often=often)))
    if schedule.deliverable and schedule.deliverable != phrase:
        lines.append(("more", _("Se hace o se entrega: {what}.").format(what=schedule.deliverable.rstrip("."))))
    if schedule.doubt:
        lines.append(("ask", schedule.doubt))
    return [{"kind": kind, "text": text} for kind, text in lines]


def summary_of(phrase: str, plan: dict[str, Any]) -> str:
    """The same in one line, for the table of actions; empty for an empty phrase."""
    if not phrase.strip():
        return ""
    schedule = understand(phrase, plan_starts=plan["starts"], plan_ends=plan["ends"])
    if _vague(schedule):
        return schedule.doubt or _("No se entendió una fecha; la frase se guarda tal cual.")
    return " ".join(part for part in (schedule.describe(), schedule.doubt) if part)


def phrase_with(text: str, starts: object, ends: object, plan: dict[str, Any]) -> str:
    """A phrase whose date is said with the days that were picked; the rest of it stays as it was written.

    Args:
        text: the phrase so far; its own date, if it has one, gives way.
        starts: first day as ISO text, or empty for "until".
        ends: last day as ISO text, or empty for "from… on".
        plan: the plan's row.

    Raises:
        Refused: no day at all, a day that does not exist, or the end before the beginning.
    """
    first, last = _day(starts), _day(ends)
    if not (first or last) or (first and last and last < first):
        raise Refused(_("Elija una fecha de inicio, una de cierre o las dos, en ese orden."))
    words = Schedule(phrase="", starts=first, ends=last).describe()
    words = words[0].upper() + words[1:]
    before = understand(text, plan_starts=plan["starts"], plan_ends=plan["ends"])
    if before.precision != "none" and before.matched and before.matched in text:
        return text.replace(before.matched, words, 1)
    return f"{words}, {text.strip()}" if text.strip() else words


def _vague(schedule: Schedule) -> bool:
    return schedule.precision == "none" and not schedule.recurrence


def _day(text: object) -> date | None:
    if not isinstance(text, str) or not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(_("«{day}» no es una fecha.").format(day=text[:40]), _("Elíjala del calendario.")) from None
