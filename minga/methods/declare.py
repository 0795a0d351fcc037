"""What a workshop method is made of: stages, questions, ready conversations and soft rules, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field

from minga import i18n

KINDS = ("columns", "clusters", "directions", "results", "sections")
ANONYMITY = ("named", "alias", "anonymous")
STAGE_ROLES = ("vision", "obstacle")
"""What the groups of a stage may be in the chain: what is wanted, and what stands in its way."""
LEVELS = ("O", "R", "I", "D")
"""Levels of the focused conversation: objective, reflective, interpretive, decisional."""
CHECKS = ("card_words", "title_words", "one_word_title", "empty_title", "comparatives", "lack", "names",
          "action_date", "action_responsible", "action_country")
"""The checks that a method may switch on or off for a stage."""
ASKED_FOR = frozenset({"lack", "names"})
"""Checks that are made only where the method asks for them: they belong to obstacles."""
WORD_LISTS = ("comparatives", "empty_titles", "lack", "names", "allowed")
"""The lists of words that a method may extend, language by language."""


@dataclass(frozen=True)
class Words:
    """A text in the three languages."""

    es: str = ""
    pt: str = ""
    en: str = ""

    def __str__(self) -> str:
        return getattr(self, i18n.language())

    def __bool__(self) -> bool:
        return bool(self.es)


@dataclass(frozen=True)
class Part:
    """A fixed column of a stage, or a narrative section: a key and its words."""

    key: str
    title: Words
    hint: Words = Words()


@dataclass(frozen=True)
class Rules:
    """Soft rules of a stage; they warn and never block.

    Attributes:
        card_words: fewest and most words of a card.
        title_words: fewest and most words of a cluster's title.
        checks: the checks that the method switches on or off by name; the others keep their default.
        words: words and phrases that the method adds, as (list, language, texts).
    """

    card_words: tuple[int, int] = (2, 25)
    title_words: tuple[int, int] = (3, 7)
    checks: tuple[tuple[str, bool], ...] = ()
    words: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    def on(self, check: str) -> bool:
        """Whether a check of ``CHECKS`` is made in this stage."""
        said = dict(self.checks).get(check)
        if said is not None:
            return said
        if check == "one_word_title":
            return self.title_words[0] > 1
        return check not in ASKED_FOR

    def added(self, words: str, language: str) -> tuple[str, ...]:
        """What the method adds to one of ``WORD_LISTS`` in one language."""
        return tuple(text for name, code, texts in self.words if (name, code) == (words, language) for text in texts)


@dataclass(frozen=True)
class StageMethod:
    """A stage as the method describes it; ``{organization}`` and ``{year}`` stand for the plan's own.

    Attributes:
        role: one of ``STAGE_ROLES``, for the tables of the chain; empty when the groups are neither.
        conversation: ready questions of the focused conversation by level (O, R, I, D); empty when there are none.
    """

    key: str
    kind: str
    title: Words
    question: Words
    letter: str = ""
    rational_aim: Words = Words()
    experiential_aim: Words = Words()
    anonymity: str = "alias"
    role: str = ""
    columns: tuple[Part, ...] = ()
    sections: tuple[Part, ...] = ()
    rules: Rules = field(default_factory=Rules)
    conversation: dict[str, tuple[Words, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Method:
    """A workshop method: its name and its stages in order."""

    name: str
    title: Words
    description: Words
    stages: tuple[StageMethod, ...]

    def stage(self, key: str) -> StageMethod | None:
        """The stage with that key, if the method has it."""
        return next((s for s in self.stages if s.key == key), None)
