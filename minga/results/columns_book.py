"""What the rows of many plans say of their indicators, period by period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from minga.results.columns_combine import Numbers, Rules, combine_rows
from minga.results.columns_indicators import Indicators
from minga.results.columns_rows import TABLES, Kept, Rows
from minga.results.columns_shorter import Shorter, told_inside
from minga.results.columns_state import Calendar
from minga.tables.schema import VALUE_STATUS

APPROVED, PENDING, RETURNED = (VALUE_STATUS.index(name) for name in ("approved", "pending", "returned"))
HEARD, WAITING, SILENT = 1, 2, 3
"""Of a country and an indicator in a period: an approved value; only one that waits; none, though one was expected."""


class Book:
    """What the rows of the chosen plans say of the chosen indicators and periods; see ``ManyPlans``.

    Rows are taken some plans at a time: what is put together then stays where the processor finds it at once, which
    is twice as fast as all rows in one go, and needs less memory.

    Args:
        kept: values and targets of the plans (and perhaps of others).
        indicators: of the plans.
        periods: those that are read; the last is the present one.
        calendars: the periods as each plan has them, by the plan's id.
        as_of: the day of the reading; the last of the present period when None.
    """

    def __init__(self, kept: Kept, indicators: Indicators, periods: Sequence[str], calendars: Mapping[str, Calendar],
                 as_of: date | None = None) -> None:
        self._rules, self._as_of = Rules(indicators, kept.names), as_of
        place = {key: n for n, key in enumerate(indicators.column("indicator_id"))}
        self._indicator = _places(kept.names["indicator"], place)
        self._period = _places(kept.names["period"], {name: n for n, name in enumerate(periods)})
        shape, self._last = (len(indicators), len(periods)), len(periods) - 1
        self.actual, self.target = np.full(shape, np.nan), np.full(shape, np.nan)
        self.why, self.told = np.zeros(shape, int), np.zeros(shape, bool)
        self.pending, self.returned = np.zeros(shape[0], int), np.zeros(shape[0], int)
        self.heard = np.zeros((shape[0], len(kept.names["country"])), np.int8)
        self.rows = 0
        for rows in self._placed(kept, "targets", calendars):
            self._take_targets(rows)
        for rows in self._placed(kept, "actuals", calendars):
            self._take_actuals(rows)
        self._take_shorter(kept, periods, calendars)
        self.heard[:, 0] = 0  # the whole is no country

    def _placed(self, kept: Kept, table: str, plans: Iterable[str]) -> Iterator[Rows]:
        """The rows of the chosen indicators and periods, with their places as codes."""
        for rows in kept.of(table, plans):
            which, when = self._indicator[rows["indicator"]], self._period[rows["period"]]
            yield rows.with_columns(indicator=which, period=when)[(which >= 0) & (when >= 0)]

    def _take_targets(self, rows: Rows) -> None:
        cells = combine_rows(rows, self._rules)
        self.target[cells.indicator, cells.period] = cells.value
        self._hear(rows[rows["period"] == self._last], SILENT)

    def _take_actuals(self, rows: Rows) -> None:
        approved = rows["status"] == APPROVED
        cells = combine_rows(rows, self._rules, approved)
        self.actual[cells.indicator, cells.period], self.why[cells.indicator, cells.period] = cells.value, cells.why
        words = rows[approved & rows["told"]]
        self.told[words["indicator"], words["period"]] = True
        self.rows += len(rows)
        self._hear(rows, SILENT)
        self._take_present(rows[rows["period"] == self._last])

    def _take_present(self, now: Rows) -> None:
        """What waits, and what was heard from each country, in the period that is read."""
        status, says = now["status"], ~np.isnan(now["value"]) | ~np.isnan(now["numerator"]) | now["told"]
        np.add.at(self.pending, now["indicator"][status == PENDING], 1)
        np.add.at(self.returned, now["indicator"][status == RETURNED], 1)
        self._hear(now[says & ((status == PENDING) | (status == RETURNED))], WAITING)
        self._hear(now[says & (status == APPROVED)], HEARD)

    def _take_shorter(self, kept: Kept, periods: Sequence[str], calendars: Mapping[str, Calendar]) -> None:
        """A period of which nobody told is read from the shorter ones inside it, as the report of one plan does."""
        shorter = Shorter(kept.names["period"], periods)
        for plan, calendar in calendars.items():
            if (inside := shorter.inside(calendar)) is None:
                continue
            for table in TABLES:
                for rows in kept.of(table, [plan]):
                    which = self._indicator[rows["indicator"]]
                    chosen = which >= 0
                    rows = rows.with_columns(indicator=which)[chosen]
                    self._take_inside(table, rows, inside[rows["period"]], calendar)

    def _take_inside(self, table: str, rows: Rows, inside: Numbers, calendar: Calendar) -> None:
        own = self._period[rows["period"]]
        counts = rows["status"] == APPROVED
        value, day = (self.target, None) if table == "targets" else (self.actual, self._as_of)
        for one in told_inside(rows[counts], own[counts], inside[counts], self._rules, calendar, day):
            value[one.indicator, one.period] = one.value
            if table == "actuals":
                self.why[one.indicator, one.period], self.told[one.indicator, one.period] = one.why, one.told
        there = rows[(inside >= 0) & (own < 0)]
        told_itself = np.unique(rows["indicator"][own == self._last])
        now = rows[(inside == self._last) & ~np.isin(rows["indicator"], told_itself)]
        self._hear(there if table == "actuals" else now, SILENT)
        if table == "actuals":
            self.rows += len(there)
            self._take_present(now)

    def _hear(self, rows: Rows, mark: int) -> None:
        flat = self.heard.reshape(-1)  # one place for each pair is found sooner than two
        flat[rows["indicator"] * np.intp(self.heard.shape[1]) + rows["country"]] = mark


def _places(names: Sequence[str], there: Mapping[str, int]) -> Numbers:
    """For each code its place; −1 for what is not there."""
    return np.array([there.get(name, -1) for name in names], np.int32)
