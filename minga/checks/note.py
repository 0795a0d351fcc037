"""What a check has to say: one soft sentence and what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """A remark on a text; it never stops anybody.

    Attributes:
        code: the check that makes it, one of ``minga.methods.CHECKS`` or a finer name of an action's check.
        message: one sentence in the language in force.
        advice: what may be done, as a sentence or a question.
        span: where in the text the words that caused it stand (start, end), when there is such a place.
    """

    code: str
    message: str
    advice: str = ""
    span: tuple[int, int] | None = None

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".rstrip()
