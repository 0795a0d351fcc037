"""Watching the child process of a run: what it says, how long it may take, and its end with its kernel."""

from __future__ import annotations

import importlib.util
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from minga.runs.folders import RunFolder
from minga.runs.kill import kill_group

Progress = Callable[[int, int], None]
"""Called with the number of cells done and of all cells, each time one is done."""

_LEAKS = ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "MPLBACKEND", "PYTHONSTARTUP",
          "PYTHONINSPECT")


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


def run_child(job: dict[str, Any], folder: RunFolder, environment: dict[str, str], timeout_seconds: float,
              progress: Progress | None) -> Outcome:
    """Run the child to its end, or kill it and its kernel.

    Args:
        job: what ``minga.runs.child`` reads.
        folder: the run's folder, set up.
        environment: variables put on top of ours.
        timeout_seconds: wall-clock limit of the whole run.
        progress: told of each step done.
    """
    deadline = time.monotonic() + timeout_seconds
    outcome = Outcome()
    with (folder.folder / "stderr.txt").open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "minga.runs.child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr,
            cwd=folder.work, env=_environment(folder.home) | environment, **_own_group())
        try:
            _listen(process, job, outcome, deadline, progress)
        finally:
            _end(process, outcome.kernel)
    return outcome


def _listen(process: subprocess.Popen[bytes], job: dict[str, Any], outcome: Outcome, deadline: float,
            progress: Progress | None) -> None:
    assert process.stdin is not None
    words: queue.Queue[dict[str, Any] | None] = queue.Queue()
    threading.Thread(target=_read, args=(process, words), daemon=True).start()
    with suppress(BrokenPipeError):  # it died at birth; the queue will say so
        process.stdin.write(json.dumps(job).encode() + b"\n")
        process.stdin.flush()
    try:
        while (said := words.get(timeout=max(deadline - time.monotonic(), 0))) is not None:
            _note(outcome, said)
            if "done" in said and progress is not None:
                progress(said["done"], outcome.cells)
        process.wait(timeout=max(deadline - time.monotonic(), 0))
    except (queue.Empty, subprocess.TimeoutExpired):
        outcome.status = "timeout"


def _read(process: subprocess.Popen[bytes], words: queue.Queue[dict[str, Any] | None]) -> None:
    assert process.stdout is not None
    try:
        for line in process.stdout:
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


def _end(process: subprocess.Popen[bytes], kernel: int | None) -> None:
    """Leave nothing running, whatever happened."""
    if process.poll() is None:  # the child first: it would otherwise report the death of its kernel
        kill_group(process.pid)
    if kernel is not None:  # kernels lead a session of their own; a notebook may have left programs in it
        kill_group(kernel)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def _own_group() -> dict[str, Any]:
    if os.name == "nt":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _environment(home: Path) -> dict[str, str]:
    """Our variables without the person's own settings of Jupyter, IPython and matplotlib."""
    kept = {name: value for name, value in os.environ.items() if name not in _LEAKS}
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime",
           "IPYTHONDIR": "ipython"}
    plain = {"JUPYTER_NO_CONFIG": "1", "PYTHONUTF8": "1"}
    matplotlib = importlib.util.find_spec("matplotlib")
    if matplotlib is not None and matplotlib.origin:
        plain["MATPLOTLIBRC"] = str(Path(matplotlib.origin).parent / "mpl-data" / "matplotlibrc")
    return kept | {name: str(home / folder) for name, folder in own.items()} | plain
