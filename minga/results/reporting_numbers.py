"""Numbers as a country writes them: figures, one decimal sign, and nothing else.

``1.200`` is twelve hundred in Bogotá and one and a fifth in Lima, so no sign between thousands is read: whoever
typed it is asked.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError

from minga.i18n import gettext as _


@cache
def decimal_sign(country: str) -> str:
    """The decimal sign of a country, whatever language its people speak to Minga in; the comma where nobody knows.

    Args:
        country: ISO code of two letters, or empty.
    """
    for tongue in ("pt", "es", "und"):  # so that Paraguay writes its numbers in Spanish, and Brazil in Portuguese
        try:
            found = Locale.parse(f"{tongue}_{country.upper()}")
        except (UnknownLocaleError, ValueError):
            continue
        if found.territory == country.upper():
            sign = str(found.number_symbols["latn"]["decimal"])
            return sign if sign in (",", ".") else ","
    return ","


def read_number(text: str, sign: str) -> float | None:
    """The number in a field; None when the field is empty, which is not zero.

    Args:
        text: what somebody typed.
        sign: the decimal sign.

    Raises:
        ValueError: with a sentence that says what was expected.
    """
    plain = text.strip()
    if not plain:
        return None
    if not re.fullmatch(rf"-?[0-9]{{1,15}}({re.escape(sign)}[0-9]{{0,9}})?", plain):
        raise ValueError(_("«{value}» no es un número: se esperan solo cifras, y «{sign}» para los decimales; por "
                           "ejemplo 1200{sign}5.").format(value=plain[:40], sign=sign))
    return float(plain.replace(sign, "."))


def number_text(value: float | None, sign: str) -> str:
    """A number as ``read_number`` reads it; empty for None."""
    if value is None:
        return ""
    whole = float(value).is_integer() and abs(value) < 1e15
    plain = str(int(value)) if whole else f"{value:.9f}".rstrip("0").rstrip(".")
    return plain.replace(".", sign)
