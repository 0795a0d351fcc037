"""What a run writes down of itself, for whoever finds it dead: whose report it was, and how far it had come."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minga.runs.folders import RunFolder
    from minga.runs.process import Outcome

_ASKED, _STEP = "asked.json", "step.json"
_TOLD = ("at", "cells", "step", "rendering")


@dataclass(frozen=True)
class Trace:
    """A run that was found dead.

    Attributes:
        language: of its report.
        title: of its report.
        step: attributes of its ``Outcome``, as far as they were known.
    """

    language: str
    title: str
    step: dict[str, Any]


def note_asked(folder: RunFolder, language: str, title: str) -> None:
    """Write down what the run is."""
    (folder.folder / _ASKED).write_text(json.dumps({"language": language, "title": title}), encoding="utf-8")


def note_step(folder: RunFolder, outcome: Outcome) -> None:
    """Write down in which step it is; a disk that takes no more is said where the report itself is written."""
    with suppress(OSError):
        (folder.folder / _STEP).write_text(json.dumps({name: getattr(outcome, name) for name in _TOLD}),
                                           encoding="utf-8")


def find_trace(folder: RunFolder) -> Trace | None:
    """What a dead run had written down; None when it did not come so far."""
    asked = _read(folder.folder / _ASKED)
    if not {"language", "title"} <= asked.keys():
        return None
    step = _read(folder.folder / _STEP)
    return Trace(asked["language"], asked["title"], {name: step[name] for name in _TOLD if name in step})


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # never written, or killed in the middle of it
        return {}
    return found if isinstance(found, dict) else {}
