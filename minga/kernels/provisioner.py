"""Starts kernels by asking the fork server for one, and in the ordinary way when it gives none."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Float, Unicode, default

from minga.kernels.forkserver import ADDRESS, ANSWER_SECONDS, supported

UNKNOWN_END = 255
"""Exit code of a process that is not our child: the system tells only that it ended (as in multiprocessing)."""

LAUNCHER = "ipykernel_launcher"


class NotForked(Exception):
    """The fork server gave no kernel; the message says why."""


class ForkedProcess:
    """A kernel that another process forked, with the part of ``subprocess.Popen`` that provisioners use.

    Args:
        pid: its number.
        descriptor: its process descriptor, which is closed with this object.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, descriptor: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._descriptor = descriptor

    def poll(self) -> int | None:
        """None while it lives."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end."""
        if self._look(None if timeout is None else timeout * 1000) is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return UNKNOWN_END

    def send_signal(self, signum: int) -> None:
        """Send it a signal; gone already is fine."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, signum)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _look(self, milliseconds: float | None) -> int | None:
        if self.returncode is None:
            poll = select.poll()
            poll.register(self._descriptor, select.POLLIN)
            if poll.poll(milliseconds):
                self.returncode = UNKNOWN_END
                self._close()
        return self.returncode

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self._close()


class ForkProvisioner(LocalProvisioner):
    """A local kernel, forked where that is possible.

    The kernel gets the environment, folder and standard streams that an ordinary start would give it, and ends
    with the process that started it.
    """

    server = Unicode(help="Socket of the fork server; that of MINGA_FORKSERVER when not given.").tag(config=True)
    answer_seconds = Float(ANSWER_SECONDS, help="How long the fork server may take.").tag(config=True)
    _silent = False
    """Whether the last one that was asked for was not forked: said once, not for each of sixty."""

    @default("server")
    def _server_default(self) -> str:
        return os.environ.get(ADDRESS, "")

    @property
    def forked(self) -> bool:
        """Whether the kernel of this provisioner was forked."""
        return isinstance(self.process, ForkedProcess)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel, or start one in the ordinary way."""
        try:
            forked = await self._fork(cmd, self._scrub_kwargs(kwargs))
        except (NotForked, OSError, TimeoutError) as why:
            if self.server and not ForkProvisioner._silent:
                self.log.warning("kernels are started in the ordinary way: %s", why or type(why).__name__)
            ForkProvisioner._silent = True
            kwargs.get("env", {}).pop(ADDRESS, None)
            return await super().launch_kernel(cmd, **kwargs)
        ForkProvisioner._silent = False
        self.process = forked
        self.pid = self.pgid = forked.pid  # it leads a session, so also a group
        self.cwd = kwargs.get("cwd") or os.getcwd()
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel's group while the kernel lives; later its number may be somebody else's."""
        if self.process is not None and self.process.poll() is None:
            await super().send_signal(signum)

    async def _fork(self, cmd: list[str], given: dict[str, Any]) -> ForkedProcess:
        if not supported() or not self.server:
            raise NotForked("no fork server here")
        request, streams = self._request(cmd, given)
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
            asking.setblocking(False)
            async with asyncio.timeout(self.answer_seconds):
                return await ask(asking, self.server, request, streams)

    def _request(self, cmd: list[str], given: dict[str, Any]) -> tuple[bytes, list[int]]:
        """What to say to the fork server, and the standard output and error of the kernel."""
        given = {name: value for name, value in given.items() if value is not None}
        environment, folder = given.pop("env", os.environ), given.pop("cwd", None) or os.getcwd()
        streams = [as_file(given.pop("stdout", 1)), as_file(given.pop("stderr", 2))]
        if cmd[:2] != [sys.executable, "-m"] or cmd[2:4] != [LAUNCHER, "-f"] or given:
            raise NotForked(f"it cannot start {cmd[:4]} with {sorted(given)}")
        kept = {name: value for name, value in environment.items() if name != ADDRESS}
        said = {"connection": cmd[4], "argv": cmd[2:], "env": kept, "cwd": os.fspath(folder)}
        return json.dumps(said).encode(), streams


async def ask(asking: socket.socket, address: str, request: bytes, streams: list[int]) -> ForkedProcess:
    """Ask for one kernel; nothing is left behind when this is cancelled in the middle.

    Args:
        asking: an unconnected socket that does not block; its end before the answer tells the child to end.
        address: where the fork server listens.
        request: see ``minga.kernels.zygote``.
        streams: standard output and error.
    """
    loop = asyncio.get_running_loop()
    await loop.sock_connect(asking, address)
    own = os.pidfd_open(os.getpid())
    try:
        socket.send_fds(asking, [request], [*streams, own])
    finally:
        os.close(own)
    await readable(loop, asking)
    return taken(asking)


def taken(asking: socket.socket) -> ForkedProcess:
    """The process that was forked for us, told to go on.

    Raises:
        NotForked: there is none.
    """
    text, files, _, _ = socket.recv_fds(asking, 1024, 1)
    try:
        answer = understood(text)
        if "pid" not in answer or len(files) != 1:
            raise NotForked(str(answer.get("refused", "it did not understand")))
        asking.send(b"!")
    except BaseException:
        for file in files:
            os.close(file)
        raise
    return ForkedProcess(answer["pid"], files[0])


def understood(text: bytes) -> dict[str, Any]:
    """The answer of a fork server; anything else, and its end, refuses."""
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    return answer if isinstance(answer, dict) else {"refused": "it gave no answer"}


async def readable(loop: asyncio.AbstractEventLoop, watched: socket.socket) -> None:
    """Wait until something can be read."""
    ready = loop.create_future()
    loop.add_reader(watched, lambda: ready.done() or ready.set_result(None))
    try:
        await ready
    finally:
        loop.remove_reader(watched)


def as_file(stream: Any) -> int:
    """The descriptor behind what ``Popen`` takes for a standard stream."""
    if stream == subprocess.DEVNULL:
        return null()
    number = stream if isinstance(stream, int) else stream.fileno()
    if number < 0:
        raise NotForked("a pipe to the kernel was asked for")
    return number


def null() -> int:
    """A descriptor of nothing, opened once."""
    global _null
    if _null < 0:
        _null = os.open(os.devnull, os.O_RDWR)
    return _null


_null = -1
