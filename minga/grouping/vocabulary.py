"""What the words of a card say, in one of the three languages: their stems and the matters they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from minga import i18n, paths
from minga.errors import Fault, InputError
from minga.folding import fold
from minga.i18n import gettext as _

_STEMMERS = {"es": "spanish", "pt": "portuguese", "en": "english"}


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language.

    Attributes:
        language: ``es``, ``pt`` or ``en``.
        stop: folded words that do not say what a card is about.
        matters: the matters of each listed word, and of each stem of one; words come first when a card is read,
            because stems of different words fall together (*común*, *comunicar*).
    """

    language: str
    stop: frozenset[str]
    matters: dict[str, tuple[str, ...]]

    def words(self, text: str) -> list[tuple[str, str]]:
        """The words that say what a text is about, folded, each with its folded stem, in their order."""
        return [(part, stem) for word in text.casefold().split() for part in fold(word).split()
                if part not in self.stop and len(part) > 1 and (stem := self._stem(word, part))]

    def matters_of(self, words: list[tuple[str, str]]) -> list[str]:
        """The matters that some words belong to, as often as they are named."""
        return [matter for word, stem in words
                for matter in self.matters.get(word) or self.matters.get(f"{stem}-", ())]

    @cached_property
    def _stemmer(self) -> Any:
        import snowballstemmer

        return snowballstemmer.stemmer(_STEMMERS[self.language])

    def _stem(self, word: str, part: str) -> str:
        # Stemmers need the accents; where a word was cut in parts by its signs, the part has lost them.
        whole = word.strip("\"'«»“”¿?¡!.,;:()…-")
        return fold(self._stemmer.stemWord(whole if fold(whole) == part else part)).replace(" ", "")


def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of a language, from ``parameters/grouping/<language>.yaml``.

    Raises:
        InputError: the file cannot be read or has another shape.
    """
    code = i18n.normalise(language)
    file = paths.grouping() / f"{code}.yaml"
    try:
        return _read(file, code, file.stat().st_mtime_ns)
    except (OSError, yaml.YAMLError, UnicodeDecodeError, ValueError) as wrong:
        raise InputError(Fault(_("No se pueden leer las palabras para sugerir grupos ({why}).").format(
            why=" ".join(str(wrong).split())[:200]), file=str(file), advice=_(
            "Debe tener «stop», un texto, y «themes», una línea de palabras por asunto."))) from wrong


@lru_cache(maxsize=8)
def _read(file: Path, code: str, _modified: int) -> Vocabulary:
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(told, dict) or not isinstance(told.get("stop"), str) or not isinstance(told.get("themes"), dict):
        raise ValueError("stop, themes")
    plain = Vocabulary(code, frozenset(fold(told["stop"]).split()), {})
    matters: dict[str, set[str]] = {}
    for matter, words in told["themes"].items():
        for word, stem in plain.words(str(words)):
            for key in (word, f"{stem}-"):
                matters.setdefault(key, set()).add(str(matter))
    return Vocabulary(code, plain.stop, {key: tuple(sorted(found)) for key, found in matters.items()})
