"""Countries and parts put together for a whole table at once, by the rules of ``combine``.

What people do nearly always (one total for a country, countries added up) is done here for all rows in one go. Where
there is anything else (parts without their total, a total told twice, a percentage of no cases) the rows of that
indicator and period are handed to ``combine`` itself, so that there is one arithmetic and not two.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from minga.results.columns_indicators import Indicators
from minga.results.columns_rows import Numbers, Rows
from minga.results.combine import NO_CASES, NOT_COMBINED, Combined, combine
from minga.results.model import Actual, Target
from minga.tables.schema import AGGREGATIONS

Names = Mapping[str, Sequence[str]]

_EXACT = 2.0**53
"""Whole numbers up to here are added without rounding, in whatever order."""

_RULES = {name: n for n, name in enumerate(AGGREGATIONS)}

TOLD, APART, EMPTY = 0, 1, 2
"""Why a cell is as it is: it has a value; its parts have no total; it is a percentage of no cases."""
_WHY = {NOT_COMBINED: APART, NO_CASES: EMPTY}


@dataclass(frozen=True)
class Cells:
    """The indicators and periods of which something was told; the four are as long as each other.

    Attributes:
        value: NaN where there is none, and ``why`` says why.
        why: ``TOLD``, ``APART`` or ``EMPTY``.
    """

    indicator: Numbers
    period: Numbers
    value: Numbers
    why: Numbers


@dataclass(frozen=True)
class Rules:
    """How rows are put together.

    Attributes:
        names: what the codes of countries, dimensions and parts stand for.
    """

    indicators: Indicators
    names: Names

    @cached_property
    def percentage(self) -> Numbers:
        """Of each indicator, whether it is a percentage."""
        return np.array([measure == "percentage" for measure in self.indicators.column("measure")], bool)

    @cached_property
    def joining(self) -> Numbers:
        """Of each indicator, the place of its rule in ``AGGREGATIONS``."""
        return np.array([_RULES[name] for name in self.indicators.column("aggregation")], np.int8)


def combine_rows(rows: Rows, rules: Rules, counts: Numbers | None = None) -> Cells:
    """One value from the rows of each indicator and period.

    Args:
        rows: with places among the indicators as their codes; the rows of a cell side by side, those of a country too.
        rules: of the indicators.
        counts: whether each row counts; all of them do when None.
    """
    value, no_cases = _values(rows, rules.percentage)
    says = ~np.isnan(value) | no_cases
    says = says if counts is None else says & counts
    chosen = np.flatnonzero(says)
    if not len(chosen):
        return Cells(*(np.empty(0, int) for _ in range(2)), np.empty(0), np.empty(0, int))
    rows, value, no_cases = rows[chosen], value[chosen], no_cases[chosen]
    first = _changes(rows["indicator"]) | _changes(rows["period"])
    starts, cell = np.flatnonzero(first), np.cumsum(first) - 1
    total = (rows["dimension"] == 0) & (rows["part"] == 0)
    odd = _odd(rows, no_cases, total, first, cell)
    which, made = rows["indicator"][starts], np.full(len(starts), np.nan)
    plain = total & ~np.isin(cell, odd) if len(odd) else total
    whole = plain & (rows["country"] == 0)
    if whole.any():
        made[cell[whole]] = value[whole]
        plain = plain & np.isnan(made)[cell]
    _join(made, cell[plain], rows[plain], value[plain], rules.joining[which], rules.percentage[which])
    why, ends = np.where(np.isnan(made), APART, TOLD), np.append(starts[1:], len(rows))
    for n in odd:
        made[n], why[n] = _by_hand(rows[starts[n]:ends[n]], rules)
    return Cells(which, rows["period"][starts], made, why)


def _values(rows: Rows, percentage: Numbers) -> tuple[Numbers, Numbers]:
    """The number of each row, and whether it tells of no cases; a percentage comes from its parts, if both are told."""
    value, no_cases = rows["value"].copy(), np.zeros(len(rows), bool)
    which = np.flatnonzero(percentage[rows["indicator"]])
    if len(which):
        top, bottom = rows[which]["numerator"], rows[which]["denominator"]
        parted = ~np.isnan(top) & ~np.isnan(bottom)
        value[which[parted]] = 100 * top[parted] / np.where(bottom[parted] == 0, np.nan, bottom[parted])
    without = np.flatnonzero(np.isnan(value))  # whatever they measure: «0 of 0» is how nothing to tell is kept
    no_cases[without] = (rows[without]["numerator"] == 0) & (rows[without]["denominator"] == 0)
    return value, no_cases


def _changes(column: Numbers) -> Numbers:
    """Where another value begins, the first one too."""
    found = np.ones(len(column), bool)
    np.not_equal(column[1:], column[:-1], out=found[1:])
    return found


def _odd(rows: Rows, no_cases: Numbers, total: Numbers, first: Numbers, cell: Numbers) -> Numbers:
    """The cells that are not one total for each country, or that tell of no cases.

    Args:
        rows: that say something.
        no_cases: of each row, whether it is a percentage of nothing.
        total: of each row, whether it is no part of another.
        first: of each row, whether a cell begins with it.
        cell: of each row.
    """
    alone = first | _changes(rows["country"])
    if alone.all() and total.all() and not no_cases.any():
        return np.empty(0, int)
    places = np.flatnonzero(alone)
    no_total = places[np.add.reduceat(total, places, dtype=int) != 1]
    unnamed = np.flatnonzero(no_cases | ((rows["dimension"] == 0) & (rows["part"] != 0)))
    return np.unique(cell[np.concatenate([no_total, unnamed])])


def _join(made: Numbers, cell: Numbers, rows: Rows, value: Numbers, rule: Numbers, percentage: Numbers) -> None:
    """Put the countries of each cell together and write what comes out."""
    if not len(cell):
        return
    starts = np.flatnonzero(_changes(cell))
    into = cell[starts]
    rules, percent, size = rule[into], percentage[into], np.diff(starts, append=len(cell))
    mine = np.repeat(percent, size)
    joined = {"sum": _sums(np.where(mine, 0, value), starts), "none": np.full(len(starts), np.nan)}
    joined["mean"] = joined["sum"] / size
    if percent.any():
        parts = _percentages(rows[mine], value[mine], np.flatnonzero(_changes(cell[mine])))
        for name in ("sum", "mean"):
            joined[name][percent] = parts
    if (rules == _RULES["max"]).any():
        joined["max"] = np.maximum.reduceat(value, starts)
    if (rules == _RULES["last"]).any():
        joined["last"] = value[_latest(rows["at"], cell)]
    for name, numbers in joined.items():
        here = rules == _RULES[name]
        made[into[here]] = numbers[here]


def _latest(at: Numbers, cell: Numbers) -> Numbers:
    """The place of the newest row of each cell, the first of several."""
    order = np.lexsort((-at.astype(np.int64), cell))  # stable: of two told in the same second the first stays first
    return order[np.flatnonzero(_changes(cell))]


def _percentages(rows: Rows, value: Numbers, starts: Numbers) -> Numbers:
    """From the numerators and denominators; where a part is missing, equal ones stay, and others have no total."""
    same = np.minimum.reduceat(value, starts) == np.maximum.reduceat(value, starts)
    top, bottom = rows["numerator"], rows["denominator"]
    missing = np.logical_or.reduceat(np.isnan(top) | np.isnan(bottom) | (bottom == 0), starts)
    below = _sums(np.nan_to_num(bottom), starts)
    parts = 100 * _sums(np.nan_to_num(top), starts) / np.where(missing | (below == 0), np.nan, below)
    return np.where(missing, np.where(same, value[starts], np.nan), parts)


def _sums(values: Numbers, starts: Numbers) -> Numbers:
    """The sum of each group, rounded once, as ``math.fsum`` does."""
    sums, size = np.add.reduceat(values, starts), np.diff(starts, append=len(values))
    exact = (values == np.floor(values)) & (np.abs(values) < _EXACT / size.max())
    if not exact.all():
        loose = np.zeros(len(starts), bool)
        loose[np.searchsorted(starts, np.flatnonzero(~exact), "right") - 1] = True
        told = values[np.repeat(loose, size)].tolist()
        sums[loose] = [math.fsum(told[start:end]) for start, end in pairwise([0, *np.cumsum(size[loose]).tolist()])]
    return sums


def _by_hand(rows: Rows, rules: Rules) -> tuple[float, int]:
    """The value of one cell by ``combine``, and why it is as it is."""
    found = combine([actual_of(row, rules.names) for row in rows.records()],
                    rules.indicators[int(rows["indicator"][0])])
    return math.nan if found.value is None else found.value, why_of(found)


def actual_of(row: Mapping[str, Any], names: Names, period: str = "") -> Actual:
    """A row by itself, of a period; a target too, which has neither numerator nor moment."""
    return Actual(
        period=period, value=_or_none(row["value"]), country=names["country"][row["country"]],
        dim_name=names["dimension"][row["dimension"]], dim_value=names["part"][row["part"]],
        numerator=_or_none(row["numerator"]), denominator=_or_none(row["denominator"]),
        reported_at=datetime.fromtimestamp(row["at"], UTC) if row["at"] >= 0 else None)


def target_of(row: Mapping[str, Any], names: Names) -> Target:
    """A target by itself; the codes of its row are those of ``names``."""
    return Target(names["period"][row["period"]], _or_none(row["value"]), names["country"][row["country"]],
                  names["dimension"][row["dimension"]], names["part"][row["part"]])


def why_of(found: Combined) -> int:
    """``TOLD``, ``APART`` or ``EMPTY``."""
    return _WHY.get(found.why_none, TOLD)


def _or_none(number: float) -> float | None:
    return None if math.isnan(number) else number
