"""Words people read: gettext, with Spanish as the source language.

Catalogues are the ``.po`` files in ``locale/``; they are compiled in memory, so nothing generated has
to be shipped. The language is a setting of the process (one page or one report speaks one language)
that ``speaking`` overrides for a block; the process locale is never touched.
"""

from __future__ import annotations

import gettext as _stdlib
import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel import Locale, dates, lists, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from minga import errors

LANGUAGES = ("es", "pt", "en")
"""Codes of the languages Minga speaks, the source language first."""

_CATALOGUES = {"pt": "pt_BR", "en": "en"}
_LOCALES = {"es": "es", "pt": "pt_BR", "en": "en"}
_FOLDER = Path(__file__).parent / "locale"

_default = "es"
_override: ContextVar[str | None] = ContextVar("minga_language", default=None)


def normalise(code: str | None) -> str:
    """``es``, ``pt`` or ``en`` from any spelling of a locale (``pt-BR``, ``es_CO.UTF-8``); else ``es``."""
    short = (code or "").replace("_", "-").split("-")[0].split(".")[0].lower()
    return short if short in LANGUAGES else "es"


def language() -> str:
    """The language in force: the block's (``speaking``), else the process's."""
    return _override.get() or _default


def set_language(code: str) -> None:
    """Set the language of this process."""
    global _default
    _default = normalise(code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language inside a ``with`` block."""
    token = _override.set(normalise(code))
    try:
        yield
    finally:
        _override.reset(token)


@cache
def _catalogue(code: str) -> _stdlib.NullTranslations:
    name = _CATALOGUES.get(code)
    file = _FOLDER / name / "LC_MESSAGES" / "minga.po" if name else None
    if file is None or not file.is_file():
        return _stdlib.NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=name))
    compiled.seek(0)
    return _stdlib.GNUTranslations(compiled)


def gettext(message: str) -> str:
    """The message in the language in force."""
    return _catalogue(language()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message for a count, in the language in force; Spanish is singular for exactly one."""
    return _catalogue(language()).ngettext(singular, plural, n)


def N_(message: str) -> str:
    """Mark a message for extraction where it cannot be translated yet (module level)."""
    return message


errors.translate = gettext


def quoted(text: object) -> str:
    """Somebody's words between the quotes of the language in force (``«tarjeta»``, ``“card”``)."""
    return gettext("«{text}»").format(text=text)


def locale(country: str | None = None) -> Locale:
    """The Babel locale for the language in force, with a country's number and date habits if known."""
    code = _LOCALES[language()]
    if country:
        try:
            return Locale.parse(f"{code.split('_')[0]}_{country.upper()}")
        except Exception:  # a country where the language has no locale keeps the plain one
            return Locale.parse(code)
    return Locale.parse(code)


def format_date(value: date | datetime, style: str = "long") -> str:
    """A date as people write it (``28 de febrero de 2018``)."""
    return dates.format_date(value, style, locale=locale())


def format_month(value: date) -> str:
    """Month and year as people write them (``febrero de 2018``)."""
    return dates.format_skeleton("yMMMM", value, locale=locale())


def format_number(value: int | float | Decimal, country: str | None = None) -> str:
    """A number with the decimal sign of the country, or of the language when no country is given."""
    return numbers.format_decimal(value, locale=locale(country))


def format_percent(value: float) -> str:
    """A ratio as a whole percentage (0.825 → ``82 %`` in Spanish, ``82%`` in the others)."""
    return numbers.format_percent(value, "#,##0 %" if language() == "es" else "#,##0%", locale=locale())


def join_list(items: list[str]) -> str:
    """Items as a sentence would list them; Spanish says ``e`` before an i sound."""
    if language() == "es" and len(items) > 1:
        last = items[-1].lstrip("«\"'").lower()
        if last.startswith(("i", "í", "hi", "hí")) and not last.startswith(("hia", "hie", "hio", "ia", "ie", "io")):
            return f"{', '.join(items[:-1])} e {items[-1]}"
    return lists.format_list(items, locale=locale())


def country_name(code: str) -> str:
    """Name of a country in the language in force; the code itself when it is not known."""
    return str(locale().territories.get(code.upper(), code)) if code else ""


def countries() -> dict[str, str]:
    """ISO code to name for every country, in alphabetical order of the language in force."""
    names = {c: n for c, n in locale().territories.items() if len(c) == 2 and c.isalpha() and c not in _NOT_COUNTRIES}
    return dict(sorted(names.items(), key=lambda pair: _plain(pair[1])))


_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
