"""What a row of results must respect, table by table; every fault is collected, none is mended."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.errors import Fault
from minga.i18n import N_
from minga.i18n import gettext as _
from minga.results.codes import Lists, known_codes, lists_of
from minga.store import Transaction
from minga.store.reading import plan_query

Row = dict[str, Any]

TABLES = ("objectives", "lines", "results", "indicators", "targets", "actuals", "progress", "periods")
"""The tables that are edited here."""

NATURAL_KEYS = {
    "targets": ("indicator_id", "period", "country", "dim_name", "dim_value"),
    "actuals": ("indicator_id", "period", "country", "dim_name", "dim_value"),
    "progress": ("action_id", "period"),
}
"""Columns that say which row is meant when its id is not given."""

_REFERENCES = ("directions", "actions", "objectives", "results", "indicators")
_WORDS = {
    "method": N_("Elija el método: del período, acumulado o foto al cierre; sin él no se sabe si se suma."),
    "text": N_("Escriba el texto."), "title": N_("Escriba el título."),
}


class Plan:
    """The rows of a plan that checks need, read once per transaction."""

    def __init__(self, transaction: Transaction, plan_id: str) -> None:
        self._transaction, self.plan_id = transaction, plan_id
        self._rows: dict[str, dict[str, Row]] = {}
        self._lists: Lists | None = None

    def rows(self, name: str) -> dict[str, Row]:
        """Rows of one table of this plan by their key (periods by their text)."""
        if name not in self._rows:
            found = self._transaction.connection.execute(plan_query(name, self.plan_id)).mappings()
            key = "period" if name == "periods" else tables.id_column(name).name
            self._rows[name] = {r[key]: dict(r) for r in found}
        return self._rows[name]

    @property
    def fiscal_start(self) -> int:
        """The month in which the plan's year begins."""
        return int(self.rows("plans")[self.plan_id]["fiscal_start"])

    @property
    def lists(self) -> Lists:
        """The codes that values may be disaggregated by, list by list."""
        if self._lists is None:
            self._lists = lists_of(known_codes(self._transaction.rows("codelists")))
        return self._lists

    def forget(self) -> None:
        """Read again after writing."""
        self._rows.clear()
        self._lists = None


def typed(column: sa.Column[Any], value: Any) -> Any:
    """A value of a grid or of code as its column wants it.

    Raises:
        ValueError: with a sentence that says what was expected.
    """
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()  # numpy scalars, as grids hand them over
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return tables.parse_cell(column, "")
    if isinstance(value, str):
        return tables.parse_cell(column, value)
    kind = tables.column_kind(column)
    if isinstance(value, bool):
        fits = kind == "boolean"
    elif isinstance(value, int | float):
        fits = math.isfinite(value) and (kind == "number" or (kind == "integer" and value == math.floor(value)))
        value = int(value) if kind == "integer" and fits else value
    elif isinstance(value, datetime):
        fits = kind in ("datetime", "date")
        value = value.date() if kind == "date" else value
    else:
        fits = isinstance(value, date) and kind == "date"
    if not fits:
        return tables.parse_cell(column, str(value)) if kind not in ("text", "choice") else _not_text(value)
    return float(value) if kind == "number" else value


def _not_text(value: object) -> Any:
    raise ValueError(_("Se esperaba un texto y llegó «{value}»; los códigos son texto: 1.10 no es 1.1.").format(
        value=str(value)[:60]))


def cells(name: str, values: Mapping[str, Any], *, new: bool, number: int) -> tuple[Row, list[Fault]]:
    """The typed columns of one row, and a fault for each one that does not fit."""
    target, row, faults = tables.table(name), {}, []
    for column_name in values:
        if column_name not in target.columns:
            faults.append(Fault(_("La columna «{name}» no existe.").format(name=str(column_name)[:60]), row=number,
                                column=str(column_name)[:60],
                                advice=_("Las que hay son: {names}.").format(names=", ".join(target.columns.keys()))))
    for column in target.columns:
        if column.name not in values and (not new or column.primary_key or column.name in ("plan_id", "position")):
            continue
        try:
            row[column.name] = typed(column, values.get(column.name))
        except ValueError as wrong:
            advice = _(_WORDS.get(column.name, "")) or _("Corrija la celda y vuelva a guardar.")
            faults.append(Fault(str(wrong), row=number, column=column.name, advice=advice))
    return row, faults


def row_faults(name: str, row: Row, plan: Plan, number: int) -> Iterator[Fault]:
    """Faults of a complete row against the plan it belongs to."""
    for column in tables.table(name).columns:
        for link in column.foreign_keys:
            other = link.column.table.name
            value = row.get(column.name)
            if other in _REFERENCES and value is not None and value not in plan.rows(other):
                yield Fault(_("«{value}» no existe en este plan.").format(value=str(value)[:60]), row=number,
                            column=column.name, advice=_("Elija una fila que exista o deje la celda vacía."))
    for column in ("text", "title"):
        given = row.get(column)
        if column in row and name != "objectives" and isinstance(given, str) and not given.strip():
            yield Fault(_("La celda está vacía y este dato es obligatorio."), row=number, column=column,
                        advice=_(_WORDS[column]))
    if "period" in row and name != "periods" and row["period"] not in plan.rows("periods"):
        known = sorted(plan.rows("periods"))
        yield Fault(_("El período «{period}» no es de este plan.").format(period=str(row["period"])[:40]), row=number,
                    column="period", advice=_("Los que hay son: {periods}.").format(periods=", ".join(known))
                    if known else _("El plan aún no tiene períodos: indique sus fechas de inicio y fin."))
    yield from _CHECKS.get(name, _nothing)(row, plan, number)


def _nothing(row: Row, plan: Plan, number: int) -> Iterator[Fault]:
    yield from ()


def _objective(row: Row, plan: Plan, number: int) -> Iterator[Fault]:
    if not str(row.get("text") or "").strip():
        yield Fault(_("La celda está vacía y este dato es obligatorio."), row=number, column="text",
                    advice=_(_WORDS["text"]))
    seen, here = {row.get("objective_id")}, row.get("parent_id")
    while here is not None:
        if here in seen:
            yield Fault(_("El objetivo termina siendo su propio contenedor."), row=number, column="parent_id",
                        advice=_("Elija otro objetivo general o deje la celda vacía."))
            return
        seen.add(here)
        here = plan.rows("objectives").get(here, {}).get("parent_id")


def _indicator(row: Row, plan: Plan, number: int) -> Iterator[Fault]:
    if row.get("measure") == "percentage":
        for column in ("baseline_value", "target_total"):
            yield from _percent(row, column, number)


def _value(row: Row, plan: Plan, number: int) -> Iterator[Fault]:
    if bool(row.get("dim_name")) != bool(row.get("dim_value")):
        yield Fault(_("La desagregación necesita nombre y valor."), row=number,
                    column="dim_value" if row.get("dim_name") else "dim_name",
                    advice=_("Escriba los dos, por ejemplo «sexo» y «mujeres», o deje los dos vacíos."))
    indicator = plan.rows("indicators").get(row.get("indicator_id"), {})
    if indicator.get("measure") == "percentage":
        yield from _percent(row, "value", number)
    if indicator.get("measure") == "qualitative" and row.get("value") is not None:
        yield Fault(_("Este indicador es cualitativo: no lleva número."), row=number, column="value",
                    advice=_("Escriba el relato y deje vacío el número."))


def _actual(row: Row, plan: Plan, number: int) -> Iterator[Fault]:
    yield from _value(row, plan, number)
    indicator = plan.rows("indicators").get(row.get("indicator_id"), {})
    top, bottom = row.get("numerator"), row.get("denominator")
    if (top is None) != (bottom is None):
        yield Fault(_("Un porcentaje lleva numerador y denominador."), row=number,
                    column="numerator" if top is None else "denominator",
                    advice=_("Escriba las dos partes, o deje las dos vacías."))
    elif bottom is not None and top is not None:
        if bottom < 0 or (bottom == 0 and top != 0):
            yield Fault(_("El denominador debe ser mayor que cero."), row=number, column="denominator",
                        advice=_("Si no hubo casos, escriba 0 en las dos partes: se muestra como «no aplica»."))
        elif indicator.get("measure") == "percentage" and not 0 <= top <= bottom:
            yield Fault(_("El numerador {top} no está entre 0 y el denominador {bottom}.").format(
                top=top, bottom=bottom), row=number, column="numerator",
                advice=_("Revise las dos partes; quizá están al revés."))
        elif bottom == 0 and row.get("value") is not None:
            yield Fault(_("De 0 casos no hay porcentaje."), row=number, column="value",
                        advice=_("Deje vacío el valor: se muestra como «no aplica», que no es cero."))
        elif bottom and row.get("value") is not None and abs(row["value"] - 100 * top / bottom) > 0.5:
            yield Fault(_("El valor {value} no es el porcentaje de {top} entre {bottom}.").format(
                value=row["value"], top=top, bottom=bottom), row=number, column="value",
                advice=_("Deje vacío el valor: se calcula con sus partes."))


def _progress(row: Row, plan: Plan, number: int) -> Iterator[Fault]:
    yield from _percent(row, "percent", number)
    if row.get("status") == "done" and row.get("percent") not in (None, 100):
        yield Fault(_("Una acción cumplida lleva 100 por ciento o ninguno."), row=number, column="percent",
                    advice=_("Escriba 100, deje vacía la celda o cambie el estado."))


def _period(row: Row, plan: Plan, number: int) -> Iterator[Fault]:
    if row.get("starts") and row.get("ends") and row["ends"] < row["starts"]:
        yield Fault(_("El período termina antes de empezar."), row=number, column="ends",
                    advice=_("Revise las dos fechas."))


def _percent(row: Row, column: str, number: int) -> Iterator[Fault]:
    value = row.get(column)
    if value is not None and not 0 <= value <= 100:
        yield Fault(_("{value} no está entre 0 y 100.").format(value=value), row=number, column=column,
                    advice=_("Escriba el porcentaje como número de 0 a 100, sin el signo."))


_CHECKS = {"objectives": _objective, "indicators": _indicator, "targets": _value, "actuals": _actual,
           "progress": _progress, "periods": _period}
