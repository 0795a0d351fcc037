"""What is well written and still not allowed: roles, locked periods, cumulative values that fall unexplained."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from minga.errors import Refused
from minga.i18n import format_number
from minga.i18n import gettext as _
from minga.results.checks import Plan

Row = dict[str, Any]

EDITORS = ("facilitator", "analyst")
"""Roles that may change results."""


def require_editor(role: str) -> None:
    """Refuse anybody who is neither facilitator nor analyst."""
    if role not in EDITORS:
        raise Refused(_("Los resultados los cambian quien facilita y quien analiza."),
                      _("Pida a quien facilita que haga el cambio o que le dé ese papel."))


def require_open(plan: Plan, periods: Iterable[str]) -> None:
    """Refuse to touch values of a locked period."""
    for name in periods:
        if plan.rows("periods").get(name, {}).get("status") == "locked":
            raise Refused(_("El período {period} está cerrado; nada se guardó.").format(period=name),
                          _("Si hay que corregirlo, quien facilita puede abrirlo de nuevo."))


def require_explained_falls(plan: Plan, touched: set[str]) -> None:
    """Refuse a cumulative value that falls without a comment on the value that is lower.

    Args:
        plan: read after writing, inside the same transaction.
        touched: ids of the actuals that were written; older falls elsewhere are left in peace.
    """
    order = {name: row["ends"] for name, row in plan.rows("periods").items()}
    series: dict[tuple[Any, ...], list[Row]] = {}
    for row in plan.rows("actuals").values():
        indicator = plan.rows("indicators")[row["indicator_id"]]
        if indicator["method"] == "cumulative" and row["value"] is not None and row["period"] in order:
            place = (row["indicator_id"], row["country"], row["dim_name"], row["dim_value"])
            series.setdefault(place, []).append(row)
    for rows in series.values():
        rows.sort(key=lambda r: order[r["period"]])
        for before, after in pairwise(rows):
            falls = after["value"] < before["value"] and order[after["period"]] > order[before["period"]]
            if falls and not after["comment"].strip() and {before["actual_id"], after["actual_id"]} & touched:
                raise _unexplained(plan.rows("indicators")[after["indicator_id"]], before, after)


def _unexplained(indicator: Row, before: Row, after: Row) -> Refused:
    return Refused(
        _("«{indicator}» es acumulado y bajaría de {before} ({earlier}) a {after} ({later}); nada se guardó.").format(
            indicator=indicator["title"][:80], before=format_number(before["value"]), earlier=before["period"],
            after=format_number(after["value"]), later=after["period"]),
        _("Corrija el valor o escriba en el comentario de {period} por qué bajó.").format(period=after["period"]))
