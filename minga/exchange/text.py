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


# Signs that mean something to Markdown in the middle of a line, and those that mean something at its start.
_MARKDOWN = re.compile(r"[\\`*_\[\]|~]")
_BLOCK = re.compile(r"^(\s*)([#+=:-]|>|\d{1,9}(?=[.)]))", re.MULTILINE)


def markdown_inline(text: str) -> str:
    """A text as Markdown that shows it verbatim inside a line or a table's cell; breaks become ``<br>``."""
    safe = _MARKDOWN.sub(r"\\\g<0>", xml_safe(text)).replace("&", "&amp;").replace("<", "&lt;")
    return "<br>".join(line.strip() for line in re.split(r"[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", safe.strip()))


def markdown_line(text: str) -> str:
    """A text as Markdown that shows it verbatim where a paragraph or an item begins (``# de`` is no heading)."""
    inline = markdown_inline(text)
    if found := _BLOCK.match(inline):
        sign = found[2]
        escaped = f"{sign}\\{inline[found.end():]}" if sign.isdigit() else f"\\{inline}"
        return escaped
    return inline


def xml_safe(text: str) -> str:
    """The text with every character that XML cannot carry replaced by ``\ufffd``, and one kind of line end."""
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
