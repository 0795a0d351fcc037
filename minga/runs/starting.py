"""Starting the child process of a run: forked where a fork server is ready, as a program of its own elsewhere."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from minga.runs import prepared
from minga.runs.folders import RunFolder

if TYPE_CHECKING:
    from minga.kernels.provisioner import ForkedProcess

_LEAKS = ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "MPLBACKEND", "PYTHONSTARTUP", "PYTHONINSPECT")


@dataclass
class Child:
    """A child process that has been given its job.

    Attributes:
        process: it leads a group; a forked one has the same methods as a program.
        words: what it says, as lines of JSON.
        lifeline: stays open as long as it may live; None where it looks after that itself.
    """

    process: subprocess.Popen[bytes] | ForkedProcess
    words: IO[bytes]
    lifeline: IO[bytes] | None = None

    def close(self) -> None:
        """Close what leads to it."""
        for pipe in (self.lifeline, self.words):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def start(job: dict[str, Any], folder: RunFolder, environment: Mapping[str, str]) -> Child:
    """Start a child in the run's folder.

    Args:
        job: what ``minga.runs.child`` is given.
        folder: the run's folder, set up.
        environment: variables put on top of ours.
    """
    wanted = environment_of(folder.home) | environment
    with (folder.folder / "stderr.txt").open("wb") as stderr:
        if prepared.ready() and (forked := _fork(job, folder.work, wanted, stderr)) is not None:
            return forked
        return _program(job, folder.work, wanted, stderr)


def _fork(job: dict[str, Any], work: Path, environment: Mapping[str, str], stderr: IO[bytes]) -> Child | None:
    from minga.kernels.provisioner import NotForked
    from minga.kernels.task import fork_task

    reading, writing = os.pipe()
    try:
        process = fork_task("minga.runs.child:forked", job, environment=environment, folder=work, stdout=writing,
                            stderr=stderr.fileno())
    except (NotForked, OSError):  # it ended, or is too busy: there is always the other way
        os.close(reading)
        return None
    finally:
        os.close(writing)
    return Child(process, os.fdopen(reading, "rb"))


def _program(job: dict[str, Any], work: Path, environment: Mapping[str, str], stderr: IO[bytes]) -> Child:
    process = subprocess.Popen([sys.executable, "-m", "minga.runs.child"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=stderr, cwd=work, env=environment, **_own_group())
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(BrokenPipeError):  # it died at birth; its silence will say so
        process.stdin.write(json.dumps(job).encode() + b"\n")
        process.stdin.flush()
    return Child(process, process.stdout, process.stdin)


def _own_group() -> dict[str, Any]:
    if os.name == "nt":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def environment_of(home: Path) -> dict[str, str]:
    """Our variables without the person's own settings of Jupyter, IPython and matplotlib.

    Args:
        home: the folder that takes their place.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _LEAKS}
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime",
           "IPYTHONDIR": "ipython"}
    plain = {"JUPYTER_NO_CONFIG": "1", "PYTHONUTF8": "1"}
    matplotlib = importlib.util.find_spec("matplotlib")
    if matplotlib is not None and matplotlib.origin:
        plain["MATPLOTLIBRC"] = str(Path(matplotlib.origin).parent / "mpl-data" / "matplotlibrc")
    return kept | {name: str(home / folder) for name, folder in own.items()} | plain
