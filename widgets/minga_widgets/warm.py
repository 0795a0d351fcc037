"""What the process from which kernels are forked goes through once, so that no kernel has to.

Whatever is read, compiled or imported for the first time in a kernel is private memory of that kernel and delays
its page; done here, before the fork, it is shared. No connection to the store stays open, and nothing is written
but the store itself where there is none yet.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import comm
from comm.base_comm import BaseComm

from minga.i18n import set_language
from minga.workshop import plans
from minga.workshop.feed import Watcher, leave_engine, open_store
from minga_widgets import pages  # noqa: F401  # what the notebooks import
from minga_widgets.participate import Participate
from minga_widgets.session import speak


def page() -> None:
    """Make a page of this door, greet it, and throw it away; pages of facilitators are few, and made as they come."""
    if os.environ.get("MINGA_ROLE") == "participant":
        participant()


def participant() -> None:
    """Make a participant's page, greet it, and throw it away."""
    set_language(os.environ.get("MINGA_LANGUAGE", "es"))
    store = open_store()
    try:
        room = plans.plan_in_room(store)
        speak("", plans.find_plan(store, room) if room else None)
        watcher = Watcher(store)
        watcher.changed()
        watcher.close()
        with nobody_there():
            form = Participate(store, "0" * 32)
            form.hear({"op": "hello", "words": True})
            form._repr_mimebundle_()
            form.refresh()
            form.close()
    finally:
        leave_engine(store)


class Mute(BaseComm):
    """A comm that nobody hears."""

    def publish_msg(self, *_: Any, **__: Any) -> None:
        """Say nothing."""


@contextmanager
def nobody_there() -> Iterator[None]:
    """Widgets made here speak to nobody: there is no kernel yet."""
    with mock.patch.object(comm, "create_comm", Mute):
        yield
