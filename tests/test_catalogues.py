"""The words people read: all of them translated, and all of them written so that they can be."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tools import catalogues

_CALLS = {"_", "N_", "gettext", "ngettext"}
_FILES = sorted(f for place in catalogues.PLACES for f in (catalogues.ROOT / place).rglob("*.py")
                if f != catalogues.ROOT / "minga" / "i18n.py")


@pytest.fixture(scope="module")
def said() -> dict[object, Message]:
    """Every message of the code."""
    return {message.id: message for message in catalogues.template() if message.id}


def _texts(of: object) -> tuple[str, ...]:
    return tuple(map(str, of)) if isinstance(of, tuple | list) else (str(of),)


def _blanks(text: str) -> set[str]:
    return {str(name) for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def test_the_words_of_templates_are_collected_too(said: dict[object, Message]) -> None:
    wanted = {text for place in catalogues.PLACES for file in (catalogues.ROOT / place).rglob("*.html")
              for text in re.findall(r"""\bt\("([^"]+)"\)""", file.read_text(encoding="utf-8"))}
    assert len(wanted) > 5
    assert wanted <= said.keys()


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_every_message_is_translated(said: dict[object, Message], locale: str) -> None:
    known = {m.id: m for m in catalogues.read(locale) if m.id}
    missing = [i for i in said if i not in known or not all(_texts(known[i].string))]
    assert missing == [], f"{len(missing)} messages wait for a translation; see `make catalogues`"


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_no_translation_is_a_guess(locale: str) -> None:
    assert [m.id for m in catalogues.read(locale) if m.id and m.fuzzy] == []


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_nothing_that_is_no_longer_said_is_kept(said: dict[object, Message], locale: str) -> None:
    catalogue = catalogues.read(locale)
    assert [m.id for m in catalogue if m.id and m.id not in said] == []
    assert list(catalogue.obsolete) == []


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_quotes_are_those_of_the_language(locale: str) -> None:
    """Spanish quotes with «», Portuguese and English with “”; a pair is never left half open."""
    texts = [t for m in catalogues.read(locale) if m.id for t in _texts(m.string)]
    assert [t for t in texts if "«" in t or "»" in t or t.count("“") != t.count("”")] == []


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_a_button_named_inside_a_sentence_has_the_name_of_the_button(locale: str) -> None:
    known = {m.id: m.string for m in catalogues.read(locale) if isinstance(m.id, str) and m.id}
    named = [(known[name], text) for message, text in known.items()
             for name in re.findall("«([^»{]+)»", message) if name in known]
    assert len(named) > 5
    assert [pair for pair in named if f"“{pair[0]}”" not in pair[1]] == []


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_every_translation_fills_the_same_blanks(locale: str) -> None:
    wrong = []
    for message in catalogues.read(locale):
        if message.id and all(_texts(message.string)):
            # A singular may say "one" without its number, so the plural's blanks are what counts.
            wanted = _blanks(_texts(message.id)[-1])
            wrong += [t for t in _texts(message.string)[-1:] if _blanks(t) != wanted]
            wrong += [t for t in _texts(message.string) if not _blanks(t) <= wanted]
    assert wrong == []


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_every_translation_keeps_the_edges_of_the_message(locale: str) -> None:
    """Space, line ends and the full stop at an edge are part of how a page is put together."""
    wrong = []
    for message in catalogues.read(locale):
        if message.id and all(_texts(message.string)):
            first, found = _texts(message.id)[0], _texts(message.string)[0]
            same = (re.match(r"\s*", first)[0] == re.match(r"\s*", found)[0]
                    and re.search(r"\s*$", first)[0] == re.search(r"\s*$", found)[0])
            wrong += [] if same else [found]
    assert wrong == []


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_the_catalogue_is_as_make_catalogues_writes_it(locale: str) -> None:
    assert catalogues.path_of(locale).read_text(encoding="utf-8") == catalogues.updated(locale)[0]


def test_collecting_the_words_twice_changes_nothing(tmp_path: Path) -> None:
    catalogues.main(tmp_path)
    first = {locale: catalogues.path_of(locale, tmp_path).read_bytes() for locale in catalogues.LOCALES}
    catalogues.main(tmp_path)
    assert first == {locale: catalogues.path_of(locale, tmp_path).read_bytes() for locale in catalogues.LOCALES}


def test_collecting_the_words_keeps_a_translation_and_drops_what_is_no_longer_said(tmp_path: Path) -> None:
    catalogues.main(tmp_path)
    file = catalogues.path_of("en", tmp_path)
    text = file.read_text(encoding="utf-8").replace('msgid "Plan."\nmsgstr ""', 'msgid "Plan."\nmsgstr "The plan."')
    file.write_text(text + '\nmsgid "Ya nadie lo dice."\nmsgstr "Nobody says it."\n', encoding="utf-8")
    catalogues.main(tmp_path)
    text = file.read_text(encoding="utf-8")
    assert 'msgstr "The plan."' in text
    assert "Ya nadie lo dice" not in text


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            yield node


@pytest.mark.parametrize("file", _FILES, ids=lambda f: str(f.relative_to(catalogues.ROOT)))
def test_what_is_marked_for_translation_is_a_plain_text(file: Path) -> None:
    """An f-string, a sum or a text already filled in would be looked up and never found."""
    wrong = [f"{file.name}:{call.lineno}" for call in _calls(ast.parse(file.read_text(encoding="utf-8")))
             for argument in call.args[:2 if call.func.id == "ngettext" else 1]
             if isinstance(argument, ast.JoinedStr | ast.BinOp)
             or (isinstance(argument, ast.Call) and isinstance(argument.func, ast.Attribute)
                 and argument.func.attr == "format")]
    assert wrong == []


@pytest.mark.parametrize("file", _FILES, ids=lambda f: str(f.relative_to(catalogues.ROOT)))
def test_nothing_is_translated_while_a_module_is_imported(file: Path) -> None:
    """The language is not known yet then; ``N_`` marks the text and ``_`` comes when it is read."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    inside = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside |= {id(n) for statement in node.body for n in ast.walk(statement)}
        elif isinstance(node, ast.Lambda):
            inside |= {id(n) for n in ast.walk(node.body)}
    early = [f"{file.name}:{call.lineno}" for call in _calls(tree) if id(call) not in inside and call.func.id != "N_"]
    assert early == []


@pytest.mark.parametrize("file", _FILES, ids=lambda f: str(f.relative_to(catalogues.ROOT)))
def test_every_blank_of_a_message_is_filled_where_it_is_said(file: Path) -> None:
    wrong = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"):
            continue
        said = node.func.value
        if not (isinstance(said, ast.Call) and isinstance(said.func, ast.Name) and said.func.id in _CALLS):
            continue
        texts = [a.value for a in said.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        given = {k.arg for k in node.keywords}
        if texts and None not in given and not set().union(*map(_blanks, texts)) <= given:
            wrong.append(f"{file.name}:{node.lineno}")
    assert wrong == []
