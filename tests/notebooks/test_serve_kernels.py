"""Whose a kernel is, and when it ends; what may be said to it is tried in test_doors_closed."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from minga.serve.kernel_way.kernels import ALLOWED_MESSAGES, MOST_SOCKETS, Kernels
from tests.notebooks.phones import serves
from tests.notebooks.serving import Answer, Door, Visitor, until, write_notebooks
from tests.protocol import FORBIDDEN


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The participants' door."""
    notebooks = write_notebooks(tmp_path_factory.mktemp("nb"))
    with Door("participant", tmp_path_factory.mktemp("h"), notebooks, "--most", "4", "--goodbye", "1") as opened:
        yield opened


@pytest.fixture(scope="module")
def visited(door: Door) -> tuple[Visitor, Answer]:
    """Somebody and their page."""
    visitor = Visitor(door.port)
    return visitor, visitor.enter()


def process_of(door: Door, kernel: str) -> psutil.Process:
    """The process of a kernel."""
    return next(one for one in psutil.Process(door.process.pid).children(recursive=True) if serves(one, kernel))


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
    came = visitor.enter()
    kernel, mine = came.kernel, came.visitor
    victim = process_of(door, kernel)

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
    again = visitor.enter()
    assert again.kernel != kernel
    assert again.visitor == mine
    assert visitor.ask("POST", f"/voila/api/leave/{again.kernel}").status == 204
    assert until(lambda: visitor.get(f"/api/kernels/{again.kernel}").status == 404)
    assert until(lambda: not [*(door.home / "t").resolve().rglob(f"*{kernel}*")])


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


def test_a_goodbye_ends_a_kernel_soon_whatever_else_was_going_to_happen() -> None:
    async def story() -> None:
        kernels = Watched(connections=1)
        kernels.goodbye_seconds, kernels.abandoned_seconds = 1, 1000
        kernels.goodbye("k")
        assert kernels._endings == {}
        kernels.notify_disconnect("k")
        assert kernels._endings["k"].when() - asyncio.get_running_loop().time() <= 1
        kernels.notify_connect("k")
        kernels.notify_disconnect("k")
        assert kernels._endings["k"].when() - asyncio.get_running_loop().time() > 900

    asyncio.run(story())


def test_a_visitor_who_is_back_after_a_goodbye_keeps_their_kernel() -> None:
    async def story() -> None:
        kernels = Watched(connections=0)
        kernels.goodbye_seconds = 0
        kernels.goodbye("k")
        ending = kernels._endings["k"]
        kernels.expect("k")
        assert ending.cancelled()
        kernels.notify_connect("k")
        assert kernels._endings == {}
        kernels.goodbye("k")  # another tab is closed
        assert kernels._endings == {}
        assert not kernels.ended.is_set()

    asyncio.run(story())


def test_what_a_kernel_says_does_not_keep_it_alive() -> None:
    async def story() -> None:
        kernels = Watched(connections=1)
        kernels._kernels["k"] = SimpleNamespace()
        kernels.start_watching_activity("k")
        assert not hasattr(kernels._kernels["k"], "_activity_stream")
        kernels.abandoned_seconds = 0
        kernels.notify_disconnect("k")
        await asyncio.wait_for(kernels.ended.wait(), 5)

    asyncio.run(story())


def test_the_kernel_that_was_left_first_makes_room() -> None:
    async def story() -> None:
        kernels = Watched(connections=0)
        for name, began in (("k", 5.0), ("old", 1.0), ("waits", 0.0)):
            kernels._kernels[name], kernels._started[name] = object(), began
            kernels.owners[name] = "" if name == "waits" else "somebody"
        kernels.make_room()
        await asyncio.wait_for(kernels.ended.wait(), 5)
        assert set(kernels._kernels) == {"k", "waits"}

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


def test_a_kernel_finds_its_own_visitor_in_a_file_that_nobody_else_reads(
    door: Door, visited: tuple[Visitor, Answer],
) -> None:
    page = visited[1]
    file = Path(page.told["MINGA_VISITOR"])
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert json.loads(file.read_text()) == {"user": page.visitor, "query": ""}
    assert file.name == page.kernel
    other = Visitor(door.port)
    theirs = other.enter()
    assert Path(theirs.told["MINGA_VISITOR"]) != file
    assert theirs.visitor != page.visitor
    for path in (f"/who/{page.kernel}", f"/minga/static/../who/{page.kernel}", f"/api/kernels/{page.kernel}/who"):
        assert page.visitor not in other.get(path).text
    assert page.visitor not in theirs.text


def test_a_kernel_made_ahead_of_time_knows_nothing_of_anybodys_address(visited: tuple[Visitor, Answer]) -> None:
    visitor, page = visited
    again = visitor.get("/?tok=secret")
    assert again.kernel == page.kernel
    assert "secret" not in again.text
    assert not {name for name in page.told if name.startswith("HTTP_")}


def test_reloads_and_tabs_show_the_same_page(visited: tuple[Visitor, Answer]) -> None:
    visitor, page = visited
    for tab in (visitor.get("/"), visitor.enter()):
        assert tab.kernel == page.kernel
        assert tab.told == page.told
    joined = json.loads(visitor.ask("POST", "/join").text)
    assert joined["way"] == "kernel"
    assert joined["kernel"] == page.kernel


def test_another_sites_page_cannot_join(door: Door) -> None:
    assert Visitor(door.port).ask("POST", "/join", Origin="http://elsewhere.example").status == 403


def test_when_the_machine_is_full_people_get_the_light_page(door: Door) -> None:
    people = [Visitor(door.port) for _ in range(6)]
    ways = [re.search('data-way="(.*?)"', one.enter().text)[1] for one in people]
    assert "light" in ways
    assert ways == sorted(ways)
    assert json.loads(people[-1].ask("POST", "/join").text) == {"way": "light"}
    assert 'data-way="light"' in people[-1].get("/light").text
