"""Bringing a store up to date, with Alembic; an older SQLite file is copied aside first."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from minga.errors import StoreError
from minga.i18n import gettext as _

FOLDER = Path(__file__).parent / "migrations"


def config(connection: sa.Connection | None = None) -> Config:
    """Alembic's settings; no ini file, so nothing of the machine's own leaks in."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def upgrade(engine: sa.Engine, revision: str | None, target: str = "head") -> None:
    """Run every migration that is missing, in one transaction.

    Args:
        engine: the store's engine.
        revision: where the store stands; None for a new one.
        target: where to go.

    Raises:
        StoreError: a newer Minga wrote this store, or it holds tables that are not Minga's.
    """
    _refuse_newer(engine, revision)
    if engine.dialect.name == "sqlite" and revision is not None:
        _copy_aside(Path(engine.url.database or ""), revision)
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        try:
            if sqlite:
                # Where a table is made anew, dropping the old one must not take along the rows that refer to it.
                connection.exec_driver_sql("PRAGMA foreign_keys=OFF").close()
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('minga migrations'))"))
            _refuse_foreign(engine, connection)
            command.upgrade(config(connection), target)
            _require_whole(engine, connection)
            connection.commit()
        finally:
            connection.rollback()
            if sqlite:
                connection.exec_driver_sql("PRAGMA foreign_keys=ON").close()


def _require_whole(engine: sa.Engine, connection: sa.Connection) -> None:
    if engine.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreError(_("En {url} hay filas que remiten a otras que no están.").format(url=_shown(engine)),
                         _("El archivo no se tocó; restaure una copia con «minga restore»."))


def _refuse_newer(engine: sa.Engine, revision: str | None) -> None:
    if revision is None:
        return
    try:
        ScriptDirectory.from_config(config()).get_revision(revision)
    except CommandError as wrong:
        with engine.connect() as connection:
            _refuse_foreign(engine, connection)
        raise StoreError(_("{url} fue escrito por una versión más nueva de Minga.").format(url=_shown(engine)),
                         _("Actualice Minga y vuelva a abrirlo; el archivo no se tocó.")) from wrong


def _refuse_foreign(engine: sa.Engine, connection: sa.Connection) -> None:
    names = set(sa.inspect(connection).get_table_names())
    if names and not {"alembic_version", "plans", "changes"} <= names:
        raise StoreError(_("{url} ya contiene tablas que no son de Minga.").format(url=_shown(engine)),
                         _("Elija otro archivo o base con --store."))


def _shown(engine: sa.Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _copy_aside(file: Path, revision: str) -> None:
    if file.is_file():
        with closing(sqlite3.connect(file)) as source, \
                closing(sqlite3.connect(file.with_name(f"{file.name}.{revision}.bak"))) as copy:
            source.backup(copy)
