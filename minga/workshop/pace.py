"""How fast one page may ask for things: a bucket that fills steadily and that each act empties a little."""

from __future__ import annotations

import time
from collections.abc import Callable


class Bucket:
    """A token bucket.

    Args:
        rate: tokens that flow in, per second.
        burst: most tokens that it holds; it starts full.
        clock: seconds from a clock that never goes back.
    """

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self._burst, self._clock = rate, burst, clock
        self._held, self._looked = float(burst), clock()

    def take(self, tokens: float = 1.0) -> bool:
        """Take tokens if they are there; nothing is taken otherwise."""
        self._fill()
        if self._held < tokens:
            return False
        self._held -= tokens
        return True

    def owe(self, tokens: float = 1.0) -> float:
        """Take tokens whether they are there or not; returns the seconds until the debt is paid, 0 if none."""
        self._fill()
        self._held -= tokens
        return max(0.0, -self._held / self.rate)

    def held(self) -> float:
        """Tokens in it now; negative when some are owed."""
        self._fill()
        return self._held

    def _fill(self) -> None:
        now = self._clock()
        self._held = min(self._burst, self._held + (now - self._looked) * self.rate)
        self._looked = now
