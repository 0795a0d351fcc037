"""The kernel of a run: always this Python, encrypted, and known by its process id from the first moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from minga.kernels import kernel_spec


class RunKernelManager(AsyncKernelManager):
    """Starts ``sys.executable`` whatever kernelspecs are installed, and tells the kernel's process id."""

    started: Callable[[int], None] = staticmethod(lambda pid: None)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        if self.has_trait("transport_encryption"):  # jupyter_client 8.9; without it every run warns on stderr
            self.transport_encryption = "auto"

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernelspec of this very interpreter; forked where ``prepared_kernels`` keeps a process for it."""
        if self._kernel_spec is None:
            self._kernel_spec = kernel_spec()
        return self._kernel_spec

    async def start_kernel(self, **settings: Any) -> None:
        """Start the kernel and say which process it is."""
        await super().start_kernel(**settings)
        if self.provisioner is not None and getattr(self.provisioner, "pid", None):
            type(self).started(self.provisioner.pid)
