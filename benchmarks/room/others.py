"""Other servers of Python pages with the same form, beside stock Voilà and ours: joins, processor, memory, bytes.

    python benchmarks/room/others.py [--servers solara panel streamlit] [--people 60] [--rounds 3]
                                     [--venv FOLDER] [--no-browser] [--quick] [--json FILE]

They are installed with pip into an environment of their own (``--venv`` keeps it for the next time), never into the
project's. What is measured, and how, is what ``joins.py`` and ``browser.py`` measure.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import sys
import tempfile
from pathlib import Path

import browser
import joins
from yard.others import OTHERS, install, other
from yard.table import Table


def sides(names: list[str], folder: Path) -> tuple[dict[str, joins.Side], dict[str, browser.Side]]:
    """How each server is joined by a program and by a browser."""
    joined, seen = {}, {}
    for name in names:
        if name in OTHERS:
            start = functools.partial(other, name, folder)
            joined[name] = joins.Side(name, lambda people, start=start: start(), OTHERS[name].join)
            seen[name] = browser.Side(start, OTHERS[name].path, "textarea")
        else:
            joined[name], seen[name] = joins.SIDES[name], browser.SIDES[name]
    return joined, seen


def main() -> None:
    """Measure all in turns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", nargs="+", choices=OTHERS, default=["solara", "panel"])
    parser.add_argument("--beside", nargs="*", choices=joins.SIDES, default=["stock", "kernel", "pool", "light"])
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--linger", type=float, default=300.0)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--quick", action="store_true", help="10 people, one round")
    parser.add_argument("--venv", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.quick:
        given.people, given.rounds, given.linger = 10, 1, 30.0
    with tempfile.TemporaryDirectory() as name:
        folder = (given.venv or Path(name) / "venv").resolve()
        install(folder, given.servers)
        order = [*given.beside, *given.servers]
        table = Table(order, joins.goals(given.people) | browser.GOALS)
        joined, seen = sides(order, folder)
        for number in range(given.rounds):
            for one in order:
                print(f"{one}…", file=sys.stderr, flush=True)
                try:
                    joins.measure(joined[one], table, given.people, 3, given.linger * (number == given.rounds - 1))
                    if not given.no_browser:
                        asyncio.run(browser.measure(seen[one], one, table))
                except Exception as wrong:
                    table.notes[f"{one}: not measured"] = f"{type(wrong).__name__}: {str(wrong)[-400:]}"
    table.show()
    table.write(given.json)


if __name__ == "__main__":
    main()
