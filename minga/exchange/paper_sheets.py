"""Paper for a room without phones: numbered cards to print, and the CSV in which they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from minga import i18n
from minga.errors import Refused
from minga.exchange.card_list import COLUMNS
from minga.exchange.excel_csv import DECIMAL_POINT
from minga.exchange.package_out import csv_text
from minga.exchange.text import neutralised
from minga.exchange.to_html import LANGUAGE_TAGS, environment, style
from minga.i18n import gettext as _

PAPERS = {"A4": 297, "letter": 279}
"""Sizes of paper that CSS knows by name, and their height in millimetres."""

LAYOUTS = {2: (1, 2), 4: (2, 2), 6: (2, 3), 8: (2, 4)}
"""Cards on a sheet of paper: columns and rows."""

_MARGINS = 16


def card_sheets(plan: Mapping[str, Any], stage: Mapping[str, Any], first: int, last: int, *, per_page: int = 6,
                paper: str = "A4") -> str:
    """Cards to print as one HTML file that needs nothing else; a browser prints it without internet.

    Args:
        plan: the plan's row.
        stage: the stage's row.
        first: number of the first card.
        last: number of the last.
        per_page: cards on a sheet of paper: 2, 4, 6 or 8.
        paper: ``A4`` or ``letter``.

    Raises:
        Refused: a layout or a paper that there is not.
    """
    if per_page not in LAYOUTS or paper not in PAPERS:
        raise Refused(_("No hay esa forma de imprimir."), _("Elija una de la lista."))
    columns, rows = LAYOUTS[per_page]
    numbers = [f"{n:03d}" for n in range(first, last + 1)]
    return environment().get_template("sheets.html.j2").render(
        lang=LANGUAGE_TAGS[i18n.language()], style=Markup(style("sheets")), paper=paper, columns=columns, rows=rows,
        height=PAPERS[paper] - _MARGINS - 1, lines=8 if rows == 2 else 5 if rows == 3 else 3,
        pages=[numbers[i:i + per_page] for i in range(0, len(numbers), per_page)],
        title=f"{plan['title']} · {stage['title']}", plan=plan["title"], stage=stage["title"],
        question=stage["question"], named=stage["anonymity"] != "anonymous", team=_("Equipo: ____________"),
        hint=_("Una sola idea, letra grande."))


def sheet_template(plan: Mapping[str, Any], stage: Mapping[str, Any], first: int, last: int) -> bytes:
    """The CSV in which sheets are typed away from Minga: what each column is, an example, the numbers.

    It is separated as the spreadsheets of the plan's first country expect.
    """
    country = next(iter(plan["countries"].split()), "")
    about = [f"# {stage['title']}", *(f"# {name}: {what}" for name, what in column_help().items())]
    example = {"sheet": _("ejemplo"), "text": _("Esta fila es un ejemplo y no se importa"), "team": _("Mesa 1"),
               "round": "1", "column": ""}
    lines = [[neutralised(line), "", "", "", ""] for line in about]
    lines += [list(COLUMNS), [example[name] for name in COLUMNS]]
    lines += [[f"{n:03d}", "", "", "", ""] for n in range(first, last + 1)]
    made = csv_text(lines[0], lines[1:], "," if country.upper() in DECIMAL_POINT else ";", "\r\n")
    return b"\xef\xbb\xbf" + made.encode("utf-8")


def column_help() -> dict[str, str]:
    """What each column of a list of cards is, in the language in force."""
    return {
        "sheet": _("número impreso en la tarjeta; importar otra vez el mismo número corrige la tarjeta"),
        "text": _("la idea, tal como está escrita; hasta 600 caracteres"),
        "team": _("equipo o mesa; puede quedar vacía"),
        "round": _("ronda, número entero; vacía: la ronda en curso"),
        "column": _("título de la columna o del grupo; vacía: sin agrupar"),
    }
