"""A plan narrowed to one country: its actions, and its part of every target and value."""

from __future__ import annotations

from dataclasses import replace

from minga.errors import Fault, InputError
from minga.i18n import gettext as _
from minga.reports.facts import country_name
from minga.reports.small_cells import large_enough
from minga.results.model import Action, Indicator, PlanResults


def narrowed(results: PlanResults, country: str) -> PlanResults:
    """The plan as one country sees it; the plan itself when ``country`` is empty.

    Actions are those for which somebody of the country answers. Of indicators only the country's own targets and
    values count: the baseline and the target of the whole plan are of all countries, and are left out.

    Raises:
        InputError: the plan knows nothing of that country; those it knows are named.
    """
    if not country:
        return results
    code, known = country.strip().upper(), countries_of(results)
    if code not in known:
        raise InputError(Fault(
            _("El plan no tiene nada del país «{country}».").format(country=country[:40]), column="country",
            advice=_("Los que hay son: {countries}.").format(countries=", ".join(
                f"{c} ({country_name(c)})" for c in known) or _("ninguno"))))
    directions = tuple(replace(d, actions=tuple(a for a in d.actions if _answers(a, code)))
                       for d in results.directions)
    return replace(results, directions=directions,
                   indicators=tuple(_own(i, code) for i in results.indicators if _told(i, code)))


def countries_of(results: PlanResults) -> list[str]:
    """The countries that a plan names anywhere, sorted."""
    found = set(results.plan.countries)
    found |= {a.country for action in results.actions for a in action.assignments}
    found |= {row.country for i in results.indicators for row in (*i.targets, *i.actuals)}
    return sorted(found - {""})


def _answers(action: Action, country: str) -> bool:
    return any(a.country == country for a in action.assignments)


def _told(indicator: Indicator, country: str) -> bool:
    return any(row.country == country for row in (*indicator.targets, *indicator.actuals))


def _own(indicator: Indicator, country: str) -> Indicator:
    return replace(indicator, baseline_value=None, baseline_year=None, baseline_comment="", target_total=None,
                   targets=tuple(replace(t, country="") for t in indicator.targets if t.country == country),
                   actuals=tuple(replace(a, country="") for a in indicator.actuals if a.country == country))


def shown_publicly(results: PlanResults) -> PlanResults:
    """A country's part without the indicators that count few people in some period: such a total is a small cell."""
    return replace(results, indicators=tuple(i for i in results.indicators if not _points_at_few(i)))


def _points_at_few(indicator: Indicator) -> bool:
    counts = indicator.measure == "unit" and indicator.aggregation in ("sum", "none")
    return counts and any(a.value is not None and a.value > 0 and not large_enough(a.value)
                          for a in indicator.actuals)
