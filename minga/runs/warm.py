"""What the process from which runs are forked goes through once: a drawing, or a report, made and thrown away.

Templates, queries, fonts and the words of a language are then read and compiled in every kernel that it forks.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from minga.reports.charts.canvas import Canvas
from minga.reports.charts.inline import inline
from minga.reports.report import open_report
from minga.results.reading import private_names, read_results
from minga.store import Store, open_store, rows
from minga.store.engine import leave_engine

_LETTERS = "".join(map(chr, range(32, 127))) + "áéíóúüñçãõâêôÁÉÍÓÚÑ¿¡«»ºª·–…%✓◐○▲✕"


def drawing() -> None:
    """Draw the letters that charts are written with: the outline of each is then known."""
    sheet = Canvas(900)
    for bold in (False, True):
        sheet.text(900, 20, _LETTERS, bold=bold, anchor="right")
    sheet.box(0, 0, 20, 20, hatch="x", radius=2)
    sheet.png()
    inline(sheet.written, "m", "", "")


def report() -> None:
    """Make a report of some plan of the store; nothing where there is none yet."""
    store = open_store()
    try:
        if found := _some_period(store):
            plan, period = found
            with TemporaryDirectory(prefix="minga_") as folder:
                made = open_report(plan, period, out=str(Path(folder)))
                made.header()
                made.action_status()
                made.finish()
            read_results(store, plan)
            private_names(store, plan)
    finally:
        leave_engine(store)


def _some_period(store: Store) -> tuple[str, str] | None:
    for plan in rows(store, "plans"):
        for period in rows(store, "periods", plan_id=plan["plan_id"]):
            return plan["plan_id"], period["period"]
    return None
