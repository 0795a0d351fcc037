"""The words of the phone, in the language in force."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from minga.i18n import countries, language
from minga.i18n import gettext as _


def labels() -> dict[str, Any]:
    """Every word that the phone's page shows, by name; the same object at each call, for reading only."""
    return _labels(language())


@cache
def _labels(_language: str) -> dict[str, Any]:
    # Written and read again, the words lie side by side. In Spanish they are the constants of this module, spread
    # over its code: sending them changes the reference count of each, which is half a MB in a kernel that was forked.
    return json.loads(json.dumps({
        **_entering(), **_sending(), **_writing(), **_arranging(), **_voting(), **_acting(),
        "countries": [[code, name] for code, name in countries().items()]}))


def _entering() -> dict[str, Any]:
    return {
        "welcome": _("Bienvenida, bienvenido"), "alias": _("¿Con qué alias quiere aparecer?"),
        "alias_hint": _("No hace falta el nombre real."), "country": _("País"), "team": _("Equipo o mesa"),
        "optional": _("(si quiere)"), "none": _("Sin indicar"), "enter": _("Entrar"), "hello": _("Hola, {alias}"),
        "change": _("Cambiar"), "cancel": _("Cancelar"), "save": _("Guardar"), "stage": _("Etapa"),
        "views": _("Qué quiere ver"),
        "view": {"now": _("Ahora"), "mine": _("Mis tarjetas"), "actions": _("Acciones")},
        "no_stage": _("Aún no hay una etapa abierta."), "no_stage_hint": _(
            "Deje esta página abierta: la pregunta aparecerá aquí cuando quien facilita abra la etapa."),
        "no_plan": _("Todavía no hay un plan en la sala."), "loading": _("Un momento…"),
        "stage_opened": _("Se abrió la etapa «{title}»."),
        "phases": {
            "closed": _("La etapa está cerrada por ahora."), "writing": _("Es momento de escribir."),
            "revealed": _("Ya se ven las tarjetas de todas las personas."),
            "clustering": _("Es momento de agrupar las tarjetas."), "naming": _("Es momento de nombrar los grupos."),
            "resolve": _("Es momento de acordar."), "done": _("La etapa terminó."),
        },
        "round": _("Ronda {n}"), "round_criterion": _("Ronda {n}: {criterion}"),
        "time_left": _("Quedan {time}"), "time_over": _("Se acabó el tiempo."), "minute_left": _("Queda un minuto."),
        "locked": _("Los envíos están en pausa. Puede seguir escribiendo borradores."),
        "unlocked": _("Ya se puede enviar de nuevo."),
    }


def _sending() -> dict[str, Any]:
    return {
        "saved": _("Guardado"), "sending": _("Enviando…"),
        "waiting": _("Esperando conexión; su texto está a salvo aquí"),
        "offline": _("Sin conexión; lo que escriba se guarda aquí"),
        "waiting_card": _("Por enviar"), "not_sent": _("No se pudo enviar"), "retry": _("Enviar de nuevo"),
        "discard": _("Descartar"), "outbox": _("Por enviar"),
        "op_said": {
            "add_card": _("Tarjeta: {what}"), "edit_card": _("Corrección: {what}"),
            "withdraw_card": _("Retirar la tarjeta: {what}"), "propose_pair": _("Par: {what}"),
            "propose_name": _("Nombre de grupo: {what}"), "cast_vote": _("Voto: {what}"),
            "consent": _("Postura: {what}"), "volunteer": _("Ofrecerse para: {what}"),
            "answer_assignment": _("Respuesta sobre: {what}"),
        },
        "op_done": {
            "add_card": _("Tarjeta recibida."), "edit_card": _("Tarjeta corregida."),
            "withdraw_card": _("Tarjeta retirada."), "propose_pair": _("Propuesta recibida."),
            "propose_name": _("Propuesta recibida."), "consent": _("Su postura quedó anotada."),
            "volunteer": _("Su ofrecimiento quedó anotado."), "answer_assignment": _("Su respuesta quedó anotada."),
        },
    }


def _writing() -> dict[str, Any]:
    return {
        "write": _("Su tarjeta"), "write_hint": _("Una sola idea por tarjeta."), "column": _("¿Dónde va?"),
        "write_more": _("Escribir una tarjeta más"),
        "draft_waits": _("{n} borrador"), "drafts_wait": _("{n} borradores"),
        "drafts_left": _("Borradores que no envió"),
        "drafts_left_hint": _("Son de etapas que ahora no reciben tarjetas. Siguen en este aparato."),
        "send": _("Enviar tarjeta"),
        "left": _("Quedan {n} caracteres"), "keep_draft": _("Guardar como borrador"),
        "draft_kept": _("Borrador guardado en este aparato."), "drafts": _("Mis borradores"),
        "drafts_hint": _("Solo están en este aparato. Ordénelos, elija los mejores y envíelos."),
        "of_draft": "{what}: {text}", "up": _("Subir"), "down": _("Bajar"),
        "moved": _("Ahora está en el lugar {n}."),
        "erase": _("Borrar"), "erased": _("Borrador borrado."), "undo": _("Deshacer"),
        "send_none": _("Elija los borradores que quiere enviar"), "send_one": _("Enviar el elegido"),
        "send_many": _("Enviar los {n} elegidos"),
        "mine": _("Mis tarjetas"), "mine_here": _("Mis tarjetas de esta etapa"),
        "none_yet": _("Todavía no ha enviado tarjetas."),
        "mine_hint": _("Todo lo que ha escrito en este plan y en qué se convirtió."),
        "none_ever": _("Todavía no ha enviado tarjetas en este plan. Aquí verá en qué se convierten."),
        "edit": _("Corregir"), "withdraw": _("Retirar"), "withdraw_sure": _("¿Retirar esta tarjeta?"),
        "yes": _("Sí, retirar"), "withdrawing": _("Retirando"), "duplicate": _("Repetida"),
        "same_as": _("Dice lo mismo que «{text}»"),
        "anonymity": {
            "named": _("En esta etapa su alias se guarda junto a lo que escribe, propone y vota."),
            "alias": _("En esta etapa su alias se guarda junto a lo que escribe, propone y vota."),
            "anonymous": _("Esta etapa es anónima: no se guarda quién escribió, propuso ni votó cada cosa."),
        },
    }


def _arranging() -> dict[str, Any]:
    return {
        "wall": _("Lo que hay en la pared"), "loose": _("Sin agrupar"),
        "pair_hint": _("¿Qué tarjetas van juntas? Elija dos y proponga el par."),
        "pair_first": _("Eligió «{one}». Elija otra que vaya con ella."),
        "pair_ready": _("«{one}» y «{other}» van juntas."),
        "pair_same": _("Esas dos tarjetas ya están juntas."),
        "pair_propose": _("Proponer este par"), "pair_none": _("Quitar la elección"),
        "name_hint": _("¿Cómo llamaría a cada grupo? Proponga un nombre."),
        "name_propose": _("Proponer un nombre"), "name_field": _("Nombre del grupo, de 3 a 7 palabras"),
        "name_send": _("Enviar el nombre"), "name_own": _("Usted propuso: {text}"),
        "proposed": _("Pares que propuse"), "others_none": _("Nadie más lo ha propuesto por ahora."),
        "others_one": _("Otra persona propuso lo mismo."), "others_many": _("Otras {n} personas propusieron lo mismo."),
        "proposal_status": {"accepted": _("Se aceptó."), "declined": _("Se dejó de lado.")},
    }


def _voting() -> dict[str, Any]:
    return {
        "vote": _("Votación"), "vote_opened": _("Se abrió la votación."), "vote_closed": _("Se cerró la votación."),
        "vote_hint": {
            "named": _("Reparta sus puntos; puede cambiarlos hasta que se cierre. Su alias se guarda con ellos."),
            "alias": _("Reparta sus puntos; puede cambiarlos hasta que se cierre. Su alias se guarda con ellos."),
            "anonymous": _("Reparta sus puntos; puede cambiarlos hasta que se cierre. No se guarda quién los dio."),
        },
        "points_left": _("Le quedan {n} de {all} puntos"), "point_left": _("Le queda {n} de {all} puntos"),
        "vote_more": _("Dar un punto más a «{what}»"), "vote_less": _("Quitar un punto a «{what}»"),
        "vote_what": _("{n} para «{what}»"), "results": _("Resultado de la votación"),
        "point": _("{n} punto"), "points": _("{n} puntos"), "yours": _("de usted: {n}"),
        "stance": _("Su postura"), "stance_question": _("Ante estos títulos, ¿cómo queda usted?"),
        "stances": {"agree": _("De acuerdo"), "aside": _("Me aparto: no lo impido"), "object": _("Objeto")},
        "stance_words": {"agree": _("Si quiere, diga por qué"), "aside": _("Si quiere, diga por qué"),
                         "object": _("¿Qué habría que cambiar?")},
        "stance_send": _("Decir mi postura"), "stance_change": _("Cambiar mi postura"),
        "stance_own": _("Usted dijo: {stance}"),
        "stance_answer": _("Cómo se atendió: {answer}"),
        "stance_hint": {
            "named": _("Su alias se guarda junto a su postura."), "alias": _("Su alias se guarda junto a su postura."),
            "anonymous": _("No se guarda quién dijo cada postura."),
        },
    }


def _acting() -> dict[str, Any]:
    return {
        "actions": _("Acciones del plan"), "actions_mine": _("Lo que me toca"),
        "actions_hint": _("Ofrézcase como responsable de lo que quiera impulsar. Su alias se guarda en el plan."),
        "volunteer": _("Me ofrezco"), "accept": _("Acepto"), "not_accept": _("No puedo"), "no_longer": _("Ya no puedo"),
        "named": _("Le nombraron responsable. ¿Acepta?"), "accepted": _("Usted es responsable."),
        "not_accepted": _("Usted dijo que no puede."), "when": _("Cuándo: {when}"),
        "people": _("Responsables: {people}"),
    }
