"""Loose ends of a plan: numbering, actions without date or responsible, clusters without title."""

from __future__ import annotations

from collections.abc import Iterator

from minga import numbering
from minga.errors import Fault
from minga.i18n import gettext as _
from minga.store import Store, plan_rows
from minga.workshop.act import Row
from minga.workshop.plans import find_plan


def inspect_plan(store: Store, plan_id: str) -> list[Fault]:
    """Everything worth a look in a plan; nothing is changed.

    Returns:
        Findings by table and code; empty when there is nothing to say.

    Raises:
        NotFound: there is no such plan.
    """
    find_plan(store, plan_id)
    found = plan_rows(store, plan_id)
    return [*_actions(found), *_clusters(found), *_indicators(found)]


def _actions(found: dict[str, list[Row]]) -> Iterator[Fault]:
    assigned = {a["action_id"] for a in found["assignments"]}
    for direction in sorted(found["directions"], key=lambda d: d["position"]):
        own = sorted((a for a in found["actions"] if a["direction_id"] == direction["direction_id"]),
                     key=lambda a: a["position"])
        title = direction["title"]
        for note in numbering.check([a["code"] for a in own]):
            yield Fault(note.message, file="actions", column="code", advice=_("En «{title}».").format(title=title))
        for action in own:
            name = f"{direction['code']} / {action['code']}"
            if not action["schedule_text"]:
                yield Fault(_("La acción {name} no tiene fecha.").format(name=name), file="actions",
                            column="schedule_text")
            elif action["precision"] == "none" and not action["recurrence"]:
                yield Fault(_("La acción {name} tiene una fecha que no se entiende: «{text}».").format(
                    name=name, text=action["schedule_text"][:80]), file="actions", column="schedule_text")
            if action["action_id"] not in assigned:
                yield Fault(_("La acción {name} no tiene responsable.").format(name=name), file="assignments")


def _clusters(found: dict[str, list[Row]]) -> Iterator[Fault]:
    stages = {s["stage_id"]: s for s in found["stages"]}
    for cluster in found["clusters"]:
        if not cluster["title"]:
            yield Fault(_("En «{stage}» hay un grupo sin título ({symbol}).").format(
                stage=stages[cluster["stage_id"]]["title"], symbol=cluster["symbol"]), file="clusters", column="title")
    for stage in stages.values():
        loose = [c for c in found["cards"] if c["stage_id"] == stage["stage_id"] and c["status"] == "active"
                 and c["cluster_id"] is None]
        if loose and stage["phase"] in ("resolve", "done"):
            yield Fault(_("En «{stage}» quedaron {n} tarjetas sin agrupar.").format(stage=stage["title"], n=len(loose)),
                        file="cards", column="cluster_id")


def _indicators(found: dict[str, list[Row]]) -> Iterator[Fault]:
    aimed = {t["indicator_id"] for t in found["targets"] if t["value"] is not None}
    for indicator in sorted(found["indicators"], key=lambda i: i["position"]):
        if indicator["indicator_id"] not in aimed and indicator["target_total"] is None:
            yield Fault(_("El indicador «{title}» no tiene meta.").format(title=indicator["title"][:80]),
                        file="targets")
