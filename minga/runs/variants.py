"""Variants of a report: the same report of the same period with other values, in a folder of its own.

What a report has when nobody says anything is in its notebook, in the cell of its parameters, and its language is the
plan's. Only what differs from that makes a variant, so that saying what goes without saying changes nothing.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from minga import i18n, paths
from minga.runs.parameters import Declaration, Scalar


def own_values(template: str) -> Mapping[str, Any]:
    """The values in the cell of a report's notebook that is tagged ``parameters``, as far as they are literals."""
    file = paths.notebooks() / f"{template}.ipynb"
    try:
        return _read(file, file.stat().st_mtime_ns)
    except OSError:
        return {}


def differing(declared: Declaration, values: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """The values that are not the notebook's own; the language, and one that must be given, are always kept.

    Args:
        declared: the parameters of the report.
        values: what people chose, validated.
    """
    own = own_values(declared.template)
    kept: dict[str, Scalar] = {}
    for name, value in values.items():
        parameter = declared.get(name)
        number = parameter is not None and parameter.type == "float"
        here, there = (_number(value), _number(own.get(name))) if number else (value, own.get(name))
        if parameter is None or parameter.required or name == "language" or (type(here), here) != (type(there), there):
            kept[name] = here
    return kept


def _number(value: Any) -> Any:
    return float(value) if type(value) is int else value  # 1 and 1.0 are one value, and one folder


def variant_of(chosen: Mapping[str, Scalar], language: str) -> str:
    """The name of a variant; empty for the report as it always is.

    Args:
        chosen: ``differing`` values.
        language: that the report has anyway.
    """
    return paths.variant_name({name: value for name, value in chosen.items()
                               if (name, value) != ("language", language)})


def language_of_many(template: str) -> str:
    """The language that a report about many plans has anyway: its notebook's own, whoever runs it."""
    return i18n.normalise(str(own_values(template).get("language", "")))


@lru_cache(maxsize=32)
def _read(file: Path, _changed: int) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    with suppress(SyntaxError, ValueError, LookupError, TypeError, AttributeError):  # the run will say what is wrong
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code" and "parameters" in cell["metadata"].get("tags", ()):
                for line in ast.parse("".join(cell["source"])).body:
                    found |= _assigned(line)
                break
    return found


def _assigned(line: ast.stmt) -> dict[str, Any]:
    targets = [line.target] if isinstance(line, ast.AnnAssign) else line.targets if isinstance(line, ast.Assign) else []
    value = getattr(line, "value", None)
    with suppress(ValueError):  # what is no literal is known only when it runs
        return {one.id: ast.literal_eval(value) for one in targets if isinstance(one, ast.Name) and value is not None}
    return {}
