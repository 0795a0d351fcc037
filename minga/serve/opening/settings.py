"""What one door is told when it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from minga.serve.entry.outside import Outside


@dataclass(frozen=True)
class Settings:
    """What one door is told.

    Attributes:
        scratch: a folder for sockets and for what kernels are told of their visitors.
        phrase: the pass phrase; empty where none is asked for.
        participants: how many people are expected, 0 when nobody said.
        pool: how many pages are kept ready; None for those expected and a few more.
        most: how many kernels there may be at the participants' door; 0 means any number.
        light: whether everybody gets the light page.
        progress: file to write to how many pages are ready, for whoever opens the door.
        goodbye: seconds that a kernel stays after its page was closed.
    """

    host: str
    port: int
    notebooks: Path
    scratch: Path
    phrase: str = ""
    participants: int = 0
    outside: Outside = field(default_factory=Outside)
    pool: int | None = None
    most: int = 0
    light: bool = False
    progress: Path | None = None
    goodbye: int = 20
