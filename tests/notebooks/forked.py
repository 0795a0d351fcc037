"""Help for the tests of forked kernels: a kernel of the spec ``minga``, and what it prints."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

from minga.kernels import kernel_spec


class OurManager(KernelManager):
    """A manager of kernels of our spec, whichever specs are installed."""

    @property
    def kernel_spec(self) -> Any:
        """Our spec."""
        if self._kernel_spec is None:
            self._kernel_spec = kernel_spec()
        return self._kernel_spec


class Running:
    """A kernel and somebody who talks with it."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        self.client = manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=30)

    @property
    def pid(self) -> int:
        """Its process."""
        return self.manager.provisioner.pid

    @property
    def forked(self) -> bool:
        """Whether it was forked."""
        return self.manager.provisioner.forked

    def said(self, code: str) -> str:
        """What a cell prints; an error is an error here too."""
        parts: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            if message["header"]["msg_type"] == "stream":
                parts.append(message["content"]["text"])

        reply = self.client.execute_interactive(code, output_hook=hear, timeout=30)
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(parts).strip()


@contextmanager
def kernel(answer_seconds: float = 30.0, **environment: str) -> Iterator[Running]:
    """A kernel with these variables on top of ours, ended afterwards whatever happens."""
    with tempfile.TemporaryDirectory(prefix="k", dir="/tmp") as folder:  # sockets want short paths
        manager = OurManager(transport="ipc", connection_file=f"{folder}/k.json", shutdown_wait_time=2.0)
        manager.kernel_spec.metadata["kernel_provisioner"]["config"] = {"answer_seconds": answer_seconds}
        manager.start_kernel(env={**os.environ, **environment})
        running = None
        try:
            running = Running(manager)
            yield running
        finally:
            if running is not None:
                running.client.stop_channels()
            manager.shutdown_kernel(now=True)


def lives(pid: int) -> bool:
    """Whether a process is there and is no zombie."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def children(pid: int) -> list[int]:
    """Child processes of a process, zombies too."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def end(pid: int) -> None:
    """End a process as the system would."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


__all__ = ["OurManager", "Running", "children", "end", "kernel", "lives"]
