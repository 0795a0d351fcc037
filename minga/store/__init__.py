"""Where plans are kept: SQLite by default, PostgreSQL by URL, one write path for both.

``open_store`` gives a ``Store``; ``store.transaction(...)`` is the only way to write: the row and its line in
``changes`` are committed together or not at all.
"""

from minga.store.engine import leave_engine, open_store
from minga.store.feed import Change, Watcher, changes_since, last_seq
from minga.store.ids import hashed, key_of
from minga.store.reading import plan_rows, rows
from minga.store.sealing import seal_stage
from minga.store.store import Store
from minga.store.transaction import Transaction

__all__ = ["Change", "Store", "Transaction", "Watcher", "changes_since", "hashed", "key_of", "last_seq",
           "leave_engine", "open_store", "plan_rows", "rows", "seal_stage"]
