"""Many runs in a pool of processes of this machine, which is made anew when one of them dies."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import suppress

from minga import i18n, tables
from minga.i18n import gettext as _
from minga.runs import ledger
from minga.runs.run import RunResult
from minga.runs.spec import RunSpec
from minga.runs.work import Task, begin, not_run, work
from minga.store import Store

TRIES = 2
"""How often a run is begun whose worker dies: with one worker all others of the pool are ended in the middle."""


def in_a_pool(workers: int, tasks: Sequence[Task], store: Store) -> Iterator[RunResult]:
    """Make reports in a pool; what a dead worker leaves behind goes to the next pool.

    Args:
        workers: processes at work at the same time.
        tasks: what to do.
        store: where the ledger says how far they came.
    """
    waiting, tries, fruitless = list(tasks), Counter[RunSpec](), 0
    while waiting:
        begun = tables.now()
        broken = yield from _round(workers, waiting)
        if broken:
            ledger.bury_the_dead(store)
        fruitless = fruitless + 1 if len(broken) == len(waiting) else 0
        waiting = []
        for task in broken:
            line = ledger.last_run(store, task.spec, begun)
            if line is not None and line["status"] == "ok":
                yield not_run(task.spec, "", status="ok")
                continue
            tries[task.spec] += line is not None
            if tries[task.spec] < TRIES and fruitless < TRIES:
                waiting.append(task)
            else:
                yield _died(task.spec)


def _round(workers: int, tasks: Sequence[Task]) -> Generator[RunResult, None, list[Task]]:
    """Results of one pool; at its end, the tasks that it lost."""
    lost: list[Task] = []
    # Never forked: this process has threads. Its workers import what they need while the fork server does too.
    with ProcessPoolExecutor(min(workers, len(tasks)), multiprocessing.get_context("spawn"), begin) as pool:
        given = _submitted(pool, tasks)
        lost += tasks[len(given):]
        try:
            for future in as_completed(given):
                try:
                    yield future.result()
                except BrokenExecutor:
                    lost.append(given[future])
        finally:
            pool.shutdown(cancel_futures=True)
    return lost


def _submitted(pool: Executor, tasks: Sequence[Task]) -> dict[Future[RunResult], Task]:
    given = {}
    with suppress(BrokenExecutor):  # a worker died before all was said
        for task in tasks:
            given[pool.submit(work, task)] = task
    return given


def _died(spec: RunSpec) -> RunResult:
    with i18n.speaking(spec.language):
        return not_run(spec, _("El proceso que hacía el informe murió."),
                       _("Suele faltar memoria: use menos procesos a la vez y ejecute el informe otra vez."), "died")
