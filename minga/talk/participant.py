"""The phone: join with an alias, write, arrange, vote, see what became of one's cards, take on actions."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

from minga.errors import Refused
from minga.i18n import country_name
from minga.i18n import gettext as _
from minga.talk.conversation import OPERATION, Conversation, Message
from minga.talk.participant_proofs import MOST_PROOFS, Proofs
from minga.workshop import assignments, cards, consents, hints, offers, participants, phone, proposals, votes
from minga.workshop.act import Row, own_id, stage_row
from minga.workshop.actor import Actor
from minga.workshop.chain import read_chain
from minga.workshop.feed import Store
from minga.workshop.journey import what_became
from minga.workshop.phone_parts import Sight
from minga.workshop.reading import read_directions
from minga.workshop.relevance import News, concerns
from minga.workshop.room import RoomReader

MOST_CHECKED = 600
"""Letters of a text that advice is given on."""

FRESH = 0.05
"""Seconds in which a room that was read is not read again because one more phone looks."""

LOOKING = ("", "join", "mine", "actions")
"""What a phone may look at besides the open stages; it is read only while somebody looks."""


T = TypeVar("T")


class ParticipantTalk(Conversation):
    """What a participant's page may see and do.

    Args:
        store: the store.
        device: identity of this browser, as the door established it.
        reader: the room as the other phones of this process read it; without one every look reads the store.
    """

    limit = 30_000

    def __init__(self, store: Store, device: str, reader: RoomReader | None = None, **host: Any) -> None:
        self._store, self._device, self._reader = store, device, reader
        self._visitor = reader.visitor(device) if reader else None
        self._proofs = Proofs(store)
        self._written: Counter[str] = Counter()
        self._looking = ""
        self._person = ""
        super().__init__(**host)

    def stale(self) -> bool:
        """Whether the page may have to be told something since the last ``view``; cheap with a reader.

        With a reader it answers for what the reader has read: its host calls ``reader.refresh()`` now and then,
        and ``refresh`` on those that are stale. Without one nobody knows, and it is always True.
        """
        return self._reader is None or self._visitor is None or self._reader.stale(self._visitor)

    def concerned(self, news: News) -> bool:
        """Whether what was committed may change what the page shows; asked where there is no reader."""
        return concerns(news, self._sent, self._person, self._looking)

    def view(self) -> dict[str, Any]:
        """Only what a participant needs: the plan, who they are, the open stages, and what they look at now."""
        sight = self._sight()
        self._person = sight.me["participant_id"] if sight.me else ""
        if sight.plan is None:
            return {"plan": {"id": "", "title": ""}, "stages": []}
        plan_id = sight.plan["plan_id"]
        state: dict[str, Any] = {"plan": {
            "id": plan_id, "title": sight.plan["title"], "countries": sight.plan["countries"].split()}}
        if sight.me:
            state["me"] = {k: sight.me[k] for k in ("alias", "country", "team")} | {
                "place": country_name(sight.me["country"])}
        if sight.teams is not None:
            state["teams"] = sight.teams
        state["stages"] = [s["stage_id"] for s in sight.stages]
        for stage in sight.stages:  # apart, so that a card that moves does not send every text again
            for part in ("wall", "texts"):
                state[f"{part}:{stage['stage_id']}"] = stage.pop(part)
            state[f"stage:{stage['stage_id']}"] = stage
        return state | (self._looked_at(plan_id, sight) if sight.me else {})

    def _sight(self) -> Sight:
        teams = self._looking == "join"
        if self._reader is None or self._visitor is None:
            return phone.read_sight(self._store, self._device, self._proofs.cards, teams=teams)
        self._reader.refresh(within=FRESH)
        own = self._proofs.cards(self._reader.plan_id).keys()
        return self._reader.view_of(self._visitor, own, teams=teams, plan=self._looking in ("mine", "actions"))

    def _looked_at(self, plan_id: str, sight: Sight) -> dict[str, Any]:
        state: dict[str, Any] = {"formed": sight.formed}
        actor = Actor(self._person, "participant", self._device)
        if self._looking == "mine":
            mine = phone.own_cards_everywhere(self._store, plan_id, actor, set(self._proofs.cards(plan_id)))
            became = what_became(self._store, plan_id, [card["card_id"] for card in mine], self._of_plan(
                "chain", lambda: read_chain(self._store, plan_id, ["cards"])))
            state["everywhere"] = [
                {"id": c["card_id"], "text": c["text"], "status": c["status"], "stage": c["title"],
                 "became": became.get(c["card_id"], "")} for c in mine]
        if self._looking == "actions":
            state["actions"] = offers.actions_for(self._store, plan_id, actor.participant_id, self._of_plan(
                "directions", lambda: read_directions(self._store, plan_id))())
        return state

    def _of_plan(self, name: str, read: Callable[[], T]) -> Callable[[], T]:
        """Reading something of the plan as a whole: once for all phones, where there is a reader."""
        reader = self._reader
        return read if reader is None else lambda: reader.once(name, read)

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
                self._proofs.keep(proof)
        if self._reader is not None:  # what it did elsewhere is shown at once
            self._reader.refresh()

    def _room(self, asked: object) -> tuple[str, Row | None]:
        """The plan in the room and who this is in it: as the reader knows it, when that is what the page knows."""
        if self._reader is not None and self._visitor is not None and asked == self._reader.plan_id:
            me = self._reader.person(self._visitor)
            if me is not None:
                return self._reader.plan_id, me
        return phone.who_speaks(self._store, self._device)

    def _plan(self, message: Message) -> str:
        plan_id, _me = self._room(message.get("plan"))
        if message.get("plan") != plan_id:
            raise Refused(_("La sala ya está en otro plan."), _("Su texto sigue en este aparato."))
        return plan_id

    def _me(self, plan_id: str) -> Row:
        here, me = self._room(plan_id)
        if me is None or here != plan_id:
            raise Refused(_("Primero elija un alias."))
        return me

    def _actor(self, plan_id: str) -> Actor:
        return self._as_actor(self._me(plan_id))

    def _as_actor(self, me: Row) -> Actor:
        return Actor(me["participant_id"], me["role"] if me["role"] != "facilitator" else "participant", self._device)

    def _speaks(self, message: Message) -> tuple[Store, Actor, str]:
        return self._store, self._actor(self._plan(message)), str(message.get("stage"))

    def _join(self, message: Message) -> None:
        me = participants.join(self._store, self._plan(message), self._device, message.get("alias", ""),
                               country=message.get("country", ""), team=message.get("team", ""))
        self._wrote("participants", me["participant_id"])

    def _add(self, message: Message) -> None:
        plan_id, stage = self._plan(message), str(message.get("stage"))
        # Where a stage is anonymous the store cannot count a person's cards; the page can.
        if self._written[stage] >= cards.MOST_OF_ONE:
            raise cards.no_more()
        me = self._me(plan_id)
        made = cards.add_card(self._store, self._as_actor(me), stage, message.get("text", ""),
                              cluster_id=message.get("column") or None, team=me["team"], op_id=message["id"])
        self._written[stage] += 1
        self._proofs.keep(message["id"], plan_id, made.get("card_id", ""))
        self._wrote("cards", made.get("card_id", ""))

    def _edit(self, message: Message) -> None:
        plan_id, card = self._plan(message), str(message.get("card"))
        cards.edit_card(self._store, self._actor(plan_id), card, message.get("text", ""),
                        proof=self._proofs.cards(plan_id).get(card, ""), op_id=message["id"])
        self._wrote("cards", card)

    def _withdraw(self, message: Message) -> None:
        plan_id, card = self._plan(message), str(message.get("card"))
        cards.withdraw_card(self._store, self._actor(plan_id), card, proof=self._proofs.cards(plan_id).get(card, ""),
                            op_id=message["id"])
        self._wrote("cards", card)

    def _wrote(self, table: str, row_id: str) -> None:
        """Tell the reader which row was written; of an anonymous stage nobody else could."""
        if self._reader is not None and self._visitor is not None:
            self._reader.wrote(self._visitor, table, row_id)

    def _pair(self, message: Message) -> None:
        made = proposals.propose_pair(*self._speaks(message), str(message.get("card")), str(message.get("other")),
                                      op_id=message["id"])
        self._wrote("proposals", made.get("proposal_id", ""))

    def _name(self, message: Message) -> None:
        made = proposals.propose_name(*self._speaks(message), str(message.get("cluster")), message.get("text", ""),
                                      op_id=message["id"])
        self._wrote("proposals", made.get("proposal_id", ""))

    def _vote(self, message: Message) -> None:
        store, actor, stage_id = self._speaks(message)
        target = str(message.get("target"))
        votes.cast_vote(store, actor, stage_id, target, message.get("points", 0), op_id=message["id"])
        self._wrote("votes", own_id(actor, "vote", stage_id, target))

    def _consent(self, message: Message) -> None:
        store, actor, stage_id = self._speaks(message)
        consents.consent(store, actor, stage_id, message.get("stance", ""), message.get("text", ""),
                         op_id=message["id"])
        self._wrote("consents", own_id(actor, "consent", stage_id))

    def _volunteer(self, message: Message) -> None:
        assignments.volunteer(self._store, self._actor(self._plan(message)), str(message.get("action")),
                              op_id=message["id"])
        self._wrote("assignments", "")

    def _accept(self, message: Message) -> None:
        assignments.answer_assignment(self._store, self._actor(self._plan(message)), str(message.get("assignment")),
                                      message.get("accepted"), op_id=message["id"])
        self._wrote("assignments", "")

    def _look(self, message: Message) -> None:
        self._looking = next((at for at in LOOKING if at == message.get("at")), "")

    def _check(self, message: Message) -> list[str]:
        """What could be said better in a text that is being written; advice, never a refusal."""
        stage, text = stage_row(self._store, str(message.get("stage"))), message.get("text")
        if stage["plan_id"] != self._plan(message) or not isinstance(text, str) or not text.strip():
            return []
        check = hints.title_hints if message.get("kind") == "title" else hints.card_hints
        return check(self._store, stage, text[:MOST_CHECKED])
