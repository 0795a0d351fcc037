"""What a look of a phone and a card cost: one phone by itself, a kernel that is not concerned, a room in one process.

    python benchmarks/phone_view.py [--postgres] [--people 1000]

CPU time of this process, the median of several goes, but for «writers», which is the clock's. The ratio is to the
plain reading: every phone reads the store by itself whenever somebody commits something.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa

from minga.store import Store, open_store
from minga.talk.participant import ParticipantTalk
from minga.workshop import cards, participants, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor
from minga.workshop.feed import Ledger, Watcher
from minga.workshop.room import RoomReader
from minga.workshop.shared import encode

if str(ROOT := Path(__file__).resolve().parents[1]) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools import postgres

GOES = 7


class Talk(ParticipantTalk):
    """A phone's conversation whose messages are written out as for a websocket, and counted."""

    labels: dict[str, Any] = {}
    lang = "es"
    sent = 0

    def __init__(self, store: Store, device: str, reader: RoomReader | None = None) -> None:
        super().__init__(store, device, reader)
        self.begin()

    def send(self, content: Any, *arguments: Any, **named: Any) -> None:
        """Write a message out."""
        Talk.sent += len(encode(content))


def cost(act: Callable[[int], object], times: int = 20) -> float:
    """CPU milliseconds of one act, the median of several goes; the act is told its number."""
    found = []
    for go in range(GOES):
        begun = time.process_time()
        for n in range(times):
            act(go * times + n)
        found.append((time.process_time() - begun) / times * 1000)
    return median(found)


def prepared(store: Store, phase: str, people: int, each: int) -> tuple[str, list[Actor]]:
    """A plan with one open stage, people in it and their cards."""
    plan = plans.new_plan(store, title="Plan")
    here = str(reading.stage_by_key(store, plan, "vision")["stage_id"])
    stages.set_phase(store, FACILITATOR, here, "writing")
    came = [Actor(participants.join(store, plan, f"device-{n}", f"Persona {n}")["participant_id"], "participant",
                  f"device-{n}") for n in range(people)]
    for n in range(each):
        cards.add_card(store, came[n % people], here, f"Idea {n} de alguien que escribe varias palabras")
    stages.set_phase(store, FACILITATOR, here, phase)
    return here, came


def views(opened: Callable[[], Store]) -> None:
    """One phone: what it reads by itself, and from memory."""
    for phase, count in (("writing", 30), ("revealed", 30), ("revealed", 200)):
        store = opened()
        prepared(store, phase, 20, count)
        alone, reader = Talk(store, "device-1"), RoomReader(store)
        shared = Talk(store, "device-1", reader)
        told(f"one look, {phase}, {count} cards", cost(lambda n, talk=alone: talk.view()),
             cost(lambda n, talk=shared: talk.view(), 200))
        reader.close()
        store.close()


def ignored(opened: Callable[[], Store]) -> None:
    """A kernel hears that somebody else sent a card: it looks, or finds that it need not."""
    store = opened()
    here, people = prepared(store, "writing", 20, 100)
    talk, watcher, ledger = Talk(store, "device-1"), Watcher(store), Ledger(store)
    talk.refresh()
    ledger.news()
    looked, heard = [], []
    for n in range(60):
        cards.add_card(store, people[2], here, f"De otra persona {n}")
        heard.append(cost_once(lambda: watcher.changed() and talk.concerned(ledger.news())))
        looked.append(cost_once(talk.refresh))
    told("somebody else's card in a kernel", median(looked), median(heard))
    told("nothing new in a kernel", None, cost(lambda n: watcher.changed(), 1000))
    watcher.close()
    store.close()


def room(opened: Callable[[], Store], people: int) -> None:
    """Everybody in one process: what one more card costs all of them together."""
    for phase in ("writing", "revealed"):
        store = opened()
        here, came = prepared(store, phase, people, 200)
        plain = [Talk(store, f"device-{n}") for n in range(25)]
        reader = RoomReader(store)
        talks = [Talk(store, f"device-{n}", reader) for n in range(people)]
        for talk in (*plain, *talks):
            talk.refresh()
        alone, together = [], []
        for n in range(5):
            cards.add_card(store, came[n], here, f"Una más {n}")
            together.append(cost_once(lambda readers=reader, all_of=talks: everybody(readers, all_of)))
            alone.append(cost_once(lambda all_of=plain: [talk.refresh() for talk in all_of]) * people / len(plain))
        told(f"{people} phones after one card, {phase}", median(alone), median(together))
        reader.close()
        store.close()


def everybody(reader: RoomReader, talks: list[Talk]) -> None:
    """What a host of many talks does after a commit."""
    if reader.refresh():
        for talk in talks:
            if talk.stale():
                talk.refresh()


def writing(opened: Callable[[], Store]) -> None:
    """What a card costs whoever writes it, and how long people wait when many write at once."""
    for mode in ("alias", "anonymous"):
        store = opened()
        plan = plans.new_plan(store, title="Plan")
        here = str(reading.stage_by_key(store, plan, "vision")["stage_id"])
        stages.set_anonymity(store, FACILITATOR, here, mode)
        stages.set_phase(store, FACILITATOR, here, "writing")
        me = Actor(participants.join(store, plan, "device", "Luna")["participant_id"], "participant", "device")
        told(f"one card, {mode}", None, cost(lambda n, s=store, h=here, m=me: cards.add_card(
            s, m, h, f"Idea {n}", op_id=f"operation-{n}"), 40))
        store.close()


def writers(url: str, count: int, each: int) -> None:
    """Processes that write as fast as they can: cards a second, and the longest waits."""
    store = open_store(url)
    here, people = prepared(store, "writing", count, 0)
    store.close()
    context = multiprocessing.get_context("fork")
    ready, go, answers = context.Barrier(count + 1), context.Event(), context.Queue()
    begun = [context.Process(target=_write, args=(url, here, me, each, ready, go, answers)) for me in people]
    for one in begun:
        one.start()
    ready.wait()
    started = time.perf_counter()
    go.set()
    waits = sorted(wait for _one in begun for wait in answers.get())
    took = time.perf_counter() - started
    for one in begun:
        one.join()
    print(f"{count:4} writers: {len(waits) / took:6.0f} cards a second, waits: median {median(waits) * 1000:.0f} ms, "
          f"p95 {waits[int(len(waits) * 0.95)] * 1000:.0f} ms, longest {waits[-1] * 1000:.0f} ms, "
          f"not kept {count * each - len(waits)}")


def _write(url: str, here: str, me: Actor, each: int, ready: Any, go: Any, answers: Any) -> None:
    store, waits = open_store(url), []
    cards.add_card(store, me, here, "La primera, con la que se preparan las preguntas al almacén")
    ready.wait()
    go.wait()
    for n in range(each):
        begun = time.perf_counter()
        try:
            cards.add_card(store, me, here, f"Idea {n}", op_id=f"{me.secret}-operation-{n}")
        except Exception:  # counted by the card that is missing
            continue
        waits.append(time.perf_counter() - begun)
    answers.put(waits)


def cost_once(act: Callable[[], object]) -> float:
    """CPU milliseconds of an act."""
    begun = time.process_time()
    act()
    return (time.process_time() - begun) * 1000


def told(what: str, plain: float | None, ours: float) -> None:
    """Print one line: the plain reading, ours, and how many times less that is."""
    before = f"{plain:10.2f} ms {plain / ours:8.1f} ×" if plain is not None else " " * 24
    print(f"{what:44} {ours:10.3f} ms {before}", flush=True)


@contextmanager
def databases(*, on_postgres: bool) -> Iterator[Callable[[], str]]:
    """Addresses of empty stores, another one at each call."""
    numbers = iter(range(1000))
    if on_postgres:
        server = postgres.new_folder()
        try:
            pattern = postgres.shared(server)
            yield lambda: _created(pattern, f"bench_{next(numbers)}")
        finally:
            postgres.discard(server)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield lambda: str(Path(folder) / f"{next(numbers)}.sqlite")


def _created(pattern: str, name: str) -> str:
    engine = sa.create_engine(pattern.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return pattern.format(name=name)


def main() -> None:
    """Print a line for each measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--only-writers", action="store_true")
    given = parser.parse_args()
    with databases(on_postgres=given.postgres) as addresses:
        def opened() -> Store:
            return open_store(addresses())

        if not given.only_writers:
            print(f"{'':44} {'ours':>13} {'plain':>13} {'ratio':>10}")
            views(opened)
            ignored(opened)
            room(opened, given.people)
            writing(opened)
        for count, each in ((1, 200), (8, 40), (100, 4)):
            writers(addresses(), count, each)


if __name__ == "__main__":
    main()
