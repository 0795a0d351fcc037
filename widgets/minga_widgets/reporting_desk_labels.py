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
        "missing_n": _("le faltan {n}"), "missing_nobody": _("faltan {n}"), "returned_to": _("{n} devueltos"),
        "drafts": _("{n} en borrador"), "link": _("tiene enlace personal"), "no_link": _("sin enlace personal"),
        "kinds": {"group": _("grupo"), "organization": _("organización"), "everyone": _("todas las personas")},
        "close_heading": _("Cerrar el período"),
        "close_hint": _("Cerrado, nadie puede informar ni cambiar nada de este período; los informes salen de lo "
                        "aprobado. Se puede abrir otra vez."),
        "close": _("Cerrar el período"), "close_sure": _("Sí, cerrarlo"), "reopen": _("Abrir el período otra vez"),
        "close_counts": _("Quedan {pending} por revisar y {missing} sin informar: no contarán en los informes."),
        "close_ready": _("Todo está aprobado."), "closed": _("El período está cerrado."),
        "closed_now": _("Período cerrado."), "opened_now": _("Período abierto otra vez."),
        "none": _("Falta un período"),
    }
