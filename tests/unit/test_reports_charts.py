"""Charts: drawn at any width, deterministic, and deaf to what people write in them."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.reports.charts.bars import Bar, stacked
from minga.reports.charts.bullets import Bullet, bullets
from minga.reports.charts.canvas import Canvas, plain, width_of, wrap
from minga.reports.charts.days import Scale
from minga.reports.charts.gantt import Group, Span, Window, gantt
from minga.reports.charts.hatch import strokes
from minga.reports.charts.inline import inline
from minga.reports.charts.multiples import Key, Panel, multiples
from minga.reports.charts.strip import Late, strip
from minga.reports.words import ACTIONS, INDICATORS
from minga.results.achievement import Point
from minga.results.model import Period

HOSTILE = ["<script>alert(1)</script>", "$x^2$ \\frac{1}{0}", "a\x00b\x08c", "\u202eal revés", "", "_oculto", "😀 日本",
           "palabra" * 200, "&amp; \" ' ]]>"]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("width", [340, 860])
def test_any_text_can_stand_in_a_chart_and_stays_text(words: str, width: float) -> None:
    sheets = [
        stacked([Bar(words, words, tuple((look, 3) for look in ACTIONS.values()))], ACTIONS, width),
        bullets([Bullet(words, words, INDICATORS["below"], 0.4, 0.5)], words, words, width),
        strip([Late(words, date(2018, 1, 1), words, ACTIONS["delayed"])], date(2018, 6, 30), words, width),
        gantt([Group(words, (Span("1", words, date(2018, 1, 1), None, True, ACTIONS["done"]),))],
              Window(date(2018, 1, 1), date(2018, 12, 31), date(2018, 1, 1), date(2018, 6, 30), words), width),
    ]
    for sheet in sheets:
        page = inline(sheet.svg(), "p", words, words)
        assert "<script" not in page
        assert sheet.svg() == sheet.svg()


@pytest.mark.parametrize("hatch", ["///", "xxx", "---", "..."])
@given(width=st.floats(0, 400), height=st.floats(0, 40))
def test_the_strokes_of_a_hatch_stay_inside_their_box(hatch: str, width: float, height: float) -> None:
    for (x1, y1), (x2, y2) in strokes(hatch, 10, 20, width, height):
        assert all(9.99 <= x <= 10.01 + width for x in (x1, x2))
        assert all(19.99 <= y <= 20.01 + height for y in (y1, y2))


def test_a_hatch_is_no_pattern_which_weighs_megabytes_when_printed() -> None:
    drawn = stacked([Bar("a", "b", tuple((look, 9) for look in ACTIONS.values()))], ACTIONS, 860).svg()
    assert b"<pattern" not in drawn
    assert len(drawn) < 60_000


def test_the_last_value_of_a_panel_covers_no_target() -> None:
    points = tuple(Point(Period(f"2018-S{n}", date(2018, 1, 1), date(2018, 6, 30)), value, None, target)
                   for n, (value, target) in enumerate(((27, 26), (31, 34), (None, 44)), 1))
    drawn = multiples([Panel("a", points, None, 1, str)], Key(*"abcde"), 300).svg().decode()
    x, y = map(float, re.findall(r'x="([\d.]+)" y="([\d.]+)"[^>]*>31</text>', drawn)[0])
    dashes = [tuple(map(float, found)) for found in re.findall(
        r'd="M ([\d.]+) ([\d.]+) \nL ([\d.]+) [\d.]+ \n" style="fill: none; stroke: #1f2933; stroke-width: 2.5"',
        drawn)]
    near = [high for left, high, right in dashes if left < x + 10 and right > x - 10]
    assert len(near) == 1
    assert not y - 12 < near[0] < y + 4


def test_text_is_not_turned_into_outlines() -> None:
    canvas = Canvas(300)
    canvas.text(0, 20, "$x^2$ y más")
    assert "$x^2$ y más</text>" in canvas.svg().decode()


def test_two_drawings_on_one_page_share_no_id_and_nothing_points_nowhere() -> None:
    sheet = stacked([Bar("a", "b", ((ACTIONS["delayed"], 2), (ACTIONS["in_progress"], 1)))], ACTIONS, 400)
    ids = []
    for prefix in ("one", "two"):
        root = ET.fromstring(inline(sheet.svg(), prefix, "Título", "Descripción"))
        own = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
        assert all(i.startswith(prefix) for i in own)
        text = ET.tostring(root, encoding="unicode")
        assert all(f"#{i}" in text for i in own if i not in (f"{prefix}-title", f"{prefix}-desc"))
        ids += own
    assert len(ids) == len(set(ids))


def test_an_inline_drawing_is_named_described_and_alone() -> None:
    page = inline(stacked([], ACTIONS, 300).svg(), "p", "Título <b>", "Descripción & más")
    root = ET.fromstring(page)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "p-title p-desc"
    assert [root[0].text, root[1].text] == ["Título <b>", "Descripción & más"]
    assert "http" not in page
    assert "<style" not in page


@settings(max_examples=60)
@given(words=st.text(max_size=300), width=st.integers(20, 600), lines=st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_but_the_end(words: str, width: int, lines: int) -> None:
    found = wrap(words, width, 12, lines)
    assert 1 <= len(found) <= lines
    whole = plain(words).replace(" ", "")
    joined = "".join(found).replace(" ", "")
    assert whole.startswith(joined.removesuffix("…")) or whole == joined
    for line in found:
        assert width_of(line, 12) <= width or len(line) <= 2


@given(text=st.text())
def test_plain_text_can_be_written_as_xml(text: str) -> None:
    element = ET.Element("t")
    element.text = plain(text)
    assert ET.fromstring(ET.tostring(element)).text in (element.text, None)


@given(first=st.dates(date(1990, 1, 1), date(2050, 1, 1)), days=st.integers(0, 12_000), width=st.integers(60, 900))
def test_ticks_stay_inside_and_do_not_crowd(first: date, days: int, width: int) -> None:
    scale = Scale(first, date.fromordinal(first.toordinal() + days), 0, width)
    places = [x for x, _words in scale.ticks()]
    assert all(0 <= x <= width for x in places)
    assert len(places) <= max(1, width // 62)
    assert places == sorted(places)


def test_a_picture_has_the_same_bytes_twice() -> None:
    sheet = stacked([Bar("a", "b", ((ACTIONS["done"], 2),))], ACTIONS, 300)
    assert sheet.png() == sheet.png()
    assert sheet.png().startswith(b"\x89PNG")
