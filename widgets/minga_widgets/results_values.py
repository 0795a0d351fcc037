"""What is expected of every indicator period by period, and what was reached in the period a page looks at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from minga.errors import Fault, InputError, MingaError
from minga.i18n import countries, country_name, language
from minga.i18n import gettext as _
from minga.results import PlanResults
from minga.results.codes import DIMENSIONS
from minga.results.model import Period
from minga_widgets.grid_cells import Column, unique_labels
from minga_widgets.grid_source import GridRow
from minga_widgets.results_periods import ByPeriod, Calendar, label, no_periods
from minga_widgets.results_tables import Row, already_there, indicator_labels
from minga_widgets.session import Session


class Place(NamedTuple):
    """What a value speaks about: an indicator, and the country and part of it; empty is the total."""

    indicator_id: str
    country: str = ""
    dim_name: str = ""
    dim_value: str = ""

    @property
    def key(self) -> str:
        """The place as a row's key."""
        return json.dumps(list(self), ensure_ascii=False)

    @property
    def cells(self) -> Row:
        """The place as cells of a grid, where a part is one choice."""
        return self._asdict() | {"part": (self.dim_name, self.dim_value) if self.dim_name else None}

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Place:
        """The place of a row, or of the cells of a new one."""
        name, value = row.get("part") or (row.get("dim_name"), row.get("dim_value"))
        return cls(str(row.get("indicator_id") or ""), str(row.get("country") or ""), str(name or ""),
                   str(value or ""))

    @classmethod
    def from_key(cls, key: str) -> Place:
        """The place that a key names."""
        return cls(*json.loads(key))


def place_columns(plan: PlanResults) -> list[Column]:
    """The columns that say what a value speaks about; written only in a new row."""
    ours = {c: country_name(c) for c in plan.plan.countries}
    return [Column("indicator_id", _("Indicador"), "choice", 300, indicator_labels(plan), new_only=True),
            Column("country", _("País"), "choice", 130, unique_labels({**ours, **countries()}), new_only=True,
                   help=_("Vacío es el total.")),
            Column("part", _("Parte"), "choice", 190, part_choices(plan), new_only=True,
                   help=_("Vacío es el total. Las partes se añaden en la tabla de desagregaciones."))]


def part_choices(plan: PlanResults) -> dict[Any, str]:
    """Every part of every disaggregation as (name, code), and those that the plan's values use beside them."""
    known = [(c.codelist, c.code) for c in plan.codes if c.codelist != DIMENSIONS]
    used = {(v.dim_name, v.dim_value) for i in plan.indicators for v in (*i.targets, *i.actuals) if v.dim_name}
    return unique_labels({part: part_label(plan, *part) for part in [*known, *sorted(used - set(known))]})


def part_label(plan: PlanResults, name: str, value: str) -> str:
    """A part as people call it: «Sexo: Mujeres»."""
    return f"{plan.code_label(DIMENSIONS, name, language())}: {plan.code_label(name, value, language())}"


def places(plan: PlanResults) -> Iterator[Place]:
    """Every place of which something was expected or reported, after the total of its indicator."""
    for indicator in plan.indicators:
        known = {Place(indicator.indicator_id, v.country, v.dim_name, v.dim_value)
                 for v in (*indicator.targets, *indicator.actuals)}
        total = Place(indicator.indicator_id)
        yield total
        yield from sorted(known - {total})


def new_place(values: Row, plan: PlanResults) -> Place:
    """The place of a new row.

    Raises:
        InputError: it has no indicator, or there is a row for the same.
    """
    place = Place.of(values)
    if not place.indicator_id:
        raise InputError(Fault(_("Falta el indicador."), column="indicator_id", advice=_("Elija un indicador.")))
    if place in set(places(plan)):
        raise already_there("country" if not place.country else "part")
    return place


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
        return {"add": bool(plan.indicators), "delete": True, "locked": locked}

    def columns(self) -> list[Column]:
        """The place, then the periods."""
        plan = self.read()
        return [*place_columns(plan), *(
            Column(p.period, closed_name(p) if p.locked else p.period, "number", 150 if p.locked else 110,
                   fixed=p.locked, help=label(p)) for p in plan.periods)]

    def rows(self) -> list[GridRow]:
        """The total of every indicator, and every part that has a target."""
        plan, saved = self.read(), self._saved()
        names = indicator_labels(plan)
        wanted = set(saved) | {Place(i.indicator_id) for i in plan.indicators}
        return [GridRow(p.key, _name(p, names, plan), p.cells | {k: r["value"] for k, r in saved.get(p, {}).items()},
                        saved=p in saved) for p in places(plan) if p in wanted]

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


def _name(place: Place, names: Mapping[Any, str], plan: PlanResults) -> str:
    parts = [names.get(place.indicator_id, ""), country_name(place.country),
             part_label(plan, place.dim_name, place.dim_value) if place.dim_name else ""]
    return " · ".join(filter(None, parts))


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
        return {**super().status(), "add": bool(self.read().indicators)}

    def columns(self) -> list[Column]:
        """The place, the value with its parts, what explains it, and its approval."""
        return [*place_columns(self.read()),
                Column("value", _("Valor"), "number", 110, help=_("Vacío no es cero: quiere decir que no se informó.")),
                Column("numerator", _("Numerador"), "number", 125, help=_("Si es un porcentaje.")),
                Column("denominator", _("Denominador"), "number", 145, help=_("Si es un porcentaje.")),
                Column("narrative", _("Relato"), "long", 240, help=_("Si el indicador es cualitativo.")),
                Column("comment", _("Comentario"), "long", 240,
                       help=_("Un acumulado solo puede bajar si el comentario dice por qué.")),
                Column("evidence", _("Evidencias"), "long", 180, help=_("Varias se separan con punto y coma.")),
                Column("status", _("Aprobación"), "choice", 130, value_statuses())]

    def rows(self) -> list[GridRow]:
        """The total of every indicator, every part known, and what was reported of each."""
        plan, saved = self.read(), self._saved()
        names = indicator_labels(plan)
        return [GridRow(row["actual_id"] if at else p.key, _name(p, names, plan), {**row, **p.cells}, saved=bool(row))
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
