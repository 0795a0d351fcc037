"""What phones propose for the wall: that two cards go together, and how a group could be called."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa

from minga import tables
from minga.errors import NotFound, Refused
from minga.folding import fold
from minga.i18n import gettext as _
from minga.store import Store, rows
from minga.workshop import stacks, wording
from minga.workshop.act import Act, Row, on_stage, own_id
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.clusters import SYMBOLS
from minga.workshop.stages import EDITING, NAMING, require_open
from minga.workshop.voices import author, require_voice

PAIRING = ("revealed", "clustering")
"""Phases in which people may propose pairs."""

CALLING = ("clustering", "naming")
"""Phases in which people may propose names."""

MOST_PROPOSALS = 5000
"""Proposals of all people in a stage: more comes from a program."""


def propose_pair(store: Store, actor: Actor, stage_id: str, card_id: str, other_id: str, *, op_id: str = "") -> Row:
    """Propose that two cards go together; proposing the same pair again is the same proposal.

    Raises:
        Refused: the phase, the cards (withdrawn, repeated, already together) or the stage do not allow it.
    """
    with on_stage(store, "propose_pair", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        _require_listening(act, actor, PAIRING)
        first, second = sorted((str(card_id), str(other_id)))
        one, other = _card(act, first), _card(act, second)
        if first == second:
            raise Refused(_("Elija dos tarjetas distintas."))
        if one["cluster_id"] and one["cluster_id"] == other["cluster_id"]:
            raise Refused(_("Esas dos tarjetas ya están juntas."), _("Proponga otro par."))
        return _keep(act, actor, own_id(actor, "pair", stage_id, first, second),
                     {"kind": "pair", "card_id": first, "other_id": second})


def propose_name(store: Store, actor: Actor, stage_id: str, cluster_id: str, text: str, *, op_id: str = "") -> Row:
    """Propose how a group could be called; each person has one proposal for a group, the last."""
    text = wording.one_line(wording.clean(text, wording.TITLE, what=_("Nombre del grupo")))
    with on_stage(store, "propose_name", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        _require_listening(act, actor, CALLING)
        cluster = act.tx.get("clusters", str(cluster_id))
        if cluster is None or cluster["stage_id"] != stage_id:
            raise NotFound(_("Ese grupo no existe en esta etapa."), _("Mire la pared y elija otro grupo."))
        return _keep(act, actor, own_id(actor, "name", stage_id, str(cluster_id)),
                     {"kind": "name", "cluster_id": str(cluster_id), "text": text})


def open_proposals(store: Store, stage_id: str) -> list[dict[str, Any]]:
    """What people propose and nobody has answered, equal proposals as one, the most proposed first.

    Proposals about something that has changed meanwhile (cards already together or gone, a group that is
    called so already) are left out.

    Returns:
        For each: ``kind`` (pair | name), ``count`` (people), ``ids`` (its proposals; any of them can be
        accepted or declined), ``card_ids``, ``cluster_id`` and ``text`` (the wording most used).
    """
    found = rows(store, "proposals", stage_id=stage_id, status="open")
    if not found:
        return []
    cards = {c["card_id"]: c for c in rows(store, "cards", stage_id=stage_id)}
    groups = {c["cluster_id"]: c for c in rows(store, "clusters", stage_id=stage_id)}
    together: dict[tuple[str, ...], list[Row]] = {}
    for row in found:
        if not moot(row, cards, groups):
            together.setdefault(meaning(row), []).append(row)
    return sorted((_entry(same) for same in together.values()), key=lambda e: (-e["count"], e["kind"], e["ids"]))


def accept_proposal(store: Store, actor: Actor, proposal_id: str, *, op_id: str = "") -> Row:
    """Do on the wall what a proposal says; every equal proposal is accepted with it.

    A pair joins the group that one of its cards has, the larger of two, or a new one with a symbol; a name
    becomes the group's title. Answers with the group.
    """
    require_facilitator(actor)
    with on_stage(store, "accept_proposal", actor, _stage_of(store, proposal_id), op_id=op_id) as act:
        if act.done:
            return act.result
        proposal = _open(act, proposal_id)
        group = _join(act, actor, proposal) if proposal["kind"] == "pair" else _call(act, actor, proposal)
        _settle(act, proposal, "accepted")
        return act.answer(group)


def decline_proposal(store: Store, actor: Actor, proposal_id: str, *, op_id: str = "") -> Row:
    """Leave a proposal aside, with every equal one; the wall stays as it is."""
    require_facilitator(actor)
    with on_stage(store, "decline_proposal", actor, _stage_of(store, proposal_id), op_id=op_id) as act:
        if act.done:
            return act.result
        proposal = _open(act, proposal_id)
        _settle(act, proposal, "declined")
        return act.answer(proposal)


def meaning(proposal: Row) -> tuple[str, ...]:
    """What makes two proposals the same: the two cards; or the group and the name's words without accents."""
    if proposal["kind"] == "pair":
        return ("pair", *sorted((proposal["card_id"] or "", proposal["other_id"] or "")))
    return "name", proposal["cluster_id"] or "", fold(proposal["text"]) or proposal["text"]


def moot(proposal: Row, cards: dict[str, Row], groups: dict[str, Row]) -> bool:
    """Whether a proposal has nothing left to say: done already, or its cards or its group are gone."""
    if proposal["kind"] == "name":
        group = groups.get(proposal["cluster_id"] or "")
        return group is None or group["title"] == proposal["text"]
    one, other = (cards.get(proposal[k] or "", {}) for k in ("card_id", "other_id"))
    if one.get("status") != "active" or other.get("status") != "active":
        return True
    return bool(one["cluster_id"]) and one["cluster_id"] == other["cluster_id"]


def _require_listening(act: Act, actor: Actor, phases: tuple[str, ...]) -> None:
    require_voice(act, actor, phases)
    if act.stage["kind"] == "columns":
        raise Refused(_("Las columnas de esta etapa son fijas."))
    if act.tx.count("proposals", stage_id=act.stage["stage_id"]) >= MOST_PROPOSALS:
        raise Refused(_("Ya no caben más propuestas en esta etapa."), _("Avise a quien facilita."))


def _card(act: Act, card_id: str) -> Row:
    card = act.tx.get("cards", card_id)
    if card is None or card["stage_id"] != act.stage["stage_id"]:
        raise NotFound(_("Esa tarjeta no existe."), _("Vuelva a abrir la página."))
    if card["status"] != "active":
        raise Refused(_("Esa tarjeta ya no está en la pared."), _("Elija una tarjeta visible."))
    return card


def _keep(act: Act, actor: Actor, proposal_id: str, values: Row) -> Row:
    before = act.tx.get("proposals", proposal_id)
    if before is None:
        return act.answer(act.tx.insert("proposals", {
            "proposal_id": proposal_id, "stage_id": act.stage["stage_id"], "participant_id": author(act, actor),
            **values}))
    # What was declined stays declined until it says something else.
    again = {} if before["status"] == "declined" and before["text"] == values.get("text", "") else {"status": "open"}
    return act.answer(act.tx.update("proposals", proposal_id, **values, **again))


def _entry(same: list[Row]) -> dict[str, Any]:
    wordings = Counter(row["text"] for row in same)
    return {"kind": same[0]["kind"], "count": len(same), "ids": sorted(row["proposal_id"] for row in same),
            "card_ids": [same[0]["card_id"], same[0]["other_id"]] if same[0]["kind"] == "pair" else [],
            "cluster_id": same[0]["cluster_id"],
            "text": min(wordings, key=lambda words: (-wordings[words], words))}


def _open(act: Act, proposal_id: str) -> Row:
    proposal = act.tx.get("proposals", proposal_id)
    if proposal is None or proposal["status"] != "open":
        raise Refused(_("Esa propuesta ya tuvo respuesta."))
    return proposal


def _settle(act: Act, proposal: Row, status: str) -> None:
    for other in act.tx.rows("proposals", stage_id=proposal["stage_id"], kind=proposal["kind"], status="open"):
        if meaning(other) == meaning(proposal):
            act.tx.update("proposals", other["proposal_id"], status=status)


def _join(act: Act, actor: Actor, proposal: Row) -> Row:
    require_open(act.stage, actor, EDITING)
    if act.stage["kind"] == "columns":
        raise Refused(_("Las columnas de esta etapa son fijas."))
    pair = [_card(act, proposal["card_id"]), _card(act, proposal["other_id"])]
    stage_id = act.stage["stage_id"]
    sizes = {c["cluster_id"]: act.tx.count("cards", stage_id=stage_id, cluster_id=c["cluster_id"])
             for c in pair if c["cluster_id"]}
    group_id = max(sizes, key=lambda g: (sizes[g], g)) if sizes else _new_group(act)["cluster_id"]
    for card in pair:
        if card["cluster_id"] != group_id:
            moved = act.tx.update("cards", card["card_id"], cluster_id=group_id,
                                  position=stacks.next_position(act.tx, stage_id, group_id))
            stacks.follow(act.tx, moved)
    return act.tx.get("clusters", group_id) or {}


def _new_group(act: Act) -> Row:
    here = act.tx.rows("clusters", stage_id=act.stage["stage_id"])
    used = {c["symbol"] for c in here}
    return act.tx.insert("clusters", {
        "stage_id": act.stage["stage_id"], "position": max((c["position"] for c in here), default=0) + 1,
        "symbol": next((s for s in SYMBOLS if s not in used), str(len(here) + 1))})


def _call(act: Act, actor: Actor, proposal: Row) -> Row:
    require_open(act.stage, actor, NAMING)
    if act.stage["phase"] not in NAMING:
        raise Refused(_("Los títulos se ponen al nombrar; por ahora los grupos llevan un símbolo."),
                      _("Pase la etapa al momento «Nombrar»."))
    if not proposal["cluster_id"] or act.tx.get("clusters", proposal["cluster_id"]) is None:
        raise NotFound(_("Ese grupo ya no existe."), _("Deje de lado la propuesta."))
    return act.tx.update("clusters", proposal["cluster_id"], title=proposal["text"])


def _stage_of(store: Store, proposal_id: str) -> str:
    proposals = tables.table("proposals")
    with store.reading() as connection:
        found = connection.execute(
            sa.select(proposals.c.stage_id).where(proposals.c.proposal_id == str(proposal_id))).scalar()
    if found is None:
        raise NotFound(_("Esa propuesta no existe."), _("Vuelva a abrir la página."))
    return str(found)
