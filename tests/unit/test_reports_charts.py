"""Charts: drawn at any width, deterministic, and deaf to what people write in them."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from operator import sub
from xml.etree import ElementTree as ET

import matplotlib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from minga.reports.charts.bars import Bar, stacked
from minga.reports.charts.bullets import Bullet, bullets
from minga.reports.charts.canvas import Canvas, plain, width_of, wrap
from minga.reports.charts.days import Scale
from minga.reports.charts.gantt import Group, Span, Window, gantt
from minga.reports.charts.hatch import strokes
from minga.reports.charts.heat import Band, Row, heat
from minga.reports.charts.inline import inline
from minga.reports.charts.layers import layers
from minga.reports.charts.marks import INK, Box, Line, Words
from minga.reports.charts.multiples import Key, Panel, multiples
from minga.reports.charts.ranked import Part, Whole, ranked
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
        heat([Band(words, (Row(words, (ACTIONS["done"], None)),))], [words, words], 0, width),
        ranked([Whole(words, (Part(words, words, 3.0), Part(words, words, None)))], width),
    ]
    for sheet in sheets:
        page = inline(sheet.written, "p", words, words)
        assert "<script" not in page
        assert ET.fromstring(page).tag == "svg"
        assert ET.fromstring(sheet.svg(words, words)).tag == "{http://www.w3.org/2000/svg}svg"


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
    marks = multiples([Panel("a", points, None, 1, str)], Key(*"abcde"), 300).marks
    said = next(mark for mark in marks if isinstance(mark, Words) and mark.text == "31")
    near = [y for mark in marks if isinstance(mark, Line) and (mark.colour, mark.width) == (INK, 2.5)
            for (left, y), (right, _y) in [mark.points] if y > 40 and left < said.x + 10 and right > said.x - 10]
    assert len(near) == 1
    assert not said.y - 12 < near[0] < said.y + 4


BOXES = st.lists(st.builds(Box, st.integers(0, 20), st.integers(0, 20), st.integers(2, 9), st.integers(2, 9),
                           st.sampled_from(["#000001", "#000002"]), st.sampled_from(["", "#000003"])), max_size=30)


@given(boxes=BOXES)
def test_what_is_drawn_together_hides_nothing_that_was_to_be_seen(boxes: list[Box]) -> None:
    def painted(groups: list[tuple[str, str, list[tuple[float, float, float, float]]]]) -> list[list[str]]:
        sheet = [[""] * 30 for _ in range(30)]
        for fill, edge, places in groups:
            for colour, inset in ((edge or fill, 0), (fill, 1 if edge else 0)):  # the edge, then what is inside
                for left, top, right, bottom in places:
                    for y in range(int(top) + inset, int(bottom) - inset):
                        sheet[y][int(left) + inset:int(right) - inset] = [colour] * int(right - left - 2 * inset)
        return sheet

    found = layers(boxes)
    assert sum(len(layer.points) for layer in found) == 5 * len(boxes)
    together = [(layer.look.fill, layer.look.edge, [
        (*layer.points[n], *layer.points[n + 2]) for n in range(0, len(layer.points), 5)]) for layer in found]
    apart = [(box.fill, box.edge, [(box.x, box.y, box.x + box.width, box.y + box.height)]) for box in boxes]
    assert painted(together) == painted(apart)


def test_a_heat_map_has_as_many_paths_as_looks() -> None:
    looks = list(ACTIONS.values())
    rows = tuple(Row("b", tuple(looks[(n + m) % len(looks)] for m in range(4))) for n in range(40))
    drawn = inline(heat([Band("a", rows)], ["2018-S1"] * 4, 0, 860).written, "p", "a", "b")
    assert drawn.count("<path") < 25


def test_text_is_not_turned_into_outlines() -> None:
    canvas = Canvas(300)
    canvas.text(0, 20, "$x^2$ y más")
    assert "$x^2$ y más</text>" in canvas.svg().decode()
    assert "$x^2$ y más</text>" in inline(canvas.written, "p", "a", "b")


@pytest.mark.parametrize("anchor", ["left", "center", "right"])
def test_a_text_hangs_where_it_was_put_whatever_the_font_of_its_reader(anchor: str) -> None:
    canvas = Canvas(300)
    canvas.text(150.25, 20, "L 5 > M 7 & más", 14, "#000080", bold=True, anchor=anchor)
    text = ET.fromstring(inline(canvas.written, "p", "a", "b")).find("text")
    assert text is not None
    assert (float(text.attrib["x"]), float(text.attrib["y"])) == (150.2, 20)
    assert text.text == "L 5 > M 7 & más"
    style = dict(part.split(":") for part in text.attrib["style"].split(";"))
    assert style.pop("text-anchor", "start") == {"left": "start", "center": "middle", "right": "end"}[anchor]
    assert style == {"fill": "#000080", "font-size": "14px", "font-weight": "700"}


def test_what_a_person_set_in_matplotlib_changes_no_drawing_and_stays() -> None:
    def drawn() -> tuple[bytes, bytes]:
        canvas = Canvas(300)
        canvas.text(0, 20, "$x^2$ y más", anchor="right")
        canvas.line([(float(n), n % 7.0) for n in range(300)], dash=(2, 3))
        return canvas.svg("a", "b"), canvas.png()

    theirs = {"svg.fonttype": "path", "font.style": "italic", "font.size": 30.0, "text.usetex": True,
              "font.sans-serif": ["Other"], "path.simplify_threshold": 1.0, "path.sketch": (1, 100, 2)}
    before = drawn()
    with matplotlib.rc_context(theirs):
        assert drawn() == before
        assert {name: matplotlib.rcParams[name] for name in theirs} == theirs


def test_two_drawings_on_one_page_share_no_id_and_nothing_points_nowhere() -> None:
    sheet = stacked([Bar("a", "b", ((ACTIONS["delayed"], 2), (ACTIONS["in_progress"], 1)))], ACTIONS, 400)
    for prefix in ("one", "two"):
        page = inline(sheet.written, prefix, "Título", "Descripción")
        assert re.findall(r'\bid="([^"]+)"', page) == [f"{prefix}-title", f"{prefix}-desc"]
        assert "url(" not in page
        assert "href" not in page


def test_an_inline_drawing_is_named_described_and_alone() -> None:
    page = inline(stacked([], ACTIONS, 300).written, "p", "Título <b>", "Descripción & más")
    root = ET.fromstring(page)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "p-title p-desc"
    assert [root[0].text, root[1].text] == ["Título <b>", "Descripción & más"]
    assert "http" not in page
    assert "<style" not in page


def test_a_drawing_in_a_file_of_its_own_carries_its_alternative_text() -> None:
    root = ET.fromstring(stacked([], ACTIONS, 300).svg("Título <b>", "Descripción & más"))
    assert [root[0].text, root[1].text] == ["Título <b>", "Descripción & más"]


def test_a_heat_map_that_is_too_wide_keeps_the_latest_periods_and_the_reports() -> None:
    names = [f"20{n}-S1" for n in range(10, 30)]
    drawn = heat([Band("a", (Row("b", (ACTIONS["done"],) * 20),))], names, 19, 340).svg().decode()
    assert ">2029-S1</text>" in drawn
    assert ">2010-S1</text>" not in drawn
    assert drawn.count(">✓</text>") == drawn.count("-S1</text>")


@settings(max_examples=30, deadline=None)
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


def test_a_picture_shows_every_kind_of_mark() -> None:
    canvas = Canvas(120)
    canvas.box(0, 0, 20, 20, "#FF0000")
    canvas.box(30, 0, 20, 20, "#FFFFFF", edge="#00FF00", dashed=True)
    canvas.box(60, 0, 20, 20, "#0000FF", radius=4)
    canvas.line([(0, 30), (20, 30)], "#FF00FF", 2)
    canvas.line([(30, 30), (50, 30)], "#00FFFF", 2, (4, 4))
    canvas.shape([(60, 24), (80, 24), (70, 36)], "#FFFF00")
    canvas.dot(100, 30, "#FFFFFF", "#800000", 5)
    canvas.text(0, 55, "Ñandú", 14, "#000080", bold=True)
    canvas.box(90, 0, 20, 20, "#FFFFFF", hatch="xxx")
    seen = [colour for _n, colour in Image.open(BytesIO(canvas.png())).convert("RGB").getcolors(100_000)]
    assert (255, 255, 255) in seen
    broad = [(255, 0, 0), (0, 0, 255), (255, 0, 255), (0, 255, 255), (255, 255, 0), (128, 0, 0), (0, 0, 128)]
    thin = [(0, 255, 0), (123, 135, 148)]  # these share their pixels with what is around them
    for colours, far in ((broad, 9), (thin, 70)):
        assert [c for c in colours if not any(max(map(abs, map(sub, c, one))) < far for one in seen)] == []


def test_a_sheet_as_tall_as_a_tower_is_drawn_less_finely_and_not_refused() -> None:
    canvas = Canvas(860)
    canvas.text(0, 200_000, "abajo")
    width, height = Image.open(BytesIO(canvas.png())).size
    assert width * height <= 25_000_000
    assert height < 2**16


def test_a_picture_has_paper_that_is_white_and_the_colours_it_was_given() -> None:
    canvas, colours = Canvas(400), [f"#{n * 8:02X}40{255 - n * 8:02X}" for n in range(30)]
    for place, colour in enumerate(["#EEF1F4", "#E8F1F8", *colours]):
        canvas.box(place * 10, 0, 8, 8, colour)
    canvas.text(0, 40, "⚠ 日本 مرحبا 😀 cafe\u0301", 12)
    seen = Image.open(BytesIO(canvas.png())).convert("RGB")
    assert seen.getpixel((20, 30)) == (255, 255, 255)
    for place, colour in enumerate(["#EEF1F4", "#E8F1F8", *colours]):
        found = seen.getpixel((place * 20 + 8, 8))
        assert max(map(abs, map(sub, found, bytes.fromhex(colour[1:])))) < 5


def test_a_picture_has_the_same_bytes_twice() -> None:
    sheet = stacked([Bar("a", "b", ((ACTIONS["done"], 2),))], ACTIONS, 300)
    assert sheet.png() == sheet.png()
    assert sheet.png().startswith(b"\x89PNG")
