"""One monitoring run of ours beside papermill and nbconvert as they come, on the same notebook, in turns.

    python benchmarks/monitoring_run.py [--rounds 3]

Ours also validates, watches over the time limit, keeps the ledger and puts the files in their place; what is
measured is what that costs. On a busy machine look at the processor seconds, not at the clock.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple


def make_plan() -> None:
    """A plan of 4 directions, 32 actions and 12 indicators over two semesters, in the store of ``MINGA_STORE``."""
    from minga import tables
    from minga.store import open_store

    store = open_store()
    with store.transaction("new_plan", plan_id="bench") as t:
        t.insert("plans", {"plan_id": "bench", "title": "Plan de medida", "method": "top", "starts": date(2018, 1, 1),
                           "ends": date(2018, 12, 31), "created_at": tables.now()})
        t.insert_many("periods", [
            {"plan_id": "bench", "period": "2018-S1", "starts": date(2018, 1, 1), "ends": date(2018, 6, 30)},
            {"plan_id": "bench", "period": "2018-S2", "starts": date(2018, 7, 1), "ends": date(2018, 12, 31)}])
        t.insert_many("directions", [{"direction_id": f"d{n}", "plan_id": "bench", "position": n, "code": str(n),
                                      "title": f"Dirección {n}"} for n in range(1, 5)])
        t.insert_many("actions", [
            {"action_id": f"a{n}", "direction_id": f"d{n % 4 + 1}", "code": str(n), "position": n,
             "text": f"Acción {n}", "starts": date(2018, n % 12 + 1, 1), "ends": date(2018, n % 12 + 1, 28),
             "precision": "month"}
            for n in range(1, 33)])
        t.insert_many("indicators", [{"indicator_id": f"i{n}", "plan_id": "bench", "position": n, "method": "period",
                                      "title": f"Indicador {n}"} for n in range(1, 13)])
        for name, key in (("targets", "target_id"), ("actuals", "actual_id")):
            more = {"status": "approved"} if name == "actuals" else {}
            t.insert_many(name, [{key: f"{name}{n}{s}", "indicator_id": f"i{n}", "period": f"2018-S{s}",
                                  "value": float(n + s), **more} for n in range(1, 13) for s in (1, 2)])
    store.close()


def ours(_folder: Path) -> Path:
    """A run as ``minga monitor`` does it."""
    script = ("from minga.store import open_store; from minga.runs import monitor;"
              " print(monitor(open_store(), 'bench', '2018-S1').report)")
    made = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return Path(made.stdout.strip())


def stock(folder: Path) -> Path:
    """The same notebook by the commands of papermill and nbconvert."""
    from minga import paths

    executed = folder / "stock.ipynb"
    subprocess.run([sys.executable, "-m", "papermill", str(paths.notebooks() / "monitoring.ipynb"), str(executed),
                    "-r", "plan", "bench", "-r", "period", "2018-S1", "-r", "out", str(folder)],
                   check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "nbconvert", "--to", "html", "--no-input", str(executed)],
                   check=True, capture_output=True)
    return executed.with_suffix(".html")


class Cost(NamedTuple):
    """What one run took: seconds by the clock, seconds of processor with all its processes, bytes of its page."""

    clock: float
    processor: float
    page: int


def processor() -> float:
    """Processor seconds of all ended child processes and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(run: Callable[[Path], Path], folder: Path) -> Cost:
    """The cost of one run."""
    clock, used = time.perf_counter(), processor()
    page = run(folder)
    return Cost(time.perf_counter() - clock, processor() - used, page.stat().st_size)


def main() -> None:
    """Measure in turns, so that a busy machine is busy for both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"MINGA_HOME": name, "MINGA_OUTPUTS": str(folder / "outputs"),
                       "MINGA_STORE": f"sqlite:///{folder / 'bench.sqlite'}"}
        make_plan()
        timed(ours, folder)  # byte code and the font cache, for both
        pairs = [(timed(ours, folder), timed(stock, folder)) for _ in range(rounds)]
    for side, who in enumerate(("ours", "stock")):
        clock, used, page = (statistics.median(pair[side][what] for pair in pairs) for what in range(3))
        print(f"{who:5}  clock {clock:6.2f} s  processor {used:6.2f} s  page {page / 1024:5.0f} kB")
    for what, name in enumerate(("clock", "processor", "page")):
        ratios = sorted(mine[what] / theirs[what] for mine, theirs in pairs)
        print(f"ours ÷ stock, {name}: median {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")


if __name__ == "__main__":
    main()
