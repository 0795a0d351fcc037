"""Plans: made from a method, listed, found, and the one that the room is working on."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from minga import tables
from minga.errors import InputError, NotFound
from minga.i18n import gettext as _
from minga.i18n import normalise, speaking
from minga.methods import Method, Words, load_method
from minga.store import Store, rows
from minga.workshop.wording import TITLE, clean

Row = dict[str, Any]
CURRENT = "current_plan"
"""Name of the setting that holds the plan in the room."""


def slug(title: str) -> str:
    """A plan id from a title: ASCII letters, digits and hyphens, 48 at most."""
    # Dashes and spaces of any script separate words; only then are accents and foreign letters dropped.
    apart = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", title))
    plain = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-") or "plan"


def plan_skeleton(method: Method, *, title: str, plan_id: str = "", organization: str = "", language: str = "es",
                  starts: date | None = None, ends: date | None = None, countries: str = "") -> dict[str, list[Row]]:
    """The rows of a new plan, ready to be written: the plan, its stages, fixed columns and empty sections.

    Args:
        method: the workshop method.
        title: title of the plan.
        plan_id: its id; made from the title when empty.
        organization: put in place of ``{organization}`` in the method's questions.
        language: es, pt or en; the words of stages and columns are kept in it.
        starts: first day of the plan.
        ends: last day; its year is put in place of ``{year}``.
        countries: ISO codes separated by spaces.

    Returns:
        Typed rows of ``plans``, ``stages``, ``clusters`` and ``sections``; ids already made.
    """
    language = normalise(language)
    with speaking(language):
        fill = {"{organization}": organization or _("la organización"),
                "{year}": str(ends.year) if ends else _("los próximos años")}
        plan = {"plan_id": plan_id or slug(title), "title": title, "organization": organization, "method": method.name,
                "language": language, "starts": starts, "ends": ends, "countries": countries,
                "created_at": tables.now()}
        made: dict[str, list[Row]] = {"plans": [plan], "stages": [], "clusters": [], "sections": []}
        for position, stage in enumerate(method.stages, 1):
            row = {"stage_id": tables.new_id(), "plan_id": plan["plan_id"], "key": stage.key, "kind": stage.kind,
                   "position": position, "title": str(stage.title), "question": _filled(stage.question, fill),
                   "rational_aim": _filled(stage.rational_aim, fill),
                   "experiential_aim": _filled(stage.experiential_aim, fill),
                   "anonymity": stage.anonymity, "phase": "closed"}
            made["stages"].append(row)
            made["clusters"] += [
                {"cluster_id": tables.new_id(), "stage_id": row["stage_id"], "parent_id": None, "position": i,
                 "symbol": "", "title": str(part.title), "description": ""}
                for i, part in enumerate(stage.columns, 1)]
            made["sections"] += [
                {"section_id": tables.new_id(), "plan_id": plan["plan_id"], "key": part.key,
                 "position": len(made["sections"]) + i, "title": str(part.title), "text": ""}
                for i, part in enumerate(stage.sections, 1)]
    return made


def _filled(words: Words, fill: dict[str, str]) -> str:
    text = str(words)
    for placeholder, value in fill.items():
        text = text.replace(placeholder, value)
    return text


def new_plan(store: Store, *, title: str, method: str = "top", plan_id: str = "", organization: str = "",
             language: str = "es", starts: date | None = None, ends: date | None = None, countries: str = "") -> str:
    """Make a plan from a method and return its id.

    Raises:
        InputError: no title, an id that is not a plain name or is taken, an end before the start.
        NotFound: no such method.
        Refused: a title or the name of an organization that is too long.
    """
    title = title.strip()
    if not title:
        raise InputError(_("El plan no tiene título."), _("Escriba un título."))
    title = clean(title, TITLE, what=_("Título"))
    organization = clean(organization, TITLE, what=_("Organización"), required=False)
    if plan_id and plan_id != slug(plan_id):
        raise InputError(_("«{plan}» no sirve como identificador de plan.").format(plan=plan_id[:60]),
                         _("Use letras minúsculas sin acentos, números y guiones, por ejemplo «{example}».").format(
                             example=slug(plan_id)))
    if starts and ends and ends < starts:
        raise InputError(_("El plan termina antes de empezar."), _("Corrija las fechas."))
    chosen = plan_id or _free(store, slug(title))
    made = plan_skeleton(load_method(method), title=title, plan_id=chosen, organization=organization, language=language,
                         starts=starts, ends=ends, countries=countries)
    with store.transaction("new_plan", plan_id=chosen) as tx:
        if tx.get("plans", chosen):
            raise InputError(_("Ya hay un plan «{plan}».").format(plan=chosen), _("Elija otro identificador."))
        for name, table_rows in made.items():
            tx.insert_many(name, table_rows)
    return chosen


def _free(store: Store, wanted: str) -> str:
    taken = {p["plan_id"] for p in rows(store, "plans")}
    return next(name for n in range(1, len(taken) + 2)
                if (name := wanted if n == 1 else f"{wanted}-{n}") not in taken)


def list_plans(store: Store) -> list[Row]:
    """Every plan, newest first."""
    return sorted(rows(store, "plans"), key=lambda p: (p["created_at"], p["plan_id"]), reverse=True)


def find_plan(store: Store, plan_id: str) -> Row:
    """The plan with that id.

    Raises:
        NotFound: there is none; the message lists those there are.
    """
    found = rows(store, "plans", plan_id=plan_id)
    if not found:
        known = ", ".join(p["plan_id"] for p in list_plans(store)[:12]) or _("ninguno")
        raise NotFound(_("No hay un plan «{plan}».").format(plan=plan_id[:80]),
                       _("Los planes que hay: {plans}.").format(plans=known))
    return found[0]


def open_in_room(store: Store, plan_id: str) -> None:
    """Make a plan the one that the room works on: pages without a plan of their own follow it."""
    find_plan(store, plan_id)
    with store.transaction("open_plan", plan_id=plan_id) as tx:
        tx.put_private("settings", {"name": CURRENT, "value": plan_id})


def plan_in_room(store: Store) -> str:
    """Id of the plan that the room works on: the one opened last, else the newest; empty if there is none."""
    chosen = rows(store, "settings", name=CURRENT)
    if chosen and rows(store, "plans", plan_id=chosen[0]["value"]):
        return str(chosen[0]["value"])
    plans = list_plans(store)
    return str(plans[0]["plan_id"]) if plans else ""
