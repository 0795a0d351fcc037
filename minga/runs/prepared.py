"""A process at hand from which runs and their kernels are forked: it has already imported what reports need."""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from minga.kernels.forkserver import ADDRESS, ForkServer
from minga.runs.folders import LONGEST_SOCKET

IMPORTS = ("minga.reports.report", "minga.runs.warm:drawing")
FOR_RUNS = ("minga.runs.light:load_all", "minga.runs.warm:report")
"""What many runs have in common besides; the child of a single one imports it on the other processor meanwhile."""
PATIENCE = 60.0

_own: list[ForkServer] = []


@contextmanager
def prepared_kernels(imports: Sequence[str] = IMPORTS, *, wait: bool = True,
                     environment: Mapping[str, str] | None = None) -> Iterator[bool]:
    """Keep kernels at hand for the runs inside this block.

    Gives whether they are; where kernels cannot be forked, runs start theirs in the ordinary way. Inside another
    such block, also of the program that started this one, nothing more is kept.

    Args:
        imports: modules that the notebooks need.
        wait: until they are at hand, for many runs; a single one begins at once, and its kernel is there when the
            run's own process is.
        environment: variables that say where the store is, when ours do not.
    """
    if _in_charge():
        yield ready()
        return
    with _folder() as folder:
        if not folder:
            yield False
            return
        server = ForkServer(Path(folder), [*imports, *(FOR_RUNS if wait else ())], early=not wait,
                            environment=environment)
        with server:
            _own.append(server)
            try:
                yield server.ready(PATIENCE if wait else 0)
            finally:
                _own.remove(server)


@contextmanager
def _folder() -> Iterator[str]:
    """A folder for the socket; none when the machine gives none, since all this is only to be quicker."""
    with ExitStack() as kept:
        try:
            name = kept.enter_context(tempfile.TemporaryDirectory(prefix="minga_", ignore_cleanup_errors=True))
        except OSError:
            name = ""
        yield name if len(name) <= LONGEST_SOCKET else ""


def ready() -> bool:
    """Whether a run can be forked now: here, or by the program that started this one, which waited for that."""
    return _in_charge() and all(server.ready() for server in _own)


@cache
def keep_prepared() -> None:
    """Keep kernels at hand for as long as this process lives: a worker does not know which of its runs is the last."""
    kept = ExitStack()
    kept.enter_context(prepared_kernels())
    atexit.register(kept.close)


def _in_charge() -> bool:
    address = os.environ.get(ADDRESS)
    # The server of a program that has ended may still be named; one of ours may not have its socket yet.
    return bool(address) and (bool(_own) or os.path.exists(address))
