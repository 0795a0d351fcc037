"""Small private files beside the store: made once, whole, and readable by their owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def kept(file: Path, fresh: bytes) -> bytes:
    """What a private file holds; when there is none, it is made with ``fresh`` inside.

    Raises:
        OSError: it can be neither read nor made.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        _create(file, fresh)
    with contextlib.suppress(OSError):  # somebody else's file, or a read-only folder, may still be readable to us
        file.chmod(0o600)
    return file.read_bytes()


def _create(file: Path, content: bytes) -> None:
    """Make a file that only its owner can read, whole or not at all; an existing one wins."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(content)
    try:
        os.link(draft, file)  # unlike rename, refuses to replace what another process has just made
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
