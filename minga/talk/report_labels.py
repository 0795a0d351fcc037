"""The words of the semester's form, in the language in force."""

from __future__ import annotations

from functools import cache
from typing import Any

from minga.i18n import gettext as _
from minga.i18n import language
from minga.results.reporting_answers import both_said


def labels() -> dict[str, Any]:
    """Every word that the form shows, by name; the same object at each call, for reading only."""
    return _labels(language())


@cache
def _labels(_language: str) -> dict[str, Any]:
    return {**_around(), **_sending(), **_states(), **_actions(), **_indicators()}


def _around() -> dict[str, Any]:
    return {
        "title": _("Informe de {name}"), "title_place": _("Informe de {name} · {place}"),
        "period": _("Período del que informa"),
        "due": _("Se espera hasta el {due}."),
        "span": _("Del {starts} al {ends}."),
        "locked": _("Este período está cerrado: se puede leer y ya no cambiar."),
        "nothing": _("En este plan no hay acciones ni indicadores a su nombre."),
        "nothing_hint": _("Avise a quien coordina el plan: quizá su nombre está escrito de otra manera."),
        "no_period": _("Todavía no ha empezado ningún período de informe."),
        "no_period_hint": _("Vuelva a abrir este enlace cuando le avisen."),
        "ended": _("Este enlace personal ya no abre."),
        "ended_hint": _("Pida otro a quien coordina el plan. Lo que ya envió está guardado."),
        "loading": _("Un momento…"),
        "actions": _("Mis acciones"), "indicators": _("Mis indicadores"),
        "progress": _("{done} de {all} informadas"),
        "returned_one": _("Le devolvieron {n} para revisar."), "returned_many": _("Le devolvieron {n} para revisar."),
        "how": _("Abra cada una, escriba lo que sabe y envíe. Puede enviar una parte hoy y el resto después."),
    }


def _sending() -> dict[str, Any]:
    return {
        "saved": _("Guardado"), "sending": _("Enviando…"),
        "waiting": _("Esperando conexión; lo escrito está a salvo aquí"),
        "offline": _("Sin conexión; lo que escriba se guarda aquí"),
        "draft_here": _("Borrador guardado en este aparato"),
        "not_sent": _("No se envió"), "sent_one": _("Enviado. Ahora lo revisa quien analiza."),
        "sent_many": _("Se enviaron {n}. Ahora las revisa quien analiza."),
        "send_none": _("Nada nuevo por enviar"), "send_one": _("Enviar {n}"), "send_many": _("Enviar las {n}"),
        "send_this": _("Enviar solo esta"), "forget": _("Descartar lo escrito"), "forgotten": _("Descartado."),
        "undo": _("Deshacer"), "of": _("{what}: {text}"),
    }


def _states() -> dict[str, Any]:
    return {
        "state": {"": _("Sin informar"), "none": _("No se espera informe"), "draft": _("Borrador sin enviar"),
                  "sending": _("Por enviar"),
                  "pending": _("Enviado, por revisar"), "returned": _("Devuelto para revisar"),
                  "approved": _("Aprobado"), "wrong": _("Por corregir")},
        "glyph": {"": "○", "none": "–", "draft": "✎", "sending": "…", "pending": "↑", "returned": "↩", "approved": "✓",
                  "wrong": "!"},
        "note": _("Le piden revisar: {note}"),
        "by": _("Informó {by} el {at}."),
        "others": _("La comparte con: {people}"),
        "changed_again": _("Si lo cambia y lo envía, se revisa de nuevo."),
        "last": _("Lo último que se informó, {period}: {said}"),
        "last_none": _("Todavía no se ha informado nada de períodos anteriores."),
    }


def _actions() -> dict[str, Any]:
    return {
        "when": _("Cuándo: {when}"), "accomplishment": _("Logro esperado: {text}"),
        "status": _("¿Cómo va?"),
        "statuses": {"not_started": _("Sin empezar"), "in_progress": _("En curso"), "done": _("Cumplida"),
                     "delayed": _("Atrasada"), "cancelled": _("Cancelada")},
        "percent": _("¿Qué parte está hecha, de 0 a 100?"), "optional": _("(si quiere)"),
        "comment": _("Comentario"),
        "comment_why": _("¿Por qué? ¿Qué haría falta?"),
        "evidence": _("Evidencia"), "evidence_hint": _("Una por línea: una dirección o el nombre de un archivo."),
    }


def _indicators() -> dict[str, Any]:
    return {
        "methods": {"period": _("Cuente solo lo de este período."),
                    "cumulative": _("Cuente todo desde el comienzo del plan."),
                    "snapshot": _("Diga cuánto hay al cierre del período.")},
        "place": _("Lo de {place}."), "target": _("Meta de este período: {value}"),
        "baseline": _("Línea de base: {value}"), "verification": _("Medio de verificación: {text}"),
        "value": _("Valor"), "value_unit": _("Valor, en {unit}"),
        "numerator": _("Cuántos cumplen"), "denominator": _("De cuántos en total"),
        "ratio": _("Es el {value} %."),
        "ratio_over": _("El numerador {top} no está entre 0 y el denominador {bottom}."),
        "narrative": _("Qué se observa"),
        "part_last": _("antes: {value}"),
        "parts_differ": _("Las partes suman {sum} y el total dice {total}."),
        "number_hint": {",": _("Solo cifras, y coma para los decimales: 1200,5"),
                        ".": _("Solo cifras, y punto para los decimales: 1200.5")},
        "meant": _("¿Quiso decir…?"),
        "empty_is_not_zero": _("Vacío es «no se sabe»; si no hubo, escriba 0."),
        "not_applicable": _("No aplica en este período"),
        "not_applicable_hint": _("No había nada que contar, que no es lo mismo que cero. Diga por qué en el "
                                 "comentario."),
        "not_applicable_both": both_said(),
    }
