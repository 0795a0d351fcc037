"""A participants' door that does as it is told: it falls silent, cuts, refuses, queues, and offers both ways.

The page, its script and the conversation are the real ones; only the door around them is a script, so that what a
page does when things go wrong is seen in seconds and without kernels.
"""

from __future__ import annotations

import asyncio
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import jinja2
from markupsafe import Markup
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from minga.serve.entry.policy import small_page_policy
from minga.serve.front import pages
from minga.serve.front.file_handlers import OurFiles
from minga.store import open_store
from minga.talk.participant import ParticipantTalk
from minga.talk.participant_labels import labels
from tests.notebooks.serving import free_ports

KERNEL = "11111111-1111-4111-8111-{:012d}"


class ScriptedDoor:
    """The door, in a thread of its own.

    Attributes:
        way: what the door offers to whoever asks: ``kernel``, ``light`` or ``wait``.
        silent: whether everything that comes in is swallowed, as on a connection that only looks open.
        joins: how often a page asked for a place.
        heard: what pages said, as operations.
        open_now: the sockets that are open.
    """

    def __init__(self, url: str) -> None:
        self.url, self.port = url, free_ports(1)[0]
        self.way, self.silent, self.place, self.generation = "light", False, 3, 1
        self.joins, self.heard = 0, list[dict[str, Any]]()
        self.goodbyes, self.device = list[str](), uuid.uuid4().hex
        self.open_now = set[Channel]()
        self._loop = asyncio.new_event_loop()
        self._server: HTTPServer | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self.do(self.listen)

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/"

    def do(self, act: Callable[[], Any]) -> Any:
        """Do something in the door's own thread, and wait for it."""
        async def run() -> Any:
            return act()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    def listen(self) -> None:
        """Open the door."""
        self._server = HTTPServer(Application([
            (r"/", Frame, {"door": self}), (r"/join", Join, {"door": self}),
            (r"/minga/static/([\w\-]+\.\w+)", OurFiles),
            (r"/light/channel", Channel, {"door": self}),
            (r"/api/kernels/([0-9a-f\-]+)/channels", KernelChannel, {"door": self}),
            (r"/voila/api/leave/([0-9a-f\-]+)", Leave, {"door": self}),
        ], websocket_ping_interval=0))
        self._server.listen(self.port, "127.0.0.1")

    def cut(self) -> None:
        """Close everything; new connections are refused."""
        def end() -> None:
            assert self._server is not None
            self._server.stop()
            for one in list(self._server._connections):
                one.stream.close()  # type: ignore[attr-defined]
            for channel in list(self.open_now):
                channel.cut()

        self.do(end)

    def restore(self) -> None:
        """Open again."""
        self.do(self.listen)

    def kernels_end(self) -> None:
        """Every kernel is gone; the next one has another id."""
        self.generation += 1
        self.do(lambda: [channel.cut() for channel in list(self.open_now)])

    def close(self) -> None:
        """Close for good."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def kernel(self) -> str:
        """The kernel there is now."""
        return KERNEL.format(self.generation)

    @property
    def model(self) -> str:
        """The model of its form."""
        return f"model-{self.generation}"

    @property
    def cells(self) -> str:
        """The cells of a prepared page."""
        return f'<div cell-index="1"><div class="minga-here" data-model="{self.model}"></div></div>'

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self.store = open_store(self.url)
        self.frame = jinja2.Environment(loader=jinja2.FileSystemLoader(pages.TEMPLATE), autoescape=True)
        pages.furnish(self.frame)
        self._loop.run_forever()
        self.store.close()


@contextmanager
def scripted_door(url: str) -> Iterator[ScriptedDoor]:
    """A door for a block."""
    made = ScriptedDoor(url)
    try:
        yield made
    finally:
        made.close()


class Told(RequestHandler):
    """A handler that knows its door."""

    def initialize(self, door: ScriptedDoor) -> None:
        self.door = door


class Frame(Told):
    """The page."""

    def get(self) -> None:
        door = self.door
        config = {"baseUrl": "/", **({"kernelId": door.kernel} if door.way == "kernel" else {})}
        self.set_header("Content-Security-Policy", small_page_policy(self.request.host))
        self.set_header("Cache-Control", "no-store")
        self.finish(door.frame.get_template("participant.html").render(
            own=pages.page_resources("participant"), title="", base_url="/", way=door.way, page_config=config,
            page=Markup(door.cells if door.way == "kernel" else "")))


class Join(Told):
    """A place."""

    async def post(self) -> None:
        door = self.door
        door.joins += 1
        if door.way == "wait":
            await asyncio.sleep(0.2)
        self.finish({"kernel": {"way": "kernel", "kernel": door.kernel, "page": door.cells, "full": False},
                     "light": {"way": "light"}, "wait": {"way": "wait", "place": door.place, "seconds": 1}}[door.way])


class Leave(Told):
    """A goodbye."""

    def post(self, kernel: str) -> None:
        self.door.goodbyes.append(kernel)
        self.set_status(204)


class Channel(WebSocketHandler):
    """The light way."""

    def initialize(self, door: ScriptedDoor) -> None:
        self.door = door

    def open(self, *_given: str) -> None:
        self.talk = ParticipantTalk(self.door.store, self.door.device)
        self.talk.begin()
        self.talk.labels, self.talk.lang = labels(), "es"
        self.talk.send = self.say  # type: ignore[method-assign]
        self.door.open_now.add(self)

    def say(self, content: Any, *_given: Any, **_named: Any) -> None:
        """Tell the page."""
        self.write_message(json.dumps(content))

    def on_message(self, message: str | bytes) -> None:
        if self.door.silent:
            return
        if message == "ping":
            self.write_message("pong")
            return
        self.hear(json.loads(message))

    def hear(self, message: dict[str, Any]) -> None:
        """What the page wants."""
        self.door.heard.append(message)
        self.talk.hear(message)

    def cut(self) -> None:
        """End without a goodbye."""
        if self.ws_connection is not None:
            self.ws_connection._abort()  # type: ignore[attr-defined]

    def on_close(self) -> None:
        self.door.open_now.discard(self)


class KernelChannel(Channel):
    """The way with a kernel: the same conversation in Jupyter's envelopes."""

    async def get(self, *given: str, **named: str) -> None:
        if given[0] != self.door.kernel:
            self.send_error(404)
            return
        await super().get(*given, **named)

    def open(self, *given: str) -> None:
        super().open()
        self.model = self.door.model

    def say(self, content: Any, *_given: Any, **_named: Any) -> None:
        """Tell the page, as a kernel does."""
        self.write_message(json.dumps({
            "channel": "iopub", "header": {"msg_type": "comm_msg", "msg_id": uuid.uuid4().hex}, "parent_header": {},
            "metadata": {}, "content": {"comm_id": self.model, "data": {"method": "custom", "content": content}}}))

    def hear(self, message: dict[str, Any]) -> None:
        """What the page wants, out of its envelope."""
        assert message["channel"] == "shell"
        assert message["header"]["msg_type"] == "comm_msg"
        if message["content"]["comm_id"] == self.model:
            super().hear(message["content"]["data"]["content"])


__all__ = ["ScriptedDoor", "scripted_door"]
