"""From the phone to the wall: how long a card takes with 1, 10 and 40 people in the room, on this machine.

    python benchmarks/room.py [--people 1 10 40] [--minutes 2] [--echo 20]

Both doors are served from a folder of their own, the room is played by ``minga.rehearsal``, and a facilitator's
page watches the wall. Everything, people and server, runs on the machine at hand: figures of a busy or a small one
are worse than those of a room whose phones have processors of their own.

The yardstick is stock Voilà in its usual configuration: a notebook with a text field whose kernel sends what it
gets back to the same page, nothing stored and nobody else to be told.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat

from minga.rehearsal import Rehearsal, rehearse
from minga.rehearsal.browser import Browser, Lost
from minga.rehearsal.page import Page
from minga.rehearsal.record import part
from minga.store import open_store

PHRASE = "luna rio sol pino"
ECHO = """
import ipywidgets as ipw
field, heard = ipw.Text(), ipw.Label()
field.observe(lambda change: setattr(heard, "value", change["new"]), "value")
ipw.VBox([field, heard])
"""


def free_ports(count: int) -> list[int]:
    """Ports where nothing listens."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    found = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return found


@contextmanager
def running(command: list[str], home: Path, *ports: int) -> Iterator[None]:
    """A server in a home of its own, until its ports answer; ended afterwards with all it started."""
    given = {name: value for name, value in os.environ.items() if not name.startswith(("MINGA_", "JUPYTER"))}
    given |= {"MINGA_HOME": str(home), "MINGA_PASSPHRASE": PHRASE, "HOME": str(home)}
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(command, env=given, cwd=home, stdout=log, stderr=log, start_new_session=True)
    try:
        for _ in range(600):
            if all(map(answers, ports)):
                break
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def answers(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def room(people: int, minutes: float, pace: float) -> None:
    """Play one room and print its line."""
    with tempfile.TemporaryDirectory(prefix="m", ignore_cleanup_errors=True) as name:
        home, (guests, leads) = Path(name), free_ports(2)
        command = [sys.executable, "-m", "minga.cli", "serve", "--host", "127.0.0.1", "--port", str(guests),
                   "--facilitator-port", str(leads), "--no-open", "--participants", str(max(40, people))]
        with running(command, home, guests, leads):
            store = open_store(f"sqlite:///{home / 'data' / 'minga.sqlite'}")
            report = rehearse(Rehearsal(people, 60 * minutes, f"http://127.0.0.1:{guests}/", pace=pace, seed=1,
                                        facilitator_url=f"http://127.0.0.1:{leads}/", phrase=PHRASE), store)
            store.close()
    f = report.figures
    print(f"{people:6} {f['cards']:6} {f['acknowledged']:6}   {shown(f['card_to_wall_p50'])} "
          f"{shown(f['card_to_wall_p95'])}   {shown(f['acknowledgement_p50'])} {shown(f['acknowledgement_p95'])}   "
          f"{shown(f['page_p50'])} {shown(f['page_p95'])}   {len(report.faults):6} {len(report.errors):6}", flush=True)


async def echoes(url: str, times: int) -> list[float]:
    """Seconds from a text that stock Voilà's page sends to the same text shown on it."""
    browser, models = Browser(url), dict[str, str]()
    answer = await browser.get("")
    kernel = re.search(r'"kernelId": "([0-9a-f-]{36})"', answer.text)
    if kernel is None:
        raise Lost("no kernel")
    page = Page(browser, kernel[1], await browser.socket(f"api/kernels/{kernel[1]}/channels?session_id=echo"), None, 30)
    seen: set[str] = set()

    def overhear(message: dict) -> None:
        data = message.get("content", {}).get("data", {}) if message.get("msg_type") == "comm_msg" else {}
        models.update({about["state"].get("_model_name", ""): model for model, about in data.get("states", {}).items()})
        if message.get("content", {}).get("comm_id") == models.get("LabelModel"):
            seen.add(data.get("state", {}).get("value", ""))

    page.overheard = overhear
    control = uuid.uuid4().hex
    await page.say("comm_open", {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}},
                   {"version": "1.0.0"})
    await page.say("comm_msg", {"comm_id": control, "data": {"method": "request_states"}})
    await page.until(lambda: {"TextModel", "LabelModel"} <= set(models))
    waits = []
    for n in range(times):
        begun, text = time.perf_counter(), f"tarjeta {n}"
        await page.say("comm_msg", {"comm_id": models["TextModel"], "data": {
            "method": "update", "state": {"value": text}, "buffer_paths": []}})
        await page.until(lambda text=text: text in seen)
        waits.append(time.perf_counter() - begun)
        await asyncio.sleep(0.2)
    await page.close()
    browser.close()
    return waits


def stock(times: int) -> None:
    """Measure stock Voilà's echo and print its line."""
    with tempfile.TemporaryDirectory(prefix="v", ignore_cleanup_errors=True) as name:
        home, (port,) = Path(name), free_ports(1)
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(ECHO)], metadata={
            "kernelspec": {"name": "python3", "display_name": "", "language": "python"}}), home / "echo.ipynb")
        with running([sys.executable, "-m", "voila", "echo.ipynb", "--no-browser", f"--port={port}"], home, port):
            waits = asyncio.run(echoes(f"http://127.0.0.1:{port}/", times))
    print(f"stock Voilà's echo on the same page, one visitor: p50 {shown(part(waits, 0.5))} "
          f"p95 {shown(part(waits, 0.95))} ({len(waits)} texts)", flush=True)


def shown(seconds: float | None) -> str:
    """Seconds for a column."""
    return f"{seconds:6.2f}" if seconds is not None else "     –"


def main() -> None:
    """Measure the yardstick, then each size of room."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[1, 10, 40])
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--pace", type=float, default=6.0, help="mean seconds between two things that a person does")
    parser.add_argument("--echo", type=int, default=20, help="texts for the yardstick; 0 leaves it out")
    given = parser.parse_args()
    if given.echo:
        stock(given.echo)
    print("                        card to wall    acknowledged      page opened")
    print("people  cards   acts      p50    p95      p50    p95      p50    p95   faults errors")
    for people in given.people:
        room(people, given.minutes, given.pace)


if __name__ == "__main__":
    main()
