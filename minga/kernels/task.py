"""A task in a forked process: a function is called in a process that has already imported what it needs."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from minga.kernels.forkserver import ADDRESS, ANSWER_SECONDS, supported
from minga.kernels.provisioner import ForkedProcess, NotForked, taken


def fork_task(task: str, given: Any, *, environment: Mapping[str, str], folder: Path, stdout: int, stderr: int,
              seconds: float = ANSWER_SECONDS) -> ForkedProcess:
    """Have the fork server in charge call a function; the process leads a session, and ends with this one.

    Args:
        task: ``module:function``; the function takes what is given and returns an exit code.
        given: plain JSON data.
        environment: every variable of the process.
        folder: its current folder.
        stdout: descriptor of its standard output.
        stderr: the same for errors.
        seconds: how long the fork server may take.

    Raises:
        NotForked: there is no fork server, or it gave no process.
        OSError: it does not answer (``TimeoutError``: not in time).
    """
    address = os.environ.get(ADDRESS, "")
    if not address or not supported():
        raise NotForked("no fork server here")
    request = json.dumps({"task": task, "given": given, "argv": [task], "env": dict(environment), "cwd": str(folder)})
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
        asking.settimeout(seconds)
        asking.connect(address)
        own = os.pidfd_open(os.getpid())
        try:
            socket.send_fds(asking, [request.encode()], [stdout, stderr, own])
        finally:
            os.close(own)
        return taken(asking)
