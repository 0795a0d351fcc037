"""How many websockets a door holds, and at which pace a visitor speaks."""

from __future__ import annotations

from minga.serve.entry.sockets import CHARACTERS, MESSAGES, MOST_PACES, Sockets


class Socket:
    """A websocket that notes that it was closed."""

    closed = False

    def close(self) -> None:
        """Note it."""
        self.closed = True


def opened(sockets: Sockets, user: str, count: int) -> list[Socket]:
    """So many websockets of a visitor."""
    made = [Socket() for _ in range(count)]
    for one in made:
        sockets.enter(user, one.close)
    return made


def test_a_visitors_oldest_gives_way_to_the_newest() -> None:
    sockets = Sockets(most=100, most_of_one=3)
    mine, others = opened(sockets, "a", 5), opened(sockets, "b", 3)
    assert [one.closed for one in mine] == [True, True, False, False, False]
    assert not any(one.closed for one in others)
    assert len(sockets) == 6


def test_a_full_door_still_takes_back_whoever_only_replaces_their_own() -> None:
    sockets = Sockets(most=4, most_of_one=2)
    opened(sockets, "a", 2)
    opened(sockets, "b", 2)
    assert sockets.full("c")
    assert not sockets.full("a")


def test_one_address_holds_at_most_half_and_gives_it_back() -> None:
    sockets = Sockets(most=10, most_of_one=2)
    laptop = [Socket() for _ in range(5)]
    for number, one in enumerate(laptop):
        assert not sockets.full(f"a{number}", "192.0.2.1")
        sockets.enter(f"a{number}", one.close, "192.0.2.1")
    assert sockets.full("a9", "192.0.2.1")
    assert not sockets.full("b", "192.0.2.2")
    sockets.leave("a0", laptop[0].close)
    assert not sockets.full("a9", "192.0.2.1")


def test_whoever_leaves_makes_room_and_leaving_twice_does_no_harm() -> None:
    sockets = Sockets(most=1, most_of_one=1)
    one = opened(sockets, "a", 1)[0]
    assert sockets.full("b")
    for _ in range(2):
        sockets.leave("a", one.close)
    assert not sockets.full("b")
    assert len(sockets) == 0


def test_without_limits_there_is_always_room() -> None:
    sockets = Sockets()
    assert not any(one.closed for one in opened(sockets, "a", 50))
    assert not sockets.full("a")


def test_a_person_who_writes_never_waits_and_a_flood_does() -> None:
    pace = Sockets().pace("a")
    assert [pace.wait(500) for _ in range(100)] == [0.0] * 100
    assert any(pace.wait(500) > 0 for _ in range(int(MESSAGES[1])))
    assert Sockets().pace("b").wait(int(2 * CHARACTERS[1])) > 0


def test_connecting_again_does_not_refill_anybodys_measure() -> None:
    sockets = Sockets()
    for _ in range(int(MESSAGES[1]) + 50):
        sockets.pace("a").wait(1)
    assert sockets.pace("a").wait(1) > 0
    assert sockets.pace("b").wait(1) == 0


def test_memory_of_paces_is_bounded() -> None:
    sockets = Sockets()
    for number in range(MOST_PACES + 100):
        sockets.pace(str(number))
    assert len(sockets._paces) == MOST_PACES
