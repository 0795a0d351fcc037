"""Small cells: what a public report does not tell apart, because a figure of two or three people points at them.

A part of a total is hidden when it stands for fewer than ``SMALLEST``. A hidden part must not come back by taking
the others from the total; so at least two are hidden, and together they stand for no fewer than ``SMALLEST``.
"""

from __future__ import annotations

from collections.abc import Sequence

SMALLEST = 5
"""The smallest count that a public report tells apart."""


def large_enough(people: float) -> bool:
    """Whether a group of so many can be told apart without pointing at anybody."""
    return people >= SMALLEST


def hidden(values: Sequence[float | None]) -> frozenset[int]:
    """The places of the parts of one total that a public report hides; what is missing or zero hides nobody.

    Args:
        values: the parts, in any order; their total is taken to be public.
    """
    counted = sorted((value, place) for place, value in enumerate(values) if value is not None and value > 0)
    small = [place for value, place in counted if not large_enough(value)]
    if not small:
        return frozenset()
    kept = len(small)
    while kept < len(counted) and (kept < 2 or not large_enough(sum(value for value, _place in counted[:kept]))):
        kept += 1
    return frozenset(place for _value, place in counted[:kept])
