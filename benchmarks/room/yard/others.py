"""Other servers of Python pages with the same form: how they are installed, started and joined.

Each speaks its own protocol between page and server; what is sent here is what its page sends until its form is
complete. Solara's page asks a host on the internet for its front end unless ``solara-assets`` is installed, which
exists up to 1.58. Read from the sources of solara 1.x, bokeh 3.x and streamlit 1.x.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from minga.rehearsal.browser import Browser, Lost
from yard.servers import Server, free_ports, home, running
from yard.ways import Join

PATIENCE = 60.0
"""Seconds; a page of these servers that is not complete by then never is."""
LARGEST = 64 * 1024 * 1024
IMPORTS = "import matplotlib.pyplot as plt\nimport pandas as pd\n"

SOLARA = IMPORTS + '''
import solara

@solara.component
def Page():
    alias, set_alias = solara.use_state("")
    card, set_card = solara.use_state("")
    cards, set_cards = solara.use_state([])

    def send():
        set_cards([*cards, {"alias": alias, "text": card}])
        set_card("")

    solara.InputText("Alias", value=alias, on_value=set_alias)
    solara.InputTextArea("Tarjeta", value=card, on_value=set_card)
    solara.Button("Enviar", on_click=send)
    solara.Text(f"{len(pd.DataFrame(cards))} guardadas")
'''
PANEL = IMPORTS + '''
import panel as pn

pn.extension()
cards = []
alias, card = pn.widgets.TextInput(name="Alias"), pn.widgets.TextAreaInput(name="Tarjeta")
send, told = pn.widgets.Button(name="Enviar"), pn.widgets.StaticText()

def keep(_event):
    cards.append({"alias": alias.value, "text": card.value})
    told.value = f"{len(pd.DataFrame(cards))} guardadas"
    card.value = ""

send.on_click(keep)
pn.Column(alias, card, send, told).servable()
'''
STREAMLIT = IMPORTS + '''
import streamlit as st

cards = st.session_state.setdefault("cards", [])
with st.form("form", clear_on_submit=True):
    alias, card = st.text_input("Alias"), st.text_area("Tarjeta")
    if st.form_submit_button("Enviar"):
        cards.append({"alias": alias, "text": card})
st.write(f"{len(pd.DataFrame(cards))} guardadas")
'''


class Socket:
    """An open page of another server."""

    def __init__(self, browser: Browser, socket: WebSocketClientConnection) -> None:
        self.browser, self.socket = browser, socket

    async def leave(self) -> None:
        """Close the tab."""
        self.socket.close()
        self.browser.close()

    async def next(self) -> str | bytes:
        """The next message.

        Raises:
            Lost: the connection ended.
        """
        raw = await asyncio.wait_for(self.socket.read_message(), PATIENCE)
        if raw is None:
            raise Lost("closed")
        return raw


async def connect(browser: Browser, path: str, protocols: list[str] | None = None, **headers: str) -> Socket:
    """Open a websocket beside a page."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    given = {"Origin": browser.url.rstrip("/"), **({"Cookie": cookies} if cookies else {}), **headers}
    request = HTTPRequest(browser.url.replace("http", "ws", 1) + path, headers=given, connect_timeout=180,
                          request_timeout=180)
    return Socket(browser, await websocket_connect(request, subprotocols=protocols, max_message_size=LARGEST))


async def join_solara(url: str) -> Socket:
    """Solara: run the app through its control comm, then ask for the states of its widgets."""
    browser, session = Browser(url), uuid.uuid4().hex
    await browser.get("")
    page = await connect(browser, f"jupyter/api/kernels/{uuid.uuid4()}/channels?session_id={session}")

    async def say(kind: str, content: dict[str, Any]) -> None:
        await page.socket.write_message(json.dumps({
            "header": {"msg_id": uuid.uuid4().hex, "username": "", "session": session, "msg_type": kind,
                       "version": "5.3", "date": "2026-01-01T00:00:00Z"},
            "parent_header": {}, "metadata": {"version": "1.0.0"}, "content": content, "channel": "shell",
            "buffers": []}))

    async def until(happened: Callable[[dict[str, Any]], bool]) -> None:
        while True:
            raw = await page.next()
            if isinstance(raw, bytes):
                raw = _json_of(raw)
            if happened(json.loads(raw).get("content", {}).get("data", {})):
                return

    control, states = uuid.uuid4().hex, uuid.uuid4().hex
    await say("comm_open", {"comm_id": control, "target_name": "solara.control", "data": {}})
    await say("comm_msg", {"comm_id": control, "data": {"method": "run", "args": {"path": "", "dark": False}}})
    await until(lambda data: data.get("method") == "finished")
    await say("comm_open", {"comm_id": states, "target_name": "jupyter.widget.control", "data": {}})
    await say("comm_msg", {"comm_id": states, "data": {"method": "request_states"}})
    await until(lambda data: data.get("method") == "update_states")
    return page


def _json_of(raw: bytes) -> str:
    """The JSON of a Jupyter message that carries buffers: offsets first, then the parts."""
    count = int.from_bytes(raw[:4], "big")
    offsets = [int.from_bytes(raw[4 + 4 * n:8 + 4 * n], "big") for n in range(count)]
    return raw[offsets[0]:offsets[1] if count > 1 else None].decode()


async def join_panel(url: str) -> Socket:
    """Panel: the page holds a token; the document comes through Bokeh's websocket."""
    browser = Browser(url)
    answer = await browser.get("form")
    token = re.search(r'"token":\s*"([^"]+)"', answer.text)
    if token is None:
        raise Lost(f"no token: {answer.status}")
    page = await connect(browser, "form/ws", ["bokeh", token[1]])
    await _bokeh(page, "ACK")
    for part in ({"msgid": uuid.uuid4().hex, "msgtype": "PULL-DOC-REQ"}, {}, {}):
        await page.socket.write_message(json.dumps(part))
    await _bokeh(page, "PULL-DOC-REPLY")
    return page


async def _bokeh(page: Socket, kind: str) -> None:
    """Read Bokeh's messages (header, metadata, content, then buffers in pairs) until one of a kind."""
    while True:
        header = json.loads(await page.next())
        await page.next()
        await page.next()
        for _ in range(2 * header.get("num_buffers", 0)):
            await page.next()
        if header["msgtype"] == kind:
            return


async def join_streamlit(url: str) -> Socket:
    """Streamlit: ask for a run of the script; complete when it says that it finished."""
    browser = Browser(url)
    await browser.get("")
    page = await connect(browser, "_stcore/stream", ["streamlit"])
    await page.socket.write_message(b"\x5a\x00", binary=True)  # BackMsg.rerun_script, empty
    while 6 not in _varint_fields(await page.next()):  # ForwardMsg.script_finished
        pass
    return page


def _varint_fields(raw: str | bytes) -> set[int]:
    """The numbers of a protobuf message's fields that hold a whole number."""
    assert isinstance(raw, bytes)
    found, at = set(), 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = raw[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(raw):
        key = varint()
        if key & 7 == 0:
            varint()
            found.add(key >> 3)
        elif key & 7 == 2:
            length = varint()
            at += length
        else:
            at += 8 if key & 7 == 1 else 4
    return found


@dataclass(frozen=True)
class Other:
    """A server: its package, its form, its command (``{port}`` stands for the port), its page, how it is joined."""

    packages: str
    form: str
    command: tuple[str, ...]
    path: str
    join: Join


OTHERS = {
    "solara": Other("solara==1.58.* solara-assets==1.58.*", SOLARA, (
        "solara", "run", "form.py", "--host", "127.0.0.1", "--port", "{port}", "--no-open", "--production"), "",
        join_solara),
    "panel": Other("panel", PANEL, ("panel", "serve", "form.py", "--port", "{port}", "--address", "127.0.0.1"),
                   "form", join_panel),
    "streamlit": Other("streamlit", STREAMLIT, (
        "streamlit", "run", "form.py", "--server.headless", "true", "--server.address", "127.0.0.1",
        "--server.port", "{port}", "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"), "",
        join_streamlit),
}


def install(folder: Path, names: list[str]) -> None:
    """Put them into an environment of their own, never into the project's; one that is there is used again."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    missing = [package for name in names if not (folder / "bin" / OTHERS[name].command[0]).exists()
               for package in OTHERS[name].packages.split()]
    if missing:
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "pandas",
                        "matplotlib", *missing], check=True)


@contextmanager
def other(name: str, folder: Path) -> Iterator[Server]:
    """One of them with the form, as its own command starts it."""
    about = OTHERS[name]
    with home() as place:
        (port,) = free_ports(1)
        (place / "form.py").write_text(about.form, encoding="utf-8")
        command = [str(folder / "bin" / about.command[0]), *(
            word.format(port=port) for word in about.command[1:])]
        more = {"SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false", "PATH": f"{folder / 'bin'}:/usr/bin:/bin"}
        with running(command, place, [port], more) as server:
            yield server
