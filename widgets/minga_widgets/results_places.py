"""What a value speaks about: an indicator, a country and a part; and the columns of a grid that say so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

from minga.errors import Fault, InputError
from minga.i18n import countries, country_name, language
from minga.i18n import gettext as _
from minga.results import PlanResults
from minga.results.codes import DIMENSIONS
from minga_widgets.grid_cells import Column, unique_labels
from minga_widgets.results_tables import Row, already_there, indicator_labels


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


def one_for_each_country(plan: PlanResults, values: Row, there: Set[Place]) -> list[Row]:
    """Cells of a row for each country of the plan that has none yet, like a chosen row in everything else."""
    chosen = Place.of(values)
    wanted = [chosen._replace(country=country) for country in plan.plan.countries]
    return [{k: v for k, v in p.cells.items() if k in ("indicator_id", "country", "part") and v}
            for p in wanted if chosen.indicator_id and p not in there]


def spreading(plan: PlanResults) -> str:
    """The words of the button that offers a row for each country; empty where there is only one."""
    return _("Una fila por país") if len(plan.plan.countries) > 1 and plan.indicators else ""


def place_name(place: Place, names: Mapping[Any, str], plan: PlanResults) -> str:
    """How the row of a place is called in a question."""
    parts = [names.get(place.indicator_id, ""), country_name(place.country),
             part_label(plan, place.dim_name, place.dim_value) if place.dim_name else ""]
    return " · ".join(filter(None, parts))
