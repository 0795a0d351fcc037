"""A long session: memory, descriptors, threads and answers of a served room, and whether any of them grows.

    python benchmarks/room/soak.py [--minutes 30] [--people 20] [--way kernel light] [--quick] [--json FILE]

Everybody keeps correcting their cards; now and then somebody leaves and comes back as the same person, so that every
kind of page is made and ended again and again while the plan stays as large as it is. Every ten seconds the server's
processes are looked at. A measure grows when the line of least squares through its samples (the first fifth left
out) rises by more than a twentieth of their mean over the whole session, and by more than what the samples' own
scatter explains (three standard errors).
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from pathlib import Path

from yard.people import PATHS, PLAN, Book, Person, stages_of
from yard.servers import Server, minga
from yard.table import Table, number, part

from minga.rehearsal.browser import Lost
from minga.rehearsal.person import FORM

SAMPLE = 10.0
WARM = 0.2
GROWTH = 0.05
ERRORS = 3.0
CARDS = 3


class Regular(Person):
    """Somebody who corrects their cards for ever, and leaves and comes back now and then."""

    async def live(self, arrives: float) -> None:
        """Write a few cards, then change them until it is over."""
        await self.rest(arrives)
        await self.come_in()
        for _ in range(CARDS):
            self.write()
        await self.deliver()
        while not self.over.is_set():
            await self.rest(self.chance.uniform(0.5, 1.5) * self.pace)
            try:
                if self.chance.random() < 0.05:
                    await self.away()
                await self.come_in()
                await self.correct()
            except Lost:
                await self.lose()
        if self.page is not None:
            await self.page.leave()
        self.browser.close()

    async def away(self) -> None:
        """Close the tab, for a while."""
        if self.page is not None:
            await self.page.leave()
        self.page = None
        await self.rest(self.chance.uniform(1, 2 * self.pace))

    async def correct(self) -> None:
        """Change one of one's own cards."""
        assert self.page is not None
        mine = self.page.state[FORM].get(f"stage:{self.stage}", {}).get("mine", [])
        if mine:
            begun, card = time.perf_counter(), self.chance.choice(mine)
            answer = await self.page.ask(FORM, "edit_card", plan=PLAN, stage=self.stage, card=card["id"],
                                         text=f"{self.name} corrige {self.chance.randint(1, 10**6)}")
            if answer["ok"]:
                self.book.answers.append(time.perf_counter() - begun)


def slope(samples: list[tuple[float, float]]) -> tuple[float, float]:
    """Least squares: units a second, and its standard error."""
    xs, ys = [x for x, _y in samples], [y for _x, y in samples]
    middle, mean = statistics.fmean(xs), statistics.fmean(ys)
    spread = sum((x - middle) ** 2 for x in xs)
    rise = sum((x - middle) * (y - mean) for x, y in samples) / spread
    rest = sum((y - mean - rise * (x - middle)) ** 2 for x, y in samples)
    return rise, (rest / max(1, len(xs) - 2) / spread) ** 0.5


def verdict(name: str, samples: list[tuple[float, float]]) -> tuple[bool, str]:
    """Whether it grows, and the sentence that says so."""
    kept = samples[int(WARM * len(samples)):]
    if len(kept) < 4:
        return False, f"{name}: too few samples"
    rise, error = slope(kept)
    whole, mean = rise * (kept[-1][0] - kept[0][0]), statistics.fmean(y for _x, y in kept)
    grows = whole > GROWTH * mean and rise > ERRORS * error
    return grows, (f"{'GROWS' if grows else 'steady'}: mean {number(mean)}, {number(3600 * rise)} an hour "
                   f"± {number(3600 * error)}, {number(whole)} over the session")


async def soak(server: Server, way: str, minutes: float, people: int, pace: float) -> dict[str, list]:
    """Play, and look every ten seconds."""
    book, over, chance = Book(), asyncio.Event(), random.Random(1)
    (stage,) = stages_of(server.home, 1)
    crowd = [Regular(f"Persona {n}", server.url, way, stage, pace, book, over) for n in range(people)]
    tasks = [asyncio.ensure_future(one.live(chance.uniform(0, 10))) for one in crowd]
    samples: dict[str, list] = {name: [] for name in ("memory, MB", "descriptors", "threads", "processes",
                                                      "answer, median s", "processor, share of one")}
    begun, before, cpu = time.monotonic(), time.monotonic(), server.tree.cpu()
    while (passed := time.monotonic() - begun) < 60 * minutes and not any(task.done() for task in tasks):
        await asyncio.sleep(SAMPLE)
        use, now = await asyncio.to_thread(server.tree.use), time.monotonic()
        told = {"memory, MB": use.pss / 1e6, "descriptors": use.files, "threads": use.threads,
                "processes": use.processes, "processor, share of one": (use.cpu - cpu) / (now - before)}
        if book.answers:
            told["answer, median s"] = part(book.answers, 0.5)
            book.answers.clear()
        for name, value in told.items():
            samples[name].append((passed, value))
        before, cpu = now, use.cpu
    over.set()
    await asyncio.gather(*tasks)
    return samples


def main() -> int:
    """Soak each way; 1 when anything grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--pace", type=float, default=5.0)
    parser.add_argument("--way", nargs="+", choices=list(PATHS), default=list(PATHS))
    parser.add_argument("--quick", action="store_true", help="two minutes, six people; says little about growth")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.quick:
        given.minutes, given.people = 2.0, 6
    table, bad = Table(given.way), 0
    for way in given.way:
        with minga(participants=given.people, light=way == "light") as server:
            server.tree.settle()
            samples = asyncio.run(soak(server, way, given.minutes, given.people, given.pace))
        for name, told in samples.items():
            table.add(f"{name}: first and last", way, *(value for _at, value in (told[:1] + told[-1:])))
            grows, words = verdict(name, told)
            table.notes[f"{way}, {name}"] = words
            bad += grows
    table.show()
    table.write(given.json)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
