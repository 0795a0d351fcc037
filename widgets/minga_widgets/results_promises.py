"""What was said of directions and actions by which success will be known, each one press away from an indicator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga.errors import Refused
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.results import promises, seed_from_action, seed_indicator
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm

Row = dict[str, Any]


class Promises(Component):
    """Outcome measures and accomplishments of a plan, and which of them are indicators already.

    Args:
        store: the store.
        actor: who presses; the verbs refuse those who may not.
        plan_id: the plan.
    """

    _esm = esm("results_promises")
    _css = css("results_promises")

    def __init__(self, store: Store, actor: Actor, plan_id: str) -> None:
        self._store, self._actor, self._plan_id = store, actor, plan_id
        super().__init__(labels=_labels())

    def view(self) -> Row:
        """Everything that was said, directions first."""
        said = promises(self._store, self._plan_id)
        left = sum(not p.indicator_id for p in said)
        state: Row = {"order": [p.row_id for p in said], "summary": _summary(len(said), left)}
        for p in said:
            state[f"promise:{p.row_id}"] = {"table": p.table, "title": p.title, "text": p.text,
                                            "made": bool(p.indicator_id)}
        return state

    def verbs(self) -> dict[str, Callable[[Row], Any]]:
        """Make an indicator of what was said; a second press makes nothing."""
        return {"measure": self._measure}

    def _measure(self, message: Row) -> None:
        seed = {"directions": seed_indicator, "actions": seed_from_action}.get(str(message.get("table")))
        if seed is None:
            raise Refused(_("La página pidió algo que no se puede hacer."), _("Vuelva a abrirla."))
        seed(self._store, self._plan_id, str(message.get("row")), actor=self._actor.participant_id or "facilitator",
             role=self._actor.role)


def _summary(said: int, left: int) -> str:
    if not said:
        return ""
    if not left:
        return _("Todo lo que se dijo ya tiene su indicador.")
    return ngettext("Falta {n} indicador por hacer.", "Faltan {n} indicadores por hacer.", left).format(n=left)


def _labels() -> Row:
    return {
        "heading": _("De lo que se dijo a lo que se mide"),
        "hint": _("La medida de logro de cada dirección y el logro de cada acción, tal como se escribieron. Un toque "
                  "los convierte en indicador; después se completa en la tabla de abajo cómo se informa y su meta."),
        "empty": _("Aquí estará lo que se diga de cada dirección y acción para saber que se logró. Escríbalo en la "
                   "página de direcciones."),
        "directions": _("Dirección"), "actions": _("Acción"), "measure": _("Convertir en indicador"),
        "measured": _("Ya es indicador"), "made": _("Ya son indicador: {n}"),
    }
