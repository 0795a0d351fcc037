"""The tables that a portfolio report leaves behind, as rows of canonical CSV."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from minga.periods import parse_period
from minga.reports.portfolio import common, over_time, plans, quality, territory
from minga.reports.portfolio.facts import Portfolio
from minga.reports.portfolio.shared import shared
from minga.reports.small_cells import large_enough
from minga.results.achievement import STATES, achievement
from minga.results.status import STATUSES

Row = dict[str, Any]
INDICATORS = "portfolio_indicators.csv"

_STATES = " ".join(STATES)


def tables(facts: Portfolio) -> dict[str, tuple[str, Sequence[Row]]]:
    """Header and rows of each file, by its name."""
    return {
        plans.FILE: (f"plan_id title organization countries period starts ends indicators {_STATES} pending returned "
                     "actions " + " ".join(f"actions_{s}" for s in STATUSES) + " actions_overdue", _plans(facts)),
        over_time.FILE: (f"period starts ends plans indicators {_STATES}", _periods(facts)),
        territory.FILE: ("period country expected approved waiting no_value", _countries(facts)),
        common.FILE: ("period ref_vocabulary ref_code indicator measure unit plans plans_with_value total actual "
                      "target achievement differ", _common(facts)),
        quality.FILE: ("period asked there missing total", [
            {"period": facts.many.period, "asked": one.asked, "there": one.there, "missing": one.total - one.there,
             "total": one.total} for one in quality.quality(facts)]),
        INDICATORS: ("plan_id period indicator_id code indicator measure unit method aggregation actual target state "
                     "achievement formula pending returned", _indicators(facts)),
    }


def summary(facts: Portfolio) -> Row:
    """The report in numbers, for other programs."""
    return {"period": facts.many.period, "period_label": facts.label, "audience": facts.audience,
            "as_of": facts.as_of.isoformat() if facts.as_of else None, "plans": len(facts.lines),
            "plans_without_the_period": len(facts.many.others), "values_read": facts.many.values,
            "indicators": {"total": sum(facts.states.values()), **facts.states},
            "pending_values": int(facts.many.pending.sum()), "returned_values": int(facts.many.returned.sum())}


def _plans(facts: Portfolio) -> list[Row]:
    own = {plan.plan.plan_id: period for plan, period in zip(facts.many.plans, facts.many.own, strict=True)}
    return [{
        "plan_id": line.plan.plan.plan_id, "title": facts.text(line.plan.plan.title),
        "organization": facts.text(line.plan.plan.organization), "countries": " ".join(line.plan.plan.countries),
        "period": facts.many.period, "starts": own[line.plan.plan.plan_id].starts,
        "ends": own[line.plan.plan.plan_id].ends, "indicators": line.indicators, **line.states,
        "pending": line.pending, "returned": line.returned, "actions": line.actions["total"],
        **{f"actions_{status}": line.actions.get(status, 0) for status in STATUSES},
        "actions_overdue": line.actions["overdue"],
    } for line in facts.lines]


def _periods(facts: Portfolio) -> list[Row]:
    there = (facts.many.state >= 0)
    return [{"period": name, "starts": parse_period(name).starts, "ends": parse_period(name).ends,
             "plans": len(set(facts.many.plan_of[there[:, n]].tolist())), "indicators": sum(states.values()), **states}
            for n, (name, states) in enumerate(zip(facts.many.periods, facts.by_period, strict=True))]


def _countries(facts: Portfolio) -> list[Row]:
    return [{"period": facts.many.period, "country": c.code, "expected": c.expected, "approved": c.heard,
             "waiting": c.waiting, "no_value": c.silent} for c in facts.countries]


def _common(facts: Portfolio) -> list[Row]:
    return [{
        "period": facts.many.period, "ref_vocabulary": one.indicator.ref_vocabulary, "ref_code": one.indicator.ref_code,
        "indicator": facts.text(one.indicator.title), "measure": one.indicator.measure, "unit": one.indicator.unit,
        "plans": one.plans, "plans_with_value": len(one.values), "total": _shown(facts, one.total),
        "actual": _shown(facts, one.aimed_total), "target": one.aimed_target,
        "achievement": _rounded(one.achievement.ratio), "differ": one.differ,
    } for one in shared(facts)]


def _shown(facts: Portfolio, value: float | None) -> float | None:
    """A total; in a public file one of a few people is left out, as on the page."""
    return None if facts.public and value is not None and value > 0 and not large_enough(value) else value


_SAID = ("indicator_id", "code", "title", "measure", "unit", "method", "aggregation", "baseline_value", "ascending")
"""Of an indicator, what its row needs."""


def _indicators(facts: Portfolio) -> list[Row]:
    """One row for each indicator; only inside the house, for they tell single values apart."""
    many, found = facts.many, []
    if facts.public:
        return []
    plans = [many.plans[place].plan.plan_id for place in many.plan_of.tolist()]
    said = zip(*(many.indicators.column(name) for name in _SAID), strict=True)
    read = zip(*(column.tolist() for column in (many.actual[:, -1], many.target[:, -1], many.state[:, -1],
                                                many.pending, many.returned)), strict=True)
    for plan, (key, code, title, measure, unit, method, aggregation, baseline, ascending), (
            value, aim, state, pending, returned) in zip(plans, said, read, strict=True):
        actual, target = _number(value), _number(aim)
        reached = achievement(actual, target, baseline, ascending)
        found.append({
            "plan_id": plan, "period": many.period, "indicator_id": key, "code": code, "indicator": title,
            "measure": measure, "unit": unit, "method": method, "aggregation": aggregation, "actual": actual,
            "target": target, "state": STATES[state], "achievement": _rounded(reached.ratio),
            "formula": reached.formula, "pending": pending, "returned": returned})
    return found


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 6)
