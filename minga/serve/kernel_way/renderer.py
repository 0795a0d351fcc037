"""Voilà's renderer and executor for one page, without what a page of ours does not wait for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from queue import Empty
from typing import Any

from jupyter_core.utils import ensure_async
from nbformat import NotebookNode
from voila.execute import VoilaExecutor
from voila.notebook_renderer import NotebookRenderer


class Unmade(Exception):
    """A page could not be made: its kernel died meanwhile."""


class Executor(VoilaExecutor):
    """Runs cells over two channels, and begins as soon as the kernel's output can be heard.

    The usual client opens five, and waits 0.2 s for silence before the first cell.
    """

    async def async_start_new_kernel_client(self) -> Any:
        """Connect; the kernel says itself when the subscription to its output is there."""
        assert self.km is not None
        client = self.kc = self.km.client()
        client.start_channels(stdin=False, hb=False, control=False)
        for _second in range(self.startup_timeout):
            try:
                await ensure_async(client.iopub_channel.get_msg(timeout=1))
                return client
            except Empty:
                if not await ensure_async(self.km.is_alive()):
                    raise Unmade("the kernel died before it answered") from None
                client.kernel_info()  # a kernel that greets nobody says something at least
        raise Unmade("the kernel did not answer")


class Renderer(NotebookRenderer):
    """Voilà's renderer for one page, which notes the cells as they were run.

    With ``ran`` given, nothing is run: those cells are made into a page.
    """

    ran: list[NotebookNode] | None = None

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.cells: list[NotebookNode] = []
        self.executor: Executor | None = None

    async def _jinja_kernel_start(self, nb: NotebookNode, kernel_id: str, kernel_future: Any) -> str:
        if self.ran is None:
            self.executor = Executor(nb, km=await ensure_async(kernel_future), config=self.traitlet_config,
                                     show_tracebacks=self.voila_configuration.show_tracebacks)
            await self.executor.async_start_new_kernel_client()
        self.kernel_started = True
        return kernel_id

    async def _jinja_cell_generator(self, nb: NotebookNode, kernel_id: str) -> AsyncIterator[NotebookNode]:
        if self.ran is not None:
            for cell in self.ran:
                yield cell
            return
        async for cell in super()._jinja_cell_generator(nb, kernel_id):
            self.cells.append(cell)
            yield cell

    def states(self) -> dict[str, dict[str, Any]] | None:
        """What each widget said of itself when it was made, by its model's id; None where no cell was run here."""
        return self.executor.widget_state if self.executor else None

    async def _cleanup_resources(self) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        """Close the two channels; asking for the others would open them."""
        client = self.executor.kc if self.executor else None
        if client is not None and self.executor is not None:
            client.shell_channel.stop()
            client.iopub_channel.stop()
            self.executor.kc = None
