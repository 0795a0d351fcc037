"""The servers that are measured, each in a home and a process tree of its own, ended with all they started."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat

from minga import paths
from minga.store import Store, open_store
from minga.workshop import plans, reading, stages
from minga.workshop.actor import FACILITATOR
from yard.processes import Tree

PHRASE = "luna rio sol pino"
STAGE = "vision"
FORM = """
import ipywidgets as ipw
import matplotlib.pyplot as plt
import pandas as pd

cards = []
alias, card = ipw.Text(description="Alias"), ipw.Textarea(description="Tarjeta")
send, told = ipw.Button(description="Enviar"), ipw.Label()

def keep(_button):
    cards.append({"alias": alias.value, "text": card.value})
    told.value = f"{len(pd.DataFrame(cards))} guardadas"
    with open("cards.txt", "a") as file:
        print(card.value, file=file)
    card.value = ""

send.on_click(keep)
ipw.VBox([alias, card, send, told])
"""
"""What a form looks like to stock Voilà: the same fields, and the libraries that a workbook's first cell imports."""


@dataclass
class Server:
    """A server under way.

    Attributes:
        url: where participants come in.
        desk: where the facilitator comes in; empty where there is no such door.
        home: its folder.
        tree: its processes.
        process: the first of them.
    """

    url: str
    desk: str
    home: Path
    tree: Tree
    process: subprocess.Popen[bytes]

    @property
    def port(self) -> int:
        """The port of the participants' door."""
        return int(self.url.rstrip("/").rpartition(":")[2])

    def log(self) -> str:
        """What it complained about."""
        files = (self.home / "server.log", self.home / "outputs" / "serve.log")
        return "".join(file.read_text(errors="replace") for file in files if file.is_file())


@contextmanager
def home() -> Iterator[Path]:
    """A folder with a short path: sockets lie in it."""
    folder = Path(tempfile.mkdtemp(prefix="y"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_ports(count: int) -> list[int]:
    """Ports where nothing listens, all different."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    found = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return found


def answers(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def wait_for(happened: Callable[[], object], seconds: float, every: float = 0.1) -> bool:
    """Whether something becomes true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(every)
    return bool(happened())


@contextmanager
def running(command: Sequence[str], folder: Path, ports: Sequence[int], more: dict[str, str] | None = None,
            seconds: float = 240.0) -> Iterator[Server]:
    """Start a server, wait until its ports answer, and end it afterwards with all it started.

    Raises:
        RuntimeError: it did not start.
    """
    tree = Tree()
    given = {name: value for name, value in os.environ.items() if not name.startswith(("MINGA_", "JUPYTER"))}
    given |= {"HOME": str(folder), "PYTHONUNBUFFERED": "1"} | (more or {}) | tree.environment()
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(list(command), env=given, cwd=folder, stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=log, start_new_session=True)
    urls = [f"http://127.0.0.1:{port}/" for port in ports] + [""]
    server = Server(urls[0], urls[1], folder, tree, process)
    try:
        ready = wait_for(lambda: all(map(answers, ports)) or process.poll() is not None, seconds)
        if not ready or process.poll() is not None:
            raise RuntimeError(f"{command[:4]} did not start:\n{server.log()[-3000:]}")
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
        wait_for(lambda: not tree.pids(), 15)
        tree.end()


@contextmanager
def stock(code: str = FORM, ours: bool = False) -> Iterator[Server]:
    """Stock Voilà, as it is installed: with a notebook of this code, or with our own participant's notebook."""
    with home() as folder:
        (port,) = free_ports(1)
        more = {}
        if ours:
            more = _own_environment(folder) | {"MINGA_ROLE": "participant"}
            shutil.copy(paths.notebooks() / "participate.ipynb", folder / "form.ipynb")
            prepare(folder)
        else:
            nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata={
                "kernelspec": {"name": "python3", "display_name": "", "language": "python"}}), folder / "form.ipynb")
        command = [sys.executable, "-m", "voila", "form.ipynb", "--no-browser", f"--port={port}"]
        with running(command, folder, [port], more) as server:
            yield server


@contextmanager
def minga(*options: str, participants: int | None = None, light: bool = False,
          more: dict[str, str] | None = None) -> Iterator[Server]:
    """Both doors as ``minga serve`` opens them, a plan in the room and its vision open for writing."""
    with home() as folder:
        prepare(folder)
        ports = free_ports(2)
        command = [sys.executable, "-m", "minga.cli", "serve", "--no-open", "--host", "127.0.0.1",
                   "--port", str(ports[0]), "--facilitator-port", str(ports[1]), *options]
        command += ["--participants", str(participants)] if participants else []
        command += ["--light"] if light else []
        with running(command, folder, ports, _own_environment(folder) | (more or {})) as server:
            yield server


def store_of(folder: Path) -> Store:
    """The store of a server, from here."""
    return open_store(f"sqlite:///{folder / 'data' / 'minga.sqlite'}")


def prepare(folder: Path) -> str:
    """Make a plan, open it in the room and its vision for writing; returns the stage's id."""
    (folder / "data").mkdir(exist_ok=True)
    store = store_of(folder)
    plan = plans.new_plan(store, title="Sala", plan_id="sala")
    plans.open_in_room(store, plan)
    stage = str(reading.stage_by_key(store, plan, STAGE)["stage_id"])
    stages.set_phase(store, FACILITATOR, stage, "writing")
    store.close()
    return stage


def _own_environment(folder: Path) -> dict[str, str]:
    return {"MINGA_HOME": str(folder), "MINGA_PASSPHRASE": PHRASE,
            "MINGA_STORE": f"sqlite:///{folder / 'data' / 'minga.sqlite'}"}
