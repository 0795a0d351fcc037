"""Titles that are one word or that any plan could have."""

from __future__ import annotations

from minga.checks.counting import count_words
from minga.checks.languages import Speech
from minga.checks.note import Note
from minga.checks.tokens import Token
from minga.i18n import gettext as _


def check_one_word(text: str) -> Note | None:
    """Whether a title is a single word: the name of a topic, not an answer."""
    if count_words(text) != 1:
        return None
    return Note("one_word_title", _("Una sola palabra nombra un tema, no una respuesta."),
                _("¿Qué dicen juntas estas tarjetas sobre ese tema?"))


def check_empty(found: list[Token], speech: Speech) -> Note | None:
    """Whether all the words of a title are talk that fits any plan («fortalecer la comunicación»)."""
    if not speech.allowed.covered(found).isdisjoint(range(len(found))):
        return None
    empty = speech.empty.covered(found)
    telling = [i for i, t in enumerate(found) if t.plain not in speech.lexicon.stop]
    said = [i for i in range(len(found)) if i in empty]
    if len(found) < 2 or not said or any(i not in empty for i in telling):
        return None
    return Note("empty_title", _("Ese título serviría para cualquier plan."),
                _("¿Qué se ve en estas tarjetas que responda a la pregunta? Dígalo con esas palabras."))
