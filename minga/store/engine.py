"""Opening a store: the engine, its settings, and bringing an older file up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from minga import paths
from minga.errors import StoreError, reason
from minga.i18n import gettext as _
from minga.store.reasons import why
from minga.store.store import Store

HEAD = "0006"
"""The newest migration; a test holds it against ``migrations/versions``."""
# Seconds for a server to answer; the system's own limit, minutes, looks as if Minga hung.
_PATIENCE = 8


def open_store(url: str | None = None) -> Store:
    """Open a store, creating or upgrading its tables.

    Args:
        url: SQLAlchemy address, or the path of a SQLite file; ``paths.store_url()`` when None.

    Raises:
        StoreError: the address has no meaning, the file cannot be opened or written, it is not a Minga
            store, or a newer Minga wrote it.
    """
    address = _address(url or paths.store_url())
    if (left := _left.pop(address, None)) is not None:
        return Store(left)  # it was looked at when it was opened first
    engine = _engine(address)
    try:
        revision = _revision(engine)
        if revision != HEAD:
            from minga.store import migrate  # Alembic is slow to import and seldom needed

            migrate.upgrade(engine, revision)
        _keep_a_journal(engine)
    except BaseException as wrong:
        engine.dispose()  # no file of the journal stays beside a store that is refused
        if not isinstance(wrong, DBAPIError):
            raise
        raise _unopened(address, wrong) from wrong
    return Store(engine)


_left: dict[sa.URL, sa.Engine] = {}


def leave_engine(store: Store) -> None:
    """Close a store; the next one opened at its address goes on with its engine and all that was compiled for it.

    For a process from which others are forked: no connection stays open, so nothing is shared but memory.
    """
    store.close()
    _left[store.engine.url] = store.engine


def _unopened(address: sa.URL, wrong: DBAPIError) -> StoreError:
    advice = (
        _("Revise que la carpeta exista y permita escribir, y que el archivo sea de Minga. «minga doctor» ayuda a "
          "encontrar la causa.") if address.drivername.startswith("sqlite") else
        _("Revise que el servidor esté encendido, y el usuario, la contraseña y la base de la dirección. "
          "«minga doctor» ayuda a encontrar la causa."))
    return StoreError(_("No se pudo abrir el almacén {url}: {why}.").format(
        url=address.render_as_string(hide_password=True), why=why(wrong)), advice)


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address; None for other databases."""
    address = _address(url)
    if not address.drivername.startswith("sqlite") or not address.database:
        return None
    return Path(address.database).expanduser().resolve()


def _address(text: str) -> sa.URL:
    try:
        address = sa.make_url(text) if "://" in text else sa.URL.create("sqlite", database=text)
    except (SQLAlchemyError, ValueError) as wrong:  # ValueError: a port that is no number
        raise _meaningless(text) from wrong
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "sqlite+pysqlite") and not address.drivername.startswith("postgresql"):
        raise StoreError(_("Minga no guarda planes en «{kind}».").format(kind=address.drivername),
                         _("Use SQLite o PostgreSQL."))
    return address


def _meaningless(text: str) -> StoreError:
    return StoreError(_("«{url}» no es la dirección de un almacén.").format(url=text[:200]),
                      _("Use una ruta de archivo, sqlite:///ruta o postgresql://usuario@servidor/base."))


def _engine(address: sa.URL) -> sa.Engine:
    if address.drivername.startswith("postgresql"):
        try:
            patience = {} if "connect_timeout" in address.query else {"connect_timeout": _PATIENCE}
            return sa.create_engine(address, pool_pre_ping=True, connect_args=patience, hide_parameters=True)
        except ModuleNotFoundError as wrong:
            raise StoreError(_("Falta el conector de PostgreSQL."),
                             _("Instálelo con «pip install minga[postgres]».")) from wrong
    if address.database and address.database != ":memory:":
        file = Path(address.database).expanduser().absolute()
        folder, address = file.parent, address.set(database=str(file))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as wrong:
            raise StoreError(_("No se pudo crear la carpeta {folder}: {why}.").format(folder=folder, why=reason(wrong)),
                             _("Elija otra con --store o pida permiso de escritura.")) from wrong
    try:
        # What people wrote, and who they are, never goes into a message of an error, and so into no log.
        engine = sa.create_engine(address, connect_args={"timeout": 15}, hide_parameters=True)
    except SQLAlchemyError as wrong:  # sqlite://server/file: SQLite has no servers
        raise _meaningless(address.render_as_string()) from wrong
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: a verb says BEGIN IMMEDIATE, so that two writers
    # queue at the start instead of one failing in the middle. What is deleted is overwritten, so that the
    # file does not keep, in places that are free, what a card said before its author corrected it.
    # Two hundred kernels read the same file: what SQLite would keep of it in each (2 MB) the system keeps once.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout=15000", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "cache_size=-512"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _keep_a_journal(engine: sa.Engine) -> None:
    # WAL stays written in the file, so it is set once, and only when the file is known to be Minga's:
    # somebody else's file, or one of a newer Minga, is refused without a byte of it changing.
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete":
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")


def _revision(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
