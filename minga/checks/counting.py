"""How many words a text has, as a person would count them on a card."""

from __future__ import annotations

import re

from minga.checks.note import Note
from minga.checks.tokens import plain
from minga.i18n import gettext as _
from minga.i18n import ngettext

_BULLET = re.compile(r"^\s*(?:[-–—•*·]\s+|\d{1,2}[.)]\s+)")
# «EE. UU.», «RR. HH.», «p. ej.» are said as one word.
_DOUBLED = re.compile(r"\b([A-Z])\1\.[ \u00a0]?([A-Z])\2\b\.?|\bp\.[ \u00a0]?(?:ej|ex)\.", re.IGNORECASE)
_DASHES = re.compile(r"[–—―]|--+|…|\.{3,}")
# A comma or a dot without its blank («agua,tierra», «red.Somos») still stands between two words.
_STUCK = re.compile(r"(?<=[^\W\d_])[,;:!?](?=[^\W\d_])|(?<=[^\W\d_]{3})\.(?=[A-ZÁÉÍÓÚÑÇÂÊÔÃÕ][^\W\d_])")


def count_words(text: str) -> int:
    """The words of a text: «socio-ambiental», «1.500», «S.A.» and «todas/os» are one, «hombres/mujeres» are two.

    Signs, emoji and the number of a list are none.
    """
    text = _BULLET.sub("", text, count=1)
    return sum(_in_part(part) for part in _DASHES.sub(" ", _DOUBLED.sub("x", text)).split())


def _in_part(part: str) -> int:
    if part.lower().startswith(("http:", "https:", "www.")) or "@" in part[1:-1]:
        return 1  # an address
    return sum(_between_slashes(piece) for piece in _STUCK.sub(" ", part).split())


def _between_slashes(part: str) -> int:
    pieces = [piece for piece in part.split("/") if any(map(str.isalnum, piece))]
    if len(pieces) > 1 and all(_stands_alone(piece) for piece in pieces):
        return len(pieces)
    return 1 if pieces else 0


def _stands_alone(piece: str) -> bool:
    # «todas/os», «y/o», «km/h» and «24/7» are one; «él/ella» and «hombres/mujeres» are two.
    letters = "".join(c for c in plain(piece) if c.isalpha())
    return len(letters) >= 3 or letters in ("el", "yo", "tu", "he", "ele")


def check_length(code: str, text: str, limits: tuple[int, int]) -> Note | None:
    """Whether a card or a title has too few or too many words for its stage.

    Args:
        code: ``card_words`` or ``title_words``.
        text: what was written.
        limits: fewest and most words.
    """
    n = count_words(text)
    fewest, most = limits
    if n == 0 or fewest <= n <= most:
        return None
    counted = ngettext("Tiene {n} palabra", "Tiene {n} palabras", n).format(n=n)
    expected = (_("se sugiere que sean {n}").format(n=most) if fewest == most
                else _("se sugieren de {fewest} a {most}").format(fewest=fewest, most=most))
    advice = (_("¿Puede decirse un poco más, para que se entienda sin explicación?") if n < fewest
              else _("¿Cuál es la idea central? Lo demás puede ir en otra tarjeta o en una nota.")
              if code == "card_words" else _("¿Cuáles son las palabras que no pueden faltar?"))
    return Note(code, f"{counted}; {expected}.", advice)
