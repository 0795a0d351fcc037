"""Tables that are not written with bars: HTML, and the grids of plus signs that pandoc writes.

They are read here and taken out of the text, so that the Markdown parser sees a line that it passes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from minga.exchange.markdown_in.blocks import Table
from minga.exchange.markdown_in.cells import Cell
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.grid_tables import read_grid
from minga.exchange.markdown_in.html_tables import read_html
from minga.i18n import gettext as _

PLACE = "# ."
"""The line that stands where a table was: a heading, because a heading ends whatever comes before it."""

_HTML = re.compile(r"\s{0,12}(?:<(?:div|figure|center)[^<>]*>\s*)?<table\b", re.IGNORECASE)
_HTML_END = re.compile(r"</table\s*>", re.IGNORECASE)
_GRID = re.compile(r"\s{0,3}\+(?:[-=:]{2,}\+)+\s*")
_SIMPLE = re.compile(r"\s*-{4,}(?:[ \t]+-{4,})+\s*")


def taken_out(lines: Sequence[str], inline: Callable[[str], Cell], log: Log) -> tuple[list[str], dict[int, Table]]:
    """The lines with every such table replaced by a heading, and the tables by the 1-based line of that heading.

    Args:
        lines: the lines of the source.
        inline: what reads a text with Markdown's style in it.
        log: where faults are written: a table that cannot be read is never left out in silence.
    """
    kept = list(lines)
    tables: dict[int, Table] = {}
    number = 0
    while number < len(kept):
        line, end, table = kept[number], 0, None
        if "<" in line and _HTML.match(line):
            end = _html_end(kept, number)
            if end:
                table = read_html("\n".join(kept[number:end]), number + 1)
            else:
                log.fault(number + 1, _("La tabla HTML no se cierra con </table>."),
                          _("Complete la tabla o conviértala en una tabla Markdown, y vuelva a importar."))
                break
        elif line.lstrip().startswith("+") and _GRID.fullmatch(line):
            end = next((i for i in range(number, len(kept)) if kept[i].strip()[:1] not in ("+", "|")), len(kept))
            table = read_grid(kept[number:end], number + 1, inline, log)
        elif line.lstrip().startswith("--") and _SIMPLE.fullmatch(line):
            log.fault(number + 1, _("La tabla está hecha con guiones y espacios, sin barras."),
                      _("Guárdela como tabla Markdown con barras (en pandoc, con «-t gfm») y vuelva a importar."))
            break
        if end:
            kept[number:end] = [PLACE if table else ""] + [""] * (end - number - 1)
            if table:
                tables[number + 1] = table
        number = max(end, number + 1)
    return kept, tables


def _html_end(lines: Sequence[str], start: int) -> int:
    """The place after the line that closes the table, tables inside tables counted; 0 when none does."""
    depth = 0
    for place in range(start, len(lines)):
        lowered = lines[place].lower()
        depth += lowered.count("<table") - len(_HTML_END.findall(lowered))
        if depth <= 0:
            return place + 1
    return 0
