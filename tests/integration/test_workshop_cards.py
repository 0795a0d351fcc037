"""Cards on the wall: who may write, correct, withdraw and move them, and that repeating is harmless."""

from __future__ import annotations

import pytest

from minga import store as stores
from minga.errors import NotFound, Refused
from minga.store import Store, rows
from minga.workshop import arranging, cards, clusters, participants, phone, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor

OP = "op-0123456789abcdef"


@pytest.fixture
def plan(store: Store) -> str:
    return plans.new_plan(store, title="Plan de prueba", organization="Red Sur")


def stage(store: Store, plan: str, key: str = "vision", phase: str = "writing") -> str:
    found = reading.stage_by_key(store, plan, key)["stage_id"]
    stages.set_phase(store, FACILITATOR, found, phase)
    return found


def person(store: Store, plan: str, device: str = "device-1", alias: str = "Luna") -> Actor:
    return Actor(participants.join(store, plan, device, alias)["participant_id"], "participant")


def wall(store: Store, stage_id: str) -> list[tuple[str, int, bool]]:
    return [(c["text"], c["position"], c["cluster_id"] is not None) for c in reading.read_wall(store, stage_id).cards]


def test_a_card_is_kept_as_it_was_written(store: Store, plan: str) -> None:
    here, text = stage(store, plan), '=HYPERLINK("http://x") <img src=x onerror=alert(1)> 👩🏽‍🌾 «ñandú»\nsegunda línea'
    card = cards.add_card(store, person(store, plan), here, f"  {text}  ")
    assert rows(store, "cards", card_id=card["card_id"])[0]["text"] == text


def test_the_same_operation_sent_again_adds_nothing(store: Store, plan: str) -> None:
    here, me = stage(store, plan), person(store, plan)
    first = cards.add_card(store, me, here, "una idea", op_id=OP)
    again = cards.add_card(store, me, here, "una idea", op_id=OP)
    assert again["card_id"] == first["card_id"]
    assert len(wall(store, here)) == 1


def test_an_operation_that_was_refused_can_be_sent_again_later(store: Store, plan: str) -> None:
    here, me = stage(store, plan, phase="closed"), person(store, plan)
    with pytest.raises(Refused, match="no recibe cambios"):
        cards.add_card(store, me, here, "temprano", op_id=OP)
    stages.set_phase(store, FACILITATOR, here, "writing")
    cards.add_card(store, me, here, "temprano", op_id=OP)
    assert wall(store, here) == [("temprano", 1, False)]


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 601, "x" * 10_000_000, None, 7, ["a"], "\x00\x07"])
def test_a_text_that_cannot_be_a_card_is_refused_and_nothing_is_written(store: Store, plan: str, text: object) -> None:
    here = stage(store, plan)
    with pytest.raises(Refused, match="Tarjeta"):
        cards.add_card(store, person(store, plan), here, text)  # type: ignore[arg-type]
    assert wall(store, here) == []


def test_characters_that_no_database_or_sheet_can_hold_are_left_out(store: Store, plan: str) -> None:
    here = stage(store, plan)
    card = cards.add_card(store, FACILITATOR, here, "a\x00b\x1bc\ud800d\te")
    assert card["text"] == "abcd\te"


@pytest.mark.parametrize(("phase", "admitted"), [
    ("closed", False), ("writing", True), ("revealed", True), ("clustering", True), ("naming", True),
    ("resolve", False), ("done", False)])
def test_late_cards_are_welcome_until_the_titles_are_agreed(
        store: Store, plan: str, phase: str, admitted: bool) -> None:
    here, me = stage(store, plan, phase=phase), person(store, plan)
    if admitted:
        assert cards.add_card(store, me, here, "una idea")["text"] == "una idea"
    else:
        with pytest.raises(Refused):
            cards.add_card(store, me, here, "una idea")


def test_only_its_author_or_the_facilitator_corrects_a_card(store: Store, plan: str) -> None:
    here, me, other = stage(store, plan), person(store, plan), person(store, plan, "device-2", "Sol")
    card = cards.add_card(store, me, here, "una idea")["card_id"]
    with pytest.raises(Refused, match="otra persona"):
        cards.edit_card(store, other, card, "otra")
    with pytest.raises(Refused, match="otra persona"):
        cards.withdraw_card(store, other, card)
    assert cards.edit_card(store, me, card, "corregida")["text"] == "corregida"
    assert cards.edit_card(store, FACILITATOR, card, "por la mesa")["text"] == "por la mesa"


def test_a_withdrawn_card_leaves_the_wall_but_stays_in_the_file(store: Store, plan: str) -> None:
    here, me = stage(store, plan), person(store, plan)
    card = cards.add_card(store, me, here, "una idea")["card_id"]
    cards.withdraw_card(store, me, card)
    assert wall(store, here) == []
    assert rows(store, "cards", card_id=card)[0]["status"] == "withdrawn"
    cards.restore_card(store, FACILITATOR, card)
    assert wall(store, here) == [("una idea", 1, False)]


def test_in_an_anonymous_stage_no_author_and_no_time_is_kept(store: Store, plan: str) -> None:
    here, me = stage(store, plan, "obstacles"), person(store, plan)
    card = cards.add_card(store, me, here, "un obstáculo", team="mesa 1", op_id=OP)
    kept = rows(store, "cards", card_id=card["card_id"])[0]
    assert (kept["author_id"], kept["created_at"], kept["team"]) == (None, None, "")
    lines = [c for c in stores.changes_since(store, plan, 0, stage_id=here) if c.verb == "add_card"]
    assert [c.actor for c in lines] == [""]
    assert me.participant_id not in str(lines)


def test_in_an_anonymous_stage_the_browser_that_wrote_a_card_can_still_take_it_back(store: Store, plan: str) -> None:
    here, me, other = stage(store, plan, "obstacles"), person(store, plan), person(store, plan, "device-2", "Sol")
    card = cards.add_card(store, me, here, "un obstáculo", op_id=OP)["card_id"]
    for proof in ("", "op-of-somebody-else"):
        with pytest.raises(Refused, match="otra persona"):
            cards.withdraw_card(store, other, card, proof=proof)
    cards.withdraw_card(store, me, card, proof=OP)
    assert wall(store, here) == []


def test_participants_see_only_their_own_cards_until_the_reveal(store: Store, plan: str) -> None:
    here, me, other = stage(store, plan), person(store, plan), person(store, plan, "device-2", "Sol")
    cards.add_card(store, me, here, "mía")
    cards.add_card(store, other, here, "ajena")
    view = phone.participant_view(store, here, me, set())
    assert [c["text"] for c in view["mine"]] == ["mía"]
    assert "ajena" not in str(view)
    stages.set_phase(store, FACILITATOR, here, "revealed")
    view = phone.participant_view(store, here, me, set())
    assert [view["texts"][card] for group in view["wall"] for card in group["cards"]] == ["mía", "ajena"]
    assert other.participant_id not in str(view)


def test_participants_choose_a_fixed_column_but_never_a_cluster(store: Store, plan: str) -> None:
    context, vision, me = stage(store, plan, "context"), stage(store, plan), person(store, plan)
    retos = reading.read_wall(store, context).clusters[0]["cluster_id"]
    assert cards.add_card(store, me, context, "un reto", cluster_id=retos)["cluster_id"] == retos
    group = clusters.add_cluster(store, FACILITATOR, vision)["cluster_id"]
    with pytest.raises(Refused, match="se agrupan"):
        cards.add_card(store, me, vision, "una idea", cluster_id=group)
    with pytest.raises(NotFound, match="no existe en esta etapa"):
        cards.add_card(store, me, vision, "una idea", cluster_id=retos)


def test_a_moved_card_lands_before_the_card_it_was_dropped_on(store: Store, plan: str) -> None:
    here = stage(store, plan)
    a, b, c = (cards.add_card(store, FACILITATOR, here, t)["card_id"] for t in "abc")
    arranging.move_card(store, FACILITATOR, c, None, before=a)
    assert [t for t, _p, _g in wall(store, here)] == ["c", "a", "b"]
    group = clusters.add_cluster(store, FACILITATOR, here)["cluster_id"]
    for card in (b, a):
        arranging.move_card(store, FACILITATOR, card, group)
    assert [(k["text"], k["position"]) for k in reading.read_wall(store, here).cards if k["cluster_id"] == group] == [
        ("b", 1), ("a", 2)]


def test_a_repeated_card_is_stacked_and_never_deleted(store: Store, plan: str) -> None:
    here = stage(store, plan)
    a, b = (cards.add_card(store, FACILITATOR, here, t)["card_id"] for t in ("una", "lo mismo"))
    arranging.mark_duplicate(store, FACILITATOR, b, a)
    assert rows(store, "cards", card_id=b)[0]["duplicate_of"] == a
    with pytest.raises(Refused, match="ya no está en la pared"):
        arranging.mark_duplicate(store, FACILITATOR, a, b)


def test_participants_arrange_nothing(store: Store, plan: str) -> None:
    here, me = stage(store, plan), person(store, plan)
    card = cards.add_card(store, me, here, "una idea")["card_id"]
    for verb in (lambda: arranging.move_card(store, me, card, None), lambda: clusters.add_cluster(store, me, here),
                 lambda: stages.set_phase(store, me, here, "done"), lambda: cards.restore_card(store, me, card)):
        with pytest.raises(Refused, match="Solo quien facilita"):
            verb()


def test_a_stage_that_is_done_changes_for_nobody_until_it_is_reopened(store: Store, plan: str) -> None:
    here = stage(store, plan)
    card = cards.add_card(store, FACILITATOR, here, "una idea")["card_id"]
    stages.set_phase(store, FACILITATOR, here, "done")
    with pytest.raises(Refused, match="ya está cerrada"):
        cards.edit_card(store, FACILITATOR, card, "otra")
    stages.set_phase(store, FACILITATOR, here, "clustering")
    cards.edit_card(store, FACILITATOR, card, "otra")
    assert wall(store, here) == [("otra", 1, False)]
