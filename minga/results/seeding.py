"""From a direction's outcome measure to an indicator, so that what was said in the room is what is measured."""

from __future__ import annotations

from typing import Any

from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.results.refusals import require_editor
from minga.store import Store, Transaction, plan_rows, rows

Row = dict[str, Any]


def seed_indicator(store: Store, plan_id: str, direction_id: str, *, actor: str, role: str) -> Row:
    """Make the outcome measure of a direction an indicator of an outcome result of that direction.

    Nothing else is asked: it measures units as a photo at the close of each period, and can be changed on
    the page of results. A direction that has its indicator already keeps it: it is returned, and nothing is made.

    Raises:
        Refused: the role may not, or the direction has no outcome measure.
        NotFound: there is no such direction in this plan.
    """
    require_editor(role)
    if not any(d["plan_id"] == plan_id for d in rows(store, "directions", direction_id=str(direction_id))):
        raise NotFound(_("Esa dirección no existe."), _("Vuelva a abrir la página."))
    with store.transaction("seed_indicator", plan_id=plan_id, actor=actor) as tx:
        direction = tx.get("directions", direction_id)
        if direction is None:
            raise NotFound(_("Esa dirección no existe."), _("Vuelva a abrir la página."))
        outcomes = sorted(tx.rows("results", plan_id=plan_id, direction_id=direction_id, type="outcome"),
                          key=lambda r: r["result_id"])
        for result in outcomes:
            if made := tx.rows("indicators", result_id=result["result_id"], order="position"):
                return made[0]
        measure = direction["outcome_measure"].strip()
        if not measure:
            raise Refused(_("La dirección «{title}» todavía no dice cómo se sabrá que se logró.").format(
                title=direction["title"]), _("Escríbalo en la dirección y vuelva a intentarlo."))
        result = outcomes[0] if outcomes else tx.insert("results", {
            "plan_id": plan_id, "direction_id": direction_id, "type": "outcome", "title": direction["title"]})
        return _indicator(tx, plan_id, result["result_id"], measure)


def seeded_directions(store: Store, plan_id: str) -> dict[str, str]:
    """Which directions have the indicator of an outcome: direction id to indicator id."""
    found = plan_rows(store, plan_id, ["results", "indicators"])
    outcome = {r["result_id"]: r["direction_id"] for r in found["results"]
               if r["type"] == "outcome" and r["direction_id"]}
    made: dict[str, str] = {}
    for indicator in sorted(found["indicators"], key=lambda i: i["position"]):
        if indicator["result_id"] in outcome:
            made.setdefault(outcome[indicator["result_id"]], indicator["indicator_id"])
    return made


def _indicator(tx: Transaction, plan_id: str, result_id: str, title: str) -> Row:
    here = tx.rows("indicators", plan_id=plan_id)
    return tx.insert("indicators", {
        "plan_id": plan_id, "result_id": result_id, "title": title, "measure": "unit", "method": "snapshot",
        "position": max((i["position"] for i in here), default=0) + 1})
