"""How every indicator of many plans stands in every period, by the rules of ``achievement``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from minga.results.achievement import (
    APART,
    BELOW,
    MET,
    NO_TARGET,
    NO_VALUE,
    NOT_APPLICABLE,
    ON_TRACK,
    REPORTED,
    STATES,
    applies,
    reaches,
)
from minga.results.columns_combine import APART as PARTS_APART
from minga.results.columns_combine import EMPTY, Numbers
from minga.results.columns_indicators import Indicators
from minga.results.expected import ACCRUES, expected_by
from minga.results.model import Period
from minga.results.status import elapsed

NOT_THERE = -1
"""In place of a state: the plan has no such period."""


Calendar = tuple[Period | None, ...]
"""The periods that are read as one plan has them; None where it has no such period."""


@dataclass(frozen=True)
class Reading:
    """What states are read from; tables have a row for each indicator and a column for each period, the last is read.

    Attributes:
        plan_of: the place in ``calendars`` of each indicator.
        calendars: the periods as each plan has them.
        actual: approved values; NaN is none, and ``why`` says why.
        told: whether something was told in words.
        previous: the target before the present period's of an indicator, by its place; None when there was none.
        as_of: the day of the reading; the last of the period when None.
    """

    indicators: Indicators
    plan_of: Numbers
    calendars: Sequence[Calendar]
    actual: Numbers
    target: Numbers
    why: Numbers
    told: Numbers
    previous: Callable[[int], float | None]
    as_of: date | None


def states(reading: Reading) -> Numbers:
    """Places in ``achievement.STATES``, a row for each indicator and a column for each period."""
    found = np.full(reading.actual.shape, STATES.index(BELOW))
    known, aimed = ~np.isnan(reading.actual), ~np.isnan(reading.target)
    found[_reach(reading)] = STATES.index(MET)
    found[~aimed] = STATES.index(NO_TARGET)
    found[~known] = STATES.index(NO_VALUE)
    awaited = aimed | _awaited(reading)
    found[~known & ((reading.why == EMPTY) | ~awaited)] = STATES.index(NOT_APPLICABLE)
    found[~known & (reading.why == PARTS_APART)] = STATES.index(APART)
    found[~known & reading.told] = STATES.index(REPORTED)
    _still_open(reading, found)
    found[~_covers(reading)[reading.plan_of]] = NOT_THERE
    return found


def _reach(reading: Reading) -> Numbers:
    ascending = np.array(reading.indicators.column("ascending"), bool)[:, None]
    # Nothing is as good as NaN, nor is NaN as good as anything: both comparisons are then False.
    return np.where(ascending, reading.actual >= reading.target, reading.actual <= reading.target)


def _covers(reading: Reading) -> Numbers:
    """Whether a plan has a period; plans by periods."""
    return np.array([[period is not None for period in own] for own in reading.calendars], bool).reshape(
        -1, reading.actual.shape[1])


def _awaited(reading: Reading) -> Numbers:
    """Whether a value is awaited in a period; only what says how often it is told can be told more seldom."""
    found = np.ones(reading.actual.shape, bool)
    kinds: dict[Calendar, int] = {}
    kind_of = [kinds.setdefault(own, len(kinds)) for own in reading.calendars]  # most plans share one calendar
    known: dict[tuple[str, int], list[bool]] = {}
    for n, frequency in enumerate(reading.indicators.column("frequency")):
        if frequency:
            plan = int(reading.plan_of[n])
            key = (frequency, kind_of[plan])
            if key not in known:
                made = reading.indicators[n]
                known[key] = [own is None or applies(made, own) for own in reading.calendars[plan]]
            found[n] = known[key]
    return found


def _still_open(reading: Reading, found: Numbers) -> None:
    """Read periods that are still open against what could be expected by the day of the reading."""
    if reading.as_of is None:
        return
    parts = [elapsed(own[-1], reading.as_of) if own[-1] else 1.0 for own in reading.calendars]
    for n in np.flatnonzero(np.isin(found[:, -1], (STATES.index(BELOW), STATES.index(MET)))):
        part = parts[reading.plan_of[n]]
        if part < 1:
            found[n, -1] = STATES.index(_by_now(reading, int(n), part))


def _by_now(reading: Reading, n: int, part: float) -> str:
    """The state of an indicator with a value and a target when a part of the period has passed."""
    made, actual, target = reading.indicators[n], float(reading.actual[n, -1]), float(reading.target[n, -1])
    expected = expected_by(made, target, reading.previous(n), part)
    final = expected.basis != ACCRUES or made.ascending  # as in ``achievement``: few so far is not yet few in the end
    if final and reaches(actual, target, made.ascending):
        return MET
    return ON_TRACK if expected.value is not None and reaches(actual, expected.value, made.ascending) else BELOW
