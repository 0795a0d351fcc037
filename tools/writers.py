"""What the store's tests run in other processes; a child process can only import it from a module."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from multiprocessing.connection import Connection

from minga.store import open_store

ROWS = 12
"""Rows that ``write_until_killed`` writes in each transaction."""


def write_many(url: str, name: str, count: int) -> None:
    """Write that many transactions of one row each."""
    store = open_store(url)
    for i in range(count):
        with store.transaction("write", plan_id="p") as tx:
            tx.insert("plans", plan(f"{name}-{i:04}"))
    store.close()


def write_until_killed(url: str, name: str, acknowledged: Connection) -> None:
    """Write transactions of ``ROWS`` rows for ever, and say each one's number after its commit."""
    store = open_store(url)
    i = 0
    while True:
        with store.transaction("write", plan_id=f"{name}-{i}") as tx:
            for n in range(ROWS):
                tx.insert("plans", plan(f"{name}-{i}-{n}"))
        acknowledged.send(i)
        i += 1


def open_new(url: str, answer: Connection) -> None:
    """Open a store that may not exist yet, at the same moment as others, and say how it went."""
    answer.send("ready")
    answer.recv()
    try:
        open_store(url).close()
        answer.send("")
    except Exception as wrong:
        answer.send(repr(wrong))


def plan(plan_id: str) -> dict[str, object]:
    """The least that a plan's row needs."""
    return {"plan_id": plan_id, "title": f"Plan {os.getpid()}", "method": "top",
            "created_at": datetime(2018, 1, 1, tzinfo=UTC)}
