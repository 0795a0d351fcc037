"""Cards on paper: print them numbered, type them number by number, or take the CSV template away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga.errors import Refused
from minga.exchange.paper_sheets import LAYOUTS, PAPERS, card_sheets, sheet_template
from minga.i18n import gettext as _
from minga.i18n import ngettext
from minga.workshop import paper, reading
from minga.workshop.act import stage_row
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga_widgets.scribe_list import imported_words

MOST_SHOWN = 8
MOST_AT_ONCE = 400


class PaperArea:
    """The paper of a stage: what was printed, what was typed, what is missing."""

    def __init__(self, store: Store, actor: Actor, plan: dict[str, Any], stage_id: str) -> None:
        self._store, self._actor, self._plan, self._stage_id = store, actor, plan, stage_id
        self._typed: list[str] = []
        self.hand_over: Callable[..., None] = _nowhere

    def view(self, wall: reading.Wall) -> dict[str, Any]:
        """Numbers printed, missing and typed last; newest first."""
        state = paper.read_paper(self._store, self._stage_id)
        return {"printed": state.printed, "started": bool(state.printed or state.typed),
                "missing": _spans(state.missing),
                "typed": ngettext("{n} copiada", "{n} copiadas", len(state.typed)).format(n=len(state.typed)),
                "last": [[n, state.typed[n]["text"]] for n in reversed(self._typed) if n in state.typed][:MOST_SHOWN],
                "layouts": list(LAYOUTS), "papers": list(PAPERS)}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Print, take the template away, look a sheet up, type it."""
        return {"print_sheets": self._print, "sheet_template": self._template, "find_sheet": self._find,
                "type_sheet": self._type}

    def _span(self, message: dict[str, Any]) -> tuple[int, int]:
        first, last = message.get("first"), message.get("last")
        if type(first) is not int or type(last) is not int or not 1 <= first <= last < first + MOST_AT_ONCE:
            raise Refused(_("Se esperaba del primero al último número, {n} tarjetas como mucho.").format(
                n=MOST_AT_ONCE), _("Corrija los números."))
        paper.mark_printed(self._store, self._actor, self._stage_id, last, op_id=message["id"])
        return first, last

    def _print(self, message: dict[str, Any]) -> str:
        first, last = self._span(message)
        per_page, size = message.get("per_page"), message.get("paper")
        page = card_sheets(self._plan, stage_row(self._store, self._stage_id), first, last,
                           per_page=per_page if type(per_page) is int else 0, paper=str(size))
        if message.get("download") is not True:
            return page
        self.hand_over({"file": f"{self._name(first, last)}.html"}, buffers=[page.encode("utf-8")])
        return ""

    def _template(self, message: dict[str, Any]) -> None:
        printed = paper.read_paper(self._store, self._stage_id).printed
        first, last = (1, printed) if printed else self._span(message)  # whatever was printed can be copied
        content = sheet_template(self._plan, stage_row(self._store, self._stage_id), first, last)
        self.hand_over({"file": f"{self._name(first, last)}.csv"}, buffers=[content])

    def _name(self, first: int, last: int) -> str:
        key = stage_row(self._store, self._stage_id)["key"]
        return f"{self._plan['plan_id']}-{key}-{first:03d}-{last:03d}"

    def _find(self, message: dict[str, Any]) -> dict[str, str] | None:
        found = paper.read_paper(self._store, self._stage_id).typed.get(
            paper.sheet_number(str(message.get("number", ""))))
        return {"text": found["text"], "team": found["team"]} if found else None

    def _type(self, message: dict[str, Any]) -> str:
        number, team = message.get("number", ""), message.get("team", "")
        counted = paper.type_sheet(self._store, self._actor, self._stage_id, number, message.get("text", ""),
                                   team=team if isinstance(team, str) else "", place=str(message.get("column", "")),
                                   op_id=message["id"])
        sheet = paper.sheet_number(number)
        self._typed = [*(n for n in self._typed[-200:] if n != sheet), sheet]
        return imported_words(counted)


def _nowhere(_message: dict[str, Any], buffers: Any = None) -> None:
    """Where a file goes before there is a page."""


def _spans(numbers: tuple[str, ...]) -> list[list[int]]:
    """Numbers as runs: 1, 2, 3, 7 → [1, 3], [7, 7]."""
    made: list[list[int]] = []
    for n in map(int, numbers):
        if made and made[-1][1] == n - 1:
            made[-1][1] = n
        else:
            made.append([n, n])
    return made
