"""Report runs: papermill in a child process, with our own validation, ledger and places.

``monitor`` makes one report for people; ``run_report`` makes one from a picklable ``RunSpec``; ``run_many`` makes
many, one after another, in a pool of processes or on a cluster; ``list_runs`` reads the ledger.
"""

from minga.runs.ledger import list_runs
from minga.runs.many import run_many
from minga.runs.monitor import monitor, prepare
from minga.runs.parameters import Declaration, Parameter, from_text, list_templates, load_declaration
from minga.runs.prepared import prepared_kernels
from minga.runs.run import RunResult, run_report
from minga.runs.spec import RunSpec, make_spec

__all__ = ["Declaration", "Parameter", "RunResult", "RunSpec", "from_text", "list_runs", "list_templates",
           "load_declaration", "make_spec", "monitor", "prepare", "prepared_kernels", "run_many", "run_report"]
