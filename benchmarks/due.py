"""What it costs to ask what is due, of many plans over many semesters, when there is nothing to do.

    python benchmarks/due.py [--plans 500] [--semesters 10] [--indicators 40] [--countries 1] [--rounds 5]

A store is made with as many plans; each has a value for each indicator, country and semester, and each value its line
in the ledger of changes. All reports are then put down as made. Asked for, each time in a process of its own:

- ``first``: nothing is remembered, every plan is read and its fingerprints made;
- ``again``: nobody changed anything since (the goal: 500 plans × 10 semesters in 2 s);
- ``one plan``: one value was reported since, so that one plan is read and one report is due;
- ``asking alone``: the same as ``again`` without starting Python and reading the command line.

The memory is the highest of the process. ``--countries 10`` makes two million values; what does not depend on them is
seen as well with ``--indicators 2``. On a busy machine look at the processor's seconds, not at the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from minga.periods import parse_period

FIRST_YEAR = 2016
WHEN = datetime(2024, 1, 1, tzinfo=UTC)
_BATCH = 20_000


class Size(NamedTuple):
    """How large the store is."""

    plans: int
    semesters: int
    indicators: int
    countries: int

    def periods(self) -> list[str]:
        """The semesters, oldest first."""
        return [f"{FIRST_YEAR + n // 2}-S{n % 2 + 1}" for n in range(self.semesters)]

    def ends(self) -> date:
        """The last day of all plans."""
        year, half = divmod(self.semesters - 1, 2)
        return date(FIRST_YEAR + year, 12, 31) if half else date(FIRST_YEAR + year, 6, 30)


class Asked(NamedTuple):
    """What one question took: seconds by the clock and of processor, bytes of memory, and how many reports were due."""

    clock: float
    processor: float
    memory: int
    due: int


def fill(store: Any, size: Size) -> None:
    """Make the plans, in batches and without verbs: what is measured is reading them."""
    from minga import tables

    with store.engine.begin() as connection:
        for name, made in (("plans", _plans(size)), ("periods", _periods(size)), ("indicators", _indicators(size)),
                           ("actuals", _actuals(size)), ("changes", _changes(size))):
            target = tables.table(name)
            for batch in _batches(made):
                connection.execute(sa.insert(target), batch)


def _batches(lines: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _plans(size: Size) -> Iterator[dict[str, Any]]:
    for p in range(size.plans):
        yield {"plan_id": f"plan-{p:04}", "title": f"Plan {p}", "method": "top", "created_at": WHEN,
               "starts": date(FIRST_YEAR, 1, 1), "ends": size.ends()}


def _periods(size: Size) -> Iterator[dict[str, Any]]:
    for p in range(size.plans):
        for period in map(parse_period, size.periods()):
            yield {"plan_id": f"plan-{p:04}", "period": str(period), "starts": period.starts, "ends": period.ends}


def _indicators(size: Size) -> Iterator[dict[str, Any]]:
    for p in range(size.plans):
        for i in range(size.indicators):
            yield {"indicator_id": f"i{p}-{i}", "plan_id": f"plan-{p:04}", "position": i + 1, "title": f"Indicador {i}",
                   "method": "period"}


def _actuals(size: Size) -> Iterator[dict[str, Any]]:
    for p in range(size.plans):
        for i in range(size.indicators):
            for period in size.periods():
                for c in range(size.countries):
                    yield {"actual_id": f"v{p}-{i}-{period}-{c}", "indicator_id": f"i{p}-{i}", "period": period,
                           "country": f"C{c}", "value": float((p + i * c) % 97), "status": "approved",
                           "reported_at": WHEN}


def _changes(size: Size) -> Iterator[dict[str, Any]]:
    # One line for each value, as verbs leave them, so that the ledger is as long as it would be.
    for p in range(size.plans):
        for n in range(size.indicators * size.semesters * size.countries):
            yield {"plan_id": f"plan-{p:04}", "verb": "save_actuals", "group_id": f"g{p}-{n}", "table": "actuals",
                   "row_id": f"r{p}-{n}", "op": "insert", "at": WHEN}


def put_down_as_made(store: Any) -> int:
    """Ledger lines and pages for everything that is due, as if it had been made. Returns how many."""
    from minga import tables
    from minga.runs.due_survey import find_due

    reports = find_due(store).reports
    for report in reports:
        report.spec.folder.mkdir(parents=True, exist_ok=True)
        (report.spec.folder / "report.html").write_text("<p>")
    lines = [{"run_id": tables.new_id(), "plan_id": r.spec.plan, "period": r.spec.period, "template": r.spec.template,
              "variant": r.spec.variant, "input_hash": r.spec.input_hash, "status": "ok", "started": WHEN,
              "ended": WHEN, "seconds": 1.0}
             for r in reports]
    with store.engine.begin() as connection:
        for batch in _batches(lines):
            connection.execute(sa.insert(tables.table("runs")), batch)
    return len(reports)


def ask() -> Asked:
    """``minga due`` as a person or a timer calls it, in a process of its own."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    told = subprocess.run([sys.executable, "-m", "minga.cli", "due", "--json"], check=True, capture_output=True)
    clock = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Asked(clock, processor, after.ru_maxrss * 1024, len(json.loads(told.stdout)["due"]))


def one_value_more(store: Any) -> None:
    """Somebody reports one value of the last semester of one plan."""
    with store.transaction("save_actuals", plan_id="plan-0000") as transaction:
        last = transaction.rows("actuals", indicator_id="i0-0", order="period")[-1]
        transaction.update("actuals", last["actual_id"], value=1000.5)


def main() -> int:
    """Measure and print; 1 when a number is wrong or the goal is missed."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("plans", 500), ("semesters", 10), ("indicators", 40), ("countries", 1), ("rounds", 5)):
        arguments.add_argument(f"--{name}", type=int, default=value)
    given = arguments.parse_args()
    size = Size(given.plans, given.semesters, given.indicators, given.countries)
    with tempfile.TemporaryDirectory(prefix="due_") as folder:
        os.environ |= {"MINGA_HOME": folder, "MINGA_OUTPUTS": str(Path(folder) / "outputs")}
        os.environ.pop("MINGA_STORE", None)
        return _measure(size, given.rounds)


def _measure(size: Size, rounds: int) -> int:
    from minga.runs.due_memory import due_folder
    from minga.runs.due_survey import find_due
    from minga.store import open_store

    store = open_store()
    fill(store, size)
    wanted = size.plans * size.semesters
    values = size.plans * size.semesters * size.indicators * size.countries
    print(f"{size.plans} plans x {size.semesters} semesters, {values:,} values")
    made = put_down_as_made(store)
    (due_folder() / "inputs.json").unlink()
    first = ask()
    again = [ask() for _n in range(rounds)]
    alone = []
    for _n in range(rounds):
        begun = time.monotonic(), time.process_time()
        find_due(store)
        alone.append((time.monotonic() - begun[0], time.process_time() - begun[1]))
    one_value_more(store)
    one = ask()
    store.close()
    typical = statistics.median(a.clock for a in again)
    for name, some in (("first", [first]), ("again", again), ("one plan", [one])):
        _tell(name, [(a.clock, a.processor) for a in some], f"due {some[-1].due}")
    _tell("asking alone", alone)
    print(f"{'memory':14}{max(a.memory for a in again) / 2**20:7.0f} MB")
    right = (made, first.due, again[-1].due, one.due) == (wanted, 0, 0, 1)
    print("right" if right else f"WRONG: {made} of {wanted} made, then due {first.due}, {again[-1].due}, {one.due}")
    return 0 if right and typical <= 2 else 1


def _tell(name: str, some: list[tuple[float, float]], more: str = "") -> None:
    clock, processor = (statistics.median(column) for column in zip(*some, strict=True))
    print(f"{name:14}{clock:7.2f} s  processor {processor:6.2f} s  {more}".rstrip(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
