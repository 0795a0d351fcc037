"""A folder per run under ``outputs/.running``, alive as long as its lock is held.

It stands on the same disk as the reports, so that finished files move in with one rename each.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from minga import paths
from minga.errors import RunError, reason
from minga.i18n import gettext as _
from minga.runs.lock import FileLock, take, wait_for

LONGEST_SOCKET = 90
"""Characters of a path that still leave room for a socket's name: systems allow a hundred or so."""
_FORGOTTEN = 86_400.0
"""Seconds after which what nobody holds is nobody's."""
_BEGINNING = 60.0
"""Seconds that the beginning of a run takes at most: its folder is there and its line in the ledger is not."""
_TURN = "publishing"


def _root() -> Path:
    return paths.outputs() / ".running"


def running() -> Path:
    """The folder of the runs under way, made when it is not there.

    Raises:
        RunError: the outputs folder cannot be written to.
    """
    try:
        _root().mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as wrong:
        raise _unwritable(wrong) from wrong
    return _root()


def _unwritable(wrong: OSError) -> RunError:
    return RunError(
        _("No se puede escribir en la carpeta de resultados {folder}: {why}.").format(
            folder=paths.outputs(), why=reason(wrong)),
        _("Pida permiso de escritura o libere espacio; el informe no se empezó."))


class RunFolder:
    """The folder of one run, there as long as its ``with`` block.

    Attributes:
        run_id: the run.
        folder: everything of the run; only its owner may look inside.
        work: the notebook's current folder; what it leaves here becomes the report.
        home: settings folders of Jupyter and IPython, empty, instead of the person's own.
        sockets: folder of the kernel's channels, with a short path; None where there are no such sockets.
    """

    def __init__(self, run_id: str) -> None:
        self.run_id, self.folder = run_id, _root() / run_id
        self.work, self.home = self.folder / "work", self.folder / "home"
        self.sockets = _sockets_of(run_id)
        self._lock: FileLock | None = None

    def __enter__(self) -> Self:
        """Make the folder and hold its lock.

        Raises:
            RunError: the outputs folder cannot be written to.
        """
        running()
        try:
            for folder in (self.folder, self.work, self.home, *([self.sockets] if self.sockets else [])):
                folder.mkdir(mode=0o700)
            self._lock = take(self.folder / "alive")
        except OSError as wrong:
            raise _unwritable(wrong) from wrong
        return self

    def __exit__(self, *_wrong: object) -> None:
        self.clear()

    def clear(self) -> None:
        """Let go of the lock and remove the folder."""
        if self._lock is not None:
            self._lock.release()
        for folder in (self.folder, self.sockets):
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)


def _sockets_of(run_id: str) -> Path | None:
    folder = Path(tempfile.gettempdir()) / f"minga_{run_id}"
    return folder if os.name == "posix" and len(str(folder)) <= LONGEST_SOCKET else None


def sweep() -> None:
    """Remove what killed processes left here so long ago that it cannot belong to one that only begins."""
    for entry in list(_root().iterdir()) if _root().is_dir() else []:
        with suppress(FileNotFoundError):  # its owner was quicker
            _sweep(entry, time.time() - entry.stat().st_mtime)


def _sweep(entry: Path, age: float) -> None:
    if not entry.is_dir():
        if entry.name != _TURN and age > _FORGOTTEN:
            entry.unlink()
    elif age > (_BEGINNING if is_empty(entry) else _FORGOTTEN) and not is_alive(entry.name):
        RunFolder(entry.name).clear()


def is_empty(folder: Path) -> bool:
    """Whether a run had not come to its line in the ledger, so that nobody else looks after its folder."""
    return not any((folder / "work").glob("*"))


def is_alive(run_id: str) -> bool | None:
    """Whether a run's process still holds its folder; None when there is no folder here to look at."""
    file = _root() / run_id / "alive"
    if not file.is_file():
        return None
    lock = take(file)
    if lock is None:
        return True
    lock.release()
    return False


@contextmanager
def publishing() -> Iterator[None]:
    """One writer at a time among the finished files and ``runs.csv``."""
    _root().mkdir(parents=True, exist_ok=True, mode=0o700)
    with wait_for(_root() / _TURN):
        yield


def move_in(source: Path, target: Path) -> None:
    """Put a finished file in its place with one rename, also across disks."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.replace(source, target)
    except OSError as wrong:
        if wrong.errno != errno.EXDEV:
            raise
        aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        shutil.copyfile(source, aside)
        os.replace(aside, target)

