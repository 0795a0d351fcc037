"""Importing papermill without what it never uses."""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress


def load_papermill() -> None:
    """Import papermill as if ``rfc3987_syntax`` were not there.

    jsonschema takes that library, where it is installed, to check addresses of other alphabets, which no notebook's
    schema asks for; importing it builds a grammar, which takes longer than all the rest (1.2 s of 1.6).
    """
    name = "rfc3987_syntax"
    if name not in sys.modules:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        importlib.import_module("papermill")
    finally:
        if sys.modules[name] is None:
            del sys.modules[name]


def load_all() -> None:
    """Import all that a run needs, before kernels and runs are forked; what is missing is said where it is needed."""
    for name in ("papermill", "minga.reports", "minga.runs.child", "minga.runs.kernel"):
        with suppress(Exception):
            load_papermill() if name == "papermill" else importlib.import_module(name)
