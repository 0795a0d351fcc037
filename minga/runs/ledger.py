"""The ledger of runs: the table ``runs`` is the truth, ``outputs/runs.csv`` its readable copy.

The status is what we saw from outside, never what a notebook says of itself: after a killed kernel
papermill's own file claims that every cell completed.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from minga import paths, tables
from minga.exchange.files import write_text
from minga.i18n import gettext as _
from minga.runs import folders, publish
from minga.runs.spec import RunSpec
from minga.runs.traces import Trace, find_trace
from minga.store import Store, rows

COLUMNS = {"plan": "plan_id", "period": "period", "template": "template", "input_hash": "input_hash",
           "status": "status", "started": "started", "ended": "ended", "seconds": "seconds", "error": "error",
           "run_id": "run_id", "variant": "variant"}
"""Columns of ``runs.csv``, in order, and where each comes from in the table."""

PAUSE = 2.0
"""Seconds between two copies while many runs are made: with thousands of lines a copy takes longer than its news."""
_FORGOTTEN = timedelta(days=1)
"""A run without a folder here may be another machine's; after this long it is nobody's."""


def begin(store: Store, spec: RunSpec, run_id: str, *, copy: bool = True) -> None:
    """Write the line of a run that starts now.

    Args:
        store: the store.
        spec: what is run.
        run_id: the run.
        copy: write ``runs.csv`` too; among many runs whoever started them does so.
    """
    _put(store, {"run_id": run_id, "plan_id": spec.plan, "period": spec.period, "template": spec.template,
                 "variant": spec.variant, "input_hash": spec.input_hash, "status": "running",
                 "started": tables.now()}, copy)


def finish(store: Store, run_id: str, status: str, *, seconds: float, error: str = "", copy: bool = True) -> None:
    """Say how a run ended; its other columns stay.

    Args:
        store: the store.
        run_id: the run.
        status: ``ok``, ``failed``, ``timeout`` or ``died``.
        seconds: how long it took.
        error: what went wrong, one sentence or two.
        copy: write ``runs.csv`` too.
    """
    [line] = rows(store, "runs", run_id=run_id)
    _put(store, {**line, "status": status, "ended": tables.now(), "seconds": round(seconds, 2), "error": error}, copy)


def list_runs(store: Store, plan: str | None = None) -> list[dict[str, Any]]:
    """Lines of the ledger, oldest first; runs whose process is gone are marked ``died`` on the way.

    Args:
        store: the store.
        plan: only that plan's runs.

    Returns:
        One dict per run, with the columns of the table ``runs``.
    """
    bury_the_dead(store)
    found = rows(store, "runs") if plan is None else rows(store, "runs", plan_id=plan)
    return sorted(found, key=_order)


def bury_the_dead(store: Store) -> int:
    """Say how every running line ended whose process is gone. Returns how many there were.

    Most have died. A report that was complete, and was being put in its place, is put there now.
    """
    gone = [line["run_id"] for line in rows(store, "runs", status="running") if _is_gone(line)]
    buried = sum(_bury(store, run_id) for run_id in gone)
    folders.sweep()
    if buried:
        write_csv(store)
    return buried


def _bury(store: Store, run_id: str) -> bool:
    folder = folders.RunFolder(run_id)
    placed, trace = publish.finish_publishing(folder), find_trace(folder)
    error, page = ("", None) if placed else _obituary(trace)
    with store.transaction("bury_run") as transaction:
        line = transaction.get("runs", run_id)
        running = line is not None and line["status"] == "running"  # it may have ended while we looked
        if running:
            transaction.put_private("runs", {**line, "status": "ok" if placed else "died", "error": error})
    if running and page is not None and not _followed(store, line):
        target = paths.report_folder(line["plan_id"], line["period"], line["template"], line["variant"])
        publish.publish_failure(page, target)
    folder.clear()
    return running


def _obituary(trace: Trace | None) -> tuple[str, Callable[[str], str] | None]:
    """What is known of the end of a run, and the page that says it; none when it left no trace."""
    if trace is None:
        return _("El proceso que hacía el informe ya no existe. Vuelva a ejecutarlo; el último informe bueno, si "
                 "lo había, sigue en su lugar."), None
    from minga.runs.explain import explain_dead  # the page's template only where somebody died

    return explain_dead(trace)


def _followed(store: Store, line: dict[str, Any]) -> bool:
    """Whether the same report was begun again since."""
    same = {name: line[name] for name in ("plan_id", "period", "template", "variant")}
    return any(other["run_id"] != line["run_id"] and other["started"] >= line["started"]
               for other in rows(store, "runs", **same))


def last_run(store: Store, spec: RunSpec, since: datetime) -> dict[str, Any] | None:
    """The newest line of a spec that began at that moment or later."""
    found = [line for line in rows(store, "runs", plan_id=spec.plan, period=spec.period, template=spec.template)
             if line["input_hash"] == spec.input_hash and line["started"] >= since]
    return max(found, key=_order, default=None)


class Copier:
    """Keeps ``runs.csv`` near the truth while many runs are made."""

    def __init__(self, store: Store) -> None:
        self._store, self._last = store, float("-inf")

    def __call__(self) -> None:
        """Write it, unless it was written a moment ago."""
        if time.monotonic() - self._last > PAUSE:
            write_csv(self._store)
            self._last = time.monotonic()


def write_csv(store: Store) -> None:
    """Write ``outputs/runs.csv`` anew from the table, whole or not at all."""
    with folders.publishing():  # whoever reads the table last writes the file last
        target = tables.table("runs")
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for line in sorted(rows(store, "runs"), key=_order):
            writer.writerow([tables.format_cell(target.c[name], line[name]) for name in COLUMNS.values()])
        write_text(paths.outputs() / "runs.csv", text.getvalue())


def _put(store: Store, line: dict[str, Any], copy: bool) -> None:
    with store.transaction("run_report", plan_id=line["plan_id"]) as transaction:
        transaction.put_private("runs", line)
    if copy:
        write_csv(store)


def _order(line: dict[str, Any]) -> tuple[Any, ...]:
    return line["started"], line["plan_id"], line["period"], line["run_id"]


def _is_gone(line: dict[str, Any]) -> bool:
    alive = folders.is_alive(line["run_id"])
    return not alive if alive is not None else tables.now() - line["started"] > _FORGOTTEN
