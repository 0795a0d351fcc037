"""People named inside a sentence or a group: they are offered to a person, and assigned to nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minga.folding import fold
from minga.people.countries import country_code
from minga.people.names import AND, names_in
from minga.people.roles import country_and_role, role_word
from minga.people.words import COLLECTIVE, ORGANISATION, PARTICLES, VERBS


@dataclass(frozen=True)
class Offer:
    """Somebody named inside a sentence: the words of the source, the name, the country and the apparent role."""

    text: str
    name: str
    country: str
    role: str = "responsible"


def in_group(fragment: str, role: str) -> list[Offer]:
    """``Secretaría técnica (Ana y Eva)``: the people that brackets name inside a group are offered."""
    found = re.fullmatch(r"[^()\[\]]+[(\[]([^()\[\]]{3,120})[)\]]\s*\.?", fragment)
    if found is None or country_and_role(found[1])[0] or any(country_code(part) for part in AND.split(found[1])):
        return []
    return [Offer(found[1], name, "", role) for name in names_in(found[1], strict=True)]


_PLACE = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]")


def named_inside(sentence: str) -> list[Offer]:
    """People with their country inside a sentence: ``Coordina Eva (Chile), el resto apoya`` names Eva."""
    offers, previous = [], 0
    for match in _PLACE.finditer(sentence):
        country = country_and_role(match[1])[0]
        near = sentence[max(previous, match.start() - 120):match.start()].rstrip()
        previous = match.end()
        said = re.split(r"[.,:;\n]\s", near)[-1].lstrip(" .,:;")
        tail = _name_tail(said) if country else ""
        if not tail:
            continue
        before, after = said[: len(said) - len(tail)], sentence[match.end():match.end() + 30]
        if _belongs_to_a_group(before):
            continue
        role = role_word(" ".join(before.split()[-2:])) or role_word(" ".join(after.split()[:1])) or "responsible"
        start = sentence.rindex(tail, 0, match.start())
        offers += [Offer(sentence[start:match.end()], name, country, role) for name in names_in(tail)]
    return offers


def _name_tail(text: str) -> str:
    """The longest end of a text that is a list of names."""
    starts = [m.start() for m in re.finditer(r"(?<!\S)\S", text)]
    return next((text[start:] for start in starts if names_in(text[start:])), "")


def _belongs_to_a_group(before: str) -> bool:
    """Whether the words before a name make it the name of a group («Equipo de Ana», «Fundación Luz»)."""
    words = fold(before).split()
    while words and words[-1] in PARTICLES - {"y", "e"}:
        words.pop()
    return bool(words) and words[-1] in (COLLECTIVE | ORGANISATION) - VERBS
