"""Copies of a SQLite store, made while it is in use, and put back without losing what was there."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from minga.errors import InputError, StoreError
from minga.i18n import gettext as _
from minga.store.engine import open_store, sqlite_file
from minga.store.reasons import why
from minga.store.store import Store


def backup_store(store: Store, target: Path) -> None:
    """Copy the whole store to a file; it appears whole or not at all.

    Raises:
        StoreError: the store is not SQLite, or the file cannot be written.
    """
    source = _file_of(store.engine.url.render_as_string(hide_password=False))
    if target.is_dir():
        raise InputError(_("{file} es una carpeta.").format(file=target),
                         _("Agregue el nombre del archivo, por ejemplo {file}.").format(file=target / "copia.sqlite"))
    if target.exists():
        raise InputError(_("{file} ya existe.").format(file=target), _("Elija otro nombre: una copia no se pisa."))
    temporary = target.with_name(f".{target.name}.part")
    try:
        temporary.unlink(missing_ok=True)
        with closing(sqlite3.connect(source)) as origin:
            # One file that opens from a read-only disk too. Every table is written anew in the order of its keys:
            # a copy of the pages as they lie would tell in which order cards came to an anonymous stage.
            origin.execute("VACUUM INTO ?", (str(temporary),))
        os.replace(temporary, target)
    except (sqlite3.Error, OSError) as wrong:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise StoreError(_("No se pudo escribir la copia {file}: {why}.").format(file=target, why=why(wrong)),
                         _("Revise la carpeta, el espacio y los permisos. El almacén no se tocó.")) from wrong


def restore_store(url: str, source: Path) -> Path | None:
    """Put a copy in the place of a store; what was there is kept beside it and its path returned.

    Raises:
        InputError: there is no such copy, it is damaged or no Minga store, or a newer Minga wrote it.
        StoreError: the store is not SQLite, is in use, or cannot be written.
    """
    target = _file_of(url)
    if not source.is_file():
        raise InputError(_("No existe la copia {file}.").format(file=source), _("Revise la ruta."))
    _require_minga(source)
    temporary = target.with_name(f".{target.name}.part")
    aside = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(_reading(source)) as origin, closing(sqlite3.connect(temporary)) as copy:
            origin.backup(copy)
        _bring_up_to_date(temporary, source)
        if target.exists():
            _require_idle(target)
            aside = _free_name(target)
            os.replace(target, aside)
        os.replace(temporary, target)
    except (sqlite3.Error, OSError) as wrong:
        raise StoreError(_("No se pudo restaurar en {file}: {why}.").format(file=target, why=why(wrong)),
                         _("Cierre Minga en los demás programas y repita. Lo que había sigue en su lugar.")) from wrong
    finally:
        for leftover in target.parent.glob(f".{target.name}.part*"):
            leftover.unlink()
    return aside


def _bring_up_to_date(temporary: Path, source: Path) -> None:
    """A copy of an older version gets its new columns before it counts."""
    try:
        open_store(str(temporary)).close()
    except StoreError as wrong:
        raise InputError(wrong.message.replace(str(temporary), str(source)), wrong.advice) from wrong


def _free_name(target: Path) -> Path:
    stem = f"{target.name}.{datetime.now():%Y%m%d-%H%M%S}"
    names = (target.with_name(f"{stem}{'' if n == 1 else f'-{n}'}.bak") for n in count(1))
    return next(name for name in names if not name.exists())


def _file_of(url: str) -> Path:
    file = sqlite_file(url)
    if file is None:
        raise StoreError(_("Esta orden copia archivos de SQLite."),
                         _("En PostgreSQL use pg_dump, o «minga export» para cada plan."))
    return file


def _require_minga(source: Path) -> None:
    try:
        with closing(_reading(source)) as opened:
            opened.execute("SELECT version_num FROM alembic_version").fetchone()
            opened.execute("SELECT count(*) FROM plans").fetchone()
            state = opened.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as wrong:
        raise InputError(_("{file} no es una copia de Minga.").format(file=source),
                         _("Use un archivo hecho con «minga backup».")) from wrong
    if state != "ok":
        raise InputError(_("La copia {file} está dañada.").format(file=source),
                         _("Use otra copia; el almacén no se tocó."))


def _reading(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)


def _require_idle(target: Path) -> None:
    # Leaving WAL needs the file for oneself: it fails when anybody else has it open.
    with closing(sqlite3.connect(target, timeout=2)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if opened.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
            raise sqlite3.OperationalError("database is in use")
