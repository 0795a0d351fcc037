"""The plan document for Word and LibreOffice: real headings, tables that go on over the pages."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Cm, Pt

from minga import i18n
from minga.exchange.document.blocks import (
    Actions,
    Block,
    Bullets,
    Cards,
    Document,
    Empty,
    Grid,
    Heading,
    Matrix,
    Paragraph,
    Questions,
)
from minga.exchange.docx_tables import action_table, card_table, grid_table, matrix_table
from minga.exchange.docx_xml import Ink, element, field, run
from minga.exchange.text import xml_safe
from minga.i18n import gettext as _
from minga.word_styles import LANGUAGES, set_styles

_ACCENT, _SOFT = "12566B", "555C64"
_MARGIN = Cm(1.6)
_SHORT, _LONG = Cm(21.0), Cm(29.7)


def to_docx(document: Document) -> bytes:
    """The document as DOCX; texts are plain runs, so nothing in them is a field, a link or a macro."""
    with i18n.speaking(document.language):
        return _Writer(document).content()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.plan = document
        self.docx = docx.Document()
        self.wide = bool(document.parts) and document.turned[0]
        self._styles()
        self._properties()
        self._page(self.docx.sections[0])
        self._footer()

    def content(self) -> bytes:
        """The whole file."""
        self._cover()
        for part, wide in zip(self.plan.parts, self.plan.turned, strict=True):
            if wide != self.wide:
                self.wide = wide
                self._page(self.docx.add_section(WD_SECTION.NEW_PAGE))
            self.docx.add_heading(xml_safe(part.title), level=1)
            for block in part.blocks:
                self._block(block)
        content = io.BytesIO()
        self.docx.save(content)
        return content.getvalue()

    # ── the frame ──────────────────────────────────────────────────────────────────────────────────

    def _styles(self) -> None:
        looks = {"Normal": (10, False, "22262B", 4, 4), "Title": (26, True, "22262B", 0, 8),
                 "Heading 1": (16, True, _ACCENT, 18, 6), "Heading 2": (12, True, "22262B", 12, 4),
                 "Heading 3": (11, True, "22262B", 10, 4)}
        set_styles(self.docx, looks, LANGUAGES[self.plan.language])

    def _properties(self) -> None:
        core = self.docx.core_properties
        core.title, core.subject = xml_safe(self.plan.title)[:255], xml_safe(self.plan.organization)[:255]
        core.author = core.last_modified_by = core.comments = core.keywords = ""
        core.language = LANGUAGES[self.plan.language]
        core.created = core.modified = datetime.now(UTC).replace(tzinfo=None)

    def _page(self, section: Any) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if self.wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (_LONG, _SHORT) if self.wide else (_SHORT, _LONG)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
        section.header_distance = section.footer_distance = Cm(0.8)

    def _footer(self) -> None:
        ink = Ink(colour=_SOFT, size=16)
        paragraph = self.docx.sections[0].footer.paragraphs[0]._p
        paragraph.get_or_add_pPr().append(element("w:jc", val="right"))
        paragraph.append(run(f"{self.plan.title[:120]}  ·  ", ink))
        paragraph.extend([*field("PAGE", ink), run(" / ", ink), *field("NUMPAGES", ink)])

    def _cover(self) -> None:
        self.docx.add_paragraph(xml_safe(self.plan.title), style="Title")
        for text, ink in ((self.plan.organization, Ink(bold=True, colour=_ACCENT, size=28)),
                          (self.plan.years, Ink(colour=_SOFT, size=24)),
                          (" · ".join(self.plan.countries), Ink(colour=_SOFT, size=22))):
            if text:
                self._paragraph((text, ink))

    # ── blocks ─────────────────────────────────────────────────────────────────────────────────────

    def _paragraph(self, *runs: tuple[str, Ink], style: str | None = None) -> Any:
        paragraph = self.docx.add_paragraph(style=style)
        paragraph._p.extend(run(text, ink) for text, ink in runs)
        return paragraph

    @property
    def _width(self) -> int:
        """Room between the margins, in twentieths of a point."""
        return round((_LONG if self.wide else _SHORT).twips - 2 * _MARGIN.twips)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self.docx.add_heading(xml_safe(block.text), level=min(block.level - 1, 3))
            case Paragraph():
                made = self._paragraph(*((r.text, Ink(bold=r.bold, size=22 if block.lead else 0)) for r in block.text))
                if block.lead:
                    made.paragraph_format.keep_with_next, made.paragraph_format.space_after = True, Pt(8)
            case Questions():
                for line in block.lines:
                    asked = self._paragraph((line, Ink(italic=True, colour=_SOFT, size=22)))
                    asked.paragraph_format.keep_with_next = True
            case Bullets():
                for item in block.items:
                    self._paragraph(*((r.text, Ink(bold=r.bold)) for r in item), style="List Bullet")
            case Empty():
                self._paragraph((block.text, Ink(italic=True, colour=_SOFT)))
            case Cards():
                self._table(card_table(block, list(zip_longest(*(c.cards for c in block.columns), fillvalue="")),
                                       self._width))
            case Actions():
                self._table(action_table(block, self._width), apart=not block.measure)
                if block.measure:
                    said = self._paragraph((_("Medida de logro:"), Ink(bold=True)), (f" {block.measure}", Ink()))
                    said.paragraph_format.space_before, said.paragraph_format.space_after = Pt(6), Pt(16)
            case Matrix():
                self._table(matrix_table(block, self._width))
            case Grid():
                self._table(grid_table(block, self._width))

    def _table(self, table: Any, *, apart: bool = True) -> None:
        self.docx.element.body[-1].addprevious(table)
        if apart:
            # Two tables without a paragraph between them become one; a tall one would open a page of its own.
            between = self._paragraph().paragraph_format
            between.line_spacing, between.space_before, between.space_after = Pt(1), Pt(0), Pt(9)
