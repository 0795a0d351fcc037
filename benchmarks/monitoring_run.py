"""One monitoring run of ours beside papermill and nbconvert as they come, on the same notebook, in turns.

    python benchmarks/monitoring_run.py [--rounds 3] [--plan red-ejemplo-2018-2019] [--period 2018-S2]

- ``command``: ``minga monitor`` from nothing, as a person types it;
- ``at hand``: the same run where a process to fork from is at hand, as among many runs;
- ``stock``: the commands of papermill and nbconvert, one after the other.

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
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple


class Asked(NamedTuple):
    """The report that everybody makes."""

    plan: str
    period: str


def command(asked: Asked, _folder: Path) -> Path:
    """A run as a person asks for it."""
    subprocess.run([sys.executable, "-m", "minga.cli", "monitor", *asked], check=True, capture_output=True)
    return page_of(asked)


def at_hand(asked: Asked, _folder: Path) -> Path:
    """A run in a program that is already there, with a process to fork from."""
    from minga.runs import monitor
    from minga.store import open_store

    store = open_store()
    monitor(store, *asked)
    store.close()
    return page_of(asked)


def stock(asked: Asked, folder: Path) -> Path:
    """The same notebook by the commands of papermill and nbconvert."""
    from minga import paths

    executed = folder / "stock.ipynb"
    subprocess.run([sys.executable, "-m", "papermill", str(paths.notebooks() / "monitoring.ipynb"), str(executed),
                    "-r", "plan", asked.plan, "-r", "period", asked.period, "-r", "out", str(folder / "stock")],
                   check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "nbconvert", "--to", "html", "--no-input", str(executed)],
                   check=True, capture_output=True)
    return executed.with_suffix(".html")


def page_of(asked: Asked) -> Path:
    """The page of our report."""
    from minga import paths

    return paths.report_folder(*asked) / "report.html"


def load_copies(plan: str, names: Iterable[str]) -> None:
    """An example plan under other ids, in the store of ``MINGA_STORE``."""
    from minga import paths
    from minga.exchange import load_plan, read_package
    from minga.store import open_store

    store, (rows, _warnings) = open_store(), read_package(paths.examples() / plan)
    for name in names:
        load_plan(store, rows, plan_id=name)
    store.close()


class Cost(NamedTuple):
    """What one run took: seconds by the clock, seconds of processor with all its processes, bytes of its page."""

    clock: float
    processor: float
    page: int


def processor() -> float:
    """Processor seconds of this process and all ended child processes and theirs."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def timed(run: Callable[[Asked, Path], Path], asked: Asked, folder: Path) -> Cost:
    """The cost of one run; processors of forked processes count where they were forked from, so look at the clock."""
    clock, used = time.perf_counter(), processor()
    page = run(asked, folder)
    return Cost(time.perf_counter() - clock, processor() - used, page.stat().st_size)


def main() -> None:
    """Measure in turns, so that a busy machine is busy for all."""
    from minga.runs import prepared_kernels

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--plan", default="red-ejemplo-2018-2019")
    parser.add_argument("--period", default="2018-S2")
    given = parser.parse_args()
    asked, costs = Asked(given.plan, given.period), dict[str, list[Cost]]()
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"MINGA_HOME": name, "MINGA_OUTPUTS": f"{name}/outputs",
                       "MINGA_STORE": f"sqlite:///{name}/bench.sqlite"}
        load_copies(given.plan, [asked.plan])
        timed(command, asked, Path(name))  # byte code and caches, for all
        for _ in range(given.rounds):
            for run in (command, stock):
                costs.setdefault(run.__name__, []).append(timed(run, asked, Path(name)))
            with prepared_kernels():
                costs.setdefault("at hand", []).append(timed(at_hand, asked, Path(name)))
    report(costs)


def report(costs: dict[str, list[Cost]]) -> None:
    """Print medians, and how many times stock takes what ours take."""
    middle = {who: Cost(*(statistics.median(values) for values in zip(*many, strict=True)))
              for who, many in costs.items()}
    for who, cost in middle.items():
        print(f"{who:8}  clock {cost.clock:6.2f} s  processor {cost.processor:6.2f} s  page {cost.page / 1024:5.0f} kB")
    for who in ("command", "at hand"):
        ratios = sorted(theirs.clock / mine.clock for mine, theirs in zip(costs[who], costs["stock"], strict=True))
        print(f"stock ÷ {who}, clock: median {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}); "
              "goal 3")


if __name__ == "__main__":
    main()
