"""The example plans, made again from their words: ``python -m tools.examples`` rewrites ``data/examples``.

Nothing depends on the day or the machine: ids are drawn from what each row is, moments are written down.
The words stand in ``network*.py`` and ``mobilisation*.py``; what is done with them, in ``book.py``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from minga.exchange import export_package, load_plan
from minga.store import open_store
from tools.examples import mobilisation, network
from tools.examples.book import Rows

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "examples"

PLANS: dict[str, Callable[[], Rows]] = {network.PLAN_ID: network.rows, mobilisation.PLAN_ID: mobilisation.rows}
"""What makes the rows of each plan; a plan's folder has the name of its id."""


def write(folder: Path = FOLDER) -> list[Path]:
    """Write both data packages as ``minga export`` would, and take away files that no longer belong.

    Returns:
        The files of both packages.
    """
    written: list[Path] = []
    with tempfile.TemporaryDirectory() as place:
        store = open_store(str(Path(place) / "examples.sqlite"))
        try:
            for plan_id, rows in PLANS.items():
                load_plan(store, rows())
                written += export_package(store, plan_id, folder / plan_id)
        finally:
            store.close()
    for plan_id in PLANS:
        for file in (folder / plan_id).iterdir():
            if file not in written:
                file.unlink()
    return written
