"""Making what is due: those reports and no others, by one process at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from minga import paths
from minga.errors import RunError, reason
from minga.i18n import gettext as _
from minga.results import ensure_periods
from minga.runs.due import DueReport
from minga.runs.due_memory import due_folder
from minga.runs.lock import take
from minga.runs.many import run_many
from minga.runs.run import RunResult
from minga.runs.spec import RunSpec
from minga.store import Store, rows


def make_due(store: Store, reports: Iterable[DueReport], *, workers: int | None = None, cluster: str = "",
             timeout_seconds: float = 600) -> Iterator[RunResult]:
    """Make reports that are due; each result comes as soon as it is there, and a bad run never stops the others.

    What a killed call did not come to is still due the next time; what it made is not.

    Args:
        store: where the plans are; a file or a database, since other processes read it.
        reports: what ``find_due`` found.
        workers: processes at work at the same time; one after another when None.
        cluster: address of a Dask scheduler, instead of ``workers``.
        timeout_seconds: wall-clock limit of each run.

    Raises:
        RunError: somebody else is making what is due, the outputs folder cannot be written to, or the cluster does
            not answer.
        UsageError: both ``workers`` and ``cluster``.
    """
    wanted = [report.spec for report in reports]
    if not wanted:
        return
    with _alone():
        _declare_periods(store, wanted)
        yield from run_many(wanted, workers=workers, cluster=cluster, timeout_seconds=timeout_seconds,
                            store_url=store.engine.url.render_as_string(hide_password=False))


def _declare_periods(store: Store, wanted: Iterable[RunSpec]) -> None:
    """Write down the semesters that follow from a plan's dates and nobody declared: a report asks for their days."""
    declared = {(line["plan_id"], line["period"]) for line in rows(store, "periods")}
    for plan in sorted({spec.plan for spec in wanted if (spec.plan, spec.period) not in declared}):
        ensure_periods(store, plan)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of whoever makes what is due; the system lets go of it however its holder ends."""
    try:
        lock = take(due_folder() / "lock")
    except OSError as wrong:
        raise RunError(
            _("No se puede escribir en la carpeta de resultados {folder}: {why}.").format(
                folder=paths.outputs(), why=reason(wrong)),
            _("Pida permiso de escritura o libere espacio; no se empezó ningún informe.")) from wrong
    if lock is None:
        raise RunError(_("Otro programa está haciendo ahora los informes que faltan."),
                       _("Espere a que termine y pregunte de nuevo con «minga due»."))
    try:
        yield
    finally:
        lock.release()
