"""A room that stays: everybody live, each sending a card every 20 s, through kernels or through the light page.

    python benchmarks/room/held.py [--way kernel light] [--people N] [--minutes 10] [--pace 20] [--quick] [--json FILE]

200 people through kernels and 1,000 through the light page unless said otherwise. The wall of the vision is open at
the facilitator's door. At the end every acknowledged card must be in the CSV package once. A stage takes 20,000
cards: where more are to be expected, half of the people write in the obstacles, which the wall does not show.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import resource
import time
from pathlib import Path

from yard.people import Book, Person, Watcher, faults, stages_of, stored
from yard.servers import Server, minga, store_of
from yard.table import Table, part

from minga.workshop import stages
from minga.workshop.actor import FACILITATOR

PEOPLE = {"kernel": 200, "light": 1000}
MOST_CARDS = 18_000
GOALS = {(measure, way): goal for way in PEOPLE for measure, goal in (
    ("acknowledged, p95, s", 0.3), ("card to wall, p95, s", 1.0), ("acknowledged and missing", 0), ("doubled", 0),
    ("refused", 0))}


async def hold(server: Server, way: str, people: int, minutes: float, pace: float, table: Table) -> None:
    """Play the room and note its figures."""
    book, over = Book(), asyncio.Event()
    here = stages_of(server.home, 1 if people * 60 * minutes / pace < MOST_CARDS else 2)
    for stage in here[1:]:
        store = store_of(server.home)
        stages.set_phase(store, FACILITATOR, stage, "writing")
        store.close()
    wall = Watcher(server.desk, server.home, book)
    await wall.open()
    before, arriving = server.tree.use(), people / 10
    crowd = [Person(f"Persona {n}", server.url, way, here[n % len(here)], pace, book, over) for n in range(people)]
    tasks = [asyncio.ensure_future(person.live(n * arriving / people)) for n, person in enumerate(crowd)]
    begun = time.monotonic()
    while len(book.opened) < people and time.monotonic() - begun < 600:
        await asyncio.sleep(0.2)
    inside = len(book.opened)
    for values in (book.answers, book.to_wall):  # what counts is from when everybody is in
        values.clear()
    cpu, clock = server.tree.cpu(), time.monotonic()
    await asyncio.sleep(60 * minutes)
    used, memory = (server.tree.cpu() - cpu) / (time.monotonic() - clock), server.tree.use().pss - before.pss
    over.set()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(3.0)  # the last cards reach the wall
    await wall.close()
    table.add("people", way, inside)
    table.add("cards acknowledged", way, len(book.acknowledged))
    for name, values in (("acknowledged", book.answers), ("card to wall", book.to_wall)):
        for share in (0.5, 0.95):
            table.add(f"{name}, p{100 * share:.0f}, s", way, *([part(values, share)] if values else []))
    table.add("cards not seen on the wall", way, len(book.first) if len(here) == 1 else 0)
    wrong = faults(book, stored(server.home))
    table.add("acknowledged and missing", way, wrong["missing"])
    table.add("doubled", way, wrong["doubled"])
    table.add("refused", way, book.refused.total())
    table.add("connections lost", way, book.lost)
    table.add("server's processors in use", way, used)
    table.add("server's memory, MB", way, memory / 1e6)
    broken = [one for one in done if isinstance(one, BaseException)]
    if broken or book.refused:
        table.notes[f"{way}: first thing that went wrong"] = repr(broken[0]) if broken else next(iter(book.refused))


def main() -> None:
    """Hold each kind of room."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--way", nargs="+", choices=PEOPLE, default=list(PEOPLE))
    parser.add_argument("--people", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--pace", type=float, default=20.0, help="seconds between two cards of one person")
    parser.add_argument("--quick", action="store_true", help="a tenth of the people, one minute")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    table = Table(given.way, GOALS)
    for way in given.way:
        people = given.people or (PEOPLE[way] // 10 if given.quick else PEOPLE[way])
        with minga(participants=people, light=way == "light") as server:
            server.tree.settle()
            asyncio.run(hold(server, way, people, min(given.minutes, 1.0) if given.quick else given.minutes,
                             given.pace, table))
    table.show()
    table.write(given.json)


if __name__ == "__main__":
    main()
