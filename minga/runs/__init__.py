"""Report runs: papermill in a child process, with our own validation, ledger and places.

``monitor`` makes one report for people; ``run_report`` makes one from a picklable ``RunSpec``; ``run_many`` makes
many, one after another, in a pool of processes or on a cluster; ``list_runs`` reads the ledger.

What is named here is imported when it is first used: kernels can be prepared before anything else is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minga.runs.ledger import list_runs
    from minga.runs.many import run_many
    from minga.runs.one import monitor, prepare
    from minga.runs.parameters import Declaration, Parameter, from_text, list_templates, load_declaration
    from minga.runs.prepared import prepared_kernels
    from minga.runs.run import RunResult, run_report
    from minga.runs.spec import RunSpec, make_spec

__all__ = ["Declaration", "Parameter", "RunResult", "RunSpec", "from_text", "list_runs", "list_templates",
           "load_declaration", "make_spec", "monitor", "prepare", "prepared_kernels", "run_many", "run_report"]

_HOMES = {
    "list_runs": "ledger", "run_many": "many", "monitor": "one", "prepare": "one", "Declaration": "parameters",
    "Parameter": "parameters", "from_text": "parameters", "list_templates": "parameters",
    "load_declaration": "parameters", "prepared_kernels": "prepared", "RunResult": "run", "run_report": "run",
    "RunSpec": "spec", "make_spec": "spec",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
