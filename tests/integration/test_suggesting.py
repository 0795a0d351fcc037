"""What the wall suggests of a stage that is kept in a store."""

from __future__ import annotations

from minga.store import Store
from minga.workshop import cards, clusters, plans, reading, stages
from minga.workshop.actor import FACILITATOR
from minga.workshop.suggesting import suggest


def test_the_wall_suggests_about_its_loose_cards_and_writes_nothing(store: Store) -> None:
    plan = plans.new_plan(store, title="Plan de prueba")
    here = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, here, "clustering")
    school, courses, fund, collection, again, gone = [
        cards.add_card(store, FACILITATOR, here, text)["card_id"] for text in (
            "Escuela de promotoras", "Talleres de formación", "Un fondo común paga proyectos",
            "Una colecta en cada país paga proyectos", "Una colecta en cada pais paga proyectos",
            "Cursos para docentes")]
    learning = clusters.add_cluster(store, FACILITATOR, here, card_ids=[school])["cluster_id"]
    cards.withdraw_card(store, FACILITATOR, gone)
    before = reading.read_wall(store, here)
    found = suggest(store, here)
    assert reading.read_wall(store, here) == before
    assert [(one["kind"], one["card_ids"], one["cluster_id"]) for one in found] == [
        ("duplicate", [collection, again], ""), ("join", [courses], learning), ("pair", [fund, collection], "")]
    assert all(0 < one["score"] <= 1 for one in found)


def test_where_columns_are_fixed_no_new_groups_are_suggested(sqlite_store: Store) -> None:
    plan = plans.new_plan(sqlite_store, title="Plan de prueba")
    here = reading.stage_by_key(sqlite_store, plan, "context")["stage_id"]
    stages.set_phase(sqlite_store, FACILITATOR, here, "writing")
    for text in ("Un fondo común", "La colecta del país", "El presupuesto propio", "un fondo comun"):
        cards.add_card(sqlite_store, FACILITATOR, here, text)
    assert {one["kind"] for one in suggest(sqlite_store, here)} == {"duplicate"}
