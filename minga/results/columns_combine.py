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

import numpy as np

from minga.results.columns_indicators import Indicators
from minga.results.columns_kept import Numbers, Rows
from minga.results.combine import NO_CASES, NOT_COMBINED, combine
from minga.results.model import Actual
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


def combine_rows(rows: Rows, indicators: Indicators, names: Names) -> Cells:
    """One value from the rows of each indicator and period.

    Args:
        rows: with places in ``indicators`` as their codes; the rows of a cell side by side, those of a country too.
        indicators: their rules.
        names: what the codes of countries, dimensions and parts stand for.
    """
    percentage = np.array([measure == "percentage" for measure in indicators.column("measure")], bool)
    value, no_cases = _values(rows, percentage)
    says = no_cases | ~np.isnan(value)
    rows, value, no_cases = rows[says], value[says], no_cases[says]
    if not len(rows):
        return Cells(*(np.empty(0, int) for _ in range(2)), np.empty(0), np.empty(0, int))
    starts = _starts(rows["indicator"], rows["period"])
    ends, which = np.append(starts[1:], len(rows)), rows["indicator"][starts]
    cell = np.repeat(np.arange(len(starts)), ends - starts)
    rule = np.array([_RULES[name] for name in indicators.column("aggregation")])[which]
    made, odd = np.full(len(starts), np.nan), _odd(rows, no_cases, cell, len(starts))
    whole = (rows["country"] == 0) & ~odd[cell] & _total(rows)
    made[cell[whole]] = value[whole]
    rest = _total(rows) & ~odd[cell] & np.isnan(made)[cell]
    _join(made, cell[rest], rows[rest], value[rest], rule, percentage[which])
    why = np.where(np.isnan(made), APART, TOLD)
    for n in np.flatnonzero(odd):
        made[n], why[n] = _by_hand(rows[starts[n]:ends[n]], indicators, names)
    return Cells(which, rows["period"][starts], made, why)


def _values(rows: Rows, percentage: Numbers) -> tuple[Numbers, Numbers]:
    """The number of each row, and whether it tells of no cases; a percentage comes from its parts, if both are told."""
    value, no_cases = rows["value"].copy(), np.zeros(len(rows), bool)
    which = np.flatnonzero(percentage[rows["indicator"]])
    top, bottom = rows["numerator"][which], rows["denominator"][which]
    parted = ~np.isnan(top) & ~np.isnan(bottom)
    value[which[parted]] = 100 * top[parted] / np.where(bottom[parted] == 0, np.nan, bottom[parted])
    without = np.flatnonzero(np.isnan(value))  # whatever they measure: «0 of 0» is how nothing to tell is kept
    no_cases[without] = (rows["numerator"][without] == 0) & (rows["denominator"][without] == 0)
    return value, no_cases


def _total(rows: Rows) -> Numbers:
    return (rows["dimension"] == 0) & (rows["part"] == 0)


def _starts(*columns: Numbers) -> Numbers:
    """Where a new group of rows begins: where any of the columns changes."""
    changes = np.zeros(len(columns[0]), bool)
    changes[0] = True
    for column in columns:
        changes[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(changes)


def _odd(rows: Rows, no_cases: Numbers, cell: Numbers, cells: int) -> Numbers:
    """The cells that are not one total for each country, or that tell of no cases."""
    places = _starts(rows["indicator"], rows["period"], rows["country"])
    found = np.zeros(cells, bool)
    found[cell[places[np.add.reduceat(_total(rows), places, dtype=int) != 1]]] = True
    found[cell[no_cases | ((rows["dimension"] == 0) & (rows["part"] != 0))]] = True
    return found


def _join(made: Numbers, cell: Numbers, rows: Rows, value: Numbers, rule: Numbers, percentage: Numbers) -> None:
    """Put the countries of each cell together and write what comes out."""
    if not len(cell):
        return
    starts = _starts(cell)
    into = cell[starts]
    rules, percent = rule[into], percentage[into]
    size = np.diff(starts, append=len(cell))
    joined = {"max": np.maximum.reduceat(value, starts), "none": np.full(len(starts), np.nan),
              "sum": _sums(np.where(np.repeat(percent, size), 0, value), starts)}
    joined["mean"] = joined["sum"] / size
    if percent.any():
        mine = np.repeat(percent, size)
        parts = _percentages(rows[mine], value[mine], _starts(cell[mine]))
        for name in ("sum", "mean"):
            joined[name][percent] = parts
    if (rules == AGGREGATIONS.index("last")).any():
        joined["last"] = value[_latest(rows["at"], cell)]
    for name, numbers in joined.items():
        here = rules == AGGREGATIONS.index(name)
        made[into[here]] = numbers[here]


def _latest(at: Numbers, cell: Numbers) -> Numbers:
    """The place of the newest row of each cell, the first of several."""
    order = np.lexsort((-at, cell))  # stable: of two told in the same second the first stays first
    return order[_starts(cell)]


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
    sums = np.add.reduceat(values, starts)
    rounded = np.logical_or.reduceat(values != np.floor(values), starts)
    rounded |= np.add.reduceat(np.abs(values), starts) >= _EXACT
    ends = np.append(starts[1:], len(values))
    for n in np.flatnonzero(rounded):
        sums[n] = math.fsum(values[starts[n]:ends[n]].tolist())
    return sums


def _by_hand(rows: Rows, indicators: Indicators, names: Names) -> tuple[float, int]:
    """The value of one cell by ``combine``, and why it is as it is."""
    found = combine([Actual(
        period="", value=_or_none(row["value"]), country=names["country"][row["country"]],
        dim_name=names["dimension"][row["dimension"]], dim_value=names["part"][row["part"]],
        numerator=_or_none(row["numerator"]), denominator=_or_none(row["denominator"]),
        reported_at=datetime.fromtimestamp(row["at"], UTC) if row["at"] >= 0 else None,
    ) for row in rows.records()], indicators[int(rows["indicator"][0])])
    return math.nan if found.value is None else found.value, _WHY.get(found.why_none, TOLD)


def _or_none(number: float) -> float | None:
    return None if math.isnan(number) else number
