"""Folders for sockets and everything else that must not outlive a workshop, however it ends.

Each process that uses such a folder holds a shared lock on a file in it. The system lets go of it when the process
ends, even when it is killed; so a folder whose lock nobody holds was left behind, and the next start removes it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "in-use"
PREFIXES = ("minga_", "door_")
LONGEST_TEMPORARY = 26


def short_temporary_folder() -> str:
    """A temporary folder short enough for sockets; macOS's own usually is not."""
    usual = tempfile.gettempdir()
    return "/tmp" if len(usual) > LONGEST_TEMPORARY and os.access("/tmp", os.W_OK) else usual


@contextmanager
def own_folder(prefix: str, parent: Path | None = None) -> Iterator[Path]:
    """A folder that is removed at the end; where nobody else removes it, at the next start."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent or short_temporary_folder()))
    try:
        with in_use(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Say that somebody uses this folder, for as long as this process lives."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (folder / LOCK).open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        yield


def sweep() -> None:
    """Remove the folders of workshops that were killed; those of others, and of living ones, stay."""
    if sys.platform == "win32":
        return
    for prefix in PREFIXES:
        for folder in Path(short_temporary_folder()).glob(f"{prefix}*"):
            with contextlib.suppress(OSError):
                if folder.stat().st_uid == os.getuid():
                    remove_if_left(folder)


def remove_if_left(folder: Path) -> None:
    """Remove a folder that nobody uses any more: whoever leaves last takes it away."""
    with contextlib.suppress(OSError):
        if _left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _left(folder: Path) -> bool:
    import fcntl

    with (folder / LOCK).open("rb") as lock, contextlib.suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
