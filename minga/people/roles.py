"""What is said of somebody beside the name: the role before a colon, the country or the role in brackets."""

from __future__ import annotations

import re

from minga.folding import fold
from minga.people.countries import country_code, country_of_people
from minga.people.words import LEADS, ROLE_NOUNS, SUPPORTS


def labelled(fragment: str, role: str) -> tuple[str, str]:
    """A role said before a colon («Coordina: Ana»), and what follows it."""
    label, colon, rest = fragment.partition(":")
    if colon and rest.strip() and (found := role_word(label)):
        return found, rest.strip()
    return role, fragment


def role_word(text: str) -> str:
    """The role that up to three words say (``coordina``, ``apoyo``), or the empty text."""
    words = set(fold(text).split())
    if not words or len(words) > 3:
        return ""
    if words & LEADS:
        return "coordinates"
    if words & SUPPORTS:
        return "supports"
    return "responsible" if words & ROLE_NOUNS else ""


def country_and_role(text: str) -> tuple[str, str]:
    """The country and the role said in brackets, among other things."""
    country, role = country_code(text) or country_of_people(text), ""
    for part in re.split(r"\s*[,/\-–—:]\s*", text):
        country = country or country_code(part)
        role = role or role_word(part)
    return country, role
