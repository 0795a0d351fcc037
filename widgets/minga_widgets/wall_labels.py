"""The words of the wall."""

from __future__ import annotations

from typing import Any

from minga.i18n import gettext as _


def verb_names() -> dict[str, str]:
    """What each step of the wall is called on the buttons that take it back or do it again."""
    return {"move_card": _("mover una tarjeta"), "move_cards": _("mover varias tarjetas"),
            "mark_duplicate": _("marcar como repetida"), "restore_card": _("devolver una tarjeta"),
            "reword_card": _("corregir una tarjeta"), "put_away": _("retirar tarjetas"),
            "add_cluster": _("crear un grupo"), "split_cluster": _("separar un grupo"),
            "nest_cluster": _("meter o sacar un subgrupo"), "rename_cluster": _("nombrar un grupo"),
            "move_cluster": _("mover un grupo"), "merge_cluster": _("unir grupos"),
            "dissolve_cluster": _("deshacer un grupo"), "accept_proposal": _("aceptar una propuesta"),
            "decline_proposal": _("dejar de lado una propuesta"), "edit_stage": _("cambiar la pregunta")}


def labels() -> dict[str, Any]:
    """Every word that the wall's page shows."""
    return {**_cards(), **_groups(), **_bar(), **_keys(), **_reading(), **_side()}


def _cards() -> dict[str, Any]:
    return {
        "wall": _("Pared de tarjetas"), "loose": _("Sin agrupar"),
        "empty_done": _("Esta etapa terminó sin tarjetas."), "empty_wall": _("Aquí aparecerán las tarjetas."),
        "empty_hint": _("Pase la etapa a «Escribir» para que la gente las envíe desde el teléfono, o escriba aquí."),
        "held": _("Tarjetas recibidas: {n}. La etapa es anónima: se muestran todas juntas al pasar a «Mostrar»."),
        "all_grouped": _("Todas las tarjetas están en un grupo."), "empty_group": _("Arrastre tarjetas aquí"),
        "add": _("Agregar tarjeta"), "write": _("Escriba la tarjeta"), "put": _("Poner"), "save": _("Guardar"),
        "cancel": _("Cancelar"), "close": _("Cerrar"), "cards": _("{n} tarjetas"), "card_one": _("1 tarjeta"),
        "team": _("Equipo {team}"), "no_team": _("Sin equipo"), "round": _("Ronda {round}"), "same": _("repetida"),
        "restore": _("Devolver a la pared"), "votes": _("{n} puntos"), "vote_one": _("1 punto"),
    }


def _groups() -> dict[str, Any]:
    return {
        "title": _("Título del grupo"), "title_locked": _("El título se pone al «Nombrar»"), "symbol": _("Símbolo"),
        "choose_symbol": _("Elegir otro símbolo"), "used": _("lo tiene otro grupo"),
        "description": _("Explicación del grupo"), "options": _("Opciones del grupo"),
        "group_named": _("Grupo {name}"), "inside": _("Subgrupo {name}"),
        "left": _("Mover grupo a la izquierda"), "right": _("Mover grupo a la derecha"),
        "merge": _("Unir con…"), "nest": _("Meter dentro de…"), "unnest": _("Sacar del grupo"),
        "dissolve": _("Deshacer el grupo"), "choose_all": _("Elegir todas sus tarjetas"), "read": _("Leer en voz alta"),
    }


def _bar() -> dict[str, Any]:
    return {
        "tools": _("Herramientas de la pared"), "undo": _("Deshacer: {what}"), "nothing": _("Nada que deshacer"),
        "redo": _("Rehacer: {what}"), "nothing_redo": _("Nada que rehacer"),
        "skipped": _("Lo último ya no se puede deshacer porque alguien lo cambió después; se ofrece el paso anterior."),
        "undone": _("Se deshizo: {what}"), "redone": _("Se rehizo: {what}"),
        "projector": _("Vista para proyectar"), "new_group": _("Grupo nuevo"),
        "new_group_with": _("Grupo nuevo con estas"), "split": _("Separar en un grupo nuevo"),
        "move_to": _("Mover a…"), "confirm": _("Presione Enter para confirmar"), "selected": _("{n} elegidas"),
        "selected_one": _("1 elegida"), "clear": _("Soltar"), "edit": _("Corregir"), "story": _("Historia"),
        "withdraw": _("Retirar"),
        "duplicate": _("Es repetida de…"), "duplicates": _("Son repetidas de…"),
        "choose_original": _("Elija ahora la tarjeta que dice lo mismo"),
        "moved": _("Tarjeta movida"), "moved_many": _("{n} tarjetas movidas"),
        "zoom": _("Tamaño"), "smaller": _("Más pequeño"), "larger": _("Más grande"), "fit": _("Ver todo"),
        "size": _("{n} %"), "colour": _("Color"), "colour_none": _("Sin color"), "colour_team": _("Por equipo"),
        "colour_round": _("Por ronda"), "legend": _("Qué significa cada color"), "more_tools": _("Más"),
    }


def _keys() -> dict[str, Any]:
    return {
        "keys": _("Teclado"),
        "key_list": [
            [_("Flechas"), _("ir de tarjeta en tarjeta y de grupo en grupo")],
            [_("Espacio o Enter"), _("elegir o soltar la tarjeta")],
            [_("Mayús + flechas, Mayús + clic"), _("elegir varias seguidas")],
            ["Ctrl + A", _("elegir todas las de su grupo")],
            ["M", _("mover: con las flechas se busca el lugar, Enter las deja, Escape cancela")],
            ["G", _("grupo nuevo con las elegidas")],
            ["L", _("leer el grupo en voz alta")],
            ["Ctrl + Z, Ctrl + Y", _("deshacer, rehacer")],
            ["Escape", _("soltar las elegidas")]],
        "card_help": _("Flechas para recorrer, Espacio para elegir, M para mover, L para leer en voz alta"),
        "picked": _("Moviendo {n}. Use las flechas para buscar el lugar, Enter para dejarlas, Escape para cancelar."),
        "place_before": _("{group}, antes de: {card}"), "place_end": _("{group}, al final"),
        "put_back": _("Movimiento cancelado"),
    }


def _reading() -> dict[str, Any]:
    return {
        "reading": _("Lectura en voz alta"), "previous": _("Anterior"), "next": _("Siguiente"),
        "previous_group": _("Grupo anterior"), "next_group": _("Grupo siguiente"), "of": _("{n} de {total}"),
        "end_of_group": _("Fin del grupo"), "no_cards": _("Este grupo no tiene tarjetas."),
        "also": _("También dice:"),
    }


def _side() -> dict[str, Any]:
    return {
        "side": _("Propuestas"), "from_phones": _("Desde los teléfonos"),
        "nobody": _("Nadie ha propuesto nada todavía."),
        "suggest": _("Sugerir grupos"), "suggested": _("Sugerencias del programa"),
        "humble": _("Son parecidos entre palabras; decide la gente. No toca lo que ya está agrupado."),
        "searching": _("Buscando parecidos…"),
        "no_suggestion": _("No se encontró ningún parecido claro entre las tarjetas sueltas."),
        "accept": _("Aceptar"), "decline": _("Dejar de lado"),
        "people": _("{n} personas"), "person_one": _("1 persona"),
        "pair": _("Van juntas"), "join": _("Va en {group}"), "name": _("Nombre para {group}"),
        "same_idea": _("Parecen decir lo mismo"), "group": _("Podrían ser un grupo"), "show": _("Ver en la pared"),
        "likeness": _("parecido {n} %"), "hints": _("Para mirar con el grupo"),
    }
