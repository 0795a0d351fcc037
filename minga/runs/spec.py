"""What one run is: a frozen, picklable value that says everything a worker must know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from minga.runs.inputs import fingerprint, last_day, read_inputs
from minga.runs.parameters import Scalar
from minga.store import Store, rows


@dataclass(frozen=True)
class RunSpec:
    """One report to make.

    Attributes:
        plan: plan id.
        period: period in its written form (``2018-S1``).
        template: name of the notebook, without extension.
        parameters: pairs of name and value that people chose, sorted by name.
        input_hash: fingerprint of all that goes in; the same fingerprint gives the same report.
        formats: what is made beside the page; some of ``minga.reports.formats.FORMATS``.
    """

    plan: str
    period: str
    template: str
    parameters: tuple[tuple[str, Scalar], ...]
    input_hash: str
    formats: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """Language of the report; Spanish when the parameters do not say."""
        return str(dict(self.parameters).get("language", "es"))


def make_spec(store: Store, plan: str, period: str, template: str, parameters: Mapping[str, Scalar]) -> RunSpec:
    """The spec of a run whose inputs were validated before.

    Args:
        store: where the plan is.
        plan: plan id.
        period: period in its written form.
        template: name of the notebook.
        parameters: what people chose.
    """
    chosen = tuple(sorted(parameters.items()))
    known = {line["period"]: line["ends"] for line in rows(store, "periods", plan_id=plan)}
    fiscal = next((line["fiscal_start"] for line in rows(store, "plans", plan_id=plan)), 1)
    data = read_inputs(store, plan).at(last_day(period, known, fiscal))
    return RunSpec(plan, period, template, chosen, fingerprint(plan, period, template, chosen, data))


def make_spec_of_many(store: Store, name: str, period: str, template: str, parameters: Mapping[str, Scalar]) -> RunSpec:
    """The spec of a report about many plans, whose inputs were validated before.

    Args:
        store: where the plans are.
        name: of the report's folder.
        period: period in its written form.
        template: name of the notebook.
        parameters: what people chose; ``plans`` has ids separated by spaces, and means all of them when empty.

    Raises:
        InputError: one of the plans is not there.
    """
    from minga.results import columns  # numpy only where it is needed

    chosen = tuple(sorted(parameters.items()))
    data = columns.fingerprint(store, str(parameters.get("plans", "")).split())
    return RunSpec(name, period, template, chosen, fingerprint(name, period, template, chosen, data))
