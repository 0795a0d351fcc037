"""The kernel of a run: always this Python, heard by nobody else, and known by its process id from the first moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from minga.kernels import kernel_spec

PATIENCE = 30.0
"""Seconds that a fork server may take for a kernel: it may still be importing."""
LOOK_SECONDS = 0.01
"""How often a kernel that was told to end is looked at."""


class RunKernelClient(AsyncKernelClient):
    """A client that is ready when its kernel is, without the fifth of a second that others listen in vain."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and is heard.

        Args:
            timeout: seconds; no limit when None.

        Raises:
            RuntimeError: it died, or did not answer in time.
        """
        until = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._answered():
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > until:
                raise RuntimeError(f"Kernel didn't respond in {timeout:.0f} seconds")

    async def _answered(self) -> bool:
        asked = self.kernel_info()
        try:
            answer = await self.get_shell_msg(timeout=1)
            while True:  # what it says aloud arrives only when we are heard to listen: until then we ask again
                heard = await self.get_iopub_msg(timeout=0.2)
                if heard["parent_header"].get("msg_id") == asked and heard["content"].get("execution_state") == "idle":
                    break
        except Empty:
            return False
        self._handle_kernel_info_reply(answer)
        return True


class RunKernelManager(AsyncKernelManager):
    """Starts ``sys.executable`` whatever kernelspecs are installed, and tells the kernel's process id.

    The channels are sockets in a folder that only this user can enter; where there are no such sockets, encrypted
    TCP. Plain TCP would let every user of the machine listen, and ports can be taken by two kernels at once.
    """

    started: Callable[[int], None] = staticmethod(lambda pid: None)
    sockets = ""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_factory = RunKernelClient
        if self.sockets:
            self.transport, self.connection_file = "ipc", f"{self.sockets}/k.json"
        elif self.has_trait("transport_encryption"):  # jupyter_client 8.9; without it every run warns on stderr
            self.transport_encryption = "auto"

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernelspec of this very interpreter; forked where ``prepared_kernels`` keeps a process for it."""
        if self._kernel_spec is None:
            spec = kernel_spec()
            spec.metadata["kernel_provisioner"]["config"] = {"answer_seconds": PATIENCE}
            self._kernel_spec = spec
        return self._kernel_spec

    async def start_kernel(self, **settings: Any) -> None:
        """Start the kernel and say which process it is."""
        await super().start_kernel(**settings)
        if self.provisioner is not None and getattr(self.provisioner, "pid", None):
            type(self).started(self.provisioner.pid)

    async def _async_interrupt_kernel(self) -> None:
        """Nothing: it is only ever ended, and by then no cell is being run."""

    async def _async_finish_shutdown(self, waittime: float | None = None, pollinterval: float = LOOK_SECONDS,
                                     restart: bool = False) -> None:
        await super()._async_finish_shutdown(waittime, pollinterval, restart)
