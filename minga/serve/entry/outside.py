"""How people reach the doors from outside: over which certificate, through which proxy, under which names."""

from __future__ import annotations

import argparse
import os
import ssl
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from minga.errors import ServeError
from minga.i18n import gettext as _
from minga.serve.entry import tls
from minga.serve.entry.hosts import Hosts, bare
from minga.serve.entry.proxy import LOOPBACK, Proxy
from minga.serve.opening import addresses

NAMES = "MINGA_NAMES"
"""Environment variable with further names that the doors answer to, where nobody types a command: containers."""
HERE = "here"
"""What ``--behind-proxy`` means without an address: a proxy on this machine."""


@dataclass(frozen=True)
class Outside:
    """What the person who opens Minga said about it; ``Outside()`` is the plain local network.

    Attributes:
        certificate: PEM file, or None for plain http.
        key: PEM file of its key.
        proxy: addresses of the proxy, with commas between; empty when there is none.
        public_url: address that participants type, where it is not this machine's own.
        facilitator_url: the same for who facilitates.
        names: further names that the doors answer to.
    """

    certificate: Path | None = None
    key: Path | None = None
    proxy: str = ""
    public_url: str = ""
    facilitator_url: str = ""
    names: tuple[str, ...] = ()

    @property
    def secure(self) -> bool:
        """Whether the doors themselves speak https."""
        return self.certificate is not None

    @property
    def proxies(self) -> tuple[str, ...]:
        """Addresses that are believed about visitors."""
        return LOOPBACK if self.proxy == HERE else tuple(part.strip() for part in self.proxy.split(",") if part.strip())

    def checked(self) -> Outside:
        """The same, with the certificate's names, once everything has been tried.

        Raises:
            ServeError: a file, an address or a combination of options that cannot work.
        """
        if (self.certificate is None) != (self.key is None):
            raise ServeError(
                _("El certificado y su llave van juntos."), _("Use --certificate ARCHIVO --key ARCHIVO."))
        for option, given in (("--public-url", self.public_url), ("--facilitator-url", self.facilitator_url)):
            _require_url(option, given)
        try:
            Proxy(self.proxies)
        except ValueError as why:
            raise ServeError(
                _("«{proxy}» no es la dirección de un proxy.").format(proxy=self.proxy),
                _("Use una dirección en cifras, como --behind-proxy 10.0.0.5, o ninguna si el proxy está en este "
                  "mismo equipo."),
            ) from why
        if self.certificate is None or self.key is None:
            return self
        certificate, key = self.certificate.expanduser().absolute(), self.key.expanduser().absolute()
        names = tls.check(certificate, key).names
        return replace(self, certificate=certificate, key=key, names=(*self.names, *names))

    def default_host(self) -> str:
        """Where the participants' door listens when nobody said: behind a proxy here, nobody else needs it."""
        return addresses.LOCAL if self.proxies and set(self.proxies) <= set(LOOPBACK) else "0.0.0.0"

    def address(self, role: str, host: str, port: int) -> str:
        """The address to tell people for a door.

        Args:
            role: ``participant`` or ``facilitator``.
            host: this machine's address for it, in figures or as a name.
            port: its port.
        """
        given = self.public_url if role == "participant" else self.facilitator_url
        if given:
            return given if given.endswith("/") else f"{given}/"
        if self._warned_about(host) and host not in LOOPBACK:  # a name leads to the network, not to this machine alone
            host = next((name for name in self.names if "*" not in name), host)
        return addresses.url(host, port, secure=self.secure)

    def hosts(self) -> Hosts:
        """The names that the doors answer to."""
        given = [urlsplit(url).netloc for url in (self.public_url, self.facilitator_url) if url]
        told = os.environ.get(NAMES, "").replace(",", " ").split()
        return Hosts([*self.names, *told, *(bare(host.rpartition("@")[2]) for host in given)])

    def context(self) -> ssl.SSLContext | None:
        """What the doors listen with."""
        return tls.context(self.certificate, self.key) if self.certificate and self.key else None

    def _warned_about(self, host: str) -> bool:
        """Whether browsers would warn that the certificate is made out to another name."""
        return self.secure and host not in self.names

    def notes(self, host: str | None = None) -> list[str]:
        """What the person should know before people come in.

        Args:
            host: where both doors listen, if somebody said so; the facilitator's is on this machine alone otherwise.
        """
        said = []
        if host is None and not self.facilitator_url and self._warned_about(addresses.LOCAL):
            said.append(_("El navegador advertirá en la página de quien facilita: el certificado no nombra a "
                          "{address}. Con --host 0.0.0.0 y --facilitator-url se abre bajo su nombre.").format(
                              address=addresses.LOCAL))
        if not self.secure and not self.proxy and host not in (None, *LOOPBACK, "localhost"):
            said.append(_("La página de quien facilita se abre a la red sin https: la contraseña viaja sin cifrar. "
                          "Use --certificate y --key si la red no es de confianza."))
        if self.certificate and self.key and tls.check(self.certificate, self.key).ends_soon():
            said.append(_("El certificado vence en menos de un día: renuévelo pronto."))
        if self.proxy and not self.public_url:
            said.append(_("Detrás de un proxy, diga con --public-url la dirección que escriben los participantes: "
                          "la de arriba es la de este equipo."))
        return said

    def options(self) -> list[str]:
        """The same for the command line of one door."""
        pairs = [("--certificate", self.certificate), ("--key", self.key), ("--behind-proxy", self.proxy),
                 ("--public-url", self.public_url), ("--facilitator-url", self.facilitator_url),
                 ("--names", ",".join(self.names))]
        return [word for name, value in pairs if value for word in (name, str(value))]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of one door's process."""
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    for name in ("--behind-proxy", "--public-url", "--facilitator-url", "--names"):
        parser.add_argument(name, default="")


def given_to(door: argparse.Namespace) -> Outside:
    """What one door's process was told."""
    names = tuple(name for name in door.names.split(",") if name)
    return Outside(door.certificate, door.key, door.behind_proxy, door.public_url, door.facilitator_url, names)


def _require_url(option: str, given: str) -> None:
    if not given:
        return
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ServeError(
            _("«{url}» no es una dirección completa ({option}).").format(url=given, option=option),
            _("Escríbala como en el navegador, por ejemplo {option} https://taller.example.org").format(option=option),
        )
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ServeError(
            _("Minga necesita un nombre o un puerto para cada puerta, no una carpeta: «{url}» ({option}).").format(
                url=given, option=option),
            _("Dé a cada puerta su propio nombre o puerto en el proxy; docs/proxy.md trae los ejemplos."),
        )
