"""What lies between a page's websocket and its kernel: opened without asking the kernel what is known already."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

WELCOME_SECONDS = 0.2
CHANNELS = ("iopub", "shell")
"""All that a page uses. A kernel looks at its stdin only when it asks for something, so that what libzmq keeps of each
connection to it, some 40 kB, would stay for as long as the kernel lives: a phone comes back hundreds of times."""


class Channels(ZMQChannelsWebsocketConnection):
    """The channels of one page.

    Jupyter asks a kernel three times for its version whenever a page connects, over three sockets that are closed
    again, to be sure that it answers and that its output arrives. Here every kernel has run its page before anybody
    connects, and greets whoever listens to its output first.
    """

    def create_stream(self) -> None:
        """Open the channels to the kernel."""
        for name in CHANNELS:
            stream = getattr(self.kernel_manager, f"connect_{name}")(identity=self.session.bsession)
            self.channels[name], stream.channel = stream, name

    def request_kernel_info(self) -> Any:
        """Take the version for granted: all kernels here are this interpreter's."""
        self._finish_kernel_info({})
        return self._kernel_info_future

    def nudge(self) -> Any:
        """Wait until the kernel's output arrives; the usual way where it greets nobody (a second page listens)."""
        return asyncio.ensure_future(self._heard())

    async def _heard(self) -> None:
        output, heard = self.channels["iopub"], asyncio.get_running_loop().create_future()
        output.on_recv(lambda _message: heard.done() or heard.set_result(None))
        try:
            await asyncio.wait_for(heard, WELCOME_SECONDS)
        except TimeoutError:
            if not output.closed():
                await super().nudge()
            return
        if not output.closed():
            output.stop_on_recv()
