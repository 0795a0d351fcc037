"""The way from a row of the plan back to its cards: plain arithmetic on rows, no store."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from minga.workshop.chain import Chain, make_chain
from minga.workshop.trail import DIRECTION, OBSTACLE, OWN, VISION, WAYS, Trail, trail

Row = dict[str, Any]


def chain_of(*links: tuple[str, str, str], phase: str = "done", **changed: Row) -> Chain:
    """Vision v, obstacles o and (within it) p, group g that direction d was born of; two cards in each, one loose.

    Action a holds b; indicator i measures d. ``changed`` gives cards other columns, by their id.
    """
    stages = [{"stage_id": key, "key": key, "kind": "clusters", "position": n, "title": key.title(), "phase": phase}
              for n, key in enumerate(("vision", "obstacles", "directions"))]
    groups = (("v", "vision", None), ("o", "obstacles", None), ("p", "obstacles", "o"), ("g", "directions", None))
    clusters = [{"cluster_id": key, "stage_id": stage, "parent_id": outer, "position": n, "title": f"Grupo {key}",
                 "symbol": ""} for n, (key, stage, outer) in enumerate(groups)]
    cards = [{"card_id": f"{key}{n}", "stage_id": stage, "cluster_id": key, "position": n, "text": f"tarjeta {key}{n}",
              "status": "active", "duplicate_of": None} for key, stage, _outer in groups for n in (1, 2)]
    cards.append({"card_id": "loose", "stage_id": "directions", "cluster_id": None, "position": 1, "text": "suelta",
                  "status": "active", "duplicate_of": None})
    cards = [card | changed.get(card["card_id"], {}) for card in cards]
    actions = [{"action_id": key, "direction_id": "d", "parent_id": outer, "position": n, "code": str(n), "text": key}
               for n, (key, outer) in enumerate((("a", None), ("b", "a")), 1)]
    return make_chain({
        "plans": [{"method": "top"}], "stages": stages, "clusters": clusters, "cards": cards, "actions": actions,
        "directions": [{"direction_id": "d", "position": 1, "code": "1", "title": "d"}],
        "objectives": [{"objective_id": "obj", "direction_id": "d", "position": 1, "code": "1", "text": "obj"}],
        "results": [], "indicators": [{"indicator_id": "i", "objective_id": "obj", "result_id": None, "position": 1,
                                       "code": "1", "title": "i"}],
        "links": [{"link_id": f"l{n}", "from_id": a, "kind": kind, "to_id": b}
                  for n, (a, kind, b) in enumerate(links)]})


def ways(found: Trail) -> dict[str, list[str]]:
    return {way: [card for place in found.places if place.way == way for card, _text in place.cards]
            for way in WAYS if any(place.way == way for place in found.places)}


def test_without_links_a_row_leads_to_no_card() -> None:
    found = trail(chain_of(), ["a", "i"])
    assert (found.places, found.without, found.cards) == ((), ("a", "i"), 0)


def test_an_action_leads_to_its_own_card_its_directions_group_the_obstacles_it_meets_and_the_vision() -> None:
    found = trail(chain_of(("a", "came_from", "loose"), ("d", "came_from", "g"), ("a", "addresses", "o"),
                           ("d", "advances", "v")), ["a"])
    assert ways(found) == {OWN: ["loose"], DIRECTION: ["g1", "g2"], OBSTACLE: ["o1", "o2", "p1", "p2"],
                           VISION: ["v1", "v2"]}
    own, group, *_rest = found.places
    assert (own.group_id, own.group, own.stage) == ("", "", "Directions")
    assert (group.group_id, group.group, group.rows) == ("g", "Grupo g", ("a",))
    assert found.without == ()


def test_an_action_within_another_has_what_that_one_came_from_and_meets() -> None:
    chain = chain_of(("a", "came_from", "g1"), ("a", "addresses", "o"))
    assert ways(trail(chain, ["b"])) == {OWN: ["g1"], OBSTACLE: ["o1", "o2", "p1", "p2"]}
    of_its_own = chain_of(("a", "came_from", "g1"), ("b", "came_from", "g2"))
    assert ways(trail(of_its_own, ["b"])) == {OWN: ["g2"]}


def test_an_indicator_leads_to_the_cards_of_the_actions_that_deliver_to_it_and_of_its_direction() -> None:
    chain = chain_of(("b", "delivers", "i"), ("b", "came_from", "g2"), ("d", "came_from", "g"), ("b", "addresses", "o"))
    assert ways(trail(chain, ["i"])) == {OWN: ["g2"], DIRECTION: ["g1", "g2"], OBSTACLE: ["o1", "o2", "p1", "p2"]}
    alone = chain_of(("d", "came_from", "g"), ("d", "addresses", "o"))
    assert ways(trail(alone, ["i"])) == {DIRECTION: ["g1", "g2"], OBSTACLE: ["o1", "o2", "p1", "p2"]}


def test_several_rows_share_their_places_and_those_that_lead_nowhere_are_named() -> None:
    chain = chain_of(("a", "came_from", "g1"), ("b", "came_from", "g2"))
    found = trail(chain, ["b", "a", "i", "a", "gone"])
    [place] = found.places
    assert (place.cards, place.rows) == ((("g1", "tarjeta g1"), ("g2", "tarjeta g2")), ("b", "a"))
    assert found.without == ("i",)


def test_a_repeated_card_stands_for_the_one_it_repeats_and_a_withdrawn_one_for_nothing() -> None:
    chain = chain_of(("a", "came_from", "g1"), ("b", "came_from", "g2"),
                     g1={"status": "duplicate", "duplicate_of": "loose"}, g2={"status": "withdrawn"})
    found = trail(chain, ["a", "b"])
    assert (ways(found), found.without) == ({OWN: ["loose"]}, ("b",))


def test_cards_of_a_wall_that_is_not_shown_yet_are_not_told() -> None:
    links = (("a", "came_from", "loose"), ("d", "came_from", "g"))
    assert trail(chain_of(*links, phase="writing"), ["a"]).places == ()
    assert trail(chain_of(*links, phase="revealed"), ["a"]).cards == 3


@given(st.sets(st.tuples(st.sampled_from("abd"), st.sampled_from(["came_from", "addresses", "advances", "delivers"]),
                         st.sampled_from(["v", "o", "p", "g", "g1", "o2", "loose", "i"]))))
def test_whatever_is_linked_every_row_either_leads_to_cards_or_is_named(links: set[tuple[str, str, str]]) -> None:
    found = trail(chain_of(*links), ["a", "b", "i", "d"])
    leading = {row for place in found.places for row in place.rows}
    assert leading | set(found.without) == {"a", "b", "i", "d"}
    assert not leading & set(found.without)
    assert all(place.cards for place in found.places)
    assert [WAYS.index(place.way) for place in found.places] == sorted(WAYS.index(p.way) for p in found.places)
