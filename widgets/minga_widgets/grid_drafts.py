"""Rows of a grid that are not saved yet: what was written in them, and what they wait for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from minga.i18n import gettext as _
from minga.i18n import join_list


@dataclass
class Draft:
    """Cells of a row that are understood and not saved yet, and what they wait for.

    Attributes:
        after: the key of the row that a new one stands under; at the end when there is none.
        offered: nobody has written in it yet; it goes when another period is looked at.
    """

    cells: dict[str, Any] = field(default_factory=dict)
    waits: str = ""
    after: str = ""
    offered: bool = False


def waiting(drafts: Mapping[str, Draft], number: Callable[[str], int]) -> list[str]:
    """What waits to be saved, in sentences; rows that wait for the same are named together.

    Args:
        drafts: by the key of their row.
        number: the place of a row in the grid, from its key.
    """
    rows: dict[str, list[str]] = {}
    for key, draft in drafts.items():
        rows.setdefault(draft.waits, []).append(str(number(key)))
    return [(_("Fila {row}: todavía sin guardar. {why}").format(row=numbers[0], why=why) if len(numbers) == 1
             else _("Filas {rows}: todavía sin guardar. {why}").format(rows=join_list(numbers), why=why))
            for why, numbers in rows.items()]
