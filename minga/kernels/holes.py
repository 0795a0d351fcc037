"""Filling what is free between what is used, before the fork.

A process that has imported much has small free places all over its memory. What a forked kernel makes would go into
them, and each place costs that kernel a copy of the whole page around it. With the places taken, it goes into new
pages, side by side: 5 MB less for each kernel. What is taken here is never given back.
"""

from __future__ import annotations

import ctypes
import platform
import sys
from collections.abc import Callable
from typing import Any

LARGEST = 64 * 1024
"""Bytes; larger free places are whole pages for the most part."""
AT_MOST = 1 << 20
"""Bytes tried for each size: an allocator of another kind may never come to an end of its places."""
SMALL, STEP, POOL, HEADER = 512, 16, 16 * 1024, 48
"""Python's own allocator (Objects/obmalloc.c): objects up to 512 bytes, in sizes of 16, in pools with a header."""


def fill() -> int:
    """Take the free places of the C library and of Python; bytes taken.

    Elsewhere than with the GNU C library and CPython nothing is done.
    """
    if platform.libc_ver()[0] != "glibc" or sys.implementation.name != "cpython":
        return 0
    own = ctypes.CDLL(None)
    malloc = _of(own.malloc, ctypes.c_size_t)
    top = _of(own.sbrk, ctypes.c_ssize_t)(0) or 0
    sizes = sorted({LARGEST * part // 4 >> shift for shift in range(12) for part in (3, 4)}, reverse=True)
    taken = sum(_take(malloc, size, lambda place: place >= top) for size in sizes)
    python = _of(ctypes.pythonapi.PyObject_Malloc, ctypes.c_size_t)
    return taken + sum(_take(python, size, lambda place: place % POOL == HEADER) for size in range(SMALL, 0, -STEP))


def _of(function: Any, argument: Any) -> Any:
    function.restype, function.argtypes = ctypes.c_void_p, [argument]
    return function


def _take(allocate: Callable[[int], int | None], size: int, new: Callable[[int], bool]) -> int:
    """Allocate until a place is new; bytes allocated."""
    taken = 0
    while taken < AT_MOST:
        place = allocate(size)
        taken += size
        if place is None or new(place):
            break
    return taken
