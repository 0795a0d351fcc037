"""What one run is: a frozen, picklable value that says everything a worker must know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from minga import i18n, paths
from minga.runs.inputs import fingerprint, last_day, read_inputs
from minga.runs.parameters import Scalar, load_declaration
from minga.runs.variants import differing, language_of_many, variant_of
from minga.store import Store, rows


@dataclass(frozen=True)
class RunSpec:
    """One report to make.

    Attributes:
        plan: plan id.
        period: period in its written form (``2018-S1``).
        template: name of the notebook, without extension.
        parameters: pairs of name and value that people chose and the notebook would not take anyway, sorted by name.
        input_hash: fingerprint of all that goes in; the same fingerprint gives the same report.
        formats: what is made beside the page; some of ``minga.reports.formats.FORMATS``.
        variant: what tells it from the report as it always is (``audience=public``); empty for that one.
    """

    plan: str
    period: str
    template: str
    parameters: tuple[tuple[str, Scalar], ...]
    input_hash: str
    formats: tuple[str, ...] = ()
    variant: str = ""

    @property
    def folder(self) -> Path:
        """Where the report belongs; ``ValueError`` for a plan whose id cannot name a folder."""
        return paths.report_folder(self.plan, self.period, self.template, self.variant)

    @property
    def named(self) -> str:
        """Notebook and variant, for people; empty for the monitoring report as it always is."""
        return " ".join(filter(None, ("" if self.template == paths.MONITORING else self.template, self.variant)))

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
    values = differing(load_declaration(template), parameters)
    chosen = tuple(sorted(values.items()))
    known = {line["period"]: line["ends"] for line in rows(store, "periods", plan_id=plan)}
    row = next(iter(rows(store, "plans", plan_id=plan)), {})
    data = read_inputs(store, plan).at(last_day(period, known, row.get("fiscal_start", 1)))
    return RunSpec(plan, period, template, chosen, fingerprint(plan, period, template, chosen, data),
                   variant=variant_of(values, i18n.normalise(row.get("language"))))


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

    values = differing(load_declaration(template), parameters)
    chosen = tuple(sorted(values.items()))
    data = columns.fingerprint(store, str(parameters.get("plans", "")).split())
    return RunSpec(name, period, template, chosen, fingerprint(name, period, template, chosen, data),
                   variant=variant_of(values, language_of_many(template)))
