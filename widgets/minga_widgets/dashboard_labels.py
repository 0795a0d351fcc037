"""The words of the dashboard that do not depend on the plan."""

from __future__ import annotations

from typing import Any

from minga.i18n import gettext as _


def dashboard_labels() -> dict[str, Any]:
    """Labels of the dashboard in the language in force."""
    return {
        "heading": _("Cómo va el plan"), "choose": _("Elegir qué se mira"),
        "direction": _("Dirección"), "country": _("País"), "person": _("Responsable"), "period": _("Período"),
        "clear": _("Ver todo el plan"), "actions": _("Acciones"), "indicators": _("Indicadores"),
        "by_direction": _("Por dirección"), "by_person": _("En manos de quién"), "by_country": _("Por país"),
        "against": _("Frente a su meta"), "against_hint": _("Primero lo más lejos de lo esperado a la fecha."),
        "marks": {"target": _("meta"), "expected": _("esperado a la fecha"), "base": _("línea de base")},
        "all": _("Ver las {n}"),
        "hint": _("Cada número se abre: debajo salen sus filas y, por la cadena, las tarjetas de las que vienen."),
        "rows": _("Filas"),
        "close": _("Cerrar las filas"), "back": _("Volver al número"), "csv": _("Descargar en CSV"),
        "csv_hint": _("El archivo puede nombrar personas; no lo publique."),
        "most": _("Se muestran {n} de {total}; el archivo CSV las trae todas."),
        "none": _("No hay ninguna fila."), "no_match": _("Nada del plan corresponde a lo elegido."),
        "trail": _("De qué tarjetas viene"), "trail_all": _("De qué tarjetas vienen todas"),
        "story": _("Historia"), "story_of": _("Historia de {name}"), "open": _("Ver sus valores"),
        "columns": {
            "actions": [_("Acción"), _("Estado"), _("Cuándo"), _("Responsables"), _("Lo que se informó"), ""],
            "indicators": [_("Indicador"), _("Estado"), _("Valor y meta"), _("Cómo se calcula"), _("Comentario"), ""],
            "values": [_("Dónde y qué parte"), _("Valor"), _("Meta"), _("Situación"), _("Comentario y evidencia"), ""]},
        "evidence": _("Evidencia: {text}"), "informed": _("informado el {day}"), "late": _("fuera de plazo"),
        "ways": {"own": _("Nacieron de estas tarjetas"), "direction": _("Su dirección nació de este grupo"),
                 "obstacle": _("Responden a este obstáculo"), "vision": _("Acercan esta visión")},
        "loose": _("Sin grupo"), "from": _("Desde: {rows}"),
        "cards": _("{n} tarjetas"), "one_card": _("1 tarjeta"),
        "no_trail": _("La cadena no llega todavía a ninguna tarjeta."),
        "no_trail_hint": _("Los eslabones se marcan entre todas y todos en la página de la cadena."),
        "without": _("Sin tarjetas en la cadena: {rows}."), "to_chain": _("Ir a la cadena"),
        "empty": _("Aquí se verá cómo va el plan."),
        "empty_hint": _("Hacen falta acciones o indicadores, y lo que se informe de ellos cada período."),
        "to_directions": _("Ir a las direcciones"), "to_results": _("Ir a los resultados"), "fold": _("Ver menos"),
    }
