"""Slowing down whoever tries pass phrases one after another, and whoever asks for page after page."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

from minga.workshop.pace import Bucket

FREE_ATTEMPTS = 4
LONGEST_WAIT = 60.0
FORGET_AFTER = 900.0
MOST_VISITORS = 4096
FAILURES = (0.5, 40.0)
"""Wrong phrases of everybody together: forgotten at so many a second, and so many at once cost nobody a wait."""

JOINS_OF_ONE = (0.5, 20.0)
"""Pages that one browser may ask for a second, and at once after a rest."""
JOINS_OF_A_NETWORK = (40.0, 1200.0)
"""The same for one address: a whole hall behind one router scans the code within seconds, and may ask twice."""


class Throttle:
    """Counts failures per visitor; after a few, each one doubles the wait, from 1 up to 60 seconds.

    Somebody who tries from many addresses is slowed down as well, because all failures together fill one
    bucket. Whoever sits at the machine itself, or has typed the phrase in this browser before, does not
    wait for that: nobody can keep the person who facilitates out by guessing.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._heat, self._felt = 0.0, clock()

    def wait(self, address: str, *, known: bool = False) -> float:
        """Seconds this visitor still has to wait before the next attempt; 0 when they may try.

        Args:
            address: the visitor's.
            known: this browser has been let in before.
        """
        return max(self._own_wait(address), 0.0 if known or _is_here(address) else self._everybodys_wait())

    def _everybodys_wait(self) -> float:
        rate, free = FAILURES
        return max(0.0, (self._warmth() + 1 - free) / rate)

    def _warmth(self) -> float:
        now = self._clock()
        self._heat, self._felt = max(0.0, self._heat - (now - self._felt) * FAILURES[0]), now
        return self._heat

    def _own_wait(self, address: str) -> float:
        count, last = self._failures.get(_network(address), (0, 0.0))
        if count < FREE_ATTEMPTS:
            return 0.0
        pause = min(2.0 ** (count - FREE_ATTEMPTS), LONGEST_WAIT)
        return max(0.0, last + pause - self._clock())

    def failed(self, address: str) -> None:
        """Note a wrong phrase."""
        self._heat = min(self._warmth() + 1, FAILURES[1])  # nobody is made to wait long by what others did
        visitor, now = _network(address), self._clock()
        count, last = self._failures.pop(visitor, (0, now))
        self._failures[visitor] = (1 if now - last > FORGET_AFTER else count + 1, now)
        while len(self._failures) > MOST_VISITORS:
            self._failures.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """Forget the visitor's failures."""
        self._failures.pop(_network(address), None)


class Joins:
    """How fast pages are asked for, by browser and by address.

    Args:
        expected: how many people come; all of them may come at once, and come back.
    """

    def __init__(self, expected: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        rate, burst = JOINS_OF_A_NETWORK
        self._of_a_network = rate, max(burst, 6.0 * expected)
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def wait(self, user: str, address: str) -> float:
        """Seconds until this browser's turn; 0 when a page may be made for it now.

        Args:
            user: the identity that the browser brought; empty when it brought none.
            address: where it asks from. This machine itself is not counted.
        """
        buckets = [self._bucket(f"user {user}", JOINS_OF_ONE)] if user else []
        if not _is_here(address):
            buckets.append(self._bucket(f"network {_network(address)}", self._of_a_network))
        waits = [(1.0 - bucket.held()) / bucket.rate for bucket in buckets]
        if any(wait > 0 for wait in waits):
            return max(waits)
        for bucket in buckets:
            bucket.take()
        return 0.0

    def _bucket(self, name: str, pace: tuple[float, float]) -> Bucket:
        found = self._buckets.pop(name, None) or Bucket(*pace, self._clock)
        self._buckets[name] = found
        while len(self._buckets) > 2 * MOST_VISITORS:
            self._buckets.popitem(last=False)
        return found


def _is_here(address: str) -> bool:
    """Whether a visitor sits at this very machine."""
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    return (getattr(parsed, "ipv4_mapped", None) or parsed).is_loopback


def _network(address: str) -> str:
    """Who counts as one visitor: an IPv4 address, or the /64 that one IPv6 machine commands."""
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
