"""Small cells: what a public report hides cannot be had back from what it shows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minga.reports.small_cells import SMALLEST, hidden, large_enough

PARTS = st.lists(st.none() | st.integers(0, 40), max_size=12)


@given(PARTS)
def test_every_small_part_is_hidden(parts: list[int | None]) -> None:
    away = hidden(parts)
    assert {place for place, value in enumerate(parts) if value and not large_enough(value)} <= away


@given(PARTS)
def test_what_is_hidden_cannot_be_had_by_taking_the_rest_from_the_total(parts: list[int | None]) -> None:
    away = hidden(parts)
    counted = [value for value in parts if value]
    lost = [parts[place] or 0 for place in away]
    if away and len(away) < len(counted):
        assert len(away) >= 2
        assert sum(lost) >= SMALLEST


@given(PARTS)
def test_no_more_is_hidden_than_that_takes_and_nothing_missing_or_zero(parts: list[int | None]) -> None:
    away = hidden(parts)
    assert all(parts[place] for place in away)
    largest = max((parts[place] or 0 for place in away), default=0)
    assert all((value or 0) >= largest for place, value in enumerate(parts) if value and place not in away)
    if all(value is None or value == 0 or large_enough(value) for value in parts):
        assert not away


def test_a_small_part_takes_the_next_smallest_with_it() -> None:
    assert hidden([45, 27, 2]) == {1, 2}  # 74 − 45 − 27 would be 2
    assert hidden([45, 27, 8]) == frozenset()
    assert hidden([3, 3, 60]) == {0, 1}
    assert hidden([1, 1, 60, 9]) == {0, 1, 3}  # two would still be two people
    assert hidden([None, 0, 2]) == {2}  # nobody else to hide behind: there is nothing else to take away either
