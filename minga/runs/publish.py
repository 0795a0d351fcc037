"""From the run's folder to ``outputs/<plan>/<period>/``: each file whole, the page last, nothing stale left."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from minga import paths
from minga.errors import StoreError
from minga.exchange.files import write_text
from minga.runs.folders import move_in, publishing

FAILED = "failed.html"
MONITORING = "monitoring"
"""The report that stands in the folder of the period itself."""
_MADE_HERE = ("report.*", "*.csv", "summary.json", "figures/*.svg", "figures/*.png")


def place_of(plan: str, period: str, template: str = MONITORING) -> Path:
    """The folder of a plan's report for a period; other reports than the monitoring one have a folder each inside."""
    folder = paths.plan_outputs(plan) / period
    return folder if template == MONITORING else folder / template


def publish(work: Path, target: Path) -> list[str]:
    """Move the finished files in and remove those of an earlier run that this one did not make.

    Args:
        work: where the run left its files.
        target: the folder of the period.

    Returns:
        Names of the files now in the folder, relative to it, sorted.
    """
    made = _files(work)
    with publishing():
        stale = set(_files(target)) - set(made)
        for name in sorted(made, key=lambda name: (name == "report.html", name)):  # the page comes last
            move_in(work / name, target / name)
        for name in stale:
            (target / name).unlink(missing_ok=True)
        (target / FAILED).unlink(missing_ok=True)
    return made


def publish_failure(page: str, target: Path) -> None:
    """Leave the page that says what went wrong beside the last good report, which stays as it is."""
    with publishing(), suppress(StoreError):  # the ledger says it too; a folder that takes no file may be the cause
        write_text(target / FAILED, page)


def _files(folder: Path) -> list[str]:
    # A link could lead anywhere; only what really stands here is published.
    return sorted({file.relative_to(folder).as_posix() for pattern in _MADE_HERE for file in folder.glob(pattern)
                   if file.is_file() and not file.is_symlink() and not file.parent.is_symlink()})
