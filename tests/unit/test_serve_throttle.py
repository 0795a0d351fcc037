"""Slowing down whoever guesses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minga.serve.entry.throttle import (
    FAILURES,
    FORGET_AFTER,
    FREE_ATTEMPTS,
    LONGEST_WAIT,
    MOST_VISITORS,
    Joins,
    Throttle,
)


class Clock:
    """A clock that moves when told."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def failing(times: int, address: str = "192.0.2.1") -> tuple[Throttle, Clock]:
    """A throttle where somebody failed so many times."""
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(times):
        throttle.failed(address)
    return throttle, clock


def test_a_few_wrong_phrases_cost_nothing() -> None:
    throttle, _clock = failing(FREE_ATTEMPTS - 1)
    assert throttle.wait("192.0.2.1") == 0


def test_each_further_one_doubles_the_wait_up_to_a_minute() -> None:
    waits = [failing(FREE_ATTEMPTS + n)[0].wait("192.0.2.1") for n in range(9)]
    assert waits == [1, 2, 4, 8, 16, 32, LONGEST_WAIT, LONGEST_WAIT, LONGEST_WAIT]


def test_waiting_helps() -> None:
    throttle, clock = failing(FREE_ATTEMPTS + 2)
    clock.now += 3
    assert throttle.wait("192.0.2.1") == 1
    clock.now += 1
    assert throttle.wait("192.0.2.1") == 0


def test_somebody_else_does_not_wait() -> None:
    throttle, _clock = failing(9)
    assert throttle.wait("192.0.2.2") == 0


def test_one_ipv6_network_is_one_visitor() -> None:
    throttle, _clock = failing(9, "2001:db8::1")
    assert throttle.wait("2001:db8::2") > 0
    assert throttle.wait("2001:db8:0:1::1") == 0


def test_an_ipv4_address_written_as_ipv6_is_the_same_visitor() -> None:
    throttle, _clock = failing(9)
    assert throttle.wait("::ffff:192.0.2.1") > 0


def test_the_right_phrase_forgets_everything() -> None:
    throttle, _clock = failing(9)
    throttle.succeeded("192.0.2.1")
    assert throttle.wait("192.0.2.1") == 0


def test_after_a_quiet_while_counting_starts_again() -> None:
    throttle, clock = failing(9)
    clock.now += FORGET_AFTER + 1
    throttle.failed("192.0.2.1")
    assert throttle.wait("192.0.2.1") == 0


def test_memory_is_bounded_and_the_oldest_go_first() -> None:
    throttle, _clock = failing(9, "old")
    for number in range(MOST_VISITORS):
        throttle.failed(f"visitor {number}")
    assert throttle.wait("old", known=True) == 0
    assert len(throttle._failures) == MOST_VISITORS


@given(st.text())
def test_any_address_is_taken(address: str) -> None:
    throttle, _clock = failing(9, address)
    assert throttle.wait(address) > 0


def guessed_from_everywhere(count: int = 200) -> tuple[Throttle, Clock]:
    """A throttle after a wrong phrase from each of many addresses."""
    clock = Clock()
    throttle = Throttle(clock)
    for number in range(count):
        throttle.failed(f"198.51.{number // 250}.{number % 250}")
    return throttle, clock


def test_guessing_from_many_addresses_slows_down_whoever_has_not_been_in() -> None:
    throttle, clock = guessed_from_everywhere()
    assert throttle.wait("203.0.113.9") == 1 / FAILURES[0]
    clock.now += 1 / FAILURES[0]
    assert throttle.wait("203.0.113.9") == 0


def test_nobody_who_facilitates_is_kept_out_by_strangers_who_guess() -> None:
    throttle, _clock = guessed_from_everywhere()
    assert throttle.wait("203.0.113.9", known=True) == 0
    assert throttle.wait("127.0.0.1") == throttle.wait("::1") == 0


def test_a_browser_that_was_in_before_still_waits_for_its_own_mistakes() -> None:
    assert failing(9)[0].wait("192.0.2.1", known=True) > 0


def test_two_hundred_phones_behind_one_address_come_in_at_once() -> None:
    joins = Joins(clock=Clock())
    assert [joins.wait(f"phone {n}", "203.0.113.9") for n in range(200)] == [0.0] * 200


def test_a_thousand_who_are_expected_come_in_at_once_and_load_again() -> None:
    joins = Joins(expected=1000, clock=Clock())
    assert not any(joins.wait(f"phone {n % 1000}", "203.0.113.9") for n in range(6000))


def test_a_browser_that_asks_without_end_waits_and_its_neighbours_do_not() -> None:
    clock = Clock()
    joins = Joins(clock=clock)
    waits = [joins.wait("hasty", "203.0.113.9") for _ in range(40)]
    assert waits[:20] == [0.0] * 20
    assert all(wait > 0 for wait in waits[20:])
    assert joins.wait("calm", "203.0.113.9") == 0
    clock.now += max(waits)
    assert joins.wait("hasty", "203.0.113.9") == 0


def test_whoever_throws_cookies_away_is_counted_by_address_and_this_machine_is_not() -> None:
    joins = Joins(clock=Clock())
    assert any(joins.wait("", "203.0.113.9") for _ in range(2000))
    assert joins.wait("", "203.0.113.10") == 0
    assert not any(joins.wait("", "127.0.0.1") for _ in range(2000))


def test_memory_of_joins_is_bounded() -> None:
    joins = Joins(clock=Clock())
    for number in range(3 * MOST_VISITORS):
        joins.wait(f"visitor {number}", "127.0.0.1")
    assert len(joins._buckets) <= 2 * MOST_VISITORS
