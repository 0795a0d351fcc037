"""Texts of people inside Markdown, XML and spreadsheets: shown as they are, and doing nothing."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from minga.exchange.text import markdown_inline, markdown_line, xml_safe

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
SIGNS = st.text(st.sampled_from("ab1. #-+*_=>`~[]()!<>&;:/\\|\n\t'\"@"), max_size=30)


def words(text: str) -> str:
    return " ".join(text.split())


def shown(rendered: str) -> str:
    return words(html.unescape(re.sub(r"<[^<>]*>", " ", rendered.replace("<br>", " "))))


@given(SIGNS | st.text(max_size=30))
@example("# de activistas")
@example("1. uno\n2) dos")
@example("- # de activistas")
@example("<img src=x onerror=alert(1)>")
@example("[hola](javascript:alert(1)) ![x](http://x)")
@example("&lt;b&gt; &amp; &copy; a & b")
@example("~~~\n```\n---\n===\n    sangría")
@example("termina en \\")
@example("| a | b |")
def test_a_text_is_shown_verbatim_where_a_paragraph_begins(text: str) -> None:
    rendered = MARKDOWN.render(markdown_line(text))
    assert set(re.findall(r"<[^<>]*>", rendered)) <= {"<p>", "</p>", "<br>"}
    assert shown(rendered) == words(xml_safe(text))


@given(SIGNS)
@example("a|b\\|c\n| d")
@example("\\")
def test_a_text_stays_in_its_cell_of_a_table(text: str) -> None:
    rendered = MARKDOWN.render(f"| uno | dos |\n|--|--|\n| {markdown_inline(text)} | fin |\n")
    cells = re.findall(r"<td>(.*?)</td>", rendered, re.DOTALL)
    assert [shown(cell) for cell in cells] == [words(text), "fin"]


@given(st.text(st.characters(), max_size=50))
@example("\x00\x01\x08\x0b\x0c\x1f\ufffe\uffff\ud800")
def test_any_text_can_stand_in_xml(text: str) -> None:
    safe = xml_safe(text)
    assert ElementTree.fromstring(f"<t>{html.escape(safe)}</t>".encode()).text == (safe or None)


@pytest.mark.parametrize("text", ["Ñandú", "👩🏽‍🌾", "מילה", "a\nb", "a\tb", "\u202e"])
def test_what_xml_can_carry_is_left_alone(text: str) -> None:
    assert xml_safe(text) == text
