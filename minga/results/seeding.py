"""From what was said in the room to what is measured: outcome measures and accomplishments become indicators.

A direction's outcome measure becomes the indicator of an outcome of that direction; an action's accomplishment the
indicator of an output, tied to the action by a link ``delivers``. Each has its indicator once: asking again gives
the one that there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.results.refusals import require_editor
from minga.store import Store, Transaction, plan_rows

Row = dict[str, Any]

OUTCOME, OUTPUT, DELIVERS = "outcome", "output", "delivers"


@dataclass(frozen=True)
class Promise:
    """Something said in the room by which success will be known.

    Attributes:
        table: ``directions`` or ``actions``.
        row_id: of the direction or action.
        title: how the direction or action is called, with its code.
        text: the outcome measure or accomplishment.
        indicator_id: the indicator that came of it; empty when there is none yet.
    """

    table: str
    row_id: str
    title: str
    text: str
    indicator_id: str = ""


def seed_indicator(store: Store, plan_id: str, direction_id: str, *, actor: str, role: str) -> Row:
    """Make the outcome measure of a direction an indicator of an outcome result of that direction.

    Nothing else is asked: it measures units as a photo at the close of each period, and can be changed on
    the page of results. A direction that has its indicator already keeps it: it is returned, and nothing is made.

    Raises:
        Refused: the role may not, or the direction has no outcome measure.
        NotFound: there is no such direction in this plan.
    """
    require_editor(role)
    with store.transaction("seed_indicator", plan_id=plan_id, actor=actor) as tx:
        direction = tx.get("directions", str(direction_id))
        if direction is None or direction["plan_id"] != plan_id:
            raise NotFound(_("Esa dirección no existe."), _("Vuelva a abrir la página."))
        outcomes = sorted(tx.rows("results", plan_id=plan_id, direction_id=direction_id, type=OUTCOME),
                          key=lambda r: r["result_id"])
        for result in outcomes:
            if made := tx.rows("indicators", result_id=result["result_id"], order="position"):
                return made[0]
        measure = direction["outcome_measure"].strip()
        if not measure:
            raise Refused(_("La dirección «{title}» todavía no dice cómo se sabrá que se logró.").format(
                title=direction["title"]), _("Escríbalo en la dirección y vuelva a intentarlo."))
        return _indicator(tx, outcomes[0] if outcomes else _result(tx, direction, OUTCOME, direction["title"]), measure)


def seed_from_action(store: Store, plan_id: str, action_id: str, *, actor: str, role: str) -> Row:
    """Make the accomplishment of an action an indicator of an output of its direction, delivered by the action.

    An action that delivers an indicator already keeps it: it is returned, and nothing is made.

    Raises:
        Refused: the role may not, or the action says no accomplishment.
        NotFound: there is no such action in this plan.
    """
    require_editor(role)
    with store.transaction("seed_from_action", plan_id=plan_id, actor=actor) as tx:
        action = tx.get("actions", str(action_id))
        direction = tx.get("directions", action["direction_id"]) if action else None
        if action is None or direction is None or direction["plan_id"] != plan_id:
            raise NotFound(_("Esa acción no existe."), _("Vuelva a abrir la página."))
        for link in tx.rows("links", plan_id=plan_id, from_id=action["action_id"], kind=DELIVERS, order="link_id"):
            if made := tx.get("indicators", link["to_id"]):
                return made
        accomplishment = action["accomplishment"].strip()
        if not accomplishment:
            raise Refused(_("La acción «{title}» todavía no dice qué logro se espera de ella.").format(
                title=_titled(action)), _("Escríbalo en la acción y vuelva a intentarlo."))
        made = _indicator(tx, _output(tx, direction, action["text"]), accomplishment)
        tx.insert("links", {"plan_id": plan_id, "from_id": action["action_id"], "to_id": made["indicator_id"],
                            "kind": DELIVERS})
        return made


def promises(store: Store, plan_id: str) -> tuple[Promise, ...]:
    """Everything said by which success will be known, directions first, with the indicator that came of it."""
    found = plan_rows(store, plan_id, ["directions", "actions", "results", "indicators", "links"])
    seeded, delivered = _seeded(found), _delivered(found)
    said = []
    for direction in sorted(found["directions"], key=lambda d: d["position"]):
        own = sorted((a for a in found["actions"] if a["direction_id"] == direction["direction_id"]),
                     key=lambda a: a["position"])
        if measure := direction["outcome_measure"].strip():
            said.append(Promise("directions", direction["direction_id"], _titled(direction), measure,
                                seeded.get(direction["direction_id"], "")))
        said += [Promise("actions", a["action_id"], _titled(a, direction["code"]), a["accomplishment"].strip(),
                         delivered.get(a["action_id"], "")) for a in own if a["accomplishment"].strip()]
    return tuple(said)


def seeded_directions(store: Store, plan_id: str) -> dict[str, str]:
    """Which directions have the indicator of an outcome: direction id to indicator id."""
    return _seeded(plan_rows(store, plan_id, ["results", "indicators"]))


def seeded_actions(store: Store, plan_id: str) -> dict[str, str]:
    """Which actions deliver an indicator: action id to indicator id."""
    return _delivered(plan_rows(store, plan_id, ["indicators", "links"]))


def _seeded(found: dict[str, list[Row]]) -> dict[str, str]:
    outcome = {r["result_id"]: r["direction_id"] for r in found["results"]
               if r["type"] == OUTCOME and r["direction_id"]}
    made: dict[str, str] = {}
    for indicator in sorted(found["indicators"], key=lambda i: i["position"]):
        if indicator["result_id"] in outcome:
            made.setdefault(outcome[indicator["result_id"]], indicator["indicator_id"])
    return made


def _delivered(found: dict[str, list[Row]]) -> dict[str, str]:
    known = {i["indicator_id"] for i in found["indicators"]}
    made: dict[str, str] = {}
    for link in sorted(found["links"], key=lambda one: one["link_id"]):
        if link["kind"] == DELIVERS and link["to_id"] in known:
            made.setdefault(link["from_id"], link["to_id"])
    return made


def _titled(row: Row, within: str = "") -> str:
    """A direction, or an action with the code of its direction, as people call it; cut where a line would end."""
    code = " / ".join(part for part in (within, row["code"]) if part)
    words = " ".join(f"{code if row['code'] else ''} {row.get('title') or row.get('text') or ''}".split())
    return words if len(words) <= 90 else words[:89].rstrip() + "…"


def _output(tx: Transaction, direction: Row, title: str) -> Row:
    """The output of that title which has no indicator any more, or a new one."""
    same = tx.rows("results", plan_id=direction["plan_id"], direction_id=direction["direction_id"], type=OUTPUT,
                   title=title, order="result_id")
    free = [r for r in same if not tx.count("indicators", result_id=r["result_id"])]
    return free[0] if free else _result(tx, direction, OUTPUT, title)


def _result(tx: Transaction, direction: Row, kind: str, title: str) -> Row:
    """A new result of a direction, and of the objective that comes from it where there is one."""
    objectives = tx.rows("objectives", plan_id=direction["plan_id"], direction_id=direction["direction_id"],
                         order="position")
    return tx.insert("results", {
        "plan_id": direction["plan_id"], "direction_id": direction["direction_id"], "type": kind, "title": title,
        "objective_id": objectives[0]["objective_id"] if objectives else None})


def _indicator(tx: Transaction, result: Row, title: str) -> Row:
    return tx.insert("indicators", {
        "plan_id": result["plan_id"], "objective_id": result["objective_id"], "result_id": result["result_id"],
        "title": title, "measure": "unit", "method": "snapshot",
        "position": tx.highest("indicators", "position", plan_id=result["plan_id"]) + 1})
