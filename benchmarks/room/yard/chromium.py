"""A real browser: one Chromium, a profile of its own for each visitor, and what a visit cost on the air."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

import yard  # noqa: F401  the tests' helpers become importable
from tests.notebooks.cutting import Line
from tools.find_browser import find

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
SCREEN = {"width": 375, "height": 720}


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The Chromium of this machine, without anything it does by itself."""
    async with async_playwright() as playwright:
        path = os.environ.get("MINGA_BROWSER") or find()
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


async def phone(browser: Browser) -> BrowserContext:
    """A visitor that was never here: no cookie, nothing cached."""
    return await browser.new_context(viewport=SCREEN, has_touch=True, is_mobile=True, locale="es-CO")


@dataclass(frozen=True)
class Visit:
    """What a visit cost.

    Attributes:
        seconds: from navigation to a form that can be used.
        bytes: all that came over the line until a moment later, websockets and headers too.
        requests: asked of the server, websockets too.
        elsewhere: asked of other hosts.
    """

    seconds: float
    bytes: int
    requests: int
    elsewhere: int


async def visit(context: BrowserContext, line: Line, path: str, usable: str, patience: float = 120.0,
                rest: float = 1.5) -> tuple[Visit, Page]:
    """Open a page and wait until its form can be used; the page stays open."""
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    await session.send("Network.enable")
    asked: list[str] = []
    session.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    session.on("Network.webSocketCreated", lambda event: asked.append(event["url"]))
    before, begun = line.down, time.perf_counter()
    await page.goto(f"http://127.0.0.1:{line.port}/{path}", wait_until="commit", timeout=1000 * patience)
    await page.locator(usable).first.wait_for(state="visible", timeout=1000 * patience)
    seconds = time.perf_counter() - begun
    await page.wait_for_timeout(1000 * rest)  # what still comes belongs to the visit
    over_the_net = [url for url in asked if url.startswith(("http", "ws"))]
    elsewhere = [url for url in over_the_net if f"127.0.0.1:{line.port}" not in url]
    return Visit(seconds, line.down - before, len(over_the_net) - len(elsewhere), len(elsewhere)), page
