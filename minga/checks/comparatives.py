"""Comparatives without content: «más», «mejor», «fortalecer» with no number or measure beside them."""

from __future__ import annotations

import re

from minga.checks.languages import Speech
from minga.checks.note import Note
from minga.checks.tokens import Token
from minga.i18n import gettext as _

_YEAR = re.compile(r"(?:19|20)\d\d")


def check_comparatives(text: str, found: list[Token], speech: Speech) -> Note | None:
    """Whether a text promises a change without saying which; a number in the same sentence says it."""
    places = list(speech.comparatives.find(found))
    if not places:
        return None
    harmless = speech.not_comparatives.covered(found) | speech.allowed.covered(found)
    measured = _measured(found, speech)
    for start, end in places:
        if harmless.isdisjoint(range(start, end)) and found[start].sentence not in measured and not (
                found[start].plain in speech.lexicon.more and _negated(found, start, speech)):
            said = text[found[start].start:found[end - 1].end]
            return Note("comparatives", _("«{word}» no dice cuánto ni qué se verá.").format(word=said[:60]),
                        _("Diga qué se verá exactamente, cuánto y dónde."),
                        (found[start].start, found[end - 1].end))
    return None


def _negated(found: list[Token], at: int, speech: Speech) -> bool:
    # «no se cortan más árboles» and «nadie paga más» promise an end, not an increase.
    for token in reversed(found[max(0, at - 6):at]):
        if token.plain in speech.lexicon.negations:
            return True
        if token.first:
            return False
    return False


def _measured(found: list[Token], speech: Speech) -> set[int]:
    """Numbers of the sentences that hold a number or a measure."""
    counted = {t.sentence for i, t in enumerate(found) if _is_number(found, i, speech)}
    return counted | {found[i].sentence for i, _end in speech.measures.find(found)}


def _is_number(found: list[Token], i: int, speech: Speech) -> bool:
    token = found[i]
    if token.plain in speech.lexicon.numbers:
        return True
    if not token.plain[0].isdigit():
        return False
    if not _YEAR.fullmatch(token.plain):
        return True
    # «en 2030» is a year; «2000 familias» is a number.
    following = found[i + 1] if i + 1 < len(found) and not found[i + 1].first else None
    counts = following is not None and following.plain not in speech.lexicon.stop and "," not in following.gap
    return counts and not (i > 0 and not token.first and found[i - 1].plain in speech.lexicon.year_after)
