"""Following the store: one thread a kernel notices commits, and the components refresh in the kernel's loop."""

from __future__ import annotations

import random
import threading
import weakref

from minga.errors import MingaError
from minga.workshop.feed import Store, Watcher
from minga_widgets.component import Component, log, page_loop


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
                if watcher.changed() or self._pending.is_set():
                    self._pending.set()
                    self._loop.call_soon_threadsafe(self._refresh)
            except RuntimeError:
                return  # the loop was closed: the kernel is ending
            except Exception:  # a busy or moved store must not end the following
                log.exception("could not look for changes")
                watcher = None
            pause.wait(self._pace * random.uniform(0.8, 1.2))

    def _refresh(self) -> None:
        if not self._pending.is_set():
            return
        self._pending.clear()
        for component in list(self._components):
            try:
                component.refresh()
            except MingaError as gone:
                log.warning("%s", gone)
            except Exception:
                log.exception("could not refresh")


