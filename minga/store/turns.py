"""One writer of a SQLite file after the other, in the order in which they came, across all processes.

SQLite itself has no queue: whoever finds the file busy looks again after pauses that grow to a tenth of a second, so
that newcomers overtake whoever has waited long. With a hundred kernels that write at once some waited until they gave
up. Here they wait for a lock of the operating system on the journal's file, which wakes them one by one. It only
decides who asks SQLite next: where it cannot be had (another system, a disk without locks) SQLite decides as ever.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextmanager
def turn(database: str | None, patience: float) -> Iterator[None]:
    """Wait for one's turn to write, and have it while the block runs.

    Args:
        database: path of the SQLite file; without one nobody waits.
        patience: seconds after which SQLite is asked without having had one's turn: whoever has it may have
            stopped for ever, and SQLite then says so in its own words.
    """
    # The journal, not the database: closing any descriptor of that one would drop SQLite's own locks on it.
    queue = _opened(f"{database}-wal") if database and fcntl else None
    if queue is None:
        yield
        return
    try:
        _wait(queue, patience)
        yield
    finally:
        with suppress(OSError):  # said, not only closed: a process that forked meanwhile has the descriptor too
            fcntl.flock(queue, fcntl.LOCK_UN)
        os.close(queue)


def _opened(file: str) -> int | None:
    try:
        return os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # the first writer of all makes it
        return None


def _wait(queue: int, seconds: float) -> None:
    """Come back when it is one's turn, or none can be had, or after so many seconds."""
    with suppress(OSError):
        try:
            fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # The system waits for a lock without end: a thread does it, and is left behind if it takes too long. What
            # it gets then is given back at once, because nobody has the descriptor open any more.
            waiter = threading.Thread(target=_block, args=(queue,), name="minga-turn", daemon=True)
            waiter.start()
            waiter.join(seconds)


def _block(queue: int) -> None:
    with suppress(OSError):
        fcntl.flock(queue, fcntl.LOCK_EX)
