"""From the wall to numbered actions with dates in words and people who answer for them."""

from __future__ import annotations

from datetime import date

import pytest

from minga.errors import Refused
from minga.store import Store, plan_rows, rows
from minga.workshop import cards, clusters, directions, plans, reading, stages
from minga.workshop.actor import FACILITATOR, Actor


@pytest.fixture
def plan(store: Store) -> str:
    return plans.new_plan(store, title="Plan", starts=date(2026, 1, 1), ends=date(2027, 12, 31))


@pytest.fixture
def here(store: Store, plan: str) -> str:
    """A directions stage with two clusters of two and one card."""
    found = reading.stage_by_key(store, plan, "directions")["stage_id"]
    stages.set_phase(store, FACILITATOR, found, "naming")
    for title, texts in (("Cuidar el agua", ["medir", "sembrar"]), ("Contar lo que pasa", ["radio"])):
        ids = [cards.add_card(store, FACILITATOR, found, t)["card_id"] for t in texts]
        group = clusters.add_cluster(store, FACILITATOR, found, card_ids=ids)["cluster_id"]
        clusters.rename_cluster(store, FACILITATOR, group, title=title)
    return found


def codes(store: Store, plan: str) -> list[tuple[str, str, str]]:
    view = reading.read_directions(store, plan)
    names = {d["direction_id"]: d["title"] for d in view.directions}
    return [(names[a["direction_id"]], a["code"], a["text"]) for a in view.actions]


def first_action(store: Store, plan: str) -> dict:
    return reading.read_directions(store, plan).actions[0]


def test_clusters_become_directions_and_cards_become_numbered_actions(store: Store, plan: str, here: str) -> None:
    assert reading.formable(store, here) == 2
    assert directions.form_directions(store, FACILITATOR, here) == 5
    assert sorted(codes(store, plan)) == [
        ("Contar lo que pasa", "1", "radio"), ("Cuidar el agua", "1", "medir"), ("Cuidar el agua", "2", "sembrar")]
    assert [d["code"] for d in reading.read_directions(store, plan).directions] == ["1", "2"]


def test_forming_again_takes_only_what_is_new(store: Store, plan: str, here: str) -> None:
    directions.form_directions(store, FACILITATOR, here)
    assert directions.form_directions(store, FACILITATOR, here) == 0
    group = reading.read_wall(store, here).clusters[0]["cluster_id"]
    cards.add_card(store, FACILITATOR, here, "tardía", cluster_id=group)
    assert reading.formable(store, here) == 1
    assert directions.form_directions(store, FACILITATOR, here) == 1
    assert ("Cuidar el agua", "3", "tardía") in codes(store, plan)


def test_an_action_remembers_the_card_it_was_born_from(store: Store, plan: str, here: str) -> None:
    directions.form_directions(store, FACILITATOR, here)
    action = first_action(store, plan)
    born = [link["to_id"] for link in plan_rows(store, plan, ["links"])["links"]
            if link["from_id"] == action["action_id"]]
    assert rows(store, "cards", card_id=born[0])[0]["text"] == action["text"]


def test_a_date_in_words_is_kept_and_understood_beside_it(store: Store, plan: str, here: str) -> None:
    directions.form_directions(store, FACILITATOR, here)
    action = first_action(store, plan)["action_id"]
    kept = directions.edit_action(store, FACILITATOR, action, schedule_text="Finales de febrero 2026, entrega del mapa")
    assert (kept["schedule_text"], kept["starts"], kept["ends"], kept["precision"]) == (
        "Finales de febrero 2026, entrega del mapa", date(2026, 2, 21), date(2026, 2, 28), "third")
    kept = directions.edit_action(store, FACILITATOR, action, schedule_text="cuando se pueda")
    assert (kept["starts"], kept["ends"], kept["precision"]) == (None, None, "none")


def test_a_subaction_stands_under_its_action_with_its_number(store: Store, plan: str, here: str) -> None:
    directions.form_directions(store, FACILITATOR, here)
    parent = first_action(store, plan)
    for text in ("primero", "segundo"):
        directions.add_action(store, FACILITATOR, parent["direction_id"], text, parent_id=parent["action_id"])
    own = [(a["code"], a["text"], a["position"]) for a in reading.read_directions(store, plan).actions
           if a["direction_id"] == parent["direction_id"]]
    assert own == [("1", "medir", 1), ("1.1", "primero", 2), ("1.2", "segundo", 3), ("2", "sembrar", 4)]


def test_codes_that_people_wrote_stay_when_actions_change_places(store: Store, plan: str, here: str) -> None:
    directions.form_directions(store, FACILITATOR, here)
    action = first_action(store, plan)
    for one, code in zip(reading.read_directions(store, plan).actions, ("1", "2"), strict=False):
        with store.transaction("import", plan_id=plan) as tx:
            tx.update("actions", one["action_id"], code=code, numbered=False)
    directions.move_action(store, FACILITATOR, action["action_id"], by=1)
    own = [(a["code"], a["text"]) for a in reading.read_directions(store, plan).actions
           if a["direction_id"] == action["direction_id"]]
    assert own == [("2", "sembrar"), ("1", "medir")]


def test_people_who_stay_keep_whether_they_accepted(store: Store, plan: str, here: str) -> None:
    directions.form_directions(store, FACILITATOR, here)
    action = first_action(store, plan)["action_id"]
    luna = {"as_written": "Luna (Colombia)", "name": "Luna", "country": "CO"}
    made = directions.assign(store, FACILITATOR, action, [luna, {"as_written": "Todas", "kind": "everyone"}])
    with store.transaction("accept", plan_id=plan) as tx:
        tx.update("assignments", made[0]["assignment_id"], accepted=True)
    directions.assign(store, FACILITATOR, action, [{"as_written": "Sol"}, luna])
    kept = sorted(rows(store, "assignments", action_id=action), key=lambda a: a["position"])
    assert [(a["as_written"], a["accepted"]) for a in kept] == [("Sol", None), ("Luna (Colombia)", True)]


def test_an_action_with_reported_progress_is_not_deleted(store: Store, plan: str, here: str) -> None:
    directions.form_directions(store, FACILITATOR, here)
    action = first_action(store, plan)["action_id"]
    with store.transaction("report", plan_id=plan) as tx:
        tx.insert("progress", {"action_id": action, "period": "2026-S1", "status": "in_progress"})
    with pytest.raises(Refused, match="avances informados"):
        directions.delete_action(store, FACILITATOR, action)


def test_a_deleted_action_takes_its_people_and_links_along_but_not_its_subactions(
        store: Store, plan: str, here: str) -> None:
    directions.form_directions(store, FACILITATOR, here)
    parent = first_action(store, plan)
    child = directions.add_action(store, FACILITATOR, parent["direction_id"], "hija", parent_id=parent["action_id"])
    directions.assign(store, FACILITATOR, parent["action_id"], [{"as_written": "Sol"}])
    directions.delete_action(store, FACILITATOR, parent["action_id"])
    assert rows(store, "assignments") == []
    assert rows(store, "actions", action_id=child["action_id"])[0]["parent_id"] is None


def test_participants_edit_no_actions(store: Store, plan: str, here: str) -> None:
    directions.form_directions(store, FACILITATOR, here)
    action = first_action(store, plan)["action_id"]
    with pytest.raises(Refused, match="Solo quien facilita"):
        directions.edit_action(store, Actor("x", "participant"), action, text="otra")


@pytest.mark.parametrize("fields", [{"cost": "mucho"}, {"cost": -1}, {"cost": True}, {"nope": "x"}, {"text": ""}])
def test_a_field_that_makes_no_sense_is_refused(store: Store, plan: str, here: str, fields: dict) -> None:
    directions.form_directions(store, FACILITATOR, here)
    with pytest.raises(Refused):
        directions.edit_action(store, FACILITATOR, first_action(store, plan)["action_id"], **fields)
