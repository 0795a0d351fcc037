"""The first page: plans, the address for phones, the stages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import segno

from minga.errors import Refused
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.methods import list_methods
from minga.workshop import plans, reading
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm
from minga_widgets.desk import phase_names


class Start(Component):
    """Choose or make a plan, show the address for phones, go to a stage.

    Args:
        store: the store.
        actor: the facilitator.
        address: address that participants use; empty where no door serves them.
        notebook_of: gives the address of the page of a stage.
        tools: pages of the whole plan, each with its address and its words.
    """

    _esm = esm("start")
    _css = css("start")

    def __init__(self, store: Store, actor: Actor, address: str, notebook_of: Callable[[dict[str, Any]], str],
                 tools: Sequence[tuple[str, str]] = ()) -> None:
        self._store, self._actor, self._address, self._notebook_of = store, actor, address, notebook_of
        self._tools = [list(tool) for tool in tools]
        super().__init__(labels=_labels())

    def view(self) -> dict[str, Any]:
        """Plans, the plan in the room with its stages, and the address with its QR code."""
        current = plans.plan_in_room(self._store)
        state: dict[str, Any] = {
            "plans": [{"id": p["plan_id"], "title": p["title"], "organization": p["organization"],
                       "years": _years(p)} for p in plans.list_plans(self._store)],
            "current": current, "address": self._address,
            "qr": _squares(self._address) if self._address else [],
            "stages": [], "tools": self._tools if current else [],
        }
        if current:
            counts = reading.card_counts(self._store, current)
            actions = len(reading.read_directions(self._store, current).actions)
            state["stages"] = [self._stage(s, counts.get(s["stage_id"], 0), actions)
                               for s in reading.plan_stages(self._store, current)]
        return state

    def _stage(self, stage: dict[str, Any], cards: int, actions: int) -> dict[str, str]:
        shown = {"title": stage["title"], "question": stage["question"], "href": self._notebook_of(stage),
                 "phase": "", "count": ""}
        if stage["kind"] in ("columns", "clusters", "directions"):
            counted = [ngettext("{n} tarjeta", "{n} tarjetas", cards).format(n=cards)] if cards or not actions else []
            if stage["kind"] == "directions" and actions:
                counted.append(ngettext("{n} acción", "{n} acciones", actions).format(n=actions))
            shown |= {"phase": phase_names()[stage["phase"]], "count": " · ".join(counted)}
        return shown

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Open a plan in the room, or make one."""
        return {"open_plan": self._open, "new_plan": self._new}

    def _open(self, message: dict[str, Any]) -> None:
        require_facilitator(self._actor)
        plans.open_in_room(self._store, str(message.get("plan")))

    def _new(self, message: dict[str, Any]) -> None:
        require_facilitator(self._actor)
        first, last = (_year(message.get(k)) for k in ("starts", "ends"))
        made = plans.new_plan(
            self._store, title=str(message.get("title", ""))[:250],
            organization=str(message.get("organization", ""))[:250],
            method=str(message.get("method")), language=str(message.get("language")),
            starts=date(first, 1, 1) if first else None, ends=date(last, 12, 31) if last else None)
        plans.open_in_room(self._store, made)


def _year(value: Any) -> int | None:
    text = str(value or "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2200):
        raise Refused(_("«{value}» no es un año.").format(value=text[:20]),
                      _("Escriba cuatro cifras, por ejemplo 2027."))
    return int(text)


def _years(plan: dict[str, Any]) -> str:
    years = [str(plan[k].year) for k in ("starts", "ends") if plan[k]]
    return "–".join(dict.fromkeys(years))


def _squares(address: str) -> list[str]:
    return ["".join("1" if dark else "0" for dark in row) for row in segno.make(address, error="m").matrix]


def _labels() -> dict[str, Any]:
    return {
        "plans": _("Planes"), "open": _("Trabajar con este plan"), "current": _("En la sala"),
        "new": _("Crear un plan nuevo"),
        "title": _("Título del plan"), "organization": _("Organización o red"), "method": _("Método"),
        "language": _("Idioma"), "starts": _("Primer año"), "ends": _("Último año"), "create": _("Crear y abrir"),
        "stages": _("Etapas de «{plan}»"), "phones": _("Para entrar con el teléfono"),
        "phones_hint": _("Conecten los teléfonos a la misma red Wi-Fi que este equipo y lean el código con la cámara."),
        "qr": _("Código QR de {address}"), "go": _("Abrir"), "document": _("Documento del plan"),
        "tools": _("Herramientas"),
        "no_plans": _("Todavía no hay planes. Cree el primero aquí."), "no_door": _(
            "Los teléfonos entran cuando el cuaderno se sirve con «make workshop»."),
        "methods": [[m.name, str(m.title), str(m.description)] for m in list_methods()],
        "languages": [["es", "Español"], ["pt", "Português"], ["en", "English"]],
    }
