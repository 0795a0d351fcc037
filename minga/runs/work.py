"""One of many runs, in whatever process it is made; whatever goes wrong with it is a result."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from minga import i18n, paths
from minga.errors import MingaError, RunError
from minga.i18n import gettext as _
from minga.runs.folders import running
from minga.runs.prepared import keep_prepared
from minga.runs.run import RunResult, run_report
from minga.runs.spec import RunSpec
from minga.store.engine import sqlite_file

EPOCH = "SOURCE_DATE_EPOCH"
"""The moment that files are dated with, in seconds since 1970, where they must be dated."""


@dataclass(frozen=True)
class Task:
    """One run and what a worker must know of the program that asked for it.

    Attributes:
        spec: what to run.
        store_url: address of the store.
        timeout_seconds: wall-clock limit of the run.
        epoch: ``SOURCE_DATE_EPOCH`` of whoever asked.
        sign: name of a file among the outputs, by which a worker elsewhere knows that its outputs are the same.
    """

    spec: RunSpec
    store_url: str
    timeout_seconds: float
    epoch: str = ""
    sign: str = ""


def work(task: Task) -> RunResult:
    """Make one report."""
    with i18n.speaking(task.spec.language):
        try:
            if task.sign:
                _look_around(task)
                keep_prepared()
            if task.epoch:
                os.environ[EPOCH] = task.epoch
            return run_report(task.spec, store_url=task.store_url, timeout_seconds=task.timeout_seconds, copy=False)
        except MingaError as wrong:
            return not_run(task.spec, wrong.message, wrong.advice)
        except Exception as wrong:  # a bad run never stops the others
            return not_run(task.spec, _("El informe no se pudo hacer: {name}: {why}").format(
                name=type(wrong).__name__, why=str(wrong)[:300]))


def not_run(spec: RunSpec, error: str, advice: str = "", status: str = "failed") -> RunResult:
    """The result of a run of which there is nothing else to say."""
    try:
        folder = spec.folder
    except ValueError:  # a plan whose id cannot name a folder
        folder = paths.outputs()
    return RunResult("", spec, status, 0.0, folder, (), error, advice)


def begin() -> None:
    """What a worker of our own pool does first: it ends with whoever started it, and leaves Ctrl-C to them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


@contextmanager
def signed() -> Iterator[str]:
    """A sign among the outputs, as long as the block lasts.

    Raises:
        RunError: the outputs folder cannot be written to.
    """
    file = running() / f"sign-{secrets.token_hex(8)}"
    file.touch()
    try:
        yield file.name
    finally:
        file.unlink(missing_ok=True)


def _look_around(task: Task) -> None:
    """Refuse to work for somebody whose files are not the ones that are seen from here."""
    database = sqlite_file(task.store_url)
    if not (running() / task.sign).exists() or (database is not None and not database.exists()):
        raise RunError(
            _("Una máquina del grupo no ve los mismos archivos: su carpeta de resultados es {folder}.").format(
                folder=paths.outputs()),
            _("Inicie allí el programa con MINGA_HOME y MINGA_OUTPUTS en la carpeta compartida, y con un almacén que "
              "todas las máquinas alcancen."))
