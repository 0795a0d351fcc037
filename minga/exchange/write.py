"""The plan document in the plan's folder, in the formats asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from minga import paths
from minga.errors import Fault, UsageError
from minga.exchange import files
from minga.exchange.document import build_document
from minga.exchange.document.blocks import Document
from minga.i18n import gettext as _
from minga.store import Store

FORMATS = ("docx", "html", "md", "xlsx")
"""Formats of the plan document that every installation can write."""
EXTRA = ("pdf",)
"""Formats that need something more to be installed."""


def write_documents(store: Store, plan_id: str, formats: Iterable[str] = FORMATS, folder: Path | None = None, *,
                    language: str | None = None) -> list[Path]:
    """Write the plan document; each file appears whole or not at all.

    Args:
        store: where the plan is.
        plan_id: the plan.
        formats: some of ``FORMATS`` and ``EXTRA``.
        folder: where; ``outputs/<plan>`` when None. The files are called ``plan.<format>``.
        language: of titles, headers and dates; the plan's own when None.

    Returns:
        The files, in the order of the formats.

    Raises:
        UsageError: a format that does not exist or is not installed; nothing is written.
        NotFound: there is no such plan.
        StoreError: the folder cannot be written.
    """
    chosen = list(dict.fromkeys(formats))
    unknown = [name for name in chosen if name not in FORMATS + EXTRA]
    if unknown:
        raise UsageError([Fault(_("No hay un formato «{name}».").format(name=name[:40]),
                                advice=_("Los que hay son: {names}.").format(names=", ".join(FORMATS + EXTRA)))
                          for name in unknown])
    document = build_document(store, plan_id, language=language)
    target = folder or paths.plan_outputs(plan_id)
    made = [(name, _renderer(name)(document)) for name in chosen]
    return [files.write_bytes(target / f"plan.{name}", content) for name, content in made]


def _renderer(name: str) -> Callable[[Document], bytes]:
    # Word and Excel libraries take a while to import, and most pages never need them.
    if name == "docx":
        from minga.exchange.to_docx import to_docx

        return to_docx
    if name == "xlsx":
        from minga.exchange.to_xlsx import to_xlsx

        return to_xlsx
    if name == "html":
        from minga.exchange.to_html import to_html

        return lambda document: to_html(document).encode("utf-8")
    if name == "pdf":
        from minga.exchange.to_pdf import to_pdf

        return to_pdf
    from minga.exchange.to_markdown import to_markdown

    return lambda document: to_markdown(document).encode("utf-8")
