"""The store on both databases: what is written together, in which order, and what others see."""

from __future__ import annotations

from minga import tables
from minga.store import Store, rows


def test_a_new_store_is_empty(store: Store) -> None:
    assert all(rows(store, t.name) == [] for t in tables.METADATA.sorted_tables)
