"""From an executed notebook to a page that stands alone: no code, no script, no address of the outside."""

from __future__ import annotations

import base64
import binascii
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from minga.errors import RunError
from minga.i18n import gettext as _
from minga.i18n import normalise, speaking
from minga.reports.blocks import css, render

_FORBIDDEN = frozenset(("script", "iframe", "object", "embed", "link", "base", "meta", "form", "input", "button",
                        "applet", "audio", "video", "source", "track", "image", "use", "set", "animate",
                        "foreignobject", "frame", "frameset", "noscript", "noembed", "noframes", "template",
                        "textarea", "select", "xmp", "plaintext", "math"))
"""What runs or loads, and what browsers read by rules of its own."""
_LOADS = re.compile(r"(?:url|src|image|image-set)\((?!#)|@import|\\")
"""What fetches something in CSS; a backslash, because with it any of these can be written otherwise."""
_WORDS = ("alt", "title", "aria-", "data-", "content")
"""How attributes begin that only hold words."""
_ADDRESSES = frozenset(("src", "href", "action", "formaction", "data", "poster", "srcset", "background", "xlink:href"))


def render_html(executed_notebook_path: str | Path, *, language: str, title: str) -> str:
    """The page of an executed notebook: its prose and its HTML outputs one after another, its code left out.

    Prose is every text cell without the tag ``author-note``; what carries it speaks to whoever edits the notebook.

    Args:
        executed_notebook_path: as papermill wrote it.
        language: of the page; ``es``, ``pt`` or ``en``.
        title: of the page.

    Raises:
        RunError: the notebook cannot be read, or one of its cells failed.
    """
    spoken = normalise(language)
    with speaking(spoken):
        parts = [part for cell in _cells(Path(executed_notebook_path)) for part in _parts(cell)]
        body = Markup("\n").join(parts) if parts else Markup(render(
            "empty.html", words=_("El cuaderno no dejó nada que mostrar. Ejecútelo de nuevo.")))
        return render("page.html", css=css(), title=title, language=_PAGE_LANGUAGES[spoken], body=body,
                      skip=_("Ir al contenido"), printed=_("Página"))


_PAGE_LANGUAGES = {"es": "es", "pt": "pt-BR", "en": "en"}


def _cells(file: Path) -> list[dict[str, Any]]:
    """The cells of a notebook, read as plain JSON: the library for notebooks takes longer than a whole page."""
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        if not all(isinstance(cell, dict) and isinstance(cell.get("metadata", {}), dict) for cell in cells):
            raise ValueError("cells")
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise RunError(_("No se pudo leer el cuaderno ejecutado: {why}.").format(why=str(wrong)[:200]),
                       _("Ejecute de nuevo el informe.")) from wrong
    return list(cells)


def _parts(cell: dict[str, Any]) -> list[Markup]:
    if cell.get("cell_type") == "markdown" and "author-note" not in cell.get("metadata", {}).get("tags", []):
        return [_prose(_joined(cell.get("source", "")))]
    if cell.get("cell_type") != "code":
        return []
    return [part for output in cell.get("outputs", []) if (part := _part(output))]


def _prose(text: str) -> Markup:
    """What an analyst wrote between the parts; pictures and links stay the text that they are."""
    from markdown_it import MarkdownIt  # only where somebody wrote something

    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["link", "image", "autolink"])
    return Markup('<section class="minga-report minga-block minga-prose">{}</section>').format(
        Markup(reader.render(text)))  # whatever is HTML in it was escaped by the reader


def _part(output: dict[str, Any]) -> Markup | None:
    if output.get("output_type") == "error":
        raise RunError(_("Una celda del cuaderno falló: {why}.").format(why=str(output.get("evalue", ""))[:200]),
                       _("Mire el cuaderno ejecutado, corrija los datos y ejecute de nuevo el informe."))
    data = output.get("data", {})
    if "text/html" in data:
        html = _joined(data["text/html"])
        return Markup(html) if is_inert(html) else Markup(render("empty.html", words=_(
            "Una parte del cuaderno no se muestra: trae código o enlaces a otros sitios.")))
    return _picture(output) if "image/png" in data else None


def _picture(output: dict[str, Any]) -> Markup:
    alt = output.get("metadata", {}).get("image/png", {}).get("alt") or _(
        "Figura agregada al cuaderno, sin descripción.")
    try:
        content = base64.b64encode(base64.b64decode(_joined(output["data"]["image/png"]))).decode()
    except (binascii.Error, ValueError) as wrong:
        raise RunError(_("Una figura del cuaderno no se puede leer."), _("Ejecute de nuevo el informe.")) from wrong
    return Markup('<figure class="minga-report minga-figure"><img alt="{}" src="data:image/png;base64,{}"></figure>'
                  ).format(escape(alt), content)


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
        if "<" in (self.get_starttag_text() or "")[1:]:
            self.inert = False  # a sign that people write is escaped; an open one ends elsewhere for a browser
        for name, value in attrs:
            value = "".join((value or "").split()).lower()
            if name.startswith("on") or (name in _ADDRESSES and not value.startswith(("#", "data:image/"))) or (
                    not name.startswith(_WORDS) and _LOADS.search(value)):
                self.inert = False
        if tag in _FORBIDDEN:
            self.inert = False

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if self._style and _LOADS.search(data.lower()):
            self.inert = False

    def _apart(self, _data: str) -> None:
        """Comments and declarations, whose end browsers see elsewhere than this reader; nobody needs them here."""
        self.inert = False

    handle_comment = handle_decl = handle_pi = unknown_decl = _apart
