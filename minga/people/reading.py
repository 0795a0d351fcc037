"""Who answers for an action, from what was written: people with their country, groups, organisations, everyone.

``Ana y Eva (Perú)`` are two people; ``Todas las organizaciones y sus integrantes`` is one group. People
named inside a sentence are not assigned: the sentence is kept whole and they are offered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minga.folding import fold
from minga.people.countries import NAME_LIKE, country_code
from minga.people.names import AND, names_in
from minga.people.offers import Offer, in_group, named_inside
from minga.people.roles import country_and_role, labelled
from minga.people.words import COLLECTIVE, NOBODY, ORGANISATION, PARTICLES, VERBS

_LONGEST = 2000
"""Characters of a list of people; what is longer is prose."""
_ACRONYM = re.compile(r"[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ0-9.&-]{1,11}")
_EVERYONE = re.compile(
    r"(tod[aoex]?s?( [yeo] tod[aoex]s?| (os|as|es|s))?|tot[eo]?s|tutt[ei]|"
    r"all|all of us|everyone|everybody|todo el mundo|toda la gente)"
    r"( (las|los|les|as|os) )?((personas|pessoas|integrantes|participantes|miembros|membros|members|participants))?")


@dataclass(frozen=True)
class Person:
    """One responsible as understood.

    Attributes:
        as_written: the piece of text it comes from, verbatim.
        name: the person's name; the group as written when it is not a person.
        country: ISO code, or empty.
        kind: ``person``, ``group``, ``organization`` or ``everyone``.
        role: ``responsible``, ``coordinates`` or ``supports``.
        doubt: why a person should look at it: ``place`` (what stands in brackets is no country known here),
            ``name`` (taken for a name without a country), or empty.
    """

    as_written: str
    name: str
    country: str = ""
    kind: str = "person"
    role: str = "responsible"
    doubt: str = ""


def read_people(text: str, role: str = "responsible") -> tuple[list[Person], list[Offer]]:
    """The responsibles of a cell, and the people that its sentences name.

    Args:
        text: the cell; each line, and each part between semicolons, is read by itself.
        role: the role that the column gives them.
    """
    people: list[Person] = []
    offers: list[Offer] = []
    for fragment in re.split(r"\n|;", text):
        fragment = re.sub(r"^\s*[•·▪‣*–-]\s+", "", fragment).strip()
        if not fragment:
            continue
        found = _named(fragment, role)
        if not found and (mixed := _mixed(fragment, role)):
            people += mixed
            continue
        people += found or [_collective(fragment, role)]
        offers += [] if found else named_inside(fragment) or in_group(fragment, role)
    return people, offers


def _named(fragment: str, role: str) -> list[Person]:
    """The people of a fragment that holds nothing but people; none when it holds anything else."""
    if len(fragment) > _LONGEST:
        return []
    role, body = labelled(fragment.rstrip(" .,"), role)
    for reader in (_with_brackets, _country_first, _with_country_after, _plain):
        if found := reader(body):
            return [_person(fragment, *one, role) for one in found]
    return []


def _person(fragment: str, name: str, country: str, own: str, doubt: str, role: str) -> Person:
    """Somebody with a country; letters in capitals beside small ones («CEDHU (Ecuador)») are an organisation."""
    letters = sum(sign.isalpha() for sign in name)
    place = re.search(r"[(\[]([^()\[\]]*)[)\]]", fragment)
    initials = letters > 2 and " " not in name and name.isupper() and place is not None and not place[1].isupper()
    return Person(fragment, name, country, "organization" if initials else "person", own or role,
                  "" if initials else doubt)


_Found = list[tuple[str, str, str, str]]


_BRACKETS = re.compile(r"\s*([^()\[\]]+?)\s*[(\[]([^()\[\]]+)[)\]]\s*(?:[,;/&+|·–—-]|(?:,\s*)?\b(?:y|e|and)\b|$)?\s*")


def _with_brackets(body: str) -> _Found:
    """``Ana y Eva (Perú), Lía [CO]``."""
    found: _Found = []
    place = 0
    while place < len(body):
        match = _BRACKETS.match(body, place)
        if match is None:
            return []
        names = names_in(match[1])
        country, role = country_and_role(match[2])
        if not country and fold(match[1]) not in NAME_LIKE and country_code(match[1], codes=False):
            # «Perú (Ana, Eva)», but not «Montserrat (Catalunya)»
            names, country, role = names_in(match[2]), country_code(match[1]), ""
        if not names:
            return []
        doubt = "" if country or role else "place"
        found += [(name, country, role, doubt) for name in names]
        place = match.end()
    return found


_SIDE_BY_SIDE = re.compile(r"(?<=[)\]])\s+(?:y|e|and)\s+|\s*[,+&]\s*(?:(?:y|e|and)\s+)?|\s+/\s+|(?<=[)\]])\s*/\s*")
_GROUP_WORDS = 5


def _mixed(fragment: str, role: str) -> list[Person]:
    """``Ana (Perú), Equipo técnico``: people, at least one with a country, beside groups of few words."""
    if len(fragment) > _LONGEST or not re.search(r"[(\[]", fragment):
        return []
    parts = [part for part in _outside_brackets(fragment.rstrip(" .,")) if part]
    made: list[Person] = []
    for part in _with_their_country(parts):
        found = _with_brackets(part) or [(name, "", "", "name" if " " not in name else "")
                                         for name in names_in(part, strict=True)]
        if not found and not _is_short_group(part):
            return []
        made += [_person(part, *one, role) for one in found]
        made += [] if found else [_collective(part, role)]
    return made if len(parts) > 1 and any(p.kind == "person" and p.country for p in made) else []


def _with_their_country(parts: list[str]) -> list[str]:
    """«Ana», «Eva (Perú)» as one part, because the country is that of both."""
    made: list[str] = []
    for part in parts:
        if made and re.search(r"[(\[]", part) and not re.search(r"[(\[]", made[-1]) and names_in(
                made[-1], strict=True) and _with_brackets(part):
            made[-1] = f"{made[-1]}, {part}"
        else:
            made.append(part)
    return made


def _outside_brackets(text: str) -> list[str]:
    """The text parted at the signs and words that part a list, but not inside brackets."""
    parts, start, depth = [], 0, 0
    for match in re.finditer(r"[()\[\]]|" + _SIDE_BY_SIDE.pattern, text):
        if match[0] in ("(", "["):
            depth += 1
        elif match[0] in (")", "]"):
            depth -= 1
        elif depth == 0:
            parts.append(text[start:match.start()].strip())
            start = match.end()
    return [*parts, text[start:].strip()]


def _is_short_group(text: str) -> bool:
    bare = re.sub(r"\s*[(\[][^()\[\]]*[)\]]$", "", text)
    words = fold(bare).split()
    if not words or len(words) > _GROUP_WORDS or any(sign.isdigit() or sign in ".:" for sign in bare):
        return False
    return bool(_ACRONYM.fullmatch(bare)) or (
        any(word in COLLECTIVE | ORGANISATION for word in words) and words[0] not in VERBS - COLLECTIVE
        and not set(words[1:]) & (VERBS - COLLECTIVE - PARTICLES - {"comunicacion", "coordinacion"}))


def is_nobody(text: str) -> bool:
    """Whether a text only says that nobody was chosen yet (``Por definir``, ``TBD``)."""
    return bool(text.strip()) and fold(text) in NOBODY


def _country_first(body: str) -> _Found:
    """``Perú: Ana y Eva``."""
    place, colon, rest = body.partition(":")
    country = country_code(place) if colon else ""
    return [(name, country, "", "") for name in names_in(rest)] if country else []


def _with_country_after(body: str) -> _Found:
    """``Ana – Perú``, ``Ana, Eva, Perú``, ``Ana – Perú, Eva – Chile``."""
    if any(sign in body for sign in "()[]"):
        return []
    found: _Found = []
    waiting: list[str] = []
    for part in re.split(r"\s*,\s*|\s+/\s+", body):
        pieces = re.split(r"\s+[-–—]\s+|\s*[–—]\s*", part)
        country = country_code(pieces[-1])
        names = pieces[:-1] if country else pieces
        if len(names) > 1:
            return []
        if names:
            read = names_in(names[0])
            if not read:
                return []
            waiting += read
        if country:
            found += [(name, country, "", "") for name in waiting]
            waiting = []
    return [] if waiting else found


def _plain(body: str) -> _Found:
    """``Ana Lía Ruiz``, ``Ana y Eva``: people without a country, when that is what they look like."""
    if any(country_code(part, codes=False) for part in AND.split(body)):
        return []
    return [(name, "", "", "name" if " " not in name else "") for name in names_in(body, strict=True)]


def _collective(fragment: str, role: str) -> Person:
    """Anything that is not a list of people: everyone, an organisation, or a group as it was written."""
    own, body = labelled(fragment, role)
    inside = re.search(r"[(\[]([^()\[\]]+)[)\]]\s*\.?$", body)
    country = country_code(inside[1]) if inside else country_code(body, codes=False)
    bare = re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*\.?$", "", body) if inside else body
    folded, words = fold(bare), set(fold(bare).split())
    if _EVERYONE.fullmatch(folded):
        kind = "everyone"
    elif words & ORGANISATION or (not words & COLLECTIVE and _ACRONYM.fullmatch(bare.strip())):
        kind = "organization"
    else:
        kind = "group"
    return Person(fragment, fragment, country, kind, own)
