"""The phone: join with an alias, write, arrange, vote, see what became of one's cards, take on actions."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from minga.errors import Refused
from minga.i18n import country_name
from minga.i18n import gettext as _
from minga.talk.conversation import OPERATION, Conversation, Message
from minga.workshop import assignments, cards, consents, hints, offers, participants, phone, plans, proposals, votes
from minga.workshop.act import operation_results, stage_row
from minga.workshop.actor import Actor
from minga.workshop.feed import Store
from minga.workshop.journey import what_became

MOST_PROOFS = 400
MOST_CHECKED = 600
"""Letters of a text that advice is given on."""

LOOKING = ("", "join", "mine", "actions")
"""What a phone may look at besides the open stages; it is read only while somebody looks."""


class ParticipantTalk(Conversation):
    """What a participant's page may see and do.

    Args:
        store: the store.
        device: identity of this browser, as the door established it.
    """

    limit = 30_000

    def __init__(self, store: Store, device: str, **host: Any) -> None:
        self._store, self._device = store, device
        self._proofs: dict[str, None] = {}
        self._written: Counter[str] = Counter()
        self._looking = ""
        super().__init__(**host)

    def view(self) -> dict[str, Any]:
        """Only what a participant needs: the plan, who they are, the open stages, and what they look at now."""
        plan_id = plans.plan_in_room(self._store)
        if not plan_id:
            return {"plan": {"id": "", "title": ""}, "stages": []}
        plan = plans.find_plan(self._store, plan_id)
        me = participants.who_is(self._store, plan_id, self._device)
        state: dict[str, Any] = {
            "plan": {"id": plan_id, "title": plan["title"], "countries": plan["countries"].split()}}
        if me:
            state["me"] = {k: me[k] for k in ("alias", "country", "team")} | {"place": country_name(me["country"])}
        if not me or self._looking == "join":
            state["teams"] = phone.team_names(self._store, plan_id)
        actor = Actor(me["participant_id"] if me else "", "participant", self._device)
        own = set(self._own(plan_id))
        stages = phone.read_room(self._store, plan_id, actor, own)
        state["stages"] = [s["stage_id"] for s in stages]
        for stage in stages:  # apart, so that a card that moves does not send every text again
            for part in ("wall", "texts"):
                state[f"{part}:{stage['stage_id']}"] = stage.pop(part)
            state[f"stage:{stage['stage_id']}"] = stage
        return state | (self._looked_at(plan_id, actor, own) if me else {})

    def _looked_at(self, plan_id: str, actor: Actor, own: set[str]) -> dict[str, Any]:
        state: dict[str, Any] = {"formed": phone.has_actions(self._store, plan_id)}
        if self._looking == "mine":
            mine = phone.own_cards_everywhere(self._store, plan_id, actor, own)
            became = what_became(self._store, plan_id, [card["card_id"] for card in mine])
            state["everywhere"] = [
                {"id": c["card_id"], "text": c["text"], "status": c["status"], "stage": c["title"],
                 "became": became.get(c["card_id"], "")} for c in mine]
        if self._looking == "actions":
            state["actions"] = offers.actions_for(self._store, plan_id, actor.participant_id)
        return state

    def verbs(self) -> dict[str, Callable[[Message], Any]]:
        """What a phone may do, and the three questions that it may ask."""
        return {
            "join": self._join, "add_card": self._add, "edit_card": self._edit, "withdraw_card": self._withdraw,
            "propose_pair": self._pair, "propose_name": self._name, "cast_vote": self._vote, "consent": self._consent,
            "volunteer": self._volunteer, "answer_assignment": self._accept,
            "look": self._look, "check": self._check, "clock": lambda message: int(time.time() * 1000)}

    def greeted(self, message: Message) -> None:
        """The page brings the operation ids that it kept: they prove which anonymous cards are its own."""
        proofs = message.get("proofs")
        for proof in proofs[-MOST_PROOFS:] if isinstance(proofs, list) else []:
            if isinstance(proof, str) and OPERATION.fullmatch(proof):
                self._keep(proof)

    def _keep(self, proof: str) -> None:
        self._proofs.pop(proof, None)
        self._proofs[proof] = None
        while len(self._proofs) > 2 * MOST_PROOFS:  # a page that greets for ever must not fill the memory
            del self._proofs[next(iter(self._proofs))]

    def _own(self, plan_id: str) -> dict[str, str]:
        answers = operation_results(self._store, plan_id, list(self._proofs))
        return {answer["card_id"]: proof for proof, answer in answers.items() if "card_id" in answer}

    def _plan(self, message: Message) -> str:
        plan_id = plans.plan_in_room(self._store)
        if message.get("plan") != plan_id:
            raise Refused(_("La sala ya está en otro plan."), _("Su texto sigue en este aparato."))
        return plan_id

    def _actor(self, plan_id: str) -> Actor:
        me = participants.who_is(self._store, plan_id, self._device)
        if me is None:
            raise Refused(_("Primero elija un alias."))
        return Actor(me["participant_id"], me["role"] if me["role"] != "facilitator" else "participant", self._device)

    def _speaks(self, message: Message) -> tuple[Store, Actor, str]:
        return self._store, self._actor(self._plan(message)), str(message.get("stage"))

    def _join(self, message: Message) -> None:
        participants.join(self._store, self._plan(message), self._device, message.get("alias", ""),
                          country=message.get("country", ""), team=message.get("team", ""))

    def _add(self, message: Message) -> None:
        plan_id, stage = self._plan(message), str(message.get("stage"))
        me = participants.who_is(self._store, plan_id, self._device)
        # Where a stage is anonymous the store cannot count a person's cards; the page can.
        if self._written[stage] >= cards.MOST_OF_ONE:
            raise cards.no_more()
        cards.add_card(self._store, self._actor(plan_id), stage, message.get("text", ""),
                       cluster_id=message.get("column") or None, team=me["team"] if me else "", op_id=message["id"])
        self._written[stage] += 1
        self._keep(message["id"])

    def _edit(self, message: Message) -> None:
        plan_id, card = self._plan(message), str(message.get("card"))
        cards.edit_card(self._store, self._actor(plan_id), card, message.get("text", ""),
                        proof=self._own(plan_id).get(card, ""), op_id=message["id"])

    def _withdraw(self, message: Message) -> None:
        plan_id, card = self._plan(message), str(message.get("card"))
        cards.withdraw_card(self._store, self._actor(plan_id), card, proof=self._own(plan_id).get(card, ""),
                            op_id=message["id"])

    def _pair(self, message: Message) -> None:
        proposals.propose_pair(*self._speaks(message), str(message.get("card")), str(message.get("other")),
                               op_id=message["id"])

    def _name(self, message: Message) -> None:
        proposals.propose_name(*self._speaks(message), str(message.get("cluster")), message.get("text", ""),
                               op_id=message["id"])

    def _vote(self, message: Message) -> None:
        votes.cast_vote(*self._speaks(message), str(message.get("target")), message.get("points", 0),
                        op_id=message["id"])

    def _consent(self, message: Message) -> None:
        consents.consent(*self._speaks(message), message.get("stance", ""), message.get("text", ""),
                         op_id=message["id"])

    def _volunteer(self, message: Message) -> None:
        assignments.volunteer(self._store, self._actor(self._plan(message)), str(message.get("action")),
                              op_id=message["id"])

    def _accept(self, message: Message) -> None:
        assignments.answer_assignment(self._store, self._actor(self._plan(message)), str(message.get("assignment")),
                                      message.get("accepted"), op_id=message["id"])

    def _look(self, message: Message) -> None:
        self._looking = next((at for at in LOOKING if at == message.get("at")), "")

    def _check(self, message: Message) -> list[str]:
        """What could be said better in a text that is being written; advice, never a refusal."""
        stage, text = stage_row(self._store, str(message.get("stage"))), message.get("text")
        if stage["plan_id"] != self._plan(message) or not isinstance(text, str) or not text.strip():
            return []
        check = hints.title_hints if message.get("kind") == "title" else hints.card_hints
        return check(self._store, stage, text[:MOST_CHECKED])
