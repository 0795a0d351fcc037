"""The store as the rooms above see it: opened, followed, never written around a verb."""

from minga.store import Store, Watcher, open_store

__all__ = ["Store", "Watcher", "open_store"]
