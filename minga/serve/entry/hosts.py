"""The names under which a door may be asked for.

A page of another site can make its own name point at this machine ("DNS rebinding"); its browser then
sends our cookies along and reads our answers. Such a request still says the other name in ``Host``, so
a door answers only to addresses in figures, to this machine's own names and to names it was told.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

SUFFIXES = ("", ".local", ".lan", ".home", ".home.arpa", ".internal", ".localdomain")
"""What routers and telephones put behind a machine's name; nobody can buy these."""


class Hosts:
    """Names that a door answers to.

    Args:
        names: names it was told; ``*.example.org`` stands for any one word before ``.example.org``.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        own = {f"{name}{suffix}" for name in _machine_names() for suffix in SUFFIXES}
        self._names = {"localhost", *own, *(bare(name) for name in names)}

    def known(self, host: str) -> bool:
        """Whether a ``Host`` header names this door."""
        name = bare(host)
        return _figures(name) or name in self._names or f"*.{name.partition('.')[2]}" in self._names


def bare(host: str) -> str:
    """A host without port, brackets, capitals and final dot."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    if name.count(":") == 1:
        name = name.partition(":")[0]
    return name.removesuffix(".")


def _figures(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _machine_names() -> set[str]:
    """This machine's name, whole and up to the first dot. Nothing is asked of the network."""
    name = bare(socket.gethostname())
    return {name, name.partition(".")[0]} - {""}
