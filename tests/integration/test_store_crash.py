"""A process that dies in the middle of a verb: nothing acknowledged is lost, nothing is left half done."""

from __future__ import annotations

import multiprocessing
import random
import sys
import threading
from collections import Counter

from minga.store import open_store, rows
from tools import writers

_TIMES = 20


def _write_and_die(url: str, name: str, moment: float) -> list[int]:
    """The transactions that were acknowledged before the writer was killed at that moment, in seconds."""
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    context.set_forkserver_preload(["tools.writers"])
    hear, say = context.Pipe(duplex=False)
    writer = context.Process(target=writers.write_until_killed, args=(url, name, say))
    writer.start()
    say.close()
    acknowledged = [hear.recv()]
    killer = threading.Timer(moment, writer.kill)
    killer.start()
    try:
        while True:
            acknowledged.append(hear.recv())
    except EOFError:
        writer.join()
    finally:
        hear.close()
        killer.join()
    assert writer.exitcode == -9
    return acknowledged


def test_a_kill_at_any_moment_loses_nothing_acknowledged_and_leaves_nothing_half_done(store_url: str) -> None:
    moments = random.Random(2018)
    for time in range(_TIMES):
        name = f"muerte{time}"
        acknowledged = _write_and_die(store_url, name, moments.uniform(0, 0.06))
        store = open_store(store_url)
        written = Counter(row["plan_id"].rsplit("-", 1)[0] for row in rows(store, "plans"))
        lines = Counter(line["plan_id"] for line in rows(store, "changes"))
        store.close()
        assert set(written.values()) == {writers.ROWS}, "a transaction was left half done"
        assert lines == written, "rows and their lines in changes parted"
        assert {f"{name}-{i}" for i in acknowledged} <= set(written), "something acknowledged was lost"
