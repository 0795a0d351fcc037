"""Many runs: one after another, in a pool of processes, or on a cluster; each the same ``run_report``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor

from minga.runs.run import RunResult
from minga.runs.spec import RunSpec

Told = Callable[[RunResult, int, int], None]
"""Called with each result, how many are done and how many there are."""


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

    Yields:
        One ``RunResult`` for each different spec, in the order in which they end (one after another: in order).

    Raises:
        UsageError: more than one of executor, workers and cluster.
        RunError: the cluster does not answer, or the outputs folder cannot be written to.
    """
    raise NotImplementedError
    yield
