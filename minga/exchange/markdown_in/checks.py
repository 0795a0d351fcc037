"""A table with no cell lost: what the Markdown parser cuts off or adds is put right and said."""

from __future__ import annotations

from collections.abc import Callable

from minga.exchange.markdown_in.blocks import Block, Line, Table, Text
from minga.exchange.markdown_in.cells import Cell
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.source import Source
from minga.exchange.markdown_in.strays import cells_of, is_ruler, width
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.tables.faces import MAX_CELL

Inline = Callable[[str], Cell]


def checked(table: Table, source: Source | None, inline: Inline, log: Log) -> list[Block]:
    """The table with no cell lost: rows longer than its header widen it, texts without bars leave it.

    Args:
        table: as the parser gives it.
        source: the text it comes from; None for a table that is not written with bars.
        inline: what reads a text with Markdown's style in it.
        log: where what is odd is written.
    """
    if source is None:
        for line in (table.header, *table.rows):
            _check_cells(line, log)
        return [table] if table.lines or table.rows else []
    raw = {line.number: source.line(line.number) for line in (table.header, *table.rows)}
    widths = {number: width(text) for number, text in raw.items()}
    extra = max(widths.values(), default=0)
    blocks: list[Block] = []
    current: list[Line] = []
    header = _line_of(table.header, raw, extra, table.width, inline, log)
    for row in table.rows:
        text = raw[row.number]
        if "|" not in text:
            blocks += [Table(header, tuple(current)), Text(row.cells[0], row.number)]
            header, current = Line((Cell(),) * len(header.cells), row.number), []
        elif is_ruler(text) and text.count("-") > 1 and current:
            above = current.pop()
            blocks.append(Table(header, tuple(current)))
            header, current = above, []
        else:
            current.append(_line_of(row, raw, extra, table.width, inline, log))
    blocks.append(Table(header, tuple(current)))
    return [b for b in blocks if not isinstance(b, Table) or b.lines or b.rows]


def _line_of(line: Line, raw: dict[int, str], wanted: int, table_width: int, inline: Inline, log: Log) -> Line:
    text = raw[line.number]
    found = width(text)
    cells = list(line.cells)
    if found > table_width:
        beyond = [inline(part.strip()) for part in cells_of(text)[table_width:]]
        cells += beyond
        if any(beyond):
            log.note("warning", line.number, _("La fila tiene {n} celdas y la tabla {m} columnas.").format(
                n=found, m=table_width), " | ".join(c.text for c in beyond if c),
                _("Las celdas de más se conservaron."))
    elif found < table_width and any(cells):
        log.note("doubt", line.number, _("La fila tiene {n} celdas y la tabla {m} columnas.").format(
            n=found, m=table_width), text.strip(), _("Las celdas que faltan quedaron vacías; revise la fila."))
    whole = Line(tuple(cells + [Cell()] * (wanted - len(cells))), line.number)
    _check_cells(whole, log)
    return whole


def _check_cells(line: Line, log: Log) -> None:
    for position, cell in enumerate(line.cells, 1):
        if len(cell.text) > MAX_CELL:
            log.fault(line.number, _("El texto tiene {n} caracteres y caben {limit}.").format(
                n=len(cell.text), limit=MAX_CELL), _("Acorte el texto de la celda y vuelva a importar."),
                column=str(position))
        if cell.wraps:
            log.note("join", line.number, ngettext("Una línea partida dentro de una celda.",
                                                   "{n} líneas partidas dentro de una celda.",
                                                   len(cell.wraps)).format(n=len(cell.wraps)),
                     " · ".join(cell.wraps), _("Se unieron las dos partes."))
