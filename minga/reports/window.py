"""Which period a report is about, with which it is compared, and since when changes of the plan are told."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from minga.errors import Fault, InputError
from minga.i18n import gettext as _
from minga.periods import parse_period
from minga.results.edits import Edit, read_edits
from minga.results.model import Period, PlanResults
from minga.store import Store


def period_of(results: PlanResults, text: str) -> tuple[Period, tuple[Period, ...]]:
    """The period asked for and every period of the plan of its length, this one among them.

    Raises:
        InputError: the text names no period, or the plan knows nothing of it.
    """
    known = {p.period: p for p in results.periods}
    named = known.get(text)
    if named is None:
        parsed = parse_period(text, results.plan.fiscal_start)
        named = known.get(str(parsed)) or Period(str(parsed), parsed.starts, parsed.ends)
    plan = results.plan
    outside = (plan.starts and named.ends < plan.starts) or (plan.ends and named.starts > plan.ends)
    if named.period not in known and (outside or (known and not (plan.starts and plan.ends))):
        raise InputError(Fault(
            _("El período {period} no es de este plan.").format(period=named.period), column="period",
            advice=_("Los que hay son: {periods}.").format(periods=", ".join(known) or _("ninguno"))))
    same_length = [p for p in results.periods if _kind(p) == _kind(named) and p.period != named.period]
    return named, tuple(sorted([*same_length, named], key=lambda p: (p.ends, p.starts)))


def _kind(period: Period) -> str:
    """What is before the number of a period: semesters are compared with semesters."""
    return period.period[4:6]


def edits_since(store: Store, results: PlanResults, period: Period,
                periods: tuple[Period, ...]) -> tuple[Edit, ...]:
    """What was altered since the data of the previous period were in; in the first one the plan is being made."""
    earlier = [p for p in periods if p.ends < period.starts]
    if not earlier:
        return ()
    since = earlier[-1].ends + timedelta(days=results.plan.grace_days + 1)
    return read_edits(store, results.plan.plan_id, datetime.combine(since, time(), UTC))
