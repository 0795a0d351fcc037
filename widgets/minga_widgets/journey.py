"""The story of one card, group, direction, action or indicator, from the idea to its values and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any

from minga.errors import NotFound
from minga.i18n import format_date
from minga.i18n import gettext as _
from minga.workshop import journey as stories
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm


class Journey(Component):
    """Look for something of the plan and read its story; follows the plan while it is open.

    Args:
        store: the store.
        plan: the plan's row.
        row_id: whose story is told at first; none when empty.
    """

    _esm = esm("journey")
    _css = css("journey")

    def __init__(self, store: Store, plan: dict[str, Any], row_id: str = "") -> None:
        self._store, self._plan, self._row_id = store, plan, row_id
        super().__init__(labels=_labels())

    def view(self) -> dict[str, Any]:
        """The story that is open, chapter by chapter; words instead when what it was about is gone."""
        if not self._row_id:
            return {"story": {}, "missing": ""}
        try:
            about, steps = stories.tell(self._store, self._plan["plan_id"], self._row_id)
        except NotFound as gone:
            return {"story": {}, "missing": f"{gone.message} {gone.advice}"}
        chapters = [{"key": key, "steps": [s | {"when": _day(s["when"])} for s in some]}
                    for key, some in groupby(steps, key=lambda s: s["chapter"])]
        return {"story": {**about, "chapters": chapters}, "missing": ""}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Look for words, open a story."""
        return {"find": self._find, "open": self._open}

    def _find(self, message: dict[str, Any]) -> list[dict[str, str]]:
        return stories.find(self._store, self._plan["plan_id"], str(message.get("words") or ""))

    def _open(self, message: dict[str, Any]) -> None:
        self._row_id = str(message.get("row") or "")[:80]


def _day(when: str) -> str:
    return format_date(date.fromisoformat(when)) if when else ""


def _labels() -> dict[str, Any]:
    return {
        "heading": _("La historia de una tarjeta"),
        "hint": _("Busque por palabras una tarjeta, un grupo, una dirección, una acción o un indicador: aquí se lee de "
                  "dónde viene y en qué se volvió."),
        "words": _("Palabras de lo que busca"), "find": _("Buscar"), "back": _("Volver a «{name}»"),
        "none": _("No hay nada con esas palabras. Pruebe con menos."), "found": _("Se encontraron: {n}"),
        "many": _("Se muestran los primeros {n}; escriba una palabra más para acortar."),
        "more": _("Ver {n}"), "way": _("Camino"), "yes": _("hay historia"), "no": _("todavía no"),
        "chapters": {"idea": _("Idea"), "group": _("Grupo"), "direction": _("Dirección"), "action": _("Acción"),
                     "results": _("Resultados")},
        "most": stories.MOST,
    }
