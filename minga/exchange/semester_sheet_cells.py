"""One cell that somebody filled in: a number as their country writes it, a word from a list, a text."""

from __future__ import annotations

import math
from datetime import date, datetime
from functools import cache
from typing import Any

from minga import i18n
from minga.exchange.semester_sheet_layout import STATUS
from minga.folding import fold
from minga.i18n import gettext as _
from minga.results.reporting_numbers import read_number

_NOTHING = ("na", "n a", "no aplica", "nao se aplica", "not applicable", "none", "sin dato", "s d", "nd", "n d", "x")


def number_said(value: Any, sign: str, *, percent: bool = False) -> float | None:
    """The number of a cell; None when it is empty.

    Args:
        value: what the spreadsheet holds: a number, or what was typed where it was not understood as one.
        sign: the country's decimal sign.
        percent: whether the cell shows its number as a percentage, and therefore holds a hundredth of it.

    Raises:
        ValueError: with a sentence that says what was expected.
    """
    if isinstance(value, date | datetime):
        raise ValueError(_("La hoja de cálculo tomó por fecha lo que se escribió: {value}.").format(
            value=value.strftime("%Y-%m-%d")))
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(f"{value * 100:.12g}") if percent else float(value)
    text = "" if value is None else str(value)
    if fold(text) in _NOTHING:
        raise ValueError(_("«{value}» no es un número: si no hay dato, deje vacía la celda y explíquelo en el "
                           "comentario.").format(value=text.strip()[:40]))
    return read_number(text.strip().removesuffix("%"), sign)


def status_said(value: Any) -> str:
    """The state of an action in any of the languages, or its code; empty when the cell is.

    Raises:
        ValueError: it is none; the sentence names those that there are.
    """
    text = text_said(value).strip()
    if not text:
        return ""
    found = _statuses().get(fold(text))
    if found is None:
        raise ValueError(_("«{value}» no es un estado; se espera uno de: {values}.").format(
            value=text[:40], values=", ".join(_(word) for word in STATUS.values())))
    return found


@cache
def _statuses() -> dict[str, str]:
    found = {fold(code): code for code in STATUS}
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            found |= {fold(_(word)): code for code, word in STATUS.items()}
    return found


def text_said(value: Any) -> str:
    """What a cell says as text; a whole number without decimals, a day in ISO form."""
    if value is None:
        return ""
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
