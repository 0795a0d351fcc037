"""What is due: the reports that plans should have by a day, less those that stand and are up to date.

Everything here is arithmetic on what it is given; ``due_survey`` reads it from the store, ``due_making`` makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from minga.results.model import Period
from minga.runs.calendar import Calendar
from minga.runs.inputs import PlanInputs, fingerprint
from minga.runs.parameters import Scalar
from minga.runs.spec import RunSpec
from minga.runs.variants import variant_of

MISSING, FAILED, CHANGED, GONE = "missing", "failed", "changed", "gone"
REASONS = (MISSING, FAILED, CHANGED, GONE)
"""Never made; tried, and it did not end well; made from other data, notebook or version; one of its files is gone."""

Stands = Callable[[RunSpec], bool]
"""Whether the page of a report and its other formats are where they should be."""


@dataclass(frozen=True)
class Wanted:
    """A report that every plan should have of every period.

    Attributes:
        template: name of the notebook.
        parameters: what is chosen for all plans and differs from the notebook's own.
        speaks: it takes a language, which is each plan's own unless it is among the parameters.
        notebook: fingerprint of the notebook.
        formats: what is made beside the page.
    """

    template: str
    parameters: tuple[tuple[str, Scalar], ...] = ()
    speaks: bool = True
    notebook: str = ""
    formats: tuple[str, ...] = ()

    def chosen(self, language: str) -> tuple[tuple[str, Scalar], ...]:
        """The parameters for a plan that speaks that language, sorted by name."""
        own: dict[str, Scalar] = {"language": language} if self.speaks else {}
        return tuple(sorted((own | dict(self.parameters)).items()))

    def variant(self, language: str) -> str:
        """What tells it from the report as it always is, for a plan that speaks that language."""
        return variant_of(dict(self.parameters), language)


@dataclass(frozen=True)
class DuePlan:
    """A plan as far as its reports are concerned.

    Attributes:
        today: the day it is for its people.
        periods: in time order.
        inputs: fingerprints of its data.
    """

    plan_id: str
    language: str
    today: date
    calendar: Calendar
    periods: tuple[Period, ...]
    inputs: PlanInputs

    def closed(self) -> list[Period]:
        """The periods whose report is due."""
        return closed(self.periods, self.calendar, self.today)


@dataclass(frozen=True)
class DueReport:
    """A report to be made.

    Attributes:
        spec: what to run.
        since: the day on which it became due.
        why: one of ``REASONS``.
    """

    spec: RunSpec
    since: date
    why: str

    def as_dict(self) -> dict[str, str]:
        """The report as plain data, for other programs."""
        return {"plan": self.spec.plan, "period": self.spec.period, "template": self.spec.template,
                "variant": self.spec.variant, "why": self.why, "since": self.since.isoformat(),
                "input_hash": self.spec.input_hash}


def closed(periods: Iterable[Period], calendar: Calendar, today: date) -> list[Period]:
    """The periods that have ended and whose days of grace are over."""
    return [period for period in periods if calendar.due_on(period) <= today]


def due(plans: Iterable[DuePlan], wanted: Sequence[Wanted], ledger: Iterable[Mapping[str, Any]],
        stands: Stands = lambda spec: True) -> list[DueReport]:
    """The reports that are missing or out of date, what was asked for last first.

    A report is up to date when the last good run of its plan, period, notebook and variant has the fingerprint that a
    run would have now, and its page stands. One that is being made from these very data is nobody's debt.

    Args:
        plans: the plans.
        wanted: the reports that each should have of every closed period.
        ledger: lines of the table ``runs``, oldest first; those that say running are running.
        stands: asked only for reports that the ledger says are up to date.
    """
    known = _Ledger(ledger)
    found = [report for plan in plans for report in _of(plan, wanted, known, stands)]
    return sorted(found, key=lambda r: (-r.since.toordinal(), *_key(r.spec)))


def reports_of(wanted: Iterable[Wanted], language: str) -> list[Wanted]:
    """Those that are different reports for a plan that speaks that language, each with all its formats.

    A report in Spanish, and one in each plan's own language, are one for a plan that speaks Spanish.
    """
    found: dict[tuple[str, str], Wanted] = {}
    for report in wanted:
        key = report.template, report.variant(language)
        known = found.get(key, report)
        found[key] = replace(known, formats=tuple(dict.fromkeys((*known.formats, *report.formats))))
    return list(found.values())


def _of(plan: DuePlan, wanted: Sequence[Wanted], known: _Ledger, stands: Stands) -> Iterator[DueReport]:
    if plan.inputs.blank:
        return
    reports = reports_of(wanted, plan.language)
    for period in plan.closed():
        data = plan.inputs.at(period.ends)
        for report in reports:
            chosen = report.chosen(plan.language)
            spec = RunSpec(plan.plan_id, period.period, report.template, chosen, fingerprint(
                plan.plan_id, period.period, report.template, chosen, data, report.notebook), report.formats,
                report.variant(plan.language))
            if why := known.why(spec, stands):
                yield DueReport(spec, plan.calendar.due_on(period), why)


def _key(spec: RunSpec) -> tuple[str, str, str, str]:
    """What makes two runs the same report."""
    return spec.plan, spec.period, spec.template, spec.variant


class _Ledger:
    """The last run of each report, and its last good one."""

    def __init__(self, lines: Iterable[Mapping[str, Any]]) -> None:
        self._last: dict[tuple[str, ...], Mapping[str, Any]] = {}
        self._good: dict[tuple[str, ...], tuple[Any, set[str]]] = {}
        self._now: set[str] = set()
        for line in lines:
            key = line["plan_id"], line["period"], line["template"], line["variant"]
            self._last[key] = line
            if line["status"] == "ok":
                self._add_good(key, line)
            elif line["status"] == "running":
                self._now.add(line["input_hash"])

    def _add_good(self, key: tuple[str, ...], line: Mapping[str, Any]) -> None:
        # The ledger counts in seconds: of two good runs in one second nobody knows which came last.
        when, marks = self._good.get(key, (None, set()))
        same = when is not None and when == line["started"]
        self._good[key] = line["started"], {line["input_hash"]} | (marks if same else set())

    def why(self, spec: RunSpec, stands: Stands) -> str:
        """Why a report is due; empty when it is not."""
        key = _key(spec)
        good, last = self._good.get(key), self._last.get(key)
        if spec.input_hash in self._now:
            return ""
        if good is not None and spec.input_hash in good[1]:
            return "" if stands(spec) else GONE
        tried = last is not None and last["status"] not in ("ok", "running") and (
            good is None or last["input_hash"] == spec.input_hash)
        return FAILED if tried else MISSING if good is None else CHANGED
