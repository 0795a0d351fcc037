"""A table drawn with plus signs and bars (``+---+---+``), as pandoc writes them when cells hold several lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from minga.exchange.markdown_in.blocks import Line, Table
from minga.exchange.markdown_in.cells import Cell
from minga.exchange.markdown_in.draft import Log
from minga.i18n import gettext as _

_RULE = re.compile(r"\+(?:[-=:]{2,}\+)+")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)])\s+(?=\S)")


def read_grid(lines: Sequence[str], number: int, inline: Callable[[str], Cell], log: Log) -> Table | None:
    """The table that the lines draw; None, with a fault in the log, when a cell spans others.

    Args:
        lines: from its first rule to its last.
        number: the 1-based line of the first.
        inline: what reads a text with Markdown's style in it.
        log: where the fault is written.
    """
    bare = [line.strip() for line in lines]
    edges = [place for place, sign in enumerate(bare[0]) if sign == "+"]
    rows: list[Line] = []
    header: Line | None = None
    waiting: list[list[str]] = [[] for _edge in edges[1:]]
    started = 0
    for offset, line in enumerate(bare):
        if _RULE.fullmatch(line) and line.count("+") == len(edges):
            if any(waiting):
                rows.append(Line(tuple(_cell(piece, inline) for piece in waiting), number + started))
            if "=" in line and rows and header is None:
                header = rows.pop()
            waiting, started = [[] for _edge in edges[1:]], offset + 1
            continue
        parts = _parts(line, edges)
        if parts is None:
            log.fault(number + offset, _("La tabla tiene celdas unidas y no se puede leer en esta forma."),
                      _("Guárdela como tabla Markdown con barras (en pandoc, con «-t gfm») y vuelva a importar."))
            return None
        for piece, part in zip(waiting, parts, strict=True):
            piece.append(part)
    if any(map(any, waiting)):  # the last rule is missing
        rows.append(Line(tuple(_cell(piece, inline) for piece in waiting), number + started))
    if header is None:
        header = Line((Cell(),) * (len(edges) - 1), number)
    return Table(header, tuple(rows))


def _parts(line: str, edges: Sequence[int]) -> list[str] | None:
    """What a line says in each column; None when its bars are not where the rule puts them."""
    pieces = re.split(r"(?<!\\)\|", line)[1:-1]
    if len(pieces) == len(edges) - 1 and line.startswith("|") and line.endswith("|"):
        return pieces  # by count, because accents and emoji do not have one width everywhere
    if len(line) == edges[-1] + 1 and all(line[edge] == "|" for edge in edges):
        return [line[start + 1:end] for start, end in pairwise(edges)]
    return None


def _cell(lines: Sequence[str], inline: Callable[[str], Cell]) -> Cell:
    """Lines that pandoc filled to the width of the column, as texts: a blank line or a bullet begins a new one."""
    pieces: list[str] = []
    fresh = True
    for line in map(str.strip, lines):
        if not line:
            fresh = True
            continue
        ended = bool(pieces) and pieces[-1].endswith("\\")
        if fresh or ended or _BULLET.match(line):
            if ended:
                pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        else:
            pieces[-1] += f" {line}"
        fresh = False
    whole = Cell()
    for piece in pieces:
        whole = whole.plus(inline(piece), "\n")
    return whole
