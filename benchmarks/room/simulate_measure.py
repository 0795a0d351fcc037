"""What one person and one card cost here, measured on small rooms; and a room to hold the model against."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from simulation import Costs
from yard.people import Book, Person, stages_of
from yard.processes import _cpu
from yard.servers import Server, home, minga, prepare, store_of

from minga.store import Store
from minga.workshop import cards, participants
from minga.workshop.actor import Actor

STRAIN = """
import statistics, sys, threading, time
told, over = [], threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
while not over.wait(0.1):
    clock, used = time.perf_counter(), time.process_time()
    while time.process_time() - used < 0.005:
        pass
    told.append((time.perf_counter() - clock) / (time.process_time() - used))
print(statistics.median(told))
"""
"""Five milliseconds of work ten times a second, as much as a join takes, and how long that took."""
PAGES = 30
"""Pages more in one server than in the other, for what one page costs."""
FILE = Path(__file__).with_name("costs.json")


@dataclass(frozen=True)
class Played:
    """A room that was played.

    Attributes:
        joins: seconds from asking for the page to its first state, each.
        acks: seconds from sending a card to its acknowledgement, each.
        cards: how many.
        door: seconds of processor of the participants' door for the joins, and for the cards.
        kernels: the same for everything else that the server runs.
        kernels_made: pages made meanwhile.
        bytes_each: memory that each of them took, all processes together.
        phones: seconds of processor of the process that plays the people, for the joins, and for the cards.
        stretch: how much longer than its processor time a little work took meanwhile; 1 on a machine at rest.
    """

    joins: list[float]
    acks: list[float]
    cards: int
    door: tuple[float, float]
    kernels: tuple[float, float]
    kernels_made: int
    bytes_each: float
    phones: tuple[float, float]
    stretch: float


async def play(server: Server, way: str, people: int, arriving: float, pace: float, seconds: float) -> Played:
    """People come within so many seconds and then send a card every ``pace`` seconds for a while."""
    book, over = Book(), asyncio.Event()
    (stage,) = stages_of(server.home, 1)
    (door,) = _doors(server)
    memory, made = server.tree.use().pss, len(server.tree.pids())
    used, own = [(_cpu(door), server.tree.cpu())], [time.process_time()]
    strain = subprocess.Popen([sys.executable, "-c", STRAIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    crowd = [Person(f"Persona {n}", server.url, way, stage, 1e6, book, over) for n in range(people)]
    waits: list[float] = []

    async def join(n: int) -> None:
        await asyncio.sleep(n * arriving / people)
        begun = time.perf_counter()
        await crowd[n].come_in()
        waits.append(time.perf_counter() - begun)

    await asyncio.gather(*(join(n) for n in range(people)))
    own.append(time.process_time())
    await asyncio.to_thread(server.tree.settle)
    used.append((_cpu(door), server.tree.cpu()))
    filled = server.tree.use().pss - memory

    async def write(n: int) -> None:
        person = crowd[n]
        await asyncio.sleep(person.chance.uniform(0, pace))
        while time.monotonic() < until:
            begun = time.monotonic()
            person.write()
            await person.deliver()
            await asyncio.sleep(max(0.0, pace * person.chance.uniform(0.5, 1.5) - (time.monotonic() - begun)))

    writing, until = time.process_time(), time.monotonic() + seconds
    await asyncio.gather(*(write(n) for n in range(people)))
    own.append(time.process_time())
    stretch = float((await asyncio.to_thread(strain.communicate, ""))[0])
    used.append((_cpu(door), server.tree.cpu()))
    for person in crowd:
        if person.page is not None:
            await person.page.close()
        person.browser.close()
    spent = [(b[0] - a[0], (b[1] - b[0]) - (a[1] - a[0])) for a, b in pairwise(used)]
    return Played(waits, list(book.answers), len(book.acknowledged), (spent[0][0], spent[1][0]),
                  (spent[0][1], spent[1][1]), max(0, len(server.tree.pids()) - made), filled / people,
                  (own[1] - own[0], own[2] - writing), stretch)


def measure(people: int = 40) -> Costs:
    """What everything costs on this machine, one room after the other; takes some minutes."""
    few, many = (_light(n) for n in (people // 4, people))
    # The same people write at the same pace: what grows with their number is what each card costs for each.
    per_few, per_many = few.door[1] / few.cards, many.door[1] / many.cards
    each = max(0.0, (per_many - per_few) / (people - people // 4))
    write, write_cpu = _write_seconds()
    small, large = (_pool(n) for n in (2, 2 + PAGES))
    prepare_cpu, kernel_bytes = ((b - a) / PAGES for a, b in zip(small, large, strict=True))
    with minga(participants=10) as server:
        server.tree.settle()
        kernel = asyncio.run(play(server, "kernel", 10, 1.0, 2.0, 15.0))
    greeting = max(0.0, kernel.kernels[0] - kernel.kernels_made * prepare_cpu) / 10
    return Costs(
        page=0.0, light_join=many.door[0] / people, kernel_join=kernel.door[0] / 10, kernel_greet=greeting,
        prepare=prepare_cpu, light_card=max(0.0, per_few - each * (people // 4) - write_cpu), light_card_each=each,
        kernel_card_loop=kernel.door[1] / kernel.cards,
        kernel_card=max(0.0, kernel.kernels[1] / kernel.cards - write_cpu), write=write,
        light_bytes=max(many.bytes_each, 0.0), kernel_bytes=kernel_bytes)


def small_room(people: int, arriving: float, pace: float, seconds: float) -> Played:
    """A room by the light way to hold the model against."""
    with _light_server() as server:
        return asyncio.run(play(server, "light", people, arriving, pace, seconds))


def keep(costs: Costs) -> None:
    """Write the costs down, with when and on what they were measured."""
    FILE.write_text(json.dumps({
        "measured": time.strftime("%Y-%m-%d", time.gmtime()), "python": platform.python_version(),
        "machine": f"{platform.machine()}, {_cores()} cores", "seconds_and_bytes": asdict(costs)}, indent=1) + "\n")


def kept() -> Costs:
    """The costs that were measured last."""
    return Costs(**json.loads(FILE.read_text())["seconds_and_bytes"])


@contextmanager
def _light_server() -> Iterator[Server]:
    with minga(light=True) as server:
        server.tree.settle()
        yield server


def _light(people: int) -> Played:
    with _light_server() as server:
        return asyncio.run(play(server, "light", people, 1.0, 2.0, 15.0))


def _pool(pages: int) -> tuple[float, float]:
    """Processor and memory of a server at rest with so many pages ready."""
    with minga(participants=pages) as server:
        server.tree.settle()
        use = server.tree.use()
        return use.cpu, use.pss


def _write_seconds(count: int = 400) -> tuple[float, float]:
    """Seconds of one card's transaction in SQLite, which waits for this machine's disk, and those that it computes.

    The first is that of the quickest tenth: on a machine that does other things besides, the rest waited for those.
    """
    with home() as folder:
        stage = prepare(folder)
        store: Store = store_of(folder)
        person = participants.join(store, "sala", "f" * 32, "Persona")
        actor = Actor(role="participant", participant_id=person["participant_id"], secret="f" * 32)
        took, computed = [], time.thread_time()
        for n in range(count):
            begun = time.perf_counter()
            cards.add_card(store, actor, stage, f"tarjeta {n}", op_id=f"{n:032x}")
            took.append(time.perf_counter() - begun)
        computed = time.thread_time() - computed
        store.close()
    return statistics.quantiles(took, n=10)[0], computed / count


def _doors(server: Server) -> list[int]:
    return server.tree.named("minga.serve.opening.door", "participant")


def _cores() -> int:
    return os.cpu_count() or 1
