"""The few pieces of WordprocessingML that python-docx has no method for, or is too slow at: tables, fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from minga.exchange.text import xml_safe

XmlElement = Any


@dataclass(frozen=True)
class Ink:
    """How a run looks: ``colour`` as RRGGBB, ``size`` in half points, 0 for the style's own."""

    bold: bool = False
    italic: bool = False
    colour: str = ""
    size: int = 0


@dataclass(frozen=True)
class Para:
    """A paragraph of a cell: its runs with their ink, its indent in twentieths of a point, its alignment.

    ``keep`` holds its row on the page of the next one, as a heading.
    """

    runs: tuple[tuple[str, Ink], ...]
    indent: int = 0
    align: str = ""
    bullet: bool = False
    keep: bool = False


@dataclass(frozen=True)
class TableCell:
    """A cell: its paragraphs, how many columns it takes, and its ground as RRGGBB."""

    paragraphs: tuple[Para, ...]
    span: int = 1
    ground: str = ""


def element(tag: str, *children: XmlElement, **attributes: str) -> XmlElement:
    """An element with prefixed tag (``w:p``) and attributes given without their prefix."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def run(text: str, ink: Ink) -> XmlElement:
    """A run; line breaks and tabs become the elements that Word knows, forbidden characters are replaced."""
    made = element("w:r")
    properties = element("w:rPr")
    if ink.bold:
        properties.append(element("w:b"))
    if ink.italic:
        properties.append(element("w:i"))
    if ink.colour:
        properties.append(element("w:color", val=ink.colour))
    if ink.size:
        properties.append(element("w:sz", val=str(ink.size)))
    if len(properties):
        made.append(properties)
    for number, line in enumerate(xml_safe(text).split("\n")):
        if number:
            made.append(element("w:br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.append(element("w:tab"))
            if piece:
                words = element("w:t")
                words.text = piece
                words.set(qn("xml:space"), "preserve")
                made.append(words)
    return made


def table(caption: str, widths: Sequence[int], header: Iterable[Sequence[TableCell]],
          rows: Iterable[Sequence[TableCell]], line: str) -> XmlElement:
    """A table whose header rows are repeated on every page and whose rows are not split.

    Args:
        caption: what screen readers say about it.
        widths: of the columns, in twentieths of a point.
        header: the rows to repeat.
        rows: the others.
        line: colour of the lines, RRGGBB.
    """
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = element("w:tblBorders", *(element(f"w:{s}", val="single", sz="4", space="0", color=line) for s in sides))
    margins = element("w:tblCellMar", *(element(f"w:{side}", w=size, type="dxa") for side, size in
                                        (("top", "50"), ("left", "90"), ("bottom", "50"), ("right", "90"))))
    properties = element(
        "w:tblPr", element("w:tblW", w=str(sum(widths)), type="dxa"),
        element("w:tblInd", w="90", type="dxa"), borders, element("w:tblLayout", type="fixed"),
        margins, element("w:tblLook", val="0020"), element("w:tblCaption", val=xml_safe(caption)))
    grid = element("w:tblGrid", *(element("w:gridCol", w=str(width)) for width in widths))
    return element("w:tbl", properties, grid, *(_row(cells, widths, repeated=True) for cells in header),
                   *(_row(cells, widths) for cells in rows))


def _row(cells: Sequence[TableCell], widths: Sequence[int], *, repeated: bool = False) -> XmlElement:
    properties = element("w:trPr", element("w:cantSplit"), *([element("w:tblHeader")] if repeated else []))
    made = element("w:tr", properties)
    place = 0
    for cell in cells:
        made.append(_cell(cell, sum(widths[place:place + cell.span])))
        place += cell.span
    return made


def _cell(cell: TableCell, width: int) -> XmlElement:
    properties = element("w:tcPr", element("w:tcW", w=str(width), type="dxa"))
    if cell.span > 1:
        properties.append(element("w:gridSpan", val=str(cell.span)))
    if cell.ground:
        properties.append(element("w:shd", val="clear", color="auto", fill=cell.ground))
    return element("w:tc", properties, *map(_paragraph, cell.paragraphs or (Para(()),)))


def _paragraph(para: Para) -> XmlElement:
    properties = element("w:pPr", *([element("w:keepNext")] if para.keep else []),
                         element("w:spacing", before="0", after="20"))
    left = para.indent + (200 if para.bullet else 0)
    if left:
        properties.append(element("w:ind", left=str(left), **({"hanging": "200"} if para.bullet else {})))
    if para.align:
        properties.append(element("w:jc", val=para.align))
    made = element("w:p", properties)
    if para.bullet:
        made.append(run("•\t", Ink()))
        properties.insert(0, element("w:tabs", element("w:tab", val="left", pos=str(left))))
    made.extend(run(text, ink) for text, ink in para.runs if text)
    return made


def field(name: str, ink: Ink) -> list[XmlElement]:
    """A field that Word fills in, as PAGE or NUMPAGES."""
    def wrapped(child: XmlElement) -> XmlElement:
        made = run("", ink)
        made.append(child)
        return made

    instruction = element("w:instrText")
    instruction.text = f" {name} "
    return [wrapped(element("w:fldChar", fldCharType="begin")), wrapped(instruction),
            wrapped(element("w:fldChar", fldCharType="separate")), run("1", ink),
            wrapped(element("w:fldChar", fldCharType="end"))]
