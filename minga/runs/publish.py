"""From the run's folder to ``outputs/<plan>/<period>/``: each file whole, the page last, nothing stale left.

What is to be done is written down first. Whoever is killed in the middle leaves a list that the next one works off,
so that no report stays half new and half old.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from minga import paths
from minga.errors import StoreError
from minga.exchange.files import write_text
from minga.runs.folders import RunFolder, move_in, publishing

PAGE, FAILED = "report.html", "failed.html"
_LIST = "publishing.json"
_MADE_HERE = ("report.*", "*.csv", "summary.json", "figures/*.svg", "figures/*.png")


def publish(folder: RunFolder, target: Path) -> list[str]:
    """Move the finished files in and remove those of an earlier run that this one did not make.

    Args:
        folder: the run, whose work is done.
        target: where its report belongs, inside the outputs folder.

    Returns:
        Names of the files now in the target, relative to it, sorted.
    """
    made = _files(folder.work)
    with publishing():
        write_text(folder.folder / _LIST, json.dumps(
            {"target": target.relative_to(paths.outputs()).as_posix(), "files": made}))
        _move(folder, target, made)
    return made


def finish_publishing(folder: RunFolder) -> bool:
    """Put in their place the files of a run that was killed while it did so; whether it had come so far."""
    with publishing():
        try:
            said = json.loads((folder.folder / _LIST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        _move(folder, paths.outputs() / said["target"], said["files"])
    return True


def publish_failure(page: Callable[[str], str], target: Path) -> None:
    """Leave the page that says what went wrong beside the last good report, which stays as it is.

    Args:
        page: the page, for the address of the last good report; there is none when that is empty.
        target: where the report belongs.
    """
    with publishing(), suppress(StoreError):  # the ledger says it too; a folder that takes no file may be the cause
        write_text(target / FAILED, page(PAGE if (target / PAGE).is_file() else ""))


def _move(folder: RunFolder, target: Path, made: Sequence[str]) -> None:
    stale = set(_files(target)) - set(made)
    for name in sorted(made, key=lambda name: (name == PAGE, name)):  # the page comes last
        if (folder.work / name).exists():  # or it was moved before
            move_in(folder.work / name, target / name)
    for name in stale:
        (target / name).unlink(missing_ok=True)
    (target / FAILED).unlink(missing_ok=True)


def _files(folder: Path) -> list[str]:
    # A link could lead anywhere; only what really stands here is published.
    return sorted({file.relative_to(folder).as_posix() for pattern in _MADE_HERE for file in folder.glob(pattern)
                   if file.is_file() and not file.is_symlink() and not file.parent.is_symlink()})
