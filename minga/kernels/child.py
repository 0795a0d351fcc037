"""From forked process to kernel or task: whose it is, where it stands, and how it ends."""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import random
import select
import socket
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import tornado.platform.asyncio  # noqa: F401  # tornado imports it when the first loop is made
from jupyter_client.session import Session

from minga.kernels.lean import LeanApp, end_all

KILLED_FIRST = "500"
"""Added to what the system counts against a process when memory runs out: it then ends one page, not the room."""


INLINE = "module://matplotlib_inline.backend_inline"
"""Where figures go in a notebook, unless told otherwise; as in any IPython kernel."""


class Prepared:
    """A kernel without connection, which a forked child completes.

    Args:
        folder: private folder for the kernels' profile.
    """

    def __init__(self, folder: Path) -> None:
        self._app = LeanApp.instance()
        self._app.make_shell(folder)
        self._app.rehearse_channels()

    def warm_up(self) -> None:
        """Go once through what every kernel does first, so that nothing is imported or compiled after the fork."""
        shell = self._app.shell
        shell.run_cell("None", silent=True, store_history=False)
        shell.logger  # noqa: B018  # made at the first cell that is kept
        shell.display_formatter.format(self)
        session = Session(key=b"warm")
        _, parts = session.feed_identities(session.serialize(session.msg("status", {"execution_state": "idle"})))
        session.deserialize(parts)
        self._app.init_path()  # only now: what is imported here must not come from the folder we happen to be in
        shell._sys_modules_keys = set(sys.modules)

    def become(self, connection: socket.socket, request: dict[str, Any], stdout: int, stderr: int,
               owner: int) -> NoReturn:
        """Be a kernel, or do one task, to the end of this process.

        Args:
            connection: to whoever asked.
            request: connection file or task, arguments, environment and folder.
            stdout: standard output, outside the page of a kernel.
            stderr: the same for errors.
            owner: process descriptor; this process ends when it becomes readable.
        """
        code = 1
        try:
            introduce(connection)
            settle_in(request, stdout, stderr)
            code = do(request["task"], request["given"], owner) if "task" in request else self._serve(request, owner)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            traceback.print_exc(file=sys.__stderr__)
        finally:
            leave(code)

    def _serve(self, request: dict[str, Any], owner: int) -> int:
        self._app.shell.init_environment()
        self._app.open_channels(request["connection"])
        gc.enable()
        self._app.serve(owner)
        return 0


def do(task: str, given: Any, owner: int) -> int:
    """Call ``module:function`` with what it is given; what it returns is the exit code."""
    gc.enable()
    threading.Thread(target=end_with, args=(owner,), daemon=True).start()
    module, _, function = task.partition(":")
    return int(getattr(importlib.import_module(module), function)(given))


def end_with(owner: int) -> NoReturn:
    """Wait for the owner's end, and end this process and what it started."""
    poll = select.poll()
    poll.register(owner, select.POLLIN)
    while not poll.poll():
        pass
    end_all()


def introduce(connection: socket.socket) -> None:
    """Lead a session, say which process this is, and go on only if somebody still waits for it."""
    os.setsid()
    own = os.pidfd_open(os.getpid())
    connection.settimeout(None)
    try:
        socket.send_fds(connection, [json.dumps({"pid": os.getpid()}).encode()], [own])
        wanted = connection.recv(1) == b"!"
    except OSError:
        wanted = False
    if not wanted:
        os._exit(0)
    os.close(own)
    connection.close()


def settle_in(request: dict[str, Any], stdout: int, stderr: int) -> None:
    """Take over streams, environment, folder and arguments, and begin random sequences of one's own."""
    for given, usual in ((stdout, 1), (stderr, 2)):
        os.dup2(given, usual)
        os.close(given)
    os.environ.clear()
    os.environ.update({"MPLBACKEND": INLINE, **request["env"]})
    time.tzset()
    os.chdir(request["cwd"])
    sys.argv = list(request["argv"])
    random.seed()
    if numbers := sys.modules.get("numpy.random"):
        numbers.seed(int.from_bytes(os.urandom(4)))  # without a number it would first build the newer generators
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(KILLED_FIRST)


def leave(code: int) -> NoReturn:
    """End this process as an ordinary one ends, without going back to where it was forked."""
    try:
        atexit._run_exitfuncs()
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)
