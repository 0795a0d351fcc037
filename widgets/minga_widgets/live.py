"""Following the store: one thread a kernel notices commits, and the components refresh in the kernel's loop."""

from __future__ import annotations

import random
import threading
import time
import weakref

from minga.errors import MingaError
from minga.talk.participant import ParticipantTalk
from minga.workshop.feed import Ledger, Store, Watcher
from minga_widgets.component import Component, log, page_loop

CALM = 10.0
"""Seconds after which a phone that was left alone looks anyway. The ledger tells neither whose an act in an anonymous
stage was (one's own, from another tab with another kernel) nor what the database changes by itself when a row goes,
and a verb may come one day of which ``relevance.py`` knows nothing: all that comes this late, and nothing later."""


class Follower:
    """Refreshes components whenever somebody, in any process, commits something.

    It begins when the first page speaks: a page that waits for its visitor has nobody to tell anything.

    Args:
        store: the store to follow.
        pace: seconds between looks; a little is added at random so that many kernels do not look at once.
    """

    def __init__(self, store: Store, pace: float = 0.25) -> None:
        self._store, self._pace = store, pace
        self._components: weakref.WeakSet[Component] = weakref.WeakSet()
        self._loop = page_loop()
        self._pending = threading.Event()
        self._begun = False
        self._ledger, self._ignored = Ledger(store), 0.0

    def add(self, component: Component) -> Component:
        """Keep a component up to date."""
        self._components.add(component)
        component.on_msg(self._begin)
        return component

    def _begin(self, *_message: object) -> None:
        if not self._begun and self._loop is not None:
            self._begun = True
            threading.Thread(target=self._look, name="minga-follower", daemon=True).start()

    def _look(self) -> None:
        pause = threading.Event()
        watcher: Watcher | None = None
        while self._loop is not None and not self._loop.is_closed():
            try:
                if watcher is None:
                    watcher = Watcher(self._store)
                    self._pending.set()  # what was committed before it began to watch
                # One refresh at a time: while the kernel is busy further changes wait for the next look.
                if self._due(watcher.changed()):
                    self._pending.set()
                    self._loop.call_soon_threadsafe(self._refresh)
            except RuntimeError:
                return  # the loop was closed: the kernel is ending
            except Exception:  # a busy or moved store must not end the following
                log.exception("could not look for changes")
                watcher = None
            pause.wait(self._pace * random.uniform(0.8, 1.2))

    def _due(self, changed: bool) -> bool:
        """Whether the components have to look: phones only when they may show something of what was committed."""
        components = list(self._components)
        phones = [one for one in components if isinstance(one, ParticipantTalk)]
        if self._pending.is_set() or (changed and len(phones) < len(components)):
            return True
        if changed:
            news = self._ledger.news()
            if any(phone.concerned(news) for phone in phones):
                return True
            self._ignored = self._ignored or time.monotonic()
        return bool(self._ignored) and time.monotonic() > self._ignored + CALM * random.uniform(0.8, 1.2)

    def _refresh(self) -> None:
        if not self._pending.is_set():
            return
        self._pending.clear()
        self._ignored = 0.0
        for component in list(self._components):
            try:
                component.refresh()
            except MingaError as gone:
                log.warning("%s", gone)
            except Exception:
                log.exception("could not refresh")


