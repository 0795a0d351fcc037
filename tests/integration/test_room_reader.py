"""One reading of the room for all phones of a process: it says what each phone would read by itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from minga_widgets import live
from minga_widgets.participate import Participate
from minga_widgets.wall import Wall

from minga.errors import MingaError
from minga.store import Store, open_store
from minga.talk.participant import ParticipantTalk
from minga.workshop import (
    arranging,
    cards,
    clusters,
    consents,
    directions,
    participants,
    plans,
    proposals,
    reading,
    stages,
    undo,
    votes,
)
from minga.workshop.actor import FACILITATOR, Actor
from minga.workshop.feed import Ledger
from minga.workshop.pace import Bucket
from minga.workshop.room import RoomReader
from minga.workshop.shared import encode

KEYS = ("context", "vision", "obstacles", "directions")
DEVICES = ("uno", "dos", "tres")


class Phone(ParticipantTalk):
    """A participant's conversation whose messages are kept."""

    def __init__(self, store: Store, device: str, reader: RoomReader | None = None) -> None:
        super().__init__(store, device, reader)
        self.heard: list[dict[str, Any]] = []
        self.labels, self.lang, self.asked = {}, "es", 0
        self.begin()
        self._acts = self._questions = Bucket(1e9, 1e9)

    @classmethod
    def like(cls, other: Phone) -> Phone:
        """A page of the same browser that asks the store."""
        made = cls(other._store, other._device)
        made._proofs, made._looking = other._proofs, other._looking
        return made

    def send(self, content: Any, *arguments: Any, **named: Any) -> None:
        """Keep a message for the page."""
        self.heard.append(content)

    def ask(self, op: str, **data: Any) -> dict[str, Any]:
        """Ask for an operation; returns the answer."""
        self.asked += 1
        self.heard.clear()
        self.hear({"op": op, "id": f"operation-{id(self)}-{self.asked}", "plan": "plan", **data})
        return next(m for m in self.heard if "ack" in m)


def prepare(store: Store) -> None:
    """Four stages, two of them anonymous, some cards in each, and two people of three."""
    plans.new_plan(store, title="Plan", plan_id="plan")
    for key in KEYS:
        here = reading.stage_by_key(store, "plan", key)["stage_id"]
        stages.set_anonymity(store, FACILITATOR, here, "anonymous" if key in ("obstacles", "context") else "alias")
        stages.set_phase(store, FACILITATOR, here, "writing")
    for device in DEVICES[:2]:
        me = Actor(participants.join(store, "plan", device, device, team="Mesa 1")["participant_id"])
        for key in KEYS:
            cards.add_card(store, me, reading.stage_by_key(store, "plan", key)["stage_id"], f"{key} de {device}")
    for key, phase in (("obstacles", "clustering"), ("vision", "clustering"), ("directions", "naming")):
        stages.set_phase(store, FACILITATOR, reading.stage_by_key(store, "plan", key)["stage_id"], phase)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store that is prepared."""
    file = tmp_path_factory.mktemp("room") / "sala.sqlite"
    store = open_store(str(file))
    prepare(store)
    store.close()
    return file


@pytest.fixture
def sala(template: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the template that does not wait for the disk."""
    shutil.copyfile(template, tmp_path / "sala.sqlite")
    with closing(quick(tmp_path / "sala.sqlite")) as store:
        yield store


def quick(file: Path) -> Store:
    store = open_store(str(file))
    store.engine.dispose()
    sa.event.listen(store.engine, "connect", lambda connection, _r: connection.execute("PRAGMA synchronous=OFF"))
    return store


def at(store: Store, key: str, phase: str = "") -> str:
    found = str(reading.stage_by_key(store, "plan", key)["stage_id"])
    if phase:
        stages.set_phase(store, FACILITATOR, found, phase)
    return found


def plainly(value: Any) -> Any:
    return json.loads(json.dumps(value, sort_keys=True))


class Workshop:
    """A workshop of any acts: three people, each with a page of this process and a page of another one."""

    def __init__(self, store: Store, reader: RoomReader) -> None:
        self.store, self.reader = store, reader
        self.here = [Phone(store, device, reader) for device in DEVICES]
        self.elsewhere = [Phone(store, device) for device in DEVICES]
        self.ledgers = [Ledger(store) for _ in DEVICES]
        self.stages = [str(s["stage_id"]) for s in reading.plan_stages(store, "plan") if s["key"] in KEYS]
        for phone in self.here:
            phone.hear({"op": "hello"})
        self.check()

    def check(self) -> None:
        """Compare what each phone shows, with a reader and without, with what it would read by itself now."""
        self.reader.refresh()
        for shared, plain, ledger in zip(self.here, self.elsewhere, self.ledgers, strict=True):
            if shared.stale():
                shared.refresh()
            expected = plainly(Phone.like(shared).view())
            assert plainly(shared._sent) == expected
            assert plainly(shared.view()) == expected
            if plain.concerned(ledger.news()):
                plain.refresh()
            assert plainly(plain._sent) == plainly(plain.view())

    def act(self, what: str, who: int, stage: int, pick: int) -> None:
        """Let somebody do something, if it is allowed now."""
        store, stage_id = self.store, self.stages[stage]
        wall = reading.read_wall(store, stage_id)
        ids = [c["card_id"] for c in wall.cards] or ["ninguna"]
        groups = [c["cluster_id"] for c in wall.clusters] or ["ninguno"]
        card, other, group = ids[pick % len(ids)], ids[(pick + 1) % len(ids)], groups[pick % len(groups)]
        by_phone: dict[str, dict[str, Any]] = {
            "join": {"alias": f"Persona {pick}", "team": f"Mesa {pick % 3}"},
            "add_card": {"stage": stage_id, "text": f"idea {pick}"},
            "edit_card": {"card": card, "text": f"corregida {pick}"}, "withdraw_card": {"card": card},
            "propose_pair": {"stage": stage_id, "card": card, "other": other},
            "propose_name": {"stage": stage_id, "cluster": group, "text": f"nombre número {pick % 2}"},
            "cast_vote": {"stage": stage_id, "target": card if pick % 2 else group, "points": pick % 3},
            "consent": {"stage": stage_id, "stance": ("agree", "object")[pick % 2], "text": "porque sí"},
            "look": {"at": ("", "join", "mine", "actions")[pick % 4]}}
        if what in by_phone:
            pages = [self.here[who], self.elsewhere[who]]
            acts, other = pages if pick % 3 else pages[::-1]
            acts.ask(what, **by_phone[what])
            if what != "look":  # through the browser's memory its other page hears that it has to ask
                other.hear({"op": "hello", "proofs": list(acts._proofs.kept)})
            return
        ask: dict[str, Callable[[], object]] = {
            "phase": lambda: stages.set_phase(store, FACILITATOR, stage_id, (
                "closed", "writing", "revealed", "clustering", "naming", "resolve", "done")[pick % 7]),
            "voting": lambda: stages.set_voting(store, FACILITATOR, stage_id, pick % 3 > 0, 5),
            "round": lambda: stages.set_round(store, FACILITATOR, stage_id, 1 + pick % 3, "lo mejor"),
            "timer": lambda: stages.set_timer(store, FACILITATOR, stage_id, 60 + pick),
            "group": lambda: clusters.add_cluster(store, FACILITATOR, stage_id, card_ids=[card]),
            "call": lambda: clusters.rename_cluster(store, FACILITATOR, group, title=f"Nombre {pick}"),
            "break": lambda: clusters.dissolve_cluster(store, FACILITATOR, group),
            "move": lambda: arranging.move_card(store, FACILITATOR, card, group, before=other),
            "stack": lambda: arranging.mark_duplicate(store, FACILITATOR, card, other),
            "put_away": lambda: cards.withdraw_card(store, FACILITATOR, card),
            "reword": lambda: cards.edit_card(store, FACILITATOR, card, f"otra vez {pick}"),
            "undo": lambda: undo.undo_last(store, FACILITATOR, stage_id, verbs=undo.ARRANGING),
            "accept": lambda: [proposals.accept_proposal(store, FACILITATOR, e["ids"][0])
                               for e in proposals.open_proposals(store, stage_id)[:1]],
            "decline": lambda: [proposals.decline_proposal(store, FACILITATOR, e["ids"][0])
                                for e in proposals.open_proposals(store, stage_id)[:1]],
            "answer": lambda: [consents.answer_objection(store, FACILITATOR, v["id"], f"así {pick}")
                               for v in consents.read_consents(store, stage_id)["voices"][:1]],
            "hands": lambda: consents.note_stances(store, FACILITATOR, stage_id, "agree", people=2),
            "many": lambda: votes.cast_for_many(store, FACILITATOR, stage_id, {card: 2}, 2),
            "form": lambda: directions.form_directions(store, FACILITATOR, stage_id),
            "other_plan": lambda: plans.open_in_room(store, plans.new_plan(store, title="Otro")),
            "plan": lambda: plans.open_in_room(store, "plan")}
        ask[what]()


PHONES = ("join", "add_card", "add_card", "add_card", "edit_card", "withdraw_card", "propose_pair", "propose_name",
          "cast_vote", "cast_vote", "consent", "look")
DESK = ("phase", "phase", "phase", "voting", "voting", "round", "timer", "group", "group", "call", "break", "move",
        "stack", "put_away", "reword", "undo", "accept", "decline", "answer", "hands", "many", "form", "other_plan",
        "plan")


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(st.tuples(st.sampled_from(PHONES + DESK), st.integers(0, 2), st.integers(0, 3),
                               st.integers(0, 40)), min_size=8, max_size=20))
def test_whatever_is_done_every_phone_sees_what_it_would_read_by_itself(
        template: Path, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, int, int]]) -> None:
    file = tmp_path_factory.mktemp("room") / "sala.sqlite"
    shutil.copyfile(template, file)
    with closing(quick(file)) as store, closing(RoomReader(store, share=1)) as reader:
        workshop = Workshop(store, reader)
        for n, act in enumerate(acts):
            try:
                workshop.act(*act)
            except MingaError:
                continue
            if n % 4 == 0:
                workshop.check()
        workshop.check()


def test_what_everybody_sees_is_one_object_and_becomes_json_once(sala: Store) -> None:
    with closing(RoomReader(sala)) as reader:
        one, two = Phone(sala, "uno", reader).view(), Phone(sala, "dos", reader).view()
        here = at(sala, "vision")
        assert one[f"texts:{here}"] is two[f"texts:{here}"]
        assert one[f"wall:{here}"] is two[f"wall:{here}"]
        assert one[f"wall:{here}"].json() is two[f"wall:{here}"].json()
        message = {"patch": one, "seq": 1, "reset": True, "labels": {"ñandú": "«ñ»"}}
        assert json.loads(encode(message)) == plainly(message)
        kept = Phone(sala, "uno", reader).view()[f"texts:{here}"]
        cards.add_card(sala, FACILITATOR, at(sala, "context"), "en otra etapa")
        assert Phone(sala, "uno", reader).view()[f"texts:{here}"] is kept


def test_a_card_nobody_else_may_see_concerns_only_whoever_wrote_it(sala: Store) -> None:
    here = at(sala, "vision", "writing")
    with closing(RoomReader(sala)) as reader:
        luna, sol = Phone(sala, "uno", reader), Phone(sala, "dos", reader)
        for phone in (luna, sol):
            phone.hear({"op": "hello"})
        assert Phone(sala, "uno").ask("add_card", stage=here, text="desde otra página")["ok"]
        assert reader.refresh()
        assert (luna.stale(), sol.stale()) == (True, False)
        stages.set_timer(sala, FACILITATOR, here, 60)
        assert reader.refresh()
        assert (luna.stale(), sol.stale()) == (True, True)
        assert not reader.refresh()


def test_ones_own_card_is_there_at_once_where_nobody_is_named_and_the_rest_when_it_is_time(sala: Store) -> None:
    here = at(sala, "context")
    with closing(RoomReader(sala, share=1e-9)) as reader:
        luna = Phone(sala, "uno", reader)
        luna.hear({"op": "hello"})
        for n in range(3):
            assert luna.ask("add_card", stage=here, text=f"idea {n}")["ok"]
        assert sorted(c["text"] for c in luna.view()[f"stage:{here}"]["mine"]) == ["idea 0", "idea 1", "idea 2"]


def test_a_reader_that_could_not_read_begins_anew(sala: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(RoomReader(sala)) as reader:
        luna = Phone(sala, "uno", reader)
        before = plainly(luna.view())
        cards.add_card(sala, FACILITATOR, at(sala, "vision"), "nueva")
        with monkeypatch.context() as patched:
            patched.setattr("minga.workshop.room_reading.rows_by_id", lambda *_a: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                reader.refresh()
        assert reader.refresh()
        assert luna.stale()
        assert plainly(luna.view()) == plainly(Phone(sala, "uno").view()) != before


def test_on_both_databases_every_phone_hears_of_what_concerns_it(store: Store) -> None:
    prepare(store)
    with closing(RoomReader(store, share=1)) as reader:
        workshop = Workshop(store, reader)
        for what, who, stage, pick in (
                ("add_card", 0, 1, 1), ("add_card", 1, 0, 1), ("join", 2, 0, 1), ("voting", 0, 1, 1),
                ("group", 0, 1, 0), ("voting", 0, 2, 1), ("cast_vote", 2, 2, 1), ("propose_pair", 0, 1, 1),
                ("other_plan", 0, 0, 0), ("plan", 0, 0, 0), ("break", 0, 1, 0), ("phase", 0, 3, 5),
                ("consent", 1, 3, 1)):
            workshop.act(what, who, stage, pick)
            workshop.check()


def test_a_phone_is_left_alone_while_others_write_and_vote(sala: Store) -> None:
    writing, hidden, voting = at(sala, "vision", "writing"), at(sala, "context"), at(sala, "directions", "revealed")
    stages.set_voting(sala, FACILITATOR, voting, True, 5)
    card = reading.read_wall(sala, voting).cards[0]["card_id"]
    luna, sol, ledger = Phone(sala, "uno"), Phone(sala, "dos"), Ledger(sala)
    luna.hear({"op": "hello"})
    assert luna.concerned(ledger.news())
    for op, data in (("add_card", {"stage": writing}), ("add_card", {"stage": hidden}),
                     ("cast_vote", {"stage": voting, "target": card, "points": 2})):
        assert sol.ask(op, text="ajena", **data)["ok"]
        assert not luna.concerned(ledger.news())
    participants.join(sala, "plan", "tres", "Mar")
    assert not luna.concerned(ledger.news())
    assert sol.ask("add_card", stage=voting, text="a la vista de todas")["ok"]
    assert luna.concerned(ledger.news())
    plans.open_in_room(sala, plans.new_plan(sala, title="Otro"))
    assert luna.concerned(ledger.news())


def test_a_kernel_looks_when_it_is_concerned_or_has_been_left_alone_for_long(
        sala: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    writing = at(sala, "vision", "writing")
    follower, phone = live.Follower(sala), Participate(sala, "uno")
    phone.send = lambda *_a, **_k: None  # type: ignore[method-assign]
    follower.add(phone)
    phone.refresh()
    assert follower._due(True)  # what was there before it began
    Phone(sala, "dos").ask("add_card", stage=writing, text="de otra persona")
    assert not follower._due(True)
    assert not follower._due(False)
    with monkeypatch.context() as patched:
        patched.setattr(live, "CALM", 0.0)
        assert follower._due(False)
    follower._pending.set()
    follower._refresh()
    assert not follower._due(False)
    stages.set_phase(sala, FACILITATOR, writing, "revealed")
    assert follower._due(True)
    follower.add(Wall(sala, FACILITATOR, writing))
    Phone(sala, "dos").ask("add_card", stage=at(sala, "context"), text="otra")
    assert follower._due(True)


def test_whoever_looks_at_their_own_cards_hears_what_became_of_them(sala: Store) -> None:
    with closing(RoomReader(sala, share=1)) as reader:
        pages = [Phone(sala, device, reader) for device in ("uno", "dos")]
        for page in pages:
            page.hear({"op": "hello"})
            assert page.ask("look", at="mine")["ok"]
        clusters.add_cluster(sala, FACILITATOR, at(sala, "vision"), card_ids=[
            c["card_id"] for c in reading.read_wall(sala, at(sala, "vision")).cards])
        reader.refresh()
        assert [page.stale() for page in pages] == [True, True]
        for page in pages:
            page.refresh()
            assert plainly(page._sent) == plainly(Phone.like(page).view())
            assert any("con otra tarjeta" in card["became"] for card in page._sent["everywhere"])
