"""Rows of a table that stand outside any: a table that lost its ruler, or went on after an empty line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markdown_it.rules_block.table import escapedSplit

from minga.exchange.markdown_in.blocks import Block, Table
from minga.exchange.markdown_in.draft import Log
from minga.i18n import gettext as _


def is_row(line: str) -> bool:
    """Whether a line of a paragraph looks like the row of a table."""
    return line.lstrip().startswith("|") and line.count("|") > 1


def is_ruler(line: str) -> bool:
    """Whether a line is made of the dashes that part titles from rows, and nothing else."""
    return "-" in line and not set(line) - set(" \t|:>-")


def width(line: str) -> int:
    """How many cells a raw row has."""
    return len(cells_of(line))


def cells_of(line: str) -> list[str]:
    """The cells of a raw row, split by the very function that markdown-it uses, to see what it cut off."""
    cells = escapedSplit(line.strip().lstrip("> "))
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return cells


def stray_rows(number: int, lines: Sequence[str], above: Table | None, table_of: Callable[[str, int], Table],
               log: Log) -> Iterator[Block]:
    """The rows as a table when the one above has as many columns; a fault that says what is missing otherwise.

    Args:
        number: the 1-based line of the first row.
        lines: the rows as typed.
        above: the table before them, if any.
        table_of: what makes a table of Markdown text, given also what to add to its line numbers.
        log: where the join or the fault is written.
    """
    widths = {width(line) for line in lines}
    ruler = next((i for i, line in enumerate(lines) if is_ruler(line)), None)
    if above is not None and ruler is None and widths == {above.width}:
        log.note("join", number, _("Filas separadas de su tabla por una línea vacía."), lines[0],
                 _("Se leyeron como continuación de la tabla anterior."))
        bare = ["|" + " |" * above.width, "|" + "--|" * above.width]
        yield table_of("\n".join([*bare, *lines]), number - 3)
    elif ruler is not None and ruler > 0:
        log.fault(number + ruler, _("La línea de guiones tiene {n} columnas y los títulos de la tabla {m}.").format(
            n=width(lines[ruler]), m=width(lines[ruler - 1])),
            _("Deje el mismo número de columnas en las dos líneas y vuelva a importar."))
    else:
        log.fault(number, _("Hay filas de tabla sin la línea de guiones que separa los títulos."),
                  _("Agregue debajo de los títulos una línea como |---|---| y vuelva a importar."))
