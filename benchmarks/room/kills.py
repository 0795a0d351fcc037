"""Processes die at any moment while everybody writes: nothing acknowledged is lost, every page recovers by itself.

    python benchmarks/room/kills.py [--times 50] [--people 12] [--pages 3] [--way kernel light] [--seed 9] [--quick]
                                    [--json FILE]

Killed with no warning, in an order drawn by lot: a kernel, the process that kernels are forked from, the participants'
server, the facilitator's server (so many times each) and, at the end, everything by its supervisor. People without a
browser write in bursts all the time; after each kill every page in a real Chromium must send a card without being
loaded again by anybody. The supervisor starts a server that dies often again after up to 30 s, so that the whole
takes hours; several at the same time, each with a seed of its own, take less. Ends with 1 when anything was lost, did
not recover or was left behind.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil
from yard.chromium import chromium
from yard.pages import Guest
from yard.people import Book, Person, Watcher, faults, stages_of, stored
from yard.servers import Server, minga, wait_for
from yard.table import Table

from minga.rehearsal.browser import Lost

KINDS = ("kernel", "forkserver", "participant", "facilitator")
FORKS = "minga.kernels.zygote"
RECOVERY = 150.0
"""Seconds within which a page must be well again; a server that dies often is started after up to 30."""
AGAIN = "page sends again after a kill of the {kind}, s"
BAD = ("acknowledged and missing", "doubled", "strange", "pages that did not recover", "processes left behind",
       "left after the supervisor was killed", "kills that were not possible")


def victims(server: Server, kind: str) -> list[int]:
    """Processes of a kind; a forked kernel keeps the command line of what it was forked from."""
    tree = server.tree
    if kind in ("participant", "facilitator"):
        return tree.named("minga.serve.opening.door", kind)
    doors, forks = tree.named("minga.serve.opening.door"), tree.named(FORKS)
    servers = [pid for pid in forks if _parent(pid) in doors]
    if kind == "forkserver":
        return servers
    return [pid for pid in [*forks, *tree.named("ipykernel_launcher")] if pid not in servers]


def _parent(pid: int) -> int:
    with suppress(psutil.Error):
        return psutil.Process(pid).ppid()
    return 0


def _below(pid: int) -> list[psutil.Process]:
    with suppress(psutil.Error):
        return psutil.Process(pid).children(recursive=True)
    return []


class Storm:
    """Kills, and what they did."""

    def __init__(self, server: Server, way: str, table: Table, book: Book, guests: list[Guest],
                 seed: int) -> None:
        self.server, self.way, self.table, self.book, self.guests = server, way, table, book, guests
        self.wrong: Counter[str] = Counter()
        self.killed: Counter[str] = Counter()
        self.chance = random.Random(seed)

    async def rage(self, kinds: list[str]) -> None:
        """Kill in this order, at random moments."""
        for number, kind in enumerate(kinds):
            await asyncio.sleep(self.chance.uniform(0.2, 3.0))
            found = victims(self.server, kind)
            if not found:
                self.wrong["kills that were not possible"] += 1
                continue
            pid = self.chance.choice(found)
            below = _below(pid) if kind in ("participant", "facilitator") else []
            psutil.Process(pid).send_signal(signal.SIGKILL)
            self.killed[kind] += 1
            await self.recover(number, kind)
            if left := [one.pid for one in below if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]:
                self.wrong["processes left behind"] += len(left)
                print(f"{kind}: {left} outlived it", flush=True)

    async def recover(self, number: int, kind: str) -> None:
        """Every page sends a card, whatever happened."""
        begun = time.perf_counter()

        async def one(guest: Guest) -> float | None:
            await asyncio.wait_for(guest.send(f"{guest.name} después de {number} {kind}"), RECOVERY)
            return await guest.settled(RECOVERY)

        for guest, took in zip(self.guests, await asyncio.gather(
                *(one(guest) for guest in self.guests), return_exceptions=True), strict=True):
            if took is None or isinstance(took, BaseException):
                self.wrong["pages that did not recover"] += 1
                print(f"{guest.name} did not recover from {number} {kind}: {took!r}", flush=True)
                await guest.reload()
        self.table.add(AGAIN.format(kind=kind), self.way, time.perf_counter() - begun)


async def watch(server: Server, book: Book, over: asyncio.Event) -> None:
    """Somebody has the wall open at the facilitator's door, and opens it again whenever it is gone."""
    while not over.is_set():
        wall = Watcher(server.desk, server.home, book)
        with suppress(Lost, OSError, TimeoutError):
            await wall.open()
            while not over.is_set() and wall.page is not None:
                await wall.page.greet("Wall")
                await asyncio.sleep(3.0)
        await wall.close()
        await asyncio.sleep(0.5)


async def storm(server: Server, way: str, table: Table, given: argparse.Namespace) -> Counter[str]:
    """Everybody writes while processes die; then everybody leaves, and all is counted."""
    book, over, chance = Book(), asyncio.Event(), random.Random(given.seed)
    (stage,) = stages_of(server.home, 1)
    kinds = [kind for kind in KINDS if way == "kernel" or kind not in ("kernel", "forkserver")] * given.times
    chance.shuffle(kinds)
    empty = len(server.tree.pids())
    crowd = [Person(f"Programa {n}", server.url, way, stage, 1.0, book, over, patience=8.0)
             for n in range(given.people)]
    tasks = [asyncio.ensure_future(person.live(0.2 * n)) for n, person in enumerate(crowd)]
    watching = asyncio.ensure_future(watch(server, book, over))
    guests = [Guest(f"Persona {n}", server.port, way) for n in range(given.pages)]
    async with chromium() as browser:
        await asyncio.gather(*(guest.come_in(browser) for guest in guests))
        raging = Storm(server, way, table, book, guests, given.seed)
        await raging.rage(kinds)
        for guest in guests:
            await guest.leave()
    over.set()
    await watching
    for done in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(done, BaseException):
            print(f"a person failed: {done!r}", flush=True)
            raging.wrong["pages that did not recover"] += 1
    for guest in guests:
        for text in guest.sent:
            book.sent[text] = book.acknowledged[text] = text
    found = faults(book, stored(server.home))
    raging.wrong.update({"acknowledged and missing": found["missing"], "doubled": found["doubled"],
                         "strange": found["strange"]})
    for kind, times in raging.killed.items():
        table.add(f"kills of a {kind}", way, times)
    table.add("cards acknowledged", way, len(book.acknowledged))
    table.add("processes before", way, empty)
    return raging.wrong


def close(server: Server, by: signal.Signals) -> int:
    """End the supervisor; returns how many of all processes are still there 20 s later."""
    os.kill(server.process.pid, by)
    server.process.wait(90)
    wait_for(lambda: not server.tree.pids(), 20)
    return len(server.tree.pids())


def main() -> int:
    """Play each way; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50, help="kills of each kind")
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--way", nargs="+", choices=["kernel", "light"], default=["kernel", "light"])
    parser.add_argument("--seed", type=int, default=9, help="of order and moments")
    parser.add_argument("--quick", action="store_true", help="two kills of each kind, six people, two pages")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.quick:
        given.times, given.people, given.pages = 2, 6, 2
    table = Table(given.way, {(measure, way): 0 for measure in BAD for way in given.way})
    bad = 0
    for way in given.way:
        with minga(participants=given.people + given.pages, light=way == "light") as server:
            server.tree.settle()
            wrong = asyncio.run(storm(server, way, table, given))
            wrong["processes left behind"] += close(server, signal.SIGTERM)
        with minga(participants=given.people, light=way == "light") as server:
            server.tree.settle()
            wrong["left after the supervisor was killed"] += close(server, signal.SIGKILL)
        for measure in BAD:
            table.add(measure, way, wrong[measure])
        bad += wrong.total()
    table.show()
    table.write(given.json)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
