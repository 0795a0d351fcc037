"""Phones without a browser: a page over HTTP, its websocket, and the conversation of the participant's form."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from minga.rehearsal.browser import Browser, Lost
from minga.rehearsal.page import Page
from minga.rehearsal.person import FORM
from minga.serve.opening.children import answers
from tests.notebooks.serving import environment, free_ports, until

START = "import sys; from pathlib import Path; from minga.serve.opening.supervise import serve; " \
    "sys.exit(serve(host='127.0.0.1', port=int(sys.argv[1]), facilitator_port=int(sys.argv[2]), " \
    "open_browser=False, notebooks_dir=Path(sys.argv[3])))"
FORKS = "minga.kernels.zygote"
"""The module of the process that kernels are forked from; a forked kernel keeps its command line."""
MOST_REPEATED = 50
"""Operations that a page takes at once; more would have to wait for their turn."""
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

    def victim(self, which: str, kernel: str = "") -> psutil.Process | None:
        """A process to kill.

        Args:
            which: ``supervisor``, a door (``participant``, ``facilitator``), the ``forkserver`` of the participants'
                door, or a ``kernel``.
            kernel: the id of that kernel.
        """
        if which == "supervisor":
            return psutil.Process(self.process.pid)
        for one in self.below():
            with contextlib.suppress(psutil.Error):
                line, parent = one.cmdline(), one.parent()
                forks, forked = FORKS in line, parent is not None and FORKS in parent.cmdline()
                if which == "kernel":
                    if (forked or "ipykernel_launcher" in line) and serves(one, kernel):
                        return one
                elif which == "forkserver":
                    if forks and parent is not None and "participant" in parent.cmdline():
                        return one
                elif which in line and not forks:
                    return one
        return None

    async def lose(self, which: str, kernel: str = "") -> bool:
        """Kill one process with no warning, and wait until people could come in again; whether there was one."""
        found = await asyncio.to_thread(self.victim, which, kernel)
        if found is None:
            return False
        everybody = self.below()
        found.kill()
        if which == "supervisor":
            self.process.wait()
            await asyncio.to_thread(psutil.wait_procs, everybody, 30)
            await asyncio.to_thread(self.start)
        elif which == "participant":
            await asyncio.to_thread(psutil.wait_procs, [found], 10)
            assert await asyncio.to_thread(until, self.open, 60)
        return True

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
        self.browser = Browser(f"http://127.0.0.1:{self.port}/")
        self.page: Page | None = None

    async def live(self, enough: asyncio.Event, burst: int = 4) -> None:
        """Write in bursts until it is enough, then go on until everything is acknowledged."""
        while not enough.is_set() or self.outbox:
            try:
                if self.page is None:
                    await self.open_page()
                if not enough.is_set() and len(self.outbox) < burst:
                    self.write(burst)
                await self.deliver()
            except Lost:
                await self.hang_up()
                await asyncio.sleep(0.5)
        await self.hang_up()

    def write(self, count: int) -> None:
        """Write some cards."""
        for _ in range(count):
            op = uuid.uuid4().hex
            self.outbox[op] = self.sent[op] = f"{self.name} {len(self.sent)}"

    async def open_page(self) -> Page:
        """Load the page, and come in."""
        self.page = await Page.open(self.browser, "", FORM, patience=PATIENCE)
        self.pages += 1
        await self.page.ask(FORM, "join", plan=self.plan, alias=self.name)
        return self.page

    async def deliver(self) -> None:
        """Send everything that is not acknowledged, all at once, and hear the answers."""
        sending = dict(self.outbox)
        for op, answer in zip(sending, await asyncio.gather(
                *(self.say_card(op, text) for op, text in sending.items()), return_exceptions=True), strict=True):
            if isinstance(answer, BaseException):
                continue
            if answer["ok"]:
                self.acknowledged[op] = self.outbox.pop(op)
            else:
                self.refused.append(answer["message"])
        if set(sending) & set(self.outbox):
            raise Lost("not everything was answered")

    async def repeat(self) -> None:
        """Send much of what was ever acknowledged once more."""
        await self.open_page()
        for op, text in list(self.acknowledged.items())[-MOST_REPEATED:]:
            await self.say_card(op, text)
        await self.hang_up()

    async def say_card(self, op: str, text: str) -> dict[str, Any]:
        """Send one card under its operation id; returns the answer."""
        if self.page is None:
            raise Lost("no page")
        return await self.page.ask(FORM, "add_card", op_id=op, plan=self.plan, stage=self.stage, text=text)

    async def hang_up(self) -> None:
        """Leave the page."""
        if self.page is not None:
            await self.page.close()
        self.page = None


def serves(process: psutil.Process, kernel: str) -> bool:
    """Whether a process is that kernel: its sockets are named after it."""
    return any(kernel in str(one.laddr) for one in process.net_connections("unix"))


def store_of(home: Path) -> str:
    """The address of a room's store."""
    return f"sqlite:///{home / 'data' / 'minga.sqlite'}"


def kill_quietly(process: subprocess.Popen[Any]) -> None:
    """End a supervisor that a failed test left."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, 15)
