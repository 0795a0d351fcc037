"""The language of the plan in the room, known without waiting: the first line of a page is written in it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import closing

from minga.i18n import language as door_language
from minga.workshop import plans
from minga.workshop.feed import Store

log = logging.getLogger("minga.serve")

FRESH = 2.0
"""Seconds for which what was read is believed."""


class RoomLanguage:
    """Reads the language in a thread of its own, at most once in a while and never while somebody waits.

    Args:
        store: opens the store; called in that thread.
    """

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store, self._known, self._asked = store, "", 0.0
        self._one = threading.Lock()

    def now(self) -> str:
        """The plan's language as it was a moment ago; the door's where there is no plan, or none is known yet."""
        if time.monotonic() - self._asked > FRESH and self._one.acquire(blocking=False):
            self._asked = time.monotonic()
            threading.Thread(target=self._look, name="minga-language", daemon=True).start()
        return self._known or door_language()

    def _look(self) -> None:
        try:
            with closing(self._store()) as store:
                plan = plans.plan_in_room(store)
                self._known = plans.find_plan(store, plan)["language"] if plan else ""
        except Exception as why:  # whatever it is, the page is shown in the language that was known
            log.warning("the room's language could not be read: %s", type(why).__name__)
        finally:
            self._one.release()
