"""Clusters: a symbol first, a title when it is time to name, always in the people's order."""

from __future__ import annotations

from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.store import Store, rows
from minga.workshop import stacks, wording
from minga.workshop.act import Act, Row, on_stage
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.stages import EDITING, NAMING, require_open

SYMBOLS = "●■▲◆★✚♥☀☂♣☾✿⬟⬢♪✈⚓☘✎⚑"


def add_cluster(store: Store, actor: Actor, stage_id: str, *, symbol: str = "", card_ids: list[str] | None = None,
                op_id: str = "") -> Row:
    """Start a cluster, with a symbol instead of a title, and move cards into it."""
    require_facilitator(actor)
    with on_stage(store, "add_cluster", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, EDITING)
        here = act.tx.rows("clusters", stage_id=stage_id)
        used = {c["symbol"] for c in here}
        free = next((s for s in SYMBOLS if s not in used), str(len(here) + 1))
        chosen = wording.clean(symbol, 8, what=_("Símbolo"), required=False) or free
        cluster = act.tx.insert("clusters", {"stage_id": stage_id, "symbol": chosen,
                                             "position": max((c["position"] for c in here), default=0) + 1})
        for position, card_id in enumerate(card_ids or [], 1):
            card = act.tx.get("cards", str(card_id))
            if card is None or card["stage_id"] != stage_id:
                raise NotFound(_("Esa tarjeta no existe."), _("Vuelva a abrir la página."))
            if card["status"] == "active":  # its author may have withdrawn it an instant ago
                moved = act.tx.update("cards", card_id, cluster_id=cluster["cluster_id"], position=position)
                stacks.follow(act.tx, moved)
        return act.answer(cluster)


def rename_cluster(store: Store, actor: Actor, cluster_id: str, *, title: str | None = None,
                   symbol: str | None = None, description: str | None = None, op_id: str = "") -> Row:
    """Give a cluster its title (from the naming phase on), its symbol or its explanation."""
    require_facilitator(actor)
    with on_stage(store, "rename_cluster", actor, _stage_of(store, cluster_id), op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, NAMING)
        values = {}
        if title is not None:
            _require_naming(act)
            values["title"] = wording.clean(title, wording.TITLE, what=_("Título"),
                                            required=act.stage["kind"] == "columns").replace("\n", " ")
        if symbol is not None:
            values["symbol"] = wording.clean(symbol, 8, what=_("Símbolo"), required=False)
        if description is not None:
            values["description"] = wording.clean(description, wording.NOTE, what=_("Explicación"), required=False)
        return act.answer(act.tx.update("clusters", cluster_id, **values))


def move_cluster(store: Store, actor: Actor, cluster_id: str, position: int, *, op_id: str = "") -> Row:
    """Put a cluster at another place of the wall (1 is the first)."""
    require_facilitator(actor)
    stage_id = _stage_of(store, cluster_id)
    with on_stage(store, "move_cluster", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, EDITING)
        order = [c["cluster_id"] for c in act.tx.rows("clusters", stage_id=stage_id, order="position")
                 if c["cluster_id"] != cluster_id]
        order.insert(max(0, min(int(position) - 1, len(order))), cluster_id)
        for place, other in enumerate(order, 1):
            act.tx.update("clusters", other, position=place)
        return act.answer(act.tx.get("clusters", cluster_id))


def dissolve_cluster(store: Store, actor: Actor, cluster_id: str, *, into: str | None = None, op_id: str = "") -> Row:
    """End a cluster: its cards go to another one (a merge), or back to the unclustered."""
    require_facilitator(actor)
    stage_id = _stage_of(store, cluster_id)
    with on_stage(store, "merge_cluster" if into else "dissolve_cluster", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, EDITING)
        if act.stage["kind"] == "columns":
            raise Refused(_("Las columnas de esta etapa son fijas."))
        target = act.tx.get("clusters", into) if into else None
        if into and (target is None or target["stage_id"] != stage_id or into == cluster_id):
            raise NotFound(_("Ese grupo no existe en esta etapa."), _("Vuelva a abrir la página."))
        last = max((c["position"] for c in act.tx.rows("cards", stage_id=stage_id, cluster_id=into or None)), default=0)
        for n, card in enumerate(act.tx.rows("cards", cluster_id=cluster_id, order="position"), 1):
            act.tx.update("cards", card["card_id"], cluster_id=into or None, position=last + n)
        for child in act.tx.rows("clusters", parent_id=cluster_id):
            act.tx.update("clusters", child["cluster_id"], parent_id=into or None)
        return act.answer(act.tx.delete("clusters", cluster_id))


def _require_naming(act: Act) -> None:
    if act.stage["kind"] != "columns" and act.stage["phase"] not in NAMING:
        raise Refused(_("Los títulos se ponen al nombrar; por ahora los grupos llevan un símbolo."),
                      _("Pase la etapa al momento «Nombrar»."))


def _stage_of(store: Store, cluster_id: str) -> str:
    found = rows(store, "clusters", cluster_id=str(cluster_id))
    if not found:
        raise NotFound(_("Ese grupo no existe."), _("Vuelva a abrir la página."))
    return str(found[0]["stage_id"])
