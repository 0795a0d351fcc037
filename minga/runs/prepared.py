"""Many reports in a row: their kernels are forked from a process that has already imported what reports need."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from minga.kernels import ForkServer

IMPORTS = ("minga.reports.report", "minga.reports.charts.svg", "minga.reports.charts.raster")
PATIENCE = 60.0


@contextmanager
def prepared_kernels(imports: Sequence[str] = IMPORTS) -> Iterator[bool]:
    """Keep kernels at hand for the runs inside this block; for a single run it does not pay.

    Gives whether they are; where kernels cannot be forked, runs start theirs in the ordinary way.

    Args:
        imports: modules that the notebooks need.
    """
    with tempfile.TemporaryDirectory(prefix="runs_", ignore_cleanup_errors=True) as folder, \
            ForkServer(Path(folder), imports) as server:
        yield server.ready(PATIENCE)
