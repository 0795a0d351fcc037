"""One open page: its websocket, its components, and the conversation that each holds with the page.

A participant's page has one component and may have no kernel behind it; a facilitator's has several, and asks its
kernel for them as Voilà's front end does.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from collections.abc import Callable
from typing import Any

from jupyter_client.session import Session
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError

from minga.rehearsal.browser import Browser, Lost
from minga.rehearsal.seat import take_seat

PATIENCE = 15.0
"""Seconds without an answer after which somebody loads the page again."""

Message = dict[str, Any]


class Page:
    """A page as the browser has it open; made by ``Page.open``.

    Args:
        browser: who opens it.
        kernel: id of its kernel; empty in the light way.
        socket: its websocket.
        heard: called with the component's name and each patch of its state, as it arrives.
        patience: seconds without an answer after which it counts as lost.

    Attributes:
        state: what each component shows, by the component's name and then by key.
        overheard: called with every message of the kernel, whatever it is about.
    """

    def __init__(self, browser: Browser, kernel: str, socket: WebSocketClientConnection,
                 heard: Callable[[str, Message], None] | None, patience: float) -> None:
        self.state: dict[str, Message] = {}
        self.overheard: Callable[[Message], None] = lambda message: None
        self._patience = patience
        self._browser, self._kernel, self._heard = browser, kernel, heard or (lambda name, patch: None)
        self._socket, self._session = socket, Session(username="rehearsal")
        self._models: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._waiting: dict[str, asyncio.Future[Message]] = {}
        self._changed = asyncio.Event()
        self._gone = False
        self._reader = asyncio.ensure_future(self._read())

    @classmethod
    async def open(cls, browser: Browser, path: str, *wanted: str, proofs: list[str] | None = None,
                   heard: Callable[[str, Message], None] | None = None, patience: float = PATIENCE) -> Page:
        """Load a page, connect to its kernel and greet the components that are wanted.

        Args:
            browser: who opens it.
            path: address of the page.
            wanted: names of the components' classes (``Participate``, ``Wall``…).
            proofs: operation ids that the browser kept; they prove which anonymous cards are its own.
            heard: called with the component's name and each patch of its state, as it arrives.
            patience: seconds without an answer after which the page counts as lost.

        Raises:
            Lost: no such page now, or something of it does not answer.
        """
        seat = await take_seat(browser, path)
        address = f"api/kernels/{seat.kernel}/channels?session_id={uuid.uuid4().hex}"
        page = cls(browser, seat.kernel, await browser.socket("light/channel" if seat.light else address), heard,
                   patience)
        alone = len(wanted) == 1 and (seat.light or seat.model)
        try:
            if alone:
                page._knows(wanted[0], seat.model)
            else:
                await page._find(wanted)
            for name in wanted:
                await page.greet(name, proofs, **({"words": True} if alone else {}))
        except BaseException:
            await page.close()
            raise
        return page

    @property
    def kernel(self) -> str:
        """Id of its kernel; empty in the light way."""
        return self._kernel

    @property
    def way(self) -> str:
        """How it is served: ``kernel`` or ``light``."""
        return "kernel" if self._kernel else "light"

    async def greet(self, name: str, proofs: list[str] | None = None, **more: Any) -> None:
        """Ask a component for its whole state, and wait for it."""
        self.state.pop(name, None)
        await self._tell(name, {"op": "hello", "proofs": proofs or [], **more})
        await self.until(lambda: name in self.state)

    async def ask(self, name: str, op: str, *, op_id: str = "", **fields: Any) -> Message:
        """Send an operation and hear its acknowledgement; too fast, it is sent again as a page does.

        Raises:
            Lost: no answer in time; whether the operation was done is not known, and it may be sent again
                under the same id.
        """
        marked = op_id or uuid.uuid4().hex
        while True:
            answer = self._waiting[marked] = asyncio.get_running_loop().create_future()
            try:
                await self._tell(name, {"op": op, "id": marked, **fields})
                told = await asyncio.wait_for(answer, self._patience)
            except TimeoutError as why:
                raise Lost("no answer") from why
            finally:
                self._waiting.pop(marked, None)
            if "again" not in told:
                return told
            await asyncio.sleep(told["again"])

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait until something is so; it is looked at whenever a message has come.

        Raises:
            Lost: it did not in time, or the page was lost.
        """
        try:
            async with asyncio.timeout(self._patience):
                while not happened():
                    if self._gone:
                        raise Lost("closed")
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError as why:
            raise Lost("nothing new") from why

    async def leave(self) -> None:
        """Say goodbye as a browser does when its tab is closed: the kernel ends soon."""
        await self.close()
        if self._kernel:
            with contextlib.suppress(Lost):
                await self._browser.post(f"voila/api/leave/{self._kernel}")

    async def close(self) -> None:
        """Fall silent, as a phone does that loses its connection."""
        self._gone = True
        self._socket.close()
        self._reader.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reader
        self._drop()

    async def say(self, kind: str, content: Message, metadata: Message | None = None) -> None:
        """Send one message to the kernel."""
        message = {**self._session.msg(kind, content, metadata=metadata), "channel": "shell"}
        await self.write(json.dumps(message, default=str))

    async def write(self, raw: str | bytes) -> None:
        """Send something as it is."""
        try:
            await self._socket.write_message(raw, binary=isinstance(raw, bytes))
        except WebSocketClosedError as why:
            raise Lost("closed") from why

    async def _find(self, wanted: tuple[str, ...]) -> None:
        control = uuid.uuid4().hex
        await self.say("comm_open", {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}},
                       {"version": "1.0.0"})
        await self.say("comm_msg", {"comm_id": control, "data": {"method": "request_states"}})
        await self.until(lambda: set(wanted) <= set(self._models))

    async def _tell(self, name: str, content: Message) -> None:
        if self._gone:
            raise Lost("closed")
        if not self._kernel:
            await self.write(json.dumps(content))
        else:
            await self.say("comm_msg", {"comm_id": self._models[name], "data": {
                "method": "custom", "content": content}})

    async def _read(self) -> None:
        while (raw := await self._socket.read_message()) is not None:
            if not isinstance(raw, str):  # a file that is handed over
                continue
            message = json.loads(raw)
            if not self._kernel:
                self._listen("", message)
            elif message.get("msg_type") == "comm_msg":
                self._hear(message["content"])
            self.overheard(message)
            self._changed.set()
        self._gone = True
        self._drop()

    def _hear(self, content: Message) -> None:
        data = content["data"]
        for model, about in data.get("states", {}).items():
            kind = about["state"].get("_anywidget_id", "").rpartition(".")[2]
            if kind:
                self._knows(kind, model)
        self._listen(content["comm_id"], data.get("content"))

    def _knows(self, name: str, model: str) -> None:
        self._models[name], self._names[model] = model, name

    def _listen(self, model: str, said: Any) -> None:
        """What a component says."""
        name = self._names.get(model, "")
        if not name or not isinstance(said, dict):
            return
        if "patch" in said:
            self._take(name, said)
        answer = self._waiting.get(said.get("ack", ""))
        if answer is not None and not answer.done():
            answer.set_result(said)

    def _take(self, name: str, said: Message) -> None:
        whole, number = bool(said.get("reset")), said.get("seq", 0)
        if not whole and (name not in self.state or number != self._counts.get(name, 0) + 1):
            if name in self.state:  # something was missed: ask for the whole
                self._asking = asyncio.ensure_future(self._catch_up(name))
            return
        shown = {} if whole else self.state[name]
        self._counts[name] = number
        self.state[name] = {key: value for key, value in (shown | said["patch"]).items() if value is not None}
        self._heard(name, said["patch"])

    async def _catch_up(self, name: str) -> None:
        with contextlib.suppress(Lost):
            await self._tell(name, {"op": "since", "seq": self._counts.get(name, 0)})

    def _drop(self) -> None:
        self._changed.set()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(Lost("closed"))
