"""A column of a grid: how its values are shown in the page's language, and how what was typed is read back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from babel.numbers import get_decimal_symbol

from minga.i18n import gettext as _
from minga.i18n import join_list, locale, quoted

NUMBERS = ("number", "integer")
_SHOWN = 14
"""Choices that a refusal lists; a longer list helps nobody."""


@dataclass(frozen=True)
class Column:
    """One column of a grid.

    Attributes:
        name: the column's name in the data; never shown.
        title: what people read above it.
        kind: ``text``, ``long`` (several lines), ``number``, ``integer`` or ``choice``.
        width: in pixels.
        choices: stable code to label, for ``choice``; labels are unique.
        fixed: nobody changes it here.
        new_only: it is written in a new row only, and says what the row speaks about.
        help: one sentence shown while a cell of it is chosen.
    """

    name: str
    title: str
    kind: str = "text"
    width: int = 160
    choices: Mapping[Any, str] = field(default_factory=dict)
    fixed: bool = False
    new_only: bool = False
    help: str = ""

    def show(self, value: Any) -> str:
        """A value as the grid shows it; nothing is an empty cell, never a zero."""
        if value is None:
            return ""
        if self.kind == "choice":
            return self.choices.get(value, str(value))
        return show_number(value) if self.kind in NUMBERS else str(value)

    def read(self, written: Any) -> Any:
        """The value that somebody wrote.

        Raises:
            ValueError: with the sentence to show.
        """
        text = "" if written is None else str(written)
        if self.kind == "choice":
            return read_choice(text, self.choices)
        if self.kind in NUMBERS:
            value = read_number(text)
            if self.kind == "integer" and value is not None and value != int(value):
                raise ValueError(_("«{value}» no es un número entero.").format(value=text.strip()[:60]))
            return int(value) if self.kind == "integer" and value is not None else value
        return text if self.kind == "long" else text.strip()


def show_number(value: float) -> str:
    """A number with the language's decimal sign, without thousands and without needless zeros."""
    written = format(value, ".15g") if isinstance(value, float) else str(value)
    return written.replace(".", decimal_sign())


def decimal_sign() -> str:
    """``,`` or ``.``, as the page's language writes it."""
    return str(get_decimal_symbol(locale()))


def read_number(text: str) -> float | None:
    """A number written with the decimal sign of the language; the other sign is taken only where it is clear.

    ``1.500`` on a page in Spanish may be a thousand and a half or one and a half: it is refused, not guessed.

    Raises:
        ValueError: with the sentence to show.
    """
    written = re.sub(r"\s", "", text).replace("\u2212", "-")
    if not written:
        return None
    own = decimal_sign()
    other = "." if own == "," else ","
    example = f"1{own}5"
    if re.fullmatch(rf"[+-]?[1-9][0-9]{{0,2}}(\{other}[0-9]{{3}})+", written):
        raise ValueError(_("«{value}» puede leerse de dos maneras. Escriba el número sin separador de miles, "
                           "por ejemplo {plain} o {example}.").format(
                               value=text.strip()[:60], plain=re.sub(r"\D", "", written), example=example))
    plain = _plain_number(written, own, other)
    if plain is None:
        raise ValueError(_("«{value}» no es un número. Escriba solo el número, por ejemplo {example}; lo demás va "
                           "en el comentario.").format(value=text.strip()[:60], example=example))
    return float(plain)


def _plain_number(written: str, own: str, other: str) -> str | None:
    """The number with a decimal point, or None when it is none."""
    for decimal, thousands in ((own, other), (other, own)):
        if re.fullmatch(rf"[+-]?[0-9]{{1,15}}(\{decimal}[0-9]{{1,15}})?", written):
            return written.replace(decimal, ".")
        if re.fullmatch(rf"[+-]?[0-9]{{1,3}}(\{thousands}[0-9]{{3}}){{1,4}}\{decimal}[0-9]{{1,15}}", written):
            return written.replace(thousands, "").replace(decimal, ".")
    return None


def read_choice(text: str, choices: Mapping[Any, str]) -> Any:
    """The code of a label; case and accents do not matter, and the code itself is understood too.

    Raises:
        ValueError: with the list of what is expected.
    """
    wanted = folded(text)
    if not wanted:
        return None
    for code, label in choices.items():
        if wanted in (folded(label), folded(str(code))):
            return code
    if not choices:
        raise ValueError(_("Todavía no hay nada que elegir aquí."))
    labels = [quoted(label) for label in choices.values()]
    if len(labels) > _SHOWN:
        labels = [*labels[:_SHOWN], _("{n} más").format(n=len(labels) - _SHOWN)]
    raise ValueError(_("«{value}» no es una opción. Se espera: {choices}.").format(
        value=text.strip()[:60], choices=join_list(labels)))


def folded(text: str) -> str:
    """Text without case, accents and spare spaces, for comparing what people write."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def unique_labels(labels: Mapping[Any, str], longest: int = 70) -> dict[Any, str]:
    """Labels short enough for a cell, with a number behind those that would read the same."""
    seen: dict[str, int] = {}
    made = {}
    for code, label in labels.items():
        flat = " ".join(label.split())
        short = flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"
        seen[short] = seen.get(short, 0) + 1
        made[code] = short if seen[short] == 1 else f"{short} ({seen[short]})"
    return made
