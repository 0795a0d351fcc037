"""A phone's conversation in the light way: one of a thousand in the same process, each in its own language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from minga.i18n import speaking
from minga.serve.light_way.hosted import Hosted
from minga.talk.conversation import Message
from minga.talk.participant import ParticipantTalk
from minga.talk.participant_labels import labels
from minga.workshop.feed import Store
from minga.workshop.room import RoomReader
from minga.workshop.shared import SharedDict


class LightTalk(Hosted, ParticipantTalk):
    """What a participant's page may see and do, hosted without a kernel.

    Args:
        store: the store.
        device: identity of this browser, as the door established it.
        reader: the reading of the room that all talks share.
        post: takes each message for the page.
        language: says in which language the room is at the moment.
        busy: says whether there is no time for advice just now.
    """

    def __init__(self, store: Store, device: str, reader: RoomReader, post: Callable[[Message], None], *,
                 language: Callable[[], str], busy: Callable[[], bool] = lambda: False) -> None:
        super().__init__(store, device, reader)
        self._busy = busy
        self.host(post, language)

    @property
    def labels(self) -> dict[str, Any]:
        """The page's words."""
        return words(self.lang)

    def _check(self, message: Message) -> list[str]:
        return [] if self._busy() else super()._check(message)


@cache
def words(language: str) -> SharedDict:
    """The page's words in a language."""
    with speaking(language):
        return SharedDict(labels())
