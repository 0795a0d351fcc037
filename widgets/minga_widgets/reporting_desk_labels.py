"""The words of the page of reports, in the language in force."""

from __future__ import annotations

from typing import Any

from minga.i18n import gettext as _


def desk_labels() -> dict[str, Any]:
    """Words of the desk."""
    return {
        "heading": _("Lo que llegó"), "period": _("Período"), "country": _("País"), "all": _("todos"),
        "state": {"pending": _("por revisar"), "missing": _("sin informar"), "returned": _("devueltos"),
                  "approved": _("aprobados")},
        "one": {"pending": _("por revisar"), "missing": _("sin informar"), "returned": _("devuelto"),
                "approved": _("aprobado")},
        "show": _("Ver"), "entries": _("Datos del período"),
        "empty": {"pending": _("No hay nada por revisar."), "missing": _("Todo lo que se esperaba llegó."),
                  "returned": _("No hay nada devuelto."), "approved": _("Todavía no hay nada aprobado.")},
        "mark_all": _("Marcar todo lo que se ve"), "marked": _("{n} marcados"), "mark": _("Marcar: {what}"),
        "approve": _("Aprobar"), "approve_marked": _("Aprobar los marcados"), "give_back": _("Devolver…"),
        "give_back_marked": _("Devolver los marcados…"), "approved_n": _("Aprobados: {n}."),
        "returned_n": _("Devueltos: {n}."), "note": _("Qué hay que revisar"), "returning": _("Se devuelve: {what}"),
        "returning_n": _("Se devuelven {n} datos"), "give_back_now": _("Devolver con esta nota"),
        "cancel": _("Cancelar"), "earlier": _("{period}: {value}"), "target": _("meta: {value}"),
        "by": _("informó {who}"), "answers": _("responde {who}"), "nobody_answers": _("nadie responde por esto"),
        "asked": _("Se pidió revisar: {note}"), "comment": _("Comentario"), "evidence": _("Evidencias"),
        "narrative": _("Relato"), "look": _("Conviene mirarlo"), "more": _("Mostrar {n} más"),
        "nothing": _("(sin dato)"),
        "who_heading": _("Quién no ha informado"), "nobody": _("Nadie responde"),
        "nobody_hint": _("Nombre a alguien en las direcciones o en los indicadores."),
        "all_reported": _("Todas las personas informaron lo que se esperaba."),
        "close_heading": _("Cerrar el período"),
        "close_hint": _("Cerrado, nadie puede informar ni cambiar nada de este período; los informes salen de lo "
                        "aprobado. Se puede abrir otra vez."),
        "close": _("Cerrar el período"), "close_sure": _("Sí, cerrarlo"), "reopen": _("Abrir el período otra vez"),
        "close_counts": _("Quedan {pending} por revisar y {missing} sin informar: no contarán en los informes."),
        "close_ready": _("Todo está aprobado."), "closed": _("El período está cerrado."),
        "closed_now": _("Período cerrado."), "opened_now": _("Período abierto otra vez."),
        "none": _("Falta un período"),
    }


def sheet_labels() -> dict[str, Any]:
    """Words of the sheets."""
    return {
        "heading": _("Hojas para llenar sin conexión"),
        "hint": _("Cada país llena su hoja de cálculo cuando puede y la envía. Al volver se compara con lo guardado: "
                  "lo que choca se muestra y usted decide; nada se borra ni se pisa solo."),
        "make_heading": _("Hacer una hoja"), "country": _("País"), "whole": _("todos: solo los totales de la red"),
        "reporter": _("Quién la llenará (si ya se sabe)"), "make": _("Descargar la hoja de {period}"),
        "make_none": _("Descargar la hoja"), "made": _("Hoja descargada."),
        "read_heading": _("Leer una hoja llena"), "choose": _("Elegir el archivo .xlsx"),
        "read_hint": _("Primero se compara; nada se guarda hasta que usted lo diga. Lo que entra queda por revisar."),
        "too_big": _("El archivo es demasiado grande (caben 2 MB)."), "comparing": _("Comparando…"),
        "faults": _("La hoja tiene datos que no se pueden leer. Nada se guarda hasta que se corrijan:"),
        "conflicts": _("En conflicto: usted decide"), "keep": _("Dejar lo guardado"),
        "take": _("Tomar lo de la hoja"), "rows": _("Lo demás de la hoja"), "row": _("Fila"),
        "about": _("De qué habla"), "comes": _("Dice"), "becomes": _("Qué pasa"),
        "what": {"new": _("nuevo"), "changed": _("corrige lo guardado"), "same": _("ya estaba"),
                 "kept": _("vacío: queda lo guardado"), "conflict": _("en conflicto")},
        "more": _("… y {n} filas más."), "save": _("Guardar lo de la hoja"), "saved": _("Guardado."),
    }


def link_labels() -> dict[str, Any]:
    """Words of the personal links."""
    return {
        "heading": _("Enlaces personales"),
        "hint": _("Con su enlace cada persona informa desde el teléfono, sin cuenta ni clave. Es personal: envíeselo "
                  "solo a ella. Si se pierde, termínelo y haga otro."),
        "no_door": _("Los enlaces se ven cuando el cuaderno se abre con «minga serve», que dice en qué dirección "
                     "abren."),
        "empty": _("Nadie responde todavía por una acción o un indicador."), "make": _("Hacer su enlace"),
        "make_all": _("Hacer los enlaces que faltan"), "list": _("Descargar la lista de enlaces"),
        "made": _("Enlace hecho."), "made_n": _("Enlaces hechos: {n}."), "listed": _("Lista descargada."),
        "with_link": _("{n} de {all} tienen enlace"), "copy": _("Copiar el enlace"), "copied": _("Enlace copiado."),
        "copy_by_hand": _("El enlace está seleccionado: cópielo."), "has_link": _("tiene enlace"),
        "not_here": _("tiene un enlace que se hizo en otro equipo: termínelo y haga otro"),
        "end": _("Terminar el enlace"), "end_sure": _("Sí, terminarlo"), "ended": _("El enlace ya no abre."),
        "link_of": _("Enlace de {who}"),
    }
