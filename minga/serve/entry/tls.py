"""The certificate of both doors: read and tried out before anything opens, so that no phone finds the fault."""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from minga.errors import ServeError, reason
from minga.i18n import gettext as _

NO_CHECK_TIME = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME, which Python has no name for: the dates are compared here, with words."""
DAY = 86_400.0


@dataclass(frozen=True)
class Certificate:
    """What a certificate says.

    Attributes:
        names: names and addresses in figures that it is made out to.
        begins: when it becomes valid, in seconds since 1970.
        ends: when it expires.
    """

    names: tuple[str, ...]
    begins: float
    ends: float

    def ends_soon(self, now: float | None = None) -> bool:
        """Whether it expires within a day: perhaps before the workshop is over."""
        return self.ends - (time.time() if now is None else now) < DAY


def check(certificate: Path, key: Path, now: float | None = None) -> Certificate:
    """Read a certificate and its key, and try them on each other.

    Args:
        certificate: PEM file; intermediate certificates follow the server's own in it.
        key: PEM file, without a pass phrase.
        now: seconds since 1970; the present when missing.

    Raises:
        ServeError: one file is unreadable, no PEM or locked; they do not belong together; not valid now.
    """
    _require_pem(certificate, "CERTIFICATE-----", key)
    _require_pem(key, "PRIVATE KEY-----", certificate)
    found = _described(_presented(context(certificate, key), certificate))
    moment = time.time() if now is None else now
    if moment > found.ends:
        raise ServeError(
            _("El certificado {file} venció el {date}.").format(file=certificate, date=_date(found.ends)),
            _("Renuévelo y vuelva a empezar. Revise también la fecha de este equipo."),
        )
    if moment < found.begins:
        raise ServeError(
            _("El certificado {file} vale desde el {date}, todavía no.").format(
                file=certificate, date=_date(found.begins)),
            _("Revise la fecha de este equipo, o use otro certificado."),
        )
    return found


def context(certificate: Path, key: Path) -> ssl.SSLContext:
    """What a door listens with: TLS 1.2 or newer.

    Raises:
        ServeError: the two files cannot be used together.
    """
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        made.load_cert_chain(certificate, key, password=lambda: _locked(key))
    except ssl.SSLError as why:
        if "MISMATCH" in (why.reason or ""):
            raise ServeError(
                _("La llave {key} no es la del certificado {file}.").format(key=key, file=certificate),
                _("Indique con --key el archivo que se creó junto con ese certificado."),
            ) from why
        raise ServeError(
            _("No se pueden usar el certificado {file} y la llave {key} ({reason}).").format(
                file=certificate, key=key, reason=(why.reason or _("dañado")).replace("_", " ").lower()),
            _("Pida los dos archivos otra vez: alguno está cortado o es demasiado débil para los navegadores de hoy."),
        ) from why
    except OSError as why:
        raise _unreadable(certificate, why) from why
    return made


def _require_pem(file: Path, mark: str, other: Path) -> None:
    try:
        text = file.read_bytes()
    except OSError as why:
        raise _unreadable(file, why) from why
    if b"-----BEGIN ENCRYPTED PRIVATE KEY" in text or b"Proc-Type: 4,ENCRYPTED" in text:
        _locked(file)
    if b"-----BEGIN " in text and mark.encode() in text:
        return
    wanted, option = (_("un certificado"), "--certificate") if mark.startswith("CERT") else (_("una llave"), "--key")
    if b"-----BEGIN " in text and file != other:
        advice = _("El archivo tiene otra cosa. ¿Están cambiados --certificate y --key?")
    else:
        advice = _("Un archivo PEM es un texto que empieza con «-----BEGIN». Si el suyo es DER o PFX, conviértalo con "
                   "openssl; docs/proxy.md dice cómo.")
    raise ServeError(
        _("El archivo {file} no es {wanted} en formato PEM ({option}).").format(
            file=file, wanted=wanted, option=option), advice)


def _unreadable(file: Path, why: OSError) -> ServeError:
    return ServeError(
        _("No se puede leer el archivo {file} ({reason}).").format(file=file, reason=reason(why)),
        _("Revise la ruta y los permisos: debe poder leerlo la persona que abre Minga."),
    )


def _locked(key: Path) -> NoReturn:
    raise ServeError(
        _("La llave {file} está protegida con una contraseña.").format(file=key),
        _("Guarde una copia sin contraseña, que solo usted pueda leer: openssl pkey -in {file} -out llave.pem").format(
            file=key),
    )


def _presented(server: ssl.SSLContext, certificate: Path) -> dict[str, object]:
    """What a browser would be shown: both ends shake hands in memory. Python reads certificates only so."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.load_verify_locations(certificate)
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | NO_CHECK_TIME
    client.verify_flags &= ~ssl.VERIFY_X509_STRICT
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = client.wrap_bio(to_client, to_server), server.wrap_bio(to_server, to_client, server_side=True)
    try:
        for _turn in range(4):
            for end in ends:
                try:
                    end.do_handshake()
                except ssl.SSLWantReadError:
                    continue
    except ssl.SSLError as why:
        raise ServeError(
            _("El certificado {file} no sirve para un servidor ({reason}).").format(
                file=certificate, reason=getattr(why, "verify_message", "") or (why.reason or "").lower()),
            _("Pida uno para servidores web, con el nombre o la dirección de este equipo."),
        ) from why
    return ends[0].getpeercert() or {}


def _described(told: dict[str, object]) -> Certificate:
    names = [value for kind, value in told.get("subjectAltName", ()) if kind in ("DNS", "IP Address")]  # type: ignore
    return Certificate(
        tuple(names), ssl.cert_time_to_seconds(str(told["notBefore"])), ssl.cert_time_to_seconds(str(told["notAfter"])))


def _date(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d")
