"""The reading of lists, under any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minga.exchange.card_list import as_tabs, read_card_list

LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40)
ANY = st.text(st.sampled_from("ab1 .,;\t\n\"'|-#•texto=ñ"), max_size=80)


@given(st.text() | ANY)
def test_no_text_breaks_the_reading_and_every_card_says_its_row(text: str) -> None:
    read = read_card_list(text)
    assert all(card.text or card.team or card.place or card.round for card in read.cards)
    numbers = [card.row for card in read.cards]
    assert numbers == sorted(set(numbers))


@given(st.lists(LINE, min_size=1, max_size=8))
def test_lines_with_a_dash_come_back_as_they_were_written(lines: list[str]) -> None:
    written = [line.strip() for line in lines if line.strip()]
    read = read_card_list("".join(f"- {line}\n" for line in written))
    assert [card.text for card in read.cards] == written


@given(st.lists(st.tuples(ANY, LINE), min_size=1, max_size=8))
def test_a_table_survives_the_clipboard(rows: list[tuple[str, str]]) -> None:
    read = read_card_list(as_tabs([("text", "team"), *rows]))
    wanted = [(text.strip(), team.strip()) for text, team in rows if text.strip() or team.strip()]
    assert [(card.text, card.team) for card in read.cards] == wanted
    assert read.faults == []
