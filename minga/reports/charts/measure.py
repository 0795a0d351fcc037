"""How much room a text needs: the font that is measured is wider than most readers', so what fits here fits there."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

_EM = 100
"""Size at which characters are measured, in points of a pixel each."""


def font_file(bold: bool = False) -> Path:
    """DejaVu Sans, which travels with matplotlib; so no machine's fonts are looked through."""
    import matplotlib  # slow, and who only reads figures draws nothing

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{'-Bold' if bold else ''}.ttf"


@lru_cache(maxsize=4096)
def advance(character: str, bold: bool = False) -> float:
    """Width of a character, as a part of the size of its text."""
    from matplotlib.font_manager import get_font

    font = get_font(font_file(bold))
    if not font.get_char_index(ord(character)):
        return 1.0  # a character of another script or an emoji; about as wide as it is tall
    font.set_size(_EM, 72)
    return font.load_char(ord(character)).linearHoriAdvance / 65536 / _EM


def width_of(text: str, size: float, bold: bool = False) -> float:
    """Width of a text in pixels."""
    return size * sum(advance(character, bold) for character in text)


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Text on one line without control characters, which neither XML nor a chart can hold."""
    spaced = " ".join(text.split())
    return spaced if spaced.isascii() and spaced.isprintable() else "".join(
        c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn", "Co"))


def wrap(text: str, width: float, size: float, lines: int = 2, bold: bool = False) -> list[str]:
    """A text cut into at most some lines that fit a width; the last ends in «…» when it does not fit."""
    rest, found = plain(text), []
    while rest and len(found) < lines:
        cut = _fitting(rest, width, size, bold)
        if cut < len(rest) and len(found) == lines - 1:
            found.append(rest[: max(1, _fitting(rest, width - width_of("…", size, bold), size, bold))].rstrip() + "…")
            break
        if cut < len(rest) and (space := rest.rfind(" ", 0, cut + 1)) > 0:
            cut = space
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return found or [""]


def _fitting(text: str, width: float, size: float, bold: bool) -> int:
    """How many characters of a text fit a width; at least one."""
    room = width / size
    for count, character in enumerate(text):
        room -= advance(character, bold)
        if room < 0:
            return max(1, count)
    return len(text)
