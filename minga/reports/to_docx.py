"""The report as DOCX: real headings, tables whose titles repeat, pictures with their alternative text."""

from __future__ import annotations

import io
import os
import time
import unicodedata
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from minga.reports.page_parts import Cell, Page, Part, Picture, Table, Text, read_page
from minga.word_styles import LANGUAGES, set_styles

_INK, _SOFT, _ACCENT, _LINE = "1F2933", "52606D", "00598C", "D5DAE0"
_MARGIN, _WIDTH = Cm(1.8), Cm(17.4)
_ROLES = {"kicker": (9, _SOFT, True), "subtitle": (14, _ACCENT, True), "meta": (10, _SOFT, False),
          "note": (9, _SOFT, False), "source": (9, _SOFT, False), "tiles": (10, _INK, False)}
"""Size, colour and weight of paragraphs that are more than text."""
_LETTER = 104
"""Room of a letter of a table, in twentieths of a point; where Calibri is missing the font is a wider one."""


def to_docx(page: str, folder: Path, *, language: str) -> bytes:
    """The page as a Word document; texts are plain runs, so nothing in them is a field, a link or a macro.

    Importing the library takes a sixth of a second, so this is done only when it is asked for. The same page gives
    the same bytes when ``SOURCE_DATE_EPOCH`` is set.

    Args:
        page: the whole page, as ``render_html`` made it.
        folder: where the page's ``figures/`` are.
        language: of the report; ``es``, ``pt`` or ``en``.
    """
    read = read_page(page)
    made = docx.Document()
    _frame(made, read, LANGUAGES.get(language, "es-ES"))
    leading = _leading(read.parts)
    for place, part in enumerate(read.parts):
        if isinstance(part, Text):
            _text(made, part, place in leading)
        elif isinstance(part, Table):
            _table(made, part)
        else:
            _picture(made, part, folder)
    content = io.BytesIO()
    made.save(content)
    return _timeless(content.getvalue())


def _leading(parts: list[Part]) -> set[int]:
    """The places of the paragraphs that lead to a picture, and stay on its page."""
    found: set[int] = set()
    for place in range(len(parts) - 2, -1, -1):
        part, after = parts[place], parts[place + 1]
        if isinstance(part, Text) and part.kind == "paragraph" and (isinstance(after, Picture) or place + 1 in found):
            found.add(place)
    return found


def _timeless(content: bytes) -> bytes:
    """The same archive without the hour at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in packed.namelist():
            made.writestr(zipfile.ZipInfo(name), packed.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _safe(text: str) -> str:
    """Text without what XML cannot hold, or what turns the reading direction around."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def _frame(made: Any, read: Page, language: str) -> None:
    looks = {"Normal": (10, False, _INK, 0, 4), "Title": (22, True, _INK, 0, 4), "Heading 1": (13, True, _INK, 0, 6),
             "Heading 2": (12, True, _INK, 8, 4), "List Bullet": (10, False, _INK, 0, 2)}
    set_styles(made, looks, language)
    core, now = made.core_properties, int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    core.title, core.language = _safe(read.title)[:255], language
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.created = core.modified = datetime.fromtimestamp(now, UTC).replace(tzinfo=None)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    _footer(section, read.title)


def _footer(section: Any, title: str) -> None:
    """The title and the number of each page."""
    paragraph = section.footer.paragraphs[0]
    paragraph.paragraph_format.alignment = 2
    _run(paragraph, f"{title[:110]}  ·  ", 8, _SOFT, False)
    for name in ("PAGE", "NUMPAGES"):
        field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {name} "><w:r><w:rPr><w:sz w:val="16"/></w:rPr>'
                          "<w:t>1</w:t></w:r></w:fldSimple>")
        paragraph._p.append(field)
        if name == "PAGE":
            _run(paragraph, " / ", 8, _SOFT, False)


def _run(paragraph: Any, text: str, size: float, colour: str, bold: bool) -> None:
    made = paragraph.add_run(_safe(text))
    made.bold, made.font.size, made.font.color.rgb = bold, Pt(size), RGBColor.from_string(colour)


def _text(made: Any, part: Text, leads: bool) -> None:
    words = _safe(part.words).strip()
    if not words:
        return
    if part.kind == "heading":
        made.add_heading(words, level=min(part.level - 1, 2))
        return
    paragraph = made.add_paragraph(style="List Bullet" if part.kind == "item" else None)
    paragraph.paragraph_format.keep_with_next = leads or None
    look = next((look for role, look in _ROLES.items() if role in part.role.split()), None)
    if look is None:
        for text, bold in part.runs:
            paragraph.add_run(_safe(text)).bold = bold or None
        return
    for text, bold in part.runs:
        _run(paragraph, text, look[0], look[1], look[2] or bold)
    if "kicker" in part.role:
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(16)
        paragraph.paragraph_format.space_after = Pt(0)


def _picture(made: Any, part: Picture, folder: Path) -> None:
    file = folder / part.file
    inside = part.file and file.is_file() and file.resolve().is_relative_to(folder.resolve())
    content = part.content or (file.read_bytes() if inside else b"")
    if not content:
        return
    made.add_picture(io.BytesIO(content), width=_WIDTH)
    told = made.paragraphs[-1]._p.find(f".//{qn('wp:docPr')}")
    told.set("descr", _safe(part.alt)[:2000])


def _table(made: Any, part: Table) -> None:
    columns = max((len(row) for row in part.rows), default=0)
    if not columns:
        return
    if part.caption.strip():
        caption = made.add_paragraph()
        _run(caption, part.caption.strip(), 9, _SOFT, False)
        caption.paragraph_format.keep_with_next = True
    widths = _widths(part, columns)
    rows = "".join(_row(row, widths, place < part.head) for place, row in enumerate(part.rows))
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"'
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders><w:top {line}/>'
        f'<w:bottom {line}/><w:insideH {line}/></w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="40" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0020"/>'
        f'<w:tblCaption w:val="{_attribute(part.caption)}"/></w:tblPr><w:tblGrid>'
        f'{"".join(f"""<w:gridCol w:w="{width}"/>""" for width in widths)}</w:tblGrid>{rows}</w:tbl>')
    made.element.body[-1].addprevious(table)
    made.add_paragraph().paragraph_format.space_after = Pt(2)  # two tables without one between them become one


def _attribute(text: str) -> str:
    return escape(_safe(text.strip()), {'"': "&quot;"})


def _widths(part: Table, columns: int) -> list[int]:
    """Widths in twentieths of a point: room for the longest word first, the rest by how much there is to read."""
    least, much = [], []
    for place in range(columns):
        titles = [row[place] for row in part.rows[:part.head] if place < len(row)]
        lines = [line for row in part.rows[part.head:] if place < len(row) for line in row[place].lines]
        long = [len(word) * 1.2 for cell in titles for line in cell.lines for word in line.split()]  # they are bold
        long += [len(piece) for line in lines for piece in ([line] if len(line) <= 18 else line.split())]
        least.append(int(min(max(long, default=1), 24) * _LETTER) + 150)
        much.append(max(0, min(max(map(len, lines), default=0), 90) * _LETTER - least[-1]))
    room = int(_WIDTH.twips)
    spare = room - sum(least)
    if spare < 0:
        return [int(room * width / sum(least)) for width in least]
    return [width + int(spare * more / (sum(much) or 1)) for width, more in zip(least, much, strict=True)]


def _row(cells: list[Cell], widths: list[int], head: bool) -> str:
    properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>"
    return f"<w:tr>{properties}{''.join(_cell(c, w, head) for c, w in zip(cells, widths, strict=False))}</w:tr>"


def _cell(cell: Cell, width: int, head: bool) -> str:
    keep = "<w:keepNext/>" if head else ""
    right = '<w:jc w:val="right"/>' if cell.number else ""
    paragraphs = []
    for place, line in enumerate(cell.lines):
        look = f"{'<w:b/>' if head else ''}"
        look += f'<w:color w:val="{_SOFT}"/><w:sz w:val="15"/>' if place else '<w:sz w:val="17"/>'
        text = escape(_safe(" ".join(line.split())))
        if text or not place:
            paragraphs.append(
                f'<w:p><w:pPr>{keep}<w:spacing w:before="10" w:after="10"/>{right}</w:pPr><w:r><w:rPr>{look}</w:rPr>'
                f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>')
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(paragraphs)}</w:tc>'
