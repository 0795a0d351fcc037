"""What the desk says: names of the phases, what to do in each, its labels."""

from __future__ import annotations

from typing import Any

from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.workshop.counts import RoomCount


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


def criteria() -> list[str]:
    """What a round may ask for, ready to choose."""
    return [_("La mejor de sus ideas"), _("La más obvia, la que no puede faltar"),
            _("La más distinta a las de la pared"), _("La que nadie ha dicho todavía"),
            _("La más urgente"), _("La más atrevida")]


def room_words(room: RoomCount) -> str:
    """The room in one line: cards, people, how many have written."""
    counted = [ngettext("{n} tarjeta", "{n} tarjetas", room.cards).format(n=room.cards),
               ngettext("{n} persona en la sala", "{n} personas en la sala", room.people).format(n=room.people)]
    if room.written:
        counted.append(ngettext("{n} ya escribió", "{n} ya escribieron", room.written).format(n=room.written))
    return " · ".join(counted)


def waiting_words(room: RoomCount, phase: str) -> str:
    """Who has not written yet, and what arrived late; empty when there is nothing to say."""
    said = []
    if phase in ("writing", "revealed") and room.waiting and room.written:
        said.append(ngettext("{n} todavía no ha escrito", "{n} todavía no han escrito", room.waiting).format(
            n=room.waiting))
    if phase in ("clustering", "naming") and room.late:
        said.append(ngettext("{n} tarjeta llegó después de pasar a «{phase}»",
                             "{n} tarjetas llegaron después de pasar a «{phase}»", room.late).format(
            n=room.late, phase=phase_names()[phase]))
    return " · ".join(said)


def desk_labels() -> dict[str, Any]:
    """The desk's labels."""
    return {
        "phases": _("Momento de la etapa"), "edit": _("Cambiar la pregunta"), "save_question": _("Guardar pregunta"),
        "cancel": _("Cancelar"), "save": _("Guardar en CSV ahora"), "join": _("Para entrar con el teléfono:"),
        "room": _("La sala ahora"),
        "question": _("Pregunta de enfoque"), "not_saved": _("Todavía no se ha guardado en CSV."),
        "open": _("Abrir para escribir"), "reveal": _("Mostrar las tarjetas"), "hide": _("Ocultar las tarjetas"),
        "lock": _("Pausar los envíos"), "unlock": _("Recibir envíos otra vez"),
        "locked": _("Los envíos están en pausa: los teléfonos no pueden enviar ni cambiar nada."),
        "settings": _("Ajustes de la etapa"), "close": _("Cerrar"),
        "round": _("Ronda {n}"), "round_asks": _("Ronda {n}: {criterion}"), "next_round": _("Empezar la ronda {n}"),
        "criterion": _("¿Qué se pide en esta ronda?"), "own_criterion": _("O con sus palabras"),
        "change_round": _("Cambiar lo que pide la ronda {n}"), "back_round": _("Volver a la ronda {n}"),
        "criteria": criteria(),
        "time": _("Tiempo"), "minutes": _("{n} min"), "own_minutes": _("Otro tiempo, en minutos"),
        "start_timer": _("Empezar"), "more_time": _("+1 min"), "stop_timer": _("Detener"), "big": _("Ver en grande"),
        "over": _("¡Tiempo!"), "over_said": _("Se terminó el tiempo."), "one_minute": _("Queda un minuto."),
        "understood": _("Entendido"), "left": _("Tiempo que queda"), "started": _("Empezó el tiempo."),
        "voting_closed": _("Votación cerrada"), "voting_open": _("Votación abierta"), "points": _("Puntos por persona"),
        "open_voting": _("Abrir la votación"), "close_voting": _("Cerrar la votación"),
        "change_points": _("Cambiar los puntos"),
        "voting_hint": _("Cada persona reparte sus puntos desde el teléfono. Al cerrar, los votos quedan."),
        "promise": _("Autorías"), "promise_fixed": _("Ya hay tarjetas; la promesa con que se escribieron no cambia."),
        "promises": {
            "named": [_("Con nombre"), _("Cada tarjeta guarda quién la escribió, y puede verse.")],
            "alias": [_("Con alias"), _("Cada tarjeta guarda el alias de quien la escribió.")],
            "anonymous": [_("Anónima"), _("No se guarda quién escribe: ni persona, ni equipo, ni hora.")]},
        "people": _("Quiénes faltan"), "team": _("Equipo o mesa"), "team_people": _("Personas"),
        "team_written": _("Escribieron"), "team_waiting": _("Faltan"), "team_cards": _("Tarjetas"),
        "no_teams": _("Nadie ha dicho todavía de qué equipo o mesa es."),
        "people_anonymous": _("La etapa es anónima: solo se cuenta cuántas personas escribieron, sin equipos."),
    }
