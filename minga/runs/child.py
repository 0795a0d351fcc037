"""The child process of a run: ``python -m minga.runs.child``, or ``forked`` in a process that was forked for it.

It is given the job, as one line of JSON on its standard input when it was not forked, and works in its current
folder. It says what happens as lines of JSON on its standard output: ``{"kernel": pid}``, ``{"cells": n}``,
``{"at": n, "step": source}``, ``{"done": n}`` and at last ``{"end": …}``. Standard input stays open as a lifeline:
when it closes the parent is gone, and so must the kernel be. A forked process ends with its parent by itself, and a
forked kernel with whoever started it.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from minga import i18n
from minga.runs.kill import kill_group
from minga.runs.light import load_papermill

EXECUTED, RENDERED = "report.ipynb", "report.html"
_IMPORT = re.compile(r"(from \S+ )?import [\w., ]+")
_TIMES = {"start_time", "end_time", "duration"}


def main() -> int:
    """Do the job that stands on standard input; 0 when the report is complete."""
    job = json.loads(sys.stdin.readline())
    say = _Voice()
    threading.Thread(target=_die_with_parent, args=(say,), daemon=True).start()
    return _work(job, say)


def forked(job: dict[str, Any]) -> int:
    """Do the job; 0 when the report is complete."""
    return _work(job, _Voice())


def _work(job: dict[str, Any], say: _Voice) -> int:
    i18n.set_language(job["language"])
    try:
        _execute(job, say)
        say(rendering=True)
        _render(job)
    except BaseException as wrong:
        say(end=_verdict(wrong))
        return 1
    say(end={"status": "ok"})
    return 0


class _Voice:
    """Lines of JSON to the parent, on a channel that the kernel does not inherit."""

    def __init__(self) -> None:
        # The kernel inherits descriptor 1; whatever a notebook's C library prints there must not be
        # taken for our words. So ours is a private copy, and 1 becomes 2.
        self._out: TextIO = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self.kernel: int | None = None

    def __call__(self, **words: Any) -> None:
        with self._lock:
            self._out.write(json.dumps(words) + "\n")
            self._out.flush()


def _die_with_parent(say: _Voice) -> None:
    sys.stdin.read()
    if say.kernel is not None:
        kill_group(say.kernel)
    os._exit(1)


def _execute(job: dict[str, Any], say: _Voice) -> None:
    load_papermill()  # a third of a second, and only ever needed here
    import papermill

    from minga.runs.kernel import RunKernelManager

    def kernel_started(pid: int) -> None:
        say.kernel = pid
        say(kernel=pid)
        threading.Thread(target=_warm_up, daemon=True).start()

    RunKernelManager.started, RunKernelManager.sockets = staticmethod(kernel_started), job["sockets"]
    steps: list[int] = []

    def count(notebook: Any) -> None:
        steps.extend(i for i, c in enumerate(notebook.cells) if c.cell_type == "code" and c.source.strip())
        say(cells=len(steps))

    def at(cell: Any, cell_index: int) -> None:
        if cell_index in steps:
            say(at=steps.index(cell_index) + 1, step=_first_line(cell.source))

    def done(cell: Any, cell_index: int, execute_reply: Any) -> None:
        if cell_index in steps:
            say(done=steps.index(cell_index) + 1)

    executed = papermill.execute_notebook(
        job["notebook"], EXECUTED, parameters=job["parameters"], kernel_name="python3", language="python",
        progress_bar=False, request_save_on_cell_execute=False, autosave_cell_every=0,
        kernel_manager_class=RunKernelManager, on_notebook_start=count, on_cell_start=at, on_cell_executed=done)
    for cell in executed.cells:  # papermill takes sys.exit() for a good end, and skips the cells after it
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise RuntimeError(f"{output.ename}: {output.evalue}".strip(" :"))
    _tidy(Path(EXECUTED), job["notebook"])


def _warm_up() -> None:
    # The page's renderer takes a while to import; the kernel is at work meanwhile. Whatever is wrong with
    # it is said when it is needed.
    with suppress(Exception):
        importlib.import_module("minga.reports.page")


def _first_line(source: str) -> str:
    """The line of a step that says most to a person: the first that is neither a comment nor only an import."""
    lines = [line.strip() for line in source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    told = [line for line in lines if not _IMPORT.fullmatch(line)] or lines
    return told[0][:120] if told else ""


def _tidy(file: Path, notebook: str) -> None:
    """Leave nothing of this machine or of the hour in the executed notebook: the same data give the same bytes."""
    content = json.loads(file.read_text(encoding="utf-8"))
    content["metadata"]["papermill"] |= {"input_path": notebook, "output_path": EXECUTED, "environment_variables": {}}
    content["metadata"].pop("widgets", None)
    for number, cell in enumerate(content["cells"]):
        cell["metadata"].pop("execution", None)
        if "id" in cell:  # the cell with the parameters gets another one each time
            cell["id"] = f"cell-{number}"
    for told in (content["metadata"], *(cell["metadata"] for cell in content["cells"])):
        for name in _TIMES & told.get("papermill", {}).keys():
            del told["papermill"][name]
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _render(job: dict[str, Any]) -> None:
    from minga.reports.page import render_html

    page = render_html(Path(EXECUTED).resolve(), language=job["language"], title=job["title"])
    Path(RENDERED).write_text(page, encoding="utf-8")
    if job["formats"]:
        from minga.reports.formats import write_formats

        write_formats(Path(), job["formats"], language=job["language"])


def _verdict(wrong: BaseException) -> dict[str, str]:
    """How the run ended, for the parent: status, and the error's name and message."""
    # By name: what went wrong may be that these classes cannot be imported.
    name = type(wrong).__name__
    if name == "PapermillExecutionError":
        return {"status": "failed", "name": str(wrong.ename), "message": str(wrong.evalue)}  # type: ignore[attr-defined]
    return {"status": "died" if name == "DeadKernelError" else "failed", "name": name, "message": str(wrong)}


if __name__ == "__main__":
    sys.exit(main())
