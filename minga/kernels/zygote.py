"""The process from which kernels are forked: ``python -m minga.kernels.zygote``, started by ``ForkServer``.

It imports what kernels need, makes the parts of a kernel that need neither socket nor thread, and then waits on
a UNIX socket. A request is one message of JSON, ``{"connection": file, "argv": [...], "env": {...}, "cwd": …}``,
with three open files: standard output, standard error, and a process descriptor of whoever asks. The forked
child answers ``{"pid": n}`` with its own process descriptor, and becomes a kernel when it reads ``!``; when the
connection closes instead, because whoever asked did not wait so long, it ends. With ``{"task": "module:function",
"given": …}`` instead of a connection file it calls that function and ends. ``{}`` asks only for an answer.

Here is one thread, no ZeroMQ context, no event loop and no open database; before each fork the threads are
counted, and with more than one it refuses.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import importlib
import json
import logging
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from minga.kernels import holes

log = logging.getLogger(__name__)

REQUEST_SECONDS = 2.0
LARGEST_REQUEST = 1 << 20
FILES = 3
WAITING = 1024
PR_SET_PDEATHSIG = 1


def main(arguments: list[str] | None = None) -> int:
    """Import, then fork kernels until the owner is gone."""
    given = _parser().parse_args(arguments)
    gc.disable()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    owner = end_with(given.owner)
    if sys.path[0] in ("", os.getcwd()):  # as ipykernel's own launcher does
        del sys.path[0]
    listener = listening(given.address) if given.early else None
    without_debugger()
    from minga.kernels.child import Prepared

    prepared = Prepared(given.folder)  # first: libraries look for the shell while they are being imported
    for name in given.imports:
        load(name)
    prepared.warm_up()
    with listener or listening(given.address) as listener:
        settle()
        os.write(given.ready, b"!")
        os.close(given.ready)
        Server(listener, owner, prepared).serve()
    return 0


def end_with(owner: int) -> int:
    """End this process when its owner ends, however that comes; a descriptor of the owner to look at."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    descriptor = os.pidfd_open(owner) if os.getppid() == owner else -1
    if descriptor < 0 or os.getppid() != owner:  # it ended before we could ask
        sys.exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return descriptor


def without_debugger() -> None:
    """Import ipykernel as if debugpy were not there: nobody debugs in these kernels, and it is large."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    try:
        importlib.import_module("ipykernel.debugger")
    finally:
        del sys.modules["debugpy"]


def load(name: str) -> None:
    """Import a module, or call ``module:function``; what cannot be loaded costs only the time it would have saved."""
    module, _, function = name.partition(":")
    try:
        loaded = importlib.import_module(module)
        if function:
            getattr(loaded, function)()
    except Exception:
        log.warning("%s was not loaded before the fork", name, exc_info=True)


def settle() -> None:
    """Let the kernels share as many pages as they can: nothing collected later, nothing free in between."""
    gc.collect()
    if sys.version_info < (3, 12):  # each entry that a kernel replaces changes a name's reference count: 1.2 MB
        sys._clear_type_cache()
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    holes.fill()
    gc.freeze()


def listening(address: str) -> socket.socket:
    """A socket on which this user can ask."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(address)
    made = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    mask = os.umask(0o177)
    try:
        made.bind(address)
    finally:
        os.umask(mask)
    made.listen(WAITING)
    return made


class Server:
    """Answers requests one after another.

    Args:
        listener: the socket.
        owner: a process descriptor; the server ends when it becomes readable.
        prepared: the kernel that each child completes, or leaves aside for a task.
    """

    def __init__(self, listener: socket.socket, owner: int, prepared: Any) -> None:
        self._listener, self._owner, self._prepared = listener, owner, prepared
        self._woken, self._wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def serve(self) -> None:
        """Fork and bury until the owner is gone."""
        signal.set_wakeup_fd(self._wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        poll = select.poll()
        for watched in (self._listener.fileno(), self._owner, self._woken):
            poll.register(watched, select.POLLIN)
        while True:
            ready = {descriptor for descriptor, _ in poll.poll()}
            if self._owner in ready:
                return
            if self._woken in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._woken, 4096)
                bury()
            if self._listener.fileno() in ready:
                self._answer()

    def _answer(self) -> None:
        files: list[int] = []
        try:
            connection, _ = self._listener.accept()
            with connection:
                connection.settimeout(REQUEST_SECONDS)
                text, files, _, _ = socket.recv_fds(connection, LARGEST_REQUEST, FILES)
                request = json.loads(text) if text else {}
                if not request:
                    connection.send(json.dumps({"threads": threads()}).encode())
                elif threads() != 1 or len(files) != FILES:
                    connection.send(json.dumps({"refused": f"{threads()} threads, {len(files)} files"}).encode())
                    log.warning("no kernel was forked: this process has %s threads", threads())
                else:
                    self._fork(connection, request, files)
        except (OSError, ValueError) as why:
            log.warning("a request for a kernel was not understood: %s", why)
        finally:
            for file in files:
                os.close(file)

    def _fork(self, connection: socket.socket, request: dict[str, Any], files: list[int]) -> None:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()  # or the child would say it again
        if os.fork() == 0:
            try:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for own in (self._listener.detach(), self._owner, self._woken, self._wake):
                    os.close(own)
                self._prepared.become(connection, request, *files)
            finally:
                os._exit(1)


def threads() -> int:
    """Threads of this process, counted by the system: Python does not know those of C libraries."""
    return len(os.listdir("/proc/self/task"))


def bury() -> None:
    """Take note of every child that has ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="minga.kernels.zygote")
    parser.add_argument("--address", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--owner", type=int, required=True)
    parser.add_argument("--ready", type=int, required=True)
    parser.add_argument("--early", action="store_true")
    parser.add_argument("imports", nargs="*")
    return parser


if __name__ == "__main__":
    sys.exit(main())
