"""Markdown as a flat list of headings, texts and tables, each with its line (markdown-it does the parsing)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from minga.exchange.markdown_in.blocks import Block, Heading, Line, Table, Text
from minga.exchange.markdown_in.cells import Cell, from_tokens
from minga.exchange.markdown_in.checks import checked
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.front import front_matter
from minga.exchange.markdown_in.furniture import without_furniture
from minga.exchange.markdown_in.other_tables import taken_out
from minga.exchange.markdown_in.source import Source
from minga.exchange.markdown_in.strays import is_row, stray_rows
from minga.i18n import gettext as _

_OFF = ["code", "fence", "html_block", "reference", "link", "image", "autolink", "backticks"]
"""What is not style in a plan stays as it was typed: links, code signs, references, HTML."""

_MD = MarkdownIt("commonmark", {"html": True}).enable("table").disable(_OFF)
_LONGEST_HEADING = 500
"""Characters; what is longer is a paragraph that somebody marked as a heading."""
_GLUED_HEADING = re.compile(r"#{2,}\s*(?=\S[^\n]*\Z)")
"""A heading without the blank after its signs, or with too many of them."""


def read_blocks(source: Source, log: Log) -> list[Block]:
    """Every block of the source in order; page numbers and page marks are left out, and said to be."""
    blocks: list[Block] = []
    for block in without_furniture(_blocks(source, log), log):
        if isinstance(block, Table) or block.cell:
            blocks.append(block)
    return blocks


def _blocks(source: Source, log: Log) -> Iterator[Block]:
    facts, taken = front_matter(source.lines)
    yield from facts
    lines, others = taken_out([""] * taken + list(source.lines[taken:]), _inline, log)
    yield from _Walk(_MD.parse("\n".join(lines)), others, source, log).blocks()


def _inline(text: str) -> Cell:
    return from_tokens(_MD.parseInline(text)[0].children or ())


class _Walk:
    """One pass over the tokens of a document."""

    def __init__(self, tokens: Sequence[Token], others: dict[int, Table], source: Source, log: Log) -> None:
        self.tokens, self.others, self.source, self.log = tokens, others, source, log
        self._above: Table | None = None
        self._depth = 0
        self._marker = ""
        self._opens = False

    def blocks(self) -> Iterator[Block]:
        """The blocks, in order."""
        for index, token in enumerate(self.tokens):
            if token.type in ("bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close"):
                self._depth += token.nesting
            elif token.type == "list_item_open":
                self._marker, self._opens = f"{token.info}{token.markup} " if token.info else "", True
            elif token.type == "table_open":
                table = table_from(self.tokens, index)
                yield from self._seen(checked(table, self.source, _inline, self.log))
            elif token.type == "inline" and self.tokens[index - 1].type == "heading_open":
                yield from self._seen(self._heading(token, self.tokens[index - 1]))
            elif token.type == "inline" and self.tokens[index - 1].type == "paragraph_open":
                yield from self._seen(self._paragraph(token))

    def _seen(self, blocks: Sequence[Block]) -> Sequence[Block]:
        self._above = next((block for block in reversed(blocks) if isinstance(block, Table)), self._above)
        return blocks

    def _text(self, cell: Cell, number: int) -> Text:
        """A paragraph, with its place in the list that holds it."""
        text = Text(_unwrapped(cell, number, self.log), number, self._depth, self._marker, self._opens)
        self._marker, self._opens = "", False
        return text

    def _heading(self, token: Token, opened: Token) -> list[Block]:
        number = _line(token)
        if number in self.others and opened.markup == "#":
            return checked(self.others[number], None, _inline, self.log)
        cell = from_tokens(token.children or ())
        if self._depth and opened.markup.startswith("#"):  # «- # de talleres» says "number of", not a heading
            signs = f"{opened.markup} "
            return [self._text(Cell(signs, "-" * len(signs)).plus(cell, ""), number)]
        # A line of dashes under a paragraph makes Markdown's other kind of heading, often a page's end.
        if self._depth or len(cell.text) > _LONGEST_HEADING:
            return [self._text(cell, number)]
        return [Heading(_unwrapped(cell, number, self.log), number, int(opened.tag[1:]))]

    def _paragraph(self, token: Token) -> list[Block]:
        """A paragraph as texts, and the rows of a table that lost its ruler as a table or as a fault."""
        first = _line(token)
        parts: list[tuple[bool, int, list[str]]] = []
        for offset, line in enumerate(token.content.split("\n")):
            if not parts or parts[-1][0] != is_row(line):
                parts.append((is_row(line), first + offset, []))
            parts[-1][2].append(line)
        if not any(rowlike for rowlike, _n, _l in parts):
            cell = from_tokens(token.children or ())
            if len(cell.text) <= _LONGEST_HEADING and (glued := _GLUED_HEADING.match(cell.text)) and not self._depth:
                return [Heading(cell.cut(glued.end()), first)]
            return [self._text(cell, first)]
        blocks: list[Block] = []
        for rowlike, number, lines in parts:
            if rowlike:
                for block in stray_rows(number, lines, self._above, _table_of, self.log):
                    blocks += checked(block, self.source, _inline, self.log) if isinstance(block, Table) else [block]
            else:
                blocks.append(self._text(_inline("\n".join(lines)), number))
        return blocks


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _unwrapped(cell: Cell, number: int, log: Log) -> Cell:
    for wrap in cell.wraps:
        log.note("join", number, _("Una línea partida."), wrap, _("Se unieron las dos partes."))
    return cell


def _table_of(text: str, shift: int) -> Table:
    return table_from(_MD.parse(text), 0, shift)


def table_from(tokens: Sequence[Token], start: int, shift: int = 0) -> Table:
    """The table whose tokens begin at a place; ``shift`` is added to its line numbers."""
    rows: list[Line] = []
    cells: list[Cell] = []
    number = 0
    for place in range(start + 1, len(tokens)):
        token = tokens[place]
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            cells, number = [], _line(token) + shift
        elif token.type == "inline":
            cells.append(from_tokens(token.children or ()))
        elif token.type == "tr_close":
            rows.append(Line(tuple(cells), number))
    return Table(rows[0], tuple(rows[1:]))
