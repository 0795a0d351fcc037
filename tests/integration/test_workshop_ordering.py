"""Directions and actions change places: ids stay, generated codes follow, authored ones are never touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga import paths
from minga.errors import MingaError, NotFound, Refused
from minga.exchange.load import load_plan
from minga.exchange.package_in import read_package
from minga.numbering import parent, sort_key
from minga.store import Store, rows
from minga.workshop import directions, ordering, plans, reading
from minga.workshop.actor import FACILITATOR, Actor


@pytest.fixture
def plan(store: Store) -> str:
    """Two directions, Agua with four actions (the second with a part) and Voz with one."""
    plan_id = plans.new_plan(store, title="Plan")
    agua = directions.add_direction(store, FACILITATOR, plan_id, "Agua")["direction_id"]
    voz = directions.add_direction(store, FACILITATOR, plan_id, "Voz")["direction_id"]
    for text in ("a", "b", "c", "d"):
        made = directions.add_action(store, FACILITATOR, agua, text)
        if text == "b":
            directions.add_action(store, FACILITATOR, agua, "b1", parent_id=made["action_id"])
    directions.add_action(store, FACILITATOR, voz, "v")
    return plan_id


def told(store: Store, plan: str, title: str = "Agua") -> str:
    view = reading.read_directions(store, plan)
    here = next(d["direction_id"] for d in view.directions if d["title"] == title)
    return " ".join(f"{a['code']}:{a['text']}" for a in view.actions if a["direction_id"] == here)


def named(store: Store, text: str) -> str:
    return rows(store, "actions", text=text)[0]["action_id"]


def direction(store: Store, title: str) -> str:
    return rows(store, "directions", title=title)[0]["direction_id"]


def test_an_action_moves_among_its_siblings_with_what_is_inside_it(store: Store, plan: str) -> None:
    ordering.move_action(store, FACILITATOR, named(store, "b"), by=1)
    assert told(store, plan) == "1:a 2:c 3:b 3.1:b1 4:d"
    ordering.move_action(store, FACILITATOR, named(store, "d"), by=-1)
    assert told(store, plan) == "1:a 2:c 3:d 4:b 4.1:b1"
    ordering.move_action(store, FACILITATOR, named(store, "a"), by=-1)
    ordering.move_action(store, FACILITATOR, named(store, "b1"), by=1)
    assert told(store, plan) == "1:a 2:c 3:d 4:b 4.1:b1"


def test_an_action_becomes_part_of_the_one_before_and_comes_out_again(store: Store, plan: str) -> None:
    ordering.indent_action(store, FACILITATOR, named(store, "c"))
    assert told(store, plan) == "1:a 2:b 2.1:b1 2.2:c 3:d"
    ordering.indent_action(store, FACILITATOR, named(store, "c"))
    assert told(store, plan) == "1:a 2:b 2.1:b1 2.1.1:c 3:d"
    with pytest.raises(Refused, match="no hay otra"):
        ordering.indent_action(store, FACILITATOR, named(store, "c"))
    ordering.outdent_action(store, FACILITATOR, named(store, "b1"))
    assert told(store, plan) == "1:a 2:b 3:b1 3.1:c 4:d"
    with pytest.raises(Refused, match="no es parte"):
        ordering.outdent_action(store, FACILITATOR, named(store, "a"))


def test_nothing_goes_deeper_than_three_levels(store: Store, plan: str) -> None:
    agua = direction(store, "Agua")
    deep = directions.add_action(store, FACILITATOR, agua, "b11", parent_id=named(store, "b1"))
    assert deep["code"] == "2.1.1"
    before = told(store, plan)
    for too_deep in (lambda: directions.add_action(store, FACILITATOR, agua, "x", parent_id=deep["action_id"]),
                     lambda: ordering.indent_action(store, FACILITATOR, named(store, "b")),
                     lambda: ordering.place_action(store, FACILITATOR, named(store, "a"), direction_id=agua,
                                                   parent_id=deep["action_id"])):
        with pytest.raises(Refused, match="llegan los niveles"):
            too_deep()
    assert told(store, plan) == before


def test_an_action_goes_to_another_direction_with_what_is_inside_it(store: Store, plan: str) -> None:
    ids = {t: named(store, t) for t in ("b", "b1", "v")}
    ordering.place_action(store, FACILITATOR, ids["b"], direction_id=direction(store, "Voz"), before=ids["v"])
    assert told(store, plan) == "1:a 2:c 3:d"
    assert told(store, plan, "Voz") == "1:b 1.1:b1 2:v"
    assert {t: named(store, t) for t in ids} == ids
    ordering.place_action(store, FACILITATOR, ids["b1"], direction_id=direction(store, "Agua"),
                          parent_id=named(store, "c"))
    assert told(store, plan) == "1:a 2:c 2.1:b1 3:d"


def test_a_place_that_is_not_there_is_refused_and_nothing_moves(store: Store, plan: str) -> None:
    other = directions.add_direction(store, FACILITATOR, plans.new_plan(store, title="Otro"), "Ajena")["direction_id"]
    agua, a = direction(store, "Agua"), named(store, "a")
    before = told(store, plan), told(store, plan, "Voz")
    for wrong in ({"direction_id": other}, {"direction_id": "no"}, {"direction_id": agua, "parent_id": "no"},
                  {"direction_id": agua, "before": "no"}, {"direction_id": agua, "before": named(store, "b1")},
                  {"direction_id": direction(store, "Voz"), "before": named(store, "b")}):
        with pytest.raises(NotFound):
            ordering.place_action(store, FACILITATOR, a, **wrong)
    for wrong in ({"parent_id": a}, {"before": a}):
        with pytest.raises(Refused, match="sí misma"):
            ordering.place_action(store, FACILITATOR, a, direction_id=agua, **wrong)
    with pytest.raises(Refused, match="Solo quien facilita"):
        ordering.place_action(store, Actor("x"), a, direction_id=agua)
    assert (told(store, plan), told(store, plan, "Voz")) == before


def test_directions_change_places_and_their_numbers_follow(store: Store, plan: str) -> None:
    ordering.move_direction(store, FACILITATOR, direction(store, "Voz"), by=-1)
    found = reading.read_directions(store, plan).directions
    assert [(d["code"], d["title"]) for d in found] == [("1", "Voz"), ("2", "Agua")]


def test_a_code_set_by_hand_stays_and_the_others_go_around_it(store: Store, plan: str) -> None:
    directions.edit_action(store, FACILITATOR, named(store, "c"), code="1")
    assert told(store, plan) == "2:a 3:b 3.1:b1 1:c 4:d"
    ordering.move_action(store, FACILITATOR, named(store, "c"), by=-1)
    assert told(store, plan) == "2:a 1:c 3:b 3.1:b1 4:d"
    directions.edit_action(store, FACILITATOR, named(store, "c"), code="")
    assert told(store, plan) == "1:a 2:c 3:b 3.1:b1 4:d"
    directions.edit_direction(store, FACILITATOR, direction(store, "Agua"), code="7")
    assert [d["code"] for d in reading.read_directions(store, plan).directions] == ["7", "8"]


def test_saving_a_form_without_touching_the_code_leaves_it_to_minga(store: Store, plan: str) -> None:
    directions.edit_action(store, FACILITATOR, named(store, "c"), code="3", text="ce")
    ordering.move_action(store, FACILITATOR, named(store, "ce"), by=-1)
    assert told(store, plan) == "1:a 2:ce 3:b 3.1:b1 4:d"


def test_a_deleted_action_leaves_its_parts_where_they_were(store: Store, plan: str) -> None:
    directions.delete_action(store, FACILITATOR, named(store, "b"))
    assert told(store, plan) == "1:a 2:b1 3:c 4:d"


def test_only_a_direction_without_actions_is_deleted(store: Store, plan: str) -> None:
    with pytest.raises(Refused, match="tiene acciones"):
        directions.delete_direction(store, FACILITATOR, direction(store, "Voz"))
    directions.delete_action(store, FACILITATOR, named(store, "v"))
    directions.delete_direction(store, FACILITATOR, direction(store, "Voz"))
    assert [d["title"] for d in reading.read_directions(store, plan).directions] == ["Agua"]


def import_example(store: Store) -> None:
    load_plan(store, read_package(paths.examples() / "red-ejemplo-2018-2019")[0])


def test_imported_codes_are_authored_until_the_facilitator_asks_for_all(sqlite_store: Store) -> None:
    import_example(sqlite_store)
    plan = "red-ejemplo-2018-2019"
    before = [(a["action_id"], a["code"]) for a in reading.read_directions(sqlite_store, plan).actions]
    assert not any(a["numbered"] for a in rows(sqlite_store, "actions"))
    assert ordering.renumbering(sqlite_store, plan) == []
    assert ordering.renumber(sqlite_store, FACILITATOR, plan) == 0
    first = reading.read_directions(sqlite_store, plan).actions[0]
    ordering.move_action(sqlite_store, FACILITATOR, first["action_id"], by=1)
    assert sorted((a["action_id"], a["code"]) for a in reading.read_directions(sqlite_store, plan).actions) == sorted(
        before)
    planned = ordering.renumbering(sqlite_store, plan, everything=True)
    assert {"table": "actions", "id": first["action_id"], "text": first["text"], "before": "1", "after": "2"} in planned
    assert ordering.renumber(sqlite_store, FACILITATOR, plan, everything=True) == len(planned)
    assert ordering.renumbering(sqlite_store, plan, everything=True) == []
    assert all(a["numbered"] for a in rows(sqlite_store, "actions"))


def test_an_action_added_to_an_imported_plan_gets_the_next_free_number(sqlite_store: Store) -> None:
    import_example(sqlite_store)
    last = [a for a in reading.read_directions(sqlite_store, "red-ejemplo-2018-2019").actions if not a["parent_id"]][-1]
    made = directions.add_action(sqlite_store, FACILITATOR, last["direction_id"], "una más")
    assert (made["code"], made["numbered"]) == (str(int(last["code"]) + 1), True)


def test_an_order_of_change_sent_twice_is_done_once(store: Store, plan: str) -> None:
    for _time in range(2):
        ordering.move_action(store, FACILITATOR, named(store, "a"), by=1, op_id="operacion-uno")
    assert told(store, plan) == "1:b 1.1:b1 2:a 3:c 4:d"


OPS = st.lists(st.tuples(st.sampled_from(["up", "down", "indent", "outdent", "place", "code", "add", "delete"]),
                         st.integers(0, 99), st.integers(0, 99)), max_size=12)


@settings(max_examples=20)
@given(OPS)
def test_under_any_changes_ids_stay_authored_codes_stay_and_generated_ones_follow(
        make_plan: Callable[[], tuple[Store, str]], acts: list[tuple[str, int, int]]) -> None:
    store, plan = make_plan()
    gone: set[str] = set()
    ids = {a["action_id"] for a in reading.read_directions(store, plan).actions}
    authored: dict[str, str] = {}
    for what, n, m in acts:
        view = reading.read_directions(store, plan)
        key = view.actions[n % len(view.actions)]["action_id"]
        try:
            made = _act(store, what, key, view, m)
        except MingaError:
            continue
        if what == "code":
            authored[key] = made["code"]
        if what == "add":
            ids.add(made["action_id"])
        if what == "delete":
            gone.add(key)
            authored.pop(key, None)
    _check(store, plan, ids - gone, authored)


@pytest.fixture
def make_plan(sqlite_store: Store) -> Callable[[], tuple[Store, str]]:
    made = [0]

    def new() -> tuple[Store, str]:
        made[0] += 1
        plan_id = plans.new_plan(sqlite_store, title="Plan", plan_id=f"plan-{made[0]}")
        for title in ("uno", "dos"):
            here = directions.add_direction(sqlite_store, FACILITATOR, plan_id, title)["direction_id"]
            for text in ("a", "b", "c"):
                directions.add_action(sqlite_store, FACILITATOR, here, text)
        return sqlite_store, plan_id

    return new


def _act(store: Store, what: str, key: str, view: reading.DirectionsView, m: int) -> Any:
    other = view.actions[m % len(view.actions)]
    if what in ("up", "down"):
        return ordering.move_action(store, FACILITATOR, key, by=1 if what == "down" else -1)
    if what == "indent":
        return ordering.indent_action(store, FACILITATOR, key)
    if what == "outdent":
        return ordering.outdent_action(store, FACILITATOR, key)
    if what == "place":
        return ordering.place_action(store, FACILITATOR, key, direction_id=other["direction_id"],
                                     parent_id=other["action_id"] if m % 2 else None)
    if what == "code":
        return directions.edit_action(store, FACILITATOR, key, code=("1", "A", "2.1", "7", "II")[m % 5])
    if what == "add":
        return directions.add_action(store, FACILITATOR, other["direction_id"], "nueva",
                                     parent_id=other["action_id"] if m % 2 else None)
    return directions.delete_action(store, FACILITATOR, key) if len(view.actions) > 1 else None


def _check(store: Store, plan: str, ids: set[str], authored: dict[str, str]) -> None:
    view = reading.read_directions(store, plan)
    assert {a["action_id"] for a in view.actions} == ids
    for here in view.directions:
        own = [a for a in view.actions if a["direction_id"] == here["direction_id"]]
        assert [a["position"] for a in own] == list(range(1, len(own) + 1))
        made: dict[tuple[Any, str], list[str]] = {}
        for a in own:
            if a["action_id"] in authored and not a["numbered"]:
                assert a["code"] == authored[a["action_id"]]
            elif a["numbered"]:
                made.setdefault((a["parent_id"], parent(a["code"])), []).append(a["code"])
        for codes in made.values():
            assert codes == sorted(set(codes), key=sort_key)
