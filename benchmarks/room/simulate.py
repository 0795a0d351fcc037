"""How many servers a room needs: 1,000 and 100,000 people, everybody at once or one after the other.

    python benchmarks/room/simulate.py                what rooms of several sizes need, from the costs kept
    python benchmarks/room/simulate.py --measure      measure the costs on this machine first (some minutes)
    python benchmarks/room/simulate.py --validate     play a small room, simulate the same, and compare

Prints its assumptions. Costs are kept in ``costs.json`` beside this file.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import fields

from simulation import (
    PEOPLE_OF_ONE_PLAN,
    Costs,
    Machine,
    Outcome,
    Room,
    quantile,
    scan,
    servers_needed,
    simulate,
    trickle,
)

SEED = 20
JOIN_GOAL = {"light": 2.0, "kernel": 6.0}
ACK_GOAL = 0.3
PACE, WRITING = 20.0, 120.0
CURVES: dict[str, tuple[Callable[[int, float, int], tuple[float, ...]], float]] = {
    "everybody within a minute": (scan, 60.0), "one after the other, 15 minutes": (trickle, 900.0)}
ASSUMPTIONS = f"""\
Assumptions
- A server's machine has 2 cores and 20 GB for people: one core for the door's event loop, one for kernels.
- Everything a door does waits in one line; kernels share the other core, whoever is in before pages being made.
- People go to the server with the fewest, and stay. The network takes no time: add that of your own.
- After joining, everybody sends a card every {PACE:.0f} s (between half and one and a half times that), until
  {WRITING:.0f} s after the first arrival or after the last, whichever is later.
- Cards of one plan are written one after the other, with the time that SQLite takes here; a plan takes
  {PEOPLE_OF_ONE_PLAN} people, and a store has one plan in the room: a larger crowd is several rooms, each with its own
  store and servers. Only the first of them is asked how many servers it needs; all are played.
- Nobody leaves, nothing fails; a proxy, the landing page and the facilitator's pages cost nothing here.
- Enough means: 95 of 100 have their page within {JOIN_GOAL['light']:.0f} s (light) or {JOIN_GOAL['kernel']:.0f} s
  (kernel), 95 of 100 cards are acknowledged within {ACK_GOAL} s, and memory suffices.
- Arrivals within a minute follow a beta curve (2, 4): most in the first third. Seed {SEED}.
"""


def room_of(people: int, curve: str, light: bool, seed: int, servers: int = 1) -> Room:
    """One room: one plan, one store, its own servers."""
    arrive, seconds = CURVES[curve]
    pool = 0 if light else min(600, -(-people // 2))
    return Room(arrive(people, seconds, seed), servers, Machine(), light, pool, PACE, max(WRITING, seconds + 60.0))


def table(sizes: Sequence[int], costs: Costs) -> None:
    """What each size needs, by each curve and way."""
    print(f"{'people':>8} {'rooms':>6}  {'arrivals':<32}{'way':<8}{'servers':>8}{'page p95':>10}{'last':>8}"
          f"{'ack p95':>9}{'loop':>6}{'store':>7}{'memory':>10}{'writes/s':>10}{'kernels':>9}")
    for people in sizes:
        for curve in CURVES:
            for way in JOIN_GOAL:
                line(people, curve, way, costs)


def line(people: int, curve: str, way: str, costs: Costs) -> None:
    """One line: a crowd larger than a plan is several rooms, each with as many servers as the first needs."""
    rooms = -(-people // PEOPLE_OF_ONE_PLAN)
    each, light = people // rooms, way == "light"
    needed = servers_needed(room_of(each, curve, light, SEED), costs, join=JOIN_GOAL[way], ack=ACK_GOAL, seed=SEED,
                            most=64)
    found = [simulate(room_of(each, curve, light, SEED + n, needed or 64), costs, SEED + n) for n in range(rooms)]
    joins = [seconds for one in found for seconds in one.joins.values()]
    acks = [seconds for one in found for seconds in one.acks]
    print(f"{people:>8} {rooms:>6}  {curve:<32}{way:<8}{needed * rooms or 'never':>8}{quantile(joins, 0.95):>9.2f}s"
          f"{max(joins):>7.2f}s{quantile(acks, 0.95):>8.3f}s{max(one.loop_busy for one in found):>6.0%}"
          f"{max(one.store_busy for one in found):>7.0%}{max(one.memory for one in found) / 1e9:>8.2f}GB"
          f"{sum(one.sent / one.ended for one in found):>10.0f}{sum(one.by_kernel for one in found):>9}", flush=True)


def validate(costs: Costs, people: int = 60, arriving: float = 6.0, pace: float = 2.0, seconds: float = 20.0) -> None:
    """Play a room, simulate the same one, and print both."""
    from simulate_measure import small_room

    played = small_room(people, arriving, pace, seconds)
    arrivals = tuple(n * arriving / people for n in range(people))
    def simulated(factor: float) -> Outcome:
        room = Room(arrivals, pace=pace, writing=arriving + seconds, phone_join=played.phones[0] / people * factor,
                    phone_card=played.phones[1] / max(1, played.cards) * factor)
        return simulate(room, costs.stretched(factor), SEED)

    rest, strained = simulated(1.0), simulated(played.stretch)
    print(f"{people} people within {arriving:.0f} s by the light way, a card every {pace:.0f} s for {seconds:.0f} s.\n"
          f"All phones in one process on the same machine: {1000 * played.phones[0] / people:.1f} ms a join and "
          f"{1000 * played.phones[1] / max(1, played.cards):.1f} ms a card of its own are in both.\n"
          f"Five milliseconds of processor took {5 * played.stretch:.0f} ms meanwhile. The model is played at rest,\n"
          "and where everything takes so much longer; what was measured should lie between.")
    print(f"  {'':<18}{'at rest':>10}{'measured':>10}{'strained':>10}")
    for what, three in (("page", (list(rest.joins.values()), played.joins, list(strained.joins.values()))),
                        ("acknowledged", (rest.acks, played.acks, strained.acks))):
        for share in (0.5, 0.95):
            values = [quantile(seconds, share) for seconds in three]
            print(f"  {what + f' p{100 * share:.0f}':<18}" + "".join(f"{value:>9.3f}s" for value in values))
    print(f"  {'cards':<18}{rest.sent:>10}{played.cards:>10}{strained.sent:>10}")


def main() -> None:
    """Measure, validate or simulate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--validate", action="store_true")
    parser.add_argument("--people", type=int, nargs="+", default=[200, 1000, 2000, 100_000])
    given = parser.parse_args()
    from simulate_measure import keep, kept, measure

    if given.measure:
        keep(measure())
    costs = kept()
    print("Costs, in seconds of one core and bytes")
    for cost in fields(costs):
        print(f"  {cost.name:<18}{getattr(costs, cost.name):.6g}")
    if given.validate:
        validate(costs)
        return
    print(ASSUMPTIONS)
    table(given.people, costs)


if __name__ == "__main__":
    main()
