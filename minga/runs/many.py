"""Many runs: one after another, in a pool of processes, or on a cluster; each the same ``run_report``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from contextlib import contextmanager, nullcontext

from minga import i18n, paths
from minga.errors import Fault, RunError, UsageError
from minga.i18n import gettext as _
from minga.runs import ledger
from minga.runs.cluster import cluster_executor
from minga.runs.pool import in_a_pool
from minga.runs.prepared import prepared_kernels
from minga.runs.run import RunResult, environment_of
from minga.runs.spec import RunSpec
from minga.runs.work import EPOCH, Task, not_run, signed, work
from minga.store import Store, open_store
from minga.store.engine import sqlite_file


def run_many(specs: Iterable[RunSpec], executor: Executor | None = None, *, workers: int | None = None,
             cluster: str = "", store_url: str | None = None, timeout_seconds: float = 600) -> Iterator[RunResult]:
    """Make many reports; each result comes as soon as it is there, and a bad run never stops the others.

    Without ``executor``, ``workers`` and ``cluster`` the runs are made one after another in this process. Equal
    specs are run once. Closing the iterator before its end cancels what has not begun.

    Args:
        specs: what to run, validated (``prepare``).
        executor: any ``concurrent.futures`` executor whose workers can import Minga; the caller's to shut down.
        workers: processes of a pool made for these runs; 1 is one after another.
        cluster: address of a Dask scheduler (``tcp://host:8786``) whose workers share the store and the outputs.
        store_url: address of the store; ``paths.store_url()`` when None.
        timeout_seconds: wall-clock limit of each run.

    Returns:
        One ``RunResult`` for each different spec, in the order in which they end (one after another: in order).

    Raises:
        UsageError: more than one of executor, workers and cluster.
        RunError: the store lives in this process's memory only; while it is iterated: the cluster does not answer,
            or the outputs folder cannot be written to.
    """
    if sum((executor is not None, workers is not None, bool(cluster))) > 1:
        raise UsageError(Fault(_("Los informes se reparten de una sola manera."),
                               advice=_("Elija entre procesos de esta máquina (--workers) y un grupo (--cluster).")))
    if workers is not None and workers < 1:
        raise UsageError(Fault(_("Hace falta por lo menos un proceso."), column="workers",
                               advice=_("Indique cuántos informes se hacen a la vez, por ejemplo 2.")))
    address = store_url or paths.store_url()
    if address.startswith("sqlite") and sqlite_file(address) is None:
        raise RunError(_("El almacén está solo en la memoria de este programa y el informe no puede leerlo."),
                       _("Use un archivo o una base, con --store."))
    tasks = [Task(spec, address, timeout_seconds, os.environ.get(EPOCH, "")) for spec in dict.fromkeys(specs)]
    return _made(tasks, executor, min(workers or 1, len(tasks)), cluster)


def _made(tasks: Sequence[Task], executor: Executor | None, workers: int, cluster: str) -> Iterator[RunResult]:
    if not tasks:
        return
    with _ledger(tasks[0].store_url) as (store, copy), nullcontext() if cluster else prepared_kernels(
            wait=len(tasks) > 1, environment=environment_of(store)):
        for result in _results(store, tasks, executor, workers, cluster):
            copy()
            yield result


@contextmanager
def _ledger(address: str) -> Iterator[tuple[Store, ledger.Copier]]:
    """The store while many runs are made; its ledger says the truth before they begin, and its copy after they end."""
    store = open_store(address)
    try:
        ledger.bury_the_dead(store)
        try:
            yield store, ledger.Copier(store)
        finally:
            ledger.bury_the_dead(store)  # workers that died in the middle
            ledger.write_csv(store)
    finally:
        store.close()


def _results(store: Store, tasks: Sequence[Task], executor: Executor | None, workers: int,
             cluster: str) -> Iterator[RunResult]:
    if cluster:
        with cluster_executor(cluster) as found:
            yield from _through(found, tasks)
    elif executor is not None:
        yield from _through(executor, tasks)
    elif workers > 1:
        yield from in_a_pool(workers, tasks, store)
    else:
        yield from map(work, tasks)


def _through(executor: Executor, tasks: Sequence[Task]) -> Iterator[RunResult]:
    """The results of an executor of which nothing is known: its workers may be anywhere."""
    with signed() as sign:
        waiting = {executor.submit(work, _signed(task, sign)): task.spec for task in tasks}
        try:
            for future in as_completed(waiting):
                try:
                    yield future.result()
                except Exception as wrong:  # its process died, or nobody could be found for it
                    spec = waiting[future]
                    with i18n.speaking(spec.language):
                        yield not_run(spec, _("El proceso que hacía el informe murió: {why}.").format(
                            why=str(wrong)[:200] or type(wrong).__name__), status="died")
        finally:
            for future in waiting:
                future.cancel()


def _signed(task: Task, sign: str) -> Task:
    return Task(task.spec, task.store_url, task.timeout_seconds, task.epoch, sign)
