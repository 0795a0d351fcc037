"""A conversation in the light way: heard and looked at by several threads, in its own language."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from minga.i18n import speaking
from minga.talk.conversation import Conversation, Message

_Base = Conversation if TYPE_CHECKING else object


class Hosted(_Base):
    """What every talk of this way does besides talking.

    Several threads may hear and look: one at a time, and what is sent leaves in the order in which it was made.
    It stands before the conversation among the bases of a talk.
    """

    answers_kept = 8  # a page sends again only what it did not hear; the store knows every operation besides

    def host(self, post: Callable[[Message], None], language: Callable[[], str]) -> None:
        """Begin.

        Args:
            post: takes each message for the page.
            language: says in which language the page is spoken to at the moment.
        """
        self._post, self._language = post, language
        self._one = threading.Lock()
        self.lang = language()
        self.acted = False
        self.begin()

    def hear(self, message: Any) -> None:
        """Take one message of the page. What it changed is sent by ``look``, which ``acted`` asks for."""
        with self._one:
            if isinstance(message, dict) and message.get("op") == "hello" and message.get("words") is True:
                self.lang = self._language()
            with speaking(self.lang):
                super().hear(message)

    def refresh(self) -> None:
        """Note that something may have changed; the room looks at many talks together."""
        self.acted = True

    def look(self) -> bool:
        """Send what changed since the last time; False if the talk is busy just now."""
        if not self._one.acquire(blocking=False):
            return False
        try:
            with speaking(self.lang):
                super().refresh()
        finally:
            self._one.release()
        return True

    def send(self, content: Message, *arguments: Any, **named: Any) -> None:
        """Hand a message over to the page's websocket."""
        self._post(content)
