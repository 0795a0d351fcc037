"""The other forms of a report, made from its page: the page is the one source, so all of them say the same."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from minga.errors import Fault, UsageError
from minga.i18n import gettext as _
from minga.i18n import speaking

PAGE = "report.html"
FORMATS = ("pdf", "docx")
"""What a report can be beside its page."""
ALWAYS = ("html", "csv")
"""What is made in any case, and may be named."""


def chosen(words: str | Iterable[str]) -> tuple[str, ...]:
    """The formats that were asked for beside those that are always made, in our order.

    Args:
        words: names, or one text with names separated by commas or spaces.

    Raises:
        UsageError: a name that is none; the message says which there are.
    """
    asked = words.replace(",", " ").split() if isinstance(words, str) else list(words)
    wrong = [name for name in asked if name not in (*ALWAYS, *FORMATS)]
    if wrong:
        raise UsageError([Fault(_("No hay un formato «{name}».").format(name=str(name)[:40]), column="formats",
                                advice=_("Los que hay son: {names}.").format(names=", ".join((*ALWAYS, *FORMATS))))
                          for name in wrong])
    return tuple(name for name in FORMATS if name in asked)


def write_formats(folder: Path, formats: Iterable[str], *, language: str) -> list[str]:
    """Write ``report.pdf`` and ``report.docx`` beside the page of a run.

    Args:
        folder: where ``report.html`` and ``figures/`` are.
        formats: some of ``FORMATS``.
        language: of the report.

    Returns:
        Names of the files that were made.

    Raises:
        UsageError: a format needs something that is not installed; nothing of it is written.
        RunError: the folder cannot be written.
    """
    wanted = chosen(formats)
    if not wanted:
        return []
    from minga.reports.writing import put

    page = (folder / PAGE).read_text(encoding="utf-8")
    with speaking(language):
        for name in wanted:
            put(folder / f"report.{name}", _made(name, page, folder, language))
    return [f"report.{name}" for name in wanted]


def _made(name: str, page: str, folder: Path, language: str) -> bytes:
    # WeasyPrint and python-docx take half a second to import; most reports are only pages.
    if name == "pdf":
        from minga.reports.to_pdf import to_pdf

        return to_pdf(page)
    from minga.reports.to_docx import to_docx

    return to_docx(page, folder, language=language)
