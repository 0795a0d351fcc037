"""What the scribe's desk says."""

from __future__ import annotations

from typing import Any

from minga.i18n import gettext as _


def scribe_labels() -> dict[str, Any]:
    """The labels of the scribe's desk and of its parts."""
    return {"heading": _("Escribir por otras personas"), **_typing(), **_votes(), **_list(), **_paper(),
            "areas": {
                "typing": [_("Escribir tarjetas"), _("Una persona escribe lo que otras dicen.")],
                "list": [_("Pegar o importar una lista"), _("Líneas de un mensaje, celdas de una hoja, un archivo.")],
                "paper": [_("Tarjetas en papel"), _("Imprimir hojas con número y después copiarlas.")],
                "votes": [_("Anotar votos"), _("Manos levantadas o puntos en papel de varias personas.")]}}


def _typing() -> dict[str, Any]:
    return {
        "card": _("Tarjeta"), "card_hint": _("Enter envía; Mayúsculas + Enter cambia de línea."),
        "send": _("Enviar"), "team": _("Equipo o mesa"), "round": _("Ronda"), "who": _("¿De quién?"),
        "nobody": _("Sin decir de quién"), "somebody": _("Otra persona…"), "alias": _("Su alias"),
        "column": _("Columna"), "no_column": _("Sin columna"), "last": _("Las últimas"),
        "none_typed": _("Las tarjetas que escriba aquí se verán en esta lista y podrán corregirse."),
        "edit": _("Corregir"), "take_back": _("Retirar"), "sure": _("¿Retirar esta tarjeta?"),
        "yes": _("Sí, retirar"), "save": _("Guardar"), "cancel": _("Cancelar"), "sending": _("Enviando…"),
        "retry": _("Enviar de nuevo"), "discard": _("Descartar"), "sent": _("Tarjeta enviada."),
        "anonymous": _("Etapa anónima: no se guarda de quién es, ni equipo, ni hora."),
    }


def _votes() -> dict[str, Any]:
    return {
        "votes_closed": _("La votación está cerrada. Ábrala en la mesa, en «Votación»."),
        "no_targets": _("Todavía no hay tarjetas ni grupos con nombre por los que votar."),
        "voters": _("¿Cuántas personas votan aquí?"), "points_of": _("{used} de {all} puntos"),
        "points_now": _("Ahora tiene {n}"), "note_votes": _("Anotar estos votos"), "votes_noted": _("Votos anotados."),
    }


def _list() -> dict[str, Any]:
    return {
        "list_text": _("La lista"),
        "list_hint": _("Una tarjeta por línea; o una tabla cuya primera fila nombre las columnas."),
        "columns_help": _("Columnas de una tabla"), "choose_file": _("Elegir un archivo (CSV, XLSX, TXT)"),
        "look": _("Revisar"), "reading": _("Leyendo…"), "too_big": _("El archivo es demasiado grande (caben 2 MB)."),
        "faults": _("Qué corregir"), "row": _("Fila"), "text": _("Texto"), "about": _("Además"),
        "state": _("Qué pasará"),
        "more_lines": _("y {n} más"), "stale": _("La lista cambió; revísela otra vez."),
        "states": {"": _("Nueva"), "bad": _("Con fallas"), "known": _("Corrige su hoja"), "twin": _("Ya está igual")},
        "repeated": _("Exactamente iguales a otra: {n}. ¿Qué hacer con ellas?"),
        "choices": {"stack": _("Apilarlas bajo la igual"), "add": _("Ponerlas aparte"), "skip": _("Dejarlas fuera")},
        "import": _("Poner en la pared"), "imported": _("Listo."),
    }


def _paper() -> dict[str, Any]:
    return {
        "print": _("Imprimir"), "print_heading": _("1. Imprimir"), "type_heading": _("2. Copiar lo escrito"),
        "first": _("Del número"), "until": _("al número"), "per_page": _("Tarjetas por hoja"), "paper": _("Papel"),
        "papers": {"A4": "A4", "letter": _("Carta")}, "download": _("Descargar para imprimir después"),
        "template": _("Plantilla CSV para copiar fuera de Minga"), "number": _("Número"), "written": _("Lo escrito"),
        "keep_sheet": _("Guardar y seguir"), "missing": _("Faltan: {numbers}"), "complete": _("No falta ninguna."),
        "correcting": _("Esta hoja ya se copió; al guardar se corrige."),
        "printed": _("Impresas hasta el {n}"), "kept_sheet": _("Hoja {n} guardada."),
        "sheets": _("Hojas para imprimir"),
        "shuffle": _("Etapa anónima: reparta las tarjetas revueltas, para que ningún número quede junto a una "
                     "persona."),
        "print_hint": _("Cada tarjeta lleva un número; con él se sabe cuáles faltan por copiar y ninguna se copia dos "
                        "veces."),
    }
