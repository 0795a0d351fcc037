"""Markdown as a flat list of headings, texts and tables, each with its line (markdown-it does the parsing)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from minga.exchange.markdown_in.blocks import Block, Heading, Line, Table, Text
from minga.exchange.markdown_in.cells import Cell, from_tokens
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.source import Source
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.tables.faces import MAX_CELL

_OFF = ["code", "fence", "html_block", "reference", "link", "image", "autolink", "backticks"]
"""What is not style in a plan stays as it was typed: links, code signs, references, HTML."""

_MD = MarkdownIt("commonmark", {"html": True}).enable("table").disable(_OFF)
_LONGEST_HEADING = 500
"""Characters; what is longer is a paragraph that somebody marked as a heading."""
_GLUED_HEADING = re.compile(r"#{2,}\s*(?=\S[^\n]*\Z)")
"""A heading without the blank after its signs, or with too many of them."""
_FURNITURE = re.compile(
    r"(<!--(?:(?!-->).)*-->\s*)+|</?(div|p|center|section|article|span)\b[^<>]*>(\s*</(div|p|center|section|article|span)>)?"
    r"|\\(new|clear)?page(break)?|`{3,}\w*|~{3,}\w*"
    r"|[-–—\s]*((p[áa]g(ina|\.)?|page|hoja|folha|folio)\s*)?\d{1,4}(\s*(de|of|/)\s*\d{1,4})?[-–—\s]*",
    re.IGNORECASE | re.DOTALL)


def read_blocks(source: Source, log: Log) -> list[Block]:
    """Every block of the source in order; page numbers and page marks are left out, and said to be."""
    blocks: list[Block] = []
    for block in _blocks(source, log):
        if not isinstance(block, Table) and len(block.text) < 300 and _FURNITURE.fullmatch(block.text.strip()):
            log.note("warning", block.number, _("Marca o número de página."), block.text, _("No se importó."))
        elif isinstance(block, Table):
            blocks += _checked(block, source, log)
        elif block.cell:
            blocks.append(block)
    return blocks


def _blocks(source: Source, log: Log) -> Iterator[Block]:
    tokens = _MD.parse(source.text)
    marker, previous = "", None
    for index, token in enumerate(tokens):
        if token.type == "list_item_open":
            marker = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "table_open":
            previous = _table(tokens, index)
            yield previous
        elif token.type == "inline" and tokens[index - 1].type == "heading_open":
            # A line of dashes under a paragraph makes Markdown's other kind of heading, often a page's end.
            level = int(tokens[index - 1].tag[1:])
            cell = from_tokens(token.children or ())
            short = len(cell.text) <= _LONGEST_HEADING
            yield _unwrapped(Heading(cell, _line(token), level) if short else Text(cell, _line(token)), log)
        elif token.type == "inline" and tokens[index - 1].type == "paragraph_open":
            for block in _paragraph(token, marker, previous, log):
                previous = block if isinstance(block, Table) else previous
                yield block
            marker = ""


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _unwrapped(block: Heading | Text, log: Log) -> Heading | Text:
    for wrap in block.cell.wraps:
        log.note("join", block.number, _("Una línea partida."), wrap, _("Se unió con un espacio."))
    return block


def _table(tokens: Sequence[Token], start: int, shift: int = 0) -> Table:
    rows: list[Line] = []
    cells: list[Cell] = []
    number = 0
    for token in tokens[start + 1:]:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            cells, number = [], _line(token) + shift
        elif token.type == "inline":
            cells.append(from_tokens(token.children or ()))
        elif token.type == "tr_close":
            rows.append(Line(tuple(cells), number))
    return Table(rows[0], tuple(rows[1:]))


# ── rows outside any table ─────────────────────────────────────────────────────────────────────────

def _paragraph(token: Token, marker: str, above: Table | None, log: Log) -> Iterator[Block]:
    """A paragraph as texts, and the rows of a table that lost its ruler as a table or as a fault."""
    first = _line(token)
    parts: list[tuple[bool, int, list[str]]] = []
    for offset, line in enumerate(token.content.split("\n")):
        rowlike = line.lstrip().startswith("|") and line.count("|") > 1
        if not parts or parts[-1][0] != rowlike:
            parts.append((rowlike, first + offset, []))
        parts[-1][2].append(line)
    if not any(rowlike for rowlike, _n, _l in parts):
        cell = from_tokens(token.children or ())
        if len(cell.text) <= _LONGEST_HEADING and (glued := _GLUED_HEADING.match(cell.text)):
            yield Heading(cell.cut(glued.end()), first)
            return
        if marker:
            cell = Cell(marker, "-" * len(marker)).plus(cell, "")
        yield _unwrapped(Text(cell, first), log)
        return
    for rowlike, number, lines in parts:
        if rowlike:
            yield from _stray_rows(number, lines, above, log)
        else:
            inline = _MD.parseInline("\n".join(lines))
            yield _unwrapped(Text(from_tokens(inline[0].children or ()), number), log)


def _stray_rows(number: int, lines: list[str], above: Table | None, log: Log) -> Iterator[Block]:
    widths = {_width(line) for line in lines}
    ruler = next((i for i, line in enumerate(lines) if _is_ruler(line)), None)
    if above is not None and ruler is None and widths == {above.width}:
        log.note("join", number, _("Filas separadas de su tabla por una línea vacía."), lines[0],
                 _("Se leyeron como continuación de la tabla anterior."))
        bare = ["|" + " |" * above.width, "|" + "--|" * above.width]
        yield _table(_MD.parse("\n".join(bare + lines)), 0, number - 3)
    elif ruler is not None and ruler > 0:
        log.fault(number + ruler, _("La línea de guiones tiene {n} columnas y los títulos de la tabla {m}.").format(
            n=_width(lines[ruler]), m=_width(lines[ruler - 1])),
            _("Deje el mismo número de columnas en las dos líneas y vuelva a importar."))
    else:
        log.fault(number, _("Hay filas de tabla sin la línea de guiones que separa los títulos."),
                  _("Agregue debajo de los títulos una línea como |---|---| y vuelva a importar."))


def _is_ruler(line: str) -> bool:
    """Whether a line is made of the dashes that part titles from rows, and nothing else."""
    return "-" in line and not set(line) - set(" \t|:>-")


def _width(line: str) -> int:
    return len(_cells_of(line))


def _cells_of(line: str) -> list[str]:
    """The cells of a raw row, split by the very function that markdown-it uses, to see what it cut off."""
    cells = escapedSplit(line.strip().lstrip("> "))
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return cells


# ── checks of a table ──────────────────────────────────────────────────────────────────────────────

def _checked(table: Table, source: Source, log: Log) -> list[Block]:
    """The table with no cell lost: rows longer than its header widen it, texts without bars leave it."""
    raw = {line.number: source.line(line.number) for line in (table.header, *table.rows)}
    extra = max((_width(text) for text in raw.values()), default=0)
    blocks: list[Block] = []
    current: list[Line] = []
    header = _line_of(table.header, raw, extra, table.width, log)
    for row in table.rows:
        text = raw[row.number]
        if "|" not in text:
            blocks += [Table(header, tuple(current)), Text(row.cells[0], row.number)]
            header, current = Line((Cell(),) * len(header.cells), row.number), []
        elif _is_ruler(text) and text.count("-") > 1 and current:
            above = current.pop()
            blocks.append(Table(header, tuple(current)))
            header, current = above, []
        else:
            current.append(_line_of(row, raw, extra, table.width, log))
    blocks.append(Table(header, tuple(current)))
    return [b for b in blocks if not isinstance(b, Table) or b.lines or b.rows]


def _line_of(line: Line, raw: dict[int, str], width: int, table_width: int, log: Log) -> Line:
    text = raw[line.number]
    found = _width(text)
    cells = list(line.cells)
    if found > table_width:
        beyond = [from_tokens(_MD.parseInline(part.strip())[0].children or ())
                  for part in _cells_of(text)[table_width:]]
        cells += beyond
        if any(beyond):
            log.note("warning", line.number, _("La fila tiene {n} celdas y la tabla {m} columnas.").format(
                n=found, m=table_width), " | ".join(c.text for c in beyond if c),
                _("Las celdas de más se conservaron."))
    elif found < table_width and any(cells):
        log.note("doubt", line.number, _("La fila tiene {n} celdas y la tabla {m} columnas.").format(
            n=found, m=table_width), text.strip(), _("Las celdas que faltan quedaron vacías; revise la fila."))
    cells += [Cell()] * (width - len(cells))
    for position, cell in enumerate(cells, 1):
        _check_cell(cell, line.number, position, log)
    return Line(tuple(cells), line.number)


def _check_cell(cell: Cell, number: int, position: int, log: Log) -> None:
    if len(cell.text) > MAX_CELL:
        log.fault(number, _("El texto tiene {n} caracteres y caben {limit}.").format(n=len(cell.text), limit=MAX_CELL),
                  _("Acorte el texto de la celda y vuelva a importar."), column=str(position))
    if cell.wraps:
        log.note("join", number, ngettext("Una línea partida dentro de una celda.",
                                          "{n} líneas partidas dentro de una celda.",
                                          len(cell.wraps)).format(n=len(cell.wraps)),
                 " · ".join(cell.wraps), _("Se unió con un espacio."))


