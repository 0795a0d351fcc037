"""Who has how much in hand, month by month, and where that is too much."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from minga.i18n import format_number
from minga.i18n import gettext as _
from minga.workshop.calendar import read_calendar
from minga.workshop.feed import Store
from minga.workshop.workload import MOST_AT_ONCE, Load, load_by_country, load_by_person
from minga_widgets.calendar import span_of
from minga_widgets.component import Component, css, esm


class PlanLoad(Component):
    """A table of people (or countries) against months, with the actions that each has under way.

    Args:
        store: the store.
        plan: the plan's row.
    """

    _esm = esm("calendar_parts", "calendar_load")
    _css = css("calendar_load")

    def __init__(self, store: Store, plan: dict[str, Any]) -> None:
        self._store, self._plan = store, plan
        super().__init__(labels=_labels())

    def view(self) -> dict[str, Any]:
        """The months and the load of everybody and of each country."""
        found = read_calendar(self._store, self._plan["plan_id"], date.today())
        return {"span": span_of(found), "most": MOST_AT_ONCE, "people": _rows(load_by_person(found)),
                "countries": _rows(load_by_country(found))}


def _rows(loads: Iterable[Load]) -> list[dict[str, Any]]:
    return [{"key": one.key, "name": one.name, "kind": one.kind, "months": list(one.months), "actions": one.actions,
             "undated": one.undated, "unanswered": one.unanswered,
             "costs": [f"{format_number(round(total, 2))} {currency}".strip() for currency, total in one.costs],
             "cost_months": [" + ".join(f"{format_number(round(line[at], 2))} {currency}".strip()
                                        for currency, line in one.cost_months if line[at])
                             for at in range(len(one.months))] if one.cost_months else []} for one in loads]


def _labels() -> dict[str, str]:
    return {
        "heading": _("Carga por persona y mes"), "by": _("Contar por"), "people": _("persona o grupo"),
        "countries": _("país"), "zoom": _("Ver"),
        "most": _("Avisar con más de estas acciones a la vez"),
        "hint": _("Cada número dice cuántas acciones están en marcha ese mes. Quien dijo que no puede no se cuenta; "
                  "una acción que dura varios meses cuenta en cada uno."),
        "who": _("Quién"), "where": _("País"), "total": _("Acciones"), "undated": _("Sin fecha"), "cost": _("Costo"),
        "overload": _("sobrecarga"), "overload_in": _("sobrecarga en {n} meses"),
        "overload_one": _("sobrecarga en 1 mes"),
        "unanswered": _("{n} sin contestar"), "group": _("grupo"), "organization": _("organización"),
        "everyone": _("todas las personas"), "quiet": _("Nadie pasa de {n} acciones a la vez en lo que se ve."),
        "warned": _("Con sobrecarga en lo que se ve: {names}."),
        "empty": _("Aquí estará la carga de cada persona."),
        "empty_hint": _("Escriba quién responde por cada acción en la página de direcciones."),
        "scroll": _("Tabla de carga; se desplaza hacia los lados"),
    }
