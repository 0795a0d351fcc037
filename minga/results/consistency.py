"""What does not fit together in the results of a plan: worth a look, never refused and never corrected."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from minga.errors import Fault
from minga.i18n import country_name, format_number
from minga.i18n import gettext as _
from minga.results.expected import accrues, target_of
from minga.results.model import Indicator, Period, PlanResults
from minga.results.parts import COUNTRIES, Mismatch, mismatches

_SHOWN = 80


def results_notes(results: PlanResults) -> list[Fault]:
    """Everything that does not fit together, indicator by indicator; empty when all does."""
    found: list[Fault] = []
    for indicator in results.indicators:
        found += _baseline(indicator)
        found += _plan_target(indicator, results.periods)
        found += _falling_targets(indicator, results.periods)
        found += _parts(indicator, results)
    return found


def _name(indicator: Indicator) -> str:
    return f"{indicator.code} {indicator.title}".strip()[:_SHOWN]


def _baseline(indicator: Indicator) -> Iterator[Fault]:
    if indicator.baseline_value is None:
        return
    if indicator.baseline_year is None:
        yield Fault(_("La línea de base de «{title}» no dice de qué año es.").format(title=_name(indicator)),
                    file="indicators", column="baseline_year")
    goal = indicator.target_total
    wrong = goal is not None and not accrues(indicator) and (
        goal < indicator.baseline_value if indicator.ascending else goal > indicator.baseline_value)
    if wrong and goal is not None:
        yield Fault(_("La meta de «{title}» ({goal}) es peor que su línea de base ({baseline}).").format(
            title=_name(indicator), goal=format_number(goal), baseline=format_number(indicator.baseline_value)),
            file="indicators", column="target_total", advice=_("Revise si mejora cuando sube o cuando baja."))


def _plan_target(indicator: Indicator, periods: Sequence[Period]) -> Iterator[Fault]:
    """The target of the plan against those of its periods: their sum for counts, the last one for the others."""
    targets = [target_of(indicator, period) for period in periods]
    if indicator.target_total is None or not targets or targets[-1] is None:
        return
    counted = accrues(indicator) and indicator.aggregation == "sum"
    if counted and None in targets:
        return  # the others may still be set
    made = math.fsum(t for t in targets if t is not None) if counted else targets[-1]
    if indicator.measure == "qualitative" or math.isclose(made, indicator.target_total, abs_tol=1e-9):
        return
    words = (_("Las metas de los períodos de «{title}» suman {made} y la del plan es {total}.") if counted
             else _("La última meta de «{title}» es {made} y la del plan es {total}."))
    yield Fault(words.format(title=_name(indicator), made=format_number(made),
                             total=format_number(indicator.target_total)), file="indicators", column="target_total")


def _falling_targets(indicator: Indicator, periods: Sequence[Period]) -> Iterator[Fault]:
    if indicator.method != "cumulative":
        return
    known = [(p, t) for p in periods if (t := target_of(indicator, p)) is not None]
    for (_before, before), (period, after) in pairwise(known):
        if after < before:
            yield Fault(_("«{title}» es acumulado y su meta baja de {before} a {after} en {period}.").format(
                title=_name(indicator), before=format_number(before), after=format_number(after),
                period=period.period), file="targets", column="value")


def _parts(indicator: Indicator, results: PlanResults) -> Iterator[Fault]:
    """Targets and approved values whose parts do not make their total."""
    told = [a for a in indicator.actuals if a.status == "approved"]
    for file, rows in (("targets", indicator.targets), ("actuals", told)):
        for name in sorted({r.period for r in rows}):
            for one in mismatches([r for r in rows if r.period == name], indicator):
                words = (_("En {period}, las metas de «{title}» {of} dan {parts} y la del total es {total}.")
                         if file == "targets" else
                         _("En {period}, los valores de «{title}» {of} dan {parts} y el total dice {total}."))
                yield Fault(words.format(period=name, title=_name(indicator), of=_of(one, results),
                                         parts=format_number(one.parts), total=format_number(one.total)),
                            file=file, column="value")


def _of(one: Mismatch, results: PlanResults) -> str:
    """By what the parts are parts: «por países», «por Sexo en Bolivia»."""
    by = _("por países") if one.of == COUNTRIES else _("por {name}").format(
        name=results.code_label("dim", one.of, results.plan.language))
    return f"{by} ({country_name(one.country)})" if one.country else by
