"""Many plans in one period: every value of every plan put together and read against its target, in one go.

The rules are those of ``combine`` and ``achievement``; a test holds one against the other on plans made at random.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa

from minga import tables
from minga.errors import Fault, InputError
from minga.i18n import gettext as _
from minga.periods import parse_period
from minga.results.columns_book import HEARD, SILENT, WAITING, Book
from minga.results.columns_indicators import Indicators
from minga.results.columns_kept import kept_values, stamps, without_collecting
from minga.results.columns_rows import Kept, Numbers, Part
from minga.results.columns_shorter import Previous
from minga.results.columns_state import NOT_THERE, Calendar, Reading, states
from minga.results.model import Period, PlanResults
from minga.results.naming import period_named
from minga.results.reading import results_of
from minga.store import Store

_TABLES = ("plans", "stages", "periods", "directions", "actions", "progress", "objectives")
"""What is read row by row; values, targets and indicators are kept."""


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
    with without_collecting():
        with store.reading() as connection:
            kept = kept_values(store, connection)
            chosen = _chosen(kept.plans, plans)
            rows = _rows(connection, chosen)
        return read_kept(kept, [_plan(rows[plan], kept.plans[plan]) for plan in chosen], named, as_of)


def fingerprint(store: Store, plans: Collection[str] = ()) -> str:
    """What names the state of some plans (all when empty): while it stays the same, so does what is read of them."""
    with store.reading() as connection:
        now = stamps(connection)
    return "\n".join(f"{plan} {now[plan]}" for plan in _chosen(now, plans))


def _plan(rows: Mapping[str, Any], part: Part) -> PlanResults:
    """A plan without values, targets and names of codes; its indicators become objects when they are asked for."""
    return replace(results_of(rows, ()), indicators=Indicators(part.indicators))  # type: ignore[arg-type]


def _chosen(there: Collection[str], plans: Collection[str]) -> list[str]:
    missing = sorted(set(plans) - set(there))
    if missing:
        raise InputError([Fault(_("No hay un plan «{plan}».").format(plan=plan[:80]), column="plans",
                                advice=_("«minga plans» dice cuáles hay.")) for plan in missing])
    return sorted(set(plans) or there)


def _rows(connection: sa.Connection, plans: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The rows of the small tables, plan by plan."""
    found: dict[str, dict[str, Any]] = {plan: defaultdict(list) for plan in plans}
    for name in _TABLES:
        answer = connection.execute(_with_plan(name))
        names = tuple(answer.keys())
        for row in answer.all():
            if row[-1] in found:
                found[row[-1]][name].append(dict(zip(names, row, strict=True)))
    return found


def _with_plan(name: str) -> sa.Select[Any]:
    """Every row of a table, and at last the plan it belongs to."""
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
    calendars = {plan.plan.plan_id: _calendar(plan, period, periods) for plan, period in there}
    book = Book(kept, indicators, periods, calendars, as_of)
    plan_of = np.repeat(np.arange(len(plans)), [len(plan.indicators) for plan in plans])
    reading = Reading(indicators, plan_of, tuple(calendars.values()), book.actual, book.target, book.why, book.told,
                      Previous(kept, plans, own, plan_of, indicators, book.target), as_of)
    return ManyPlans(
        period=named, plans=plans, others=others, periods=periods, own=own, indicators=indicators,
        plan_of=plan_of, actual=book.actual, target=book.target, state=states(reading),
        pending=book.pending, returned=book.returned, countries=tuple(kept.names["country"]), heard=book.heard,
        values=book.rows)


def _periods(plans: Sequence[PlanResults], named: str) -> tuple[str, ...]:
    """The periods up to the one that is read that are as long as it; their names sort as time does."""
    same = {p.period for plan in plans for p in plan.periods if p.period[4:6] == named[4:6] and p.period <= named}
    return tuple(sorted(same | {named}))


def _calendar(plan: PlanResults, own: Period, periods: Sequence[str]) -> Calendar:
    """A plan's own form of each period; None where it has no such period."""
    known = {p.period: p for p in plan.periods} | {periods[-1]: own}
    return tuple(known.get(name) for name in periods)


__all__ = ["HEARD", "NOT_THERE", "SILENT", "WAITING", "ManyPlans", "fingerprint", "read_kept", "read_many"]
