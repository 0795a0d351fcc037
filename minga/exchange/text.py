"""What must not reach a file as it is: formulas, characters that XML forbids, Markdown's own signs."""

from __future__ import annotations

import re

# What Excel, LibreOffice and Sheets take for the beginning of a formula, full-width forms included.
_FORMULA = re.compile("'*[=+\\-@\t\r\x00＝＋－＠]")
_NEUTRALISED = re.compile("'+[=+\\-@\t\r\x00＝＋－＠]")
# XML 1.0 has no way to write these, not even escaped; a DOCX or XLSX with one of them does not open.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def neutralised(cell: str) -> str:
    """The cell with a ``'`` before anything that a spreadsheet could take for a formula."""
    return "'" + cell if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """The inverse of ``neutralised``."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell


def xml_safe(text: str) -> str:
    """The text with every character that XML cannot carry replaced by ``\ufffd``, and one kind of line end."""
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
