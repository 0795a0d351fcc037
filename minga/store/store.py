"""The store: an engine, and transactions on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from minga.errors import InputError, StoreError
from minga.i18n import gettext as _
from minga.store.reasons import why
from minga.store.transaction import Transaction
from minga.store.turns import turn

PATIENCE = 15
"""Seconds that a writer waits for others before it gives up; as many again when somebody stopped in mid-write."""


class Store:
    """An open plan store.

    Attributes:
        engine: the SQLAlchemy engine; connections of SQLite are already set to WAL and synchronous FULL.
        url: the address without its password, for messages.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.url = engine.url.render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether this store is a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A consistent view for reading: what others commit meanwhile is not in it."""
        with self._explained(), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            else:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection

    @contextmanager
    def transaction(self, verb: str, *, plan_id: str = "", stage_id: str = "", actor: str = "",
                    anonymous: bool = False, undoes: str = "") -> Iterator[Transaction]:
        """Write rows and their lines in ``changes``, all or nothing.

        Args:
            verb: what the person does (``add_card``), kept in the ledger.
            plan_id: the plan that is written to.
            stage_id: the stage, where there is one.
            actor: participant id; never kept when ``anonymous``.
            anonymous: keep neither actor nor time.
            undoes: the group of changes that this one takes back.
        """
        with self._explained(), self.engine.connect() as connection, self.turn():
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                # One writer a plan at a time: the order of seq is then the order of commit, so that a
                # reader who asks "since seq" never misses a line that became visible late.
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:plan))"), {"plan": plan_id})
            try:
                yield Transaction(connection, verb=verb, plan_id=plan_id, stage_id=stage_id,
                                  actor="" if anonymous else actor, anonymous=anonymous, undoes=undoes)
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    def turn(self) -> AbstractContextManager[None]:
        """One's turn to write, when many processes do; PostgreSQL has a queue of its own."""
        return turn(self.engine.url.database if self.is_sqlite else None, PATIENCE)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except UnicodeEncodeError as wrong:  # half a character, which no database holds
            raise _unkeepable() from wrong
        except DBAPIError as wrong:
            if isinstance(wrong, sa.exc.IntegrityError):
                raise
            if isinstance(wrong, sa.exc.DataError) and "NUL" in str(wrong.orig):  # PostgreSQL's answer to \0
                raise _unkeepable() from wrong
            raise StoreError(
                _("No se pudo leer o escribir en {url}: {why}.").format(url=self.url, why=why(wrong)),
                _("Lo confirmado antes está a salvo. Revise el espacio en disco y los permisos, o ejecute "
                  "«minga doctor»."),
            ) from wrong


def _unkeepable() -> InputError:
    return InputError(_("Un texto trae caracteres que no se pueden guardar."),
                      _("Escríbalo de nuevo; si lo copió de otro programa, quite los signos que no se ven."))
