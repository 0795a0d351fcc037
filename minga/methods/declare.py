"""What a workshop method is made of: stages, questions, ready conversations and soft rules, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field

from minga import i18n

KINDS = ("columns", "clusters", "directions", "results", "sections")
ANONYMITY = ("named", "alias", "anonymous")
LEVELS = ("O", "R", "I", "D")
"""Levels of the focused conversation: objective, reflective, interpretive, decisional."""


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
    """

    card_words: tuple[int, int] = (2, 25)
    title_words: tuple[int, int] = (3, 7)


@dataclass(frozen=True)
class StageMethod:
    """A stage as the method describes it; ``{organization}`` and ``{year}`` stand for the plan's own.

    Attributes:
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
