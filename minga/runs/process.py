"""Watching the child process of a run: what it says, how long it may take, and its end with its kernel."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from minga.runs.folders import RunFolder
from minga.runs.kill import kill_group
from minga.runs.starting import Child, start
from minga.runs.traces import note_step

Progress = Callable[[int, int], None]
"""Called with the number of cells done and of all cells, each time one is done."""


@dataclass
class Outcome:
    """What was seen of a run from outside.

    Attributes:
        status: ``ok``, ``failed``, ``timeout`` or ``died``.
        name: class name of the error, where there was one.
        message: the error's own words.
        at: number of the step that was being done; 0 before the first.
        cells: number of steps.
        step: first line of that step.
        rendering: the notebook had ended and the page was being made.
    """

    status: str = "died"
    name: str = ""
    message: str = ""
    at: int = 0
    cells: int = 0
    step: str = ""
    rendering: bool = False
    kernel: int | None = field(default=None, repr=False)


def run_child(job: dict[str, Any], folder: RunFolder, environment: Mapping[str, str], timeout_seconds: float,
              progress: Progress | None) -> Outcome:
    """Run the child to its end, or kill it and its kernel.

    Args:
        job: what ``minga.runs.child`` is given.
        folder: the run's folder, set up.
        environment: variables put on top of ours.
        timeout_seconds: wall-clock limit of the whole run.
        progress: told of each step done.
    """
    deadline = time.monotonic() + timeout_seconds
    outcome = Outcome()
    child = start(job | {"sockets": str(folder.sockets or "")}, folder, environment)
    try:
        _listen(child, outcome, folder, deadline, progress)
    finally:
        _end(child, outcome.kernel)
    return outcome


def _listen(child: Child, outcome: Outcome, folder: RunFolder, deadline: float, progress: Progress | None) -> None:
    words: queue.Queue[dict[str, Any] | None] = queue.Queue()
    threading.Thread(target=_read, args=(child, words), daemon=True).start()
    try:
        while (said := words.get(timeout=max(deadline - time.monotonic(), 0))) is not None:
            _note(outcome, said)
            if "at" in said or "rendering" in said:
                note_step(folder, outcome)
            if "done" in said and progress is not None:
                progress(said["done"], outcome.cells)
        child.process.wait(timeout=max(deadline - time.monotonic(), 0))
    except (queue.Empty, subprocess.TimeoutExpired):
        outcome.status = "timeout"


def _read(child: Child, words: queue.Queue[dict[str, Any] | None]) -> None:
    try:
        for line in child.words:
            words.put(json.loads(line))
    except ValueError:  # killed in the middle of a word, or the pipe was closed at the end
        pass
    finally:
        words.put(None)


def _note(outcome: Outcome, said: dict[str, Any]) -> None:
    for name in ("kernel", "cells", "at", "step", "rendering"):
        if name in said:
            setattr(outcome, name, said[name])
    if end := said.get("end"):
        outcome.status, outcome.name, outcome.message = end["status"], end.get("name", ""), end.get("message", "")


def _end(child: Child, kernel: int | None) -> None:
    """Leave nothing running, whatever happened."""
    if child.process.poll() is None:  # the child first: it would otherwise report the death of its kernel
        kill_group(child.process.pid)
    if kernel is not None:  # kernels lead a session of their own; a notebook may have left programs in it
        kill_group(kernel)
    child.process.wait()
    child.close()
