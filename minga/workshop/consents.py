"""Resolve: where people stand on what the stage agrees, their objections, and how each was dealt with."""

from __future__ import annotations

from typing import Any

from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.store import Store, rows
from minga.tables import schema
from minga.workshop import wording
from minga.workshop.act import Act, Row, mark, on_stage, own_id, stage_row
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.stages import WALLS, require_open

RESOLVING = ("resolve",)
MOST_HANDS = 500
"""Raised hands that can be noted at once."""


def consent(store: Store, actor: Actor, stage_id: str, stance: str, text: str = "", *, op_id: str = "") -> Row:
    """Say where one stands, or say it anew: there is one stance for each person.

    Args:
        store: the store.
        actor: who says it; in an anonymous stage only an id that nobody can trace is kept.
        stage_id: the stage, in its resolve phase.
        stance: agree, aside or object.
        text: the reason, in their words; an objection cannot go without one.
        op_id: operation id.

    Raises:
        Refused: another phase, no such stance, an objection without words, somebody of another plan.
    """
    text = _words(stance, text)
    with on_stage(store, "consent", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, RESOLVING)
        _require_here(act, actor)
        mark(act, actor, "consent")
        mine = own_id(actor, "consent", stage_id)
        values = {"stance": stance, "text": text}
        if before := act.tx.get("consents", mine):
            if (before["stance"], before["text"]) != (stance, text):
                values["answer"] = ""  # what was answered before spoke to other words
            return act.answer(act.tx.update("consents", mine, **values))
        named = None if act.stage["anonymity"] == "anonymous" else actor.participant_id or None
        return act.answer(act.tx.insert("consents", {
            "consent_id": mine, "stage_id": stage_id, "participant_id": named, **values}))


def note_stances(store: Store, actor: Actor, stage_id: str, stance: str, *, people: int = 1, text: str = "",
                 op_id: str = "") -> int:
    """Note raised hands, or what somebody said aloud: for people without a phone.

    Args:
        store: the store.
        actor: the facilitator.
        stage_id: the stage.
        stance: agree, aside or object.
        people: how many; an objection is noted one by one.
        text: what was said.
        op_id: operation id.

    Returns:
        How many were noted.
    """
    require_facilitator(actor)
    text = _words(stance, text)
    if isinstance(people, bool) or not isinstance(people, int) or not 1 <= people <= MOST_HANDS:
        raise Refused(_("Personas: se esperaba un número de 1 a {most}.").format(most=MOST_HANDS))
    with on_stage(store, "note_stances", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return people
        require_open(act.stage, actor, RESOLVING)
        for _n in range(people):
            act.tx.insert("consents", {"stage_id": stage_id, "stance": stance, "text": text})
        act.answer({})
        return people


def answer_objection(store: Store, actor: Actor, consent_id: str, answer: str, *, op_id: str = "") -> Row:
    """Write down how an objection or a reservation was dealt with; empty opens it again."""
    require_facilitator(actor)
    answer = wording.clean(answer, wording.NOTE, what=_("Cómo se atendió"), required=False)
    with on_stage(store, "answer_objection", actor, _stage_of(store, consent_id), op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, RESOLVING)
        return act.answer(act.tx.update("consents", consent_id, answer=answer))


def ask_again(store: Store, actor: Actor, stage_id: str, *, op_id: str = "") -> int:
    """Take all stances away because the titles changed; the ledger keeps them. Returns how many there were."""
    require_facilitator(actor)
    with on_stage(store, "ask_again", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return 0
        require_open(act.stage, actor, RESOLVING)
        gone = act.tx.rows("consents", stage_id=stage_id)
        for row in gone:
            act.tx.delete("consents", row["consent_id"])
        act.answer({})
        return len(gone)


def own_consent(store: Store, actor: Actor, stage_id: str) -> Row | None:
    """What this person said, if they did."""
    if not actor.secret:
        return None
    found = rows(store, "consents", consent_id=own_id(actor, "consent", stage_id))
    return found[0] if found else None


def read_consents(store: Store, stage_id: str) -> dict[str, Any]:
    """How the stage stands.

    Returns:
        ``counts`` by stance, ``said`` (people who said theirs), ``people`` (in the room), ``quorum`` (or None),
        ``reached`` (whether enough people said theirs), ``open`` (objections not dealt with), ``agreed``
        (quorum reached and nothing open), and ``voices``: stances that came with words, objections first,
        each with id, stance, text, answer and alias (empty in anonymous stages).
    """
    stage = stage_row(store, stage_id)
    found = rows(store, "consents", stage_id=stage_id)
    people = rows(store, "participants", plan_id=stage["plan_id"])
    aliases = {p["participant_id"]: p["alias"] for p in people}
    voices = [{"id": c["consent_id"], "stance": c["stance"], "text": c["text"], "answer": c["answer"],
               "alias": aliases.get(c["participant_id"] or "", "")} for c in found if c["text"]]
    order = {stance: place for place, stance in enumerate(reversed(schema.STANCES))}
    counts = {stance: sum(c["stance"] == stance for c in found) for stance in schema.STANCES}
    open_ones = sum(c["stance"] == "object" and not c["answer"] for c in found)
    reached = len(found) >= (stage["quorum"] or 1)
    return {"counts": counts, "said": len(found), "people": len(people), "quorum": stage["quorum"],
            "reached": reached, "open": open_ones, "agreed": reached and not open_ones,
            # By id, which is random: the order in which people spoke is nobody's business.
            "voices": sorted(voices, key=lambda v: (order[v["stance"]], v["id"]))}


def _words(stance: str, text: str) -> str:
    if stance not in schema.STANCES:
        raise Refused(_("«{stance}» no es una postura.").format(stance=str(stance)[:40]),
                      _("Elija: de acuerdo, me aparto u objeto."))
    kept = wording.clean(text, wording.NOTE, what=_("Objeción"), required=False)
    if stance == "object" and not kept:
        raise Refused(_("Una objeción necesita sus palabras."), _("Diga qué habría que cambiar."))
    return kept


def _require_here(act: Act, actor: Actor) -> None:
    if act.stage["kind"] not in WALLS:
        raise Refused(_("En la etapa «{stage}» no se piden posturas.").format(stage=act.stage["title"]))
    me = act.tx.get("participants", actor.participant_id) if actor.participant_id else None
    if not actor.leads and (me is None or me["plan_id"] != act.stage["plan_id"]):
        raise Refused(_("Esta etapa es de otro plan."), _("Vuelva a abrir la página."))


def _stage_of(store: Store, consent_id: str) -> str:
    found = rows(store, "consents", consent_id=str(consent_id))
    if not found:
        raise NotFound(_("Esa postura no existe."), _("Vuelva a abrir la página."))
    return str(found[0]["stage_id"])
