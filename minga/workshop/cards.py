"""Cards: written, corrected, withdrawn, put back; never deleted."""

from __future__ import annotations

from minga import tables
from minga.errors import NotFound, Refused
from minga.i18n import gettext as _
from minga.store import Store, rows
from minga.workshop import stacks, wording
from minga.workshop.act import Act, Row, mark, on_stage, operation_results
from minga.workshop.actor import Actor, require_facilitator
from minga.workshop.anonymity import drawn_place, is_anonymous
from minga.workshop.stages import ADDING, EDITING, WALLS, require_open

MOST_OF_ONE = 500
"""Cards of one person in a stage, withdrawn ones counted: more comes from a program, not from a person."""

MOST_CARDS = 20_000
"""Cards of all people in a stage; where it is anonymous this alone can be counted."""


def add_card(store: Store, actor: Actor, stage_id: str, text: str, *, cluster_id: str | None = None,
             round: int | None = None, team: str = "", source: str = "phone", op_id: str = "") -> Row:
    """Put a card on the wall.

    Args:
        store: the store.
        actor: who writes; in an anonymous stage nothing of it is kept, nor of round, team and source, which
            a single person may have been alone in.
        stage_id: the stage.
        text: one idea, 600 characters at most, kept verbatim.
        cluster_id: a fixed column, or (facilitator) any cluster; unclustered when None.
        round: round of the brainstorm; the one that the stage is in when None.
        team: team or table.
        source: phone, scribe, paper or import.
        op_id: random id made by the page; repeating it adds nothing.

    Raises:
        Refused: the text, the phase or the place does not allow it.
    """
    text = wording.clean(text, wording.CARD, what=_("Tarjeta"))
    with on_stage(store, "add_card", actor, stage_id, op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, ADDING)
        _require_room(act, actor)
        if cluster_id:
            _require_place(act, actor, cluster_id)
        card = act.tx.insert("cards", {"stage_id": stage_id, "cluster_id": cluster_id or None, "text": text,
                                       **_circumstances(act, actor, cluster_id, round, team, source)})
        mark(act, actor, "write")
        return act.answer(card)


def edit_card(store: Store, actor: Actor, card_id: str, text: str, *, proof: str = "", op_id: str = "") -> Row:
    """Correct the text of a card: one's own, or any for the facilitator."""
    text = wording.clean(text, wording.CARD, what=_("Tarjeta"))
    with on_stage(store, "edit_card", actor, _stage_of(store, card_id), op_id=op_id) as act:
        if act.done:
            return act.result
        _require_own(store, act, actor, card_id, proof)
        return act.answer(act.tx.update("cards", card_id, text=text))


def withdraw_card(store: Store, actor: Actor, card_id: str, *, proof: str = "", op_id: str = "") -> Row:
    """Take a card off the wall; it stays in the plan's file as withdrawn.

    When others were stacked under it, the first of them takes its place: their idea is not withdrawn.
    """
    with on_stage(store, "withdraw_card", actor, _stage_of(store, card_id), op_id=op_id) as act:
        if act.done:
            return act.result
        _require_own(store, act, actor, card_id, proof)
        stacks.hand_on(act.tx, card_id)
        return act.answer(act.tx.update("cards", card_id, status="withdrawn", duplicate_of=None))


def restore_card(store: Store, actor: Actor, card_id: str, *, op_id: str = "") -> Row:
    """Put a withdrawn or repeated card back on the wall."""
    require_facilitator(actor)
    with on_stage(store, "restore_card", actor, _stage_of(store, card_id), op_id=op_id) as act:
        if act.done:
            return act.result
        require_open(act.stage, actor, EDITING)
        return act.answer(act.tx.update("cards", card_id, status="active", duplicate_of=None))


def _circumstances(act: Act, actor: Actor, cluster_id: str | None, round: int | None, team: str, source: str) -> Row:
    stage_id = act.stage["stage_id"]
    if is_anonymous(act.stage):
        return {"position": drawn_place(act.tx, stage_id, cluster_id),
                "source": "import" if source == "import" else "phone"}
    return {"position": stacks.next_position(act.tx, stage_id, cluster_id),
            "round": max(1, int(round or act.stage["round"])), "team": team, "source": source,
            "author_id": actor.participant_id or None, "created_at": tables.now()}


def _stage_of(store: Store, card_id: str) -> str:
    found = rows(store, "cards", card_id=str(card_id))
    if not found:
        raise NotFound(_("Esa tarjeta no existe."), _("Vuelva a abrir la página."))
    return str(found[0]["stage_id"])


def _require_own(store: Store, act: Act, actor: Actor, card_id: str, proof: str) -> None:
    require_open(act.stage, actor, EDITING)
    if actor.leads:
        return
    card = act.tx.get("cards", card_id) or {}
    if is_anonymous(act.stage):
        # No author is kept: only the browser that made the card knows the id of that operation.
        own = bool(proof) and operation_results(store, act.stage["plan_id"], [proof]).get(proof, {}).get(
            "card_id") == card_id
    else:
        own = bool(actor.participant_id) and card.get("author_id") == actor.participant_id
    if not own:
        raise Refused(_("Esta tarjeta es de otra persona."), _("Escriba una tarjeta nueva."))
    if card.get("status") != "active":
        raise Refused(_("Esa tarjeta ya no está en la pared."))


def _require_room(act: Act, actor: Actor) -> None:
    """Refuse cards where no wall is, of people of another plan, and beyond what anybody can read."""
    if act.stage["kind"] not in WALLS:
        raise Refused(_("En la etapa «{stage}» no se escriben tarjetas.").format(stage=act.stage["title"]))
    if actor.leads:
        return
    me = act.tx.get("participants", actor.participant_id)
    if me is None or me["plan_id"] != act.stage["plan_id"]:
        raise Refused(_("Esta etapa es de otro plan."), _("Vuelva a abrir la página."))
    if act.tx.count("cards", stage_id=act.stage["stage_id"]) >= MOST_CARDS or _one_has_written_enough(act, actor):
        raise no_more()


def _one_has_written_enough(act: Act, actor: Actor) -> bool:
    """Whether somebody has as many cards here as anybody may; in the whole plan, to begin with, which is quicker."""
    return not is_anonymous(act.stage) and act.tx.count("cards", author_id=actor.participant_id) >= MOST_OF_ONE \
        and act.tx.count("cards", stage_id=act.stage["stage_id"], author_id=actor.participant_id) >= MOST_OF_ONE


def no_more() -> Refused:
    """The answer to somebody who has sent more cards than anybody writes."""
    return Refused(_("Ya no caben más tarjetas suyas en esta etapa."),
                   _("Corrija alguna de las que envió o pida ayuda a quien facilita."))


def _require_place(act: Act, actor: Actor, cluster_id: str) -> None:
    cluster = act.tx.get("clusters", str(cluster_id))
    if cluster is None or cluster["stage_id"] != act.stage["stage_id"]:
        raise NotFound(_("Ese grupo no existe en esta etapa."), _("Vuelva a abrir la página."))
    if not actor.leads and act.stage["kind"] != "columns":
        raise Refused(_("Las tarjetas se agrupan entre todas y todos en la pared."))
