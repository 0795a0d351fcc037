"""Cards on paper: numbered sheets that were printed, and what has been typed from them."""

from __future__ import annotations

from dataclasses import dataclass

from minga.errors import Refused
from minga.i18n import gettext as _
from minga.store import Store, rows
from minga.workshop.act import Row, on_stage, stage_row
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.card_lists import NewCard, add_cards, sheet_number

MOST_SHEETS = 2000
"""Highest number that is printed for a stage: more cards than any wall holds."""


@dataclass(frozen=True)
class Paper:
    """The paper of a stage.

    Attributes:
        printed: highest number that was printed; 0 when none was.
        typed: cards by the number of their sheet, in order.
        missing: numbers that were printed, or passed over, and not typed.
    """

    printed: int
    typed: dict[str, Row]
    missing: tuple[str, ...]


def read_paper(store: Store, stage_id: str) -> Paper:
    """What was printed for a stage and what has been typed."""
    stage_row(store, stage_id)
    kept = rows(store, "settings", name=_setting(stage_id))
    printed = int(kept[0]["value"]) if kept else 0
    typed = {c["sheet"]: c for c in sorted(rows(store, "cards", stage_id=stage_id), key=lambda c: (
        len(c["sheet"]), c["sheet"])) if c["sheet"]}
    numbers = {int(sheet) for sheet in typed if sheet.isascii() and sheet.isdigit() and len(sheet) <= 6}
    last = max([printed, *(n for n in numbers if n <= MOST_SHEETS)])
    return Paper(printed, typed, tuple(f"{n:03d}" for n in range(1, last + 1) if n not in numbers))


def mark_printed(store: Store, actor: Actor, stage_id: str, last: int, *, op_id: str = "") -> int:
    """Remember the highest number that was printed, so that the next sheets go on after it and gaps are seen.

    Returns:
        The highest number printed so far: printing some again takes nothing back.

    Raises:
        Refused: not a sensible number.
    """
    require_facilitator(actor)
    if type(last) is not int or not 1 <= last <= MOST_SHEETS:
        raise Refused(_("{what}: se esperaba un número entero entre {least} y {most}.").format(
            what=_("Hoja"), least=1, most=MOST_SHEETS), _("Corríjalo y envíelo de nuevo."))
    with on_stage(store, "mark_printed", actor, stage_id, op_id=op_id) as act:
        kept = act.tx.get("settings", _setting(stage_id))
        printed = max(int(kept["value"]) if kept else 0, 0 if act.done else last)
        if not act.done:
            act.tx.put_private("settings", {"name": _setting(stage_id), "value": str(printed)})
            act.answer({})
        return printed


def type_sheet(store: Store, actor: Actor, stage_id: str, number: str, text: str, *, team: str = "",
               round: int | None = None, place: str = "", op_id: str = "") -> dict[str, int]:
    """Copy one sheet of paper: its number and its text; the same number again corrects the card.

    Raises:
        InputError: no number, or a text that cannot be a card.
    """
    if not isinstance(number, str) or not sheet_number(number):
        raise Refused(_("Falta el número de la hoja."), _("Está impreso en una esquina de la tarjeta."))
    return add_cards(store, actor, stage_id, [NewCard(text, team=team, round=round, place=place, sheet=number)],
                     source="paper", op_id=op_id)


def _setting(stage_id: str) -> str:
    return f"printed:{stage_id}"
