"""The report as PDF: the printed form of its page, tagged for screen readers, where WeasyPrint is installed."""

from __future__ import annotations

import re
from typing import Any

from minga.errors import UsageError
from minga.i18n import gettext as _

_NARROW = re.compile(r"<div class=\"minga-narrow\">.*?</div>", re.DOTALL)
_NAMED = re.compile(r"<title id=\"[^\"]*\">[^<]*</title><desc id=\"[^\"]*\">([^<]*)</desc>")


def to_pdf(page: str) -> bytes:
    """The page as a tagged PDF; nothing is fetched from anywhere while it is made.

    Importing WeasyPrint takes half a second and a report of twenty pages some eight more, so this is
    done only when it is asked for.

    Args:
        page: the whole page, as ``render_html`` made it.

    Raises:
        UsageError: WeasyPrint, or a library of the system that it needs, is not installed.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as wrong:
        raise UsageError(_("El PDF necesita WeasyPrint, que no está instalado."),
                         _("Instálelo con «pip install minga[pdf]», o abra report.html en el navegador e imprima a "
                           "PDF.")) from wrong
    made = weasyprint.HTML(string=_described(page), url_fetcher=_refuse)
    return bytes(made.write_pdf(pdf_tags=True))


def _described(page: str) -> str:
    """The page with the alternative text of each drawing in its title, which is where WeasyPrint looks for it.

    The drawings for phones are left out: on paper they are not shown, and reading them takes time.
    """
    return _NAMED.sub(r"<title>\1</title>", _NARROW.sub("", page))


def _refuse(url: str, *_args: Any, **_more: Any) -> Any:
    raise ValueError(f"a report needs nothing from {url[:80]}")

