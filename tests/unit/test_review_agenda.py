"""The order of a review meeting: every level has its time, and together they last as long as was asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minga.reports.review.agenda import LEVELS, steps


@given(st.integers(30, 600))
def test_the_parts_last_exactly_as_long_as_the_meeting(minutes: int) -> None:
    made = steps(minutes)
    assert sum(step.minutes for step in made) == minutes
    assert all(step.minutes >= 1 for step in made)
    assert [step.starts for step in made] == [sum(s.minutes for s in made[:n]) for n in range(len(made))]


def test_the_levels_come_in_the_order_of_the_conversation() -> None:
    assert tuple(step.key for step in steps(120) if step.key in LEVELS) == ("O", "R", "I", "D")


def test_two_hours_are_split_as_the_guide_says() -> None:
    assert {step.key: step.minutes for step in steps(120)} == {
        "opening": 6, "O": 30, "R": 18, "I": 30, "D": 30, "closing": 6}
