"""The words of the chain's tables."""

from __future__ import annotations

from typing import Any

from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.workshop.coverage import Coverage, Matrix


def labels() -> dict[str, Any]:
    """Everything the page says that does not depend on the plan."""
    return {
        "heading": _("Qué cubre el plan"), "tables": _("Tablas de la cadena"),
        "titles": {"blocks": _("Obstáculos y visión"), "addresses": _("Obstáculos y direcciones"),
                   "advances": _("Visión y direcciones"), "actions": _("Acciones y obstáculos")},
        "captions": {
            "blocks": _("¿Qué obstáculo bloquea qué parte de la visión?"),
            "addresses": _("¿Qué dirección atiende cada obstáculo?"),
            "advances": _("¿Qué dirección acerca cada parte de la visión?"),
            "actions": _("¿Qué obstáculo atiende cada acción?")},
        "corners": {"blocks": _("Obstáculo"), "addresses": _("Obstáculo"), "advances": _("Visión"),
                    "actions": _("Acción")},
        "cells": {"blocks": _("«{row}» bloquea «{column}»"), "addresses": _("«{column}» atiende «{row}»"),
                  "advances": _("«{column}» acerca «{row}»"), "actions": _("«{row}» atiende «{column}»")},
        "bare_rows": {"blocks": _("no bloquea nada"), "addresses": _("sin cubrir"), "advances": _("nadie la acerca"),
                      "actions": _("sin obstáculo")},
        "bare_columns": {"blocks": _("nada la bloquea"), "addresses": _("sin obstáculo"),
                         "advances": _("no acerca nada"), "actions": _("ninguna acción")},
        "total": _("Total"), "only": _("Solo sin cubrir"), "story": _("Historia"),
        "story_of": _("La historia de «{name}»"), "previous": _("Anterior"), "next": _("Siguiente"),
        "row_of": _("{n} de {total}"), "choose": _("Fila que se ve"), "projector": _("Vista para proyectar"),
        "keys": _("Con las flechas se pasa de una casilla a otra; con la barra espaciadora se marca."),
        "none_bare": _("No queda nada suelto en esta tabla."),
        "no_chain": _("El método de este plan no une visión, obstáculos y direcciones. La historia de cada tarjeta "
                      "sí se puede leer aquí abajo."),
        "whole": _("Nada queda suelto: cada obstáculo se atiende, cada acción tiene su obstáculo y cada parte de la "
                   "visión tiene quien la acerque."),
        "elsewhere": _("por su dirección o por otra acción de su familia"),
    }


def loose_words(found: Coverage) -> list[dict[str, Any]]:
    """What hangs loose, in words: the table where it is seen, a sentence, and how many; nothing where none are."""
    counted = (
        ("addresses", len(found.uncovered) if found.addresses.columns else 0,
         lambda n: ngettext("{n} obstáculo sin cubrir", "{n} obstáculos sin cubrir", n)),
        ("actions", len(found.orphan_actions) if found.actions.columns else 0,
         lambda n: ngettext("{n} acción sin obstáculo", "{n} acciones sin obstáculo", n)),
        ("advances", len(found.unadvanced) if found.advances.columns else 0,
         lambda n: ngettext("{n} parte de la visión que nadie acerca", "{n} partes de la visión que nadie acerca", n)),
        ("blocks", len(found.blocks.bare_rows) if found.blocks.columns else 0,
         lambda n: ngettext("{n} obstáculo que no bloquea nada", "{n} obstáculos que no bloquean nada", n)),
    )
    return [{"table": table, "n": n, "text": words(n).format(n=n)} for table, n, words in counted if n]


def empty_words(table: str, matrix: Matrix) -> str:
    """What to do first when a table has no rows or no columns yet; empty when it has both."""
    if matrix.rows and matrix.columns:
        return ""
    missing = {
        "blocks": _("Aquí se cruzan los obstáculos con la visión. Agrupe y nombre primero las tarjetas de esas dos "
                    "paredes."),
        "addresses": _("Aquí se ve qué dirección atiende cada obstáculo. Hacen falta los grupos de obstáculos y las "
                       "direcciones."),
        "advances": _("Aquí se ve qué dirección acerca cada parte de la visión. Hacen falta los grupos de la visión y "
                      "las direcciones."),
        "actions": _("Aquí se ve qué obstáculo atiende cada acción. Hacen falta los grupos de obstáculos y las "
                     "acciones."),
    }
    return missing[table]
