"""What a document has around its words: page numbers, page marks, tables of contents, anchors of headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from minga.exchange.markdown_in.blocks import Block, Heading, Table, Text
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.words import CONTENTS
from minga.folding import fold
from minga.i18n import gettext as _

_MARK = re.compile(
    r"(<!--(?:(?!-->).)*-->\s*)+|</?(div|p|center|section|article|span)\b[^<>]*>(\s*</(div|p|center|section|article|span)>)?"
    r"|\\(new|clear)?page(break)?|`{3,}\w*|~{3,}\w*|:{3,}\s*(\{[^{}]*\}|\w*)"
    r"|[-–—\s]*((p[áa]g(ina|\.)?|page|hoja|folha|folio)\s*)?\d{1,4}(\s*(de|of|/)\s*\d{1,4})?[-–—\s]*",
    re.IGNORECASE | re.DOTALL)
_LINK_ENTRY = re.compile(r"(?:\d[\d.]*\s+)?\[[^\n]{0,300}\]\(#[^\s()]{0,300}\)\s*\d{0,4}")
_PAGED_ENTRY = re.compile(r"[^\n]{1,200}?(?:\s*[.·…_]{3,}\s*|\t\s*|\s{3,})\d{1,4}")
_NUMBERED_ENTRY = re.compile(r"[^\n]{1,200}\s\d{1,4}")
_ANCHOR = re.compile(r"\s*\{(?:[#.][\w\-.:]+|\w+=\"[^\"{}]*\"|-|\s)+\}\s*$|\s*<a\s[^<>]*>\s*</a>\s*")


def without_furniture(blocks: Iterable[Block], log: Log) -> Iterator[Block]:
    """The blocks that say something of the plan; what is left out is written down."""
    anchors: list[tuple[int, str]] = []
    contents: Heading | None = None
    entries: list[Text] = []
    for block in blocks:
        if isinstance(block, Text) and _is_entry(block, contents is not None):
            entries.append(block)
            continue
        if entries or contents:
            _note_contents(contents, entries, log)
            contents, entries = None, []
        loose = not isinstance(block, Table) and not _depth(block)
        if loose and len(block.text) < 300 and _MARK.fullmatch(block.text.strip()):
            log.note("warning", block.number, _("Marca o número de página."), block.text, _("No se importó."))
        elif loose and fold(block.text) in CONTENTS:
            contents = block if isinstance(block, Heading) else Heading(block.cell, block.number)
        elif isinstance(block, Heading):
            yield _without_anchor(block, anchors)
        else:
            yield block
    if entries or contents:
        _note_contents(contents, entries, log)
    if anchors:
        log.note("warning", anchors[0][0], _("Anclas o atributos de los títulos."),
                 " · ".join(anchor for _line, anchor in anchors), _("No se importaron."))


def _depth(block: Heading | Text) -> int:
    return block.depth if isinstance(block, Text) else 0


def _is_entry(text: Text, below_title: bool) -> bool:
    """Whether a text is a line of a table of contents: a link inside the document, or a title and its page."""
    said = text.text.strip()
    if _LINK_ENTRY.fullmatch(said) or all(map(_PAGED_ENTRY.fullmatch, said.split("\n"))):
        return True
    return below_title and (text.depth > 0 or all(map(_NUMBERED_ENTRY.fullmatch, said.split("\n"))))


def _note_contents(title: Heading | None, entries: list[Text], log: Log) -> None:
    first = title or entries[0]
    said = " · ".join([*([title.text] if title else []), *(" ".join(entry.text.split("\n")) for entry in entries)])
    log.note("warning", first.number, _("Índice del documento."), said, _("No se importó."))


def _without_anchor(heading: Heading, anchors: list[tuple[int, str]]) -> Heading:
    found = _ANCHOR.search(heading.cell.text)
    if found is None or not heading.cell.text[:found.start()].strip():
        return heading
    anchors.append((heading.number, found[0].strip()))
    cell = heading.cell.cut(0, found.start()).plus(heading.cell.cut(found.end()), " ")
    return Heading(cell, heading.number, heading.level)
