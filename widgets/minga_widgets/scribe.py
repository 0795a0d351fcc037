"""The scribe's desk: one person types, votes, imports or copies paper for many; each part is made when opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from minga.errors import Refused
from minga.i18n import gettext as _
from minga.workshop import reading
from minga.workshop.act import stage_row
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm
from minga_widgets.paper import PaperArea
from minga_widgets.scribe_list import ListArea
from minga_widgets.scribe_typing import TypingArea
from minga_widgets.scribe_votes import VotesArea
from minga_widgets.scribe_words import scribe_labels


class Area(Protocol):
    """A part of the scribe's desk."""

    def view(self, wall: reading.Wall) -> dict[str, Any]:
        """What the page shows of it while it is open."""

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """What the page may ask of it."""


AREAS: dict[str, Callable[..., Area]] = {
    "typing": TypingArea, "list": ListArea, "paper": PaperArea, "votes": VotesArea}


class Scribe(Component):
    """Types cards and votes of people without a phone, imports lists, prints and copies paper.

    Args:
        store: the store.
        actor: the facilitator.
        plan: the plan's row.
        stage_id: the stage.
        opened: parts that stand open from the beginning.
    """

    _esm = esm("scribe_form", "scribe_typing", "scribe_votes", "scribe_list", "paper", "scribe")
    _css = css("scribe")
    limit = 3_000_000  # a file to import travels as text

    def __init__(self, store: Store, actor: Actor, plan: dict[str, Any], stage_id: str,
                 opened: tuple[str, ...] = ()) -> None:
        require_facilitator(actor)
        self._store, self._stage_id = store, stage_id
        self._areas = {name: make(store, actor, plan, stage_id) for name, make in AREAS.items()}
        self._first, self._open = opened, set(opened)
        super().__init__(labels=scribe_labels())
        for area in self._areas.values():
            if isinstance(area, PaperArea):
                area.hand_over = self.send

    def view(self) -> dict[str, Any]:
        """The stage, and the parts that are open."""
        shown: dict[str, Any] = {"areas": list(AREAS), "first": list(self._first)}
        if not self._open:
            return shown | {"stage": _stage(stage_row(self._store, self._stage_id), ())}
        wall = reading.read_wall(self._store, self._stage_id)
        return shown | {"stage": _stage(wall.stage, wall.clusters)} | {
            name: self._areas[name].view(wall) for name in AREAS if name in self._open}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Open or fold a part, and what each part does."""
        found: dict[str, Callable[[dict[str, Any]], Any]] = {"open_area": self._fold}
        for area in self._areas.values():
            found |= area.verbs()
        return found

    def _fold(self, message: dict[str, Any]) -> None:
        name = message.get("area")
        if name not in AREAS:
            raise Refused(_("La página pidió algo que no se puede hacer."), _("Vuelva a abrirla."))
        (self._open.add if message.get("open") is True else self._open.discard)(name)


def _stage(stage: dict[str, Any], clusters: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    fixed = stage["kind"] == "columns"
    return {"round": stage["round"], "anonymous": stage["anonymity"] == "anonymous",
            "columns": [[c["cluster_id"], c["title"]] for c in clusters] if fixed else []}
