"""What every component shares: its files, its labels, and the conversation with the page."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets as t

from minga.errors import MingaError
from minga.i18n import gettext as _
from minga.i18n import language
from minga.workshop.pace import Bucket

HERE = Path(__file__).parent
log = logging.getLogger("minga.widgets")

OPERATION = re.compile(r"[\w\-]{1,80}", re.ASCII)
"""What an operation id looks like; it is sent back as it came."""
MOST_ANSWERS = 200
AGAIN = 2.0
"""Seconds after which a page that was too fast sends an operation again, by itself."""


def esm(*stems: str) -> str:
    """The component's module: the shared helpers, then its own files; the last one has the ``export default``."""
    return "\n".join((HERE / f"{name}.js").read_text(encoding="utf-8") for name in ("common", *stems))


def css(*stems: str) -> str:
    """The component's style: the tokens, then its own files."""
    return "\n".join((HERE / f"{name}.css").read_text(encoding="utf-8") for name in ("tokens", *stems))


class Component(anywidget.AnyWidget):
    """A page area: state goes to the page as patches by key, intents come back as operations.

    A subclass gives ``view`` (the state, plain JSON values by key) and ``verbs`` (what the page may ask
    for). Whatever the page sends is a wish: each verb checks role, phase and text itself.
    """

    labels = t.Dict().tag(sync=True)
    lang = t.Unicode().tag(sync=True)

    limit: ClassVar[int] = 60_000
    """Longest message from a page that is looked at, in characters of its texts."""

    pace: ClassVar[tuple[float, float]] = (20.0, 60.0)
    """Operations a second, and how many at once after a rest: faster than hands, slower than a program."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lang=language(), **kwargs)
        self._sent: dict[str, Any] = {}
        self._count = 0
        self._acts, self._questions = Bucket(*self.pace), Bucket(*self.pace)
        self._answered: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
        self.on_msg(self._hear)

    def view(self) -> dict[str, Any]:
        """The state of the page, by key."""
        return {}

    def verbs(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """What the page may ask for, by name of the operation."""
        return {}

    def refresh(self) -> None:
        """Send the page what changed since the last time; nothing when nothing did."""
        now = self.view()
        patch = {k: v for k, v in now.items() if self._sent.get(k) != v} | {k: None for k in self._sent if k not in now}
        if patch:
            self._sent, self._count = now, self._count + 1
            self.send({"patch": patch, "seq": self._count})

    def _hear(self, _widget: Any, message: Any, _buffers: Any) -> None:
        if not isinstance(message, dict):
            return
        op, marked = message.get("op"), message.get("id")
        if op in ("hello", "since"):
            if self._questions.take(3.0 if op == "hello" else 1.0):  # the whole state costs more to send
                self._tell(op == "hello", message)
        elif isinstance(marked, str) and OPERATION.fullmatch(marked):
            self._answer(op if isinstance(op, str) else "", message)

    def _tell(self, hello: bool, message: dict[str, Any]) -> None:
        try:
            if hello:
                self.greeted(message)
                self._sent = self.view()
            if hello or message.get("seq") != self._count:
                self.send({"patch": self._sent, "seq": self._count, "reset": True})
        except MingaError as gone:
            log.warning("%s", gone)
        except Exception:  # the page asks again in a while
            log.exception("could not tell the state")

    def greeted(self, message: dict[str, Any]) -> None:
        """Called when a page (re)opens, before the whole state is sent."""

    def _answer(self, op: str, message: dict[str, Any]) -> None:
        asked, answered = self._answered.get(message["id"], (None, {}))
        if asked == message:  # sent again by a page that did not hear the answer
            self.send(answered)
            return
        answer: dict[str, Any] = {"ack": message["id"], "op": op if OPERATION.fullmatch(op) else ""}
        if not self._acts.take():  # nothing is refused: the page sends the same operation again in a moment
            self.send(answer | {"ok": False, "again": AGAIN})
            return
        try:
            verb = self.verbs().get(op)
            if verb is None or _weight(message) > self.limit:
                raise MingaError(_("La página pidió algo que no se puede hacer."), _("Vuelva a abrirla."))
            answer |= {"ok": True, "result": verb(message)}
            self._answered[message["id"]] = (message, answer)
            if len(self._answered) > MOST_ANSWERS:
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


def page_loop() -> asyncio.AbstractEventLoop | None:
    """The event loop of the kernel, or None where there is none (a plain script)."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
