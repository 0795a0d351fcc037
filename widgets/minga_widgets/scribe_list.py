"""Pasting or importing a list: looked at first, then all of it on the wall or none."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

from minga.errors import Fault, InputError, Refused
from minga.exchange.card_list import CardList, read_card_file, read_card_list
from minga.exchange.paper_sheets import column_help
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.workshop import card_lists, reading
from minga.workshop.actor import Actor
from minga.workshop.feed import Store

MOST_LINES, MOST_FAULTS = 200, 60


class ListArea:
    """A list of cards on its way to the wall."""

    def __init__(self, store: Store, actor: Actor, _plan: dict[str, Any], stage_id: str) -> None:
        self._store, self._actor, self._stage_id = store, actor, stage_id

    def view(self, _wall: reading.Wall) -> dict[str, Any]:
        """What the columns of a table may be."""
        return {"columns": list(column_help().items())}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Read a file, look at a list, put it on the wall."""
        return {"read_file": self._read, "preview_list": self._preview, "import_list": self._import}

    def _read(self, message: dict[str, Any]) -> str:
        try:
            content = base64.b64decode(str(message.get("content", "")), validate=True)
        except (binascii.Error, ValueError) as wrong:
            raise Refused(_("El archivo no llegó completo."), _("Vuelva a elegirlo.")) from wrong
        return read_card_file(str(message.get("name", "")), content)

    def _preview(self, message: dict[str, Any]) -> dict[str, Any]:
        read = self._listed(message)
        checked = card_lists.preview_cards(self._store, self._stage_id, read.cards)
        faults = [*read.faults, *(fault for one in checked for fault in one.faults)]
        faults.sort(key=lambda f: f.row or 0)
        said = [ngettext("{n} tarjeta", "{n} tarjetas", len(checked)).format(n=len(checked))]
        if read.empty:
            said.append(ngettext("{n} hoja sin texto", "{n} hojas sin texto", read.empty).format(n=read.empty))
        return {
            "said": " · ".join(said), "cards": len(checked), "wrong": _wrong(faults) if faults else "",
            "faults": [_fault(f) for f in faults[:MOST_FAULTS]],
            "repeated": sum(bool(one.twin) for one in checked),
            "lines": [_line(one, {f.row for f in read.faults}) for one in checked[:MOST_LINES]],
            "more": len(checked) - MOST_LINES if len(checked) > MOST_LINES else 0,
        }

    def _import(self, message: dict[str, Any]) -> str:
        read = self._listed(message)
        if read.faults:
            raise InputError(read.faults)
        paper = any(card.sheet for card in read.cards)
        counted = card_lists.add_cards(
            self._store, self._actor, self._stage_id, read.cards, source="paper" if paper else "import",
            repeated=str(message.get("repeated", "stack")), op_id=message["id"])
        return imported_words(counted)

    def _listed(self, message: dict[str, Any]) -> CardList:
        text = message.get("text")
        if not isinstance(text, str) or not text.strip():
            raise Refused(_("La lista está vacía."), _("Pegue al menos una línea."))
        return read_card_list(text)


def imported_words(counted: dict[str, int]) -> str:
    """What became of a list, in one sentence."""
    said = [words.format(n=counted.get(key, 0)) for key, words in (
        ("added", ngettext("{n} tarjeta nueva", "{n} tarjetas nuevas", counted.get("added", 0))),
        ("stacked", ngettext("{n} repetida, bajo la igual", "{n} repetidas, bajo las iguales",
                             counted.get("stacked", 0))),
        ("updated", ngettext("{n} corregida", "{n} corregidas", counted.get("updated", 0))),
        ("same", ngettext("{n} sin cambios", "{n} sin cambios", counted.get("same", 0))),
        ("skipped", ngettext("{n} repetida, fuera", "{n} repetidas, fuera", counted.get("skipped", 0))),
    ) if counted.get(key)]
    return _("Listo: {what}.").format(what=", ".join(said)) if said else _("La lista ya estaba en la pared.")


def _wrong(faults: list[Fault]) -> str:
    return ngettext("Hay {n} falla; nada se importa hasta corregirla.",
                    "Hay {n} fallas; nada se importa hasta corregirlas.", len(faults)).format(n=len(faults))


def _fault(fault: Fault) -> dict[str, Any]:
    place = _("Fila {n}").format(n=fault.row) if fault.row else ""
    columns = {"text": _("texto"), "team": _("equipo"), "round": _("ronda"), "column": _("columna"), "sheet": _("hoja")}
    column = columns.get(fault.column, fault.column)
    return {"where": " · ".join(filter(None, (place, column))), "message": fault.message,
            "advice": fault.advice}


def _line(one: card_lists.Checked, faulty: set[int | None]) -> dict[str, Any]:
    card = one.card
    state = "bad" if one.faults or card.row in faulty else "known" if one.known else "twin" if one.twin else ""
    return {"row": card.row, "text": card.text, "state": state, "about": " · ".join(filter(None, (
        card.sheet, card.team, card.place, _("Ronda {n}").format(n=card.round) if card.round else "")))}
