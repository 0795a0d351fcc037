"""What a report is asked for: refused in plain words when there is no such thing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from minga.errors import Fault, UsageError
from minga.i18n import LANGUAGES
from minga.i18n import gettext as _
from minga.reports.facts import AUDIENCES


def require(value: str, name: str, known: Sequence[str], also: Sequence[str] = ()) -> None:
    """Refuse a value that is not known.

    Args:
        value: what was asked for.
        name: the parameter's name.
        known: what there is, as it is told.
        also: what else is taken.

    Raises:
        UsageError: with what there is.
    """
    if value not in known and value not in also:
        raise UsageError(Fault(_("«{value}» no es un valor conocido; se esperaba uno de: {values}.").format(
            value=str(value)[:60], values=", ".join(known)), column=name))


def require_reader(language: str, audience: str) -> None:
    """Refuse a language or an audience that there is not; without a language it is the plan's own.

    Raises:
        UsageError: with what there is.
    """
    require(language, "language", LANGUAGES, also=("",))
    require(audience, "audience", AUDIENCES)


def day(text: str) -> date | None:
    """The day that a parameter names; None when it is empty.

    Raises:
        UsageError: it names none.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(Fault(_("«{value}» no es una fecha; se espera año-mes-día, por ejemplo 2018-02-28.").format(
            value=text[:60]), column="as_of")) from None
