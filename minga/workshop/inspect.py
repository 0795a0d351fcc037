"""Loose ends of a plan: numbering, dates, people, clusters without title, what the chain leaves out, soft notes."""

from __future__ import annotations

from collections.abc import Iterator

from minga import numbering
from minga.checks import Note, check_card, check_title
from minga.errors import Fault
from minga.i18n import gettext as _
from minga.store import Store, plan_rows
from minga.workshop import hints
from minga.workshop.act import Row
from minga.workshop.chain import TABLES, make_chain
from minga.workshop.coverage import covered
from minga.workshop.plans import find_plan

_SHOWN = 80


def inspect_plan(store: Store, plan_id: str) -> list[Fault]:
    """Everything worth a look in a plan; nothing is changed.

    Returns:
        Findings by table and code; empty when there is nothing to say.

    Raises:
        NotFound: there is no such plan.
    """
    plan = find_plan(store, plan_id)
    found = plan_rows(store, plan_id)
    return [*_actions(found, plan), *_clusters(found), *_chain(found), *_indicators(found), *_wording(found, plan)]


def _chain(found: dict[str, list[Row]]) -> Iterator[Fault]:
    """What hangs loose in the chain; nothing is said of a plan in which nobody has joined anything yet."""
    chain = make_chain({name: found[name] for name in TABLES})
    here = covered(chain)
    if not any(table.filled for table in here.tables().values()):
        return
    for obstacle in here.uncovered:
        group = chain.by["clusters"][obstacle]
        yield Fault(_("Ninguna acción ni dirección atiende el obstáculo «{title}».").format(
            title=(group["title"] or group["symbol"])[:_SHOWN]), file="links", column="to_id")
    for vision in here.unadvanced:
        group = chain.by["clusters"][vision]
        yield Fault(_("Ninguna dirección acerca la visión «{title}».").format(
            title=(group["title"] or group["symbol"])[:_SHOWN]), file="links", column="to_id")
    for action_id in here.orphan_actions:
        action = chain.by["actions"][action_id]
        name = f"{chain.by['directions'][action['direction_id']]['code']} / {action['code']}"
        yield Fault(_("La acción {name} no atiende ningún obstáculo.").format(name=name), file="links",
                    column="from_id")


def _actions(found: dict[str, list[Row]], plan: Row) -> Iterator[Fault]:
    assigned: dict[str, list[Row]] = {}
    for assignment in found["assignments"]:
        assigned.setdefault(assignment["action_id"], []).append(assignment)
    for direction in sorted(found["directions"], key=lambda d: d["position"]):
        own = sorted((a for a in found["actions"] if a["direction_id"] == direction["direction_id"]),
                     key=lambda a: a["position"])
        title = direction["title"]
        for note in numbering.check([a["code"] for a in own]):
            yield Fault(note.message, file="actions", column="code", advice=_("En «{title}».").format(title=title))
        for action in own:
            name = f"{direction['code']} / {action['code']}"
            for note in hints.action_notes(action, assigned.get(action["action_id"], []), plan):
                yield _about_action(note, name, action)


def _about_action(note: Note, name: str, action: Row) -> Fault:
    """A note on an action as a finding: its sentence says which action it is about."""
    date = {"file": "actions", "column": "schedule_text"}
    match note.code:
        case "action_date":
            return Fault(_("La acción {name} no tiene fecha.").format(name=name), **date)
        case "action_unclear_date":
            return Fault(_("La acción {name} tiene una fecha que no se entiende: «{text}».").format(
                name=name, text=action["schedule_text"][:80]), **date)
        case "action_responsible":
            return Fault(_("La acción {name} no tiene responsable.").format(name=name), file="assignments")
        case "action_outside":
            return Fault(f"{name}: {note.message}", **date, advice=note.advice)
    return Fault(f"{name}: {note.message}", file="assignments", column="country", advice=note.advice)


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


def _wording(found: dict[str, list[Row]], plan: Row) -> Iterator[Fault]:
    """What the method's soft checks say of cards and titles, each with the words it is about."""
    names, own = hints.known_names(found["participants"], (plan["organization"] or "").strip())
    for stage in sorted(found["stages"], key=lambda s: s["position"]):
        rules = hints.stage_rules(plan["method"], stage["key"])
        cards = [c["text"] for c in found["cards"] if c["stage_id"] == stage["stage_id"] and c["status"] == "active"]
        titles = [c["title"] for c in found["clusters"] if c["stage_id"] == stage["stage_id"] and c["title"]]
        for text in cards:
            for note in check_card(text, rules, plan["language"], known=names, own=own):
                yield _about_words(note, stage, text, "cards", "text")
        for text in titles if stage["kind"] != "columns" else ():
            for note in check_title(text, rules, plan["language"], known=names, own=own):
                yield _about_words(note, stage, text, "clusters", "title")


def _about_words(note: Note, stage: Row, text: str, file: str, column: str) -> Fault:
    short = " ".join(text.split())
    short = short if len(short) <= _SHOWN else f"{short[:_SHOWN - 1].rstrip()}…"
    return Fault(_("En «{stage}», «{text}»: {remark}").format(stage=stage["title"], text=short, remark=note.message),
                 file=file, column=column, advice=note.advice)


def _indicators(found: dict[str, list[Row]]) -> Iterator[Fault]:
    aimed = {t["indicator_id"] for t in found["targets"] if t["value"] is not None}
    for indicator in sorted(found["indicators"], key=lambda i: i["position"]):
        if indicator["indicator_id"] not in aimed and indicator["target_total"] is None:
            yield Fault(_("El indicador «{title}» no tiene meta.").format(title=indicator["title"][:80]),
                        file="targets")
