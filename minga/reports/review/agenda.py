"""The order of the meeting: its four levels and the time of each."""

from __future__ import annotations

from dataclasses import dataclass

from minga.i18n import N_, format_number, ngettext
from minga.i18n import gettext as _

OPENING, CLOSING = "opening", "closing"
LEVELS = ("O", "R", "I", "D")

_PARTS = {OPENING: 5, "O": 25, "R": 15, "I": 25, "D": 25, CLOSING: 5}
"""Hundredths of the time; facts and decisions need the most, reactions are quick and must not be left out."""

NAMES = {
    OPENING: N_("Apertura"), "O": N_("Qué pasó"), "R": N_("Qué nos produce"), "I": N_("Qué significa"),
    "D": N_("Qué hacemos"), CLOSING: N_("Cierre"),
}
ASKED = {
    OPENING: N_("¿Para qué nos reunimos y qué vamos a decidir?"),
    "O": N_("¿Qué se hizo, qué cambió, qué no se sabe? Solo hechos."),
    "R": N_("¿Qué nos alegra, qué nos sorprende, qué nos preocupa?"),
    "I": N_("¿Qué nos dice esto de cómo trabajamos y de lo que nos propusimos?"),
    "D": N_("¿Qué cambiamos, quién lo lleva y para cuándo?"),
    CLOSING: N_("¿Qué nos llevamos y cuándo nos volvemos a ver?"),
}


@dataclass(frozen=True)
class Step:
    """One part of the meeting: its key, the minute in which it begins and how many it lasts."""

    key: str
    starts: int
    minutes: int

    @property
    def name(self) -> str:
        """What it is called."""
        return _(NAMES[self.key])

    @property
    def asked(self) -> str:
        """The question it is about."""
        return _(ASKED[self.key])

    @property
    def from_to(self) -> str:
        """From which minute to which."""
        return f"{format_number(self.starts)}–{format_number(self.starts + self.minutes)}"


def steps(minutes: int) -> tuple[Step, ...]:
    """The parts of a meeting of so many minutes; together they last exactly that long.

    Args:
        minutes: at least 30, so that every part has some.
    """
    whole = {key: minutes * part // 100 for key, part in _PARTS.items()}
    left = minutes - sum(whole.values())
    for key in sorted(_PARTS, key=lambda key: -(minutes * _PARTS[key] % 100))[:left]:
        whole[key] += 1
    made, at = [], 0
    for key, length in whole.items():
        made.append(Step(key, at, length))
        at += length
    return tuple(made)


def minutes_words(n: int) -> str:
    """A number of minutes in words."""
    return ngettext("{n} minuto", "{n} minutos", n).format(n=n)
