"""What people of a rehearsal are called and write, in one of the three languages."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import yaml

from minga import i18n, paths
from minga.errors import Fault, InputError
from minga.i18n import gettext as _


@dataclass(frozen=True)
class Words:
    """The words of a rehearsal in one language, from ``parameters/rehearsal/<language>.yaml``.

    Attributes:
        title: how the plan of a rehearsal begins to be called.
        aliases: names of people.
        teams: names of teams.
        cards: by stage key, the starts and the ends of cards; any end serves any start.
        names: titles for groups.
        stances: objections and reservations.
    """

    title: str
    aliases: tuple[str, ...]
    teams: tuple[str, ...]
    cards: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    names: tuple[str, ...]
    stances: tuple[str, ...]


def words(language: str) -> Words:
    """The words of a language.

    Raises:
        InputError: the file cannot be read or lacks something.
    """
    file = paths.rehearsal() / f"{i18n.normalise(language)}.yaml"
    try:
        told: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        found = Words(
            str(told["title"]), _several(told["aliases"]), _several(told["teams"]),
            {str(key): (_several(about["starts"]), _several(about["ends"])) for key, about in told["cards"].items()},
            _several(told["names"]), _several(told["stances"]))
        if not found.cards:
            raise ValueError("cards")
    except (OSError, yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, AttributeError, ValueError) as wrong:
        raise InputError(Fault(
            _("No se pueden leer las palabras del ensayo ({why}).").format(why=" ".join(str(wrong).split())[:200]),
            file=str(file), advice=_("Compare el archivo con el que trae Minga."))) from wrong
    return found


def _several(told: Any) -> tuple[str, ...]:
    if not isinstance(told, list) or not told:
        raise ValueError(told)
    return tuple(map(str, told))


@dataclass
class Deck:
    """Cards to be written, shuffled; no text is given out twice, so that each can be found again.

    Args:
        words: the words.
        chance: where chance comes from.
    """

    words: Words
    chance: random.Random
    _left: dict[str, list[str]] = field(default_factory=dict)
    _given: set[str] = field(default_factory=set)

    def people(self, count: int) -> list[str]:
        """So many names, all different."""
        names = self.words.aliases
        return [names[n % len(names)] + (f" {n // len(names) + 1}" if n >= len(names) else "") for n in range(count)]

    def card(self, stage: str) -> str:
        """A text for a card of a stage, by its key; an unknown one is written as a vision."""
        key = next((key for key in (stage, "vision") if key in self.words.cards), min(self.words.cards))
        if not self._left.get(key):
            starts, ends = self.words.cards[key]
            self._left[key] = [f"{start} {end}" for start in starts for end in ends]
            self.chance.shuffle(self._left[key])
        return self._once(self._left[key].pop())

    def correction(self, text: str) -> str:
        """The same text put better."""
        end = self.chance.choice([one for _starts, ends in self.words.cards.values() for one in ends])
        return self._once(f"{text}, {end}")

    def _once(self, text: str) -> str:
        number, wanted = 1, text
        while wanted in self._given:
            number += 1
            wanted = f"{text} ({number})"
        self._given.add(wanted)
        return wanted
