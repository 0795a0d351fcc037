"""What a connection may cost a door: silent ones give way, slow ones are cut, and nobody who is served is hurt."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler, websocket_connect

from minga.serve.entry import listening
from minga.serve.entry.listening import Listener, most_connections
from minga.serve.entry.proxy import Proxy

ASK = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
SECONDS = 20
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Slow(RequestHandler):
    """Answers when it is told to."""

    go: asyncio.Event
    asked: asyncio.Event

    async def get(self) -> None:
        """Wait, and tell who asks."""
        type(self).asked.set()
        await type(self).go.wait()
        self.finish({"address": self.request.remote_ip, "protocol": self.request.protocol, "host": self.request.host})

    async def post(self) -> None:
        """The same for a form."""
        await self.get()


class Quiet(WebSocketHandler):
    """A websocket that says nothing."""


class Listening:
    """A listener with few places."""

    def __init__(self, listener: Listener, port: int) -> None:
        self.listener, self.port = listener, port

    async def line(self, sent: bytes = b"") -> Line:
        """A connection, after something was sent over it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(sent)
        await writer.drain()
        return reader, writer

    async def taken(self, count: int) -> None:
        """Wait until so many connections are held."""
        async with asyncio.timeout(SECONDS):
            while len(self.listener._open) != count:
                await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def listening_with(most: int = 3, proxy: Proxy | None = None) -> AsyncIterator[Listening]:
    """Open one for a while."""
    Slow.go, Slow.asked = asyncio.Event(), asyncio.Event()
    Slow.go.set()
    listener = Listener(Application([("/", Slow), ("/socket", Quiet)]), most=most, proxy=proxy)
    listener.listen(0, "127.0.0.1")
    port = next(iter(listener._sockets.values())).getsockname()[1]
    try:
        yield Listening(listener, port)
    finally:
        listener.stop()
        await listener.close_all_connections()


async def answer(line: Line) -> bytes:
    """The first line that comes back; nothing when the connection is cut."""
    with contextlib.suppress(ConnectionError):
        return await asyncio.wait_for(line[0].readline(), SECONDS)
    return b""


def test_the_oldest_silent_connection_gives_way_to_the_newest() -> None:
    async def story() -> tuple[bytes, bytes]:
        async with listening_with(most=3) as open_:
            silent = [await open_.line() for _ in range(3)]
            await open_.taken(3)
            newest = await open_.line(ASK)
            return await answer(newest), await answer(silent[0])

    assert asyncio.run(story()) == (b"HTTP/1.1 200 OK\r\n", b"")


def test_a_thousand_silent_connections_keep_nobody_out_and_no_more_are_held_than_there_are_places() -> None:
    async def story() -> tuple[bytes, int]:
        async with listening_with(most=20) as open_:
            lines = [await open_.line(b"GET / HTTP/1.1\r\nX: ") for _ in range(300)]
            got = await answer(await open_.line(ASK))
            held = len(open_.listener._open)
            for _reader, writer in lines:
                writer.close()
            return got, held

    got, held = asyncio.run(story())
    assert got == b"HTTP/1.1 200 OK\r\n"
    assert held <= 20


def test_a_request_that_is_being_answered_keeps_its_connection_and_the_newcomer_waits_outside() -> None:
    async def story() -> tuple[bytes, bytes]:
        async with listening_with(most=1) as open_:
            Slow.go.clear()
            served = await open_.line(ASK)
            await asyncio.wait_for(Slow.asked.wait(), SECONDS)
            turned_away = await answer(await open_.line(ASK))
            Slow.go.set()
            return turned_away, await answer(served)

    assert asyncio.run(story()) == (b"", b"HTTP/1.1 200 OK\r\n")


def test_an_answer_that_nobody_reads_gives_way_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "PATIENCE", 0.0)

    async def story() -> bytes:
        async with listening_with(most=1) as open_:
            Slow.go.clear()
            await open_.line(ASK)
            await asyncio.wait_for(Slow.asked.wait(), SECONDS)
            Slow.go.set()
            return await answer(await open_.line(ASK))

    assert asyncio.run(story()) == b"HTTP/1.1 200 OK\r\n"


def test_a_connection_may_ask_again_and_is_forgotten_when_it_is_closed() -> None:
    async def story() -> list[bytes]:
        async with listening_with(most=1) as open_:
            got = []
            line = await open_.line()
            for _ in range(3):
                line[1].write(ASK)
                got.append(await answer(line))
                await asyncio.wait_for(line[0].readuntil(b"}"), SECONDS)
            line[1].close()
            await open_.taken(0)
            assert not open_.listener._silent
            assert not open_.listener._busy
            return got

    assert asyncio.run(story()) == [b"HTTP/1.1 200 OK\r\n"] * 3


def test_a_websocket_takes_no_place_here() -> None:
    async def story() -> None:
        async with listening_with(most=1) as open_:
            sockets = [await websocket_connect(f"ws://127.0.0.1:{open_.port}/socket") for _ in range(3)]
            await open_.taken(0)
            for socket in sockets:
                socket.close()

    asyncio.run(story())


@pytest.mark.parametrize(("limit", "sent"), [
    ("HEADER_SECONDS", b""), ("HEADER_SECONDS", b"GET / HTTP/1.1\r\nHost: "),
    ("BODY_SECONDS", b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nx"),
    ("BODY_SECONDS", b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"),
])
def test_whoever_sends_ever_so_slowly_is_cut_off(monkeypatch: pytest.MonkeyPatch, limit: str, sent: bytes) -> None:
    monkeypatch.setattr(listening, limit, 0.2)

    async def story() -> bytes:
        async with listening_with() as open_:
            return await answer(await open_.line(sent))

    assert asyncio.run(story()) == b""


def test_one_connection_of_a_proxy_carries_one_visitor_after_the_other() -> None:
    async def story() -> list[Any]:
        async with listening_with(proxy=Proxy(["127.0.0.1"])) as open_:
            reader, writer = await open_.line()
            told = []
            for said in (b"X-Forwarded-For: 203.0.113.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: a.example\r\n",
                         b"X-Forwarded-For: 203.0.113.2\r\n", b""):
                writer.write(ASK[:-2] + said + b"\r\n")
                whole = await asyncio.wait_for(reader.readuntil(b"}"), SECONDS)
                told.append(whole.rpartition(b"{")[2].decode())
            return told

    assert asyncio.run(story()) == [
        '"address": "203.0.113.1", "protocol": "https", "host": "a.example"}',
        '"address": "203.0.113.2", "protocol": "http", "host": "127.0.0.1"}',
        '"address": "127.0.0.1", "protocol": "http", "host": "127.0.0.1"}',
    ]


def test_the_number_of_places_leaves_files_for_kernels() -> None:
    assert listening.LEAST <= most_connections() <= listening.MOST
