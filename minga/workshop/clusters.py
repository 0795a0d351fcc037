"""Clusters: a symbol first, a title when it is time to name, always in the people's order."""

from __future__ import annotations

from collections.abc import Sequence

from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.store import Store, Transaction, rows
from minga.workshop import arranging, links, places, stacks, wording
from minga.workshop.act import Act, Row, on_stage
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.stages import EDITING, NAMING, require_open

SYMBOLS = "●■▲◆★✚♥☀☂♣☾✿⬟⬢♪✈⚓☘✎⚑"


def add_cluster(store: Store, actor: Actor, stage_id: str, *, symbol: str = "", card_ids: Sequence[str] | None = None,
                op_id: str = "") -> Row:
    """Start a cluster, with a symbol instead of a title, and move cards into it."""
    require_facilitator(actor)
    with on_stage(store, "add_cluster", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, EDITING)
        cluster = _new(act, symbol)
        _fill(act, cluster, card_ids or [])
        return act.answer(cluster)


def split_cluster(store: Store, actor: Actor, cluster_id: str, card_ids: Sequence[str], *, op_id: str = "") -> Row:
    """Make some cards of a cluster a cluster of their own, right beside it.

    Raises:
        Refused: none of the cards lies in that cluster any more, or the stage has fixed columns.
    """
    require_facilitator(actor)
    with on_stage(store, "split_cluster", actor, _stage_of(store, cluster_id), op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, EDITING)
        _require_free(act)
        old = _require(act, cluster_id)
        chosen = [c for c in arranging.still_there(act, card_ids) if c["cluster_id"] == cluster_id]
        if not chosen:
            raise Refused(_("Esas tarjetas ya no están en ese grupo."), _("Elija las tarjetas de nuevo."))
        cluster = _new(act, "", parent_id=old["parent_id"])
        places.put_cluster(act.tx, act.stage["stage_id"], cluster["cluster_id"], _next_to(act.tx, old))
        _fill(act, cluster, [c["card_id"] for c in chosen])
        return act.answer(cluster)


def nest_cluster(store: Store, actor: Actor, cluster_id: str, parent_id: str | None, *, op_id: str = "") -> Row:
    """Put a cluster inside another one, or (None) take it out again, beside the one that held it.

    Raises:
        Refused: groups go one level deep, and fixed columns hold none.
    """
    require_facilitator(actor)
    with on_stage(store, "nest_cluster", actor, _stage_of(store, cluster_id), op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, EDITING)
        _require_free(act)
        inner = _require(act, cluster_id)
        if parent_id:
            _require_shallow(act, inner, _require(act, parent_id))
            act.tx.update("clusters", cluster_id, parent_id=parent_id)
        elif inner["parent_id"]:
            outer = _require(act, inner["parent_id"])
            act.tx.update("clusters", cluster_id, parent_id=None)
            places.put_cluster(act.tx, act.stage["stage_id"], cluster_id, _next_to(act.tx, outer))
        return act.answer(_require(act, cluster_id))


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
        _require(act, cluster_id)
        return act.answer(act.tx.update("clusters", cluster_id, **values))


def move_cluster(store: Store, actor: Actor, cluster_id: str, position: int, *, op_id: str = "") -> Row:
    """Put a cluster at another place among those beside it (1 is the first)."""
    require_facilitator(actor)
    stage_id = _stage_of(store, cluster_id)
    with on_stage(store, "move_cluster", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, EDITING)
        here = act.tx.rows("clusters", stage_id=stage_id, parent_id=_require(act, cluster_id)["parent_id"],
                           order="position")
        order = [c["cluster_id"] for c in here if c["cluster_id"] != cluster_id]
        order.insert(max(0, min(int(position) - 1, len(order))), cluster_id)
        # They share out the places they had among them: whatever else is on the wall stays where it is.
        for one, place in zip(order, [c["position"] for c in here], strict=True):
            act.tx.update("clusters", one, position=place)
        return act.answer(act.tx.get("clusters", cluster_id))


def dissolve_cluster(store: Store, actor: Actor, cluster_id: str, *, into: str | None = None, op_id: str = "") -> Row:
    """End a cluster: its cards go to another one (a merge), to the one it lay in, or back to the unclustered."""
    require_facilitator(actor)
    stage_id = _stage_of(store, cluster_id)
    with on_stage(store, "merge_cluster" if into else "dissolve_cluster", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, EDITING)
        _require_free(act)
        old = _require(act, cluster_id)
        if into == cluster_id:
            raise NotFound(_("Ese grupo no existe en esta etapa."), _("Vuelva a abrir la página."))
        target = _require(act, into) if into else None
        empty_out(act.tx, old, target, cards_to=into or old["parent_id"])
        return act.answer(act.tx.delete("clusters", cluster_id))


def empty_out(tx: Transaction, cluster: Row, target: Row | None, *, cards_to: str | None) -> None:
    """Give away whatever a cluster holds, so that it can go: cards, groups inside it, links, names proposed for it.

    Args:
        tx: the open transaction.
        cluster: the cluster that goes.
        target: the cluster that takes its place; None when none does.
        cards_to: the cluster its cards go to; unclustered when None.
    """
    stage_id, cluster_id = cluster["stage_id"], cluster["cluster_id"]
    last = stacks.next_position(tx, stage_id, cards_to)
    for n, card in enumerate(tx.rows("cards", stage_id=stage_id, cluster_id=cluster_id, order="position")):
        tx.update("cards", card["card_id"], cluster_id=cards_to or None, position=last + n)
    heir = target["cluster_id"] if target else None
    if target and target["parent_id"] and target["parent_id"] != cluster_id:  # one level only
        heir = target["parent_id"]
    for child in tx.rows("clusters", parent_id=cluster_id):
        tx.update("clusters", child["cluster_id"], parent_id=heir if heir != child["cluster_id"] else None)
    links.move_ends(tx, cluster_id, cards_to)
    for proposal in tx.rows("proposals", cluster_id=cluster_id):
        if target:
            tx.update("proposals", proposal["proposal_id"], cluster_id=target["cluster_id"])
        else:
            tx.update("proposals", proposal["proposal_id"], cluster_id=None,
                      **({"status": "declined"} if proposal["status"] == "open" else {}))


def _new(act: Act, symbol: str, parent_id: str | None = None) -> Row:
    here = act.tx.rows("clusters", stage_id=act.stage["stage_id"])
    used = {c["symbol"] for c in here}
    free = next((s for s in SYMBOLS if s not in used), str(len(here) + 1))
    chosen = wording.clean(symbol, 8, what=_("Símbolo"), required=False) or free
    return act.tx.insert("clusters", {"stage_id": act.stage["stage_id"], "symbol": chosen, "parent_id": parent_id,
                                      "position": max((c["position"] for c in here), default=0) + 1})


def _fill(act: Act, cluster: Row, card_ids: Sequence[str]) -> None:
    wanted = list(dict.fromkeys(map(str, card_ids)))
    for position, card_id in enumerate(wanted, 1):
        card = act.tx.get("cards", card_id)
        if card is None or card["stage_id"] != act.stage["stage_id"]:
            raise NotFound(_("Esa tarjeta no existe."), _("Vuelva a abrir la página."))
        if card["status"] == "active":  # its author may have withdrawn it an instant ago
            moved = act.tx.update("cards", card_id, cluster_id=cluster["cluster_id"], position=position)
            stacks.follow(act.tx, moved)


def _next_to(tx: Transaction, cluster: Row) -> str | None:
    """The cluster that comes after this one among those beside it."""
    here = tx.rows("clusters", stage_id=cluster["stage_id"], parent_id=cluster["parent_id"], order="position")
    ids = [c["cluster_id"] for c in here]
    return next(iter(ids[ids.index(cluster["cluster_id"]) + 1:]), None)


def _require(act: Act, cluster_id: str) -> Row:
    found = act.tx.get("clusters", str(cluster_id))
    if found is None or found["stage_id"] != act.stage["stage_id"]:
        raise NotFound(_("Ese grupo no existe en esta etapa."), _("Vuelva a abrir la página."))
    return found


def _require_free(act: Act) -> None:
    if act.stage["kind"] == "columns":
        raise Refused(_("Las columnas de esta etapa son fijas."))


def _require_shallow(act: Act, inner: Row, outer: Row) -> None:
    if inner["cluster_id"] == outer["cluster_id"] or outer["parent_id"]:
        raise Refused(_("Un grupo se pone dentro de otro que no esté a su vez dentro de ninguno."))
    if act.tx.count("clusters", parent_id=inner["cluster_id"]):
        raise Refused(_("Este grupo tiene grupos adentro; no cabe dentro de otro."),
                      _("Saque primero los que tiene adentro."))


def _require_naming(act: Act) -> None:
    if act.stage["kind"] != "columns" and act.stage["phase"] not in NAMING:
        raise Refused(_("Los títulos se ponen al nombrar; por ahora los grupos llevan un símbolo."),
                      _("Pase la etapa al momento «Nombrar»."))


def _stage_of(store: Store, cluster_id: str) -> str:
    found = rows(store, "clusters", cluster_id=str(cluster_id))
    if not found:
        raise NotFound(_("Ese grupo no existe."), _("Vuelva a abrir la página."))
    return str(found[0]["stage_id"])
