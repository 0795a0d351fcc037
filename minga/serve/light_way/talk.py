"""A phone's conversation in the light way: one of a thousand in the same process, each in its own language."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from minga.i18n import speaking
from minga.talk.conversation import Message
from minga.talk.participant import ParticipantTalk
from minga.talk.participant_labels import labels
from minga.workshop.feed import Store
from minga.workshop.room import RoomReader
from minga.workshop.shared import SharedDict


class LightTalk(ParticipantTalk):
    """What a participant's page may see and do, hosted without a kernel.

    Several threads may hear and look: one at a time, and what is sent leaves in the order in which it was made.

    Args:
        store: the store.
        device: identity of this browser, as the door established it.
        reader: the reading of the room that all talks share.
        post: takes each message for the page.
        language: says in which language the room is at the moment.
        busy: says whether there is no time for advice just now.
    """

    answers_kept = 8  # a page sends again only what it did not hear; the store knows every operation besides

    def __init__(self, store: Store, device: str, reader: RoomReader, post: Callable[[Message], None], *,
                 language: Callable[[], str], busy: Callable[[], bool] = lambda: False) -> None:
        super().__init__(store, device, reader)
        self._post, self._language, self._busy = post, language, busy
        self._one = threading.Lock()
        self.lang = language()
        self.acted = False
        self.begin()

    @property
    def labels(self) -> dict[str, Any]:
        """The page's words."""
        return words(self.lang)

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

    def _check(self, message: Message) -> list[str]:
        return [] if self._busy() else super()._check(message)

    def send(self, content: Message, *arguments: Any, **named: Any) -> None:
        """Hand a message over to the page's websocket."""
        self._post(content)


@cache
def words(language: str) -> SharedDict:
    """The page's words in a language."""
    with speaking(language):
        return SharedDict(labels())
