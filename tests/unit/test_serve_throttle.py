"""Slowing down whoever guesses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minga.serve.throttle import FORGET_AFTER, FREE_ATTEMPTS, LONGEST_WAIT, MOST_VISITORS, Throttle


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
    assert throttle.wait("old") == 0
    assert len(throttle._failures) == MOST_VISITORS


@given(st.text())
def test_any_address_is_taken(address: str) -> None:
    throttle, _clock = failing(9, address)
    assert throttle.wait(address) > 0
