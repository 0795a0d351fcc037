"""A measure for the log: whoever makes a door complain without end drowns nobody else's line."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable

from minga.workshop.pace import Bucket

RATE, BURST = 0.5, 60.0
"""Lines a second from one place of the program, and at once after a rest."""

Place = tuple[str, str, int]


class LogPace(logging.Filter):
    """Lets so many lines of each place through; the next one says in ``left_out`` how many were not written."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._buckets: dict[Place, Bucket] = {}
        self._left_out: Counter[Place] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this line is written."""
        place = record.name, record.pathname, record.lineno
        bucket = self._buckets.get(place)
        if bucket is None:
            bucket = self._buckets[place] = Bucket(RATE, BURST, self._clock)
        if not bucket.take():
            self._left_out[place] += 1
            return False
        left_out = self._left_out.pop(place, 0)
        if left_out:
            record.fields = {**getattr(record, "fields", {}), "left_out": left_out}
        return True
