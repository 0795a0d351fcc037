"""What looks like the name of a person, and lists of such names."""

from __future__ import annotations

import re

from minga.folding import fold
from minga.people.words import COLLECTIVE, ORGANISATION, PARTICLES, VERBS

_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\-])*")
AND = re.compile(r"\s+(?:y|e|and|und|et)\s+|\s*[&/+,;]\s*(?:(?:y|e|and)\s+)?")
"""What stands between two names."""


def names_in(text: str, *, strict: bool = False) -> list[str]:
    """The names in a list of names; none when any part is not a name."""
    parts = [part.strip() for part in AND.split(text.strip(" ,.")) if part and part.strip()]
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
