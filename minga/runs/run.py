"""One run: papermill in a child process, the ledger around it, the files in their place."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from minga import i18n, paths, periods, tables
from minga.errors import RunError, reason
from minga.i18n import gettext as _
from minga.runs import ledger
from minga.runs.explain import explain, failed_page
from minga.runs.folders import RunFolder
from minga.runs.parameters import load_declaration
from minga.runs.process import Outcome, Progress, run_child
from minga.runs.publish import PAGE, publish, publish_failure
from minga.runs.spec import RunSpec
from minga.runs.traces import note_asked
from minga.store import Store, open_store, rows


@dataclass(frozen=True)
class RunResult:
    """How a run ended.

    Attributes:
        run_id: its line in the ledger.
        spec: what was run.
        status: ``ok``, ``failed``, ``timeout`` or ``died``.
        seconds: how long it took.
        folder: where the report stands (for a bad run: the last good one and ``failed.html``).
        files: names of the files that this run made, relative to ``folder``.
        error: what went wrong, in the report's language; empty when all went well.
        advice: what to do next.
    """

    run_id: str
    spec: RunSpec
    status: str
    seconds: float
    folder: Path
    files: tuple[str, ...] = ()
    error: str = ""
    advice: str = ""

    @property
    def ok(self) -> bool:
        """Whether the report is there, new and whole."""
        return self.status == "ok"

    @property
    def report(self) -> Path:
        """The page that people read."""
        return self.folder / PAGE


def run_report(spec: RunSpec, *, store_url: str | None = None, timeout_seconds: float = 600,
               progress: Progress | None = None, copy: bool = True) -> RunResult:
    """Make one report; a bad run is a result, not an exception, so that it never stops a batch.

    Args:
        spec: what to run, validated.
        store_url: address of the store; ``paths.store_url()`` when None.
        timeout_seconds: wall-clock limit of the whole run.
        progress: told of the steps done and of all steps.
        copy: write ``outputs/runs.csv`` too; among many runs whoever started them does so.

    Raises:
        RunError: the outputs folder cannot be written to, or the store lives in this process's memory only.
    """
    store = open_store(store_url)
    try:
        with i18n.speaking(spec.language), RunFolder(tables.new_id()) as folder:
            return _recorded(store, spec, folder, timeout_seconds, progress, copy)
    finally:
        store.close()


def _recorded(store: Store, spec: RunSpec, folder: RunFolder, timeout_seconds: float, progress: Progress | None,
              copy: bool) -> RunResult:
    """The run with its line in the ledger around it."""
    job, environment, begun = _job(store, spec), environment_of(store), time.monotonic()
    ledger.begin(store, spec, folder.run_id, copy=copy)
    try:
        note_asked(folder, spec.language, job["title"])
        shutil.copyfile(paths.notebooks() / job["notebook"], folder.work / job["notebook"])
        outcome = run_child(job, folder, environment, timeout_seconds, progress)
        files, error, advice = _put_in_place(spec, folder, outcome, job["title"], timeout_seconds)
    except BaseException as wrong:  # interrupted: nothing was published
        ledger.finish(store, folder.run_id, "died", seconds=time.monotonic() - begun, copy=copy,
                      error=_("El informe se interrumpió: {why}.").format(why=str(wrong) or type(wrong).__name__))
        raise
    seconds = time.monotonic() - begun
    ledger.finish(store, folder.run_id, outcome.status, seconds=seconds, error=error, copy=copy)
    return RunResult(folder.run_id, spec, outcome.status, seconds, spec.folder, tuple(files), error, advice)


def _put_in_place(spec: RunSpec, folder: RunFolder, outcome: Outcome, title: str,
                  timeout_seconds: float) -> tuple[list[str], str, str]:
    """Publish what was made, or the page that says why there is nothing; what, what went wrong, what to do."""
    target = spec.folder
    if outcome.status == "ok":
        try:
            return publish(folder, target), "", ""
        except OSError as wrong:
            outcome.status = "failed"
            error = _("El informe se hizo, pero no se pudo guardar en {folder}: {why}.").format(
                folder=target, why=reason(wrong))
            return [], error, _("Revise los permisos y el espacio en disco, y ejecute el informe otra vez.")
    error, advice = explain(outcome, timeout_seconds)
    publish_failure(partial(failed_page, title, error, advice), target)
    return [], error, advice


def _job(store: Store, spec: RunSpec) -> dict[str, Any]:
    """What the child is told; the paths and the address of the store stay out of the notebook."""
    declared = load_declaration(spec.template)
    # The notebook runs inside the run's own folder and finds the store by MINGA_STORE: neither a path of
    # this machine nor a password can then end up in the executed notebook.
    given = {"plan": spec.plan, "period": spec.period, "store": "", "out": ".", **dict(spec.parameters)}
    [plan] = rows(store, "plans", plan_id=spec.plan) or [{"title": spec.plan}]
    title = _("{report}: {plan}, {period}").format(report=declared.title, plan=plan["title"],
                                                   period=periods.parse_period(spec.period).label())
    title = " · ".join(filter(None, (title, spec.variant)))  # pages of variants lie side by side in a browser
    return {"notebook": f"{spec.template}.ipynb", "language": spec.language, "title": title, "formats": spec.formats,
            "parameters": {name: value for name, value in given.items() if declared.get(name) is not None}}


def environment_of(store: Store) -> dict[str, str]:
    """The variables by which another process finds the store and the files.

    Raises:
        RunError: the store lives in this process's memory only.
    """
    url = store.engine.url
    if store.is_sqlite:
        if not url.database or url.database == ":memory:":
            raise RunError(_("El almacén está solo en la memoria de este programa y el informe no puede leerlo."),
                           _("Use un archivo o una base, con --store."))
        url = url.set(database=str(Path(url.database).expanduser().resolve()))
    return {"MINGA_STORE": url.render_as_string(hide_password=False), "MINGA_HOME": str(paths.home()),
            "MINGA_OUTPUTS": str(paths.outputs())}
