"""What a text must be before it is kept: not empty, not endless, nothing a database cannot hold."""

from __future__ import annotations

import unicodedata

from minga.errors import Refused
from minga.i18n import gettext as _

CARD = 600
TITLE = 250
NOTE = 2000
LONG = 20_000
ALIAS = 40


def clean(text: object, limit: int, *, what: str, required: bool = True) -> str:
    """The text as it will be kept: verbatim but for outer spaces and characters that cannot be kept.

    Args:
        text: what the page sent.
        limit: most characters admitted.
        what: the name of the field in the reader's language, for the message.
        required: whether an empty text is refused.

    Raises:
        Refused: not a text, empty, or too long; nothing was written.
    """
    if not isinstance(text, str):
        raise Refused(_("{what}: se esperaba un texto.").format(what=what))
    # Only a small part of a huge text is ever looked at.
    if len(text) > 4 * limit + 1000:
        raise Refused(_("{what}: el texto es demasiado largo (caben {limit} caracteres).").format(
            what=what, limit=limit), _("Acórtelo y envíelo de nuevo."))
    kept = "".join(c for c in text.replace("\r\n", "\n").translate(_LINES) if _keepable(c)).strip()
    if not any(map(_visible, kept)):
        kept = ""
    if not kept and required:
        raise Refused(_("{what}: falta el texto.").format(what=what), _("Escriba al menos una palabra."))
    if len(kept) > limit:
        raise Refused(
            _("{what}: el texto tiene {n} caracteres y caben {limit}.").format(what=what, n=len(kept), limit=limit),
            _("Acórtelo y envíelo de nuevo."))
    return kept


def one_line(text: str) -> str:
    """A text without line breaks or runs of blanks: a name, a title."""
    return " ".join(text.split())


_LINES = dict.fromkeys(map(ord, "\r\x85\u2028\u2029"), "\n")
# Marks that turn the order of whatever stands around them: no text here needs them, and a name with one
# can pass for another.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANKS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc")
"""Characters that are drawn as nothing and that Unicode does not call blank."""


def _keepable(character: str) -> bool:
    # Control characters, lone surrogates and the two that are no characters break databases,
    # spreadsheets and XML; line and tab stay.
    return character in "\n\t" or not (
        unicodedata.category(character) in ("Cc", "Cs") or character in _TURNING or character in "\ufffe\uffff")


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Zs", "Zl", "Zp", "Mn") and character not in _BLANKS
