"""Many plans in one period: every value of every plan put together and read against its target, in one go.

The rules are those of ``combine`` and ``achievement``; a test holds one against the other on plans made at random.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import sqlalchemy as sa

from minga import tables
from minga.errors import Fault, InputError
from minga.i18n import gettext as _
from minga.periods import parse_period
from minga.results.columns_combine import Numbers, combine_rows
from minga.results.columns_indicators import Indicators, in_order
from minga.results.columns_kept import Kept, Rows, kept_values, stamps
from minga.results.columns_state import NOT_THERE, Reading, states
from minga.results.model import Period, PlanResults
from minga.results.naming import period_named
from minga.results.reading import results_of
from minga.store import Store
from minga.tables.schema import VALUE_STATUS

_TABLES = ("plans", "stages", "periods", "directions", "actions", "progress", "objectives")
"""What is read row by row; values and targets come as columns, and of indicators only what is asked for."""
_INDICATORS = "indicators"

APPROVED, PENDING, RETURNED = (VALUE_STATUS.index(name) for name in ("approved", "pending", "returned"))
HEARD, WAITING, SILENT = 1, 2, 3
"""Of a country and an indicator in a period: an approved value; only one that waits; none, though one was expected."""


@dataclass(frozen=True)
class ManyPlans:
    """Several plans in a period and the ones before it.

    Attributes:
        period: of the reading.
        plans: those that have the period, in the order of their titles; they come without values and targets.
        others: titles of the plans that do not reach the period: nothing is missing of them.
        periods: of the same length as ``period``, in time order; it is the last.
        own: the period as each plan's calendar has it.
        indicators: of all plans, plan by plan, without values and targets.
        plan_of: the place in ``plans`` of each indicator.
        actual: approved values, a row for each indicator and a column for each of ``periods``; NaN is none.
        target: of each indicator and period, likewise.
        state: places in ``achievement.STATES``, likewise; ``NOT_THERE`` where the plan has no such period.
        pending: values of the period that wait for approval, for each indicator; and those ``returned``.
        countries: codes of countries that values or targets name.
        heard: ``HEARD``, ``WAITING``, ``SILENT`` or 0 (nothing was expected) for each indicator and country.
        values: how many rows were read.
    """

    period: str
    plans: tuple[PlanResults, ...]
    others: tuple[str, ...]
    periods: tuple[str, ...]
    own: tuple[Period, ...]
    indicators: Indicators
    plan_of: Numbers
    actual: Numbers
    target: Numbers
    state: Numbers
    pending: Numbers
    returned: Numbers
    countries: tuple[str, ...]
    heard: Numbers
    values: int


def read_many(store: Store, period: str, plans: Collection[str] = (), as_of: date | None = None) -> ManyPlans:
    """Many plans in one period, in one consistent reading.

    Args:
        store: the store.
        period: ``2018-S1``, ``2018-Q1`` or ``2018``.
        plans: ids; every plan of the store when empty.
        as_of: the day of the reading, for periods still open; the last of the period when None.

    Raises:
        InputError: the period has no meaning, or a plan is not there; those that are not are named.
    """
    named = str(parse_period(period))
    with store.reading() as connection:
        kept = kept_values(store, connection)
        chosen = _chosen(kept.plans, plans)
        rows = _rows(connection, chosen)
    return read_kept(kept, [_plan(rows[plan]) for plan in chosen], named, as_of)


def fingerprint(store: Store, plans: Collection[str] = ()) -> str:
    """What names the state of some plans (all when empty): while it stays the same, so does what is read of them."""
    with store.reading() as connection:
        now = stamps(connection)
    return "\n".join(f"{plan} {now[plan]}" for plan in _chosen(now, plans))


def _plan(rows: Mapping[str, Any]) -> PlanResults:
    """A plan without values and targets; its indicators become objects when they are asked for."""
    names, found = rows[_INDICATORS]
    plan = results_of({name: some for name, some in rows.items() if name != _INDICATORS})
    ranks = {objective.objective_id: n for n, objective in enumerate(plan.objectives)}
    return replace(plan, indicators=Indicators(names, in_order(found, names, ranks)))  # type: ignore[arg-type]


def _chosen(there: Collection[str], plans: Collection[str]) -> list[str]:
    missing = sorted(set(plans) - set(there))
    if missing:
        raise InputError([Fault(_("No hay un plan «{plan}».").format(plan=plan[:80]), column="plans",
                                advice=_("«minga plans» dice cuáles hay.")) for plan in missing])
    return sorted(set(plans) or there)


def _rows(connection: sa.Connection, plans: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The rows of the small tables, plan by plan; those of indicators as tuples, with the names of their columns."""
    wanted = set(plans)
    found: dict[str, dict[str, Any]] = {plan: defaultdict(list) for plan in plans}
    indicators = connection.execute(_with_plan(_INDICATORS))
    headings = tuple(indicators.keys())
    for plan in plans:
        found[plan][_INDICATORS] = (headings, [])
    for row in indicators.all():
        if row.of_plan in wanted:
            found[row.of_plan][_INDICATORS][1].append(row)
    for name in _TABLES:
        answer = connection.execute(_with_plan(name))
        names = tuple(answer.keys())
        for row in answer.all():
            if row.of_plan in wanted:
                found[row.of_plan][name].append(dict(zip(names, row, strict=True)))
    return found


def _with_plan(name: str) -> sa.Select[Any]:
    """Every row of a table with the plan it belongs to."""
    target, path = tables.table(name), tables.plan_path(name)
    owner, column = path[-1]
    query = sa.select(target, tables.table(owner).c[column].label("of_plan"))
    for table_name, link_name in path[:-1]:
        link = tables.table(table_name).c[link_name]
        parent = next(iter(link.foreign_keys)).column
        query = query.join(parent.table, link == parent)
    return query.order_by(*target.primary_key.columns)


def _own(plan: PlanResults, named: str) -> Period | None:
    """The period in the calendar of a plan; None when the plan does not reach it."""
    known = {p.period: p for p in plan.periods}
    if named in known:
        return known[named]
    made = period_named(named, plan.plan.fiscal_start)
    starts, ends = plan.plan.starts, plan.plan.ends
    if made is None or (starts and made.ends < starts) or (ends and made.starts > ends):
        return None
    return None if known and not (starts and ends) else made


def read_kept(kept: Kept, found: Sequence[PlanResults], named: str, as_of: date | None = None) -> ManyPlans:
    """The same from rows that were read before.

    Args:
        kept: values and targets of the plans (and perhaps of others).
        found: the plans, without values and targets.
        named: the period in its written form.
        as_of: the day of the reading; the last of the period when None.
    """
    found = sorted(found, key=lambda p: (p.plan.title.casefold(), p.plan.plan_id))
    there = [(plan, period) for plan in found if (period := _own(plan, named)) is not None]
    others = tuple(plan.plan.title for plan in found if _own(plan, named) is None)
    plans, own = tuple(plan for plan, _period in there), tuple(period for _plan, period in there)
    indicators = Indicators.joined(plan.indicators for plan in plans)
    periods = _periods(plans, named)
    book = _Book(kept, [plan.plan.plan_id for plan in plans], indicators, periods)
    actual, why, told = book.actuals()
    reading = Reading(indicators, np.repeat(np.arange(len(plans)), [len(plan.indicators) for plan in plans]),
                      plans, own, periods, actual, book.targets(), why, told, as_of)
    waiting = book.now["status"]
    return ManyPlans(
        period=named, plans=plans, others=others, periods=periods, own=own, indicators=indicators,
        plan_of=reading.plan_of, actual=actual, target=reading.target, state=states(reading),
        pending=book.counted(waiting == PENDING), returned=book.counted(waiting == RETURNED),
        countries=tuple(kept.names["country"]), heard=book.heard(), values=len(book.rows))


def _periods(plans: Sequence[PlanResults], named: str) -> tuple[str, ...]:
    """The periods up to the one that is read that are as long as it; their names sort as time does."""
    same = {p.period for plan in plans for p in plan.periods if p.period[4:6] == named[4:6] and p.period <= named}
    return tuple(sorted(same | {named}))


class _Book:
    """The rows of the chosen plans, their codes turned into places among the chosen indicators and periods."""

    def __init__(self, kept: Kept, plans: Sequence[str], indicators: Indicators, periods: Sequence[str]) -> None:
        self.indicators, self.periods, self.names = indicators, periods, kept.names
        place = {key: n for n, key in enumerate(indicators.column("indicator_id"))}
        self._indicator = _places(kept.names["indicator"], place)
        self._period = _places(kept.names["period"], {name: n for n, name in enumerate(periods)})
        self.rows = self._placed(kept.of("actuals", plans))
        self._targets = self._placed(kept.of("targets", plans))

    def _placed(self, rows: Rows) -> Rows:
        """The rows of the chosen indicators and periods, with their places as codes."""
        which, when = self._indicator[rows["indicator"]], self._period[rows["period"]]
        here = (which >= 0) & (when >= 0)
        return rows.with_columns(indicator=which, period=when)[here]

    @cached_property
    def now(self) -> Rows:
        """The values of the period that is read."""
        return self.rows[self.rows["period"] == len(self.periods) - 1]

    @property
    def _shape(self) -> tuple[int, int]:
        return len(self.indicators), len(self.periods)

    def actuals(self) -> tuple[Numbers, Numbers, Numbers]:
        """Approved values; why there is none; whether something was told in words. Indicators by periods."""
        approved = self.rows[self.rows["status"] == APPROVED]
        cells = combine_rows(approved, self.indicators, self.names)
        value, why, told = np.full(self._shape, np.nan), np.zeros(self._shape, int), np.zeros(self._shape, bool)
        value[cells.indicator, cells.period], why[cells.indicator, cells.period] = cells.value, cells.why
        words = approved[approved["told"]]
        told[words["indicator"], words["period"]] = True
        return value, why, told

    def targets(self) -> Numbers:
        """Targets, indicators by periods; NaN where there is none."""
        made, cells = np.full(self._shape, np.nan), combine_rows(self._targets, self.indicators, self.names)
        made[cells.indicator, cells.period] = cells.value
        return made

    def counted(self, some: Numbers) -> Numbers:
        """How many of the period's rows each indicator has."""
        return np.bincount(self.now["indicator"][some], minlength=len(self.indicators))

    def heard(self) -> Numbers:
        """What was heard of each indicator from each country; see ``ManyPlans.heard``."""
        found = np.zeros((len(self.indicators), len(self.names["country"])), np.int8)
        aimed = self._targets[self._targets["period"] == len(self.periods) - 1]
        says = ~np.isnan(self.now["value"]) | ~np.isnan(self.now["numerator"]) | self.now["told"]
        approved = self.now[(self.now["status"] == APPROVED) & says]
        waits = self.now[np.isin(self.now["status"], (PENDING, RETURNED)) & says]
        for rows, mark in ((self.rows, SILENT), (aimed, SILENT), (waits, WAITING), (approved, HEARD)):
            found[rows["indicator"], rows["country"]] = mark
        found[:, 0] = 0  # the whole is no country
        return found


def _places(names: Sequence[str], there: Mapping[str, int]) -> Numbers:
    """For each code its place; −1 for what is not there."""
    return np.array([there.get(name, -1) for name in names], np.int32)


__all__ = ["HEARD", "NOT_THERE", "SILENT", "WAITING", "ManyPlans", "fingerprint", "read_kept", "read_many"]
