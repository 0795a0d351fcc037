"""The store as the rooms above see it: opened, followed, never written around a verb."""

from minga.store import Store, Watcher, leave_engine, open_store
from minga.workshop.relevance import Ledger, News

__all__ = ["Ledger", "News", "Store", "Watcher", "leave_engine", "open_store"]
