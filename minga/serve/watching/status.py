"""What a door counts about itself: numbers that any part of it may bump, read by ``/metrics`` and ``/room``.

Numbers only: nothing here can hold a name, an address or a text.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.process_collector import ProcessCollector

PREFIX = "minga_"
disable_created_metrics()  # a second series for each counter, which tells only when the door was opened
SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)

COUNTERS = {
    "joins_kernel": "People who got a page with a kernel of their own.",
    "joins_light": "People who got the light page.",
    "joins_wait": "Times that somebody was asked to wait for a page.",
    "kernels_started": "Kernels started.",
    "kernels_died": "Kernels that ended by themselves.",
    "kernels_ended": "Kernels that were ended because nobody used them any more.",
    "forkserver_restarts": "Times that the process that makes kernels was started again.",
    "messages_in": "Messages that pages sent.",
    "messages_out": "Messages sent to pages.",
    "requests_refused": "Requests answered with a code from 400 to 499.",
    "requests_failed": "Requests answered with a code from 500 on, being full (503) left out.",
    "requests_full": "Requests answered with 503.",
    "warnings": "Warnings written to the log.",
    "errors": "Errors written to the log.",
}
GAUGES = {
    "people_kernel": "People connected now, each with a kernel.",
    "people_light": "People connected now by the light page.",
    "pool_ready": "Pages that are ready for whoever comes next.",
    "queue": "People waiting for a page.",
    "kernels": "Kernels alive.",
    "kernels_most": "Kernels this door may have at the same time; 0 means any number.",
    "messages_waiting": "Messages waiting to be sent to pages.",
    "memory_available_bytes": "Memory left on this machine, or within this container's limit.",
    "loop_lag_seconds": "The longest that the event loop was late in the last ten seconds.",
    "since_timestamp_seconds": "When this door opened, in seconds since 1970.",
    "cards": "Cards of the plan in the room.",
}
TIMES = {
    "join_seconds": "From asking for a page to having it.",
    "ack_seconds": "From hearing what a page sends to acknowledging it.",
    "request_seconds": "From a request's first byte to its answer's last.",
}


class Status:
    """Counters, gauges and times of one application.

    Args:
        door: ``participant``, ``facilitator`` or ``landing``; a label on ``minga_door``.
    """

    def __init__(self, door: str = "participant") -> None:
        self.door, self.began = door, time.time()
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._counters = {name: self._counter(name) for name in COUNTERS}
        self._times: dict[str, Histogram] = {}
        self._read: dict[str, Callable[[], float]] = {}
        self._gauges: dict[str, Gauge] = {}
        Gauge(f"{PREFIX}door", "Which door this is.", ["door"], registry=self.registry).labels(door).set(1)
        self.gauge("since_timestamp_seconds", lambda: self.began)

    def count(self, name: str, n: float = 1) -> None:
        """Add to a counter, which begins at zero.

        Args:
            name: a name of ``COUNTERS``, or another of letters, digits and ``_``.
            n: how much, not negative.
        """
        known = self._counters.get(name)
        if known is None:
            known = self._counters[name] = self._counter(name)
        known.inc(n)

    def gauge(self, name: str, read: Callable[[], float]) -> None:
        """Say how a number is found out that goes up and down; the last one to say it wins.

        Args:
            name: a name of ``GAUGES``, or another of letters, digits and ``_``.
            read: called whenever somebody looks, in the event loop: it must answer at once. Where it
                raises, the number is not a number (NaN).
        """
        if name not in self._gauges:
            self._gauges[name] = Gauge(_proper(name), GAUGES.get(name, name), registry=self.registry)
            self._gauges[name].set_function(lambda: self._now(name))
        self._read[name] = read

    def observe(self, name: str, seconds: float) -> None:
        """Note how long something took, in seconds."""
        known = self._times.get(name)
        if known is None:
            known = self._times[name] = Histogram(_proper(name), TIMES.get(name, name), buckets=SECONDS,
                                                  registry=self.registry)
        known.observe(seconds)

    def numbers(self) -> dict[str, float]:
        """Every counter and gauge of Minga by its plain name; those that cannot be read are left out."""
        found = {name: float(counter.collect()[0].samples[0].value) for name, counter in self._counters.items()}
        found |= {name: self._now(name) for name in self._read}
        return {name: value for name, value in found.items() if math.isfinite(value)}

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str) -> Counter:
        return Counter(_proper(name), COUNTERS.get(name, name), registry=self.registry)

    def _now(self, name: str) -> float:
        try:
            return float(self._read[name]())
        except Exception:  # a number that is not there must not take the others along
            return math.nan


def _proper(name: str) -> str:
    """The metric's name; ValueError where it would be none."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,60}", name):
        raise ValueError(f"not a metric's name: {name!r}")
    return PREFIX + name
