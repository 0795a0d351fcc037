"""A slow line that is cut: what is stored is what stood on the screen, in order, once; nobody loses a word.

    python benchmarks/room/cuts.py [--way kernel light] [--tries 100] [--cut 60] [--ten-minutes] [--quick] [--json FILE]

Real Chromium pages behind a proxy that takes 0.6 s each way and that closes and refuses connections. In every round
each page sends a card on the slow line, one in the very moments of the cut, one while it is cut, and one after it;
and it keeps a text in the field that is not sent until the line is back, the page was loaded again and, every other
round, the participants' server was killed and came back. With ``--silent`` connections stay open and nothing gets
through, as on air that nobody hears through.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import sys
from collections import Counter
from itertools import zip_longest
from pathlib import Path

from yard.chromium import chromium, phone
from yard.pages import Guest, stored_by
from yard.servers import Server, answers, minga, stock
from yard.table import Table

from tests.notebooks.cutting import Line

DELAY = 0.6
IN_A_ROUND = 4
RECOVERY = 120.0
"""Seconds within which a page must be well again by itself."""
TOLD, BACK = "page tells of the cut after, s", "all delivered after the line is back, s"
WRONG = "tries that went wrong"
GOALS = {(measure, way): goal for way in ("kernel", "light") for measure, goal in (
    (WRONG, 0), (TOLD, 5.0), ("drafts lost", 0), ("pages that did not recover", 0))}


class Rounds:
    """All rounds of one way."""

    def __init__(self, server: Server, line: Line, way: str, table: Table, silent: bool) -> None:
        self.server, self.line, self.way, self.table, self.silent = server, line, way, table, silent
        self.wrong: Counter[str] = Counter()
        self.chance = random.Random(4)

    async def play(self, guests: list[Guest], rounds: list[float]) -> None:
        """Play them, each with a cut of so many seconds."""
        async with chromium() as browser:
            await asyncio.gather(*(guest.come_in(browser) for guest in guests))
            for number, cut in enumerate(rounds):
                await self.round(guests, number, cut)
            await asyncio.gather(*(guest.leave() for guest in guests))

    async def round(self, guests: list[Guest], number: int, cut: float) -> None:
        """One cut."""
        await asyncio.gather(*(guest.send(f"{guest.name}, ronda {number}: por la línea lenta") for guest in guests))
        cutting = asyncio.ensure_future(self.cut_after(1.0))
        told = await asyncio.gather(*(self.around(guest, number, cutting) for guest in guests))
        self.table.add(TOLD, self.way, *told)
        await asyncio.sleep(cut)
        await asyncio.to_thread(self.line.release if self.silent else self.line.join)
        await self.well(guests, BACK)
        await self.keeps(guests, number, "the cut")
        await asyncio.gather(*(guest.reload() for guest in guests))
        await self.keeps(guests, number, "a reload")
        if number % 2 == 0:
            await self.restart()
            await self.well(guests, "well again after the server was killed, s", probe=True)
            await self.keeps(guests, number, "a restart of the server")
            await asyncio.gather(*(guest.reload() for guest in guests))
            await self.keeps(guests, number, "a restart and a reload")
        await asyncio.gather(*(guest.page.click(".write form button.primary") for guest in guests))
        await self.well(guests, "delivered on the slow line, s")

    async def around(self, guest: Guest, number: int, cutting: asyncio.Future[None]) -> float:
        """Send in the moments of the cut, and while it lasts; begin another text."""
        async def told() -> float:
            await cutting
            return await guest.tells(30.0)

        telling = asyncio.ensure_future(told())
        await asyncio.sleep(self.chance.uniform(0.0, 1.2))
        await guest.send(f"{guest.name}, ronda {number}: en el momento del corte, letra por letra")
        await cutting
        await guest.send(f"{guest.name}, ronda {number}: sin conexión")
        await guest.type(draft(guest, number))
        return await telling

    async def cut_after(self, seconds: float) -> None:
        """The line is gone."""
        await asyncio.sleep(seconds)
        await asyncio.to_thread(self.line.hold if self.silent else self.line.cut)

    async def well(self, guests: list[Guest], measure: str, probe: bool = False) -> None:
        """Wait until every page has delivered all, by itself; a probe first waits until it noticed the loss."""
        if probe:
            await asyncio.gather(*(guest.tells(10.0) for guest in guests))
        for guest, took in zip(guests, await asyncio.gather(*(guest.settled(RECOVERY) for guest in guests)),
                               strict=True):
            if took is None:
                self.wrong["pages that did not recover"] += 1
                print(f"{guest.name} did not recover: {measure}", flush=True)
                await guest.reload()
            else:
                self.table.add(measure, self.way, took)

    async def keeps(self, guests: list[Guest], number: int, what: str) -> None:
        """The text that nobody sent is still in the field."""
        for guest, text in zip(guests, await asyncio.gather(*(guest.in_field() for guest in guests)), strict=True):
            if text != draft(guest, number):
                self.wrong["drafts lost"] += 1
                print(f"{guest.name} lost a text by {what}: {text!r}", flush=True)

    async def restart(self) -> None:
        """Kill the participants' server, and wait until it is back."""
        for pid in self.server.tree.named("minga.serve.opening.door", "participant"):
            os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(1.0)
        while not answers(self.server.port):
            await asyncio.sleep(0.1)


def draft(guest: Guest, number: int) -> str:
    """The text that waits in the field."""
    return f"{guest.name}, ronda {number}: lo que todavía no se envía"


def check(guests: list[Guest], found: dict[str, list[str]], table: Table, way: str) -> int:
    """Compare what is stored with what stood on the screens; returns how many tries went wrong."""
    wrong = 0
    for guest in guests:
        stored = found.get(guest.name, [])
        missed = sum(kept != sent for kept, sent in zip(stored, guest.sent, strict=False))
        missed += abs(len(stored) - len(guest.sent))
        if missed:
            print(f"{guest.name}: on the screen {guest.sent}\n  stored {stored}", flush=True)
        wrong += missed
    table.add("tries", way, sum(len(guest.sent) for guest in guests))
    table.add(WRONG, way, wrong)
    return wrong


async def yardstick(table: Table, tries: int) -> None:
    """Stock Voilà on the same slow line, never cut: text typed and sent at once, as above."""
    with stock() as server, Line(server.port, DELAY) as line:
        async with chromium() as browser:
            page = await (await phone(browser)).new_page()
            page.set_default_timeout(120_000)
            await page.goto(f"http://127.0.0.1:{line.port}/")
            await page.wait_for_selector("textarea")
            texts = [f"Tarjeta {n}: por la línea lenta, letra por letra" for n in range(tries)]
            for n, text in enumerate(texts, 1):
                await page.click("textarea")
                await page.fill("textarea", "")
                await page.keyboard.type(text, delay=8)
                await page.click("button:has-text('Enviar')")
                await page.wait_for_selector(f"text={n} guardadas")
        kept = (server.home / "cards.txt").read_text().splitlines()
    table.add("tries", "stock", tries)
    table.add(WRONG, "stock", sum(text != found for text, found in zip_longest(texts, kept)))


def main() -> int:
    """Play all rounds; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--way", nargs="+", choices=["stock", "kernel", "light"], default=["stock", "kernel", "light"],
                        help="stock: Voilà as it comes, on the slow line alone")
    parser.add_argument("--tries", type=int, default=100)
    parser.add_argument("--pages", type=int, default=5)
    parser.add_argument("--cut", type=float, default=60.0, help="seconds")
    parser.add_argument("--ten-minutes", action="store_true", help="one more round, cut for ten minutes")
    parser.add_argument("--silent", action="store_true")
    parser.add_argument("--quick", action="store_true", help="two rounds of eight seconds with three pages")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.quick:
        given.pages, given.tries, given.cut = 3, 24, 8.0
    rounds = [given.cut] * -(-given.tries // (given.pages * IN_A_ROUND)) + [600.0] * given.ten_minutes
    table, bad = Table(given.way, GOALS), 0
    for way in given.way:
        if way == "stock":
            asyncio.run(yardstick(table, 4 if given.quick else 20))
            continue
        with minga(participants=given.pages, light=way == "light") as server, Line(server.port, DELAY) as line:
            server.tree.settle()
            guests = [Guest(f"Persona {n}", line.port, way) for n in range(given.pages)]
            played = Rounds(server, line, way, table, given.silent)
            asyncio.run(played.play(guests, rounds))
            bad += check(guests, stored_by(server.home), table, way)
        for measure in ("drafts lost", "pages that did not recover"):
            table.add(measure, way, played.wrong[measure])
        bad += played.wrong.total()
    table.show()
    table.write(given.json)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
