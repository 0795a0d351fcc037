"""A room as a queueing model: people arrive, get pages, send cards; servers, cores, memory and one store serve them.

Discrete events. Everything random comes from one seed. The model knows no program of ours: what things cost is
measured elsewhere (``simulate.py --measure``) and given to it.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace

PEOPLE_OF_ONE_PLAN = 2000
"""As many as a plan takes (``minga.workshop.participants.MOST_PEOPLE``); writers of one plan queue."""


@dataclass(frozen=True)
class Costs:
    """What one thing costs on one core, in seconds, and in bytes; from a measurement, with its place and date.

    Attributes:
        page: the server's processor for sending a page.
        light_join: the server's processor for a light join: websocket and first state.
        kernel_join: the server's processor for handing out a kernel: websocket and first state carried.
        kernel_greet: the kernel's processor for a first state.
        prepare: processor for making one page ready: fork, run, ask for its cells.
        light_card: the server's processor for one card by the light way, the write left out.
        light_card_each: what comes to that for each person of the same server, who is told what is new.
        kernel_card_loop: the server's processor for one card by the kernel way.
        kernel_card: the kernel's processor for it.
        write: seconds that the store is busy with one card of one plan.
        light_bytes: memory of one person by the light way.
        kernel_bytes: memory of one person with a kernel.
    """

    page: float
    light_join: float
    kernel_join: float
    kernel_greet: float
    prepare: float
    light_card: float
    kernel_card_loop: float
    kernel_card: float
    write: float
    light_bytes: float
    kernel_bytes: float
    light_card_each: float = 0.0


    def stretched(self, factor: float) -> Costs:
        """The same on a core that is so many times slower, because others use it too."""
        same = ("light_bytes", "kernel_bytes", "write")  # the store mostly waits for its disk
        return replace(self, **{cost.name: getattr(self, cost.name) * factor for cost in fields(self)
                                if cost.name not in same})


@dataclass(frozen=True)
class Machine:
    """One server's machine: cores, and bytes of memory that people may fill."""

    cores: int = 2
    memory: float = 20e9


@dataclass(frozen=True)
class Room:
    """What is simulated.

    Attributes:
        arrivals: seconds at which people ask for the page, in order.
        servers: how many.
        machine: each of them.
        light: everybody gets the light page.
        pool: pages ready at each server when the code is shown.
        pace: mean seconds between two cards of a person; 0: nobody writes.
        writing: seconds that people write, from the first arrival.
        store_workers: transactions of different plans that the store does at the same time.
        phone_join: where all phones are played by one process, its processor for one join; a crowd has its own.
        phone_card: the same for one card.
    """

    arrivals: tuple[float, ...]
    servers: int = 1
    machine: Machine = Machine()
    light: bool = True
    pool: int = 0
    pace: float = 0.0
    writing: float = 0.0
    store_workers: int = 2
    phone_join: float = 0.0
    phone_card: float = 0.0


@dataclass
class Outcome:
    """What happened.

    Attributes:
        joins: seconds from asking for the page to having it, by person; one that is missing never had it.
        acks: seconds from sending a card to its acknowledgement.
        sent: cards sent.
        by_kernel: people who got a kernel.
        most_waiting: people who waited for a page at the same time.
        memory: the most bytes filled at one server.
        loop_busy: the busiest server's loop, as a part of the time until the last join or card.
        store_busy: the same for the store's busiest plan.
        ended: when everything was done.
        pages_left: pages ready at the end, all servers together.
        pages_made: pages made, those of the pools at the start included.
    """

    joins: dict[int, float] = field(default_factory=dict)
    acks: list[float] = field(default_factory=list)
    sent: int = 0
    by_kernel: int = 0
    most_waiting: int = 0
    memory: float = 0.0
    loop_busy: float = 0.0
    store_busy: float = 0.0
    ended: float = 0.0
    pages_left: int = 0
    pages_made: int = 0

    @property
    def last_page(self) -> float:
        """The longest that somebody waited for the page."""
        return max(self.joins.values(), default=0.0)


def scan(people: int, seconds: float, seed: int) -> tuple[float, ...]:
    """Everybody scans the code when it is shown: most in the first third, stragglers until ``seconds``."""
    chance = random.Random(seed)
    return tuple(sorted(chance.betavariate(2.0, 4.0) * seconds for _ in range(people)))


def trickle(people: int, seconds: float, seed: int) -> tuple[float, ...]:
    """People come by themselves, evenly over ``seconds``."""
    chance = random.Random(seed)
    return tuple(sorted(chance.uniform(0, seconds) for _ in range(people)))


def at_once(people: int, _seconds: float = 0.0, _seed: int = 0) -> tuple[float, ...]:
    """Everybody in the same instant."""
    return (0.0,) * people


class Line:
    """Something with places that serves one after the other; the more urgent first."""

    def __init__(self, clock: Clock, places: int) -> None:
        self._clock, self._free = clock, places
        self._waiting: list[tuple[int, int, float, Callable[[], None]]] = []
        self.busy = 0.0

    def serve(self, seconds: float, then: Callable[[], None], urgency: int = 0) -> None:
        """Serve for so long once there is a place, then go on; a lower urgency goes first."""
        heapq.heappush(self._waiting, (urgency, self._clock.number(), seconds, then))
        self._next()

    def _next(self) -> None:
        while self._free and self._waiting:
            _urgency, _number, seconds, then = heapq.heappop(self._waiting)
            self._free -= 1
            self.busy += seconds
            self._clock.after(seconds, lambda then=then: self._done(then))

    def _done(self, then: Callable[[], None]) -> None:
        self._free += 1
        then()
        self._next()


class Clock:
    """Time, and what will happen."""

    def __init__(self) -> None:
        self.now = 0.0
        self._count = itertools.count()
        self._coming: list[tuple[float, int, Callable[[], None]]] = []

    def number(self) -> int:
        """A number that was not given before."""
        return next(self._count)

    def at(self, when: float, then: Callable[[], None]) -> None:
        """Do something at a moment."""
        heapq.heappush(self._coming, (when, self.number(), then))

    def after(self, seconds: float, then: Callable[[], None]) -> None:
        """Do something after a while."""
        self.at(self.now + seconds, then)

    def run(self) -> None:
        """Let everything happen."""
        while self._coming:
            self.now, _number, then = heapq.heappop(self._coming)
            then()


class Server:
    """One participants' server: one event loop, the other cores for kernels, a pool, people."""

    def __init__(self, clock: Clock, room: Room, costs: Costs, outcome: Outcome) -> None:
        self.loop = Line(clock, 1)
        self.kernels = Line(clock, max(1, room.machine.cores - 1))
        self.people, self.with_kernel = 0, 0
        self._clock, self._costs, self._outcome = clock, costs, outcome
        self._most = 0 if room.light else int(room.machine.memory // costs.kernel_bytes)
        self._pool = self._ready = min(room.pool, self._most)
        self._kernels, self._making, self._queue = self._ready, 0, deque[Callable[[], None]]()
        outcome.pages_made += self._ready

    @property
    def ready(self) -> int:
        """Pages nobody has yet."""
        return self._ready

    def come(self, joined: Callable[[bool], None]) -> None:
        """Somebody asks for the page; ``joined`` is told once they have it, and whether with a kernel."""
        self.people += 1
        if self.with_kernel < self._most:
            self.with_kernel += 1
            self.loop.serve(self._costs.page, lambda: self._with_kernel(joined))
        else:
            self.loop.serve(self._costs.page + self._costs.light_join, lambda: joined(False))

    def filled(self) -> float:
        """Bytes that kernels and people by the light way fill."""
        return self._kernels * self._costs.kernel_bytes + (self.people - self.with_kernel) * self._costs.light_bytes

    def _with_kernel(self, joined: Callable[[bool], None]) -> None:
        def hand_out() -> None:
            self.kernels.serve(self._costs.kernel_greet, lambda: self.loop.serve(
                self._costs.kernel_join, lambda: joined(True)))

        if self._ready:
            self._ready -= 1
            hand_out()
        else:
            self._queue.append(hand_out)
            self._outcome.most_waiting = max(self._outcome.most_waiting, len(self._queue))
        while self._making < len(self._queue) + self._pool - self._ready and self._kernels < self._most:
            self._making += 1
            self._kernels += 1
            self.kernels.serve(self._costs.prepare, self._made, urgency=1)  # whoever is in goes first

    def _made(self) -> None:
        self._making -= 1
        self._outcome.pages_made += 1
        if self._queue:
            self._queue.popleft()()
        else:
            self._ready += 1


class Store:
    """One store: transactions of one plan one after the other, of several plans side by side."""

    def __init__(self, clock: Clock, workers: int, seconds: float) -> None:
        self._clock, self._free, self._seconds = clock, workers, seconds
        self._waiting: dict[int, deque[Callable[[], None]]] = {}
        self._turns, self._writing = deque[int](), set[int]()
        self.busy: dict[int, float] = {}

    def write(self, plan: int, then: Callable[[], None]) -> None:
        """Commit something of a plan, then go on."""
        queue = self._waiting.setdefault(plan, deque())
        queue.append(then)
        if len(queue) == 1 and plan not in self._writing:
            self._turns.append(plan)
        self._next()

    def _next(self) -> None:
        while self._free and self._turns:
            plan = self._turns.popleft()
            then = self._waiting[plan].popleft()
            self._free -= 1
            self._writing.add(plan)
            self.busy[plan] = self.busy.get(plan, 0.0) + self._seconds
            self._clock.after(self._seconds, lambda plan=plan, then=then: self._done(plan, then))

    def _done(self, plan: int, then: Callable[[], None]) -> None:
        self._free += 1
        self._writing.discard(plan)
        if self._waiting[plan]:
            self._turns.append(plan)
        then()
        self._next()


def simulate(room: Room, costs: Costs, seed: int = 1) -> Outcome:
    """Play a room to its end: the last page is open, the last card acknowledged."""
    clock, outcome, chance = Clock(), Outcome(), random.Random(seed)
    servers = [Server(clock, room, costs, outcome) for _ in range(room.servers)]
    store, phones = Store(clock, room.store_workers, costs.write), Line(clock, 1)

    def arrive(person: int) -> None:
        begun, server = clock.now, min(servers, key=lambda one: one.people)

        def joined(with_kernel: bool) -> None:
            outcome.joins[person] = clock.now - begun
            outcome.by_kernel += with_kernel
            outcome.ended = clock.now
            if room.pace:
                clock.after(chance.uniform(0, room.pace), lambda: write(person, server, with_kernel))

        phones.serve(room.phone_join / 2, lambda: server.come(lambda kernel: phones.serve(
            room.phone_join / 2, lambda: joined(kernel))))
        outcome.memory = max(outcome.memory, server.filled())

    def write(person: int, server: Server, with_kernel: bool) -> None:
        if clock.now > room.writing:
            return
        begun = clock.now
        outcome.sent += 1

        def answered() -> None:
            phones.serve(room.phone_card, acknowledged)

        def acknowledged() -> None:
            outcome.acks.append(clock.now - begun)
            outcome.ended = clock.now
            clock.after(max(0.0, room.pace * chance.uniform(0.5, 1.5) - (clock.now - begun)),
                        lambda: write(person, server, with_kernel))

        def commit(then: Callable[[], None]) -> None:
            store.write(person // PEOPLE_OF_ONE_PLAN, then)

        if with_kernel:
            server.loop.serve(costs.kernel_card_loop / 2, lambda: server.kernels.serve(
                costs.kernel_card, lambda: commit(lambda: server.loop.serve(costs.kernel_card_loop / 2, answered))))
        else:
            work = costs.light_card + costs.light_card_each * server.people
            server.loop.serve(costs.light_card / 2, lambda: commit(
                lambda: server.loop.serve(costs.light_card / 2, answered)))
            server.loop.serve(work - costs.light_card, _nothing, urgency=1)  # others are told after the answer

    for person, when in enumerate(room.arrivals):
        clock.at(when, lambda person=person: arrive(person))
    clock.run()
    outcome.pages_left = sum(server.ready for server in servers)
    span = max(outcome.ended, 1e-9)
    outcome.loop_busy = max(server.loop.busy for server in servers) / span
    outcome.store_busy = max(store.busy.values(), default=0.0) / span
    return outcome


def _nothing() -> None:
    """Nobody waits for this."""


def quantile(values: list[float], part: float) -> float:
    """The value below which a part of all lies; 0 when there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def servers_needed(room: Room, costs: Costs, *, join: float, ack: float, seed: int = 1, most: int = 4096) -> int:
    """The fewest servers with which 95 of 100 people have their page within ``join`` seconds, and cards ``ack``.

    0 when ``most`` servers do not do it: then something else is too slow.
    """

    def enough(servers: int) -> bool:
        found = simulate(_with(room, servers), costs, seed)
        return quantile(list(found.joins.values()), 0.95) <= join and quantile(found.acks, 0.95) <= ack \
            and found.memory <= room.machine.memory

    upper = 1
    while not enough(upper):
        upper *= 2
        if upper > most:
            return 0
    lower = upper // 2
    while upper - lower > 1:
        middle = (lower + upper) // 2
        lower, upper = (lower, middle) if enough(middle) else (middle, upper)
    return upper


def _with(room: Room, servers: int) -> Room:
    return replace(room, servers=servers)
