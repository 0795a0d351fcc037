"""The wall under any sequence of acts: nothing vanishes, nothing dangles, and the ledger tells the whole story."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from minga import tables
from minga.errors import MingaError
from minga.store import Store, changes_since, open_store, plan_rows, rows
from minga.store.ids import key_of
from minga.tables import schema
from minga.workshop import arranging, cards, clusters, participants, plans, reading, stages, undo
from minga.workshop.act import operation_results
from minga.workshop.actor import FACILITATOR, Actor
from minga.workshop.phone import participant_view

PLAN = "muro"
PHONES = ("a", "b")
TEXTS = st.text(st.characters(codec=None), max_size=30).map(lambda t: f"idea {t}")
ANY = st.integers(0, 10_000)


class Workshop(RuleBasedStateMachine):
    """A facilitator and two phones on a wall with fixed columns, one with groups, and an anonymous one."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store: Store = open_store(str(self.folder / "minga.sqlite"))
        self.born: list[str] = []
        self.proofs: dict[str, list[str]] = {phone: [] for phone in PHONES}
        self.count = 0

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.store.close()
        shutil.rmtree(self.folder)

    @initialize()
    def open_the_room(self) -> None:
        """A plan, two people, one stage anonymous, everything open for writing."""
        plans.new_plan(self.store, title="Muro", plan_id=PLAN)
        here = [s for s in reading.plan_stages(self.store, PLAN) if s["kind"] in ("columns", "clusters")][:3]
        with self.store.transaction("edit_stage", plan_id=PLAN) as tx:
            tx.update("stages", here[-1]["stage_id"], anonymity="anonymous")
        self.stages = [s["stage_id"] for s in here]
        self.anonymous = self.stages[-1]
        self.people = {phone: Actor(participants.join(self.store, PLAN, phone, phone)["participant_id"])
                       for phone in PHONES}
        for stage in self.stages:
            stages.set_phase(self.store, FACILITATOR, stage, "writing")

    # ── what people do ────────────────────────────────────────────────────────────────────────────

    def any_card(self, n: int) -> str:
        """One of the cards there are."""
        return self.born[n % len(self.born)] if self.born else "ninguna"

    def any_cluster(self, n: int, stage: str) -> str | None:
        """One of the clusters of a stage, now and then none."""
        here = [c["cluster_id"] for c in rows(self.store, "clusters", stage_id=stage, order="position")]
        return [*here, None][n % (len(here) + 1)]

    def tried(self, verb: Any, *given: Any, **named: Any) -> Any:
        """Do something; a refusal is an answer, anything else that is raised is a fault of Minga's."""
        before = self.everything()
        try:
            return verb(self.store, *given, **named)
        except MingaError:
            assert self.everything() == before, "a refused act left something behind"
            return None

    def operation(self) -> str:
        """A new operation id."""
        self.count += 1
        return f"operacion-{self.count}"

    @rule(who=st.sampled_from(["facilitator", *PHONES]), stage=st.integers(0, 2), n=ANY, text=TEXTS,
          twice=st.booleans())
    def add(self, who: str, stage: int, n: int, text: str, twice: bool) -> None:
        """Somebody writes a card, perhaps sent twice."""
        op, stage_id = self.operation(), self.stages[stage]
        actor, place = self.people.get(who, FACILITATOR), self.any_cluster(n, stage_id)
        for _time in range(1 + twice):
            made = self.tried(cards.add_card, actor, stage_id, text, cluster_id=place, op_id=op)
            if made and made["card_id"] not in self.born:
                self.born.append(made["card_id"])
                if who in PHONES:
                    self.proofs[who].append(op)

    @rule(who=st.sampled_from(["facilitator", *PHONES]), n=ANY, p=ANY, text=TEXTS, withdraw=st.booleans())
    def correct(self, who: str, n: int, p: int, text: str, withdraw: bool) -> None:
        """Somebody corrects or withdraws a card, their own or not, with a proof of theirs or none."""
        kept = self.proofs.get(who) or [""]
        given: dict[str, Any] = {"proof": kept[p % len(kept)], "op_id": self.operation()}
        actor, card = self.people.get(who, FACILITATOR), self.any_card(n)
        if withdraw:
            self.tried(cards.withdraw_card, actor, card, **given)
        else:
            self.tried(cards.edit_card, actor, card, text, **given)

    @rule(n=ANY, other=ANY, back=st.booleans(),
          what=st.sampled_from(["move", "move_all", "duplicate", "restore", "reword", "away"]))
    def arrange_card(self, n: int, other: int, what: str, back: bool) -> None:
        """The facilitator moves cards, marks one as repeated, rewords it, puts it away or back on the wall."""
        card, second = self.any_card(n), self.any_card(other)
        stage = next((c["stage_id"] for c in rows(self.store, "cards", card_id=card)), self.stages[0])
        acts = {"move": lambda: self.tried(arranging.move_card, FACILITATOR, card, self.any_cluster(other, stage),
                                           before=second),
                "duplicate": lambda: self.tried(arranging.mark_duplicate, FACILITATOR, card, second),
                "move_all": lambda: self.tried(arranging.move_cards, FACILITATOR, stage, [second, card],
                                               self.any_cluster(n, stage), card),
                "reword": lambda: self.tried(arranging.reword_card, FACILITATOR, card, f"mejor dicho {n}"),
                "away": lambda: self.tried(arranging.put_away, FACILITATOR, stage, [card, second]),
                "restore": lambda: self.tried(cards.restore_card, FACILITATOR, card)}
        self.and_back(stage, acts[what], back)

    @rule(stage=st.integers(0, 2), n=ANY, m=ANY, back=st.booleans(),
          what=st.sampled_from(["add", "split", "nest", "out", "rename", "move", "dissolve", "merge", "question"]))
    def arrange_clusters(self, stage: int, n: int, m: int, what: str, back: bool) -> None:
        """The facilitator makes, splits, nests, names, moves, dissolves or merges clusters, or changes the question."""
        here = self.stages[stage]
        first, second = self.any_cluster(n, here) or "ninguno", self.any_cluster(m, here)
        some = [self.any_card(n), self.any_card(m)][: n % 3]
        acts = {"add": lambda: self.tried(clusters.add_cluster, FACILITATOR, here, card_ids=some),
                "split": lambda: self.tried(clusters.split_cluster, FACILITATOR, first, [self.any_card(n)]),
                "nest": lambda: self.tried(clusters.nest_cluster, FACILITATOR, first, second),
                "out": lambda: self.tried(clusters.nest_cluster, FACILITATOR, first, None),
                "rename": lambda: self.tried(clusters.rename_cluster, FACILITATOR, first, title=f"título {m}"),
                "move": lambda: self.tried(clusters.move_cluster, FACILITATOR, first, m % 9 - 2),
                "dissolve": lambda: self.tried(clusters.dissolve_cluster, FACILITATOR, first),
                "merge": lambda: self.tried(clusters.dissolve_cluster, FACILITATOR, first, into=second),
                "question": lambda: self.tried(stages.edit_stage, FACILITATOR, here, question=f"¿Y ahora {m}?")}
        self.and_back(here, acts[what], back)

    def and_back(self, stage: str, act: Any, back: bool) -> None:
        """Do something, and perhaps take it back at once: the wall is then what it was."""
        before, seq = self.everything(), self.newest()
        act()
        if back and self.newest() != seq:
            after = self.everything()
            undo.undo_last(self.store, FACILITATOR, stage, verbs=undo.ARRANGING)
            assert self.everything() == before
            undo.redo_last(self.store, FACILITATOR, stage, verbs=undo.ARRANGING)
            assert self.everything() == after

    @rule(stage=st.integers(0, 2), verb=st.sampled_from([undo.undo_last, undo.redo_last]))
    def undo_something(self, stage: int, verb: Any) -> None:
        """The facilitator takes back whatever was arranged last, or does again what was taken back."""
        self.tried(verb, FACILITATOR, self.stages[stage], verbs=undo.ARRANGING)

    @rule(stage=st.integers(0, 2), phase=st.sampled_from(schema.PHASES))
    def change_phase(self, stage: int, phase: str) -> None:
        """The stage moves on, or back."""
        stages.set_phase(self.store, FACILITATOR, self.stages[stage], phase)

    # ── what holds whatever they do ───────────────────────────────────────────────────────────────

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of the plan."""
        return plan_rows(self.store, PLAN)

    def newest(self) -> int:
        """Number of the newest change."""
        return changes_since(self.store, PLAN, 0)[-1].seq

    @invariant()
    def no_card_ever_disappears(self) -> None:
        """Withdrawn and repeated cards stay in the table too."""
        assert {c["card_id"] for c in rows(self.store, "cards")} == set(self.born)

    @invariant()
    def places_are_clear(self) -> None:
        """Two cards, or two clusters, never share a place."""
        for name, shared in (("cards", ("stage_id", "cluster_id", "position")), ("clusters", ("stage_id", "position"))):
            here = rows(self.store, name)
            taken = Counter(tuple(row[k] for k in shared) for row in here)
            assert [place for place, times in taken.items() if times > 1] == []
            assert all(row["position"] >= 1 for row in here)

    @invariant()
    def nothing_dangles(self) -> None:
        """A card lies in a cluster of its own stage, and is repeated only of a card that is on the wall."""
        here = {c["card_id"]: c for c in rows(self.store, "cards")}
        groups = {c["cluster_id"]: c for c in rows(self.store, "clusters")}
        for group in groups.values():  # groups lie one level deep
            assert not group["parent_id"] or groups[group["parent_id"]]["parent_id"] is None
        for card in here.values():
            if card["cluster_id"]:
                assert groups[card["cluster_id"]]["stage_id"] == card["stage_id"]
            assert (card["status"] == "duplicate") == (card["duplicate_of"] is not None)
            if card["duplicate_of"]:
                original = here[card["duplicate_of"]]
                assert original["status"] == "active", "an idea vanished behind a card that is gone"
                assert (original["stage_id"], original["cluster_id"]) == (card["stage_id"], card["cluster_id"])

    @invariant()
    def the_ledger_tells_the_whole_story(self) -> None:
        """From an empty page, the changes in order give every row as it is."""
        told: dict[str, dict[str, Any]] = {t.name: {} for t in tables.exported_tables()}
        for line in changes_since(self.store, PLAN, 0):
            assert told[line.table].get(line.row_id) == line.before
            if line.after is None:
                del told[line.table][line.row_id]
            else:
                told[line.table][line.row_id] = line.after
        kept = {name: {key_of(tables.table(name), row): row for row in found}
                for name, found in self.everything().items()}
        assert told == kept

    @invariant()
    def an_anonymous_stage_names_nobody(self) -> None:
        """Neither a card nor the ledger says who wrote, or when."""
        stage = getattr(self, "anonymous", "")
        assert all(c["author_id"] is None and c["created_at"] is None
                   for c in rows(self.store, "cards", stage_id=stage))
        changes = tables.table("changes")
        with self.store.reading() as connection:
            lines = connection.execute(
                sa.select(changes.c.actor, changes.c.at).where(changes.c.stage_id == stage)).all()
        assert all(actor == "" and at is None for actor, at in lines)

    @invariant()
    def a_phone_sees_nobody_elses_card_before_the_reveal(self) -> None:
        """What is under way is shown to its author alone."""
        for phone, actor in getattr(self, "people", {}).items():
            own = {a["card_id"] for a in operation_results(self.store, PLAN, self.proofs[phone]).values()}
            for stage_id in self.stages:
                stage = rows(self.store, "stages", stage_id=stage_id)[0]
                view = participant_view(self.store, stage_id, actor, own)
                shown = {c["id"] for c in view["mine"]}
                written = {c["card_id"] for c in rows(self.store, "cards", stage_id=stage_id)
                           if c["author_id"] == actor.participant_id or c["card_id"] in own}
                assert shown <= written
                assert view["wall"] == [] == list(view["texts"]) or stage["phase"] in stages.SHOWN


TestWorkshop = Workshop.TestCase
TestWorkshop.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
