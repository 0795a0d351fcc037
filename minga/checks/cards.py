"""All the checks of a card or of a title, in the order in which they help most."""

from __future__ import annotations

from minga.checks.comparatives import check_comparatives
from minga.checks.counting import check_length
from minga.checks.lack import check_lack
from minga.checks.languages import Speech, speech
from minga.checks.names import check_names
from minga.checks.note import Note
from minga.checks.titles import check_empty, check_one_word
from minga.checks.tokens import Token, tokens
from minga.methods import Rules

_NOBODY: frozenset[str] = frozenset()


def check_card(text: str, rules: Rules, language: str, *, known: frozenset[str] = _NOBODY,
               own: frozenset[str] = _NOBODY) -> list[Note]:
    """What could be said better in a card.

    Args:
        text: the card as written; a text that is not one of words has no notes.
        rules: the rules of its stage.
        language: of the plan (es, pt, en): its word lists are used; messages are in the language in force.
        known: names of people and organisations of the plan.
        own: names that may stand, such as that of the plan's own organisation.
    """
    notes = _content(text, tokens(text), speech(language, rules), rules, known, own)
    if rules.on("card_words"):
        notes.append(check_length("card_words", text, rules.card_words))
    return [note for note in notes if note is not None]


def check_title(text: str, rules: Rules, language: str, *, known: frozenset[str] = _NOBODY,
                own: frozenset[str] = _NOBODY) -> list[Note]:
    """What could be said better in the title of a group; the arguments are those of ``check_card``."""
    found, heard = tokens(text), speech(language, rules)
    one_word = check_one_word(text) if rules.on("one_word_title") else None
    empty = check_empty(found, heard) if rules.on("empty_title") else None
    notes = [one_word, empty]
    # An empty title is told as such; that it says «fortalecer» is the same remark again.
    notes += [note for note in _content(text, found, heard, rules, known, own)
              if not (empty and note and note.code == "comparatives")]
    if rules.on("title_words") and not one_word and not empty:
        notes.append(check_length("title_words", text, rules.title_words))
    return [note for note in notes if note is not None]


def _content(text: str, found: list[Token], heard: Speech, rules: Rules, known: frozenset[str],
             own: frozenset[str]) -> list[Note | None]:
    return [
        check_lack(text, found, heard) if rules.on("lack") else None,
        check_names(text, found, heard, known, own) if rules.on("names") else None,
        check_comparatives(text, found, heard) if rules.on("comparatives") else None,
    ]
