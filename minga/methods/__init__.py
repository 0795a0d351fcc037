"""Workshop methods: stages, questions and rules, read from ``parameters/methods/*.yaml``.

A method is data. Adding one is writing a YAML file; no code names a method.
"""

from minga.methods.declare import (
    ANONYMITY,
    CHECKS,
    KINDS,
    LEVELS,
    STAGE_ROLES,
    WORD_LISTS,
    Method,
    Part,
    Rules,
    StageMethod,
    Words,
)
from minga.methods.reading import known_method, list_methods, load_method, read_method

__all__ = [
    "ANONYMITY", "CHECKS", "KINDS", "LEVELS", "STAGE_ROLES", "WORD_LISTS", "Method", "Part", "Rules", "StageMethod",
    "Words", "known_method", "list_methods", "load_method", "read_method",
]
