"""Statuses as people read them: a word, a glyph, a colour and a hatch, so that none depends on colour alone.

Colours are Okabe and Ito's, which people who confuse red and green tell apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from minga.i18n import N_, ngettext
from minga.i18n import gettext as _


@dataclass(frozen=True)
class Look:
    """How a status is told: its word, and what stands beside the word."""

    word: str
    glyph: str
    colour: str
    hatch: str = ""

    def __str__(self) -> str:
        return _(self.word)

    @property
    def ink(self) -> str:
        """The colour in which the glyph can be read on this one."""
        red, green, blue = (int(self.colour[i:i + 2], 16) for i in (1, 3, 5))
        return "#FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 135 else "#1F2933"


ACTIONS = {
    "done": Look(N_("cumplida"), "✓", "#0072B2"),
    "in_progress": Look(N_("en curso"), "◐", "#56B4E9", "///"),
    "not_started": Look(N_("sin empezar"), "○", "#E3E6E9", "..."),
    "delayed": Look(N_("atrasada"), "▲", "#D55E00", "xxx"),
    "cancelled": Look(N_("cancelada"), "✕", "#A3AAB1", "---"),
    "no_data": Look(N_("sin dato"), "?", "#FFFFFF"),
}
INDICATORS = {
    "met": Look(N_("meta alcanzada"), "✓", "#0072B2"),
    "on_track": Look(N_("a buen ritmo"), "◐", "#56B4E9", "///"),
    "below": Look(N_("bajo la meta"), "▲", "#D55E00", "xxx"),
    "reported": Look(N_("informado con palabras"), "¶", "#E3E6E9", "..."),
    "apart": Look(N_("sin total, por países"), "=", "#E3E6E9", "..."),
    "no_target": Look(N_("sin meta"), "○", "#E3E6E9", "..."),
    "no_value": Look(N_("sin dato"), "?", "#FFFFFF"),
    "not_applicable": Look(N_("no aplica"), "–", "#FFFFFF"),
}
METHODS = {"period": N_("del período"), "cumulative": N_("acumulado"), "snapshot": N_("foto al cierre")}
KINDS = {"person": N_("persona"), "group": N_("grupo"), "organization": N_("organización"),
         "everyone": N_("todas las personas")}
ROLES = {"responsible": N_("responde"), "coordinates": N_("coordina"), "supports": N_("apoya")}
BASIS = {"report": N_("informe del período"), "earlier_report": N_("informe anterior"),
         "schedule": N_("calendarización"), "none": N_("nadie ha informado")}


def counted(status: str, n: int) -> str:
    """How many actions stand in a status, in words (``5 cumplidas``)."""
    return {
        "done": ngettext("{n} cumplida", "{n} cumplidas", n),
        "in_progress": ngettext("{n} en curso", "{n} en curso", n),
        "not_started": ngettext("{n} sin empezar", "{n} sin empezar", n),
        "delayed": ngettext("{n} atrasada", "{n} atrasadas", n),
        "cancelled": ngettext("{n} cancelada", "{n} canceladas", n),
        "no_data": ngettext("{n} sin dato", "{n} sin dato", n),
    }[status].format(n=n)


def actions(n: int) -> str:
    """A number of actions in words."""
    return ngettext("{n} acción", "{n} acciones", n).format(n=n)


def indicators(n: int) -> str:
    """A number of indicators in words."""
    return ngettext("{n} indicador", "{n} indicadores", n).format(n=n)


def days(n: int) -> str:
    """A number of days in words; months when they are many."""
    if n < 60:
        return ngettext("{n} día", "{n} días", n).format(n=n)
    months = round(n / 30.44)
    return ngettext("{n} mes", "{n} meses", months).format(n=months)
