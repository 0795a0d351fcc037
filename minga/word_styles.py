"""How every Word document of Minga looks: styles that the plan's and the report's share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

LANGUAGES = {"es": "es-ES", "pt": "pt-BR", "en": "en-US"}
"""Language tags that a word processor's spelling knows."""

Look = tuple[float, bool, str, float, float]
"""Size in points, bold, colour as RRGGBB, space before and after in points."""


def set_styles(document: Any, looks: Mapping[str, Look], language: str) -> None:
    """Dress a document of python-docx.

    Args:
        document: the document.
        looks: by the style's name.
        language: tag of the language it is written in (``es-ES``).
    """
    for name, (size, bold, colour, before, after) in looks.items():
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), "Calibri")
    border = document.styles["Title"].element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)
    spoken = document.styles.element.find(f".//{qn('w:lang')}")
    if spoken is not None:
        for key in ("val", "eastAsia"):
            spoken.set(qn(f"w:{key}"), language)
