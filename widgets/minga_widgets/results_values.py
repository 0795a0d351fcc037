"""What is expected of every indicator period by period, and what was reached in the period a page looks at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from minga.errors import Fault, InputError, MingaError
from minga.i18n import gettext as _
from minga.results import PlanResults
from minga.results.model import Period
from minga_widgets.grid_cells import Column
from minga_widgets.grid_source import GridRow
from minga_widgets.results_periods import ByPeriod, Calendar, label, no_periods
from minga_widgets.results_places import (
    Place,
    new_place,
    one_for_each_country,
    place_columns,
    place_name,
    places,
    spreading,
)
from minga_widgets.results_tables import Row, indicator_labels
from minga_widgets.session import Session


class Targets(ByPeriod):
    """What is expected of every indicator, one column for each period."""

    table = "targets"

    def __init__(self, session: Session, plan_id: str, calendar: Calendar) -> None:
        super().__init__(session, plan_id, calendar)
        self.title = _("Metas por período")
        self.hint = _("Lo que se espera de cada indicador en cada semestre. Añada una fila para un país o una parte.")
        self.empty = _("Aquí estarán las metas. Escriba primero los indicadores.")

    def status(self) -> dict[str, Any]:
        """No chooser: every period is a column, and the closed ones are read-only."""
        plan = self.read()
        locked = "" if plan.periods else no_periods(self.calendar)
        return {"add": bool(plan.indicators), "delete": True, "locked": locked, "spread": spreading(plan)}

    def spread(self, values: Row) -> tuple[list[Row], str]:
        """A row for each country, to begin writing in the first period that is open."""
        plan = self.read()
        first = next((p.period for p in plan.periods if not p.locked), plan.periods[0].period)
        return one_for_each_country(plan, values, set(self._saved())), first

    def columns(self) -> list[Column]:
        """The place, then the periods."""
        plan = self.read()
        return [*place_columns(plan), *(
            Column(p.period, closed_name(p) if p.locked else p.period, "number", 175 if p.locked else 110,
                   fixed=p.locked, help=label(p)) for p in plan.periods)]

    def rows(self) -> list[GridRow]:
        """The total of every indicator, and every part that has a target."""
        plan, saved = self.read(), self._saved()
        names = indicator_labels(plan)
        wanted = set(saved) | {Place(i.indicator_id) for i in plan.indicators}
        return [GridRow(p.key, place_name(p, names, plan),
                        p.cells | {k: r["value"] for k, r in saved.get(p, {}).items()}, saved=p in saved)
                for p in places(plan) if p in wanted]

    def _saved(self) -> dict[Place, dict[str, Row]]:
        found: dict[Place, dict[str, Row]] = {}
        for row in self.raw().values():
            found.setdefault(Place.of(row), {})[row["period"]] = row
        return found

    def save(self, key: str | None, values: Row) -> str:
        """Save the targets of some periods; an emptied target is deleted, because empty is not zero."""
        plan = self.read()
        periods = [p.period for p in plan.periods]
        given = {name: value for name, value in values.items() if name in periods}
        place = Place.from_key(key) if key else new_place(values, self._targets_only(plan))
        if not key and all(value is None for value in given.values()):
            first = next((p.period for p in plan.periods if not p.locked), "")
            raise InputError(Fault(_("Falta la meta."), column=first, advice=_("Escriba al menos una meta.")))
        before = self._saved().get(place, {})
        kept = [{**place._asdict(), "period": name, "value": value}
                for name, value in given.items() if value is not None]
        if kept:
            self.save_rows(kept)
        for row in [before[name] for name, value in given.items() if value is None and name in before]:
            self.delete_row(row["target_id"])
        return place.key

    def _targets_only(self, plan: PlanResults) -> PlanResults:
        """The plan without its values: a part that has a value and no target has no row here."""
        return replace(plan, indicators=tuple(replace(i, actuals=()) for i in plan.indicators))

    def delete(self, key: str) -> None:
        """Delete the targets of a place in every period that is open.

        Raises:
            MingaError: one of them is in a closed period.
        """
        gone = self._saved().get(Place.from_key(key), {})
        closed = [p.period for p in self.read().periods if p.locked and p.period in gone]
        if closed:
            raise MingaError(_("Tiene metas en un período cerrado: {periods}. Nada se borró.").format(
                periods=", ".join(closed)), _("Vacíe las celdas de los períodos abiertos, o abra antes el período."))
        for row in gone.values():
            self.delete_row(row["target_id"])


def closed_name(period: Period) -> str:
    """A closed period above its column."""
    return f"{period.period} · {_('cerrado')}"


class Values(ByPeriod):
    """What every indicator reached in a period."""

    table = "actuals"

    def __init__(self, session: Session, plan_id: str, calendar: Calendar) -> None:
        super().__init__(session, plan_id, calendar)
        self.title = _("Valores de los indicadores")
        self.hint = _("Lo alcanzado en el período. Solo los valores aprobados cuentan en los informes.")
        self.empty = _("Aquí estará cada indicador con su valor. Escriba primero los indicadores.")

    def status(self) -> dict[str, Any]:
        """A value needs an indicator."""
        plan = self.read()
        return {**super().status(), "add": bool(plan.indicators), "spread": spreading(plan)}

    def spread(self, values: Row) -> tuple[list[Row], str]:
        """A row for each country, to begin writing its value."""
        plan = self.read()
        return one_for_each_country(plan, values, set(places(plan))), "value"

    def columns(self) -> list[Column]:
        """The place, the value with its parts, what explains it, and its approval."""
        return [*place_columns(self.read()),
                Column("value", _("Valor"), "number", 110, help=_("Vacío no es cero: quiere decir que no se informó.")),
                Column("numerator", _("Numerador"), "number", 125, help=_("Si es un porcentaje.")),
                Column("denominator", _("Denominador"), "number", 145,
                       help=_("Si es un porcentaje; 0 de 0 sin valor quiere decir que no aplica.")),
                Column("narrative", _("Relato"), "long", 240, help=_("Si el indicador es cualitativo.")),
                Column("comment", _("Comentario"), "long", 240,
                       help=_("Un acumulado solo puede bajar si el comentario dice por qué.")),
                Column("evidence", _("Evidencias"), "long", 180, help=_("Varias se separan con punto y coma.")),
                Column("status", _("Aprobación"), "choice", 130, value_statuses())]

    def rows(self) -> list[GridRow]:
        """The total of every indicator, every part known, and what was reported of each."""
        plan, saved = self.read(), self._saved()
        names = indicator_labels(plan)
        return [GridRow(row["actual_id"] if at else p.key, place_name(p, names, plan), {**row, **p.cells},
                        saved=bool(row))
                for p in places(plan) for at, row in enumerate(saved.get(p) or [{}])]

    def _saved(self) -> dict[Place, list[Row]]:
        """Rows of the period; imported data may hold several for one place."""
        plan = self.read()
        period = self.calendar.look(plan)
        found: dict[Place, list[Row]] = {}
        for row in self.raw().values():
            if period and row["period"] == period.period:
                found.setdefault(Place.of(row), []).append(row)
        return found

    def _target(self, key: str) -> Row:
        """What identifies a row: its id if it has one, else its place."""
        for place, rows in self._saved().items():
            for row in rows:
                if key in (place.key, row["actual_id"]):
                    return {"actual_id": row["actual_id"]}
        return Place.from_key(key)._asdict()

    def save(self, key: str | None, values: Row) -> str:
        """Save what was reported of a place."""
        place = self._target(key) if key else new_place(values, self.read())._asdict()
        period = {} if "actual_id" in place else {"period": self.calendar.chosen}
        cells = {name: value for name, value in values.items() if name != "part"}
        [saved] = self.save_rows([{**cells, **place, **period}])
        return key or Place.of(saved).key

    def delete(self, key: str) -> None:
        """Forget what was reported of a place in this period."""
        target = self._target(key)
        if "actual_id" not in target:
            raise MingaError(_("Esa fila no tiene un valor guardado en este período."))
        self.delete_row(target["actual_id"])


def value_statuses() -> dict[Any, str]:
    """States of a value."""
    return {"draft": _("Borrador"), "pending": _("Pendiente"), "returned": _("Devuelto"), "approved": _("Aprobado")}
