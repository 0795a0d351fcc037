"""A flood of complaints from one place does not drown the others."""

from __future__ import annotations

import logging

from minga.serve.watching.log_pace import BURST, RATE, LogPace


class Clock:
    """A clock that moves when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def record(line: int) -> logging.LogRecord:
    """What is said at a line of the program."""
    return logging.LogRecord("minga", logging.WARNING, "a.py", line, "said", None, None)


def test_a_flood_is_cut_and_counted_and_other_places_are_heard() -> None:
    clock = Clock()
    pace = LogPace(clock)
    written = [pace.filter(record(1)) for _ in range(1000)]
    assert sum(written) == BURST
    assert all(pace.filter(record(2)) for _ in range(10))
    clock.now += 1 / RATE
    after = record(1)
    assert pace.filter(after)
    assert after.fields == {"left_out": 1000 - BURST}  # type: ignore[attr-defined]


def test_a_few_lines_are_written_as_they_are() -> None:
    few = record(1)
    assert LogPace(Clock()).filter(few)
    assert not hasattr(few, "fields")
