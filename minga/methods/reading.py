"""Find and read method files in ``parameters/methods``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from minga import paths
from minga.errors import InputError, NotFound
from minga.i18n import gettext as _
from minga.methods.checking import Reader, lines
from minga.methods.declare import Method
from minga.yaml_files import reading


def list_methods() -> list[Method]:
    """Every method in ``parameters/methods``, by name."""
    return [read_method(file) for file in sorted(paths.methods().glob("*.yaml"))]


def load_method(name: str) -> Method:
    """The method with that name.

    Raises:
        NotFound: there is no such file; the message lists the methods there are.
        InputError: the file has faults; all of them are named.
    """
    known = {file.stem: file for file in sorted(paths.methods().glob("*.yaml"))}
    if name not in known:
        raise NotFound(_("No hay un método llamado «{name}».").format(name=name[:80]),
                       _("Los que hay son: {names}.").format(names=", ".join(known)))
    return read_method(known[name])


def known_method(name: str) -> Method | None:
    """The method with that name as a live page asks for it again and again: read once, and again when its file changes.

    None when there is no such file or it has faults: somebody may be writing it; ``minga doctor`` tells what is wrong.
    """
    if not name or Path(name).name != name:
        return None
    file = paths.methods() / f"{name}.yaml"
    try:
        stamp = file.stat()
    except OSError:
        return None
    return _kept(file, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=32)
def _kept(file: Path, _changed: int, _size: int) -> Method | None:
    try:
        return read_method(file)
    except InputError:
        return None


def read_method(file: Path) -> Method:
    """Read and check one method file.

    Raises:
        InputError: with every fault found, each with its line.
    """
    with reading(file):
        reader, raw = _parsed(file)
    method = reader.method(file.stem, raw)
    if reader.faults:
        raise InputError(reader.faults)
    return method


def _parsed(file: Path) -> tuple[Reader, Any]:
    """The data of a file, and a reader that knows its lines; it is parsed once, because live pages wait for it."""
    loader = yaml.SafeLoader(file.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        reader = Reader(file.name, lines(node) if node else {})
        reader.repeated(node)  # before the data is made, which puts merged fields in the place of «<<»
        return reader, loader.construct_document(node) if node else None
    finally:
        loader.dispose()
