"""Texts compared without accents, capitals or punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The letters and digits of a text without accents or capitals, words separated by one blank."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


def word_set(text: str) -> frozenset[str]:
    """The words of a text, folded."""
    return frozenset(fold(text).split())
