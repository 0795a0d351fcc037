"""What a server and all its processes use, read from /proc: found by a mark in the environment, not by parenthood.

A forked kernel leaves its parent's tree when it begins a session of its own or when its parent dies; the
environment with which its ancestor was started stays readable. Linux only.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MARK = "YARD_MARK"
TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


@dataclass(frozen=True)
class Use:
    """What a set of processes uses at one moment.

    Attributes:
        processes: how many there are.
        cpu: seconds of processor so far, with those of ended children that were waited for.
        pss: bytes of memory, pages that several processes share counted in part.
        files: open descriptors.
        threads: threads.
    """

    processes: int
    cpu: float
    pss: int
    files: int
    threads: int


@dataclass
class Tree:
    """All processes that descend from one that was started with ``environment()``."""

    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    def environment(self) -> dict[str, str]:
        """What the first process must find in its environment."""
        return {MARK: self.mark}

    def pids(self) -> list[int]:
        """The processes that are alive; zombies have no environment and are not counted."""
        wanted = f"{MARK}={self.mark}".encode()
        found = []
        for folder in PROC.iterdir():
            if folder.name.isdecimal():
                with contextlib.suppress(OSError):
                    if wanted in (folder / "environ").read_bytes().split(b"\0"):
                        found.append(int(folder.name))
        return found

    def cpu(self) -> float:
        """Seconds of processor of all of them."""
        return sum(_cpu(pid) for pid in self.pids())

    def use(self, memory: bool = True) -> Use:
        """What they use now; reading the memory of one process takes some milliseconds."""
        pids = self.pids()
        return Use(len(pids), sum(map(_cpu, pids)), sum(map(_pss, pids)) if memory else 0,
                   sum(map(_files, pids)), sum(map(_threads, pids)))

    def named(self, *words: str) -> list[int]:
        """Those that were started with all these words, each one whole."""
        found = []
        for pid in self.pids():
            with contextlib.suppress(OSError):
                line = (PROC / str(pid) / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
                if set(words) <= set(line):
                    found.append(pid)
        return found

    def settle(self, quiet: float = 0.2, seconds: float = 180.0) -> float:
        """Wait until all of them together use less than a share of one processor; returns how long it took.

        Some servers are never quiet: five seconds below three times that share count as rest, too.
        """
        begun, before, nearly = time.monotonic(), self.cpu(), 0
        while time.monotonic() - begun < seconds:
            time.sleep(1.0)
            now = self.cpu()
            nearly = nearly + 1 if now - before < 3 * quiet else 0
            if now - before < quiet or nearly >= 5:
                break
            before = now
        return time.monotonic() - begun

    def end(self) -> list[int]:
        """Kill whatever is left; returns whom."""
        left = self.pids()
        for pid in left:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        return left


def _cpu(pid: int) -> float:
    with contextlib.suppress(OSError):
        words = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        return sum(map(int, words[11:15])) / TICKS
    return 0.0


def _pss(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in _lines(PROC / str(pid) / "smaps_rollup"):
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _files(pid: int) -> int:
    with contextlib.suppress(OSError):
        return len(os.listdir(PROC / str(pid) / "fd"))
    return 0


def _threads(pid: int) -> int:
    with contextlib.suppress(OSError):
        return len(os.listdir(PROC / str(pid) / "task"))
    return 0


def _lines(file: Path) -> Iterator[str]:
    yield from file.read_text().splitlines()
