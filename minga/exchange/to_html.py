"""The plan document as one HTML file that needs nothing else: to read, to print, to send."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from minga import i18n
from minga.exchange.document.blocks import CardColumn, Document
from minga.exchange.document.wording import shown
from minga.exchange.text import xml_safe
from minga.i18n import gettext as _

_FOLDER = Path(__file__).parent / "templates"
LANGUAGE_TAGS = {"es": "es", "pt": "pt-BR", "en": "en"}


def to_html(document: Document) -> str:
    """The document as HTML; every text of the plan is escaped."""
    with i18n.speaking(document.language):
        return environment().get_template("plan.html.j2").render(
            document=document, lang=LANGUAGE_TAGS[document.language],
            # The only thing that is not escaped is ours: the style sheet beside the template.
            style=Markup(style("plan")),
            understood=_("Se entendió: {when}"), measure=_("Medida de logro"), contents=_("Contenido"),
            made=_("Hecho con Minga."))


@cache
def environment() -> Environment:
    """Where the templates of this folder are made into pages; whatever they are given is escaped."""
    made = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined,
                       finalize=_without_controls)
    made.filters["side_by_side"] = side_by_side
    made.filters["shown"] = shown
    made.filters["kind"] = lambda block: type(block).__name__
    return made


def style(name: str) -> str:
    """A style sheet of this folder."""
    return (_FOLDER / f"{name}.css").read_text(encoding="utf-8")


def _without_controls(value: Any) -> Any:
    return xml_safe(value) if type(value) is str else value


def side_by_side(columns: Sequence[CardColumn]) -> Iterator[tuple[str, ...]]:
    """Rows of a table whose columns are lists of cards; short columns end in empty cells."""
    return zip_longest(*(column.cards for column in columns), fillvalue="")
