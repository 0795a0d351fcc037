"""How a person comes in at each server, without a browser: page, websocket, first whole state."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from tornado.websocket import WebSocketClientConnection

from minga.rehearsal.browser import Browser, Lost
from minga.rehearsal.page import Page
from minga.rehearsal.person import FORM

PATIENCE = 300.0
"""A stock server that sixty people enter at once takes more than a minute."""


class Joined(Protocol):
    """An open page."""

    async def leave(self) -> None:
        """Close it as a browser does that closes its tab."""


Join = Callable[[str], Awaitable[Joined]]


async def open_stock(browser: Browser, wanted: set[str], patience: float = 30.0) -> tuple[Page, dict[str, str]]:
    """Load stock Voilà's page and ask for its widgets; returns the page and each model's id by its kind."""
    models: dict[str, str] = {}
    answer = await browser.get("")
    kernel = re.search(r'"kernelId": "([0-9a-f-]{36})"', answer.text)
    if kernel is None:
        raise Lost("no kernel")
    socket = await browser.socket(f"api/kernels/{kernel[1]}/channels?session_id={uuid.uuid4().hex}")
    page = Page(browser, kernel[1], socket, None, patience)

    def overhear(message: dict[str, Any]) -> None:
        data = message.get("content", {}).get("data", {}) if message.get("msg_type") == "comm_msg" else {}
        models.update({about["state"].get("_model_name", ""): model for model, about in data.get("states", {}).items()})

    page.overheard = overhear
    control = uuid.uuid4().hex
    await page.say("comm_open", {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}},
                   {"version": "1.0.0"})
    await page.say("comm_msg", {"comm_id": control, "data": {"method": "request_states"}})
    await page.until(lambda: wanted <= set(models))
    return page, models


@dataclass
class Tab:
    """A page and the browser around it."""

    browser: Browser
    page: Page
    goodbye: str = ""

    async def leave(self) -> None:
        """Close the tab; ``goodbye`` is the beacon that stock Voilà's page sends."""
        if self.goodbye:
            await self.page.close()
            with contextlib.suppress(Lost):
                await self.browser.post(self.goodbye)
        else:
            await self.page.leave()
        self.browser.close()


async def stock_form(url: str) -> Joined:
    """Stock Voilà's form: the states of its fields are there."""
    browser = Browser(url)
    page, _models = await open_stock(browser, {"TextModel", "TextareaModel", "ButtonModel"}, PATIENCE)
    return Tab(browser, page, f"voila/api/shutdown/{page._kernel}")


async def stock_participate(url: str) -> Joined:
    """Our notebook on stock Voilà."""
    browser = Browser(url)
    page = await Page.open(browser, "", FORM, patience=PATIENCE)
    return Tab(browser, page, f"voila/api/shutdown/{page._kernel}")


async def kernel(url: str) -> Joined:
    """Our page through a kernel."""
    browser = Browser(url)
    return Tab(browser, await Page.open(browser, "", FORM, patience=PATIENCE))


class LightTab:
    """Our light page: its websocket, its state, and the operations that wait for their answer."""

    def __init__(self, browser: Browser, socket: WebSocketClientConnection) -> None:
        self.browser, self.socket = browser, socket
        self.state: dict[str, Any] = {}
        self.waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.gone = False
        self.first = asyncio.get_running_loop().create_future()
        self.reader = asyncio.ensure_future(self._read())

    async def ask(self, op: str, op_id: str, **fields: Any) -> dict[str, Any]:
        """Send an operation and hear its answer.

        Raises:
            Lost: the connection ended before.
        """
        while True:
            answer = self.waiting[op_id] = asyncio.get_running_loop().create_future()
            if self.gone:
                raise Lost("closed")
            await self.socket.write_message(json.dumps({"op": op, "id": op_id, **fields}))
            told = await answer
            if "again" not in told:
                return told
            await asyncio.sleep(told["again"])

    async def leave(self, close_browser: bool = True) -> None:
        """Close the tab, and the browser around it."""
        self.gone = True
        self.socket.close()
        self.reader.cancel()
        if close_browser:
            self.browser.close()

    async def drop(self) -> None:
        """Fall silent, as a phone does that loses its connection."""
        await self.leave(close_browser=False)

    async def _read(self) -> None:
        while (raw := await self.socket.read_message()) is not None:
            message = json.loads(raw)
            if "patch" in message:
                shown = {} if message.get("reset") else self.state
                self.state = {key: value for key, value in (shown | message["patch"]).items() if value is not None}
                if not self.first.done():
                    self.first.set_result(None)
            answer = self.waiting.pop(message.get("ack", ""), None)
            if answer is not None and not answer.done():
                answer.set_result(message)
        self.gone = True
        for answer in [self.first, *self.waiting.values()]:
            if not answer.done():
                answer.set_exception(Lost("closed"))


async def light_page(browser: Browser, patience: float) -> LightTab:
    """Open the page without a kernel, and wait for its first whole state."""
    answer = await browser.get("light")
    if answer.status != 200:
        raise Lost(f"light: {answer.status}")
    tab = LightTab(browser, await browser.socket("light/channel"))
    await tab.socket.write_message(json.dumps({"op": "hello", "words": True, "proofs": []}))
    try:
        await asyncio.wait_for(tab.first, patience)
    except (TimeoutError, Lost):
        await tab.drop()
        raise
    return tab


async def light(url: str) -> LightTab:
    """Our page without a kernel."""
    return await light_page(Browser(url), PATIENCE)


async def timed(join: Join, url: str) -> tuple[float, Joined]:
    """Come in; returns the seconds it took, and the page."""
    begun = time.perf_counter()
    tab = await join(url)
    return time.perf_counter() - begun, tab


async def at_once(join: Join, url: str, people: int) -> tuple[list[float], list[Joined], list[str]]:
    """So many people come in at the same moment; returns how long each took, their pages, and who did not get in."""
    begun = time.perf_counter()

    async def one() -> tuple[float, Joined]:
        tab = await join(url)
        return time.perf_counter() - begun, tab

    done = await asyncio.gather(*(one() for _ in range(people)), return_exceptions=True)
    inside = [one for one in done if not isinstance(one, BaseException)]
    outside = [f"{type(one).__name__}: {one}" for one in done if isinstance(one, BaseException)]
    return [took for took, _tab in inside], [tab for _took, tab in inside], outside


async def leave_all(tabs: list[Joined]) -> None:
    """Everybody closes their tab."""
    await asyncio.gather(*(tab.leave() for tab in tabs), return_exceptions=True)
