"""Actions written as a list below the title of their direction, with what each says of dates and people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minga.exchange.markdown_in.cells import Cell
from minga.exchange.markdown_in.directions import RawAction, RawDirection
from minga.exchange.markdown_in.draft import Log
from minga.exchange.markdown_in.lists import Item, lines_of
from minga.exchange.markdown_in.words import LABELS, role_of
from minga.folding import fold
from minga.i18n import gettext as _
from minga.numbering import split_code
from minga.people.reading import read_people
from minga.schedules import understand

_LABEL = re.compile(r"(?P<label>[^\n:]{2,40}):\s*(?=\S)")
_INSIDE = re.compile(r"[.;,|–—(-]\s*(?P<label>[^\W\d_]+(?: [^\W\d_]+){0,2}):\s*(?=\S)")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{3,120}(?:\([^()]{2,40}\)[^()\[\]]{0,60})*)[)\]]\s*\.?$")
_LONGEST_DATE = 8


def add_actions(direction: RawDirection, items: Sequence[Item], log: Log) -> None:
    """Add the actions of a list to a direction, those below an action as its parts.

    Args:
        direction: the direction they belong to.
        items: the list, from ``lists.tree``.
        log: where it is said what was taken from where.
    """
    for item in items:
        _add(direction, item, None, log)


def _add(direction: RawDirection, item: Item, under: RawAction | None, log: Log) -> None:
    first, *rest = lines_of(item)
    code, text = split_code(first.cell.text)
    kept = first.cell.cut(len(first.cell.text) - len(text))
    if not code and item.marker:
        code = item.marker.strip(" .)")
        if under is not None and under.code:
            code = f"{under.code}.{code}"
    if not kept:
        kept = first.cell or Cell(code or "–", "-" * len(code or "–"))
    action = RawAction(code, {"action": kept}, item.number, under=under)
    direction.actions.append(action)
    for line in rest:
        if not _detail(action, line, log):
            action.cells["action"] = action.cells["action"].plus(line.cell, "\n")
    for below in item.below:
        if below.below or not _detail(action, below, log):
            _add(direction, below, action, log)
    _offer(action, log)


def _detail(action: RawAction, item: Item, log: Log) -> bool:
    """Take a line as the date, the people or another cell of an action, if that is what it says."""
    role, cell = _labelled(item.cell)
    if not role:
        role = _told_by_itself(cell.text)
        if role:
            log.note("doubt", item.number, _("La línea no dice qué es; parece {what}.").format(
                what=_("una fecha") if role == "schedule" else _("una lista de personas")), cell.text,
                _("Se importó así con la acción de la línea {line}.").format(line=action.number))
    if not role:
        return False
    before = action.cells.get(role, Cell())
    action.cells[role] = before.plus(cell, "\n")
    return True


def _labelled(cell: Cell) -> tuple[str, Cell]:
    """The role that a label gives («Responsable: Ana») and what it labels; no role and the whole text without one."""
    found = _LABEL.match(cell.text)
    if found is None or len(fold(found["label"]).split()) > 3:
        return "", cell
    role = role_of(found["label"])
    return (role, cell.cut(found.end())) if role in LABELS else ("", cell)


def _told_by_itself(text: str) -> str:
    people, offers = read_people(text)
    if people and not offers and all(person.kind == "person" and person.country for person in people):
        return "responsible"
    found = understand(text)
    if len(text.split()) <= _LONGEST_DATE and (found.starts or found.ends) and not found.deliverable:
        return "schedule"
    return ""


def _offer(action: RawAction, log: Log) -> None:
    """Say that a sentence ends in what looks like dates or people; the sentence stays whole."""
    if "responsible" in action.cells or "schedule" in action.cells:
        return
    text = action.text("action")
    label = next((m for m in _INSIDE.finditer(text) if role_of(m["label"]) in LABELS), None)
    if label:
        log.note("offer", action.number, _("Dentro de la frase se dice «{label}».").format(label=label["label"]),
                 text[label.start():].strip(" .;,–—-"),
                 _("La frase se conservó entera; páselo a sus columnas si corresponde."))
        return
    found = _IN_BRACKETS.search(text[-400:])
    if found and any(map(_told_by_itself, re.split(r"\s*;\s*|\s*,\s*", found[1]))):
        log.note("offer", action.number, _("Lo que está entre paréntesis parece la fecha o las personas de la acción."),
                 found[1], _("La frase se conservó entera; páselo a sus columnas si corresponde."))
