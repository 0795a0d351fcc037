"""Results and indicators in grids: what the plan answers for, and how it is seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from minga.i18n import gettext as _
from minga.results import PlanResults
from minga_widgets.grid_cells import Column, unique_labels
from minga_widgets.results_tables import Row, Simple, objective_labels, result_labels
from minga_widgets.session import Session


class Results(Simple):
    """Results: the products, effects and impacts that the plan answers for."""

    table = "results"

    def __init__(self, session: Session, plan_id: str) -> None:
        super().__init__(session, plan_id)
        self.title = _("Resultados")
        self.hint = _("De qué responde el plan. Producto: lo que se entrega. Efecto: lo que cambia por eso. Impacto: "
                      "el cambio de largo plazo al que se contribuye.")
        self.empty = _("Aquí estarán los resultados. Puede añadirlos, o hacer un indicador de lo que ya se dijo de "
                       "cada dirección y acción.")

    def columns(self) -> list[Column]:
        """Type, title, and what they come from."""
        plan = self.read()
        directions = unique_labels({d.direction_id: f"{d.code} {d.title}".strip() for d in plan.directions})
        return [Column("type", _("Tipo"), "choice", 120, result_types()),
                Column("title", _("Resultado"), "long", 460),
                Column("objective_id", _("Objetivo"), "choice", 260, objective_labels(plan)),
                Column("direction_id", _("Dirección"), "choice", 240, directions)]

    def order(self, plan: PlanResults) -> Iterable[str]:
        """By objective, then from product to impact."""
        rank = {o.objective_id: i for i, o in enumerate(plan.objectives)}
        types = list(result_types())
        return [r.result_id for r in sorted(plan.results, key=lambda r: (
            rank.get(r.objective_id or "", len(rank)), types.index(r.type), r.title))]

    def defaults(self) -> Row:
        """Most of what is counted is a product."""
        return {"type": "output"}


class Indicators(Simple):
    """Indicators with their baseline and their target for the whole plan."""

    table = "indicators"

    def __init__(self, session: Session, plan_id: str) -> None:
        super().__init__(session, plan_id)
        self.title = _("Indicadores")
        self.hint = _("Qué se medirá, cómo, desde dónde se parte y a dónde se quiere llegar.")
        self.empty = _("Aquí estarán los indicadores. Añada una fila, escriba su nombre y elija cómo se informa.")

    def columns(self) -> list[Column]:
        """Everything that defines an indicator."""
        return [
            Column("code", _("Código"), width=95, help=_("Es texto: 1.10 y 1.1 son dos códigos distintos.")),
            Column("title", _("Indicador"), "long", 300),
            Column("objective_id", _("Objetivo"), "choice", 200, objective_labels(self.read())),
            Column("result_id", _("Resultado"), "choice", 200, result_labels(self.read()),
                   help=_("El producto, efecto o impacto que este indicador deja ver.")),
            Column("measure", _("Medida"), "choice", 120, measures()),
            Column("unit", _("Unidad"), width=120, help=_("Qué se cuenta: talleres, activistas…")),
            Column("method", _("Cómo se informa"), "choice", 175, methods(),
                   help=_("Del período: se cuenta desde cero cada semestre. Acumulado: lo logrado hasta la fecha. "
                          "Foto al cierre: cómo está al final.")),
            Column("aggregation", _("Cómo se juntan"), "choice", 165, aggregations(),
                   help=_("Qué se hace con los valores de varios países o partes.")),
            Column("ascending", _("Mejora cuando"), "choice", 155, {True: _("Sube"), False: _("Baja")}),
            Column("baseline_year", _("Año de línea de base"), "integer", 190),
            Column("baseline_value", _("Línea de base"), "number", 140, help=_("Vacío quiere decir que no se sabe.")),
            Column("baseline_comment", _("Comentario de línea de base"), "long", 260),
            Column("target_total", _("Meta del plan"), "number", 140),
            Column("verification", _("Medio de verificación"), "long", 220),
            Column("frequency", _("Frecuencia"), width=130, help=_(
                "Por ejemplo: semestral. Uno anual solo se espera en el último período de su año.")),
            Column("responsible", _("Quién informa"), width=180),
        ]

    def order(self, plan: PlanResults) -> Iterable[str]:
        """By objective, then by position and code."""
        return [i.indicator_id for i in plan.indicators]

    def defaults(self) -> Row:
        """What is usual; the method is never guessed."""
        return {"measure": "unit", "aggregation": "sum", "ascending": True}


def result_types() -> dict[Any, str]:
    """Kinds of result."""
    return {"output": _("Producto"), "outcome": _("Efecto"), "impact": _("Impacto"), "other": _("Otro")}


def measures() -> dict[Any, str]:
    """Kinds of measure."""
    return {"unit": _("Unidad"), "percentage": _("Porcentaje"), "nominal": _("Nominal"), "ordinal": _("Ordinal"),
            "qualitative": _("Cualitativo")}


def methods() -> dict[Any, str]:
    """Ways of reporting."""
    return {"period": _("Del período"), "cumulative": _("Acumulado"), "snapshot": _("Foto al cierre")}


def aggregations() -> dict[Any, str]:
    """Ways of putting parts together."""
    return {"sum": _("Suma"), "mean": _("Promedio"), "max": _("Máximo"), "last": _("Último"), "none": _("No se juntan")}
