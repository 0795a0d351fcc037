"""What may be said to a kernel through a real websocket, whose it is, and when it ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from minga.serve.kernels import ALLOWED_MESSAGES, MOST_SOCKETS, Kernels
from tests.notebooks.serving import Answer, Door, Visitor, until, write_notebooks

FORBIDDEN = {
    "execute_request": {"code": "", "silent": False, "store_history": False, "user_expressions": {},
                        "allow_stdin": False, "stop_on_error": True},
    "complete_request": {"code": "__import__('os').getp", "cursor_pos": 21},
    "inspect_request": {"code": "print", "cursor_pos": 3, "detail_level": 0},
    "history_request": {"output": True, "raw": True, "hist_access_type": "tail", "n": 10},
    "is_complete_request": {"code": "1"},
    "debug_request": {"type": "request", "seq": 1, "command": "debugInfo"},
    "create_subshell_request": {},
    "input_reply": {"value": "x"},
    "interrupt_request": {},
    "shutdown_request": {"restart": False},
}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The participants' door."""
    with Door("participant", tmp_path_factory.mktemp("h"), write_notebooks(tmp_path_factory.mktemp("nb"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def visited(door: Door) -> tuple[Visitor, Answer]:
    """Somebody and their page."""
    visitor = Visitor(door.port)
    return visitor, visitor.enter()


async def connect(visitor: Visitor, kernel: str, protocol: str = "", **headers: str) -> WebSocketClientConnection:
    """Open the websocket of a kernel, as this browser."""
    given = {"Cookie": visitor.cookie_header(), **headers} if visitor.cookies else headers
    request = HTTPRequest(
        f"ws://127.0.0.1:{visitor.port}/api/kernels/{kernel}/channels?session_id=test", headers=given)
    return await websocket_connect(request, subprotocols=[protocol] if protocol else None)


async def hang_up(socket: WebSocketClientConnection) -> None:
    """Close a websocket, and wait until the other side has closed it too."""
    socket.close()
    while await asyncio.wait_for(socket.read_message(), 30) is not None:
        pass


def message(kind: str, content: dict[str, Any], channel: str) -> dict[str, Any]:
    """A message as a page would write it."""
    return {**Session(username="test").msg(kind, content), "channel": channel}


def packed(said: dict[str, Any], session: Session) -> bytes:
    """The same message in the binary protocol of newer front ends."""
    parts = [session.pack(said[part]) for part in ("header", "parent_header", "metadata", "content")]
    return serialize_msg_to_ws_v1(parts, said["channel"])


async def answers_until(socket: WebSocketClientConnection, parent: str) -> list[dict[str, Any]]:
    """Everything heard up to the reply to ``parent``."""
    heard = []
    while True:
        raw = await asyncio.wait_for(socket.read_message(), 30)
        assert raw is not None, "the websocket was closed"
        heard.append(json.loads(raw))
        if heard[-1]["parent_header"].get("msg_id") == parent and heard[-1]["msg_type"].endswith("_reply"):
            return heard


@pytest.mark.parametrize("channel", ["shell", "control", "stdin", "iopub"])
@pytest.mark.parametrize("kind", FORBIDDEN)
def test_a_browser_cannot_make_a_kernel_run_anything(
    visited: tuple[Visitor, Answer], tmp_path: Path, kind: str, channel: str,
) -> None:
    visitor, page = visited
    trace = tmp_path / "trace"
    content = dict(FORBIDDEN[kind])
    if kind == "execute_request":
        content["code"] = f"open({str(trace)!r}, 'w')"

    async def attempt() -> None:
        socket = await connect(visitor, page.kernel)
        asked = message(kind, content, channel)
        await socket.write_message(json.dumps(asked, default=str))
        fence = message("kernel_info_request", {}, "shell")
        await socket.write_message(json.dumps(fence, default=str))
        heard = await answers_until(socket, fence["header"]["msg_id"])
        await hang_up(socket)
        mine = asked["header"]["msg_id"]
        assert [one["msg_type"] for one in heard if one["parent_header"].get("msg_id") == mine] == []

    asyncio.run(attempt())
    assert not trace.exists()
    assert visitor.get(f"/api/kernels/{page.kernel}").status == 200


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_nor_in_the_binary_protocol(visited: tuple[Visitor, Answer], tmp_path: Path, channel: str) -> None:
    visitor, page = visited
    trace = tmp_path / "trace"
    session = Session(username="test")

    async def attempt() -> None:
        socket = await connect(visitor, page.kernel, "v1.kernel.websocket.jupyter.org")
        code = {**FORBIDDEN["execute_request"], "code": f"open({str(trace)!r}, 'w')"}
        await socket.write_message(packed(message("execute_request", code, channel), session), binary=True)
        fence = message("kernel_info_request", {}, "shell")
        await socket.write_message(packed(fence, session), binary=True)
        while True:
            heard = await asyncio.wait_for(socket.read_message(), 30)
            assert isinstance(heard, bytes)
            assert b"execute_" not in heard
            if b"kernel_info_reply" in heard and fence["header"]["msg_id"].encode() in heard:
                break
        await hang_up(socket)

    asyncio.run(attempt())
    assert not trace.exists()


def test_a_message_that_names_its_kind_twice_does_not_get_through(
    visited: tuple[Visitor, Answer], tmp_path: Path,
) -> None:
    visitor, page = visited
    trace = tmp_path / "trace"

    async def attempt() -> None:
        socket = await connect(visitor, page.kernel)
        for outer, inner in (("comm_msg", "execute_request"), ("execute_request", "comm_msg")):
            said = message(inner, {**FORBIDDEN["execute_request"], "code": f"open({str(trace)!r}, 'w')"}, "shell")
            said["msg_type"] = outer
            text = json.dumps(said, default=str).replace(
                f'"msg_type": "{inner}"', f'"msg_type": "{outer}", "msg_type": "{inner}"')
            await socket.write_message(text)
        fence = message("kernel_info_request", {}, "shell")
        await socket.write_message(json.dumps(fence, default=str))
        await answers_until(socket, fence["header"]["msg_id"])
        await hang_up(socket)

    asyncio.run(attempt())
    assert not trace.exists()


def test_nothing_in_the_list_of_allowed_messages_runs_code() -> None:
    assert set(ALLOWED_MESSAGES).isdisjoint(FORBIDDEN)
    assert Kernels(allowed_message_types=["execute_request"]).allowed_message_types == ALLOWED_MESSAGES


@pytest.mark.parametrize("who", ["nobody", "somebody else"])
def test_the_websocket_of_a_kernel_is_closed_to_others(door: Door, visited: tuple[Visitor, Answer], who: str) -> None:
    other = Visitor(door.port)
    if who == "somebody else":
        other.enter()
    with pytest.raises(HTTPClientError) as refused:
        asyncio.run(connect(other, visited[1].kernel))
    assert refused.value.code == 404


def test_a_page_of_another_site_cannot_open_it_even_with_the_cookie(visited: tuple[Visitor, Answer]) -> None:
    visitor, page = visited
    with pytest.raises(HTTPClientError) as refused:
        asyncio.run(connect(visitor, page.kernel, Origin="http://elsewhere.example"))
    assert refused.value.code == 403


def test_a_kernel_that_dies_is_told_to_its_page_and_leaves_no_files(door: Door) -> None:
    visitor = Visitor(door.port)
    before = set((door.home / "t").rglob("kernel-*"))
    kernel = visitor.enter().kernel
    victim = next(child for child in psutil.Process(door.process.pid).children()
                  if any(kernel in part for part in child.cmdline()))

    async def follow() -> str:
        socket = await connect(visitor, kernel)
        victim.kill()
        while True:
            heard = json.loads(await asyncio.wait_for(socket.read_message(), 30))
            if heard["msg_type"] == "status" and heard["content"]["execution_state"] in ("dead", "restarting"):
                await hang_up(socket)
                return heard["content"]["execution_state"]

    assert asyncio.run(follow()) == "dead"
    assert visitor.get(f"/api/kernels/{kernel}").status == 404
    assert until(lambda: set((door.home / "t").rglob("kernel-*")) <= before)


class Watched(Kernels):
    """Kernels that only note which one was ended."""

    def __init__(self, connections: int) -> None:
        super().__init__()
        self.ended = asyncio.Event()
        self._kernels["k"] = object()
        self._kernel_connections["k"] = connections

    async def shutdown_kernel(self, kernel_id: str, now: bool = False, restart: bool = False) -> None:
        """Note it."""
        self._kernels.pop(kernel_id)
        self.ended.set()


def test_a_kernel_whose_last_page_went_away_ends() -> None:
    async def story() -> None:
        kernels = Watched(connections=2)
        kernels.abandoned_seconds = 0
        kernels.notify_disconnect("k")
        assert kernels._endings == {}
        kernels.notify_disconnect("k")
        await asyncio.wait_for(kernels.ended.wait(), 5)

    asyncio.run(story())


def test_a_page_that_comes_back_in_time_keeps_its_kernel() -> None:
    async def story() -> None:
        kernels = Watched(connections=1)
        kernels.notify_disconnect("k")
        ending = kernels._endings["k"]
        kernels.notify_connect("k")
        assert ending.cancelled()
        assert kernels._endings == {}
        await kernels._end("k")
        assert not kernels.ended.is_set()

    asyncio.run(story())


def test_a_kernel_whose_page_never_came_ends_too(door: Door) -> None:
    async def story() -> None:
        kernels = Watched(connections=0)
        kernels._end_in(0, "k")
        await asyncio.wait_for(kernels.ended.wait(), 5)

    asyncio.run(story())


def test_there_is_room_for_thousands_of_sockets() -> None:
    async def story() -> int:
        kernels = Kernels()
        return kernels.context.max_sockets

    assert asyncio.run(story()) == MOST_SOCKETS >= 10_000


def test_no_warning_about_unencrypted_transport_reaches_the_log(door: Door, visited: tuple[Visitor, Answer]) -> None:
    assert "encrypt" not in door.log().lower()
