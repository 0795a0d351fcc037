"""The reporting periods of a plan: made from its dates, locked when a report is final."""

from __future__ import annotations

from typing import Any

from minga.errors import Fault, InputError
from minga.i18n import gettext as _
from minga.periods import semesters_between
from minga.results.reading import unknown_plan
from minga.results.refusals import require_editor
from minga.results.verbs import save_row
from minga.store import Store, rows

Row = dict[str, Any]

_MOST = 100
"""Semesters of the longest plan: half a century."""


def ensure_periods(store: Store, plan_id: str, *, actor: str = "", role: str = "facilitator") -> list[Row]:
    """Make the semesters from the plan's first day to its last that are not there yet.

    Returns:
        Every period of the plan in time order; none when the plan does not say when it starts and ends.

    Raises:
        InputError: the plan ends before it starts, or covers more than half a century.
    """
    require_editor(role)
    found = rows(store, "plans", plan_id=plan_id)
    if not found:
        raise unknown_plan(store, plan_id)
    plan = found[0]
    if plan["starts"] and plan["ends"]:
        semesters = semesters_between(plan["starts"], plan["ends"], plan["fiscal_start"])
        if len(semesters) > _MOST:
            raise InputError(Fault(_("El plan cubre {n} semestres.").format(n=len(semesters)), column="ends",
                                   advice=_("Revise sus fechas de inicio y fin.")))
        with store.transaction("ensure_periods", plan_id=plan_id, actor=actor) as transaction:
            known = {r["period"] for r in transaction.rows("periods", plan_id=plan_id)}
            transaction.insert_many("periods", [
                {"plan_id": plan_id, "period": str(s), "starts": s.starts, "ends": s.ends, "status": "open"}
                for s in semesters if str(s) not in known])
    return sorted(rows(store, "periods", plan_id=plan_id), key=lambda r: (r["ends"], r["starts"]))


def lock_period(store: Store, plan_id: str, period: str, *, actor: str, role: str) -> Row:
    """Close a period to changes."""
    return save_row(store, plan_id, "periods", {"period": period, "status": "locked"}, actor=actor, role=role)


def open_period(store: Store, plan_id: str, period: str, *, actor: str, role: str) -> Row:
    """Open a locked period again."""
    return save_row(store, plan_id, "periods", {"period": period, "status": "open"}, actor=actor, role=role)
