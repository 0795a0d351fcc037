"""The kernels behind a door: which interpreter, whose they are, and when they end."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import zmq.asyncio
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Dict, Instance, Integer, Set, default

KERNEL_NAME = "python3"
MOST_SOCKETS = 65_535
ALLOWED_MESSAGES = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]
"""What a browser may say to a kernel. Nothing in this list runs code that the browser wrote."""

LOADING_SECONDS = 20.0
"""A page that is younger than this may still be on its way to the phone."""

NOT_FOR_KERNELS = ("MINGA_PASSPHRASE", "JUPYTER_NO_CONFIG")


class OneKernelSpec(KernelSpecManager):
    """Only one kernel exists: the interpreter this server runs on, where Minga is installed.

    A ``python3`` kernel that somebody else left on the Jupyter path is never looked at.
    """

    def find_kernel_specs(self) -> dict[str, str]:
        """The one kernel, which has no folder."""
        return {KERNEL_NAME: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The one kernel; history off, because its file locks when many kernels share it."""
        if kernel_name != KERNEL_NAME:
            raise NoSuchKernel(kernel_name)
        return KernelSpec(
            argv=[
                sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}",
                "--HistoryManager.enabled=False",
                # What is logged there goes to the door's log; captured, it would go to the visitor's browser.
                "--IPKernelApp.capture_fd_output=False",
            ],
            display_name="Minga",
            language="python",
            metadata={"debugger": False},
        )


class Kernels(AsyncMappingKernelManager):
    """Kernels that belong to one visitor and end when their page has been gone for a while.

    Idleness is no measure here: live updates keep an abandoned kernel "busy" for ever, and a person
    who is reading keeps theirs idle. What counts is whether a page is connected.
    """

    unvisited_seconds = Integer(180, help="Life of a kernel whose page never connected.").tag(config=True)
    abandoned_seconds = Integer(900, help="Life of a kernel after its last page went away.").tag(config=True)
    most = Integer(0, help="Most kernels at the same time; 0 means any number.").tag(config=True)
    most_of_one = Integer(0, help="Most kernels of one visitor; 0 means any number.").tag(config=True)
    owners = Dict(help="User name by kernel id.")
    _started = Dict()
    _coming = Instance(Counter, ())
    _endings = Dict()
    _tasks = Set()

    def __init__(self, **kwargs: Any) -> None:
        kwargs["allowed_message_types"] = ALLOWED_MESSAGES  # Voilà's own list also lets a browser send shutdowns
        super().__init__(**kwargs)

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        """One context for all kernels; its stock limit of 1023 sockets is reached near 165 pages."""
        self._created_context = True
        context = zmq.asyncio.Context()
        context.max_sockets = MOST_SOCKETS
        return context

    async def _async_start_kernel(self, *, env: dict[str, str] | None = None, **kwargs: Any) -> str:
        """Start a kernel, note whose it is, and give its page some time to connect."""
        env = {name: value for name, value in (env or {}).items() if name not in NOT_FOR_KERNELS}
        kernel_id = await super()._async_start_kernel(env=env, **kwargs)
        self.owners[kernel_id] = env.get("HTTP_X_MINGA_USER", "")
        self._started[kernel_id] = time.monotonic()
        self._end_in(self.unvisited_seconds, kernel_id)
        return kernel_id

    start_kernel = _async_start_kernel

    @contextmanager
    def place(self, user: str) -> Iterator[bool]:
        """Whether one more page may be made for this visitor; it counts while it is being made.

        Where there is no room, pages that nobody looks at any more make some.
        """
        own = [kernel for kernel, owner in self.owners.items() if owner == user]
        free = self._room(own, self._coming[user], self.most_of_one) and self._room(
            list(self.owners), self._coming.total(), self.most)
        self._coming[user] += 1
        try:
            yield free
        finally:
            self._coming[user] -= 1
            self._coming += Counter()  # forgets visitors that are at zero

    def _room(self, kernels: list[str], coming: int, most: int) -> bool:
        over = len(kernels) + coming + 1 - most if most else 0
        if over <= 0:
            return True
        now = time.monotonic()
        left = [kernel for kernel in kernels if self._kernel_connections.get(kernel, 0) <= 0
                and now - self._started.get(kernel, now) > LOADING_SECONDS]
        for kernel in sorted(left, key=self._started.__getitem__)[:over]:
            self._in_background(self._end(kernel))
        return len(left) >= over

    def belongs(self, kernel_id: str, user: str) -> bool:
        """Whether this kernel exists and was started for this user."""
        return kernel_id in self and self.owners.get(kernel_id) == user

    def notify_connect(self, kernel_id: str) -> None:
        """A page is there: nothing ends."""
        super().notify_connect(kernel_id)
        self._stay(kernel_id)

    def notify_disconnect(self, kernel_id: str) -> None:
        """A page went away: when it was the last, the kernel ends after a while."""
        super().notify_disconnect(kernel_id)
        if kernel_id in self and self._kernel_connections.get(kernel_id, 0) <= 0:
            self._end_in(self.abandoned_seconds, kernel_id)

    async def _async_shutdown_kernel(self, kernel_id: str, now: bool = False, restart: bool = False) -> None:
        self._stay(kernel_id)
        await super()._async_shutdown_kernel(kernel_id, now=now, restart=restart)

    shutdown_kernel = _async_shutdown_kernel

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel, and whose it was."""
        self._stay(kernel_id)
        self.owners.pop(kernel_id, None)
        self._started.pop(kernel_id, None)
        return super().remove_kernel(kernel_id)

    def _handle_kernel_died(self, kernel_id: str) -> None:
        """A kernel died by itself: close what still points at it. Its page is told by its own channel."""
        kernel = self.get_kernel(kernel_id)
        self.stop_watching_activity(kernel_id)
        super()._handle_kernel_died(kernel_id)
        self._in_background(ensure_async(kernel.cleanup_resources()))

    def _end_in(self, seconds: float, kernel_id: str) -> None:
        self._stay(kernel_id)
        loop = asyncio.get_running_loop()
        self._endings[kernel_id] = loop.call_later(
            seconds, lambda: self._in_background(self._end(kernel_id))
        )

    def _stay(self, kernel_id: str) -> None:
        ending = self._endings.pop(kernel_id, None)
        if ending is not None:
            ending.cancel()

    def _in_background(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)  # the loop itself keeps only weak references
        task.add_done_callback(self._tasks.discard)

    async def _end(self, kernel_id: str) -> None:
        if kernel_id in self and self._kernel_connections.get(kernel_id, 0) <= 0:
            await ensure_async(self.shutdown_kernel(kernel_id))
