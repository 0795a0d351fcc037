"""What this machine can hold: memory, processors, open files, sockets, as a number of pages with a kernel each."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from minga.i18n import gettext as _

MOST_SOCKETS = 65_535
"""ZeroMQ's own limit of 1023 sockets is reached near 165 pages."""
MOST_FILES = 65_536
MB = 1024 * 1024
FORKED_PAGE = 30 * MB
"""Private memory of a kernel that was forked, and of what the door keeps for it; measured 20 to 28 MB."""
WHOLE_PAGE = 95 * MB
"""The same of a kernel that was started as a process of its own."""
FILES_OF_PAGE = 18
FILES_OF_DOOR = 256
SOCKETS_OF_PAGE = 10
PAGES_OF_CORE = 150
"""Pages of people who all write that one core serves without making them wait: 200 were held on two."""
KEPT_FREE = 0.15
"""Part of the memory that is left for everything else, at least ``LEAST_FREE``."""
LEAST_FREE = 600 * MB
CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Limits:
    """What there is.

    Attributes:
        memory: bytes that may be used by pages.
        files: open files that one process may have.
        cores: processors.
        page: bytes that a page takes.
    """

    memory: int
    files: int
    cores: int
    page: int = FORKED_PAGE if sys.platform == "linux" else WHOLE_PAGE

    def by_memory(self) -> int:
        """Pages that fit in the memory."""
        return max(0, self.memory // self.page)

    def by_files(self) -> int:
        """Pages for which there are enough open files and sockets."""
        return max(0, min((self.files - FILES_OF_DOOR) // FILES_OF_PAGE, MOST_SOCKETS // SOCKETS_OF_PAGE))

    def by_cores(self) -> int:
        """Pages that the processors can serve while all of them are written on."""
        return self.cores * PAGES_OF_CORE

    def pages(self) -> int:
        """Pages with a kernel each that this machine can hold; at least one."""
        return max(1, min(self.by_memory(), self.by_files(), self.by_cores()))

    def words(self) -> str:
        """The same in one plain sentence."""
        reason = min((self.by_memory(), _("por su memoria")), (self.by_files(), _("por sus archivos abiertos")),
                     (self.by_cores(), _("por su procesador")))[1]
        return _("Este equipo alcanza, {reason}, para unas {pages} personas con página completa; "
                 "a las demás les da la página ligera.").format(reason=reason, pages=self.pages())


def probe() -> Limits:
    """Look at this machine, or at the container that this process lives in."""
    machine = psutil.virtual_memory()
    total, free = machine.total, machine.available
    limit, used = _number("memory.max"), _number("memory.current")
    if limit is not None and used is not None and limit < total:
        total, free = limit, min(free, limit - used)
    return Limits(max(0, int(free - max(LEAST_FREE, KEPT_FREE * total))), most_files(), cores())


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _number(name: str) -> int | None:
    with contextlib.suppress(OSError, ValueError):
        return int((CGROUP / name).read_text())
    return None  # no container, or one without a limit ("max")


def most_files() -> int:
    """Open files that a process may have once ``raise_file_limit`` was called."""
    if os.name != "posix":
        return MOST_FILES
    import resource

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)


def raise_file_limit() -> None:
    """Allow as many open files as the system lets us: each page takes about thirteen."""
    if os.name != "posix":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most_files()
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):
            logging.getLogger(__name__).warning("open files stay limited to %s", soft)
