"""Who is given a kernel, and who the light page, when somebody asks for new pages without measure."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from minga.serve.entry.throttle import JOINS_OF_A_NETWORK, JOINS_OF_ONE, Joins
from minga.serve.join import Guests

POOL: Any = type("Full", (), {"knows": lambda self, visitor: visitor == "inside"})()


def given(guests: Guests, joins: Joins, user: str, address: str = "203.0.113.9") -> Any:
    """Where a visitor gets a page from."""
    return guests.pool_for(SimpleNamespace(  # type: ignore[arg-type]
        current_user=SimpleNamespace(username=user), request=SimpleNamespace(remote_ip=address),
        settings={"minga_joins": joins}))


def guests_of(pool: Any) -> Guests:
    """How people come in."""
    made = Guests.__new__(Guests)
    made.pool = pool
    return made


def test_a_hall_behind_one_router_gets_kernels_and_whoever_asks_without_measure_the_light_page() -> None:
    guests, joins = guests_of(POOL), Joins(clock=lambda: 0.0)
    phones = [given(guests, joins, f"phone {n}") for n in range(400)]
    assert phones == [POOL] * 400
    flood = [given(guests, joins, f"made up {n}") for n in range(int(JOINS_OF_A_NETWORK[1]))]
    assert flood[-1] is None
    assert given(guests, joins, "somebody else", "203.0.113.10") is POOL


def test_whoever_is_in_or_in_the_queue_stays_so_whatever_the_others_do() -> None:
    guests, joins = guests_of(POOL), Joins(clock=lambda: 0.0)
    for number in range(2 * int(JOINS_OF_A_NETWORK[1])):
        given(guests, joins, f"made up {number}")
    assert {given(guests, joins, "inside") for _ in range(1000)} == {POOL}


def test_one_browser_that_comes_and_goes_without_end_gets_the_light_page() -> None:
    guests, joins = guests_of(POOL), Joins(clock=lambda: 0.0)
    got = [given(guests, joins, "restless") for _ in range(int(JOINS_OF_ONE[1]) + 1)]
    assert got[-2:] == [POOL, None]


def test_without_kernels_everybody_gets_the_light_page() -> None:
    assert given(guests_of(None), Joins(clock=lambda: 0.0), "anybody") is None
