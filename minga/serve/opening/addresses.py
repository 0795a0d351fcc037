"""Ports and addresses: what is free, and what a phone in the same room has to type."""

from __future__ import annotations

import contextlib
import errno
import socket

from minga.errors import ServeError
from minga.i18n import gettext as _

EVERYWHERE = ("", "0.0.0.0", "::", "*")
LOCAL = "127.0.0.1"
PROBES = ("10.255.255.255", "192.168.255.255", "172.31.255.255")
HIGHEST_PORT = 65_535


def local_network_address() -> str:
    """This machine's address on the local network, or ``127.0.0.1`` where there is none.

    "Connecting" a UDP socket sends nothing; it only makes the system say which address it would use.
    """
    for probe in PROBES:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probing, contextlib.suppress(OSError):
            probing.connect((probe, 9))
            found = probing.getsockname()[0]
            if not found.startswith(("127.", "0.")):
                return found
    return LOCAL


def reachable(host: str) -> str:
    """The address to tell people for a host a door listens on."""
    return local_network_address() if host in EVERYWHERE else host


def own(host: str) -> str:
    """The address at which this machine itself reaches a door that listens on ``host``."""
    return LOCAL if host in EVERYWHERE else host


def url(host: str, port: int, *, secure: bool = False) -> str:
    """A web address; IPv6 goes in brackets, port 80 (443 when secure) goes without saying."""
    name = f"[{host}]" if ":" in host else host
    scheme, usual = ("https", 443) if secure else ("http", 80)
    return f"{scheme}://{name}/" if port == usual else f"{scheme}://{name}:{port}/"


def require_free(host: str, port: int, option: str, avoid: tuple[int, ...] = ()) -> None:
    """Make sure that a door can listen there.

    Args:
        option: the option of ``minga serve`` that sets this port, for the advice.
        avoid: ports not to suggest.

    Raises:
        ServeError: the port is taken, forbidden or no port; the host is not this machine's.
    """
    if not 1 <= port <= HIGHEST_PORT:
        raise ServeError(
            _("{port} no es un puerto.").format(port=port),
            _("Use un número entre 1024 y 65535: {option} {free}").format(option=option, free=free_port(host, avoid)),
        )
    try:
        _listen(host, port)
    except OSError as why:
        raise _explained(why, host, port, option, avoid) from why


def _explained(why: OSError, host: str, port: int, option: str, avoid: tuple[int, ...]) -> ServeError:
    if why.errno in (errno.EADDRNOTAVAIL, None) or isinstance(why, socket.gaierror):
        return ServeError(
            _("La dirección {host} no es de este equipo.").format(host=host),
            _("Use --host 0.0.0.0 para toda la red local o --host 127.0.0.1 solo para este equipo."),
        )
    advice = _("Cierre el programa que lo usa, o elija otro: {option} {free}").format(
        option=option, free=free_port(host, (port, *avoid)),
    )
    if why.errno == errno.EACCES:
        return ServeError(_("El sistema no permite usar el puerto {port}.").format(port=port), advice)
    return ServeError(_("El puerto {port} ya está ocupado.").format(port=port), advice)


def free_port(host: str, avoid: tuple[int, ...] = ()) -> int:
    """A port where nothing listens, close to the usual ones."""
    for port in range(8866, 8966):
        if port not in avoid:
            with contextlib.suppress(OSError):
                _listen(host, port)
                return port
    with socket.socket() as any_socket:
        any_socket.bind(("", 0))
        return any_socket.getsockname()[1]


def _listen(host: str, port: int) -> None:
    """Try to listen, and let go at once."""
    host = "0.0.0.0" if host in ("", "*") else host
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the door will
        trial.bind((host, port))
        trial.listen(1)
