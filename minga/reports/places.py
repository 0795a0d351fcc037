"""Where a report leaves its files when it is made by hand, in its notebook: where a run of it would."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from minga import paths

Value = str | int | float | bool


def place(plan: str, period: str, template: str, chosen: Mapping[str, Value], usual: Mapping[str, Value]) -> Path:
    """The folder of a report of a plan.

    Args:
        plan: id of the plan.
        period: in its written form.
        template: name of the notebook.
        chosen: what the report was told.
        usual: the values that make it the report as it always is; any other has a folder of its own.
    """
    differing = {name: value for name, value in chosen.items() if name not in usual or usual[name] != value}
    return paths.report_folder(plan, period, template, paths.variant_name(differing))
