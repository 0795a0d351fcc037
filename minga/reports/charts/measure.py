"""How much room a text needs: the font that is measured is wider than most readers', so what fits here fits there."""

from __future__ import annotations

import importlib.util
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

_EM = 500
"""Pixels of the size at which characters are measured."""


@cache
def font(pixels: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans at a size; it travels with matplotlib, which need not be imported for that."""
    found = importlib.util.find_spec("matplotlib")
    assert found is not None  # a requirement of Minga
    assert found.origin is not None
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
    # Laid out one character after another: the same on every machine, with or without its shaping library.
    return ImageFont.truetype(str(folder / f"DejaVuSans{'-Bold' if bold else ''}.ttf"), pixels,
                              layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def advance(character: str, bold: bool = False) -> float:
    """Width of a character, as a part of the size of its text."""
    if ord(character) >= 0x2E80 and unicodedata.category(character) != "Mn":
        return 1.0  # another script or an emoji, which the font does not have; about as wide as it is tall
    return font(_EM, bold).getlength(character) / _EM


def width_of(text: str, size: float, bold: bool = False) -> float:
    """Width of a text in pixels."""
    return size * sum(advance(character, bold) for character in text)


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
