"""The guides name buttons as the screen does: a button that is renamed sends somebody in a hall looking for it.

In the guides bold is kept for what stands on the screen. A number, or three dots, may stand where the message has a
blank: «Empezar la ronda 2», «Deshacer: …».
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
import yaml

from tools import catalogues

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
GUIDES = ("facilitators", "participants")
LANGUAGES = {"es": ".es.md", "en": ".md"}


def _text(guide: str, language: str) -> str:
    return (DOCS / f"{guide}{LANGUAGES[language]}").read_text(encoding="utf-8")


def _labels(text: str) -> list[str]:
    return [" ".join(label.split()) for label in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)]


@cache
def _words(language: str) -> dict[str, str]:
    """What the screen shows for each message of the code; singular and plural count as two.

    The catalogue has every message that the code says and no other: tests/test_catalogues.py holds that.
    """
    found: dict[str, str] = {}
    for message in catalogues.read("en"):
        sources, texts = ((x if isinstance(x, tuple) else (x,)) for x in (message.id, message.string))
        found |= {source: source if language == "es" else text
                  for source, text in zip(sources, texts, strict=True) if source and text}
    for stage in yaml.safe_load((ROOT / "parameters/methods/top.yaml").read_text(encoding="utf-8"))["stages"]:
        for part in (stage, *stage.get("columns", ())):
            found.setdefault(part["title"]["es"], part["title"][language])
    return found


@cache
def _exact(language: str) -> dict[str, set[str]]:
    found = defaultdict(set)
    for message, text in _words(language).items():
        found[text].add(message)
    return dict(found)


@cache
def _with_blanks(language: str) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(r"(?:\d+|…)".join(map(re.escape, re.split(r"\{\w+\}", text)))), message)
            for message, text in _words(language).items() if "{" in text]


def _messages(label: str, language: str) -> set[str]:
    """The messages that a label may be; more than one where two are said with the same word."""
    return _exact(language).get(label, set()) | {m for shape, m in _with_blanks(language) if shape.fullmatch(label)}


def _sections(text: str) -> list[tuple[int, str]]:
    """The level of each heading, and what stands beneath it."""
    parts = re.split(r"^(#+) .*$", text, flags=re.MULTILINE)[1:]
    return [(len(mark), below) for mark, below in zip(parts[::2], parts[1::2], strict=True)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("guide", GUIDES)
def test_every_button_is_called_as_on_the_screen(guide: str, language: str) -> None:
    labels = _labels(_text(guide, language))
    assert len(labels) > 10
    assert [label for label in labels if not _messages(label, language)] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_both_languages_name_the_same_buttons_in_the_same_sections(guide: str) -> None:
    spanish, english = (_sections(_text(guide, language)) for language in LANGUAGES)
    assert [level for level, _below in spanish] == [level for level, _below in english]
    apart = []
    for (_level, es), (_same, en) in zip(spanish, english, strict=True):
        here, there = ([(label, _messages(label, language)) for label in _labels(text)]
                       for text, language in ((es, "es"), (en, "en")))
        apart += [label for label, means in here if not any(means & other for _label, other in there)]
        apart += [label for label, means in there if not any(means & other for _label, other in here)]
    assert apart == []


@pytest.mark.parametrize("file", ["README.md", "README.es.md"])
def test_the_first_steps_of_the_readme_name_buttons_as_the_screen_does(file: str) -> None:
    """The numbered steps alone, and in Spanish: that is what a new plan speaks."""
    steps = re.findall(r"^\d+\. .*(?:\n {3}.*)*", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    labels = _labels("\n".join(steps))
    assert len(labels) > 4
    assert [label for label in labels if not _messages(label, "es")] == []


@pytest.mark.parametrize("file", [f"docs/{g}{ending}" for g in GUIDES for ending in LANGUAGES.values()])
def test_links_between_the_pages_lead_somewhere(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert links
    assert [link for link in links if not ((ROOT / file).parent / link).exists()] == []
