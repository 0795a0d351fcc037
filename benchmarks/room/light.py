"""What many people cost the light way, without a browser or a network: coming in, a card, and a wall that all see.

    python benchmarks/room/light.py [--people N] [--cards N]

Everything happens in one process, so the figures are those of the participants' server alone. How long a card takes
to be acknowledged in a full room, over real websockets, is what ``held.py --way light`` measures.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tornado.websocket import _WebSocketParams

from minga.serve.light_way.frames import LEVEL, MEMORY, Frames
from minga.serve.light_way.room import LightRoom, Seat
from minga.store import Store, open_store
from minga.workshop import cards, plans, reading, stages
from minga.workshop.actor import FACILITATOR

PLAN = "sala"
HOW = {"compression_level": LEVEL, "mem_level": MEMORY}


class Line:
    """Takes what a page is sent, and counts it."""

    def __init__(self) -> None:
        self.frames = Frames(None, False, _WebSocketParams(compression_options=HOW))  # type: ignore[arg-type]
        self.frames._create_compressors("server", {}, HOW)
        self.count = self.length = 0
        self.pack = self.frames.packed

    def put(self, message: bytes, flags: int) -> None:
        """Count a message."""
        self.count, self.length = self.count + 1, self.length + len(message)

    def clogged(self) -> bool:
        """Never."""
        return False

    def ask(self) -> None:
        """Nobody is silent here."""

    drop = goodbye = ask


async def measure(store: Store, stage: str, people: int) -> None:
    """Let people in, write, and show the wall."""
    room, lines = LightRoom(lambda: store), [Line() for _ in range(people)]
    seats = [room.enter(uuid.uuid4().hex, line) for line in lines]

    async def each(what: str, say: Callable[[Seat, int], Awaitable[None]]) -> None:
        cpu, clock = time.process_time(), time.perf_counter()
        for number, seat in enumerate(seats):
            await say(seat, number)
        tell(what, (time.process_time() - cpu) / people, (time.perf_counter() - clock) / people)

    def ask(op: str, **fields: Any) -> Callable[[Seat, int], Awaitable[None]]:
        return lambda seat, number: room.hear(seat, {
            "op": op, "id": uuid.uuid4().hex, "plan": PLAN,
            **{name: value.format(n=number) for name, value in fields.items()}})

    async def everybody(what: str, act: Callable[[], object]) -> None:
        before, length = [line.count for line in lines], sum(line.length for line in lines)
        cpu, clock, late = time.process_time(), time.perf_counter(), 0.0
        await asyncio.to_thread(act)
        while not all(line.count > had for line, had in zip(lines, before, strict=True)):
            looked = time.perf_counter()
            await asyncio.sleep(0.002)
            late = max(late, time.perf_counter() - looked - 0.002)
        passed = time.perf_counter() - clock
        tell(what, (time.process_time() - cpu) / people, passed / people)
        print(f"    {(sum(line.length for line in lines) - length) / people / 1000:.1f} kB each; the last one after "
              f"{passed:.2f} s; the event loop late by {1000 * late:.0f} ms at most")

    await each("hello, with the page's words", lambda seat, _n: room.hear(seat, {"op": "hello", "words": True}))
    await each("an alias", ask("join", alias="Persona {n}"))
    await each("a card", ask("add_card", stage=stage, text="Una casa de semillas para cada vereda, {n}"))
    await asyncio.sleep(1.5)
    await everybody("the cards are shown to all", lambda: stages.set_phase(store, FACILITATOR, stage, "clustering"))
    await asyncio.sleep(1.5)
    await everybody("one more card, seen by all", lambda: cards.add_card(store, FACILITATOR, stage, "La última"))
    await room.close()


def tell(what: str, cpu: float, clock: float) -> None:
    """Print one line: milliseconds of processor and of the clock, each person."""
    print(f"{what}: {1000 * cpu:.2f} ms of processor, {1000 * clock:.2f} ms")


def main() -> None:
    """Measure once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--cards", type=int, default=300, help="cards that are there before")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "minga.sqlite"))
        plan = plans.new_plan(store, title="Sala", plan_id=PLAN)
        stage = str(reading.stage_by_key(store, plan, "vision")["stage_id"])
        stages.set_phase(store, FACILITATOR, stage, "writing")
        for number in range(given.cards):
            cards.add_card(store, FACILITATOR, stage, f"Una idea de antes sobre el agua y las semillas, {number}")
        asyncio.run(measure(store, stage, given.people))


if __name__ == "__main__":
    main()
