"""What a page connects to in its kernel."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from minga.serve.kernel_way.channels import Channels


class Kernel:
    """Stands in for a kernel's manager and notes what is connected."""

    def __init__(self) -> None:
        self.connected: list[tuple[str, bytes]] = []

    def __getattr__(self, name: str) -> Any:
        def connect(identity: bytes) -> SimpleNamespace:
            self.connected.append((name, identity))
            return SimpleNamespace()
        return connect


def test_a_page_connects_to_nothing_that_its_kernel_never_looks_at() -> None:
    kernel = Kernel()
    page = SimpleNamespace(kernel_manager=kernel, session=SimpleNamespace(bsession=b"visitor"), channels={})
    Channels.create_stream(page)  # type: ignore[arg-type]
    assert kernel.connected == [("connect_iopub", b"visitor"), ("connect_shell", b"visitor")]
    assert {name: stream.channel for name, stream in page.channels.items()} == {"iopub": "iopub", "shell": "shell"}
