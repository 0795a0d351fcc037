"""What happened in a rehearsal: every operation that was sent, how long things took, and what went wrong."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
_MOST_ERRORS = 200


@dataclass
class Operation:
    """Something that somebody asked for, under the one id that it keeps however often it is sent.

    Attributes:
        who: alias of the person, or "" for whoever leads.
        op: name of the verb.
        fields: what was sent with it.
        was: for a card that is corrected or withdrawn, its text until then.
        fate: ``waiting``, ``acknowledged`` or ``refused``.
        sent: moment of the first sending, on the clock of this process; 0 before.
        seconds: from the first sending to the acknowledgement.
        because: why it was refused.
    """

    who: str
    op: str
    fields: Row
    was: str = ""
    fate: str = "waiting"
    sent: float = 0.0
    seconds: float = 0.0
    because: str = ""
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def unknown(self) -> bool:
        """Whether it was sent and nobody knows what became of it."""
        return self.fate == "waiting" and self.sent > 0


class Record:
    """The book of one rehearsal."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.opened: list[float] = []
        self.to_wall: list[float] = []
        self.present: set[str] = set()
        self.errors: list[str] = []
        self.lost = self.away = 0
        self._on_the_way: dict[str, float] = {}

    def begin(self, who: str, op: str, *, was: str = "", **fields: Any) -> Operation:
        """Note what somebody is about to ask for."""
        made = Operation(who, op, fields, was)
        self.operations.append(made)
        return made

    def sending(self, operation: Operation) -> None:
        """It goes out now, for the first time or again."""
        if not operation.sent:
            operation.sent = time.perf_counter()
            if operation.op in ("add_card", "edit_card"):
                self._on_the_way[operation.fields["text"]] = operation.sent

    def answered(self, operation: Operation, answer: Row) -> None:
        """Its answer came."""
        operation.seconds = time.perf_counter() - operation.sent
        operation.fate = "acknowledged" if answer.get("ok") else "refused"
        if not answer.get("ok"):
            operation.because = str(answer.get("message", ""))
            self._on_the_way.pop(operation.fields.get("text", ""), None)

    def seen(self, text: str) -> None:
        """A card with this text is on the wall that everybody looks at."""
        if (sent := self._on_the_way.pop(text, 0.0)) > 0:
            self.to_wall.append(time.perf_counter() - sent)

    def failed(self, what: str) -> None:
        """Something happened that should never happen."""
        if len(self.errors) < _MOST_ERRORS:
            self.errors.append(what)

    def of(self, op: str, fate: str = "acknowledged") -> list[Operation]:
        """Operations of one kind with one fate, in the order in which they were begun."""
        return [o for o in self.operations if o.op == op and o.fate == fate]

    def fates(self) -> Counter[str]:
        """How many operations ended how."""
        return Counter("unknown" if o.unknown else o.fate for o in self.operations if o.sent)

    def refusals(self) -> Counter[str]:
        """Why operations were refused, and how often."""
        return Counter(o.because for o in self.operations if o.fate == "refused")


def part(values: list[float], share: float) -> float | None:
    """The value below which lies a share of all (0.5 the median); None when there are none."""
    return round(sorted(values)[min(len(values) - 1, int(share * len(values)))], 3) if values else None
