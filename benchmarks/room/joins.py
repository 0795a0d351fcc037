"""Coming in: one cold join, a room at once, its processor and memory, and what is left behind. Stock Voilà beside ours.

    python benchmarks/room/joins.py [--people 60] [--rounds 3] [--linger 300] [--sides …] [--quick] [--json FILE]

Each round starts each server anew, in turns, so that a busy machine is busy for all. A page is complete when page,
websocket and the first whole state of its component are there; the people are programs on the same machine, so that
their own work counts against every server. "Pool" is ours with its pages made ready before anybody comes.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import resource
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from yard import ways
from yard.processes import Use
from yard.servers import Server, minga, stock, wait_for
from yard.table import Table, part

FORGETS = 40.0
"""Seconds within which a server has ended what the first visitors left; stock Voilà never does."""


@dataclass(frozen=True)
class Side:
    """One server and how people come in there; ``pooled`` when its pages are ready before."""

    name: str
    start: Callable[[int], AbstractContextManager[Server]]
    join: ways.Join
    pooled: bool = False


SIDES = {side.name: side for side in (
    Side("stock", lambda people: stock(), ways.stock_form),
    Side("stock+ours", lambda people: stock(ours=True), ways.stock_participate),
    Side("kernel", lambda people: minga(more={"MINGA_POOL": "0"}), ways.kernel),
    Side("pool", lambda people: minga(participants=people), ways.kernel, pooled=True),
    Side("light", lambda people: minga(light=True, participants=people), ways.light),
)}
COLD, LAST, SLOW, CPU, PSS, LEFT, OUTSIDE = (
    "one cold join, s", "{n} at once: last complete, s", "{n} at once: p95, s", "processor per join, s",
    "memory per participant, MB", "left behind, processes", "{n} at once: did not get in")


def goals(people: int) -> dict[tuple[str, str], float]:
    """What the room must hold to."""
    last, slow = LAST.format(n=people), SLOW.format(n=people)
    return {
        (COLD, "kernel"): 0.25, (COLD, "light"): 0.02, (slow, "pool"): 1.5, (last, "kernel"): 6.0,
        (last, "light"): 0.5, (CPU, "kernel"): 0.15, (CPU, "light"): 0.005,
        (PSS, "kernel"): 18.0, (PSS, "light"): 0.1, (LEFT, "kernel"): 0, (LEFT, "pool"): 0, (LEFT, "light"): 0,
        **{(OUTSIDE.format(n=people), side): 0 for side in ("kernel", "pool", "light")},
    }


def measure(side: Side, table: Table, people: int, colds: int, linger: float) -> None:
    """One round of one side."""
    with side.start(people) as server:
        server.tree.settle()
        empty = len(server.tree.pids())
        asyncio.run(alone(side, server, 1))  # what a server does once, for its first visitor
        server.tree.settle()
        if not side.pooled:
            table.add(COLD, side.name, *asyncio.run(alone(side, server, colds)))
        wait_for(lambda: len(server.tree.pids()) <= empty, FORGETS, 1.0)
        server.tree.settle()
        before = server.tree.use()
        asyncio.run(together(side, server, before, table, people, linger))


async def alone(side: Side, server: Server, times: int) -> list[float]:
    """Seconds that somebody takes who comes in when nobody else does."""
    found = []
    for _ in range(times):
        took, tab = await ways.timed(side.join, server.url)
        found.append(took)
        await tab.leave()
        await asyncio.sleep(0.5)
    return found


async def together(side: Side, server: Server, before: Use, table: Table, people: int, linger: float) -> None:
    """Everybody at once; then they stay a moment, and leave."""
    took, tabs, outside = await ways.at_once(side.join, server.url, people)
    table.add(OUTSIDE.format(n=people), side.name, len(outside))
    if outside:
        table.notes[f"{side.name}: first that did not get in"] = outside[0]
    if not tabs:
        return
    table.add(LAST.format(n=people), side.name, max(took))
    table.add(SLOW.format(n=people), side.name, part(took, 0.95))
    await asyncio.to_thread(server.tree.settle, seconds=30.0)
    after = await asyncio.to_thread(server.tree.use)
    if not side.pooled:  # what a pool made ready was paid for before
        table.add(CPU, side.name, (after.cpu - before.cpu) / len(tabs))
        table.add(PSS, side.name, (after.pss - before.pss) / len(tabs) / 1e6)
    await ways.leave_all(tabs)
    if linger:
        begun = time.monotonic()
        await asyncio.to_thread(wait_for, lambda: len(server.tree.pids()) <= before.processes, linger, 1.0)
        left = len(server.tree.pids()) - before.processes
        table.add(LEFT, side.name, max(0, left))
        table.notes[f"{side.name}: after all tabs closed"] = (
            f"{left} processes more than before after {time.monotonic() - begun:.0f} s")


def main() -> None:
    """Measure every side in turns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--colds", type=int, default=3, help="cold joins in each round")
    parser.add_argument("--linger", type=float, default=300.0, help="seconds after which something is left behind")
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=list(SIDES))
    parser.add_argument("--quick", action="store_true", help="10 people, one round")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.quick:
        given.people, given.rounds, given.linger = min(given.people, 10), 1, min(given.linger, 40.0)
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    table = Table(given.sides, goals(given.people))
    for number in range(given.rounds):
        for name in given.sides:
            try:
                # What stays behind is looked at once: stock servers would make everybody wait at every round.
                measure(SIDES[name], table, given.people, given.colds, given.linger * (number == given.rounds - 1))
            except Exception as wrong:
                table.notes[f"{name}: not measured"] = f"{type(wrong).__name__}: {str(wrong)[-400:]}"
    table.show()
    table.write(given.json)


if __name__ == "__main__":
    main()
