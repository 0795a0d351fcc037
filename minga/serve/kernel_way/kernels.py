"""The kernels behind a door: which interpreter, whose they are, and when they end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import zmq.asyncio
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_core.utils import ensure_async
from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from traitlets import Any as AnyTrait
from traitlets import Dict, Integer, Set, Unicode, default

from minga.kernels import KERNEL_NAME, kernel_spec
from minga.serve.opening.limits import MOST_SOCKETS

KERNEL_NAMES = ("python3", KERNEL_NAME)
ALLOWED_MESSAGES = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]
"""What a browser may say to a kernel. Nothing in this list runs code that the browser wrote."""

LOADING_SECONDS = 20.0
"""A page that is younger than this may still be on its way to the phone."""

VISITOR = "MINGA_VISITOR"
"""The variable that tells a kernel in which file it finds who came, once somebody has."""

NOT_FOR_KERNELS = ("MINGA_PASSPHRASE", "JUPYTER_NO_CONFIG")


class OneKernelSpec(KernelSpecManager):
    """Only one kernel exists: the interpreter this server runs on, where Minga is installed.

    A kernel that somebody else left on the Jupyter path is never looked at, whatever its name; notebooks that ask
    for ``python3`` get this one.
    """

    def find_kernel_specs(self) -> dict[str, str]:
        """The one kernel under both its names; it has no folder."""
        return dict.fromkeys(KERNEL_NAMES, "")

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The one kernel."""
        if kernel_name not in KERNEL_NAMES:
            raise NoSuchKernel(kernel_name)
        return kernel_spec()


class Kernel(ServerKernelManager):
    """One kernel as the door keeps it."""

    def emit(self, schema_id: str, data: dict[str, Any]) -> None:
        """Tell nobody: there is no listener, and checking the form of what none hears took 15 ms a kernel."""


class Kernels(AsyncMappingKernelManager):
    """Kernels that belong to one visitor and end when their page has been gone for a while.

    Idleness is no measure here: live updates keep an abandoned kernel "busy" for ever, and a person
    who is reading keeps theirs idle. What counts is whether a page is connected.
    """

    unvisited_seconds = Integer(180, help="Life of a kernel whose page never connected.").tag(config=True)
    abandoned_seconds = Integer(900, help="Life of a kernel after its last page went away.").tag(config=True)
    goodbye_seconds = Integer(20, help="Life of a kernel after its page said goodbye.").tag(config=True)
    most = Integer(0, help="Most kernels at the same time, which the pool keeps to; 0 means any number.").tag(
        config=True)
    visitors = Unicode("", help="Folder of the files that tell prepared kernels who came.").tag(config=True)
    owners = Dict(help="User name by kernel id; empty while a prepared kernel waits for its visitor.")
    when_gone = AnyTrait(help="Called with the id of each kernel that ended, however it did.")
    _started = Dict()
    _said_goodbye = Dict()
    _endings = Dict()
    _tasks = Set()

    def __init__(self, **kwargs: Any) -> None:
        kwargs["allowed_message_types"] = ALLOWED_MESSAGES  # Voilà's own list also lets a browser send shutdowns
        super().__init__(**kwargs)

    @default("kernel_manager_class")
    def _default_kernel_manager_class(self) -> str:
        return f"{__name__}.{Kernel.__name__}"

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        """One context for all kernels; its stock limit of 1023 sockets is reached near 165 pages."""
        self._created_context = True
        context = zmq.asyncio.Context()
        context.max_sockets = MOST_SOCKETS
        return context

    async def _async_start_kernel(self, *, env: dict[str, str] | None = None, **kwargs: Any) -> str:
        """Start a kernel, note whose it is, and give its page some time to connect.

        A kernel that is told no ``HTTP_X_MINGA_USER`` belongs to nobody until ``give``.
        """
        kernel_id = kwargs.pop("kernel_id", None) or self.new_kernel_id()
        env = {name: value for name, value in (env or {}).items() if name not in NOT_FOR_KERNELS}
        env |= {"VOILA_KERNEL_ID": kernel_id, VISITOR: str(self._visitor_file(kernel_id))}
        await super()._async_start_kernel(kernel_id=kernel_id, env=env, **kwargs)
        self.owners[kernel_id] = env.get("HTTP_X_MINGA_USER", "")
        self._started[kernel_id] = time.monotonic()
        if self.owners[kernel_id]:
            self._end_in(self.unvisited_seconds, kernel_id)
        return kernel_id

    start_kernel = _async_start_kernel

    def give(self, kernel_id: str, user: str) -> None:
        """Hand a prepared kernel to its visitor, who now has some time to connect.

        Only now does the kernel learn whose it is: from a file of its own, written whole or not at all.
        """
        file = self._visitor_file(kernel_id)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_suffix(".draft")
        with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump({"user": user, "query": ""}, out)
        draft.replace(file)
        self.owners[kernel_id] = user
        self.expect(kernel_id)

    def expect(self, kernel_id: str) -> None:
        """A page of this kernel is on its way to its visitor (again)."""
        self._started[kernel_id] = time.monotonic()
        self._said_goodbye.pop(kernel_id, None)
        if self._kernel_connections.get(kernel_id, 0) <= 0:
            self._end_in(self.unvisited_seconds, kernel_id)

    def _visitor_file(self, kernel_id: str) -> Path:
        return Path(self.visitors or self.connection_dir or ".") / "who" / kernel_id

    def make_room(self) -> None:
        """End the kernel that nobody has looked at for the longest time, where there is one."""
        now = time.monotonic()
        left = [kernel for kernel, owner in self.owners.items() if owner
                and self._kernel_connections.get(kernel, 0) <= 0
                and now - self._started.get(kernel, now) > LOADING_SECONDS]
        if left:
            self._in_background(self._end(min(left, key=self._started.__getitem__)))

    async def alive(self, kernel_id: str) -> bool:
        """Whether this kernel's process is there now; the regular look at it may be seconds old."""
        return kernel_id in self and await ensure_async(self.get_kernel(kernel_id).is_alive())

    def belongs(self, kernel_id: str, user: str) -> bool:
        """Whether this kernel exists and was started for this user."""
        return bool(user) and kernel_id in self and self.owners.get(kernel_id) == user

    def start_watching_activity(self, kernel_id: str) -> None:
        """Say that the kernel is there; nobody here asks what it does, so nothing of it is read twice."""
        kernel = self._kernels[kernel_id]
        kernel.execution_state, kernel.reason, kernel.last_activity = "idle", "", utcnow()

    def notify_connect(self, kernel_id: str) -> None:
        """A page is there: nothing ends."""
        super().notify_connect(kernel_id)
        self._said_goodbye.pop(kernel_id, None)
        self._stay(kernel_id)

    def notify_disconnect(self, kernel_id: str) -> None:
        """A page went away: when it was the last, the kernel ends after a while."""
        super().notify_disconnect(kernel_id)
        if kernel_id in self and self._kernel_connections.get(kernel_id, 0) <= 0:
            said = self._said_goodbye.get(kernel_id, -float(self.goodbye_seconds))
            goodbye = time.monotonic() - said < self.goodbye_seconds
            self._started[kernel_id] = time.monotonic()
            self._end_in(self.goodbye_seconds if goodbye else self.abandoned_seconds, kernel_id)

    def goodbye(self, kernel_id: str) -> None:
        """A page says that it is being closed: soon its kernel ends, unless it or another is back by then."""
        self._said_goodbye[kernel_id] = time.monotonic()
        if self._kernel_connections.get(kernel_id, 0) <= 0:
            self._end_in(self.goodbye_seconds, kernel_id)

    async def _async_shutdown_kernel(self, kernel_id: str, now: bool = False, restart: bool = False) -> None:
        self._stay(kernel_id)
        await super()._async_shutdown_kernel(kernel_id, now=now, restart=restart)

    shutdown_kernel = _async_shutdown_kernel

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel, and whose it was."""
        self._stay(kernel_id)
        self.owners.pop(kernel_id, None)
        self._started.pop(kernel_id, None)
        self._said_goodbye.pop(kernel_id, None)
        with contextlib.suppress(OSError):
            self._visitor_file(kernel_id).unlink(missing_ok=True)
        removed = super().remove_kernel(kernel_id)
        if self.when_gone is not None:
            self.when_gone(kernel_id)
        return removed

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


