"""What a reverse proxy says about the visitor behind it: believed from the proxy alone, and one hop deep."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tornado.httputil import HTTPHeaders

HOST = re.compile(r"[0-9A-Za-z.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
"""A name or an address with or without a port; nothing else ever reaches a header of an answer."""
TOLD = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix",
        "X-Real-Ip", "X-Scheme", "Forwarded")
LOOPBACK = ("127.0.0.1", "::1")
UNKNOWN = "0.0.0.0"
"""Whoever comes through a proxy that says no more, or that nobody told us of: not somebody sitting at this machine."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Visitor:
    """Whom a request comes from: address, ``http`` or ``https``, and the ``Host`` it was sent to, if told."""

    address: str
    protocol: str
    host: str = ""


class Proxy:
    """The proxies in front of a door.

    Args:
        addresses: addresses or networks (``10.0.0.0/24``); none means that nobody is believed.

    Raises:
        ValueError: one of them is no address.
    """

    def __init__(self, addresses: Iterable[str] = ()) -> None:
        self._networks: list[Network] = [ipaddress.ip_network(address, strict=False) for address in addresses]

    def visitor(self, headers: HTTPHeaders, peer: str, protocol: str) -> Visitor:
        """Who sent a request.

        Takes everything out of ``headers`` that only a proxy may say, so that nothing further in can
        believe it by mistake.

        Args:
            headers: of the request.
            peer: address at the other end of the connection.
            protocol: of the connection.
        """
        told = {name: _last(headers.get(name, "")) for name in TOLD}
        spoke = any(headers.get(name) for name in TOLD)
        for name in TOLD:
            headers.pop(name, None)
        if not self._trusts(peer):
            return Visitor(UNKNOWN if spoke and _here(peer) else peer, protocol)
        said = told["X-Forwarded-Proto"].lower()
        host = told["X-Forwarded-Host"]
        return Visitor(
            _address(told["X-Forwarded-For"]) or (UNKNOWN if spoke else peer),
            said if said in ("http", "https") else protocol,
            host if HOST.fullmatch(host) else "",
        )

    def _trusts(self, peer: str) -> bool:
        found = _parsed(peer)
        return found is not None and any(found in network for network in self._networks)


def _here(peer: str) -> bool:
    found = _parsed(peer)
    return found is not None and found.is_loopback


def _last(said: str) -> str:
    """What the proxy itself added; everything before it was in the request that it got."""
    return said.rpartition(",")[2].strip()


def _address(said: str) -> str:
    """The address in an entry of ``X-Forwarded-For``, which some proxies write with a port."""
    said = said.strip('"')
    if said.startswith("["):
        said = said[1:].partition("]")[0]
    elif said.count(":") == 1:
        said = said.partition(":")[0]
    found = _parsed(said)
    return str(found) if found else ""


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
