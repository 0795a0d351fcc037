"""The facilitator's desk of a stage: its question, its phase, who has written, and where it was saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minga import paths
from minga.errors import MingaError, StoreError
from minga.exchange import export_package
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.workshop import participants, reading, stages
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm

PHASES = {
    "columns": ("closed", "writing", "revealed", "resolve", "done"),
    "clusters": ("closed", "writing", "revealed", "clustering", "naming", "resolve", "done"),
    "directions": ("closed", "writing", "revealed", "clustering", "naming", "resolve", "done"),
}


class Desk(Component):
    """Opens, reveals, names and closes a stage; after every change of phase the plan is saved as CSV.

    Args:
        store: the store.
        actor: the facilitator.
        plan: the plan's row.
        stage_id: the stage.
        address: address for participants, shown while the stage is open.
    """

    _esm = esm("desk")
    _css = css("desk")

    def __init__(self, store: Store, actor: Actor, plan: dict[str, Any], stage_id: str, address: str = "") -> None:
        self._store, self._actor, self._plan, self._stage_id, self._address = store, actor, plan, stage_id, address
        self._saved = ""
        super().__init__(labels=_labels())

    def view(self) -> dict[str, Any]:
        """The stage, the phases it can be in, counts, and the last saving."""
        wall = reading.read_wall(self._store, self._stage_id)
        stage = wall.stage
        active = [c for c in wall.cards if c["status"] == "active"]
        authors = {c["author_id"] for c in active if c["author_id"]}
        joined = len(participants.participants(self._store, self._plan["plan_id"]))
        counts = [ngettext("{n} tarjeta", "{n} tarjetas", len(active)).format(n=len(active)),
                  ngettext("{n} persona en la sala", "{n} personas en la sala", joined).format(n=joined)]
        if stage["anonymity"] != "anonymous":
            counts.append(ngettext("{n} ya escribió", "{n} ya escribieron", len(authors)).format(n=len(authors)))
        return {
            "stage": {k: stage[k] for k in ("title", "question", "phase", "kind", "anonymity")},
            "phases": [[p, phase_names()[p]] for p in PHASES[stage["kind"]]],
            "hint": phase_hints()[stage["phase"]],
            "counts": " · ".join(counts),
            "saved": self._saved,
            "address": self._address,
        }

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Change the phase or the question, save now."""
        return {"set_phase": self._set_phase, "edit_stage": self._edit, "save": self._save}

    def _set_phase(self, message: dict[str, Any]) -> None:
        stages.set_phase(self._store, self._actor, self._stage_id, str(message.get("phase")), op_id=message["id"])
        self._save(message)

    def _edit(self, message: dict[str, Any]) -> None:
        stages.edit_stage(self._store, self._actor, self._stage_id, question=message.get("question"),
                          op_id=message["id"])

    def _save(self, _message: dict[str, Any]) -> None:
        self._saved = save_plan(self._store, self._plan["plan_id"])


def save_plan(store: Store, plan_id: str) -> str:
    """Write the plan's CSV package and return the sentence that says where it is.

    Raises:
        MingaError: the folder cannot be written; what was typed is safe in the store.
    """
    folder = paths.plan_outputs(plan_id) / "data"
    try:
        export_package(store, plan_id, folder)
    except StoreError as wrong:
        raise MingaError(
            wrong.message, _("Lo escrito está a salvo en el almacén; revise el espacio y los permisos.")) from wrong
    return _("Guardado en CSV a las {time}, en {folder}").format(
        time=datetime.now().strftime("%H:%M:%S"), folder=shown_path(folder))


def shown_path(folder: Any) -> str:
    """A path as the person knows it: from Minga's own folder on when it is inside."""
    try:
        return str(folder.relative_to(paths.home()))
    except ValueError:
        return str(folder)


def phase_names() -> dict[str, str]:
    """Short names of the phases."""
    return {"closed": _("Cerrada"), "writing": _("Escribir"), "revealed": _("Mostrar"), "clustering": _("Agrupar"),
            "naming": _("Nombrar"), "resolve": _("Acordar"), "done": _("Terminada")}


def phase_hints() -> dict[str, str]:
    """What to do in each phase."""
    return {
        "closed": _("Lea en voz alta el propósito y la pregunta. Cuando el grupo esté listo, pase a «Escribir»."),
        "writing": _("Escritura en silencio: cada quien ve solo sus tarjetas. Pase a «Mostrar» cuando haya "
                     "suficientes."),
        "revealed": _("Todas las tarjetas se ven en los teléfonos. Léalas en voz alta; solo preguntas de "
                      "aclaración."),
        "clustering": _("Junte primero de cuatro a seis pares; después deje crecer los grupos. Llevan símbolo, no "
                        "título."),
        "naming": _("Empiece por el grupo más grande: lea sus tarjetas y acuerden un título que responda la "
                    "pregunta."),
        "resolve": _("Lea todos los títulos. ¿Qué significa esto para el grupo? Anote objeciones antes de terminar."),
        "done": _("La etapa está cerrada y guardada. Puede volver a cualquier momento sin perder nada."),
    }


def _labels() -> dict[str, Any]:
    return {"phases": _("Momento de la etapa"), "edit": _("Cambiar la pregunta"),
            "save_question": _("Guardar pregunta"), "cancel": _("Cancelar"),
            "save": _("Guardar en CSV ahora"), "join": _("Para entrar con el teléfono:"),
            "question": _("Pregunta de enfoque"), "anonymous": _("Etapa anónima: no se guarda quién escribe."),
            "not_saved": _("Todavía no se ha guardado en CSV.")}
