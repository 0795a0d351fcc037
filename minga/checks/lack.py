"""«Falta de…»: an obstacle told as what is not there, which is a solution in disguise."""

from __future__ import annotations

from minga.checks.languages import Speech
from minga.checks.note import Note
from minga.checks.tokens import Token
from minga.i18n import gettext as _


def check_lack(text: str, found: list[Token], speech: Speech) -> Note | None:
    """Whether a text names what is not there, anywhere in it, whatever its accents and capitals."""
    places = list(speech.lack.find(found))
    if speech.lexicon.negation_may_open:
        places += [(i, i + 1) for i in range(len(found)) if _opens(found, i, speech)]
    if places:
        harmless = speech.not_lack.covered(found) | speech.allowed.covered(found)
        places = [(i, j) for i, j in places if harmless.isdisjoint(range(i, j))]
    if not places:
        return None
    start, end = min(places)
    said = text[found[start].start:found[end - 1].end]
    return Note("lack", _("«{words}» nombra lo que no está.").format(words=said[:60]),
                _("¿Qué hay en su lugar que lo impide?"), (found[start].start, found[end - 1].end))


def _opens(found: list[Token], i: int, speech: Speech) -> bool:
    # «No office in the capital» says that something is not there; «No, we said» and «say no» do not.
    following = found[i + 1] if i + 1 < len(found) else None
    return (found[i].plain == "no" and found[i].first and following is not None and not following.first
            and following.gap.isspace() and not following.plain[0].isdigit()
            and following.plain not in speech.lexicon.numbers)
