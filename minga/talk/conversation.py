"""How a page and Python talk: state as patches by key, intents as operations that are acknowledged after commit."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any, ClassVar

from minga.errors import MingaError
from minga.i18n import gettext as _
from minga.workshop.pace import Bucket

log = logging.getLogger("minga.talk")

OPERATION = re.compile(r"[\w\-]{1,80}", re.ASCII)
"""What an operation id looks like; it is sent back as it came."""
AGAIN = 2.0
"""Seconds after which a page that was too fast sends an operation again, by itself."""

Message = dict[str, Any]


class Conversation:
    """One side of a page area: a subclass gives ``view`` and ``verbs``, a host gives ``send``.

    ``view`` is the state (plain JSON values by key), of which the page gets what changed; ``verbs`` is what the
    page may ask for. Whatever the page sends is a wish: each verb checks role, phase and text itself.

    Attributes:
        labels: the page's words, by name.
        lang: the language they are in.
    """

    labels: Any
    lang: Any

    limit: ClassVar[int] = 60_000
    """Longest message from a page that is looked at, in characters of its texts."""

    answers_kept: ClassVar[int] = 200
    """Answers that are remembered for a page that did not hear them and asks again."""

    pace: ClassVar[tuple[float, float]] = (20.0, 60.0)
    """Operations a second, and how many at once after a rest: faster than hands, slower than a program."""

    def begin(self) -> None:
        """Make ready to talk; hosts call it once."""
        self._sent: dict[str, Any] = {}
        self._count = 0
        self._acts, self._questions = Bucket(*self.pace), Bucket(*self.pace)
        self._answered: dict[str, tuple[Message, Message]] = {}

    def send(self, content: Any, *arguments: Any, **named: Any) -> None:
        """Send the page a message; given by whatever hosts the conversation."""
        raise NotImplementedError

    def view(self) -> dict[str, Any]:
        """The state of the page, by key."""
        return {}

    def verbs(self) -> dict[str, Callable[[Message], Any]]:
        """What the page may ask for, by name of the operation."""
        return {}

    def greeted(self, message: Message) -> None:
        """Called when a page (re)opens, before the whole state is sent."""

    def refresh(self) -> None:
        """Send the page what changed since the last time; nothing when nothing did."""
        now, sent = self.view(), self._sent
        patch = {k: v for k, v in now.items() if v is not sent.get(k) and v != sent.get(k)} | {
            k: None for k in sent if k not in now}  # «is» first: what many pages share is not compared for each
        if patch:
            self._sent, self._count = now, self._count + 1
            self.send({"patch": patch, "seq": self._count})

    def hear(self, message: Any) -> None:
        """Take one message of the page: a greeting, a question about what passed it by, or an operation."""
        if not isinstance(message, dict):
            return
        op, marked = message.get("op"), message.get("id")
        if op in ("hello", "since"):
            if self._questions.take(3.0 if op == "hello" else 1.0):  # the whole state costs more to send
                self._tell(op == "hello", message)
        elif isinstance(marked, str) and OPERATION.fullmatch(marked):
            self._answer(op if isinstance(op, str) else "", message)

    def _tell(self, hello: bool, message: Message) -> None:
        try:
            if hello:
                self.greeted(message)
                self._sent = self.view()
            if hello or message.get("seq") != self._count:
                words = {"labels": self.labels, "lang": self.lang} if hello and message.get("words") is True else {}
                self.send({"patch": self._sent, "seq": self._count, "reset": True, **words})
        except MingaError as gone:
            log.warning("%s", gone)
        except Exception:  # the page asks again in a while
            log.exception("could not tell the state")

    def _answer(self, op: str, message: Message) -> None:
        asked, answered = self._answered.get(message["id"], (None, {}))
        if asked == message:  # sent again by a page that did not hear the answer
            self.send(answered)
            return
        answer: Message = {"ack": message["id"], "op": op if OPERATION.fullmatch(op) else ""}
        if not self._acts.take():  # nothing is refused: the page sends the same operation again in a moment
            self.send(answer | {"ok": False, "again": AGAIN})
            return
        try:
            verb = self.verbs().get(op)
            if verb is None or _weight(message) > self.limit:
                raise MingaError(_("La página pidió algo que no se puede hacer."), _("Vuelva a abrirla."))
            answer |= {"ok": True, "result": verb(message)}
            self._answered[message["id"]] = (message, answer)
            if len(self._answered) > self.answers_kept:
                del self._answered[next(iter(self._answered))]
        except MingaError as refused:
            answer |= {"ok": False, "message": refused.message, "advice": refused.advice}
        except Exception:  # the page must never be left waiting; the cause goes to the log, not to the screen
            log.exception("operation %s failed", answer["op"])
            answer |= {"ok": False, "message": _("Algo falló y no se guardó."),
                       "advice": _("Intente de nuevo; si se repite, avise a quien facilita.")}
        self.send(answer)
        self.refresh()


def _weight(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(_weight(k) + _weight(v) for k, v in value.items())
    if isinstance(value, list):
        return sum(map(_weight, value)) + len(value)
    return 8
