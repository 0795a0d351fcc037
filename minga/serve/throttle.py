"""Slowing down whoever tries pass phrases one after another."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

FREE_ATTEMPTS = 4
LONGEST_WAIT = 60.0
FORGET_AFTER = 900.0
MOST_VISITORS = 4096


class Throttle:
    """Counts failures per visitor; after a few, each one doubles the wait, from 1 up to 60 seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Seconds this visitor still has to wait before the next attempt; 0 when they may try."""
        count, last = self._failures.get(_network(address), (0, 0.0))
        if count < FREE_ATTEMPTS:
            return 0.0
        pause = min(2.0 ** (count - FREE_ATTEMPTS), LONGEST_WAIT)
        return max(0.0, last + pause - self._clock())

    def failed(self, address: str) -> None:
        """Note a wrong phrase."""
        visitor, now = _network(address), self._clock()
        count, last = self._failures.pop(visitor, (0, now))
        self._failures[visitor] = (1 if now - last > FORGET_AFTER else count + 1, now)
        while len(self._failures) > MOST_VISITORS:
            self._failures.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """Forget the visitor's failures."""
        self._failures.pop(_network(address), None)


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
