"""A hundred plan-semesters: ours beside papermill in a loop; and batches that are killed at random moments.

    python benchmarks/monitoring_many.py [--plans 25] [--workers 2] [--stock 12] [--kills 50] [--batch 20]
                                         [--seed 5] [--part cost|kills] [--quick]

Each plan is a copy of an example plan with four semesters; each report is a page with its CSV files and figures.
``stock`` is the kindest loop there is: papermill and nbconvert imported once, one notebook after another in one
process. It is measured on ``--stock`` of the reports, spread over all, and its time is taken times what is left out.
Memory is what all processes of ours hold together, shared pages counted once (PSS), looked at once a second.

A batch that is killed is killed with signal 9, at a moment drawn by lot from the time that a whole one takes; then it
is started again, and every report must be there once, whole, and nobody's process left.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from monitoring_run import load_copies

EXAMPLE, PERIODS = "red-ejemplo-2018-2019", ("2018-S1", "2018-S2", "2019-S1", "2019-S2")

BATCH = """
import sys
from minga.runs import list_runs, prepare, run_many
from minga.store import open_store

def missing(store):
    made = {(line["plan_id"], line["period"]) for line in list_runs(store) if line["status"] == "ok"}
    asked = [tuple(name.split("/")) for name in sys.argv[2:]]
    return [prepare(store, *one) for one in asked if one not in made]

if __name__ == "__main__":
    store = open_store()
    for result in run_many(missing(store), workers=int(sys.argv[1])):
        if not result.ok:
            sys.exit(result.error)
"""


def batch(workers: int, asked: Sequence[tuple[str, str]]) -> subprocess.Popen[bytes]:
    """A program that makes those of the reports that are not there."""
    file = Path(os.environ["MINGA_HOME"]) / "batch.py"
    file.write_text(BATCH, encoding="utf-8")
    return subprocess.Popen([sys.executable, str(file), str(workers), *map("/".join, asked)], start_new_session=True)


class Memory:
    """The most that a program and all that it started hold at once."""

    def __init__(self, pid: int) -> None:
        self.most, self._ended = 0, threading.Event()
        self._thread = threading.Thread(target=self._look, args=(psutil.Process(pid),), daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """Megabytes."""
        self._ended.set()
        self._thread.join()
        return self.most / 1e6

    def _look(self, program: psutil.Process) -> None:
        while not self._ended.wait(1):
            with suppress(psutil.Error):
                self.most = max(self.most, sum(map(held, [program, *program.children(recursive=True)])))


def held(process: psutil.Process) -> int:
    """Bytes of one process, its shared pages divided among those who share them."""
    with suppress(psutil.Error):
        return int(process.memory_full_info().pss)
    return 0


def ours(workers: int, asked: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Seconds and megabytes of all reports."""
    begun = time.perf_counter()
    program = batch(workers, asked)
    memory = Memory(program.pid)
    code = program.wait()
    seconds = time.perf_counter() - begun
    if code:
        raise SystemExit(f"the batch ended with {code}")
    return seconds, memory.stop()


STOCK = """
import sys
from pathlib import Path
import papermill
from nbconvert import HTMLExporter

notebook, folder = sys.argv[1], Path(sys.argv[2])
exporter = HTMLExporter(exclude_input=True)
for name in sys.argv[3:]:
    plan, period = name.split("/")
    place = folder / plan / period
    place.mkdir(parents=True)
    papermill.execute_notebook(notebook, str(place / "report.ipynb"), progress_bar=False, parameters={
        "plan": plan, "period": period, "out": str(place)})
    (place / "report.html").write_text(exporter.from_filename(str(place / "report.ipynb"))[0], encoding="utf-8")
"""


def stock(folder: Path, asked: Sequence[tuple[str, str]]) -> float:
    """Seconds that papermill and nbconvert take for these reports."""
    from minga import paths

    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", STOCK, str(paths.notebooks() / "monitoring.ipynb"), str(folder),
                    *map("/".join, asked)], check=True, capture_output=True)
    return time.perf_counter() - begun


def kill_at(workers: int, asked: Sequence[tuple[str, str]], seconds: float) -> int:
    """Kill a batch after so many seconds and start it again; how many reports the first had made."""
    from minga.runs import list_runs
    from minga.store import open_store

    program = batch(workers, asked)
    with suppress(subprocess.TimeoutExpired):
        program.wait(seconds)
    started = psutil.Process(program.pid).children(recursive=True) if program.poll() is None else []
    program.kill()
    program.wait()
    _gone, alive = psutil.wait_procs(started, 10)
    assert not alive, alive
    store = open_store()
    made = sum(line["status"] == "ok" for line in list_runs(store))
    assert batch(workers, asked).wait() == 0
    lines = list_runs(store)
    store.close()
    good = Counter((line["plan_id"], line["period"]) for line in lines if line["status"] == "ok")
    assert good == dict.fromkeys(asked, 1), good
    assert {line["status"] for line in lines} <= {"ok", "died"}
    check_files(asked)
    return made


def check_files(asked: Sequence[tuple[str, str]]) -> None:
    """Every report is whole, and nothing of a run is left beside it."""
    import json

    outputs = Path(os.environ["MINGA_OUTPUTS"])
    for plan, period in asked:
        place = outputs / plan / period
        assert (place / "report.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
        assert json.loads((place / "summary.json").read_text(encoding="utf-8"))["period"] == period
        json.loads((place / "report.ipynb").read_text(encoding="utf-8"))
        assert not list(place.rglob(".*"))
        assert not (place / "failed.html").exists()
    assert not list((outputs / ".running").glob("*/work/*"))


@contextmanager
def house(plans: int) -> Iterator[list[tuple[str, str]]]:
    """A home of its own with copies of the example; the reports that they should have."""
    names = [f"copia-{number}" for number in range(plans)]
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"MINGA_HOME": name, "MINGA_OUTPUTS": f"{name}/outputs",
                       "MINGA_STORE": f"sqlite:///{name}/bench.sqlite"}
        load_copies(EXAMPLE, names)
        yield [(plan, period) for plan in names for period in PERIODS]


def compare(plans: int, workers: int, sample: int) -> None:
    """Print what a hundred reports take."""
    with house(plans) as asked, tempfile.TemporaryDirectory() as folder:
        some = asked[::max(len(asked) // sample, 1)][:sample]
        theirs = stock(Path(folder), some) / len(some) * len(asked)
        seconds, memory = ours(workers, asked)
        check_files(asked)
    print(f"{len(asked)} reports: ours {seconds:.1f} s ({seconds / len(asked):.2f} s each, {workers} workers, at most "
          f"{memory:.0f} MB, goal 1500); stock in a loop {theirs:.1f} s (from {len(some)})")
    print(f"stock ÷ ours: {theirs / seconds:.1f}; goal 6")


def kill(kills: int, size: int, workers: int, seed: int) -> None:
    """Print how many batches were killed, and how far they had come."""
    chance, come = random.Random(seed), []
    with house(-(-size // len(PERIODS))) as asked:
        whole, _memory = ours(workers, asked[:size])
    for _ in range(kills):
        with house(-(-size // len(PERIODS))) as asked:
            come.append(kill_at(workers, asked[:size], chance.uniform(0.2, whole)))
    print(f"{kills} batches of {size} killed with 9 when they had made {min(come)} to {max(come)} reports: each report "
          "is there once and whole, no process was left")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=25)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--stock", type=int, default=12)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--seed", type=int, default=5, help="of the moments at which batches are killed")
    parser.add_argument("--part", choices=("cost", "kills"), help="only that one")
    parser.add_argument("--quick", action="store_true", help="a few of each")
    given = parser.parse_args()
    if given.quick:
        given.plans, given.stock, given.kills, given.batch = 5, 3, 3, 8
    if given.part != "kills":
        compare(given.plans, given.workers, given.stock)
    if given.part != "cost":
        kill(given.kills, given.batch, given.workers, given.seed)


if __name__ == "__main__":
    main()
