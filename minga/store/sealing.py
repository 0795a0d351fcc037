"""Wiping from the database's own files the order in which the rows of an anonymous stage were written.

A database remembers more than its tables say: where in a page a row was put, what stood in the journal, which
transaction wrote a row. Nothing of that is needed once people have stopped writing.
"""

from __future__ import annotations

import random

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from minga import tables
from minga.errors import StoreError
from minga.i18n import gettext as _
from minga.store.reasons import why
from minga.store.store import Store

_PATIENCE = 3
"""Seconds to wait for whoever else reads or writes; nobody's page stands still for longer."""

_REWRITTEN = {"cards": "card_id", "votes": "vote_id", "proposals": "proposal_id", "consents": "consent_id",
              "marks": "mark_id", "changes": "seq"}


def seal_stage(store: Store, plan_id: str, stage_id: str) -> None:
    """Rewrite what a stage left in the files of the database, so that nothing lies in the order it came.

    Args:
        store: the store; nobody of this thread may have a transaction open on it.
        plan_id: the plan.
        stage_id: the stage; in SQLite the whole file is rewritten.

    Raises:
        StoreError: somebody else kept the database busy, or the disk is full. No row was changed.
    """
    try:
        if store.is_sqlite:
            _seal_sqlite(store)
        else:
            _seal_postgres(store, plan_id, stage_id)
    except DBAPIError as wrong:
        raise StoreError(_("No se pudo leer o escribir en {url}: {why}.").format(url=store.url, why=why(wrong)),
                         _("Lo confirmado antes está a salvo.")) from wrong


def _seal_sqlite(store: Store) -> None:
    # A page keeps its rows where they were put, and the journal every state of each page: VACUUM writes all
    # tables anew in the order of their keys, and the checkpoint empties the journal.
    with store.engine.connect() as connection, store.turn():
        patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE * 1000}").close()
        try:
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}").close()


def _seal_postgres(store: Store, plan_id: str, stage_id: str) -> None:
    # Every row tells which transaction wrote it (xmin) and where it lies (ctid). One transaction writes all
    # anew, each value too (long texts lie elsewhere, numbered as they came), in an order drawn by lot.
    with store.engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:plan))"), {"plan": plan_id})
        _rewrite(connection, "operations", "op_hash", plan_id=plan_id)
        for name, key in _REWRITTEN.items():
            _rewrite(connection, name, key, stage_id=stage_id)
        connection.commit()
    with store.engine.connect() as connection:
        # What the rows were before still lies in the file; CLUSTER leaves it behind and sorts by key. One table
        # at a time: who waits for a table holds no other, so that nobody's card is refused for it.
        for name in ("operations", *_REWRITTEN):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE}s'")
            connection.exec_driver_sql(f"CLUSTER {name} USING pk_{name}")
            connection.commit()


def _rewrite(connection: sa.Connection, name: str, key: str, **where: str) -> None:
    target = tables.table(name)
    conditions = [target.c[k] == v for k, v in where.items()]
    keys = list(connection.execute(sa.select(target.c[key]).where(*conditions)).scalars())
    random.SystemRandom().shuffle(keys)
    texts = {c.name: c + "" for c in target.columns if isinstance(c.type, sa.Text) and not c.primary_key
             and not c.foreign_keys and "values" not in c.info}
    if keys and texts:
        connection.execute(sa.update(target).where(target.c[key] == sa.bindparam("one")).values(texts),
                           [{"one": each} for each in keys])
