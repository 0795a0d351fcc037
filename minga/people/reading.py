"""Who answers for an action, from what was written: people with their country, groups, organisations, everyone.

``Ana y Luis (Perú)`` are two people; ``Todas las organizaciones y sus integrantes`` is one group. People
named inside a sentence are not assigned: the sentence is kept whole and they are offered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minga.folding import fold
from minga.people.countries import country_code
from minga.people.words import (
    COLLECTIVE,
    LEADS,
    ORGANISATION,
    PARTICLES,
    ROLE_NOUNS,
    SUPPORTS,
    VERBS,
)

_LONGEST = 2000
"""Characters of a list of people; what is longer is prose."""
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\-])*")
_AND = re.compile(r"\s+(?:y|e|and|und|et)\s+|\s*[&/+,;]\s*(?:(?:y|e|and)\s+)?")
_EVERYONE = re.compile(
    r"(tod[aoex]?s?( [yeo] tod[aoex]s?| (os|as|es|s))?|all|all of us|everyone|everybody|todo el mundo|toda la gente)"
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


@dataclass(frozen=True)
class Offer:
    """Somebody named inside a sentence: the words of the source, the name, the country and the apparent role."""

    text: str
    name: str
    country: str
    role: str = "responsible"


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
        people += found or [_collective(fragment, role)]
        offers += [] if found else named_inside(fragment)
    return people, offers


def _named(fragment: str, role: str) -> list[Person]:
    """The people of a fragment that holds nothing but people; none when it holds anything else."""
    if len(fragment) > _LONGEST:
        return []
    role, body = _labelled(fragment.rstrip(" .,"), role)
    for reader in (_with_brackets, _country_first, _with_country_after, _plain):
        if found := reader(body):
            return [Person(fragment, name, country, "person", own or role, doubt)
                    for name, country, own, doubt in found]
    return []


_Found = list[tuple[str, str, str, str]]


def _labelled(fragment: str, role: str) -> tuple[str, str]:
    """A role said before a colon («Coordina: Ana»), and what follows it."""
    label, colon, rest = fragment.partition(":")
    if colon and rest.strip() and (found := _role_word(label)):
        return found, rest.strip()
    return role, fragment


def _role_word(text: str) -> str:
    words = set(fold(text).split())
    if not words or len(words) > 3:
        return ""
    if words & LEADS:
        return "coordinates"
    if words & SUPPORTS:
        return "supports"
    return "responsible" if words & ROLE_NOUNS else ""


_BRACKETS = re.compile(r"\s*([^()\[\]]+?)\s*[(\[]([^()\[\]]+)[)\]]\s*(?:[,;/&+|·–—-]|(?:,\s*)?\b(?:y|e|and)\b|$)?\s*")


def _with_brackets(body: str) -> _Found:
    """``Ana y Luis (Perú), Eva [CO]``."""
    found: _Found = []
    place = 0
    while place < len(body):
        match = _BRACKETS.match(body, place)
        if match is None:
            return []
        names, inside = _names(match[1]), match[2]
        country, role = _inside(inside)
        if not country and country_code(match[1], codes=False):  # «Perú (Ana, Luis)»
            names, country, role = _names(inside), country_code(match[1]), ""
        if not names:
            return []
        doubt = "" if country or role else "place"
        found += [(name, country, role, doubt) for name in names]
        place = match.end()
    return found


def _inside(text: str) -> tuple[str, str]:
    """The country and the role said in brackets, among other things."""
    country, role = country_code(text), ""
    for part in re.split(r"\s*[,/\-–—:]\s*", text):
        country = country or country_code(part)
        role = role or _role_word(part)
    return country, role


def _country_first(body: str) -> _Found:
    """``Perú: Ana y Luis``."""
    place, colon, rest = body.partition(":")
    country = country_code(place) if colon else ""
    return [(name, country, "", "") for name in _names(rest)] if country else []


def _with_country_after(body: str) -> _Found:
    """``Ana – Perú``, ``Ana, Luis, Perú``, ``Ana – Perú, Eva – Chile``."""
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
            read = _names(names[0])
            if not read:
                return []
            waiting += read
        if country:
            found += [(name, country, "", "") for name in waiting]
            waiting = []
    return [] if waiting else found


def _plain(body: str) -> _Found:
    """``Ana María Ruiz``, ``Ana y Luis``: people without a country, when that is what they look like."""
    if any(country_code(part, codes=False) for part in _AND.split(body)):
        return []
    return [(name, "", "", "name" if " " not in name else "") for name in _names(body, strict=True)]


def _names(text: str, *, strict: bool = False) -> list[str]:
    """The names in a list of names; none when any part is not a name."""
    parts = [part.strip() for part in _AND.split(text.strip(" ,.")) if part and part.strip()]
    return parts if parts and all(is_name(part, strict=strict) for part in parts) else []


def is_name(text: str, *, strict: bool = False) -> bool:
    """Whether a text looks like a person's name; ``strict`` when no country stands beside it."""
    words = text.split()
    if not 1 <= len(words) <= 6 or len(text) > 80:
        return False
    # Beside a country only the first word decides: Mesa, Paz or Local are surnames too.
    folded = [w for word in words if (w := fold(word)) not in PARTICLES]
    if any(w in COLLECTIVE or w in ORGANISATION or w in VERBS for w in (folded if strict else folded[:1])):
        return False
    if any(not _NAME.fullmatch(word) for word in words):
        return False
    if words[0].lower() in PARTICLES and words[0].islower():
        return False
    capital = [w[0].isupper() for w in words if w.lower() not in PARTICLES]
    # Some alphabets have no capitals; some people write their own name without them, but not without a country.
    caseless = all(not w[0].isupper() and not w[0].islower() for w in words)
    if not strict:
        return caseless or all(capital)
    shouted = len(words) == 1 and text.isupper()
    return bool(capital) and all(capital) and not shouted


def _collective(fragment: str, role: str) -> Person:
    """Anything that is not a list of people: everyone, an organisation, or a group as it was written."""
    own, body = _labelled(fragment, role)
    inside = re.search(r"[(\[]([^()\[\]]+)[)\]]\s*\.?$", body)
    country = country_code(inside[1]) if inside else country_code(body, codes=False)
    bare = re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*\.?$", "", body) if inside else body
    folded, words = fold(bare), set(fold(bare).split())
    if _EVERYONE.fullmatch(folded):
        kind = "everyone"
    elif words & ORGANISATION or (not words & COLLECTIVE and re.fullmatch(
            r"[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ0-9.&-]{1,11}", bare.strip())):
        kind = "organization"
    else:
        kind = "group"
    return Person(fragment, fragment, country, kind, own)


_PLACE = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]")


def named_inside(sentence: str) -> list[Offer]:
    """People with their country inside a sentence: ``Coordina Eva (Chile), el resto apoya`` names Eva."""
    offers, previous = [], 0
    for match in _PLACE.finditer(sentence):
        country = _inside(match[1])[0]
        near = sentence[max(previous, match.start() - 120):match.start()].rstrip()
        previous = match.end()
        said = re.split(r"[.,:;\n]\s", near)[-1].lstrip(" .,:;")
        tail = _name_tail(said) if country else ""
        if not tail:
            continue
        before, after = said[: len(said) - len(tail)], sentence[match.end():match.end() + 30]
        if _belongs_to_a_group(before):
            continue
        role = _role_word(" ".join(before.split()[-2:])) or _role_word(" ".join(after.split()[:1])) or "responsible"
        start = sentence.rindex(tail, 0, match.start())
        offers += [Offer(sentence[start:match.end()], name, country, role) for name in _names(tail)]
    return offers


def _name_tail(text: str) -> str:
    """The longest end of a text that is a list of names."""
    starts = [m.start() for m in re.finditer(r"(?<!\S)\S", text)]
    return next((text[start:] for start in starts if _names(text[start:])), "")


def _belongs_to_a_group(before: str) -> bool:
    """Whether the words before a name make it the name of a group («Equipo de Ana», «Fundación Luz»)."""
    words = fold(before).split()
    while words and words[-1] in PARTICLES - {"y", "e"}:
        words.pop()
    return bool(words) and words[-1] in (COLLECTIVE | ORGANISATION) - VERBS
