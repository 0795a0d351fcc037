"""What is made after the holes are filled lies in new pages, not in old ones."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

from minga.kernels import holes

SPREAD = """
import sys
from minga.kernels import holes
kept = [bytes(size) for size in [40, 200, 700, 3000] * 5000]
del kept[::2]  # free places between what stays
if sys.argv[1] == "filled":
    assert holes.fill() > 1_000_000
old = {id(one) // 4096 for one in kept}
made = [bytes(size) for size in [40, 200, 700, 3000] * 500]
print(len({id(one) // 4096 for one in made} & old))
"""


def _pages_shared(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", SPREAD, how], env={**os.environ, "PYTHONHASHSEED": "0"},
                          capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_what_is_made_after_filling_hardly_touches_the_pages_of_what_was_there() -> None:
    assert _pages_shared("filled") * 20 < _pages_shared("left")


def test_an_allocator_that_never_gives_a_new_place_is_left_after_a_megabyte() -> None:
    assert holes._take(lambda _size: 1, 1 << 16, lambda _place: False) == holes.AT_MOST


def test_memory_that_cannot_be_had_ends_the_filling() -> None:
    assert holes._take(lambda _size: None, 64, lambda _place: False) == 64


def test_elsewhere_than_with_the_allocators_it_knows_nothing_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holes.platform, "libc_ver", lambda: ("musl", "1.2"))
    monkeypatch.setattr(ctypes, "CDLL", None)
    assert holes.fill() == 0
