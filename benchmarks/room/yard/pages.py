"""A participant at a real browser, behind a line that can be cut: types, sends, watches what the page says."""

from __future__ import annotations

import asyncio
import contextlib
import time
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page
from playwright.async_api import Error as BrowserError

from minga.store import rows
from minga.workshop import reading
from yard.chromium import phone
from yard.people import PATHS, PLAN
from yard.servers import store_of

FIELD, SEND, STATUS = "#card", ".write form button.primary", ".participate .status"

# What stands in the field at the moment of sending, before anybody's own code looks at it.
LISTEN = """document.addEventListener('submit', (event) => {
  const field = event.target.querySelector('#card');
  if (field && field.value.trim()) window.sentOnScreen(field.value);
}, true)"""
TELLS = """() => {
  const around = document.querySelector('#minga-state')?.dataset.state ?? '';
  const inside = document.querySelector('.participate .status')?.dataset.state ?? '';
  return !['connected', 'saved', ''].includes(around) || ['offline', 'waiting'].includes(inside);
}"""
SETTLED = """() => document.querySelector('.participate .status')?.dataset.state === 'saved'
  && document.querySelector('#card')"""


class Guest:
    """A participant's browser.

    Attributes:
        sent: what stood in the field each time that a card was sent, in order.
    """

    def __init__(self, name: str, port: int, way: str) -> None:
        self.name, self.url = name, f"http://127.0.0.1:{port}/{PATHS[way]}"
        self.sent: list[str] = []
        self.context: BrowserContext | None = None
        self._page: Page | None = None

    @property
    def page(self) -> Page:
        """The open page."""
        assert self._page is not None
        return self._page

    async def come_in(self, browser: Browser) -> None:
        """Open the page and say one's alias."""
        self.context = await phone(browser)
        await self.context.expose_binding("sentOnScreen", lambda _source, text: self.sent.append(text))
        await self.context.add_init_script(LISTEN)
        self._page = await self.context.new_page()
        self.page.set_default_timeout(180_000)
        await self.page.goto(self.url)
        await self.page.fill("#alias", self.name)
        await self.page.click("form button[type=submit]")
        await self.page.wait_for_selector(FIELD)

    async def leave(self) -> None:
        """Close the browser's profile."""
        if self.context is not None:
            await self.context.close()

    async def type(self, text: str) -> None:
        """Write into the field as hands do, letter by letter."""
        await self.page.click(FIELD)
        await self.page.fill(FIELD, "")
        await self.page.keyboard.type(text, delay=8)

    async def send(self, text: str) -> None:
        """Write a card and send it at once."""
        await self.type(text)
        await self.page.click(SEND)

    async def in_field(self) -> str:
        """What stands in the field."""
        await self.page.wait_for_selector(FIELD)
        return await self.page.input_value(FIELD)

    async def tells(self, seconds: float) -> float:
        """Seconds until the page says that something is wrong; so many when it does not in time."""
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            with contextlib.suppress(BrowserError):  # just reloading by itself: it is no longer silent
                if await self.page.evaluate(TELLS):
                    break
            await asyncio.sleep(0.05)
        return time.perf_counter() - begun

    async def settled(self, seconds: float) -> float | None:
        """Seconds until all that was sent is acknowledged; None when it is not in time, without anybody's help."""
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            with contextlib.suppress(BrowserError):
                if await self.page.evaluate(SETTLED):
                    return time.perf_counter() - begun
            await asyncio.sleep(0.1)
        return None

    async def reload(self) -> None:
        """Load the page again, until the form is there."""
        for _attempt in range(20):
            try:
                await self.page.reload(wait_until="commit")
                await self.page.wait_for_selector(FIELD, timeout=30_000)
                return
            except BrowserError:
                await asyncio.sleep(1.0)
        raise TimeoutError(f"{self.name}: the form did not come back")


def stored_by(home: Path) -> dict[str, list[str]]:
    """The texts of each alias's cards in the vision, in the order in which they came."""
    store = store_of(home)
    stage = reading.stage_by_key(store, PLAN, "vision")["stage_id"]
    who = {row["participant_id"]: row["alias"] for row in rows(store, "participants")}
    found: dict[str, list[str]] = {}
    for card in rows(store, "cards", order="position", stage_id=stage):
        found.setdefault(who.get(card["author_id"], ""), []).append(card["text"])
    store.close()
    return found
