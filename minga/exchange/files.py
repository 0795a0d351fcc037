"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from minga.errors import StoreError, reason
from minga.i18n import gettext as _


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A binary handle whose content becomes ``target`` when the block ends well.

    The bytes go to a temporary name in the same folder, are flushed to the disk and then renamed over the
    target; when anything fails the target is left as it was and the temporary file is gone.

    Raises:
        StoreError: the folder cannot be made or written.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # "x" rather than mkstemp: the file gets the permissions that the person's umask gives.
        with temporary.open("xb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, target)
    except OSError as wrong:
        raise StoreError(
            _("No se pudo escribir {file}: {why}.").format(file=target, why=reason(wrong)),
            _("Lo que había antes sigue intacto. Revise el espacio en disco y los permisos de la carpeta."),
        ) from wrong
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_bytes(target: Path, content: bytes) -> Path:
    """Put ``content`` in ``target``, whole; an equal file is left alone. Returns the path.

    Raises:
        StoreError: the file cannot be written.
    """
    if _holds(target, content):
        return target
    with whole_file(target) as handle:
        handle.write(content)
    return target


def write_text(target: Path, content: str) -> Path:
    """Put UTF-8 text in ``target``, whole, its line ends as they are. Returns the path."""
    return write_bytes(target, content.encode("utf-8"))


def _holds(target: Path, content: bytes) -> bool:
    # Most tables do not change between two phases; comparing is far cheaper than a flush to the disk.
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except OSError:
        return False
