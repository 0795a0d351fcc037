"""Values and targets of many plans as columns of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

KINDS = {"indicator": "i4", "period": "i4", "country": "i4", "dimension": "i4", "part": "i4", "value": "f8",
         "numerator": "f8", "denominator": "f8", "at": "i8", "status": "i1", "told": "?"}
"""The columns of values and targets. Codes are places in ``Kept.names``; 0 is no country, dimension or part; NaN:
nobody said it.

``at`` is the second of its report (−1: nobody said), ``status`` a place in ``VALUE_STATUS``, ``told`` whether there
is a narrative. Rows stand plan by plan, indicator by indicator, period by period, country by country.
"""

CODED = ("indicator", "period", "country", "dimension", "part")
TABLES = ("actuals", "targets")
_AT_ONCE = 40_000
"""Rows that are put together in one go: their columns fit beside the processor, all rows would wait for memory."""

Numbers = NDArray[Any]


class Rows:
    """Values or targets as columns, each as long as the others; ``rows["value"]`` is a column, ``rows[which]`` rows.

    Of rows that were chosen, a column is only copied when it is asked for.
    """

    def __init__(self, columns: Mapping[str, Numbers], which: Numbers | None = None) -> None:
        self._columns, self._which = columns, which
        self._chosen: dict[str, Numbers] = {}

    def __len__(self) -> int:
        return len(self._columns["indicator"] if self._which is None else self._which)

    @overload
    def __getitem__(self, which: str) -> Numbers: ...

    @overload
    def __getitem__(self, which: Numbers | slice) -> Rows: ...

    def __getitem__(self, which: str | Numbers | slice) -> Numbers | Rows:
        if isinstance(which, str):
            return self._column(which)
        if isinstance(which, slice):
            return Rows({name: self[name][which] for name in KINDS})
        if which.dtype == bool:
            if which.all():
                return self
            which = np.flatnonzero(which)
        return Rows(self._columns, which if self._which is None else self._which[which])

    def _column(self, name: str) -> Numbers:
        if self._which is None:
            return self._columns[name]
        if name not in self._chosen:
            self._chosen[name] = self._columns[name][self._which]
        return self._chosen[name]

    def with_columns(self, **columns: Numbers) -> Rows:
        """The same rows with other columns in the place of some."""
        return Rows({name: columns[name] if name in columns else self[name] for name in KINDS})

    def records(self) -> list[dict[str, Any]]:
        """The rows one by one, for the few that are looked at by themselves."""
        return [dict(zip(KINDS, row, strict=True)) for row in zip(*(
            self[name].tolist() for name in KINDS), strict=True)]

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """Rows one after another."""
        return cls({name: np.concatenate([part[name] for part in parts]) if parts else np.empty(0, kind)
                    for name, kind in KINDS.items()})


@dataclass(frozen=True)
class Part:
    """What is kept of one plan.

    Attributes:
        stamp: the state of the ledger that it is of.
        spans: where its rows stand in each of ``TABLES``.
        indicators: in the order of its reports, with the fields of ``columns_indicators.FIELDS``.
    """

    stamp: str
    spans: tuple[tuple[int, int], tuple[int, int]]
    indicators: Sequence[Sequence[Any]] = ()


@dataclass(frozen=True)
class Kept:
    """All rows, the names of their codes, and the part that each plan has of them."""

    names: Mapping[str, Sequence[str]]
    plans: Mapping[str, Part]
    rows: Mapping[str, Rows]

    @classmethod
    def nothing(cls) -> Kept:
        """No rows of no plan."""
        return cls({name: [] if name in ("indicator", "period") else [""] for name in CODED}, {},
                   {name: Rows.joined([]) for name in TABLES})

    def of(self, table: str, plans: Iterable[str]) -> Iterator[Rows]:
        """The rows of some plans in the order of their ids, many at a time; those of a plan come together."""
        at = TABLES.index(table)
        start = end = 0
        for first, last in (self.plans[plan].spans[at] for plan in sorted(plans)):
            if first != end or last - start > _AT_ONCE:
                if end > start:
                    yield self.rows[table][start:end]
                start = first
            end = last
        if end > start:
            yield self.rows[table][start:end]
