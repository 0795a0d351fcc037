"""What does not apply: there was nothing to tell, which is neither missing nor zero.

A value that does not apply is kept as what it is: of no cases, none (numerator 0, denominator 0, no value), whatever
the indicator measures. So every table, file and report of before understands it, and a total does not lose by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from minga import i18n
from minga.folding import fold
from minga.i18n import N_
from minga.i18n import gettext as _

NOTHING_TO_TELL: Mapping[str, Any] = {"value": None, "numerator": 0.0, "denominator": 0.0, "narrative": ""}
"""The cells of a value that does not apply."""

WORD = N_("no aplica")


def applies_not(row: Mapping[str, Any] | None) -> bool:
    """Whether a row of ``actuals`` says that there was nothing to tell; one that tells something in words does not."""
    return row is not None and row.get("value") is None and not str(row.get("narrative") or "").strip() and (
        row.get("numerator") == 0 and row.get("denominator") == 0)


def means_not_applicable(text: Any) -> bool:
    """Whether somebody wrote that a value does not apply, in any of the languages.

    «N/A» is none of them: for some it is «not available», which is the opposite.
    """
    return isinstance(text, str) and fold(text) in _words()


@cache
def _words() -> frozenset[str]:
    found = set()
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            found.add(fold(_(WORD)))
    return frozenset(found)
