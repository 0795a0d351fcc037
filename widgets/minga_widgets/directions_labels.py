"""The words of the page of directions."""

from __future__ import annotations

from datetime import date
from typing import Any

from minga.i18n import format_date
from minga.i18n import gettext as _


def labels() -> dict[str, Any]:
    """Everything that the page of directions says, in the language in force."""
    return {**_page(), **_form(), **_moving(), "undo": _undoing()}


def _undoing() -> dict[str, str]:
    return {
        "": _("Nada que deshacer"), "form_directions": _("Deshacer: formar direcciones"),
        "add_direction": _("Deshacer: agregar dirección"),
        "edit_direction": _("Deshacer: cambiar dirección"), "delete_direction": _("Deshacer: borrar dirección"),
        "move_direction": _("Deshacer: mover dirección"), "add_action": _("Deshacer: agregar acción"),
        "edit_action": _("Deshacer: cambiar acción"), "delete_action": _("Deshacer: borrar acción"),
        "move_action": _("Deshacer: mover acción"), "indent_action": _("Deshacer: meter un nivel"),
        "outdent_action": _("Deshacer: sacar un nivel"), "place_action": _("Deshacer: llevar a otro lugar"),
        "renumber": _("Deshacer: renumerar"), "assign": _("Deshacer: cambiar responsables"),
    }


def _page() -> dict[str, str]:
    return {
        "heading": _("Direcciones y acciones"), "direction": _("Dirección {code}"),
        "form": _("Formar direcciones con la pared"),
        "form_hint": _("Grupos de la pared que todavía no son direcciones o tienen tarjetas nuevas: {n}."),
        "empty": _("Aquí estarán las direcciones con sus acciones."),
        "empty_hint": _("Agrupe las tarjetas por intención, nombre los grupos y luego forme las direcciones; "
                        "o agregue una dirección a mano."),
        "no_actions": _("Esta dirección todavía no tiene acciones: agregue la primera o traiga una de otra dirección."),
        "title": _("Título de la dirección"), "outcome": _("¿Cómo sabremos que se logró?"),
        "measure": _("Convertir en indicador"), "measured": _("Ya es indicador"),
        "measure_first": _("Escriba primero cómo se sabrá."), "see": _("Ver en resultados"),
        "add_action": _("Agregar acción"), "add_direction": _("Agregar dirección"),
        "no_date": _("Sin fecha"), "nobody": _("Sin responsable"),
        "formed": _("Se formaron {n} direcciones y acciones."), "nothing_new": _("No había nada nuevo que formar."),
        "new_action": _("Escriba la acción"), "new_direction": _("Escriba el título"),
        "group": _("grupo"), "organization": _("organización"),
        "yes_said": _("aceptó"), "no_said": _("no puede"), "unsaid": _("sin contestar"),
        "calendar": _("Ver el calendario del plan"),
    }


def _form() -> dict[str, Any]:
    return {
        "code": _("N.º"), "action": _("Acción"), "schedule": _("Calendarización"), "people": _("Responsables"),
        "people_hint": _("Una persona por línea: Nombre (País). Los grupos se escriben tal cual."),
        "accomplishment": _("Logro medible"), "edit": _("Completar"), "save": _("Guardar"), "cancel": _("Cancelar"),
        "place": _("Lugar"), "cost": _("Costo"), "currency": _("Moneda"),
        "authored": _("Escrito a mano: no cambia al mover. Si lo deja vacío, lo pone Minga."),
        "generated": _("Lo pone Minga según el orden; si lo cambia, queda como usted lo escriba."),
        "delete": _("Borrar"), "sure": _("¿Borrar esta acción?"), "yes": _("Sí, borrar"),
        "sub": _("Agregar subacción"), "in_room": _("En la sala:"), "add_person": _("Agregar a {name}"),
        "more_people": _("Buscar entre {n} personas de la sala"), "answers": _("¿Aceptaron?"),
        "answer_of": _("Respuesta de {name}"),
        "pick": _("Elegir fechas"), "pick_by": _("Elegir por"), "pick_days": _("días"), "pick_month": _("mes"),
        "pick_quarter": _("trimestre"), "pick_semester": _("semestre"), "pick_year": _("año"),
        "pick_from": _("Desde"), "pick_to": _("Hasta"), "year": _("Año"), "use": _("Usar estas fechas"),
        "pick_hint": _("Con una sola fecha queda «desde» o «hasta»."), "open_end": _("y continúa sin fecha de cierre"),
        "quarters": [_("1.er trimestre"), _("2.º trimestre"), _("3.er trimestre"), _("4.º trimestre")],
        "semesters": [_("1.er semestre"), _("2.º semestre")], "months": _months(),
    }


def _moving() -> dict[str, str]:
    return {
        "move": _("Mover"), "up": _("Subir"), "down": _("Bajar"), "in": _("Hacer parte de la anterior"),
        "out": _("Sacar un nivel"), "to": _("Llevar a otra dirección"), "to_direction": _("Dirección {code}: {title}"),
        "move_hint": _("Arrastre, o use las flechas del teclado: arriba y abajo mueven, derecha e izquierda meten y "
                       "sacan un nivel."),
        "moved": _("Ahora es {code}."), "move_direction": _("Opciones de la dirección"),
        "delete_direction": _("Borrar dirección"), "direction_code": _("Número de la dirección"),
        "renumber": _("Renumerar"), "renumber_all": _("También los números escritos a mano"),
        "renumber_before": _("Antes"), "renumber_after": _("Después"), "renumber_what": _("Dirección o acción"),
        "renumber_none": _("Los números ya siguen el orden: no hay nada que cambiar."),
        "renumber_do": _("Cambiar estos números"), "renumber_done": _("Números cambiados: {n}."),
        "close": _("Cerrar"),
    }


def _months() -> list[str]:
    return [format_date(date(2000, month, 1), "LLLL") for month in range(1, 13)]
