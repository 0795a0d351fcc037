"""The plan document as PDF: the printed form of its HTML, where WeasyPrint is installed."""

from __future__ import annotations

from typing import Any

from minga.errors import UsageError
from minga.exchange.document.blocks import Document
from minga.exchange.to_html import to_html
from minga.i18n import gettext as _


def to_pdf(document: Document) -> bytes:
    """The document as a tagged PDF; nothing is fetched from anywhere while it is made.

    Raises:
        UsageError: WeasyPrint, or a library of the system that it needs, is not installed.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as wrong:
        raise UsageError(_("El PDF necesita WeasyPrint, que no está instalado."),
                         _("Instálelo con «pip install minga[pdf]», o abra plan.html en el navegador e imprima a PDF."),
                         ) from wrong
    page = weasyprint.HTML(string=to_html(document), url_fetcher=_refuse)
    return bytes(page.write_pdf(pdf_tags=True))


def _refuse(url: str, *_args: Any, **_more: Any) -> Any:
    raise ValueError(f"the plan document needs nothing from {url[:80]}")
