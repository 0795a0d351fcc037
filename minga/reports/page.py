"""From an executed notebook to a page that stands alone: no code, no script, no address of the outside."""

from __future__ import annotations

import base64
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup, escape

from minga.errors import RunError
from minga.i18n import gettext as _
from minga.i18n import normalise, speaking
from minga.reports.blocks import css, render

_FORBIDDEN = frozenset(("script", "iframe", "object", "embed", "link", "base", "meta", "form", "input", "button",
                        "applet", "audio", "video", "source"))
_ADDRESSES = frozenset(("src", "href", "action", "formaction", "data", "poster", "srcset", "background", "xlink:href"))


def render_html(executed_notebook_path: str | Path, *, language: str, title: str) -> str:
    """The page of an executed notebook: its HTML outputs one after another, its code and its notes left out.

    Args:
        executed_notebook_path: as papermill wrote it.
        language: of the page; ``es``, ``pt`` or ``en``.
        title: of the page.

    Raises:
        RunError: the notebook cannot be read, or one of its cells failed.
    """
    spoken = normalise(language)
    with speaking(spoken):
        try:
            notebook = nbformat.read(str(executed_notebook_path), as_version=4)
        except (OSError, ValueError, nbformat.ValidationError) as wrong:
            raise RunError(_("No se pudo leer el cuaderno ejecutado: {why}.").format(why=str(wrong)[:200]),
                           _("Ejecute de nuevo el informe.")) from wrong
        parts = [part for cell in notebook.cells if cell.cell_type == "code"
                 for output in cell.get("outputs", []) if (part := _part(output))]
        body = Markup("\n").join(parts) if parts else Markup(render(
            "empty.html", words=_("El cuaderno no dejó nada que mostrar. Ejecútelo de nuevo.")))
        return render("page.html", css=css(), title=title, language=_PAGE_LANGUAGES[spoken], body=body,
                      skip=_("Ir al contenido"), printed=_("Página"))


_PAGE_LANGUAGES = {"es": "es", "pt": "pt-BR", "en": "en"}


def _part(output: Any) -> Markup | None:
    if output.output_type == "error":
        raise RunError(_("Una celda del cuaderno falló: {why}.").format(why=str(output.get("evalue", ""))[:200]),
                       _("Mire el cuaderno ejecutado, corrija los datos y ejecute de nuevo el informe."))
    data = output.get("data", {})
    if "text/html" in data:
        html = _joined(data["text/html"])
        return Markup(html) if is_inert(html) else Markup(render("empty.html", words=_(
            "Una parte del cuaderno no se muestra: trae código o enlaces a otros sitios.")))
    if "image/png" in data:
        alt = output.get("metadata", {}).get("image/png", {}).get("alt") or _("Figura agregada al cuaderno, sin "
                                                                              "descripción.")
        picture = base64.b64encode(base64.b64decode(_joined(data["image/png"]))).decode()
        return Markup('<figure class="minga-report minga-figure"><img alt="{}" src="data:image/png;base64,{}"></figure>'
                      ).format(escape(alt), picture)
    return None


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def is_inert(html: str) -> bool:
    """Whether a piece of HTML runs nothing and loads nothing."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.inert


class _Reader(HTMLParser):
    """Looks for what runs or loads: scripts, handlers, addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.inert, self._style = True, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        for name, value in attrs:
            value = "".join((value or "").split()).lower()
            if name.startswith("on") or "url(" in value.replace("url(#", "") or (
                    name in _ADDRESSES and not value.startswith(("#", "data:image/"))):
                self.inert = False
        if tag in _FORBIDDEN:
            self.inert = False

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if self._style and ("url(" in data or "@import" in data):
            self.inert = False
