"""Phones without a browser: a page over HTTP, its websocket, and the conversation of the participant's form."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from jupyter_client.session import Session
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from minga.serve.children import answers
from tests.notebooks.serving import Visitor, environment, free_ports, until

START = "import sys; from pathlib import Path; from minga.serve.supervise import serve; " \
    "sys.exit(serve(host='127.0.0.1', port=int(sys.argv[1]), facilitator_port=int(sys.argv[2]), " \
    "open_browser=False, notebooks_dir=Path(sys.argv[3])))"
PATIENCE = 8.0
"""Seconds without an answer after which a phone loads its page again."""


class Room:
    """``serve()`` in a process of its own that can be killed and started again at the same addresses."""

    def __init__(self, home: Path, notebooks: Path) -> None:
        self.home, self.notebooks, self.ports = home, notebooks, free_ports(2)
        self.ever: dict[int, psutil.Process] = {}
        self.start()

    def start(self) -> None:
        """Start, and wait until both doors are open."""
        with (self.home / "supervisor.log").open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-c", START, *map(str, self.ports), str(self.notebooks)],
                                            env=environment(self.home), stdout=log, stderr=log)
        assert until(self.open, 60), (self.home / "supervisor.log").read_text()

    def open(self) -> bool:
        """Whether both doors answer."""
        return all(answers("127.0.0.1", port) for port in self.ports)

    def below(self) -> list[psutil.Process]:
        """Both doors and all kernels; every process ever seen is remembered."""
        with contextlib.suppress(psutil.NoSuchProcess):
            found = psutil.Process(self.process.pid).children(recursive=True)
            self.ever.update({one.pid: one for one in found})
            return found
        return []

    def victim(self, which: str) -> psutil.Process | None:
        """A process to kill: ``supervisor``, a door (``participant``, ``facilitator``) or a ``kernel``."""
        if which == "supervisor":
            return psutil.Process(self.process.pid)
        for one in self.below():
            with contextlib.suppress(psutil.Error):
                line = one.cmdline()
                if (which == "kernel" and "ipykernel_launcher" in line) or which in line:
                    return one
        return None

    async def lose(self, which: str) -> None:
        """Kill one process with no warning, and wait until people could come in again."""
        found = self.victim(which)
        if found is None:
            return
        everybody = self.below()
        found.kill()
        if which == "supervisor":
            self.process.wait()
            await asyncio.to_thread(psutil.wait_procs, everybody, 30)
            await asyncio.to_thread(self.start)
        elif which != "kernel":
            await asyncio.to_thread(psutil.wait_procs, [found], 10)
            assert await asyncio.to_thread(until, self.open, 60)

    def close(self) -> list[psutil.Process]:
        """Close politely; returns whoever, of all that ever ran here, is still there."""
        self.below()
        self.process.terminate()
        self.process.wait(60)
        return psutil.wait_procs(list(self.ever.values()), 20)[1]


@dataclass
class Phone:
    """One participant: keeps what it wrote until it is acknowledged, and sends it again under the same id."""

    port: int
    stage: str
    plan: str
    name: str
    outbox: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    pages: int = 0

    def __post_init__(self) -> None:
        self.visitor, self.session = Visitor(self.port), Session(username="phone")
        self.socket: WebSocketClientConnection | None = None
        self.form = ""

    async def live(self, enough: asyncio.Event, burst: int = 4) -> None:
        """Write in bursts until it is enough, then go on until everything is acknowledged."""
        while not enough.is_set() or self.outbox:
            try:
                if self.socket is None:
                    await self.open_page()
                if not enough.is_set() and len(self.outbox) < burst:
                    self.write(burst)
                await self.deliver()
            except (OSError, AssertionError, TimeoutError, StopAsyncIteration, RuntimeError):
                await self.hang_up()
                await asyncio.sleep(0.5)
            except Exception as wrong:
                if type(wrong).__module__.split(".")[0] not in ("tornado", "http"):
                    raise
                await self.hang_up()
                await asyncio.sleep(0.5)
        await self.hang_up()

    def write(self, count: int) -> None:
        """Write some cards."""
        for _ in range(count):
            op = uuid.uuid4().hex
            self.outbox[op] = self.sent[op] = f"{self.name} {len(self.sent)}"

    async def open_page(self) -> None:
        """Load the page, connect to its kernel, find the form, and come in."""
        page = await asyncio.to_thread(self.visitor.get, "/")
        assert page.status == 200
        self.pages += 1
        address = f"ws://127.0.0.1:{self.port}/api/kernels/{page.kernel}/channels?session_id={self.session.session}"
        self.socket = await websocket_connect(HTTPRequest(address, headers={"Cookie": self.visitor.cookie_header()}))
        control = uuid.uuid4().hex
        await self.say("comm_open", {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}},
                       {"version": "1.0.0"})
        await self.say("comm_msg", {"comm_id": control, "data": {"method": "request_states"}})
        while not self.form:
            for model, state in (await self.hear()).get("states", {}).items():
                if state["state"].get("_anywidget_id", "").endswith(".Participate"):
                    self.form = model
        await self.tell({"op": "hello", "proofs": []})
        entry = uuid.uuid4().hex
        await self.tell({"op": "join", "id": entry, "plan": self.plan, "alias": self.name})
        while (await self.hear()).get("ack") != entry:
            pass

    async def deliver(self) -> None:
        """Send everything that is not acknowledged, and hear the answers."""
        for op, text in list(self.outbox.items()):
            await self.say_card(op, text)
        while self.outbox:
            heard = await self.hear()
            op = heard.get("ack", "")
            if op in self.outbox and heard["ok"]:
                self.acknowledged[op] = self.outbox.pop(op)
            elif op in self.outbox and "again" in heard:  # as the page does: the same operation, a moment later
                await asyncio.sleep(heard["again"])
                await self.say_card(op, self.outbox[op])
            elif op in self.outbox:
                self.refused.append(heard["message"])
                raise TimeoutError

    async def repeat(self) -> None:
        """Send everything that was ever acknowledged once more."""
        await self.open_page()
        for op, text in self.acknowledged.items():
            await self.say_card(op, text)
            heard = await self.hear()
            while heard.get("ack") != op or "again" in heard:
                if "again" in heard:
                    await asyncio.sleep(heard["again"])
                    await self.say_card(op, text)
                heard = await self.hear()
        await self.hang_up()

    async def say_card(self, op: str, text: str) -> None:
        """Send one card under its operation id."""
        await self.tell({"op": "add_card", "id": op, "plan": self.plan, "stage": self.stage, "text": text})

    async def tell(self, content: dict[str, Any]) -> None:
        """Say something to the form."""
        await self.say("comm_msg", {"comm_id": self.form, "data": {"method": "custom", "content": content}})

    async def say(self, kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
        """Send one message to the kernel."""
        assert self.socket is not None
        message = {**self.session.msg(kind, content, metadata=metadata), "channel": "shell"}
        await self.socket.write_message(json.dumps(message, default=str))

    async def hear(self) -> dict[str, Any]:
        """The data of the next message from a widget: a form's own words, or what the control says."""
        assert self.socket is not None
        while True:
            raw = await asyncio.wait_for(self.socket.read_message(), PATIENCE)
            assert raw is not None, "the websocket was closed"
            message = json.loads(raw) if isinstance(raw, str) else {}
            if message.get("msg_type") == "comm_msg":
                data = message["content"]["data"]
                return data["content"] if data["method"] == "custom" else data

    async def hang_up(self) -> None:
        """Leave the page."""
        if self.socket is not None:
            self.socket.close()
        self.socket, self.form = None, ""


def store_of(home: Path) -> str:
    """The address of a room's store."""
    return f"sqlite:///{home / 'data' / 'minga.sqlite'}"


def kill_quietly(process: subprocess.Popen[Any]) -> None:
    """End a supervisor that a failed test left."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, 15)
