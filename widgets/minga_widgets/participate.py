"""The phone: join with an alias, write, arrange, vote, see what became of one's cards, take on actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minga.i18n import language
from minga.talk.participant import ParticipantTalk
from minga.talk.participant_labels import labels
from minga.workshop.feed import Store
from minga_widgets.component import Component, css, esm

FILES = ("participate_outbox", "participate_join", "participate_stage", "participate_write", "participate_drafts",
         "participate_cards", "participate_wall", "participate_vote", "participate_resolve",
         "participate_actions", "participate")


class Participate(ParticipantTalk, Component):
    """The participant's page in a notebook.

    Its module is written against the front-end interface alone (get, on, send), so that it is hosted without a
    kernel too.

    Args:
        store: the store.
        device: identity of this browser, as the door established it; or how to find out once a page speaks.
    """

    _esm = esm(*FILES)
    _css = css("participate")

    def __init__(self, store: Store, device: str | Callable[[], str]) -> None:
        self._who = device if callable(device) else None
        super().__init__(store, "" if callable(device) else device, labels=labels())

    def hear(self, message: Any) -> None:
        """Take one message; at the first, whoever came becomes known, and the language of the plan they come to."""
        if self._who is not None:
            self._device, self._who = self._who(), None
            if language() != self.lang:
                self.lang, self.labels = language(), labels()
        super().hear(message)
