"""Reminders: the words to whoever has not reported, in the language of the plan.

Pure: the same people and the same day's calendar give the same words, so that a reminder is only written anew when
something changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from minga import i18n
from minga.folding import fold
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.results.model import Action, Period
from minga.results.reviewing import Awaited
from minga.results.reviewing_waiting import Due

_LINE = 160
"""Characters of an action or an indicator that a reminder quotes."""
_LISTED = 15
"""Things that a reminder names; who owes more is told how many."""
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_UNPRINTED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(frozen=True)
class Reminder:
    """A message to somebody from whom something is awaited.

    Attributes:
        name: how they are called in the plan; empty for what nobody answers for.
        country: ISO code, or empty.
        contact: as it was written down; empty when nobody did.
        missing: how many things were never sent.
        returned: how many were given back.
        link: whether they have a personal link that opens.
        subject: one line.
        text: the message, its lines ended by a newline.
    """

    name: str
    country: str
    contact: str
    missing: int
    returned: int
    link: bool
    subject: str
    text: str

    @property
    def address(self) -> str:
        """The e-mail address, when the contact is one."""
        contact = self.contact.strip()
        return contact if _EMAIL.fullmatch(contact) else ""

    @property
    def stem(self) -> str:
        """The name of its file without ending: the same for every spelling, and never two alike."""
        plain = re.sub("[^a-z0-9]+", "-", fold(self.name))[:40].strip("-") or "x"
        told = hashlib.sha256(f"{fold(self.name)}\x1f{self.country}".encode()).hexdigest()[:6]
        return f"{plain}-{told}"


def write_reminder(awaited: Awaited, plan: Mapping[str, str], period: Period, label: str, deadline: date,
                   contact: str, today: date) -> Reminder:
    """The reminder for somebody, in the language in force.

    Args:
        awaited: who it is and what is awaited.
        plan: row of the plan.
        period: the period that is reported on.
        label: its name in words.
        deadline: the last day on which what is sent enters the report.
        contact: how to reach them, as it was written down.
        today: decides whether the deadline has passed.
    """
    name, title = one_line(awaited.who.name), one_line(plan["title"])
    late = today > deadline
    parts = [_greeting(awaited, name), _why(title, label, deadline, late), *_lists(awaited), _how(awaited, late),
             _("Si ya lo envió, muchas gracias: no tiene que hacer nada más.")]
    if plan.get("organization"):
        parts.append(one_line(plan["organization"]))
    return Reminder(name, awaited.who.country, one_line(contact), len(awaited.missing), len(awaited.returned),
                    awaited.link, _("Falta su informe: {plan}, {period}").format(plan=title, period=label),
                    "\n\n".join(parts) + "\n")


def deadline_of(due_on: date, period: Period) -> date:
    """The last day on which what is sent enters the report of a period."""
    return max(due_on - timedelta(days=1), period.ends)


def one_line(text: str, longest: int = _LINE) -> str:
    """Somebody's words on one line, without what a screen or a header could take for an order."""
    plain = " ".join(_UNPRINTED.sub(" ", text).split())
    return plain if len(plain) <= longest else plain[:longest - 1].rstrip() + "…"


def _greeting(awaited: Awaited, name: str) -> str:
    if not name:
        return _("Nadie responde en el plan por lo que sigue.")
    return _("Hola, {name}:").format(name=name) if awaited.who.kind == "person" else (
        _("A {name}:").format(name=name))


def _why(title: str, label: str, deadline: date, late: bool) -> str:
    told = (_("Para el informe de «{plan}», {period}, falta lo que se anota abajo. Se esperaba hasta el {day}; "
              "todavía se puede enviar, y el informe se hará de nuevo con lo que llegue.") if late
            else _("Para el informe de «{plan}», {period}, falta lo que se anota abajo. Se espera hasta el {day}."))
    return told.format(plan=title, period=label, day=i18n.format_date(deadline))


def _lists(awaited: Awaited) -> Iterator[str]:
    if awaited.missing:
        yield _list(_("Por informar:"), awaited.missing)
    if awaited.returned:
        yield _list(_("Para revisar, porque alguien preguntó algo:"), awaited.returned)
    if awaited.drafts:
        yield ngettext("Hay {n} dato que usted empezó y no ha enviado.",
                       "Hay {n} datos que usted empezó y no ha enviado.", awaited.drafts).format(n=awaited.drafts)


def _list(heading: str, owed: Sequence[Due]) -> str:
    lines = [heading, *(f"  - {_named(one)}" for one in owed[:_LISTED])]
    if len(owed) > _LISTED:
        lines.append("  - " + _("y {n} más").format(n=len(owed) - _LISTED))
    return "\n".join(lines)


def _named(owed: Due) -> str:
    if isinstance(owed.about, Action):
        text = f"{owed.about.code} {owed.about.text}"
    else:
        _indicator, country, _dimension, part = owed.place
        of = ", ".join(x for x in (i18n.country_name(country), part) if x)
        text = f"{owed.about.code} {owed.about.title}" + (f" ({of})" if of else "")
    note = str((owed.row or {}).get("review_note") or "") if owed.state == "returned" else ""
    return one_line(text) + (f": {one_line(note)}" if note else "")


def _how(awaited: Awaited, late: bool) -> str:
    if not awaited.who.name:
        return _("Conviene acordar quién responde, y escribirlo en el plan.")
    if awaited.link:
        return _("Para enviarlo, abra su enlace personal de siempre. Si lo perdió, conteste a este mensaje y le "
                 "haremos otro.")
    return _("Para enviarlo necesita un enlace personal: conteste a este mensaje y se lo haremos llegar.")
