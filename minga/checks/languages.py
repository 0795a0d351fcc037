"""The word lists of the language in force, with what a method adds to them, made ready once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from minga.checks.english import ENGLISH
from minga.checks.lexicon import Lexicon, Phrases
from minga.checks.portuguese import PORTUGUESE
from minga.checks.spanish import SPANISH
from minga.methods import Rules

_LEXICONS: dict[str, Lexicon] = {"es": SPANISH, "pt": PORTUGUESE, "en": ENGLISH}


@dataclass(frozen=True)
class Speech:
    """A language as the checks of a stage hear it."""

    lexicon: Lexicon
    comparatives: Phrases
    not_comparatives: Phrases
    measures: Phrases
    lack: Phrases
    not_lack: Phrases
    empty: Phrases
    offices: Phrases
    names: Phrases
    capitals: Phrases
    allowed: Phrases


@lru_cache(maxsize=64)
def speech(language: str, rules: Rules) -> Speech:
    """The word lists of a language with what the rules add to them.

    Args:
        language: es, pt or en; any other is heard as Spanish.
        rules: the rules of the stage.
    """
    words = _LEXICONS.get(language, SPANISH)
    return Speech(
        lexicon=words,
        comparatives=Phrases((*words.comparatives, *rules.added("comparatives", language))),
        not_comparatives=Phrases(words.not_comparatives),
        measures=Phrases(words.measures),
        lack=Phrases((*words.lack, *rules.added("lack", language))),
        not_lack=Phrases(words.not_lack),
        empty=Phrases((*words.empty, *rules.added("empty_titles", language))),
        offices=Phrases(words.offices),
        names=Phrases(rules.added("names", language)),
        capitals=Phrases(words.capitals),
        allowed=Phrases(rules.added("allowed", language)),
    )
