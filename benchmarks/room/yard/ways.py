"""How a person comes in at each server, without a browser: page, websocket, first whole state."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

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
    return Tab(browser, page, f"voila/api/shutdown/{page.kernel}")


async def stock_participate(url: str) -> Joined:
    """Our notebook on stock Voilà."""
    browser = Browser(url)
    page = await Page.open(browser, "", FORM, patience=PATIENCE)
    return Tab(browser, page, f"voila/api/shutdown/{page.kernel}")


async def kernel(url: str) -> Joined:
    """Our page, through a kernel unless the room is full."""
    browser = Browser(url)
    return Tab(browser, await Page.open(browser, "", FORM, patience=PATIENCE))


async def light(url: str) -> Joined:
    """Our page without a kernel."""
    browser = Browser(url)
    return Tab(browser, await Page.open(browser, "light", FORM, patience=PATIENCE))


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
