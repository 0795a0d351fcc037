"""What an action still has to say: when, who, and from which country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from minga.checks.note import Note
from minga.i18n import format_date
from minga.i18n import gettext as _
from minga.methods import Rules

Row = Mapping[str, Any]


def check_action(action: Row, assignments: Sequence[Row], rules: Rules, *, starts: date | None = None,
                 ends: date | None = None, several_countries: bool = True) -> list[Note]:
    """What is missing in an action or does not fit its plan.

    Args:
        action: its row: ``schedule_text``, ``starts``, ``ends``, ``precision``, ``recurrence``, ``open_ended``.
        assignments: rows of its responsibles.
        rules: the rules of the stage.
        starts: first day of the plan, when it is known.
        ends: last day of the plan, when it is known.
        several_countries: whether the plan has more than one country, so that a person needs one.
    """
    return [*_when(action, rules, starts, ends), *_who(assignments, rules, several_countries)]


def _when(action: Row, rules: Rules, starts: date | None, ends: date | None) -> Iterator[Note]:
    if not rules.on("action_date"):
        return
    said = str(action.get("schedule_text") or "").strip()
    if not said and not action.get("starts"):
        yield Note("action_date", _("La acción no tiene fecha."), _("¿Para cuándo estará hecha?"))
        return
    if (action.get("precision") or "none") == "none" and not action.get("recurrence"):
        yield Note("action_unclear_date", _("La fecha «{text}» no se entiende.").format(text=said[:80]),
                   _("Escríbala con mes y año, por ejemplo «marzo de 2018»."))
        return
    first = action.get("starts")
    last = action.get("ends") or (None if action.get("open_ended") else first)
    if starts and last and last < starts:
        yield Note("action_outside", _("La acción termina antes de que empiece el plan ({day}).").format(
            day=format_date(starts)), _("¿Es ese el año?"))
    elif ends and first and first > ends:
        yield Note("action_outside", _("La acción empieza después de que termina el plan ({day}).").format(
            day=format_date(ends)), _("¿Es ese el año?"))


def _who(assignments: Sequence[Row], rules: Rules, several_countries: bool) -> Iterator[Note]:
    kept = [a for a in assignments if a.get("accepted") is not False]
    if rules.on("action_responsible") and not any(a.get("role", "responsible") != "supports" for a in kept):
        yield Note("action_responsible", _("La acción no tiene responsable."),
                   _("¿Quién de esta sala se anima a llevarla?"))
    if rules.on("action_country") and several_countries:
        for person in kept:
            if person.get("kind", "person") == "person" and not person.get("country"):
                yield Note("action_country", _("No se dice de qué país es {name}.").format(
                    name=str(person.get("name") or person.get("as_written") or "")[:80]),
                    _("Escríbalo entre paréntesis después del nombre."))
