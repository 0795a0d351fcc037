"""How many websockets a door holds, and how fast each visitor may speak through theirs."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable

from minga.workshop.pace import Bucket

MESSAGES = (40.0, 200.0)
"""Messages a participant's page may send a second, and at once after a rest."""
CHARACTERS = (64 * 1024.0, 512 * 1024.0)
"""The same for the length of those messages."""
MOST_PACES = 8192


class Pace:
    """One visitor's pace, whatever number of pages they have open."""

    def __init__(self) -> None:
        self._messages, self._characters = Bucket(*MESSAGES), Bucket(*CHARACTERS)

    def wait(self, length: int) -> float:
        """Seconds until a message of this length may be passed on; 0 for everybody who only writes."""
        return max(self._messages.owe(), self._characters.owe(length))


class Sockets:
    """The open websockets of one door.

    A visitor's oldest gives way to the newest: a telephone that changes networks leaves connections
    behind that nobody has noticed yet, and must never be kept out by them.

    Args:
        most: of all visitors together; 0 means any number.
        most_of_one: of one visitor; 0 means any number.

    One address holds at most half of all: a hall behind one router fits in, and somebody alone with a
    laptop leaves the other half to the telephones that have addresses of their own.
    """

    def __init__(self, most: int = 0, most_of_one: int = 0) -> None:
        self.most, self.most_of_one = most, most_of_one
        self._open: dict[str, list[Callable[[], None]]] = {}
        self._from: dict[Callable[[], None], str] = {}
        self._of_an_address: Counter[str] = Counter()
        self._paces: OrderedDict[str, Pace] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def full(self, user: str, address: str = "") -> bool:
        """Whether there is no place for one more of this visitor's, not even by closing an older one."""
        if not self.most or (self.most_of_one and len(self._open.get(user, ())) >= self.most_of_one):
            return False
        return self._count >= self.most or (bool(address) and self._of_an_address[address] >= (self.most + 1) // 2)

    def enter(self, user: str, close: Callable[[], None], address: str = "") -> None:
        """Note an open websocket.

        Args:
            user: whose it is.
            close: called when it has to give way; must lead to ``leave`` sooner or later.
            address: where it comes from.
        """
        self._from[close] = address
        self._of_an_address[address] += 1
        mine = self._open.setdefault(user, [])
        mine.append(close)
        self._count += 1
        while self.most_of_one and len(mine) > self.most_of_one:
            oldest = mine[0]
            self.leave(user, oldest)
            oldest()

    def leave(self, user: str, close: Callable[[], None]) -> None:
        """Note that a websocket is closed; noting it twice does no harm."""
        mine = self._open.get(user, [])
        if close in mine:
            mine.remove(close)
            self._count -= 1
            address = self._from.pop(close, "")
            self._of_an_address[address] -= 1
            if self._of_an_address[address] <= 0:
                del self._of_an_address[address]
        if not mine:
            self._open.pop(user, None)

    def pace(self, user: str) -> Pace:
        """A visitor's pace; it stays the same when they connect again."""
        found = self._paces.pop(user, None) or Pace()
        self._paces[user] = found
        while len(self._paces) > MOST_PACES:
            self._paces.popitem(last=False)
        return found
