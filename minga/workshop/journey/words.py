"""Steps of a story, and how the things of a plan are named in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from minga.i18n import gettext as _
from minga.i18n import join_list, ngettext, quoted
from minga.workshop.chain import Chain

Step = dict[str, Any]
CHAPTERS = ("idea", "group", "direction", "action", "results")
"""Parts of a story, in the order of the chain."""

LONGEST = 110
"""Letters of a text that stands inside a sentence."""


def step(chapter: str, text: str, *, when: date | datetime | None = None, refs: Iterable[dict[str, str]] = ()) -> Step:
    """One step of a story.

    Args:
        chapter: one of ``CHAPTERS``.
        text: a sentence.
        when: its day, where one is known and may be said.
        refs: other things of the plan that it speaks of.
    """
    day = when.date() if isinstance(when, datetime) else when
    return {"chapter": chapter, "text": text, "when": day.isoformat() if day else "", "refs": list(refs)}


def cut(text: str, longest: int = LONGEST) -> str:
    """A text on one line, shortened at a word where it is long."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    head = line[:longest].rpartition(" ")[0]
    return (head if len(head) > longest // 2 else line[:longest]).rstrip(" ,;:.") + "…"


def name(chain: Chain, row_id: str) -> str:
    """What a thing of the plan is called, in a line."""
    table = chain.table_of(row_id)
    row = chain.by.get(table, {}).get(row_id, {})
    if table == "clusters":
        return cut(row["title"] or row["symbol"] or _("un grupo sin nombre"))
    words = cut(row.get("title") or row.get("text") or "").rstrip(".")
    return " ".join(part for part in (_code(chain, row), words) if part)


def _code(chain: Chain, row: dict[str, Any]) -> str:
    """The code that tells a thing apart in the whole plan: an action's may begin again in each direction."""
    code = str(row.get("code", ""))
    outer = chain.by["directions"].get(row.get("direction_id") or "", {}).get("code", "") if "action_id" in row else ""
    if not code or not outer or all(a["code"].startswith(f"{outer}.") for a in chain.actions_of(row["direction_id"])):
        return code
    return f"{outer} / {code}"


def said(chain: Chain, row_id: str) -> str:
    """The name between quotes."""
    return quoted(name(chain, row_id))


def listed(chain: Chain, row_ids: Iterable[str], most: int = 4) -> str:
    """Several names in a sentence; how many more there are, when they are many."""
    every = list(row_ids)
    shown = [said(chain, one) for one in every[:most]]
    more = len(every) - len(shown)
    return join_list([*shown, ngettext("{n} más", "{n} más", more).format(n=more)] if more else shown)


def what(chain: Chain, row_id: str) -> str:
    """The word for what a thing is: an obstacle, a direction, a card of some stage."""
    table = chain.table_of(row_id)
    if table == "cards":
        return _("Tarjeta de «{stage}»").format(stage=chain.stage(row_id)["title"])
    if table == "clusters":
        group = _("Grupo de «{stage}»").format(stage=chain.stage(row_id)["title"])
        return {"vision": _("Visión"), "obstacle": _("Obstáculo")}.get(chain.role(row_id), group)
    return {"directions": _("Dirección"), "actions": _("Acción"),
            "objectives": _("Objetivo"), "indicators": _("Indicador")}.get(table, "")


def refs(chain: Chain, *row_ids: str) -> list[dict[str, str]]:
    """What a step speaks of, for whoever wants to go on from there."""
    return [{"id": one, "what": what(chain, one), "name": name(chain, one)} for one in dict.fromkeys(row_ids)
            if chain.table_of(one)]
