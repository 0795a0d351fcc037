"""A line between phones and a door that is slow and that can really be cut.

A browser's own "offline" switch leaves sockets open and lets frames come late. Here connections end, and new ones
are refused, until the line is joined again.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from typing import Any

CHUNK = 65_536


class Line:
    """A TCP line to a port of this machine.

    Args:
        target: the port of the door.
        delay: seconds that everything takes in each direction.

    Attributes:
        port: where phones connect.
        up: bytes that went to the door.
        down: bytes that came from it.
    """

    def __init__(self, target: int, delay: float = 0.0) -> None:
        self.target, self.delay, self.port = target, delay, 0
        self.up = self.down = 0
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._still = asyncio.Event()
        self._still.set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="line", daemon=True)

    def __enter__(self) -> Line:
        self._thread.start()
        self.join()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._do(self._finish())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def join(self) -> None:
        """Let connections through, at the same port as before."""
        self._do(self._listen())

    def cut(self) -> None:
        """End every connection, what is under way is lost; refuse new ones."""
        self._do(self._close())

    def hold(self) -> None:
        """Let nothing through any more without saying so, as air does that nobody hears through; new ones hang."""
        self._do(self._stand(True))

    def release(self) -> None:
        """Let through what was held back."""
        self._do(self._stand(False))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None
        for writer in list(self._open):
            writer.transport.abort()
        self._open.clear()
        self._still.set()

    async def _finish(self) -> None:
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        if rest:
            await asyncio.wait(rest, timeout=5)

    async def _stand(self, still: bool) -> None:
        (self._still.clear if still else self._still.set)()

    async def _connected(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        self._open.add(near)
        far = None
        try:
            answers, far = await asyncio.open_connection("127.0.0.1", self.target)
            self._open.add(far)
            await asyncio.gather(self._carry(reader, far, True), self._carry(answers, near, False))
        except OSError:
            pass  # the door is shut, or the line was cut
        finally:
            for one in filter(None, (near, far)):
                self._open.discard(one)
                one.transport.abort()

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, up: bool) -> None:
        """Everything arrives in its order, so much later."""
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.ensure_future(self._arrive(on_the_way, sink))
        try:
            while data := await source.read(CHUNK):
                on_the_way.put_nowait((self._loop.time() + self.delay, data))
                if up:
                    self.up += len(data)
                else:
                    self.down += len(data)
            on_the_way.put_nowait((self._loop.time() + self.delay, b""))
            await arriving
        finally:
            arriving.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await arriving

    async def _arrive(self, on_the_way: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter) -> None:
        while True:
            due, data = await on_the_way.get()
            if (early := due - self._loop.time()) > 0:
                await asyncio.sleep(early)
            await self._still.wait()
            if not data:
                sink.write_eof()
                return
            sink.write(data)
            await sink.drain()
