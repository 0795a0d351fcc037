"""The portfolio over two million values: our reading beside plain pandas on the CSV packages, in turns.

    python benchmarks/portfolio.py [--folder FOLDER] [--rounds 3] [--plans 500] [--semesters 10] …

Both answer the same: how many indicators of each plan stand in each state in the last semester, the same for all plans
semester by semester, and how many indicators each country reported. Their answers are compared. Each runs in a process
of its own, its imports counted; memory is the most that the process ever held.

- **first**: ours when nothing was read before, or everything changed: all rows come out of the database.
- **after one change**: one plan changed since the last time.
- **again**: nothing changed. This is what is set against pandas, which keeps nothing and reads all files each time.
- **whole report**: again, and then every part with its figures, tables and files.

On a busy machine look at the processor seconds, not at the clock.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BEGUN = time.perf_counter()
"""Only the standard library was imported until here; the imports of each way count."""

Answer = dict[str, Any]


def ours(_folder: Path, period: str) -> Answer:
    """The answer by ``minga.reports.portfolio``."""
    from minga.reports.portfolio import open_portfolio

    return _answer(open_portfolio(period).facts)


def _answer(facts: Any) -> Answer:
    return {
        "plans": {line.plan.plan.plan_id: _states(line.states) for line in facts.lines},
        "periods": {name: _states(states) for name, states in zip(facts.many.periods, facts.by_period, strict=True)},
        "countries": {c.code: [c.heard, c.waiting, c.silent] for c in facts.countries},
    }


def _states(states: dict[str, int]) -> list[int]:
    return [states[name] for name in ("met", "below", "no_target", "no_value")]


def whole(folder: Path, period: str) -> Answer:
    """The same, and every part of the report with its files."""
    from minga.reports.portfolio import open_portfolio

    report = open_portfolio(period, out=str(folder / "report"))
    pages = [report.header(), report.plans(), report.over_time(), report.territory(), report.common(), report.quality(),
             report.finish()]
    assert all(page.html for page in pages)
    return _answer(report.facts)


def touch(_folder: Path, _period: str) -> Answer:
    """Change one plan."""
    from minga.store import open_store

    store = open_store()
    with store.transaction("touch", plan_id="plan-0001") as transaction:
        before = transaction.get("plans", "plan-0001")
        assert before is not None
        transaction.update("plans", "plan-0001", organization=f"{before['organization']}.")
    store.close()
    return {}


def by_pandas(folder: Path, period: str) -> Answer:
    """The answer by pandas, as an analyst would write it; only the columns that are needed are read."""
    import numpy as np
    import pandas as pd

    def read(name: str, columns: list[str]) -> pd.DataFrame:
        files = sorted((folder / "packages").glob(f"*/{name}.csv"))
        return pd.concat([pd.read_csv(file, usecols=columns) for file in files], ignore_index=True)

    indicators = read("indicators", ["indicator_id", "plan_id", "measure", "aggregation", "ascending"])
    targets = read("targets", ["indicator_id", "period", "value"])
    actuals = read("actuals", ["indicator_id", "period", "country", "value", "numerator", "denominator", "status"])
    actuals = actuals.merge(indicators, on="indicator_id")
    keys, approved = ["indicator_id", "period"], actuals[(actuals["status"] == "approved") & actuals["value"].notna()]
    percent = approved["measure"] == "percentage"
    parts = approved[percent].groupby(keys)[["numerator", "denominator"]].sum()
    found = [100 * parts["numerator"] / parts["denominator"]]
    for rule in ("sum", "mean", "max"):
        found.append(approved[~percent & (approved["aggregation"] == rule)].groupby(keys)["value"].agg(rule))
    periods = sorted(actuals["period"].unique())
    every = pd.MultiIndex.from_product([indicators["indicator_id"], periods], names=keys)
    table = pd.DataFrame({"actual": pd.concat(found).reindex(every)})
    table["target"] = targets.groupby(keys)["value"].sum(min_count=1).reindex(every)
    table = table.reset_index().merge(indicators, on="indicator_id")
    met = np.where(table["ascending"], table["actual"] >= table["target"], table["actual"] <= table["target"])
    table["state"] = np.select([table["actual"].isna(), table["target"].isna(), met], ["no_value", "no_target", "met"],
                               "below")
    names = ["met", "below", "no_target", "no_value"]
    by_plan = table[table["period"] == period].groupby(["plan_id", "state"]).size().unstack(fill_value=0)
    by_period = table.groupby(["period", "state"]).size().unstack(fill_value=0)
    told = (actuals["period"] == period) & (actuals["value"].notna() | actuals["numerator"].notna())
    status = actuals["status"]
    mark = np.select([told & (status == "approved"), told & status.isin(["pending", "returned"])], [2, 1], 0)
    pairs = actuals.assign(mark=mark).groupby(["country", "indicator_id"])["mark"].max()
    heard = pairs.groupby(level=0).value_counts().unstack(fill_value=0).reindex(columns=[2, 1, 0], fill_value=0)
    return {
        "plans": dict(zip(by_plan.index, by_plan.reindex(columns=names, fill_value=0).values.tolist(), strict=True)),
        "periods": dict(zip(by_period.index, by_period.reindex(columns=names, fill_value=0).values.tolist(),
                            strict=True)),
        "countries": dict(zip(heard.index, heard.values.tolist(), strict=True)),
    }


WAYS: dict[str, Callable[[Path, str], Answer]] = {"ours": ours, "whole": whole, "touch": touch,
                                                  "pandas": by_pandas}


def run(way: str, folder: Path, period: str) -> Answer:
    """One way in a process of its own: its answer, seconds and megabytes."""
    done = subprocess.run([sys.executable, __file__, "--way", way, str(folder), period], check=True,
                          capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def inside(way: str, folder: Path, period: str) -> None:
    """What the process of one way does."""
    answer = WAYS[way](folder, period)
    answer["seconds"] = time.perf_counter() - BEGUN
    used = resource.getrusage(resource.RUSAGE_SELF)
    answer["megabytes"] = used.ru_maxrss / 1024
    answer["processor"] = used.ru_utime + used.ru_stime
    print(json.dumps(answer))


def compare(first: Answer, second: Answer) -> None:
    """Both must say the same."""
    for name in ("plans", "periods", "countries"):
        assert first[name] == second[name], f"{name} differ"


def measure(folder: Path, period: str, rounds: int) -> None:
    """Measure in turns and print the table."""
    shutil.rmtree(folder / "outputs" / ".columns", ignore_errors=True)
    run("ours", folder, period)  # byte code and the disk's cache, for both
    expected = run("pandas", folder, period)
    found: dict[str, list[Answer]] = {name: [] for name in ("first", "changed", "again", "whole", "pandas")}
    for _round in range(rounds):
        shutil.rmtree(folder / "outputs" / ".columns", ignore_errors=True)
        # Pandas stands between, so that the disk has taken what the first reading wrote.
        for name, way in (("first", "ours"), ("pandas", "pandas"), ("again", "ours"), ("changed", "ours"),
                          ("whole", "whole")):
            if name == "changed":
                run("touch", folder, period)
            found[name].append(run(way, folder, period))
            compare(found[name][-1], expected)
    plain = {what: statistics.median(a[what] for a in found["pandas"]) for what in ("seconds", "processor")}
    for name, answers in found.items():
        clock, used = (statistics.median(a[what] for a in answers) for what in ("seconds", "processor"))
        megabytes = max(a["megabytes"] for a in answers)
        print(f"{name:8}  clock {clock:6.2f} s  processor {used:6.2f} s  {megabytes:5.0f} MB  "
              f"{plain['seconds'] / clock:5.1f} × by the clock, {plain['processor'] / used:5.1f} × by the processor")


def main() -> None:
    """Make the plans, unless they are there, and measure."""
    if sys.argv[1:2] == ["--way"]:
        inside(sys.argv[2], Path(sys.argv[3]), sys.argv[4])
        return
    from many_plans import KINDS, Size, make, parser

    arguments = parser()
    arguments.description = __doc__
    arguments.add_argument("--folder", type=Path, help="where the plans are, or will be kept; else thrown away")
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    size = Size(given.plans, given.semesters, given.indicators, given.countries, given.actions)
    assert size.indicators >= len(KINDS)
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        os.environ |= {"MINGA_HOME": str(folder), "MINGA_OUTPUTS": str(folder / "outputs"),
                       "MINGA_STORE": make(folder, size)}
        print(f"{size.values:,} values of {size.plans} plans")
        measure(folder, str(size.periods[-1]), given.rounds)


if __name__ == "__main__":
    main()
