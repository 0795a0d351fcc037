"""How a page comes to its way to Python: a kernel of its own, the light channel, or a place in the line."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass

from minga.rehearsal.browser import PAGE_SECONDS, Browser, Lost

KERNEL = re.compile(r'"kernelId": "([0-9a-f-]{36})"')
WAY = re.compile(r'(?:data-way="|"way": ")(kernel|light|wait)"')
MODEL = re.compile(r'data-model="([0-9a-f]{32})"')


@dataclass(frozen=True)
class Seat:
    """Where a page talks to Python.

    Attributes:
        kernel: id of its kernel; empty in the light way.
        model: id of its one component, where the page says so.
    """

    kernel: str
    model: str = ""

    @property
    def light(self) -> bool:
        """Whether there is no kernel."""
        return not self.kernel


async def take_seat(browser: Browser, path: str) -> Seat:
    """Load a page, and wait in the line if there is one.

    Raises:
        Lost: no such page now, or no place in time.
    """
    answer = await browser.get(path)
    kernel, way = KERNEL.search(answer.text), WAY.search(answer.text)
    if answer.status != 200 or not (kernel or way):
        raise Lost(f"{browser.url}{path}: {answer.status}")
    if kernel:
        return _with_kernel(kernel[1], answer.text)
    return Seat("") if way and way[1] == "light" else await _wait(browser)


async def _wait(browser: Browser) -> Seat:
    """Ask again and again, as the page's script does; each question is answered within a second or so."""
    until = time.monotonic() + PAGE_SECONDS
    while time.monotonic() < until:
        answer = await browser.post("join")
        if answer.status not in (200, 429, 503):
            raise Lost(f"{browser.url}join: {answer.status}")
        given = json.loads(answer.text) if answer.status == 200 else {"way": "wait"}
        if given["way"] == "light":
            return Seat("")
        if given["way"] == "kernel":
            return _with_kernel(given["kernel"], given.get("page", ""))
    raise Lost("no place")


def _with_kernel(kernel: str, page: str) -> Seat:
    model = MODEL.search(page)
    return Seat(kernel, model[1] if model else "")
