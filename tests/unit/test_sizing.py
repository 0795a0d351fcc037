"""The simulation of large rooms: nobody is lost, everything adds up, and more servers never wait longer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.room.simulation import (
    PEOPLE_OF_ONE_PLAN,
    Costs,
    Machine,
    Room,
    at_once,
    quantile,
    scan,
    servers_needed,
    simulate,
    trickle,
)
from minga.workshop.participants import MOST_PEOPLE

COSTS = Costs(page=0.01, light_join=0.01, kernel_join=0.01, kernel_greet=0.02, prepare=0.1, light_card=0.004,
              kernel_card_loop=0.004, kernel_card=0.01, write=0.002, light_bytes=1e5, kernel_bytes=2e7)
LONGEST = 0.13
"""The longest that one person keeps a server busy: a page made, greeted and handed out."""

FEW = settings(max_examples=25)
rooms = st.builds(
    Room, arrivals=st.lists(st.floats(0, 30), min_size=1, max_size=60).map(lambda times: tuple(sorted(times))),
    servers=st.integers(1, 5), machine=st.builds(Machine, st.integers(1, 4), st.sampled_from([0.0, 1e8, 1e10])),
    light=st.booleans(), pool=st.integers(0, 30), pace=st.sampled_from([0.0, 2.0]),
    writing=st.sampled_from([0.0, 20.0]), store_workers=st.integers(1, 3))


@FEW
@given(rooms, st.integers(0, 9))
def test_nobody_is_lost_and_everything_sent_is_acknowledged_once(room: Room, seed: int) -> None:
    found = simulate(room, COSTS, seed)
    assert sorted(found.joins) == list(range(len(room.arrivals)))
    assert len(found.acks) == found.sent
    assert min(found.joins.values()) > 0


@FEW
@given(rooms)
def test_every_page_that_was_made_is_somebodys_or_still_ready(room: Room) -> None:
    found = simulate(room, COSTS)
    assert found.pages_made == found.by_kernel + found.pages_left
    assert found.by_kernel <= len(room.arrivals)


@FEW
@given(rooms)
def test_memory_is_never_overrun_by_kernels(room: Room) -> None:
    found = simulate(room, COSTS)
    people = len(room.arrivals)
    assert found.memory <= room.machine.memory + people * COSTS.light_bytes
    if room.light or room.machine.memory == 0:
        assert found.by_kernel == 0


@FEW
@given(rooms)
def test_the_same_seed_plays_the_same_room(room: Room) -> None:
    assert simulate(room, COSTS, 4) == simulate(room, COSTS, 4)


@FEW
@given(rooms.map(lambda room: replace(room, pace=0.0)))
def test_with_one_more_server_nobody_waits_longer(room: Room) -> None:
    """By more than one person's own work: who comes after whom changes."""
    few, more = (simulate(replace(room, servers=room.servers + n, machine=Machine(8, 1e12)), COSTS) for n in (0, 1))
    assert more.last_page <= few.last_page + LONGEST


@FEW
@given(st.integers(1, 200))
def test_nobody_is_ever_served_faster_than_the_work_takes(people: int) -> None:
    found = simulate(Room(at_once(people)), COSTS)
    work = COSTS.page + COSTS.light_join
    assert found.joins[0] == pytest.approx(work)
    assert found.last_page == pytest.approx(people * work)


def test_a_full_machine_gives_the_light_page_and_never_an_error() -> None:
    found = simulate(Room(at_once(50), light=False, machine=Machine(2, 10 * COSTS.kernel_bytes), pool=4), COSTS)
    assert found.by_kernel == 10
    assert len(found.joins) == 50


def test_a_warm_pool_serves_a_crowd_sooner_than_none() -> None:
    warm, cold = (simulate(Room(at_once(60), light=False, pool=pool), COSTS).last_page for pool in (60, 0))
    assert warm < cold / 2


def test_the_writers_of_one_plan_queue_and_those_of_two_do_not() -> None:
    people = 2 * PEOPLE_OF_ONE_PLAN
    slow = replace(COSTS, write=0.02, light_card=0.0, page=0.0, light_join=0.0)
    two = Room(at_once(people), servers=4, pace=400.0, writing=400.0)
    assert quantile(simulate(two, slow).acks, 0.5) < quantile(simulate(replace(two, store_workers=1), slow).acks, 0.5)


def test_a_plan_takes_as_many_people_as_the_model_says() -> None:
    assert PEOPLE_OF_ONE_PLAN == MOST_PEOPLE


def test_enough_servers_are_enough_and_one_fewer_is_not() -> None:
    room = Room(scan(1500, 20.0, 1))
    needed = servers_needed(room, COSTS, join=0.1, ack=1.0)
    waits = [quantile(list(simulate(replace(room, servers=number), COSTS).joins.values()), 0.95)
             for number in (needed - 1, needed)]
    assert needed > 1
    assert waits[0] > 0.1 >= waits[1]


def test_a_store_that_is_too_slow_is_not_mended_by_servers() -> None:
    slow = replace(COSTS, write=1.0)
    assert servers_needed(Room(at_once(50), pace=5.0, writing=10.0), slow, join=60.0, ack=0.3, most=8) == 0


@FEW
@given(st.integers(0, 300), st.integers(0, 5))
def test_everybody_arrives_in_time_and_in_order(people: int, seed: int) -> None:
    for curve in (scan, trickle):
        times = curve(people, 60.0, seed)
        assert len(times) == people
        assert list(times) == sorted(times)
        assert all(0 <= when <= 60 for when in times)
