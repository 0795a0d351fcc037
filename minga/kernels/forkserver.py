"""The fork server seen from its owner: started, watched, and started again when it ends or hangs."""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

log = logging.getLogger(__name__)

ADDRESS = "MINGA_FORKSERVER"
"""Environment variable with the path of the socket on which the fork server in charge answers."""

BEFORE_IMPORTS = {
    # Read by libraries while they are imported or by the C library at its start, so too late for a forked kernel.
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"),
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONUTF8": "1",  # a file that a notebook opens is read alike on every machine
    "MALLOC_ARENA_MAX": "1",  # one heap for all threads of a kernel, or each thread makes pages of its own
}
LOOK_SECONDS = 10.0
ANSWER_SECONDS = 5.0
LONGEST_PAUSE = 30.0
LIVED_SECONDS = 60.0
"""A fork server that lived so long has earned a quick start after it; before that the pauses grow."""


def supported() -> bool:
    """Whether kernels can be forked here: elsewhere system libraries break in forked processes, or there is no fork."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


class ForkServer:
    """Keeps a process from which kernels are forked.

    Its end never ends a kernel; the end of this process, however it comes, ends it and every kernel that this
    process started.

    Args:
        scratch: a private folder with a short path, for the socket and the kernels' shared profile.
        imports: what to import before the first fork: names of modules, or ``module:function`` to also call a
            function without arguments, which may leave no thread, open database or event loop behind.
        look_seconds: how often it is asked whether it still answers.
        answer_seconds: how long it may take to answer.
        first_pause: seconds before it is started again; doubled each time, up to half a minute.
        early: whoever asks while it still imports waits for it, instead of being told that nobody is there.
        environment: variables put on top of ours while it imports; kernels are each given theirs.
    """

    def __init__(self, scratch: Path, imports: Sequence[str] = (), *, look_seconds: float = LOOK_SECONDS,
                 answer_seconds: float = ANSWER_SECONDS, first_pause: float = 0.2, early: bool = False,
                 environment: Mapping[str, str] | None = None) -> None:
        self.address = str(scratch / "fork.sock")
        self.restarts = 0
        self._scratch, self._imports = scratch, list(imports)
        self._look_seconds, self._answer_seconds, self._first_pause = look_seconds, answer_seconds, first_pause
        self._early, self._environment = early, dict(environment or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._ready, self._ending = threading.Event(), threading.Event()
        self._keeper: threading.Thread | None = None
        self._before: str | None = None

    @property
    def pid(self) -> int | None:
        """The process that forks, or None while there is none."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def start(self) -> None:
        """Start it and keep it; returns at once, and does nothing where kernels cannot be forked."""
        if not supported() or self._keeper is not None:
            return
        self._before, os.environ[ADDRESS] = os.environ.get(ADDRESS), self.address
        # The system ends a process whose starter's *thread* has ended, so one thread starts it each time.
        self._keeper = threading.Thread(target=self._keep, name="fork-server", daemon=True)
        self._keeper.start()

    def ready(self, seconds: float = 0.0) -> bool:
        """Whether it has imported everything and answers; waits for that up to so many seconds."""
        return self._keeper is not None and self._ready.wait(seconds)

    def stop(self) -> None:
        """End it; kernels already forked stay."""
        self._ending.set()
        if os.environ.get(ADDRESS) == self.address:
            os.environ.pop(ADDRESS) if self._before is None else os.environ.update({ADDRESS: self._before})
        self._kill()
        if self._keeper is not None:
            self._keeper.join()
            self._keeper = None
        with contextlib.suppress(OSError):
            os.unlink(self.address)

    def __enter__(self) -> ForkServer:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.stop()

    def _keep(self) -> None:
        pause = self._first_pause
        while not self._ending.is_set():
            begun = time.monotonic()
            try:
                ended = self._watch()
            except OSError as why:
                ended = str(why)
            self._ready.clear()
            if self._ending.is_set():
                return
            pause = self._first_pause if time.monotonic() - begun > LIVED_SECONDS else pause
            log.warning("the fork server ended (%s); started again in %.1f s", ended, pause)
            self._ending.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            self.restarts += 1

    def _watch(self) -> str:
        """Start it once and stay with it to its end; how it ended."""
        ready, told = os.pipe()
        try:
            process = self._process = subprocess.Popen(
                [sys.executable, "-m", "minga.kernels.zygote", "--address", self.address, "--folder",
                 str(self._scratch), "--owner", str(os.getpid()), "--ready", str(told),
                 *(["--early"] if self._early else []), *self._imports],
                stdin=subprocess.DEVNULL, pass_fds=[told],
                env={**os.environ, **self._environment, **BEFORE_IMPORTS, "IPYTHONDIR": str(self._scratch / "ipython")},
                start_new_session=True)  # a Ctrl-C in the terminal is the owner's to handle
        finally:
            os.close(told)
        if self._ending.is_set():
            self._kill()
        try:
            if os.read(ready, 1):
                self._ready.set()
        finally:
            os.close(ready)
        self._look_after(process)
        return f"exit {process.wait()}"

    def _look_after(self, process: subprocess.Popen[bytes]) -> None:
        """Return when it has ended, by itself or because it no longer answered."""
        end = os.pidfd_open(process.pid)
        try:
            poll = select.poll()
            poll.register(end, select.POLLIN)
            while not poll.poll(self._look_seconds * 1000):
                if not answers(self.address, self._answer_seconds):
                    log.warning("the fork server does not answer")
                    process.kill()
        finally:
            os.close(end)

    def _kill(self) -> None:
        process = self._process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGKILL)  # it holds nothing that needs an orderly end


def answers(address: str, seconds: float) -> bool:
    """Whether a fork server answers there in time."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
            asking.settimeout(seconds)
            asking.connect(address)
            asking.send(b"{}")
            return bool(asking.recv(1024))
    except OSError:
        return False
