"""The picture of a wall: every card on one sheet, inside it, and none upon another."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from minga.exchange.poster_layout import MARGIN, PAGE, Box, Card, Column, lay_out, wrap

TOP = 40.0
WORDS = st.text(st.sampled_from("abc ñé\n$_"), min_size=1, max_size=120)


def measure(text: str, size: float, bold: bool) -> float:
    return len(text) * size * (0.22 if bold else 0.2)


def wall(sizes: list[int]) -> list[Column]:
    return [Column(f"Grupo {i}", cards=tuple(Card(f"tarjeta {i} {n}") for n in range(size)), inner=i % 3 == 1)
            for i, size in enumerate(sizes)]


def apart(one: Box, other: Box) -> bool:
    hair = 1e-6
    return (one.x + one.width <= other.x + hair or other.x + other.width <= one.x + hair
            or one.y + one.height <= other.y + hair or other.y + other.height <= one.y + hair)


@given(st.lists(st.integers(0, 14), min_size=1, max_size=14))
def test_every_card_stands_once_inside_a_sheet_and_upon_no_other(sizes: list[int]) -> None:
    pages = lay_out(wall(sizes), TOP, measure)
    shown = Counter(" ".join(box.lines) for page in pages for box in page.boxes if box.kind == "card")
    assert shown == {f"tarjeta {i} {n}": 1 for i, size in enumerate(sizes) for n in range(size)}
    for page in pages:
        assert all(one.x >= MARGIN - 1e-6 and one.x + one.width <= PAGE[0] - MARGIN + 1e-6 for one in page.boxes)
        assert all(one.y >= TOP and one.y + one.height <= PAGE[1] - MARGIN + 1e-6 for one in page.boxes)
        assert all(apart(one, other) for one, other in combinations(page.boxes, 2))


def test_few_cards_are_written_larger_than_many() -> None:
    few, many = (max(box.size for box in lay_out(wall([n] * 4), TOP, measure)[0].boxes if box.kind == "card")
                 for n in (3, 14))
    assert few > many >= 6.5


def test_a_wall_too_full_for_one_sheet_goes_on_under_the_same_titles() -> None:
    pages = lay_out(wall([60] * 9), TOP, measure)
    assert len(pages) > 1
    titles = Counter(box.lines for page in pages for box in page.boxes if box.kind in ("title", "inner"))
    assert len(titles) == 9
    assert max(titles.values()) > 1


@given(WORDS, st.floats(5, 90), st.floats(6.5, 22))
def test_wrapping_loses_no_letter_and_no_line_is_wider(text: str, width: float, size: float) -> None:
    lines = wrap(text, width, size, measure)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(measure(line, size, False) <= width + 1e-9 or len(line) == 1 for line in lines)


def test_a_card_that_others_repeated_says_how_many_times() -> None:
    (page,) = lay_out([Column("Agua", cards=(Card("Pozos limpios", copies=2), Card("Ríos vivos")))], TOP, measure)
    tags = {box.lines[0]: box.tag for box in page.boxes if box.kind == "card"}
    assert tags == {"Pozos limpios": "×3", "Ríos vivos": ""}
