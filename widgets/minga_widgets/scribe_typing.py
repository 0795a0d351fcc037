"""Typing cards for many: team, round and alias stay while the text changes; the last ones can be corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga.errors import Refused
from minga.folding import fold
from minga.i18n import gettext as _
from minga.workshop import cards, participants, reading, stages, wording
from minga.workshop.act import stage_row
from minga.workshop.actor import Actor
from minga.workshop.feed import Store

MOST_SHOWN = 12


class TypingArea:
    """Cards typed by one person for others."""

    def __init__(self, store: Store, actor: Actor, plan: dict[str, Any], stage_id: str) -> None:
        self._store, self._actor, self._plan_id, self._stage_id = store, actor, plan["plan_id"], stage_id
        self._typed: list[str] = []

    def view(self, wall: reading.Wall) -> dict[str, Any]:
        """Teams and aliases to choose from, and the last cards typed on this page, newest first."""
        people = participants.participants(self._store, self._plan_id)
        alias = {p["participant_id"]: p["alias"] for p in people}
        names = {c["cluster_id"]: c["title"] or c["symbol"] for c in wall.clusters}
        here = {c["card_id"]: c for c in wall.cards}
        last = [here[card] for card in reversed(self._typed) if card in here][:MOST_SHOWN]
        anonymous = wall.stage["anonymity"] == "anonymous"
        return {
            "teams": [] if anonymous else teams_of(people, wall.cards),
            "people": [] if anonymous else [[p["participant_id"], p["alias"], p["team"]] for p in people],
            "last": [{"id": c["card_id"], "text": c["text"], "about": " · ".join(filter(None, (
                _("Ronda {n}").format(n=c["round"]), c["team"], alias.get(c["author_id"], ""),
                names.get(c["cluster_id"], ""))))} for c in last],
        }

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Type a card, correct it, take it back."""
        return {"type_card": self._type, "correct_card": self._correct, "take_back": self._take_back}

    def _type(self, message: dict[str, Any]) -> None:
        round, team = message.get("round"), message.get("team", "")
        if type(round) is not int or not 1 <= round <= 99:
            raise Refused(_("{what}: se esperaba un número entero entre {least} y {most}.").format(
                what=_("Ronda"), least=1, most=99), _("Corríjalo y envíelo de nuevo."))
        team = wording.one_line(wording.clean(team, wording.ALIAS, what=_("Equipo"), required=False))
        text = wording.clean(message.get("text"), wording.CARD, what=_("Tarjeta"))
        card = cards.add_card(self._store, self._who(message, team), self._stage_id, text,
                              cluster_id=message.get("column") or None, round=round, team=team, source="scribe",
                              op_id=message["id"])
        if card["card_id"] not in self._typed:
            self._typed = [*self._typed[-200:], card["card_id"]]

    def _who(self, message: dict[str, Any], team: str) -> Actor:
        """The facilitator, in the name of whoever said the card; nobody's in an anonymous stage."""
        person, alias = message.get("person"), message.get("alias")
        stage = stage_row(self._store, self._stage_id)
        if stage["anonymity"] == "anonymous" or not (person or alias):
            return self._actor
        stages.require_open(stage, self._actor, stages.ADDING)  # nobody joins for a card that cannot be kept
        known = participants.participants(self._store, self._plan_id)
        if alias:
            same = [p for p in known if fold(p["alias"]) == fold(str(alias))]
            # Somebody without a phone has no browser; the alias itself tells them from the others.
            found = same[0] if same else participants.join(
                self._store, self._plan_id, f"scribe:{fold(str(alias))}", alias, team=team)
            return Actor(found["participant_id"], self._actor.role)
        if person not in {p["participant_id"] for p in known}:
            raise Refused(_("Esa persona no está en este plan."), _("Elija otra de la lista."))
        return Actor(str(person), self._actor.role)

    def _correct(self, message: dict[str, Any]) -> None:
        cards.edit_card(self._store, self._actor, self._own(message), message.get("text", ""), op_id=message["id"])

    def _take_back(self, message: dict[str, Any]) -> None:
        cards.withdraw_card(self._store, self._actor, self._own(message), op_id=message["id"])

    def _own(self, message: dict[str, Any]) -> str:
        if message.get("card") not in self._typed:
            raise Refused(_("Esa tarjeta no se escribió en esta página."), _("Corríjala en la pared."))
        return str(message["card"])


def teams_of(people: list[dict[str, Any]], here: tuple[dict[str, Any], ...]) -> list[str]:
    """Names of teams that people or cards carry, each once."""
    found: dict[str, str] = {}
    for row in (*people, *here):
        if row["team"]:
            found.setdefault(fold(row["team"]), row["team"])
    return sorted(found.values(), key=fold)
