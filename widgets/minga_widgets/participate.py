"""The phone: join with an alias, write cards, see them arrive, correct them or take them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from minga.errors import Refused
from minga.i18n import countries, country_name
from minga.i18n import gettext as _
from minga.workshop import cards, participants, plans, reading
from minga.workshop.act import operation_results
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga_widgets.component import OPERATION, Component, css, esm

MOST_PROOFS = 400


class Participate(Component):
    """The participant's page.

    Written against the front-end interface alone (get, on, send), so that the same module can be hosted
    without a kernel.

    Args:
        store: the store.
        device: identity of this browser, as the door established it.
    """

    _esm = esm("participate")
    _css = css("participate")
    limit = 30_000

    def __init__(self, store: Store, device: str) -> None:
        self._store, self._device = store, device
        self._proofs: dict[str, None] = {}
        self._written: Counter[str] = Counter()
        super().__init__(labels=_labels())

    def view(self) -> dict[str, Any]:
        """Only what a participant needs: the plan, who they are, the open stages and their own cards."""
        plan_id = plans.plan_in_room(self._store)
        if not plan_id:
            return {"plan": {"id": "", "title": ""}, "stages": []}
        plan = plans.find_plan(self._store, plan_id)
        me = participants.who_is(self._store, plan_id, self._device)
        state: dict[str, Any] = {
            "plan": {"id": plan_id, "title": plan["title"], "countries": plan["countries"].split()}}
        if me:
            state["me"] = {k: me[k] for k in ("alias", "country", "team")} | {"place": country_name(me["country"])}
        own = self._own(plan_id)
        stages = reading.open_stages(self._store, plan_id)
        state["stages"] = [s["stage_id"] for s in stages]
        for stage in stages:
            state[f"stage:{stage['stage_id']}"] = reading.participant_view(
                self._store, stage, me["participant_id"] if me else "", set(own))
        return state

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Join, write, correct, take back."""
        return {"join": self._join, "add_card": self._add, "edit_card": self._edit, "withdraw_card": self._withdraw}

    def greeted(self, message: dict[str, Any]) -> None:
        """The page brings the operation ids that it kept: they prove which anonymous cards are its own."""
        proofs = message.get("proofs")
        for proof in proofs[-MOST_PROOFS:] if isinstance(proofs, list) else []:
            if isinstance(proof, str) and OPERATION.fullmatch(proof):
                self._keep(proof)

    def _keep(self, proof: str) -> None:
        self._proofs.pop(proof, None)
        self._proofs[proof] = None
        while len(self._proofs) > 2 * MOST_PROOFS:  # a page that greets for ever must not fill the memory
            del self._proofs[next(iter(self._proofs))]

    def _own(self, plan_id: str) -> dict[str, str]:
        answers = operation_results(self._store, plan_id, list(self._proofs))
        return {answer["card_id"]: proof for proof, answer in answers.items() if "card_id" in answer}

    def _plan(self, message: dict[str, Any]) -> str:
        plan_id = plans.plan_in_room(self._store)
        if message.get("plan") != plan_id:
            raise Refused(_("La sala ya está en otro plan."), _("Su texto sigue en este aparato."))
        return plan_id

    def _actor(self, plan_id: str) -> Actor:
        me = participants.who_is(self._store, plan_id, self._device)
        if me is None:
            raise Refused(_("Primero elija un alias."))
        return Actor(me["participant_id"], me["role"] if me["role"] != "facilitator" else "participant", self._device)

    def _join(self, message: dict[str, Any]) -> None:
        participants.join(self._store, self._plan(message), self._device, message.get("alias", ""),
                          country=message.get("country", ""), team=message.get("team", ""))

    def _add(self, message: dict[str, Any]) -> None:
        plan_id, stage = self._plan(message), str(message.get("stage"))
        me = participants.who_is(self._store, plan_id, self._device)
        # Where a stage is anonymous the store cannot count a person's cards; the page can.
        if self._written[stage] >= cards.MOST_OF_ONE:
            raise cards.no_more()
        cards.add_card(self._store, self._actor(plan_id), stage, message.get("text", ""),
                       cluster_id=message.get("column") or None, team=me["team"] if me else "", op_id=message["id"])
        self._written[stage] += 1
        self._keep(message["id"])

    def _edit(self, message: dict[str, Any]) -> None:
        plan_id, card = self._plan(message), str(message.get("card"))
        cards.edit_card(self._store, self._actor(plan_id), card, message.get("text", ""),
                        proof=self._own(plan_id).get(card, ""), op_id=message["id"])

    def _withdraw(self, message: dict[str, Any]) -> None:
        plan_id, card = self._plan(message), str(message.get("card"))
        cards.withdraw_card(self._store, self._actor(plan_id), card, proof=self._own(plan_id).get(card, ""),
                            op_id=message["id"])


def _labels() -> dict[str, Any]:
    return {
        "welcome": _("Bienvenida, bienvenido"), "alias": _("¿Con qué alias quiere aparecer?"),
        "alias_hint": _("No hace falta el nombre real."), "country": _("País"), "team": _("Equipo o mesa"),
        "optional": _("(si quiere)"), "none": _("Sin indicar"), "enter": _("Entrar"), "hello": _("Hola, {alias}"),
        "change": _("Cambiar"), "cancel": _("Cancelar"), "save": _("Guardar"), "edit": _("Corregir"),
        "withdraw": _("Retirar"), "withdraw_sure": _("¿Retirar esta tarjeta?"), "yes": _("Sí, retirar"),
        "write": _("Su tarjeta"), "write_hint": _("Una sola idea por tarjeta."), "column": _("¿Dónde va?"),
        "send": _("Enviar tarjeta"), "mine": _("Mis tarjetas"), "none_yet": _("Todavía no ha enviado tarjetas."),
        "wall": _("Lo que hay en la pared"), "loose": _("Sin agrupar"), "stage": _("Etapa"),
        "no_stage": _("Aún no hay una etapa abierta."), "no_stage_hint": _(
            "Deje esta página abierta: la pregunta aparecerá aquí cuando quien facilita abra la etapa."),
        "no_plan": _("Todavía no hay un plan en la sala."),
        "resolve": _("Estamos leyendo los títulos en conjunto. Mire la pared."),
        "saved": _("Guardado"), "sending": _("Enviando…"),
        "waiting": _("Esperando conexión; su texto está a salvo aquí"),
        "waiting_card": _("Por enviar"), "not_sent": _("No se pudo enviar"), "retry": _("Enviar de nuevo"),
        "discard": _("Descartar"), "received": _("Tarjeta recibida."), "withdrawn": _("Tarjeta retirada."),
        "corrected": _("Tarjeta corregida."), "left": _("Quedan {n} caracteres"), "duplicate": _("Repetida"),
        "anonymity": {
            "named": _("En esta etapa su alias se guarda junto a cada tarjeta."),
            "alias": _("En esta etapa su alias se guarda junto a cada tarjeta."),
            "anonymous": _("Esta etapa es anónima: no se guarda quién escribió cada tarjeta."),
        },
        "countries": [[code, name] for code, name in countries().items()],
    }
