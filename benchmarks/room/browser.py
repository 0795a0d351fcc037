"""In a real browser: from the address to a form that can be used, and what that takes on the air; then on return.

    python benchmarks/room/browser.py [--rounds 3] [--sides …] [--quick] [--json FILE]

Headless Chromium (``MINGA_BROWSER`` names another one), a new profile for each first visit. Bytes are counted on the
line itself, so that headers, compression and websockets are in them. Other hosts do not answer here, as in a room
without internet. "Kernel" has no page made ready before, "pool" has.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from yard.chromium import chromium, phone, visit
from yard.servers import Server, minga, stock
from yard.table import Table

from tests.notebooks.cutting import Line


@dataclass(frozen=True)
class Side:
    """One server, where its page is, and what can be seen once its form can be used."""

    start: Callable[[], AbstractContextManager[Server]]
    path: str
    usable: str


SIDES = {
    "stock": Side(stock, "", "textarea"),
    "stock+ours": Side(lambda: stock(ours=True), "", "#alias"),
    "kernel": Side(lambda: minga(more={"MINGA_POOL": "0"}), "", "#alias"),
    "pool": Side(lambda: minga(participants=4), "", "#alias"),
    "light": Side(minga, "light", "#alias"),
}
FIRST, AIR, ASKED, OTHERS = ("cold: to a usable form, s", "cold: over the air, kB", "cold: requests",
                             "cold: requests to other hosts")
AGAIN, AIR_AGAIN, ASKED_AGAIN = "return: to a usable form, s", "return: over the air, kB", "return: requests"
GOALS = {
    (FIRST, "pool"): 2.0, (AIR, "pool"): 1000, (ASKED, "pool"): 30, (AIR_AGAIN, "pool"): 20, (OTHERS, "pool"): 0,
    (FIRST, "kernel"): 2.0, (AIR, "kernel"): 1000, (ASKED, "kernel"): 30, (AIR_AGAIN, "kernel"): 20,
    (OTHERS, "kernel"): 0,
    (FIRST, "light"): 0.5, (AIR, "light"): 60, (ASKED, "light"): 6, (AIR_AGAIN, "light"): 20, (OTHERS, "light"): 0,
}


async def measure(side: Side, name: str, table: Table) -> None:
    """One first visit and one return."""
    with side.start() as server, Line(server.port) as line:
        server.tree.settle()
        async with chromium() as browser:
            warm = await phone(browser)  # Chromium itself, and what a server does once for its first visitor
            await visit(warm, line, side.path, side.usable)
            await warm.close()
            await asyncio.to_thread(server.tree.settle)
            context = await phone(browser)
            first, page = await visit(context, line, side.path, side.usable)
            await page.close(run_before_unload=True)
            await asyncio.sleep(1.0)
            again, _page = await visit(context, line, side.path, side.usable)
            await context.close()
    table.add(FIRST, name, first.seconds)
    table.add(AIR, name, first.bytes / 1000)
    table.add(ASKED, name, first.requests)
    table.add(OTHERS, name, first.elsewhere)
    table.add(AGAIN, name, again.seconds)
    table.add(AIR_AGAIN, name, again.bytes / 1000)
    table.add(ASKED_AGAIN, name, again.requests)


def main() -> None:
    """Measure every side in turns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=list(SIDES))
    parser.add_argument("--quick", action="store_true", help="one round")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    table = Table(given.sides, GOALS)
    for _round in range(1 if given.quick else given.rounds):
        for name in given.sides:
            try:
                asyncio.run(measure(SIDES[name], name, table))
            except Exception as wrong:
                table.notes[f"{name}: not measured"] = f"{type(wrong).__name__}: {str(wrong)[-400:]}"
    table.show()
    table.write(given.json)


if __name__ == "__main__":
    main()
