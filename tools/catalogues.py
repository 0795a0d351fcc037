"""Collect the words people read and bring the catalogues up to date: ``python -m tools.catalogues``.

What was translated stays; a new message arrives empty; one that the code no longer says goes. No line numbers and
no dates are written, so that calling this again changes nothing.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "minga" / "locale"
LOCALES = ("pt_BR", "en")
PLACES = ("minga", "widgets")
KEYWORDS = {"_": None, "N_": None, "gettext": None, "translate": None, "ngettext": (1, 2)}
# Tornado gives its pages a `_` of their own, so Minga's stands in templates under another name.
TEMPLATE_KEYWORDS = {**KEYWORDS, "t": None}

_COMMENT = """\
# The words of Minga in {language}; the messages are in Spanish, the source language.
# `make catalogues` adds new messages, empty, and leaves out those that are no longer said.
"""
# They change with the moment, or with Babel's version, and say nothing that git does not.
_LEFT_OUT = ('"Generated-By', '"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Language-Team',
             '"Project-Id-Version', '"Report-Msgid-Bugs-To')


def python_words(file: Any, _keywords: Any, _tags: Any, options: Any) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Babel extraction method for Python; unlike Babel's own it also looks inside f-strings on every Python."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            texts = tuple(a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None
                          for a in node.args)
            if texts and texts[0] is not None:
                yield node.lineno, node.func.id, texts if len(texts) > 1 else texts[0], []


def template() -> Catalog:
    """Every message of Minga's Python and templates."""
    made = Catalog(domain="minga", charset="utf-8")
    for place in PLACES:
        for file in sorted((ROOT / place).rglob("*")):
            method: Any = {".py": python_words, ".j2": "jinja2.ext:babel_extract",
                           ".html": "jinja2.ext:babel_extract"}.get(file.suffix)
            if method is None:
                continue
            keywords = KEYWORDS if file.suffix == ".py" else TEMPLATE_KEYWORDS
            with file.open("rb") as source:
                for _line, message, _comments, context in extract(
                        method, source, keywords=keywords, options={"encoding": "utf-8", "silent": "true"}):
                    if message and (not isinstance(message, tuple) or message[0]):
                        made.add(message, context=context)
    return made


def path_of(locale: str, folder: Path = FOLDER) -> Path:
    """Where a language's catalogue is."""
    return folder / locale / "LC_MESSAGES" / "minga.po"


def read(locale: str, folder: Path = FOLDER) -> Catalog:
    """A language's catalogue; empty when there is no file yet."""
    file = path_of(locale, folder)
    if not file.is_file():
        return Catalog(locale=locale, domain="minga", charset="utf-8")
    with file.open("rb") as source:
        return read_po(source, locale=locale, domain="minga", charset="utf-8")


def updated(locale: str, folder: Path = FOLDER) -> tuple[str, int]:
    """A language's catalogue with the messages of now, as text, and how many of them are not translated."""
    catalogue, wanted = read(locale, folder), template()
    catalogue.update(wanted, no_fuzzy_matching=True)
    catalogue.header_comment = _COMMENT.format(language=catalogue.locale.get_display_name("en")).rstrip()
    catalogue.fuzzy = False
    text = io.BytesIO()
    write_po(text, catalogue, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    kept = [line for line in text.getvalue().decode().splitlines() if not line.startswith(_LEFT_OUT)]
    empty = sum(1 for m in catalogue if m.id and not all(m.string if isinstance(m.string, tuple) else [m.string]))
    return "\n".join(kept).rstrip() + "\n", empty


def main(folder: Path = FOLDER) -> None:
    """Write every language's catalogue and say what is left to translate."""
    for locale in LOCALES:
        text, empty = updated(locale, folder)
        file = path_of(locale, folder)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        print(f"{file}: {text.count(chr(10) + 'msgid ') - 1} messages, {empty} without translation")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
